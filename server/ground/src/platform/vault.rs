//! Private keys at rest: in plain form, or encrypted with a key from a file outside the database.
//!
//! Stored form: one byte for the kind (0 plain, 1 XChaCha20-Poly1305), then the bytes, or 24 bytes of nonce and the
//! ciphertext. The name of the secret is authenticated with it, so that rows cannot be swapped.

use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use crate::platform::clock::random;

/// The first byte of a plain secret.
pub const PLAIN: u8 = 0;
const SEALED: u8 = 1;
const NONCE: usize = 24;

/// Seals and opens secrets that must not be readable in a copy of the database.
pub struct Vault {
    cipher: Option<XChaCha20Poly1305>,
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
    #[error("the private keys in the database are encrypted; set key-file")]
    KeyNeeded,
    /// Sealed with another key, or damaged.
    #[error("the private keys in the database were encrypted with another key file, or are damaged")]
    WrongKey,
    /// Stored as it is, although everything was sealed when the server started.
    #[error(
        "a private key in the database is not encrypted, although key-file is set; start the server again to encrypt it"
    )]
    Plain,
}

impl Vault {
    /// A vault with the key of a file, or without one.
    ///
    /// # Errors
    /// When the file cannot be read or has another length than 32 bytes.
    pub fn open(key_file: Option<&Path>) -> Result<Self, VaultError> {
        let Some(path) = key_file else { return Ok(Self { cipher: None, takes_plain: true }) };
        let bytes = Zeroizing::new(
            std::fs::read(path).map_err(|source| VaultError::Unreadable { path: path.to_owned(), source })?,
        );
        let cipher = XChaCha20Poly1305::new_from_slice(&bytes)
            .map_err(|_| VaultError::WrongLength { path: path.to_owned(), length: bytes.len() })?;
        Ok(Self { cipher: Some(cipher), takes_plain: true })
    }

    /// Whether there is a key to seal with.
    pub fn seals(&self) -> bool {
        self.cipher.is_some()
    }

    /// The same vault once everything is sealed: with a key, a plain secret was put there by somebody else.
    #[must_use]
    pub fn refusing_plain(self) -> Self {
        Self { takes_plain: !self.seals(), ..self }
    }

    /// The stored form of a secret called `name`.
    pub fn seal(&self, name: &str, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
        let Some(cipher) = &self.cipher else { return Ok([&[PLAIN], secret].concat()) };
        let nonce: [u8; NONCE] = random();
        let sealed = cipher
            .encrypt((&nonce).into(), Payload { msg: secret, aad: name.as_bytes() })
            .map_err(|_| VaultError::WrongKey)?;
        Ok([&[SEALED][..], &nonce, &sealed].concat())
    }

    /// The secret called `name` from its stored form.
    pub fn unseal(&self, name: &str, stored: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        match stored.split_first() {
            Some((&PLAIN, _)) if !self.takes_plain => Err(VaultError::Plain),
            Some((&PLAIN, secret)) => Ok(Zeroizing::new(secret.to_vec())),
            Some((&SEALED, rest)) => {
                let cipher = self.cipher.as_ref().ok_or(VaultError::KeyNeeded)?;
                let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(VaultError::WrongKey)?;
                let secret = cipher
                    .decrypt(nonce.into(), Payload { msg: sealed, aad: name.as_bytes() })
                    .map_err(|_| VaultError::WrongKey)?;
                Ok(Zeroizing::new(secret))
            }
            _ => Err(VaultError::WrongKey),
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
        assert!(matches!(vault.unseal("ben", &sealed), Err(VaultError::WrongKey)));
        let other = Vault::open(Some(&file("two", 2))).unwrap();
        assert!(matches!(other.unseal("ana", &sealed), Err(VaultError::WrongKey)));
        let none = Vault::open(None).unwrap();
        assert!(matches!(none.unseal("ana", &sealed), Err(VaultError::KeyNeeded)));
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
