//! XChaCha20-Poly1305 with the nonce in front, and padding (docs/sealed.md §3.0, §3.6).

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::error::{DecodeError, OpenError};

/// Bytes that a box adds: the nonce and the tag.
pub const BOX_OVERHEAD: usize = 24 + 16;

/// A nonce: used once, and so neither `Copy` nor `Clone`.
pub struct Nonce([u8; 24]);

impl Nonce {
    /// For bytes that were drawn at random elsewhere. Two boxes of one key never have the same nonce.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 24]) -> Self {
        Self(bytes)
    }

    pub fn random(rng: &mut impl rand_core::CryptoRng) -> Self {
        let mut bytes = [0; 24];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
}

/// The nonce, then the ciphertext and its tag.
#[expect(clippy::needless_pass_by_value, reason = "a nonce is used up")]
pub(crate) fn seal(key: &[u8; 32], nonce: Nonce, aad: &[u8], message: &[u8]) -> Vec<u8> {
    let mut bytes = nonce.0.to_vec();
    bytes.extend(seal_at(key, &nonce.0, aad, message));
    bytes
}

/// The ciphertext and its tag, under a nonce that says where it stands.
#[expect(clippy::expect_used, reason = "only a message of 256 GiB is refused")]
pub(crate) fn seal_at(key: &[u8; 32], nonce: &[u8; 24], aad: &[u8], message: &[u8]) -> Vec<u8> {
    XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: message, aad })
        .expect("a message of less than 256 GiB")
}

/// Opens what [`seal`] made.
pub(crate) fn open(key: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (nonce, ciphertext) = sealed.split_first_chunk().ok_or(DecodeError::Truncated)?;
    open_at(key, nonce, aad, ciphertext)
}

pub(crate) fn open_at(
    key: &[u8; 32],
    nonce: &[u8; 24],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad })
        .map(Zeroizing::new)
        .map_err(|_| OpenError::Closed)
}

/// The length that `data` bytes are padded to, with their own length in front: 32, 64, 128, 256, 512, 1024, then the next
/// multiple of 1024.
#[must_use]
pub const fn padded_len(data: usize) -> usize {
    match data.saturating_add(4) {
        ..=32 => 32,
        bare @ ..=1024 => bare.next_power_of_two(),
        bare => bare.div_ceil(1024).saturating_mul(1024),
    }
}

/// Whether padding makes this length.
#[must_use]
pub const fn is_padded_len(length: usize) -> bool {
    if length < 1024 { length >= 32 && length.is_power_of_two() } else { length.is_multiple_of(1024) }
}

/// The length, the data, and zeros.
pub(crate) fn pad(data: &[u8]) -> Result<Zeroizing<Vec<u8>>, DecodeError> {
    let length = u32::try_from(data.len()).map_err(|_| DecodeError::TooLarge)?;
    let mut padded = Zeroizing::new(Vec::with_capacity(padded_len(data.len())));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(data);
    padded.resize(padded_len(data.len()), 0);
    Ok(padded)
}

pub(crate) fn unpad(padded: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if !is_padded_len(padded.len()) {
        return Err(OpenError::Padding);
    }
    let (length, rest) = padded.split_first_chunk().ok_or(DecodeError::Truncated)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| OpenError::Padding)?;
    let (data, zeros) = rest.split_at_checked(length).ok_or(OpenError::Padding)?;
    if zeros.iter().any(|byte| *byte != 0) {
        return Err(OpenError::Padding);
    }
    Ok(Zeroizing::new(data.to_vec()))
}
