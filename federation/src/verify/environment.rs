//! The verifier's questions to its server.

use std::{future::Future, net::IpAddr, sync::Arc};

use url::Url;

use crate::{
    reach::{Origin, Reach},
    sign::{Ed25519PublicKey, PublicKey},
    vocab::Actor,
};

/// A public key and its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedKey {
    /// The address of the key, as asked for.
    pub key_id: String,
    /// The actor that lists this key in its own document (PROTOCOL §4.3), in the spelling of [`Url`].
    pub owner: String,
    pub key: PublicKey,
    /// The time of the fetch, in unix seconds.
    pub fetched_at: i64,
}

impl ResolvedKey {
    /// Finds the key that an actor lists under this address, in `publicKey` or `assertionMethod`.
    ///
    /// The actor's document must come from the actor's own address. A key's document may name any owner; only the owner
    /// can confirm it (discourse-activity-pub#325).
    ///
    /// # Errors
    /// When the actor lists no such key as its own, or an unusable one.
    pub fn listed_by(actor: &Actor, key_id: &str, fetched_at: i64) -> Result<Self, KeyLookupError> {
        let asked = Url::parse(key_id).map_err(|error| KeyLookupError::Refused(error.to_string()))?;
        let multikey =
            actor.assertion_method.iter().find(|key| key.id == asked && key.controller == actor.id);
        let main_key = actor.public_key.as_ref().filter(|key| key.id == asked && key.owner == actor.id);
        let key = match (multikey, main_key) {
            (Some(key), _) => {
                Ed25519PublicKey::from_multikey(&key.public_key_multibase).map(PublicKey::Ed25519)
            }
            (None, Some(key)) => PublicKey::from_pem(&key.public_key_pem),
            (None, None) => {
                return Err(KeyLookupError::Refused("its owner does not list it".to_owned()));
            }
        }
        .map_err(|refusal| KeyLookupError::Refused(refusal.to_string()))?;
        Ok(Self { key_id: key_id.to_owned(), owner: actor.id.to_string(), key, fetched_at })
    }
}

/// The reason why a key is not available.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyLookupError {
    /// The key's server, or our own storage, did not answer: the sender may try again after `retry_after` seconds.
    #[error("the key cannot be fetched now: {why}")]
    Temporary { why: String, retry_after: u32 },
    /// The key's server answered that it is gone for good.
    #[error("the key is gone: {0}")]
    Gone(String),
    /// There is no such key, it is unusable, its owner does not list it, or its address is outside of the reach.
    #[error("the key is of no use: {0}")]
    Refused(String),
}

/// The budget is used up; the next request is possible after this number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub u32);

/// The server around the verifier: its place in the network, its lists, its budgets and its keys.
pub trait Environment: Sync {
    /// The servers within reach, and the own origin.
    fn reach(&self) -> &Reach;

    /// Whether neither this host nor a parent domain is blocked (PROTOCOL §4.9).
    fn admits_host(&self, host: &Origin) -> bool;

    /// Takes one request from the budget of this client.
    ///
    /// # Errors
    /// When the budget is used up.
    fn spend_client_budget(&self, client: IpAddr) -> Result<(), RetryAfter>;

    /// Takes one fetch from the budgets of this key, of its server, and of the client that causes it; own workers are
    /// no client (PROTOCOL §4.3, §4.7).
    ///
    /// # Errors
    /// When one of them is used up.
    fn spend_key_fetch_budget(&self, client: Option<IpAddr>, key_id: &str) -> Result<(), RetryAfter>;

    /// The key, if it is an own one or was fetched less than a day ago. Never asks the network.
    fn known_key(
        &self,
        key_id: &str,
    ) -> impl Future<Output = Result<Option<Arc<ResolvedKey>>, KeyLookupError>> + Send;

    /// Fetches the key from its server and replaces the cached one.
    ///
    /// The rules of PROTOCOL §4.3 and §4.7 hold: the address comes from a stranger.
    fn fetch_key(
        &self,
        key_id: &str,
    ) -> impl Future<Output = Result<Arc<ResolvedKey>, KeyLookupError>> + Send;
}
