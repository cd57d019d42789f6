//! Private keys at rest: in plain form, or encrypted with a key from a file outside the database.
//!
//! Stored form: one byte for the kind (0 plain, 1 and 2 XChaCha20-Poly1305), then the bytes, or 24 bytes of nonce and the
//! ciphertext. Before the nonce, kind 2 has the fingerprint of the key file, so that a secret says which key it wants; kind 1 is of former
//! programs. The name of the secret is authenticated with it, so that rows cannot be swapped.

use std::fmt;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use serde::{Deserialize, Serialize};
use sha2::Digest;
use zeroize::Zeroizing;

use crate::platform::clock::random;

/// The first byte of a plain secret.
pub const PLAIN: u8 = 0;
const UNNAMED: u8 = 1;
const NAMED: u8 = 2;
const NONCE: usize = 24;
const FINGERPRINT: usize = 8;

/// The first bytes of the SHA-256 of a key file: what `sha256sum` shows begins with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Fingerprint([u8; FINGERPRINT]);

impl Fingerprint {
    fn of(key: &[u8]) -> Self {
        Self(sha2::Sha256::digest(key).first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = hex::FromHexError;
    fn try_from(text: String) -> Result<Self, hex::FromHexError> {
        let mut bytes = [0; FINGERPRINT];
        hex::decode_to_slice(&text, &mut bytes).map(|()| Self(bytes))
    }
}

/// What a stored secret needs to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyNeed {
    /// It lies open.
    Nothing,
    /// A key file; a former program did not note which.
    SomeKey,
    /// The key file with this fingerprint.
    Key(Fingerprint),
}

impl KeyNeed {
    /// What the stored form of a secret says.
    pub fn of(stored: &[u8]) -> Self {
        match parts(stored) {
            Some(SecretParts::Plain(_)) | None => Self::Nothing,
            Some(SecretParts::Sealed { by: None, .. }) => Self::SomeKey,
            Some(SecretParts::Sealed { by: Some(by), .. }) => Self::Key(by),
        }
    }
}

/// The parts of a stored secret.
enum SecretParts<'a> {
    Plain(&'a [u8]),
    Sealed { by: Option<Fingerprint>, nonce: &'a [u8; NONCE], sealed: &'a [u8] },
}

fn parts(stored: &[u8]) -> Option<SecretParts<'_>> {
    fn sealed(by: Option<Fingerprint>, rest: &[u8]) -> Option<SecretParts<'_>> {
        rest.split_first_chunk::<NONCE>().map(|(nonce, sealed)| SecretParts::Sealed { by, nonce, sealed })
    }
    match stored.split_first()? {
        (&PLAIN, secret) => Some(SecretParts::Plain(secret)),
        (&UNNAMED, rest) => sealed(None, rest),
        (&NAMED, rest) => {
            let (by, rest) = rest.split_first_chunk::<FINGERPRINT>()?;
            sealed(Some(Fingerprint(*by)), rest)
        }
        _ => None,
    }
}

/// Seals and opens secrets that must not be readable in a copy of the database.
pub struct Vault {
    key: Option<(XChaCha20Poly1305, Fingerprint)>,
    /// Whether plain secrets may still be opened, although there is a key.
    takes_plain: bool,
}

/// Why a private key is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key file cannot be read.
    #[error("cannot read the key file {path}")]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// The key file does not hold 32 bytes.
    #[error(
        "the key file {path} has {length} bytes instead of 32; make one with: head -c 32 /dev/urandom > {path}"
    )]
    WrongLength { path: PathBuf, length: usize },
    /// Sealed, and there is no key file.
    #[error("the private keys in the database are encrypted; set key-file to {}", file_of(.wanted.as_ref()))]
    KeyNeeded { wanted: Option<Fingerprint> },
    /// Sealed with another key.
    #[error(
        "the private keys in the database were encrypted with {}, and the SHA-256 of the one that key-file names begins with {found}",
        file_of(Some(.wanted))
    )]
    WrongKey { wanted: Fingerprint, found: Fingerprint },
    /// Sealed with another key by a former program, or damaged.
    #[error(
        "the private keys in the database were encrypted with another key file than the one that key-file names (its SHA-256 begins with {found}), or are damaged"
    )]
    WrongKeyOrDamaged { found: Fingerprint },
    /// It cannot be read, whatever the key.
    #[error("a private key in the database is damaged")]
    Damaged,
    /// Stored as it is, although everything was sealed when the server started.
    #[error(
        "a private key in the database is not encrypted, although key-file is set; start the server again to encrypt it"
    )]
    Plain,
}

