//! Object integrity proofs: FEP-8b32 with the suite `eddsa-jcs-2022` (PROTOCOL §4.4).
//!
//! A proof travels with its document, so an activity that is forwarded, or stored for years, still has a proved author.
//! The check is over the parsed document, never over a typed copy, which would lose unknown members.

use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value, json};

use crate::{
    jcs,
    sign::{
        Ed25519KeyPair, PublicKey,
        key::{base58btc, multibase},
    },
    vocab::Sha256Sum,
};

#[cfg(test)]
mod tests;

/// The end of the address of the key that makes an actor's proofs.
pub const PROOF_KEY_FRAGMENT: &str = "#ed25519-key";

const PROOF_TYPE: &str = "DataIntegrityProof";
const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

/// The reason why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefusal {
    #[error("the document is not an object")]
    NotAnObject,
    #[error("the document has no proof")]
    Missing,
    #[error("the proof lacks “{member}” or has it in another form")]
    Malformed { member: &'static str },
    #[error("proofs of this kind are not supported")]
    Suite,
    #[error("the proof is not made to vouch for a document")]
    Purpose,
    #[error("the proof was made for another context than the document's")]
    Context,
    #[error("proofs are made with Ed25519 keys")]
    KeyKind,
    #[error("the proof has expired")]
    Expired,
    #[error("the proof does not fit the document")]
    Wrong,
}

/// A document's proof, read and not yet verified.
#[derive(Debug, Clone, Copy)]
pub struct Proof<'d> {
    document: &'d Map<String, Value>,
    config: &'d Map<String, Value>,
    verification_method: &'d str,
}

impl<'d> Proof<'d> {
    /// Reads the proof of a document.
    ///
    /// # Errors
    /// When the document has none, or one of another kind.
    pub fn of(document: &'d Value) -> Result<Self, ProofRefusal> {
        let document = document.as_object().ok_or(ProofRefusal::NotAnObject)?;
        let config = match document.get("proof") {
            None | Some(Value::Null) => return Err(ProofRefusal::Missing),
            Some(proof) => proof.as_object().ok_or(ProofRefusal::Malformed { member: "proof" })?,
        };
        if text(config, "type")? != PROOF_TYPE || text(config, "cryptosuite")? != SUITE {
            return Err(ProofRefusal::Suite);
        }
        if text(config, "proofPurpose")? != PURPOSE {
            return Err(ProofRefusal::Purpose);
        }
        // The proof may lack it; otherwise it equals the document's.
        if config.get("@context").is_some_and(|context| document.get("@context") != Some(context)) {
            return Err(ProofRefusal::Context);
        }
        Ok(Self { document, config, verification_method: text(config, "verificationMethod")? })
    }

    /// The address of the key that the proof names.
    pub fn verification_method(&self) -> &'d str {
        self.verification_method
    }

    /// Checks the proof with that key, and returns the [`jcs::content_hash`] of the document, a by-product. `now` is in
    /// unix seconds.
    ///
    /// # Errors
    /// When the key did not prove this document.
    pub fn verify(&self, key: &PublicKey, now: i64) -> Result<Sha256Sum, ProofRefusal> {
        let PublicKey::Ed25519(key) = key else { return Err(ProofRefusal::KeyKind) };
        time(self.config, "created")?;
        if time(self.config, "expires")?.is_some_and(|expires| expires < now) {
            return Err(ProofRefusal::Expired);
        }
        let malformed = ProofRefusal::Malformed { member: "proofValue" };
        let signature = multibase(text(self.config, "proofValue")?).map_err(|_| malformed)?;
        let content = jcs::content_hash(self.document);
        let signed = signed_bytes(self.config, &content);
        if key.verifies(&signed, &signature) { Ok(content) } else { Err(ProofRefusal::Wrong) }
    }
}

/// Proves a document, replacing the proof it had, and returns its [`jcs::content_hash`]. `created` is in unix seconds.
///
/// # Errors
/// When the document is no object, its `@context` is no list (Mastodon then believes no proof), or the time has no
/// date.
pub fn add_proof(
    document: &mut Value,
    key: &Ed25519KeyPair,
    verification_method: &str,
    created: i64,
) -> Result<Sha256Sum, ProofRefusal> {
    let document = document.as_object_mut().ok_or(ProofRefusal::NotAnObject)?;
    let context =
        document.get("@context").filter(|context| context.is_array()).ok_or(ProofRefusal::Context)?;
    let created = DateTime::from_timestamp(created, 0)
        .ok_or(ProofRefusal::Malformed { member: "created" })?
        .to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut config = Map::new();
    config.insert("@context".to_owned(), context.clone());
    config.insert("type".to_owned(), json!(PROOF_TYPE));
    config.insert("cryptosuite".to_owned(), json!(SUITE));
    config.insert("verificationMethod".to_owned(), json!(verification_method));
    config.insert("proofPurpose".to_owned(), json!(PURPOSE));
    config.insert("created".to_owned(), json!(created));
    let content = jcs::content_hash(document);
    let signature = key.sign(&signed_bytes(&config, &content));
    config.insert("proofValue".to_owned(), json!(base58btc(&signature)));
    document.insert("proof".to_owned(), Value::Object(config));
    Ok(content)
}

/// The signed bytes: the hash of the proof without its value, then the hash of the document.
fn signed_bytes(config: &Map<String, Value>, content: &Sha256Sum) -> [u8; 64] {
    let mut bytes = [0; 64];
    let (first, second) = bytes.split_at_mut(32);
    first.copy_from_slice(Sha256Sum::of(&jcs::canonical_without(config, &["proofValue"])).as_bytes());
    second.copy_from_slice(content.as_bytes());
    bytes
}

fn text<'d>(config: &'d Map<String, Value>, member: &'static str) -> Result<&'d str, ProofRefusal> {
    config.get(member).and_then(Value::as_str).ok_or(ProofRefusal::Malformed { member })
}

/// A time of the proof in unix seconds, if present.
fn time(config: &Map<String, Value>, member: &'static str) -> Result<Option<i64>, ProofRefusal> {
    if !config.contains_key(member) {
        return Ok(None);
    }
    let time = DateTime::parse_from_rfc3339(text(config, member)?);
    time.map(|time| Some(time.timestamp())).map_err(|_| ProofRefusal::Malformed { member })
}
