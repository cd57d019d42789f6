//! Signatures: Ed25519, verified by the one rule on which all implementations must agree (docs/sealed.md §3.5).

use ed25519_dalek::Signer as _;

use crate::error::BadSignature;
use crate::frame::frame;
use crate::ids::{EdKey, Signature};
use crate::secret::EdSeed;

/// A key that signs.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    #[must_use]
    pub fn from_seed(seed: &EdSeed) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed.expose()))
    }

    #[must_use]
    pub fn public(&self) -> EdKey {
        EdKey::from_bytes(self.0.verifying_key().to_bytes())
    }

    /// Signs the frame of `label` and `parts`.
    #[must_use]
    pub fn sign(&self, label: &str, parts: &[&[u8]]) -> Signature {
        Signature::from_bytes(self.0.sign(&frame(label, parts)).to_bytes())
    }
}

/// A public key that was checked: canonical, on the curve, and free of torsion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyKey(ed25519_dalek::VerifyingKey);

impl VerifyKey {
    /// # Errors
    /// When the key is not encoded canonically, is no point, of small order, or has torsion.
    pub fn parse(key: &EdKey) -> Result<Self, BadSignature> {
        let parsed = ed25519_dalek::VerifyingKey::from_bytes(key.as_bytes()).map_err(|_| BadSignature)?;
        let point = parsed.to_edwards();
        // `from_bytes` also takes numbers beyond the field's prime, and a sign of zero.
        let is_canonical = point.compress().as_bytes() == key.as_bytes();
        if is_canonical && !point.is_small_order() && point.is_torsion_free() {
            Ok(Self(parsed))
        } else {
            Err(BadSignature)
        }
    }

    /// Verifies a signature of the frame of `label` and `parts`.
    ///
    /// The key is free of torsion, and R is compared with the bytes that the equation gives: so R is canonical and free
    /// of torsion, too, wherever this says yes.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn verify(&self, label: &str, parts: &[&[u8]], signature: &Signature) -> Result<(), BadSignature> {
        self.verify_bytes(&frame(label, parts), signature)
    }

    /// [`verify`](Self::verify), of a frame that is made already.
    pub(crate) fn verify_bytes(&self, framed: &[u8], signature: &Signature) -> Result<(), BadSignature> {
        let signature = ed25519_dalek::Signature::from_bytes(signature.as_bytes());
        self.0.verify_strict(framed, &signature).map_err(|_| BadSignature)
    }
}
