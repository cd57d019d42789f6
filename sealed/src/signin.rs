//! Signing in with the key of an identity (docs/sealed.md §3.2).

use crate::account::Realm;
use crate::error::{BadSignature, DecodeError};
use crate::identity::{IdentityCard, SecretKeys};
use crate::ids::{Iid, Signature};
use crate::reader::Reader;

/// The answer to a server's nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    pub iid: Iid,
    pub signature: Signature,
}

impl Answer {
    #[must_use]
    pub fn sign(keys: &SecretKeys, realm: &Realm, nonce: &[u8; 32]) -> Self {
        let signature = keys.signing_key().sign("pv1/signin", &[&realm.prefixed(), nonce]);
        Self { iid: keys.iid(), signature }
    }

    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            Ok(Self { iid: Iid::read(reader)?, signature: Signature::read(reader)? })
        })
    }

    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.iid.as_bytes().to_vec();
        bytes.extend_from_slice(self.signature.as_bytes());
        bytes
    }

    /// Verifies it against the card of the account that has this iid.
    ///
    /// # Errors
    /// When the card is another's, or one of the signatures does not hold.
    pub fn verify(&self, card: &IdentityCard, realm: &Realm, nonce: &[u8; 32]) -> Result<(), BadSignature> {
        if card.iid() != self.iid {
            return Err(BadSignature);
        }
        card.check()?.verify("pv1/signin", &[&realm.prefixed(), nonce], &self.signature)
    }
}
