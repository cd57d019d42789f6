//! The codes by which somebody who has lost all keys gets their place back: an admin asks, new keys answer (docs/sealed.md §3.2).
//! Neither holds a secret.

use crate::error::{BadSignature, DecodeError};
use crate::identity::{IdentityCard, SecretKeys};
use crate::ids::{Iid, Pid, Signature};
use crate::log::sign_rekey;
use crate::reader::Reader;
use crate::text64;

/// Whose place it is, and who is to give it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceRequest {
    pub pid: Pid,
    pub old: Iid,
    pub admin: Iid,
}

impl PlaceRequest {
    #[must_use]
    pub fn to_text(&self) -> String {
        let bytes = [&[1_u8][..], self.pid.as_bytes(), self.old.as_bytes(), self.admin.as_bytes()].concat();
        format!("pvk1.{}", text64::to_url(&bytes))
    }

    /// # Errors
    /// When it is no such code.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let text = text.strip_prefix("pvk1.").ok_or(DecodeError::Version)?;
        Reader::whole(&text64::from_url(text)?, |reader| {
            reader.version()?;
            Ok(Self { pid: Pid::read(reader)?, old: Iid::read(reader)?, admin: Iid::read(reader)? })
        })
    }

    /// The answer of new keys.
    #[must_use]
    pub fn answer(&self, keys: &SecretKeys) -> Answer {
        let signature = sign_rekey(&keys.signing_key(), &self.pid, &self.old);
        Answer { pid: self.pid, old: self.old, card: keys.card(), signature }
    }
}

/// The data of the new keys that a REKEY needs. Whose they are, people compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub pid: Pid,
    pub old: Iid,
    pub card: IdentityCard,
    pub signature: Signature,
}

impl Answer {
    #[must_use]
    pub fn to_text(&self) -> String {
        let card = self.card.encode();
        let parts: [&[u8]; 5] =
            [&[1], self.pid.as_bytes(), self.old.as_bytes(), &card, self.signature.as_bytes()];
        format!("pvk2.{}", text64::to_url(&parts.concat()))
    }

    /// # Errors
    /// When it is no such code.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let text = text.strip_prefix("pvk2.").ok_or(DecodeError::Version)?;
        Reader::whole(&text64::from_url(text)?, |reader| {
            reader.version()?;
            let (pid, old) = (Pid::read(reader)?, Iid::read(reader)?);
            Ok(Self { pid, old, card: IdentityCard::read(reader)?, signature: Signature::read(reader)? })
        })
    }

    /// Whether its card holds, and the keys of the card signed it.
    ///
    /// # Errors
    /// When they do not.
    pub fn check(&self) -> Result<(), BadSignature> {
        let parts: [&[u8]; 2] = [self.pid.as_bytes(), self.old.as_bytes()];
        self.card.check()?.verify("pv1/rekey", &parts, &self.signature)
    }
}
