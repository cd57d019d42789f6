//! A server around the verifier, and good requests to it, which each test spoils.

use std::{
    collections::{HashMap, HashSet},
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use serde_json::{Value, json};

use crate::{
    proof::add_proof,
    reach::{Origin, Reach},
    sign::{Ed25519KeyPair, KeyPair, PublicKey, Scheme, Signer, sign_request},
    verify::{
        Check, Checks, Environment, InboxRefusal, KeyLookupError, Received, RequestHead, ResolvedKey,
        RetryAfter, Verified, Verifier,
    },
};

/// 2026-11-18T10:05:00Z.
pub const NOW: i64 = 1_794_996_300;
/// The sender.
pub const A: &str = "https://a.example/ap/p/1";
/// The owner of the inbox.
pub const B: &str = "https://b.example/ap/p/7";
/// The sender's key, for requests and for proofs.
pub const KEY_ID: &str = "https://a.example/ap/p/1#ed25519-key";

pub fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed(&[7; 32])
}

pub fn other_key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed(&[8; 32])
}

/// An activity that needs no proof.
pub fn follow() -> Value {
    json!({"@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
        "id": "https://a.example/ap/act/1", "type": "Follow", "actor": A, "object": B})
}

/// An activity about a delegation, not yet proved.
pub fn nudge() -> Value {
    json!({"@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
        "id": "https://a.example/ap/act/2", "type": "Nudge", "actor": A, "to": [B], "object": "https://a.example/ap/d/1",
        "delegation": "https://a.example/ap/d/1", "published": "2026-11-18T10:05:00Z",
        "channel": "https://a.example/ap/p/1/log/b", "epoch": "E1", "seq": 41,
        "prev": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
        "ack": {"epoch": "F1", "seq": 18}})
}

/// The document with the sender's proof.
pub fn proved(mut document: Value) -> String {
    add_proof(&mut document, &key(), KEY_ID, NOW).unwrap();
    document.to_string()
}

/// A request, made and signed as by a peer, at the time of sending.
pub struct Request {
    pub method: Method,
    /// The host it is signed for.
    pub host: &'static str,
    pub path_and_query: &'static str,
    pub content_type: &'static str,
    pub content_encoding: Option<&'static str>,
    pub body: Option<Bytes>,
    /// A body that differs from the signed one.
    pub body_sent: Option<Bytes>,
    pub key_id: &'static str,
    pub key: Ed25519KeyPair,
    pub scheme: Scheme,
    pub signed_at: i64,
    /// A change of the headers on the way.
    pub spoil: fn(&mut HeaderMap),
    pub owner: Option<&'static str>,
}

impl Request {
    pub fn post(body: impl Into<Bytes>) -> Self {
        Self { body: Some(body.into()), method: Method::POST, ..Self::get("/ap/p/7/inbox") }
    }

    pub fn get(path_and_query: &'static str) -> Self {
        Self {
            method: Method::GET,
            host: "b.example",
            path_and_query,
            content_type: "application/activity+json",
            content_encoding: None,
            body: None,
            body_sent: None,
            key_id: KEY_ID,
            key: key(),
            scheme: Scheme::Cavage,
            signed_at: NOW,
            spoil: |_| {},
            owner: Some(B),
        }
    }

    pub fn head(&self) -> RequestHead {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(coding) = self.content_encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        let key = KeyPair::Ed25519(Ed25519KeyPair::from_seed(&self.key.seed()));
        let signer = Signer { key_id: self.key_id, key: &key };
        let url = format!("https://b.example{}", self.path_and_query).parse().unwrap();
        let mut headers = sign_request(
            &self.method,
            &url,
            headers,
            self.body.as_deref(),
            signer,
            self.scheme,
            self.signed_at,
        )
        .unwrap();
        if self.host != "b.example" {
            headers = resign_for_host(self, headers, &key);
        }
        (self.spoil)(&mut headers);
        RequestHead {
            method: self.method.clone(),
            path_and_query: self.path_and_query.to_owned(),
            headers,
            client: Ipv4Addr::new(203, 0, 113, 9).into(),
        }
    }
}

/// Signs the request with another `Host`, as a server of that name would get it. Made by hand, because a URL cannot
/// spell all of them.
fn resign_for_host(request: &Request, mut headers: HeaderMap, key: &KeyPair) -> HeaderMap {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    headers.insert(header::HOST, HeaderValue::from_static(request.host));
    let value = |name: &str| headers[name].to_str().unwrap();
    let base = format!(
        "(request-target): {} {}\nhost: {}\ndate: {}\ndigest: {}",
        request.method.as_str().to_lowercase(),
        request.path_and_query,
        request.host,
        value("date"),
        value("digest"),
    );
    let signature = STANDARD.encode(key.sign(base.as_bytes()).unwrap());
    let header = format!(
        "keyId=\"{}\",headers=\"(request-target) host date digest\",signature=\"{signature}\"",
        request.key_id
    );
    headers.insert("signature", HeaderValue::from_str(&header).unwrap());
    headers
}

