//! From a request by a stranger to a verified activity: the inbox pipeline of PROTOCOL §2.1.
//!
//! [`Verifier::screen`] checks the head of a request before its body is read, [`Verifier::authenticate`] the sender,
//! [`Verifier::read`] the activity. The result is [`Verified`], which only this module can make: it is the proof that
//! every check was made. Adding a check: 1. its name in [`Check`], in its place; 2. the `if` here or in the file of its
//! step; 3. its refusal, with status and slug; 4. a hostile row in the tests, which demand one for every check.

mod activity;
mod check;
mod class_d;
mod environment;
mod head;
mod refusal;
mod signature;
#[cfg(test)]
mod tests;

use std::{net::IpAddr, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde_json::Value;
use url::Url;

pub use self::{
    activity::one_address,
    check::{Check, Checks},
    environment::{Environment, KeyLookupError, ResolvedKey, RetryAfter},
    refusal::InboxRefusal,
};
use self::{
    activity::{Names, check_names, limits, read_names},
    class_d::{check_addressee, is_class_d, read_envelope},
};
use crate::{
    jcs,
    json::parse_strict,
    proof::{Proof, ProofRefusal},
    reach::Origin,
    sign::{Ed25519PublicKey, HashedBody, PublicKey, Scheme, SignatureRefusal, key::Algorithm},
    vocab::{Envelope, Sha256Sum},
};

/// The largest body that is read, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;
/// The largest activity about a delegation, in bytes.
pub const CLASS_D_LIMIT: usize = 128 * 1024;

/// The head of a request, as received.
#[derive(Debug, Clone)]
pub struct RequestHead {
    pub method: Method,
    /// Not normalised: the signature is over what was sent.
    pub path_and_query: String,
    pub headers: HeaderMap,
    /// The other end of the connection, or the client named by a trusted proxy.
    pub client: IpAddr,
}

/// A request whose head has passed its checks.
#[derive(Debug)]
pub struct Screened(RequestHead);

/// A body and its signer.
#[derive(Debug)]
pub struct Delivery {
    body: Bytes,
    sha256: [u8; 32],
    /// None only when that check is left out.
    key: Option<Arc<ResolvedKey>>,
    scheme: Scheme,
    client: IpAddr,
}

impl Delivery {
    /// The actor whose key signed it.
    pub fn signer(&self) -> Option<&str> {
        self.key.as_ref().map(|key| key.owner.as_str())
    }

    /// The key that made the signature.
    pub fn key(&self) -> Option<&PublicKey> {
        self.key.as_ref().map(|key| &key.key)
    }

    /// The scheme of the signature and the kind of its key.
    pub fn signed(&self) -> Option<(Scheme, Algorithm)> {
        self.key.as_ref().map(|key| (self.scheme, key.key.algorithm()))
    }
}

/// The result of a request that was not refused.
#[derive(Debug)]
pub enum Received {
    Verified(Box<Verified>),
    /// To be answered with 202 and forgotten.
    Forwarded(Box<Forwarded>),
}

/// An activity passed on by another actor without a proof of its own actor, as Mastodon does with replies.
///
/// Nothing in it is believed; its origin may be worth a fetch. A refusal would only make the forwarder try again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// The owner of the key that signed the request.
    pub signer: String,
    pub actor: Url,
    pub id: Url,
    pub kind: String,
}

/// The signer of a request for a private document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    pub key_id: String,
    pub owner: String,
    /// The key that made the signature.
    pub key: PublicKey,
    pub scheme: Scheme,
}

/// An activity that has passed every check except the checks of its meaning.
#[derive(Debug, Clone)]
pub struct Verified {
    value: Value,
    bytes: Bytes,
    body_sha256: [u8; 32],
    id: Url,
    actor: Url,
    kind: String,
    envelope: Option<Envelope>,
    /// The proved content, and the key of the proof.
    proof: Option<(Sha256Sum, Arc<ResolvedKey>)>,
}

impl Verified {
    /// The activity with all of its members.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The bytes as received, to keep and to hand on: bytes written anew would not fit the signature.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// SHA-256 of the bytes; distinguishes a repetition from another activity under the same id (PROTOCOL §2.3).
    pub fn body_sha256(&self) -> &[u8; 32] {
        &self.body_sha256
    }

