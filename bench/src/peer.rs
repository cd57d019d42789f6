//! Pursuances of other servers, generated: each with its own host name, keys and channel to one pursuance of ours.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};
use pursuance_domain::time::Time;
use pursuance_federation::proof::{self, PROOF_KEY_FRAGMENT};
use pursuance_federation::sign::{Ed25519KeyPair, KeyPair, Scheme, Signer, sign_request};
use pursuance_federation::vocab::{
    Ack, Act, Actor, ActorKind, Answer, CAPABILITY_PURSUANCE, CAPABILITY_RFC9421, Delegated, Envelope,
    Generator, Head, Implements, Multikey, Phase, Progress, Sha256Sum, Task, TaskUpdate, stamp,
};
use serde_json::Value;
use url::{Position, Url};

use crate::trouble::{Outcome, Trouble};

const MEDIA_TYPE: &str = "application/activity+json";

/// A pursuance elsewhere.
pub struct Peer {
    pub uri: Url,
    key: Ed25519KeyPair,
    signing: KeyPair,
    key_id: String,
    epoch: String,
    seq: u64,
    prev: Sha256Sum,
    made: u64,
}

/// A delegation as the delegate knows it.
#[derive(Debug, Clone)]
pub struct KnownDelegation {
    /// Its address.
    pub uri: Url,
    /// The pursuance that offers, and where it takes messages.
    pub origin: Url,
    pub inbox: Url,
    /// The task that is offered, and our copy of it.
    pub task: Url,
    pub mirror: Url,
    pub offer: Url,
    pub terms_hash: Sha256Sum,
    /// The grant, once it has come.
    pub grant: Option<Url>,
}

/// A message ready to be sent.
pub struct Message {
    /// The whole request.
    pub request: Vec<u8>,
    pub headers: HeaderMap,
    pub inbox: Url,
    pub value: Value,
    pub body: Vec<u8>,
}

impl Peer {
    /// The peer with a number, living at an authority.
    pub fn new(number: usize, authority: &str) -> Outcome<Self> {
        let uri = Url::parse(&format!("http://{authority}/ap/p/g{number}"))?;
        let mut seed = [7; 32];
        for (to, from) in seed.iter_mut().zip(number.to_le_bytes()) {
            *to = from;
        }
        let key = Ed25519KeyPair::from_seed(&seed);
        Ok(Self {
            key_id: format!("{uri}{PROOF_KEY_FRAGMENT}"),
            epoch: format!("01jd00000000000000000{number:05}"),
            signing: KeyPair::Ed25519(key.clone()),
            seq: 0,
            prev: Sha256Sum::ZERO,
            made: 0,
            key,
            uri,
        })
    }

    /// Its document.
    pub fn document(&self) -> Outcome<Value> {
        let mut actor = Actor::new(self.uri.clone(), ActorKind::Group, self.at("/inbox")?);
        actor.preferred_username = self.uri.path().rsplit('/').next().map(str::to_owned);
        actor.name = actor.preferred_username.clone();
        actor.assertion_method = vec![Multikey {
            id: Url::parse(&self.key_id)?,
            controller: self.uri.clone(),
            public_key_multibase: self.key.public().to_multikey(),
        }];
        let implements = [CAPABILITY_PURSUANCE, CAPABILITY_RFC9421].map(|href| Implements::new(href, None));
        actor.generator = Some(Generator { id: None, implements: implements.to_vec() });
        Ok(actor.to_value())
    }

    /// The key it signs and proves with.
    pub fn key(&self) -> &KeyPair {
        &self.signing
    }

