//! From a request by a stranger to an activity that can be believed: the inbox pipeline of PROTOCOL §2.1.
//!
//! [`Verifier::screen`] looks at the head of a request before its body is read, [`Verifier::authenticate`] at who sent it,
//! [`Verifier::read`] at what it says. What comes out is [`Verified`], which nothing outside of this module can make: whoever
//! holds one need not ask again.
//! Adding a check: 1. its name in [`Check`], in its place; 2. the `if` here or in the file of its step; 3. its refusal,
//! with status and slug; 4. a hostile row in the tests, which demand one for every check.

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
    /// The other end of the connection, or whom a trusted proxy names.
    pub client: IpAddr,
}

/// A request whose head was found worth reading its body.
#[derive(Debug)]
pub struct Screened(RequestHead);

/// A body, and who signed it.
#[derive(Debug)]
pub struct Delivery {
    body: Bytes,
    sha256: [u8; 32],
    /// None only where the check for one is left out.
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

    /// How it is signed: by which scheme, and with which kind of key.
    pub fn signed(&self) -> Option<(Scheme, Algorithm)> {
        self.key.as_ref().map(|key| (self.scheme, key.key.algorithm()))
    }
}

/// What became of a request that is not refused.
#[derive(Debug)]
pub enum Received {
    Verified(Box<Verified>),
    /// To be answered with 202 and forgotten.
    Forwarded(Box<Forwarded>),
}

/// Somebody passes on an activity of another without a proof that it is theirs, as Mastodon does with replies.
///
/// None of it may be believed but that it may be worth fetching from where it claims to be. A refusal would only
/// make the forwarder try again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// The owner of the key that signed the request.
    pub signer: String,
    pub actor: Url,
    pub id: Url,
    pub kind: String,
}

/// Who signed a request for something that is not for everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    pub key_id: String,
    pub owner: String,
    /// The key that made the signature.
    pub key: PublicKey,
    pub scheme: Scheme,
}

/// An activity that passed every check that can be made without knowing what it is about.
#[derive(Debug, Clone)]
pub struct Verified {
    value: Value,
    bytes: Bytes,
    body_sha256: [u8; 32],
    id: Url,
    actor: Url,
    kind: String,
    envelope: Option<Envelope>,
    /// What the actor proved, and with which key.
    proof: Option<(Sha256Sum, Arc<ResolvedKey>)>,
}

impl Verified {
    /// The activity, with every member it came with.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The very bytes that came, to keep and to hand on: written anew, they would not be what was signed.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// SHA-256 of the bytes; tells a repetition from another activity under the same id (PROTOCOL §2.3).
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

    /// The first name in `type`, known to us or not.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Where it stands in its channel, if it is about a delegation or a pact.
    pub fn envelope(&self) -> Option<&Envelope> {
        self.envelope.as_ref()
    }

    /// The key that made the actor's proof; always there for activities about delegations.
    pub fn proof_key(&self) -> Option<&Ed25519PublicKey> {
        match self.proof.as_ref().map(|(_, key)| &key.key) {
            Some(PublicKey::Ed25519(key)) => Some(key),
            Some(PublicKey::Rsa(_)) | None => None,
        }
    }

    /// The hash of what the activity says, which is what the `prev` of the next one in its channel has to be.
    pub fn content_hash(&self) -> Sha256Sum {
        self.proof
            .as_ref()
            .map(|(hash, _)| *hash)
            .unwrap_or_else(|| self.value.as_object().map_or(Sha256Sum::ZERO, jcs::content_hash))
    }
}

/// How an activity came to us.
#[derive(Clone)]
enum Sender {
    /// By a request with this signature.
    Signed(Arc<ResolvedKey>),
    /// By a request without one; only where that check is left out.
    Unsigned,
    /// From a pursuance of this server to another of this server.
    Ourselves,
    /// From the log of this actor, which we asked for (PROTOCOL §2.6).
    Log(String),
}

/// On whose account a key may be fetched.
#[derive(Debug, Clone, Copy)]
enum Asker {
    /// A stranger's, out of the stranger's budget.
    Client(IpAddr),
    /// Our own, as we asked for what is to be checked.
    Worker,
    /// Nobody's: the key must be known.
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

    /// Checks all that can be checked before the body is read.
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

    /// Checks who sends a delivery: that somebody signed this very body. What it says is for [`read`](Self::read).
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

    /// Checks what a delivery says. `owner` is the actor whose inbox it came to; none for the shared inbox.
    ///
    /// # Errors
    /// The first check that is not passed.
    pub async fn read(&self, delivery: Delivery, owner: Option<&str>) -> Result<Received, InboxRefusal> {
        let Delivery { body, sha256, key, client, scheme: _ } = delivery;
        let sender = key.map_or(Sender::Unsigned, Sender::Signed);
        self.read_from(body, sha256, owner, sender, Asker::Client(client)).await
    }

    /// Checks an activity that our own worker delivers from one pursuance of this server to another: all that is
    /// checked of a stranger's, except that there is no request and that it must be ours and proved.
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

    /// Checks an activity from the log of `actor`, which we asked for because one is missing: all that is checked of a
    /// delivery, its proof standing for the signature.
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

    /// Checks the signature of a request for something, and returns who asks.
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
            // In nobody's log stands what another said.
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
            // Forwarded: only the actor's own proof says that it is theirs.
            match self.check_proof(&document, &names.actor, signer.as_ref(), asker).await {
                Ok(Some(proof)) => Some(proof),
                // Nothing is decided: whoever passed it on is to try again.
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

    /// Whether an activity may come from where it says: not from a host that is denied, from ours only if we sent it.
    fn check_whose(&self, names: &Names<'_>, sender: &Sender) -> Result<(), InboxRefusal> {
        let is_ours = self.environment.reach().is_own(&names.id);
        match sender {
            Sender::Ourselves if is_ours => Ok(()),
            Sender::Ourselves => Err(InboxRefusal::NotOurs),
            Sender::Signed(_) | Sender::Unsigned | Sender::Log(_) if is_ours && self.makes(Check::OwnId) => {
                Err(InboxRefusal::OwnId)
            }
            // What is no origin to us was refused by its reach.
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

    /// What every activity about a delegation has, besides its proof.
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

    /// Checks that the actor proved the document. Returns its content's hash and the key; none only where a check is left
    /// out.
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
        // Nobody else's server is asked for the key: whatever it says, the proof would be another's.
        if self.makes(Check::ProofOwner)
            && !Url::parse(method).is_ok_and(|key| key.origin() == actor.origin())
        {
            return Err(InboxRefusal::ProofByAnother);
        }
        let key = match signer.filter(|key| key.key_id == method) {
            // The same key signed the request, so it was looked up a moment ago.
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