    pub fn id(&self) -> &Url {
        &self.id
    }

    pub fn actor(&self) -> &Url {
        &self.actor
    }

    /// The one actor it is addressed to.
    pub fn addressee(&self) -> Option<&str> {
        self.value.get("to").and_then(one_address)
    }

    /// The first name in `type`, known or not.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The place in its channel, for an activity of class D.
    pub fn envelope(&self) -> Option<&Envelope> {
        self.envelope.as_ref()
    }

    /// The key of the actor's proof; always present for class D.
    pub fn proof_key(&self) -> Option<&Ed25519PublicKey> {
        match self.proof.as_ref().map(|(_, key)| &key.key) {
            Some(PublicKey::Ed25519(key)) => Some(key),
            Some(PublicKey::Rsa(_)) | None => None,
        }
    }

    /// The hash of the content, which the `prev` of the next activity in the channel repeats.
    pub fn content_hash(&self) -> Sha256Sum {
        self.proof
            .as_ref()
            .map(|(hash, _)| *hash)
            .unwrap_or_else(|| self.value.as_object().map_or(Sha256Sum::ZERO, jcs::content_hash))
    }
}

/// The way of an activity to this server.
#[derive(Clone)]
enum Sender {
    /// By a request with this signature.
    Signed(Arc<ResolvedKey>),
    /// By a request without one; only when that check is left out.
    Unsigned,
    /// From a pursuance of this server to another of this server.
    Ourselves,
    /// From the log of this actor, as requested (PROTOCOL §2.6).
    Log(String),
}

/// The account of a key fetch.
#[derive(Debug, Clone, Copy)]
enum Asker {
    /// A stranger, with a budget.
    Client(IpAddr),
    /// An own worker, which has requested the activity.
    Worker,
    /// Nobody: the key must be known.
    Nobody,
}

/// Makes the checks, at one moment.
pub struct Verifier<'e, E> {
    environment: &'e E,
    checks: Checks,
    /// Unix seconds.
    now: i64,
}

impl<'e, E: Environment> Verifier<'e, E> {
    pub fn new(environment: &'e E, checks: Checks, now: i64) -> Self {
        Self { environment, checks, now }
    }

    fn makes(&self, check: Check) -> bool {
        self.checks.makes(check)
    }

    /// Makes the checks before the body is read.
    ///
    /// # Errors
    /// The first check that is not passed.
    pub fn screen(&self, head: RequestHead) -> Result<Screened, InboxRefusal> {
        self.check_method(&head)?;
        self.check_host(&head)?;
        self.check_content(&head)?;
        self.spend_client_budget(&head)?;
        Ok(Screened(head))
    }

    /// Checks the signer of a delivery, over exactly this body. [`read`](Self::read) checks the contents.
    ///
    /// # Errors
    /// The first check that is not passed.
    pub async fn authenticate(
        &self,
        Screened(head): &Screened,
        body: Bytes,
    ) -> Result<Delivery, InboxRefusal> {
        self.check_body_size(&body)?;
        let hashed = HashedBody::new(&body);
        let (key, scheme) = self.authenticate_head(head, Some(&hashed)).await?.unzip();
        let sha256 = hashed.sha256();
        Ok(Delivery { body, sha256, key, scheme: scheme.unwrap_or(Scheme::Cavage), client: head.client })
    }

    /// Checks the contents of a delivery. `owner` is the actor of the inbox; none for the shared inbox.
    ///
    /// # Errors
    /// The first check that is not passed.
    pub async fn read(&self, delivery: Delivery, owner: Option<&str>) -> Result<Received, InboxRefusal> {
        let Delivery { body, sha256, key, client, scheme: _ } = delivery;
        let sender = key.map_or(Sender::Unsigned, Sender::Signed);
        self.read_from(body, sha256, owner, sender, Asker::Client(client)).await
    }

    /// Checks an activity between two pursuances of this server: all checks of a stranger's, except that there is no
    /// request, and that the activity must be an own one with a proof.
    ///
    /// # Errors
    /// The first check that is not passed.
    pub async fn receive_own(&self, bytes: Bytes, owner: &str) -> Result<Verified, InboxRefusal> {
        self.check_body_size(&bytes)?;
        let sha256 = HashedBody::new(&bytes).sha256();
        match self.read_from(bytes, sha256, Some(owner), Sender::Ourselves, Asker::Nobody).await? {
            Received::Verified(verified) => Ok(*verified),
            Received::Forwarded(_) => Err(InboxRefusal::NotOurs),
        }
    }