    /// The address of that key.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// How many messages it has numbered.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    fn at(&self, path: &str) -> Outcome<Url> {
        Ok(Url::parse(&format!("{}{path}", self.uri))?)
    }

    /// A new address on its server.
    pub fn mint(&mut self, kind: &str) -> Outcome<Url> {
        self.made += 1;
        let name = self.uri.path().rsplit('/').next().unwrap_or_default();
        Ok(self.uri.join(&format!("/ap/{kind}/{name}-{}", self.made))?)
    }

    /// Reads an offer as it arrived.
    pub fn read_offer(&mut self, offer: &Value) -> Outcome<KnownDelegation> {
        let text = |path: &str| {
            let found = offer.pointer(path).and_then(Value::as_str);
            found.ok_or_else(|| Trouble::odd(format!("an offer without {path}")))
        };
        let origin = Url::parse(text("/actor")?)?;
        Ok(KnownDelegation {
            uri: Url::parse(text("/object/id")?)?,
            inbox: Url::parse(&format!("{origin}/inbox"))?,
            task: Url::parse(text("/object/task/id")?)?,
            mirror: self.mint("t")?,
            offer: Url::parse(text("/id")?)?,
            terms_hash: text("/object/termsHash")?
                .parse()
                .map_err(|_| Trouble::odd("an offer's hash is no hash"))?,
            grant: None,
            origin,
        })
    }

    /// Its copy of the task, as the origin may know it.
    fn mirror(&self, delegation: &KnownDelegation, revision: u64, at: Time) -> Task {
        let mut task = Task::new(
            delegation.mirror.clone(),
            self.uri.clone(),
            "Measure the levels",
            Phase::InProgress,
            revision,
        );
        task.mirror_of = Some(delegation.task.clone());
        task.progress = Some(Progress {
            subtasks_done: revision.min(40),
            subtasks_total: 40,
            percent: revision.min(100),
        });
        task.progress_note = Some("Two more samples are in, and the third is on its way.".to_owned());
        task.last_activity = Some(at.utc());
        task.updated = Some(at.utc());
        task
    }

    /// Says yes to an offer.
    pub fn accept(&mut self, delegation: &KnownDelegation, now: Time) -> Outcome<Message> {
        let answer = Answer::to(delegation.offer.clone())
            .on_terms(delegation.terms_hash)
            .with_mirror(self.mirror(delegation, 1, now));
        self.say(delegation, Act::Accept(answer), now)
    }

    /// Tells how the work goes.
    pub fn progress(&mut self, delegation: &KnownDelegation, revision: u64, now: Time) -> Outcome<Message> {
        let update =
            TaskUpdate { task: self.mirror(delegation, revision, now), capability: delegation.grant.clone() };
        self.say(delegation, Act::UpdateTask(Box::new(update)), now)
    }

    /// Numbers, proves and signs a message as a real peer does, and writes the request it goes out in.
    fn say(&mut self, delegation: &KnownDelegation, act: Act, now: Time) -> Outcome<Message> {
        let head = Head {
            id: self.mint("act")?,
            actor: self.uri.clone(),
            to: delegation.origin.clone(),
            published: now.utc(),
            delegation: Some(delegation.uri.clone()),
            person: None,
        };
        let mut value = Delegated { head, act }.to_value();
        self.seq += 1;
        let envelope = Envelope {
            channel: self.at("/log/1")?,
            epoch: self.epoch.clone(),
            seq: self.seq,
            prev: self.prev,
            ack: Ack::default(),
        };
        stamp(&mut value, &envelope);
        let seconds = now.unix_seconds();
        self.prev = proof::add_proof(&mut value, &self.key, &self.key_id, seconds).map_err(Trouble::Proof)?;
        let body = value.to_string().into_bytes();
        let signer = Signer { key_id: &self.key_id, key: &self.signing };
        let headers = sign_request(
            &Method::POST,
            &delegation.inbox,
            headers(),
            Some(&body),
            signer,
            Scheme::Rfc9421,
            seconds,
        )?;
        let request = write(&delegation.inbox, &headers, &body);
        Ok(Message { request, headers, inbox: delegation.inbox.clone(), value, body })
    }
}

/// What a delivery says of its body.
pub fn headers() -> HeaderMap {
    HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))])
}

/// A request as it goes over the connection.
fn write(inbox: &Url, headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
    let path = &inbox[Position::BeforePath..Position::AfterQuery];
    let mut request = format!("POST {path} HTTP/1.1\r\nContent-Length: {}\r\n", body.len()).into_bytes();
    for (name, value) in headers {
        request.extend_from_slice(name.as_str().as_bytes());
        request.extend_from_slice(b": ");
        request.extend_from_slice(value.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    request.extend_from_slice(body);
    request
}
