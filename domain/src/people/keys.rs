//! How an account signs in: with a passphrase that the server checks, or with a key that the browser derives from a passphrase which
//! stays there (docs/sealed.md §3.1). Here are the parts that a browser hands over; the server reads none of the secrets in them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Sha256;

/// How a new account is to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NewCredential {
    /// With a passphrase that the server checks.
    Plain {
        /// The text that the server keeps: a PHC string, never the passphrase.
        verifier: String,
    },
    /// With a key that the browser derives from a passphrase.
    Derived(Box<NewKeys>),
}

impl From<String> for NewCredential {
    fn from(verifier: String) -> Self {
        Self::Plain { verifier }
    }
}

impl From<NewKeys> for NewCredential {
    fn from(keys: NewKeys) -> Self {
        Self::Derived(Box::new(keys))
    }
}

/// The keys of a new identity, each sealed with what only its person has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKeys {
    /// The hash of the key that signs in.
    pub verifier: Sha256,
    /// The root key, sealed with the passphrase, in base64url.
    pub slot: String,
    /// The hash of the key that sets another passphrase.
    pub recovery_verifier: Sha256,
    /// The root key, sealed with the recovery code, in base64url.
    pub recovery_slot: String,
    /// The secret keys, sealed with the root key, in base64url.
    pub idbox: String,
    /// The public keys, in base64url.
    pub card: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_kinds_say_which_they_are() {
        let plain = NewCredential::from("$argon2id$".to_owned());
        assert_eq!(
            serde_json::to_value(&plain).unwrap(),
            json!({ "kind": "plain", "verifier": "$argon2id$" })
        );
        let hash = Sha256::parse(&"0f".repeat(32)).unwrap();
        let derived = NewCredential::from(NewKeys {
            verifier: hash.clone(),
            slot: "AQE".to_owned(),
            recovery_verifier: hash,
            recovery_slot: "AQI".to_owned(),
            idbox: "AQE".to_owned(),
            card: "AQ".to_owned(),
        });
        let written = serde_json::to_value(&derived).unwrap();
        assert_eq!((&written["kind"], &written["slot"]), (&json!("derived"), &json!("AQE")));
        for credential in [plain, derived] {
            let written = serde_json::to_string(&credential).unwrap();
            assert_eq!(serde_json::from_str::<NewCredential>(&written).unwrap(), credential);
        }
    }
}