/// `b.example`, which knows the sender's key.
pub struct World {
    reach: Reach,
    known: HashMap<String, Arc<ResolvedKey>>,
    fetchable: HashMap<String, Result<Arc<ResolvedKey>, KeyLookupError>>,
    pub denied: HashSet<String>,
    pub client_budget_spent: bool,
    pub key_budget_spent: bool,
    lookups: AtomicUsize,
    fetches: AtomicUsize,
}

impl World {
    pub fn new() -> Self {
        let mut world = Self {
            reach: Reach::from_base_url("https://b.example").unwrap(),
            known: HashMap::new(),
            fetchable: HashMap::new(),
            denied: HashSet::new(),
            client_budget_spent: false,
            key_budget_spent: false,
            lookups: AtomicUsize::new(0),
            fetches: AtomicUsize::new(0),
        };
        world.know_key(KEY_ID, A, &key());
        world
    }

    fn resolved(key_id: &str, owner: &str, key: &Ed25519KeyPair, fetched_at: i64) -> Arc<ResolvedKey> {
        Arc::new(ResolvedKey {
            key_id: key_id.to_owned(),
            owner: owner.to_owned(),
            key: PublicKey::Ed25519(key.public()),
            fetched_at,
        })
    }

    /// Remembers a key fetched an hour ago. Its server gives the same one.
    pub fn know_key(&mut self, key_id: &str, owner: &str, key: &Ed25519KeyPair) {
        self.know_key_since(key_id, owner, key, NOW - 3_600);
        self.publish_key(key_id, owner, key);
    }

    pub fn know_key_since(&mut self, key_id: &str, owner: &str, key: &Ed25519KeyPair, fetched_at: i64) {
        self.known.insert(key_id.to_owned(), Self::resolved(key_id, owner, key, fetched_at));
    }

    pub fn forget_keys(&mut self) {
        self.known.clear();
    }

    pub fn forget_key(&mut self, key_id: &str) {
        self.known.remove(key_id);
    }

    /// The answers of the key's server from now on.
    pub fn publish_key(&mut self, key_id: &str, owner: &str, key: &Ed25519KeyPair) {
        self.fetchable.insert(key_id.to_owned(), Ok(Self::resolved(key_id, owner, key, NOW)));
    }

    pub fn fail_fetching(&mut self, key_id: &str, error: KeyLookupError) {
        self.fetchable.insert(key_id.to_owned(), Err(error));
    }

    pub fn lookups(&self) -> usize {
        self.lookups.load(Ordering::Relaxed)
    }

    pub fn fetches(&self) -> usize {
        self.fetches.load(Ordering::Relaxed)
    }

    pub async fn receive(&self, request: &Request, checks: Checks) -> Result<Received, InboxRefusal> {
        let verifier = Verifier::new(self, checks, NOW);
        let screened = verifier.screen(request.head())?;
        let body = request.body_sent.clone().or_else(|| request.body.clone()).unwrap();
        verifier.read(verifier.authenticate(&screened, body).await?, request.owner).await
    }

    pub async fn accept(&self, request: &Request) -> Verified {
        self.accept_without(None, request).await.unwrap_or_else(|result| panic!("{result}"))
    }

    /// The result when a check is left out.
    pub async fn accept_without(&self, check: Option<Check>, request: &Request) -> Result<Verified, String> {
        let checks = check.map_or(Checks::all(), Checks::all_but);
        match self.receive(request, checks).await {
            Ok(Received::Verified(verified)) => Ok(*verified),
            other => Err(format!("{other:?}")),
        }
    }

    pub async fn refuse(&self, request: &Request) -> InboxRefusal {
        self.receive(request, Checks::all()).await.expect_err("the request should have been refused")
    }
}

impl Environment for World {
    fn reach(&self) -> &Reach {
        &self.reach
    }

    fn admits_host(&self, host: &Origin) -> bool {
        !self.denied.contains(host.host())
    }

    fn spend_client_budget(&self, _client: std::net::IpAddr) -> Result<(), RetryAfter> {
        if self.client_budget_spent { Err(RetryAfter(30)) } else { Ok(()) }
    }

    fn spend_key_fetch_budget(
        &self,
        _client: Option<std::net::IpAddr>,
        _key_id: &str,
    ) -> Result<(), RetryAfter> {
        if self.key_budget_spent { Err(RetryAfter(300)) } else { Ok(()) }
    }

    async fn known_key(&self, key_id: &str) -> Result<Option<Arc<ResolvedKey>>, KeyLookupError> {
        self.lookups.fetch_add(1, Ordering::Relaxed);
        Ok(self.known.get(key_id).cloned())
    }

    async fn fetch_key(&self, key_id: &str) -> Result<Arc<ResolvedKey>, KeyLookupError> {
        self.fetches.fetch_add(1, Ordering::Relaxed);
        let unknown = || Err(KeyLookupError::Refused("there is no such key".to_owned()));
        self.fetchable.get(key_id).cloned().unwrap_or_else(unknown)
    }
}
