//! Frames: every hash, key and signature is over a label and parts, so that none is taken for another
//! (docs/sealed.md §3.0).

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::ids::Hash;

/// `v8(label)`, then the parts. Each part has a fixed size or carries its length.
#[must_use]
pub fn frame(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let length = 1 + label.len() + parts.iter().map(|part| part.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(length);
    // Labels are constants of at most 18 letters.
    bytes.push(u8::try_from(label.len()).unwrap_or(u8::MAX));
    bytes.extend_from_slice(label.as_bytes());
    parts.iter().for_each(|part| bytes.extend_from_slice(part));
    bytes
}

/// SHA-256 of the frame.
#[must_use]
pub fn hash(label: &str, parts: &[&[u8]]) -> Hash {
    let mut digest = Sha256::new();
    digest.update(frame(label, &[]));
    parts.iter().for_each(|part| digest.update(part));
    Hash::from_bytes(digest.finalize().into())
}

/// HKDF-SHA256-Expand of a key that is uniform already, with the frame as its info.
#[must_use]
pub(crate) fn kdf(key: &[u8; 32], label: &str, context: &[&[u8]]) -> [u8; 32] {
    expand(key, &frame(label, context))
}

/// HKDF-SHA256-Expand (RFC 5869) to 32 bytes.
#[expect(clippy::expect_used, reason = "HKDF takes a key of 32 bytes, and gives 32")]
pub(crate) fn expand(key: &[u8; 32], info: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    Hkdf::<Sha256>::from_prk(key).expect("a key of 32 bytes").expand(info, &mut out).expect("32 bytes");
    out
}

/// HMAC-SHA256.
#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
pub(crate) fn mac(key: &[u8; 32], bytes: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

/// A length in one byte before `bytes`, of which the type of the caller says that they are at most 255.
pub(crate) fn prefixed8(bytes: &[u8]) -> Vec<u8> {
    let mut all = vec![u8::try_from(bytes.len()).unwrap_or(u8::MAX)];
    all.extend_from_slice(bytes);
    all
}

/// A length in two bytes before `bytes`, of which the caller knows that they are at most 65,535.
pub(crate) fn prefixed16(bytes: &[u8]) -> Vec<u8> {
    let mut all = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
    all.extend_from_slice(bytes);
    all
}
