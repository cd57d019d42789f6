//! Accounts: names, passphrases, and the keys that come from them (docs/sealed.md §3.1).

use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::error::DecodeError;
use crate::frame::{hash, kdf, prefixed16};
use crate::ids::Hash;
use crate::limits::PASSPHRASE_CHARS;
use crate::reader::Reader;
use crate::secret::{AuthKey, MasterKey, OtherKey, SlotKey};

/// The name of an account on its server: 1 to 64 of `a-z0-9_.-`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

impl Username {
    /// # Errors
    /// When it is empty, too long, or has other characters.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let is_letter = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-');
        if (1..=64).contains(&text.len()) && text.bytes().all(is_letter) {
            Ok(Self(text.to_owned()))
        } else {
            Err(DecodeError::Value("the user name"))
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn prefixed(&self) -> Vec<u8> {
        prefixed16(self.0.as_bytes())
    }
}

/// The authority of a server's base URL: its host in lower-case A-labels, and its port where that is not the default.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Realm(String);

impl Realm {
    /// # Errors
    /// When it is empty, longer than 261 bytes, or has characters that no authority has in this form.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let is_letter =
            |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b':' | b'[' | b']');
        if (1..=261).contains(&text.len()) && text.bytes().all(is_letter) {
            Ok(Self(text.to_owned()))
        } else {
            Err(DecodeError::Value("the realm"))
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn prefixed(&self) -> Vec<u8> {
        prefixed16(self.0.as_bytes())
    }
}

/// A passphrase in the form in which it is hashed: NFKC, not trimmed.
pub struct Passphrase(Zeroizing<String>);

/// A passphrase of fewer than 14 code points: it was typed, not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a passphrase has at least {PASSPHRASE_CHARS} characters")]
pub struct TooShort;

impl Passphrase {
    #[must_use]
    pub fn new(typed: &str) -> Self {
        // As much room as the longest form needs, so that no half-written copy is left behind.
        let mut normal = Zeroizing::new(String::with_capacity(typed.len() * 18));
        normal.extend(typed.nfkc());
        Self(normal)
    }

    /// For one that is chosen.
    ///
    /// # Errors
    /// When it has fewer than 14 code points.
    pub fn choose(typed: &str) -> Result<Self, TooShort> {
        let passphrase = Self::new(typed);
        if passphrase.0.chars().count() < PASSPHRASE_CHARS { Err(TooShort) } else { Ok(passphrase) }
    }

    /// Its bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// How dear Argon2id is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// KiB of memory.
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u8,
}

/// Why a passphrase is not hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    #[error("the hash asked for is too cheap or too dear")]
    Bounds,
    #[error("there is not enough memory")]
    Memory,
}

impl Cost {
    /// The cost that new accounts have.
    pub const DEFAULT: Self = Self { memory_kib: 65_536, passes: 3, lanes: 1 };

    /// Whether a client hashes with it at all, whoever asks.
    ///
    /// # Errors
    /// Outside of 19,456 to 262,144 KiB, 2 to 10 passes, one lane.
    pub fn check(self) -> Result<(), CostError> {
        let is_within = (19_456..=262_144).contains(&self.memory_kib)
            && (2..=10).contains(&self.passes)
            && self.lanes == 1;
        if is_within { Ok(()) } else { Err(CostError::Bounds) }
    }

    /// Whether it is in no respect below `before`, which this device saw earlier.
    #[must_use]
    pub const fn is_at_least(self, before: Self) -> bool {
        self.memory_kib >= before.memory_kib && self.passes >= before.passes
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { memory_kib: reader.u32()?, passes: reader.u32()?, lanes: reader.u8()? })
    }

    pub(crate) fn bytes(self) -> [u8; 9] {
        let mut bytes = [self.lanes; 9];
        let numbers = self.memory_kib.to_be_bytes().into_iter().chain(self.passes.to_be_bytes());
        bytes.iter_mut().zip(numbers).for_each(|(to, from)| *to = from);
        bytes
    }
}

/// The salt of an account: its realm, its name and 16 random bytes.
#[must_use]
pub fn salt(realm: &Realm, name: &Username, random: &[u8; 16]) -> [u8; 16] {
    first_half(&hash("pv1/kdf-salt", &[&realm.prefixed(), &name.prefixed(), random]))
}

pub(crate) fn first_half(hash: &Hash) -> [u8; 16] {
    *crate::ids::Iid::from_bytes(*hash.as_bytes()).profile().as_bytes()
}

/// Hashes a passphrase.
///
/// # Errors
/// When the cost is out of bounds, or there is not enough memory.
pub fn master_key(passphrase: &Passphrase, salt: &[u8; 16], cost: Cost) -> Result<MasterKey, CostError> {
    cost.check()?;
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes.into(), Some(32))
        .map_err(|_| CostError::Bounds)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose(), salt, &mut key[..])
        .map_err(|_| CostError::Memory)?;
    Ok(MasterKey::from_bytes(*key))
}

impl MasterKey {
    /// The key that signs in.
    #[must_use]
    pub fn auth_key(&self) -> AuthKey {
        AuthKey::from_bytes(kdf(self.expose(), "pv1/auth", &[]))
    }

    /// The key that the passphrase's slot is sealed with.
    #[must_use]
    pub fn wrap_key(&self) -> SlotKey {
        SlotKey::from_bytes(kdf(self.expose(), "pv1/wrap", &[]))
    }

    /// The key that an exported identity is sealed with.
    pub(crate) fn export_key(&self) -> OtherKey {
        OtherKey::from_bytes(kdf(self.expose(), "pv1/export", &[]))
    }
}

impl AuthKey {
    /// The hash that the server stores.
    #[must_use]
    pub fn verifier(&self) -> Hash {
        hash("pv1/auth-verifier", &[self.expose()])
    }

    /// Whether this is the key whose verifier was stored; in constant time.
    #[must_use]
    pub fn is_verified_by(&self, verifier: &Hash) -> bool {
        subtle::ConstantTimeEq::ct_eq(&self.verifier().as_bytes()[..], &verifier.as_bytes()[..]).into()
    }
}