    /// Checks a missing activity from the log of `actor`: all checks of a delivery, with the proof in place of the
    /// signature.
    ///
    /// # Errors
    /// The first check that is not passed.
    pub async fn receive_pulled(
        &self,
        bytes: Bytes,
        owner: &str,
        actor: &str,
    ) -> Result<Verified, InboxRefusal> {
        self.check_body_size(&bytes)?;
        let sha256 = HashedBody::new(&bytes).sha256();
        match self.read_from(bytes, sha256, Some(owner), Sender::Log(actor.to_owned()), Asker::Worker).await?
        {
            Received::Verified(verified) => Ok(*verified),
            Received::Forwarded(_) => Err(InboxRefusal::SignedByAnother),
        }
    }

    /// Checks the signature of a GET, and returns its signer.
    ///
    /// # Errors
    /// The first check that is not passed; a missing signature is [`SignatureRefusal::Missing`].
    pub async fn verify_get(&self, head: &RequestHead) -> Result<Requester, InboxRefusal> {
        self.check_host(head)?;
        self.spend_client_budget(head)?;
        let (key, scheme) = self.authenticate_head(head, None).await?.ok_or(SignatureRefusal::Missing)?;
        Ok(Requester { key_id: key.key_id.clone(), owner: key.owner.clone(), key: key.key.clone(), scheme })
    }

    fn check_body_size(&self, body: &Bytes) -> Result<(), InboxRefusal> {
        if self.makes(Check::BodySize) && body.len() > BODY_LIMIT {
            return Err(InboxRefusal::TooLarge { limit: BODY_LIMIT });
        }
        Ok(())
    }

    /// Points 6 to 10: from bytes of a known sender to an activity.
    async fn read_from(
        &self,
        bytes: Bytes,
        body_sha256: [u8; 32],
        owner: Option<&str>,
        sender: Sender,
        asker: Asker,
    ) -> Result<Received, InboxRefusal> {
        let document = parse_strict(&bytes, limits(self.checks))?;
        let activity = document.as_object().ok_or(InboxRefusal::Malformed { member: "type" })?;
        let names = read_names(activity, self.checks)?;
        let is_class_d = is_class_d(activity);
        let reach = self.environment.reach();
        check_names(&names, is_class_d, reach, self.checks)?;
        self.check_whose(&names, &sender)?;

        let by_actor = match &sender {
            Sender::Signed(key) => key.owner == names.actor.as_str() || !self.makes(Check::KeyOwnerIsActor),
            Sender::Unsigned | Sender::Ourselves => true,
            Sender::Log(actor) if actor.as_str() == names.actor.as_str() => true,
            // A log holds only its owner's activities.
            Sender::Log(_) => return Err(InboxRefusal::SignedByAnother),
        };
        if !by_actor && is_class_d {
            return Err(InboxRefusal::SignedByAnother);
        }
        let envelope =
            if is_class_d { self.check_class_d(&document, &names, bytes.len(), owner)? } else { None };
        let needs_proof = is_class_d || matches!(sender, Sender::Ourselves | Sender::Log(_));
        let signer = match sender {
            Sender::Signed(key) => Some(key),
            Sender::Unsigned | Sender::Ourselves | Sender::Log(_) => None,
        };
        let proof = if needs_proof {
            self.check_proof(&document, &names.actor, signer.as_ref(), asker).await?
        } else if by_actor {
            None
        } else {
            // Forwarded: only a proof by the actor shows the author.
            match self.check_proof(&document, &names.actor, signer.as_ref(), asker).await {
                Ok(Some(proof)) => Some(proof),
                // No decision: the forwarder is to try again.
                Err(later) if later.retry_after().is_some() => return Err(later),
                Ok(None) | Err(_) => return Ok(forwarded(names, signer.as_deref())),
            }
        };
        let Names { id, actor, kind, .. } = names;
        let kind = kind.to_owned();
        Ok(Received::Verified(Box::new(Verified {
            value: document,
            bytes,
            body_sha256,
            id,
            actor,
            kind,
            envelope,
            proof,
        })))
    }

