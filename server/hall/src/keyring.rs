//! The private keys of local actors: sealed in the database, opened once and cached in memory.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use pursuance_domain::id::{ActorId, PushId};
use pursuance_domain::value::MailAddress;
use pursuance_federation::push::{PushError, SenderKey};
use pursuance_federation::sign::key::{Ed25519KeyPair, KeyError, KeyPair, KeyRefusal, RsaKeyPair};
use zeroize::Zeroizing;

use crate::platform::vault::{PLAIN, Vault, VaultError};
use crate::store::db::{ReadTx, WriteTx};
use crate::store::error::StoreError;
use crate::store::{actors, instance, mails, pushes};

/// Opens and caches private keys.
pub struct KeyRing {
    vault: Vault,
    /// One RSA key serves every local actor: the same machine has all of them anyway (docs/decisions/0006).
    rsa: Arc<KeyPair>,
    ed25519: RwLock<HashMap<ActorId, Arc<Ed25519KeyPair>>>,
}

/// Why a private key is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyRingError {
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stored bytes are no key.
    #[error("a private key in the database is damaged")]
    Damaged(#[from] KeyRefusal),
    /// The operating system or the library failed.
    #[error("a key could not be made")]
    Make(#[from] KeyError),
    /// The key that signs what is pushed to browsers could not be made, or is damaged.
    #[error(transparent)]
    Push(#[from] PushError),
    /// The actor is not local, or never had a key.
    #[error("there is no private key of {0}")]
    Missing(ActorId),
}

/// A new key of an actor: the public part, and the sealed private one.
pub struct NewKey {
    pub public: Vec<u8>,
    pub sealed: Vec<u8>,
}

/// A new RSA key as it is stored.
pub struct NewRsa {
    pub public_pem: String,
    pub sealed: Vec<u8>,
}

const RSA_NAME: &str = "instance rsa";
const SECRET_NAME: &str = "instance secret";
const PUSH_NAME: &str = "instance push";

impl KeyRing {
    /// Makes the instance's RSA key. Slow: tenths of a second.
    ///
    /// # Errors
    /// When the key cannot be made or sealed.
    pub fn make_rsa(vault: &Vault) -> Result<NewRsa, KeyRingError> {
        let pem = RsaKeyPair::generate_pem()?;
        let key = RsaKeyPair::from_pkcs8_pem(&pem)?;
        Ok(NewRsa { public_pem: key.public().to_pem()?, sealed: vault.seal(RSA_NAME, pem.as_bytes())? })
    }

    /// Checks whether a vault opens the stored form of the instance's RSA key, of whatever version of this program.
    ///
    /// # Errors
    /// When it does not.
    pub fn opens(vault: &Vault, stored: &[u8]) -> Result<(), VaultError> {
        vault.unseal(RSA_NAME, stored).map(drop)
    }

    /// Seals the instance's RSA key anew where a former program did not note which key it needs.
    ///
    /// # Errors
    /// When the database fails, or the key cannot be opened.
    pub async fn name_key(
        vault: &Vault,
        tx: &mut WriteTx,
        row: &mut instance::Instance,
    ) -> Result<(), KeyRingError> {
        row.rsa_private = vault.seal(RSA_NAME, &vault.unseal(RSA_NAME, &row.rsa_private)?)?;
        Ok(instance::set_rsa_private(tx, &row.rsa_private).await?)
    }

    /// How many secrets are stored as they are.
    pub async fn count_plain(tx: &mut ReadTx, row: &instance::Instance) -> Result<usize, StoreError> {
        let push = instance::push_key(tx).await?;
        let own = [Some(&row.rsa_private), row.secret.as_ref(), push.as_ref()];
        let own = own.into_iter().flatten().filter(|stored| is_plain(stored)).count();
        let addresses =
            mails::sealed_addresses(tx, PLAIN).await?.len() + mails::sealed_former(tx, PLAIN).await?.len();
        let browsers = pushes::sealed(tx, PLAIN).await?.len();
        Ok(own + actors::private_keys(tx, PLAIN).await?.len() + addresses + browsers)
    }

    /// Seals every secret that is stored in plain form; answers how many there were. Needs a key to seal with.
    ///
    /// # Errors
    /// When the database fails, or a secret cannot be sealed.
    pub async fn seal_plain(
        vault: &Vault,
        tx: &mut WriteTx,
        row: &mut instance::Instance,
    ) -> Result<usize, KeyRingError> {
        if !vault.seals() {
            return Ok(0);
        }
        let mut sealed = 0;
        let anew = |name: &str, stored: &[u8]| vault.seal(name, &vault.unseal(name, stored)?);
        for (id, stored) in actors::private_keys(tx, PLAIN).await? {
            actors::set_private_key(tx, &id, &anew(id.as_str(), &stored)?).await?;
            sealed += 1;
        }
        for (account, stored) in mails::sealed_addresses(tx, PLAIN).await? {
            mails::reseal(tx, &account, &anew(&name_of_address(&account), &stored)?).await?;
            sealed += 1;
        }
        for (id, account, stored) in mails::sealed_former(tx, PLAIN).await? {
            mails::reseal_former(tx, &id, &anew(&name_of_address(&account), &stored)?).await?;
            sealed += 1;
        }
        for (id, stored) in pushes::sealed(tx, PLAIN).await? {
            pushes::reseal(tx, &id, &anew(&name_of_browser(&id), &stored)?).await?;
            sealed += 1;
        }
        if let Some(stored) = instance::push_key(tx).await?.filter(|stored| is_plain(stored)) {
            instance::set_push_key(tx, &anew(PUSH_NAME, &stored)?).await?;
            sealed += 1;
        }
        if is_plain(&row.rsa_private) {
            row.rsa_private = anew(RSA_NAME, &row.rsa_private)?;
            instance::set_rsa_private(tx, &row.rsa_private).await?;
            sealed += 1;
        }
        if let Some(stored) = row.secret.as_mut().filter(|stored| is_plain(stored)) {
            *stored = anew(SECRET_NAME, stored)?;
            instance::set_secret(tx, stored).await?;
            sealed += 1;
        }
        Ok(sealed)
    }

    /// The stored form of a secret of the instance.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn seal_secret(vault: &Vault, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
        vault.seal(SECRET_NAME, secret)
    }

    /// The secret of the instance from its stored form.
    ///
    /// # Errors
    /// When the vault does not open it.
    pub fn secret(&self, stored: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.vault.unseal(SECRET_NAME, stored)
    }

    /// The stored form of a person's address of mail.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn seal_address(&self, account: &ActorId, address: &MailAddress) -> Result<Vec<u8>, KeyRingError> {
        Ok(self.vault.seal(&name_of_address(account), address.as_str().as_bytes())?)
    }

    /// A person's address of mail from its stored form.
    ///
    /// # Errors
    /// When the vault does not open it.
    pub fn open_address(&self, account: &ActorId, stored: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyRingError> {
        Ok(self.vault.unseal(&name_of_address(account), stored)?)
    }

    /// A new key to sign with what is pushed to browsers, as it is stored.
    ///
    /// # Errors
    /// When it cannot be made or sealed.
    pub fn make_push_key(&self) -> Result<Vec<u8>, KeyRingError> {
        Ok(self.vault.seal(PUSH_NAME, &SenderKey::generate()?)?)
    }

    /// Opens the stored form of the key.
    ///
    /// # Errors
    /// When the vault does not open it, or it is damaged.
    pub fn open_push_key(&self, stored: &[u8]) -> Result<SenderKey, KeyRingError> {
        Ok(SenderKey::from_pkcs8(&self.vault.unseal(PUSH_NAME, stored)?)?)
    }

    /// The stored form of the address and the keys of a browser.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn seal_browser(&self, id: &PushId, said: &[u8]) -> Result<Vec<u8>, KeyRingError> {
        Ok(self.vault.seal(&name_of_browser(id), said)?)
    }

    /// The address and the keys of a browser from their stored form.
    ///
    /// # Errors
    /// When the vault does not open it.
    pub fn open_browser(&self, id: &PushId, stored: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyRingError> {
        Ok(self.vault.unseal(&name_of_browser(id), stored)?)
    }

    /// Opens the instance's RSA key.
    ///
    /// # Errors
    /// When the vault does not open it.
    pub fn open(vault: Vault, row: &instance::Instance) -> Result<Self, KeyRingError> {
        let pem = vault.unseal(RSA_NAME, &row.rsa_private)?;
        let text = Zeroizing::new(String::from_utf8_lossy(&pem).into_owned());
        let rsa = Arc::new(KeyPair::Rsa(RsaKeyPair::from_pkcs8_pem(&text)?));
        Ok(Self { vault, rsa, ed25519: RwLock::new(HashMap::new()) })
    }

    /// The key behind every `#main-key` of this instance.
    pub fn rsa(&self) -> Arc<KeyPair> {
        self.rsa.clone()
    }

    /// Makes an Ed25519 key for a new actor.
    ///
    /// # Errors
    /// When the key cannot be made or sealed.
    pub fn make(&self, actor: &ActorId) -> Result<NewKey, KeyRingError> {
        let key = Ed25519KeyPair::generate()?;
        let sealed = self.vault.seal(actor.as_str(), &key.seed()[..])?;
        Ok(NewKey { public: key.public().as_bytes().to_vec(), sealed })
    }

    /// The Ed25519 key of a local actor, when it is in the cache.
    pub fn opened(&self, actor: &ActorId) -> Option<Arc<Ed25519KeyPair>> {
        self.ed25519.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(actor).cloned()
    }

    /// The Ed25519 key of a local actor.
    ///
    /// # Errors
    /// When the actor has none here, or it cannot be opened.
    pub async fn ed25519(
        &self,
        tx: &mut ReadTx,
        actor: &ActorId,
    ) -> Result<Arc<Ed25519KeyPair>, KeyRingError> {
        if let Some(key) = self.opened(actor) {
            return Ok(key);
        }
        let sealed =
            actors::private_key(tx, actor).await?.ok_or_else(|| KeyRingError::Missing(actor.clone()))?;
        let seed = self.vault.unseal(actor.as_str(), &sealed)?;
        let seed: &[u8; 32] = seed.as_slice().try_into().map_err(|_| VaultError::Damaged)?;
        let key = Arc::new(Ed25519KeyPair::from_seed(seed));
        self.ed25519
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .insert(actor.clone(), key.clone());
        Ok(key)
    }
}

/// The name under which an address is sealed.
fn name_of_address(account: &ActorId) -> String {
    format!("mail address {account}")
}

/// The name under which the address and the keys of a browser are sealed.
fn name_of_browser(id: &PushId) -> String {
    format!("push browser {id}")
}

fn is_plain(stored: &[u8]) -> bool {
    stored.first() == Some(&PLAIN)
}