/// The key file that is wanted, in words.
fn file_of(wanted: Option<&Fingerprint>) -> String {
    match wanted {
        Some(wanted) => format!("the key file whose SHA-256 begins with {wanted}"),
        None => "the key file they were encrypted with".to_owned(),
    }
}

impl Vault {
    /// A vault with the key of a file, or without one.
    ///
    /// # Errors
    /// When the file cannot be read or has another length than 32 bytes.
    pub fn open(key_file: Option<&Path>) -> Result<Self, VaultError> {
        let Some(path) = key_file else { return Ok(Self { key: None, takes_plain: true }) };
        let bytes = Zeroizing::new(
            std::fs::read(path).map_err(|source| VaultError::Unreadable { path: path.to_owned(), source })?,
        );
        let cipher = XChaCha20Poly1305::new_from_slice(&bytes)
            .map_err(|_| VaultError::WrongLength { path: path.to_owned(), length: bytes.len() })?;
        Ok(Self { key: Some((cipher, Fingerprint::of(&bytes))), takes_plain: true })
    }

    /// Whether there is a key to seal with.
    pub fn seals(&self) -> bool {
        self.key.is_some()
    }

    /// The fingerprint of its key.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.key.as_ref().map(|(_, fingerprint)| *fingerprint)
    }

    /// Checks whether it opens what needs this, as far as that can be told without the secret.
    ///
    /// # Errors
    /// When it lacks the key.
    pub fn meets(&self, needs: KeyNeed) -> Result<(), VaultError> {
        match (needs, self.fingerprint()) {
            (KeyNeed::Nothing, _) | (KeyNeed::SomeKey, Some(_)) => Ok(()),
            (KeyNeed::SomeKey, None) => Err(VaultError::KeyNeeded { wanted: None }),
            (KeyNeed::Key(wanted), None) => Err(VaultError::KeyNeeded { wanted: Some(wanted) }),
            (KeyNeed::Key(wanted), Some(found)) if wanted == found => Ok(()),
            (KeyNeed::Key(wanted), Some(found)) => Err(VaultError::WrongKey { wanted, found }),
        }
    }

    /// The same vault once everything is sealed: with a key, a plain secret was put there by somebody else.
    #[must_use]
    pub fn refusing_plain(self) -> Self {
        Self { takes_plain: !self.seals(), ..self }
    }

    /// The stored form of a secret called `name`.
    pub fn seal(&self, name: &str, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
        let Some((cipher, fingerprint)) = &self.key else { return Ok([&[PLAIN], secret].concat()) };
        let nonce: [u8; NONCE] = random();
        let sealed = cipher
            .encrypt((&nonce).into(), Payload { msg: secret, aad: name.as_bytes() })
            .map_err(|_| VaultError::Damaged)?;
        Ok([&[NAMED][..], &fingerprint.0, &nonce, &sealed].concat())
    }

    /// The secret called `name` from its stored form.
    pub fn unseal(&self, name: &str, stored: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.meets(KeyNeed::of(stored))?;
        match (parts(stored), &self.key) {
            (Some(SecretParts::Plain(_)), _) if !self.takes_plain => Err(VaultError::Plain),
            (Some(SecretParts::Plain(secret)), _) => Ok(Zeroizing::new(secret.to_vec())),
            (Some(SecretParts::Sealed { by, nonce, sealed }), Some((cipher, found))) => {
                let opened = cipher.decrypt(nonce.into(), Payload { msg: sealed, aad: name.as_bytes() });
                let secret = opened.map_err(|_| match by {
                    Some(_) => VaultError::Damaged,
                    None => VaultError::WrongKeyOrDamaged { found: *found },
                })?;
                Ok(Zeroizing::new(secret))
            }
            (Some(SecretParts::Sealed { by, .. }), None) => Err(VaultError::KeyNeeded { wanted: by }),
            (None, _) => Err(VaultError::Damaged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_name_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, byte: u8| {
            let path = folder.path().join(name);
            std::fs::write(&path, [byte; 32]).unwrap();
            path
        };
        let vault = Vault::open(Some(&file("one", 1))).unwrap();
        let sealed = vault.seal("ana", b"secret").unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert_eq!(&vault.unseal("ana", &sealed).unwrap()[..], b"secret");
        assert!(matches!(vault.unseal("ben", &sealed), Err(VaultError::Damaged)));
        let other = Vault::open(Some(&file("two", 2))).unwrap();
        assert!(matches!(other.unseal("ana", &sealed), Err(VaultError::WrongKey { .. })));
        let none = Vault::open(None).unwrap();
        assert!(matches!(none.unseal("ana", &sealed), Err(VaultError::KeyNeeded { .. })));
    }

    #[test]
    fn a_secret_says_which_key_it_wants_as_sha256sum_shows_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, [7; 32]).unwrap();
        let vault = Vault::open(Some(&path)).unwrap();
        let sealed = vault.seal("ana", b"secret").unwrap();
        // printf '\007%.0s' $(seq 32) | sha256sum
        let begins = "4bb06f8e4e3a7715";
        assert_eq!(vault.fingerprint().unwrap().to_string(), begins);
        assert!(matches!(KeyNeed::of(&sealed), KeyNeed::Key(wanted) if wanted.to_string() == begins));
        let told = Vault::open(None).unwrap().unseal("ana", &sealed).unwrap_err().to_string();
        assert!(told.contains(begins), "{told}");
        assert_eq!(
            KeyNeed::of(&Vault::open(None).unwrap().seal("ana", b"secret").unwrap()),
            KeyNeed::Nothing
        );
    }

    #[test]
    fn a_secret_that_a_former_program_sealed_opens_without_saying_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, [7; 32]).unwrap();
        let vault = Vault::open(Some(&path)).unwrap();
        let named = vault.seal("ana", b"secret").unwrap();
        let mut former = [&[UNNAMED][..], &named[1 + FINGERPRINT..]].concat();
        assert_eq!(&vault.unseal("ana", &former).unwrap()[..], b"secret");
        assert_eq!(KeyNeed::of(&former), KeyNeed::SomeKey);
        assert!(matches!(
            Vault::open(None).unwrap().unseal("ana", &former),
            Err(VaultError::KeyNeeded { wanted: None })
        ));
        if let Some(last) = former.last_mut() {
            *last ^= 1;
        }
        assert!(matches!(vault.unseal("ana", &former), Err(VaultError::WrongKeyOrDamaged { .. })));
    }

    #[test]
    fn without_a_key_file_secrets_are_kept_as_they_are() {
        let vault = Vault::open(None).unwrap();
        assert_eq!(&vault.unseal("ana", &vault.seal("ana", b"secret").unwrap()).unwrap()[..], b"secret");
    }

    #[test]
    fn once_everything_is_sealed_nothing_plain_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, [1; 32]).unwrap();
        let plain = Vault::open(None).unwrap().seal("ana", b"secret").unwrap();
        let vault = Vault::open(Some(&path)).unwrap();
        assert_eq!(&vault.unseal("ana", &plain).unwrap()[..], b"secret");
        assert!(matches!(vault.refusing_plain().unseal("ana", &plain), Err(VaultError::Plain)));
        let none = Vault::open(None).unwrap().refusing_plain();
        assert_eq!(&none.unseal("ana", &plain).unwrap()[..], b"secret");
    }

    #[test]
    fn a_key_file_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("short");
        std::fs::write(&path, "short").unwrap();
        assert!(matches!(Vault::open(Some(&path)), Err(VaultError::WrongLength { length: 5, .. })));
    }
}
