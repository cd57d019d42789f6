//! HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, one message each.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{
    Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _, setup_receiver, setup_sender_with_rng,
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::error::OpenError;
use crate::ids::{Encapsulated, XKey};
use crate::secret::XSecret;

/// A key that nothing can be sealed to: not a point that gives a shared secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nothing can be sealed to this key")]
pub struct BadKey;

impl XSecret {
    /// The public half.
    #[must_use]
    pub fn public(&self) -> XKey {
        let secret = x25519_dalek::StaticSecret::from(*self.expose());
        XKey::from_bytes(x25519_dalek::PublicKey::from(&secret).to_bytes())
    }
}

impl XKey {
    /// Whether something can be sealed to it. With a point of small order every secret is shared with everybody.
    ///
    /// # Errors
    /// When it has small order.
    pub fn check(&self) -> Result<(), BadKey> {
        // Any secret will do: it is a multiple of the cofactor, so that small orders vanish, and only they.
        let shared = x25519_dalek::x25519([1; 32], *self.as_bytes());
        if shared == [0; 32] { Err(BadKey) } else { Ok(()) }
    }
}

/// Seals `message` to `key`.
pub(crate) fn seal(
    key: &XKey,
    info: &[u8],
    aad: &[u8],
    message: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<(Encapsulated, Vec<u8>), BadKey> {
    let key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(key.as_bytes()).map_err(|_| BadKey)?;
    let (encapsulated, mut context) =
        setup_sender_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &key,
            info,
            rng,
        )
        .map_err(|_| BadKey)?;
    let ciphertext = context.seal(message, aad).map_err(|_| BadKey)?;
    Ok((Encapsulated::from_bytes(encapsulated.to_bytes().into()), ciphertext))
}

/// Opens what was sealed to the public half of `key`.
///
/// # Errors
/// When it does not open.
pub fn open(
    key: &XSecret,
    encapsulated: &Encapsulated,
    info: &[u8],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let closed = |_| OpenError::Closed;
    let key = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(key.expose()).map_err(closed)?;
    let encapsulated =
        <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated.as_bytes()).map_err(closed)?;
    let mut context = setup_receiver::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &key,
        &encapsulated,
        info,
    )
    .map_err(closed)?;
    context.open(ciphertext, aad).map(Zeroizing::new).map_err(closed)
}