    /// Whether the origin is permitted: not a blocked host, and the own host only for own activities.
    fn check_whose(&self, names: &Names<'_>, sender: &Sender) -> Result<(), InboxRefusal> {
        let is_ours = self.environment.reach().is_own(&names.id);
        match sender {
            Sender::Ourselves if is_ours => Ok(()),
            Sender::Ourselves => Err(InboxRefusal::NotOurs),
            Sender::Signed(_) | Sender::Unsigned | Sender::Log(_) if is_ours && self.makes(Check::OwnId) => {
                Err(InboxRefusal::OwnId)
            }
            // An address without an origin was refused by the reach.
            Sender::Signed(_) | Sender::Unsigned | Sender::Log(_) => {
                Origin::of(&names.actor).map_or(Ok(()), |origin| self.check_host_policy(&origin))
            }
        }
    }

    fn check_host_policy(&self, origin: &Origin) -> Result<(), InboxRefusal> {
        if self.makes(Check::HostPolicy) && !self.environment.admits_host(origin) {
            return Err(InboxRefusal::HostPolicy { host: origin.authority() });
        }
        Ok(())
    }

    /// The duties of class D, besides the proof.
    fn check_class_d(
        &self,
        activity: &Value,
        names: &Names<'_>,
        size: usize,
        owner: Option<&str>,
    ) -> Result<Option<Envelope>, InboxRefusal> {
        if self.makes(Check::ClassDSize) && size > CLASS_D_LIMIT {
            return Err(InboxRefusal::TooLarge { limit: CLASS_D_LIMIT });
        }
        let envelope = match read_envelope(activity, &names.actor) {
            Ok(envelope) => Some(envelope),
            Err(refusal) if self.makes(Check::Envelope) => return Err(refusal),
            Err(_) => None,
        };
        if self.makes(Check::Addressee) {
            check_addressee(activity, owner)?;
        }
        Ok(envelope)
    }

    /// Checks the actor's proof. Returns the hash of the content and the key; none only when a check is left out.
    async fn check_proof(
        &self,
        document: &Value,
        actor: &Url,
        signer: Option<&Arc<ResolvedKey>>,
        asker: Asker,
    ) -> Result<Option<(Sha256Sum, Arc<ResolvedKey>)>, InboxRefusal> {
        let proof = match Proof::of(document) {
            Ok(proof) => proof,
            Err(ProofRefusal::Missing) if self.makes(Check::ProofPresent) => {
                return Err(InboxRefusal::ProofMissing);
            }
            Err(ProofRefusal::Missing) => return Ok(None),
            Err(refusal) if self.makes(Check::ProofValid) => return Err(refusal.into()),
            Err(_) => return Ok(None),
        };
        let method = proof.verification_method();
        // No other server is asked for the key: its proof would be that of another actor.
        if self.makes(Check::ProofOwner)
            && !Url::parse(method).is_ok_and(|key| key.origin() == actor.origin())
        {
            return Err(InboxRefusal::ProofByAnother);
        }
        let key = match signer.filter(|key| key.key_id == method) {
            // The same key has signed the request, and was looked up a moment ago.
            Some(key) => Arc::clone(key),
            None => self.resolve(method, asker).await?,
        };
        let (key, hash) = self
            .try_key(key, asker, |key| match proof.verify(&key.key, self.now) {
                Ok(hash) => Ok(Some(hash)),
                Err(refusal) if self.makes(Check::ProofValid) => Err(refusal.into()),
                Err(_) => Ok(None),
            })
            .await?;
        if self.makes(Check::ProofOwner) && key.owner != actor.as_str() {
            return Err(InboxRefusal::ProofByAnother);
        }
        Ok(hash.map(|hash| (hash, key)))
    }
}

fn forwarded(names: Names<'_>, signer: Option<&ResolvedKey>) -> Received {
    let Names { id, actor, kind, .. } = names;
    let signer = signer.map(|key| key.owner.clone()).unwrap_or_default();
    Received::Forwarded(Box::new(Forwarded { signer, actor, id, kind: kind.to_owned() }))
}
