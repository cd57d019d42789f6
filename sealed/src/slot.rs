//! Slots: the root key under what a person has, a passphrase, a recovery kit, or a passkey (docs/sealed.md §3.2).

use zeroize::Zeroizing;

use crate::account::{Cost, Realm, Username};
use crate::aead::{self, Nonce};
use crate::error::{DecodeError, OpenError};
use crate::frame::{frame, kdf};
use crate::reader::Reader;
use crate::secret::{RootKey, SlotKey};
use crate::writer::ByteWriter;

/// A way to open a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Passphrase { cost: Cost, salt: [u8; 16] },
    Recovery,
    Passkey { credential: Vec<u8> },
}

/// A slot: what is said in clear of how it is opened, and the sealed root key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootSlot {
    pub kind: Kind,
    sealed: [u8; aead::BOX_OVERHEAD + 32],
}

impl Kind {
    fn header(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::version();
        match self {
            Self::Passphrase { cost, salt } => writer.u8(1).raw(cost.bytes()).raw(salt),
            Self::Recovery => writer.u8(2),
            Self::Passkey { credential } => writer.u8(3).v8(credential),
        }
        .finish()
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.version()?;
        match reader.u8()? {
            1 => Ok(Self::Passphrase { cost: Cost::read(reader)?, salt: reader.array()? }),
            2 => Ok(Self::Recovery),
            3 => Ok(Self::Passkey { credential: reader.v8()?.to_vec() }),
            _ => Err(DecodeError::Value("the kind of slot")),
        }
    }
}

impl RootSlot {
    /// Reads it. Its length follows from its kind.
    ///
    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| Ok(Self { kind: Kind::read(reader)?, sealed: reader.array()? }))
    }

    /// # Errors
    /// When the credential is longer than 255 bytes.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let mut bytes = self.kind.header()?;
        bytes.extend_from_slice(&self.sealed);
        Ok(bytes)
    }

    /// Seals the root key for the account `name` of the server `realm`.
    ///
    /// # Errors
    /// When the credential is longer than 255 bytes.
    pub fn seal(
        kind: Kind,
        root: &RootKey,
        key: &SlotKey,
        realm: &Realm,
        name: &Username,
        nonce: Nonce,
    ) -> Result<Self, DecodeError> {
        let aad = aad(&kind, realm, name)?;
        let sealed = aead::seal(key.expose(), nonce, &aad, root.expose());
        Ok(Self { kind, sealed: sealed.try_into().map_err(|_| DecodeError::Length)? })
    }

    /// Opens it. Realm and name are those that it was made under.
    ///
    /// # Errors
    /// When it does not open.
    pub fn open(&self, key: &SlotKey, realm: &Realm, name: &Username) -> Result<RootKey, OpenError> {
        let opened = aead::open(key.expose(), &aad(&self.kind, realm, name)?, &self.sealed)?;
        Reader::whole(&opened, Reader::array).map(RootKey::from_bytes).map_err(OpenError::from)
    }
}

fn aad(kind: &Kind, realm: &Realm, name: &Username) -> Result<Vec<u8>, DecodeError> {
    Ok(frame("pv1/slot", &[&realm.prefixed(), &name.prefixed(), &kind.header()?]))
}

/// The key of a passkey's slot, from what its PRF gave.
#[must_use]
pub fn passkey_key(output: &Zeroizing<[u8; 32]>) -> SlotKey {
    SlotKey::from_bytes(kdf(output, "pv1/prf-wrap", &[]))
}
