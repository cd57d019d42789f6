//! The key that a browser derives from a passphrase, or from a recovery code, and sends in its place. It has passed Argon2id there, so
//! that one hash is enough here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_sealed::secret::AuthKey;
use subtle::ConstantTimeEq;

/// A key as it was sent.
pub struct LoginKey(Option<AuthKey>);

impl std::fmt::Debug for LoginKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoginKey(…)")
    }
}

/// Stands in for the verifier of an unknown name, so that the same is done for it.
const NOBODYS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl LoginKey {
    /// Takes a key in base64url for checking; whatever is none fits no verifier.
    pub fn sent(text: &str) -> Self {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        Self(bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).map(AuthKey::from_bytes))
    }

    /// Whether its hash is the verifier that was kept, in hexadecimal. Without one the answer is no, after the same work.
    pub fn matches(&self, verifier: Option<&str>) -> bool {
        let Some(key) = &self.0 else { return false };
        let hash = key.verifier().to_string();
        let is_right = hash.as_bytes().ct_eq(verifier.unwrap_or(NOBODYS).as_bytes());
        bool::from(is_right) && verifier.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_fits_its_own_verifier_only() {
        let verifier = |byte| AuthKey::from_bytes([byte; 32]).verifier().to_string();
        let key = LoginKey::sent(&URL_SAFE_NO_PAD.encode([7; 32]));
        assert!(key.matches(Some(&verifier(7))));
        assert!(!key.matches(Some(&verifier(8))));
        assert!(!key.matches(Some("")) && !key.matches(Some(NOBODYS)) && !key.matches(None));
    }

    #[test]
    fn whatever_is_no_key_fits_nothing() {
        for text in ["", "seven", &"A".repeat(42), &"A".repeat(44), &format!("{}=", "A".repeat(43))] {
            assert!(!LoginKey::sent(text).matches(Some(NOBODYS)), "{text}");
        }
    }

    #[test]
    fn nothing_of_it_is_shown_by_accident() {
        assert_eq!(format!("{:?}", LoginKey::sent(&"A".repeat(43))), "LoginKey(…)");
    }
}
