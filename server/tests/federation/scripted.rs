//! A server that sends whatever a test wants: actors with keys, messages in numbered channels, requests signed as a
//! peer signs them, and damaged on the way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use pursuance_domain::time::Time;
use pursuance_federation::proof::add_proof;
use pursuance_federation::sign::{Ed25519KeyPair, KeyPair, RsaKeyPair, Scheme, Signer, sign_request};
use pursuance_federation::vocab::{
    Ack, Act, CAPABILITY_PURSUANCE, Delegated, Envelope, Head, Sha256Sum, actor_context, stamp,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

/// An answer that is served at an address.
#[derive(Clone)]
pub enum Served {
    Document(Value),
    RedirectTo(String),
    /// A page of the log of somebody, with these items.
    Log(Vec<Value>),
    /// Nothing, for ever.
    Silence,
    /// This status and no document.
    Status(u16),
}

#[derive(Default)]
struct Script {
    served: Mutex<HashMap<String, Served>>,
    heard: Mutex<Vec<Value>>,
    asked: Mutex<Vec<String>>,
    /// The forms of signatures it reads; none: all.
    reads: Mutex<Vec<&'static str>>,
    /// In which forms was posted to it.
    posted_in: Mutex<Vec<&'static str>>,
    /// Requests that were posted to it: address, headers, body.
    posts: Mutex<Vec<(String, HeaderMap, String)>>,
}

/// The server.
pub struct Peer {
    pub port: u16,
    script: Arc<Script>,
    serving: JoinHandle<()>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Peer {
    /// Begins to answer on a port of its own.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let script = Arc::new(Script::default());
        let router = Router::new().fallback(answer).with_state(script.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { port, script, serving }
    }

    /// An address on it.
    pub fn at(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// Serves an answer at a path from now on.
    pub fn serve(&self, path: &str, served: Served) {
        self.script.served.lock().unwrap().insert(path.to_owned(), served);
    }

    /// The paths that were asked for.
    pub fn asked(&self) -> Vec<String> {
        self.script.asked.lock().unwrap().clone()
    }

    /// Activities that were delivered to its inboxes.
    pub fn heard(&self) -> Vec<Value> {
        self.script.heard.lock().unwrap().clone()
    }

    /// Requests that were posted to it: address, headers, body.
    pub fn posts(&self) -> Vec<(String, HeaderMap, String)> {
        self.script.posts.lock().unwrap().clone()
    }

    /// From now on it reads the signatures of deliveries in these forms only, and answers others with 401.
    pub fn read_only(&self, forms: &[&'static str]) {
        forms.clone_into(&mut self.script.reads.lock().unwrap());
    }

    /// In which forms was posted to it, whether it read them or not.
    pub fn posted_in(&self) -> Vec<&'static str> {
        self.script.posted_in.lock().unwrap().clone()
    }

    /// A pursuance on it, with a key of its own.
    pub fn figure(&self, name: &str) -> Figure {
        let mut seed = [7; 32];
        seed[..name.len()].copy_from_slice(name.as_bytes());
        let figure = Figure {
            uri: self.at(&format!("/ap/p/{name}")),
            name: name.to_owned(),
            seed,
            lines: HashMap::new(),
        };
        self.serve(&format!("/ap/p/{name}"), Served::Document(figure.document()));
        figure
    }
}

/// The form in which a request is signed.
fn form_of(headers: &HeaderMap) -> &'static str {
    match headers.get("signature-input").map(|value| value.to_str().unwrap()) {
        Some(input) if input.contains("alg=\"ed25519\"") => "rfc9421-ed25519",
        Some(_) => "rfc9421-rsa",
        None => "cavage",
    }
}

async fn answer(State(script): State<Arc<Script>>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let host = parts.headers[header::HOST].to_str().unwrap();
    let address = format!("http://{host}{}", parts.uri);
    let form = form_of(&parts.headers);
    if parts.method == Method::POST {
        script.posted_in.lock().unwrap().push(form);
    }
    let reads = script.reads.lock().unwrap().clone();
    if parts.method == Method::POST && !reads.is_empty() && !reads.contains(&form) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if parts.method == Method::POST
        && let Some(Served::Status(status)) = script.served.lock().unwrap().get(&path)
    {
        return StatusCode::from_u16(*status).unwrap().into_response();
    }
    if parts.method == Method::POST {
        let body = body.collect().await.unwrap().to_bytes();
        script.heard.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
        let text = String::from_utf8(body.to_vec()).unwrap();
        script.posts.lock().unwrap().push((address, parts.headers, text));
        return StatusCode::ACCEPTED.into_response();
    }
    script.asked.lock().unwrap().push(path.clone());
    let served = script.served.lock().unwrap().get(&path).cloned();
    match served {
        Some(Served::Document(document)) => {
            ([(header::CONTENT_TYPE, "application/activity+json")], document.to_string()).into_response()
        }
        // Asked for the whole log, it names the epoch of what was said last.
        Some(Served::Log(items)) if !parts.uri.query().unwrap_or_default().contains("epoch=") => {
            let epoch = items.last().and_then(|item| item["epoch"].as_str()).unwrap_or("E1");
            let list = json!({
                "@context": ["https://www.w3.org/ns/activitystreams"], "id": address, "type": "OrderedCollection",
                "totalItems": items.len(), "first": format!("{address}?epoch={epoch}&after=0"),
            });
            ([(header::CONTENT_TYPE, "application/activity+json")], list.to_string()).into_response()
        }
        Some(Served::Log(items)) => {
            let page = json!({
                "@context": ["https://www.w3.org/ns/activitystreams"], "id": address, "type": "OrderedCollectionPage",
                "partOf": address, "attributedTo": address, "orderedItems": items,
            });
            ([(header::CONTENT_TYPE, "application/activity+json")], page.to_string()).into_response()
        }
        Some(Served::Silence) => std::future::pending().await,
        Some(Served::Status(status)) => StatusCode::from_u16(status).unwrap().into_response(),
        Some(Served::RedirectTo(to)) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// How far somebody has numbered what they said to somebody.
#[derive(Clone)]
pub struct Line {
    pub epoch: String,
    pub seq: u64,
    pub prev: Sha256Sum,
}

/// A pursuance on the scripted server.
pub struct Figure {
    pub uri: String,
    pub name: String,
    seed: [u8; 32],
    lines: HashMap<String, Line>,
}

impl Figure {
    /// Its key.
    pub fn key(&self) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed(&self.seed)
    }

    /// The address of its key.
    pub fn key_id(&self) -> String {
        format!("{}#ed25519-key", self.uri)
    }

    /// An address on its server that nobody has used.
    pub fn new_uri(&self, kind: &str) -> Url {
        let home = self.uri.split("/ap/").next().unwrap();
        Url::parse(&format!("{home}/ap/{kind}/{}", hex::encode(pursuance::platform::clock::random::<8>())))
            .unwrap()
    }

    /// Serves these items as its log from now on.
    pub fn keep_log(&self, peer: &Peer, items: &[Value]) {
        peer.serve(&format!("/ap/p/{}/log/x", self.name), Served::Log(items.to_vec()));
    }

    /// Its own document.
    pub fn document(&self) -> Value {
        let uri = &self.uri;
        let rsa =
            RsaKeyPair::from_pkcs8_pem(include_str!("../../../federation/src/sign/key/test-rsa-2048.pem"))
                .unwrap();
        json!({
            "@context": actor_context(), "id": uri, "type": "Group", "preferredUsername": self.name, "name": self.name,
            "inbox": format!("{uri}/inbox"), "outbox": format!("{uri}/outbox"), "url": uri,
            "publicKey": { "id": format!("{uri}#main-key"), "owner": uri, "publicKeyPem": rsa.public().to_pem().unwrap() },
            "assertionMethod": [{ "id": self.key_id(), "type": "Multikey", "controller": uri, "publicKeyMultibase": self.key().public().to_multikey() }],
            "generator": { "type": "Application", "implements": [{ "href": CAPABILITY_PURSUANCE }] },
        })
    }

    /// How far it has numbered what it said to somebody.
    pub fn line(&self, to: &str) -> Line {
        let first = || Line { epoch: "E1".to_owned(), seq: 0, prev: Sha256Sum::ZERO };
        self.lines.get(to).cloned().unwrap_or_else(first)
    }

    /// The next message to somebody, proved. It counts once it is [`said`](Self::said).
    pub fn next(&self, to: &str, delegation: Option<&str>, act: Act, now: Time) -> Value {
        self.next_with(to, delegation, act, now, |_| {})
    }

    /// The same with something changed before it is proved.
    pub fn next_with(
        &self,
        to: &str,
        delegation: Option<&str>,
        act: Act,
        now: Time,
        change: impl FnOnce(&mut Value),
    ) -> Value {
        let head = Head {
            id: self.new_uri("act"),
            actor: Url::parse(&self.uri).unwrap(),
            to: Url::parse(to).unwrap(),
            published: now.utc(),
            delegation: delegation.map(|uri| Url::parse(uri).unwrap()),
            person: None,
        };
        let line = self.line(to);
        let mut activity = Delegated { head, act }.to_value();
        let envelope = Envelope {
            channel: Url::parse(&format!("{}/log/x", self.uri)).unwrap(),
            epoch: line.epoch,
            seq: line.seq + 1,
            prev: line.prev,
            ack: Ack::default(),
        };
        stamp(&mut activity, &envelope);
        change(&mut activity);
        self.prove(&mut activity, now);
        activity
    }

    /// The headers of a question, signed.
    pub fn asking(&self, url: &Url, now: Time) -> HeaderMap {
        let (key_id, key) = (self.key_id(), KeyPair::Ed25519(self.key()));
        let signer = Signer { key_id: &key_id, key: &key };
        sign_request(&Method::GET, url, HeaderMap::new(), None, signer, Scheme::Rfc9421, now.unix_seconds())
            .unwrap()
    }

    /// Proves a document with its key.
    pub fn prove(&self, document: &mut Value, now: Time) -> Sha256Sum {
        if let Some(members) = document.as_object_mut() {
            members.remove("proof");
        }
        add_proof(document, &self.key(), &self.key_id(), now.unix_seconds()).unwrap()
    }

    /// Counts a message as said.
    pub fn said(&mut self, to: &str, message: &Value) {
        let mut copy = message.clone();
        let prev = self.prove(&mut copy, Time(0));
        let mut line = self.line(to);
        line.seq += 1;
        line.prev = prev;
        self.lines.insert(to.to_owned(), line);
    }
}

/// A request as a peer makes it, with everything about it to be spoiled.
pub struct Post {
    pub method: Method,
    /// The host it is signed for.
    pub host: String,
    pub path: String,
    pub content_type: &'static str,
    pub content_encoding: Option<&'static str>,
    pub body: Vec<u8>,
    /// Another body than the one that was signed.
    pub body_sent: Option<Vec<u8>>,
    pub key_id: String,
    pub key: Ed25519KeyPair,
    pub scheme: Scheme,
    pub signed_at: i64,
    /// Changes the headers on the way.
    pub spoil: fn(&mut HeaderMap, &Self),
}

impl Post {
    /// A good one, to an inbox.
    pub fn to(inbox: &str, from: &Figure, body: &impl ToString, now: Time) -> Self {
        let url = Url::parse(inbox).unwrap();
        Self {
            method: Method::POST,
            host: format!("localhost:{}", url.port().unwrap()),
            path: url.path().to_owned(),
            content_type: "application/activity+json",
            content_encoding: None,
            body: body.to_string().into_bytes(),
            body_sent: None,
            key_id: from.key_id(),
            key: from.key(),
            scheme: Scheme::Rfc9421,
            signed_at: now.unix_seconds(),
            spoil: |_, _| {},
        }
    }

    /// Its headers, signed.
    pub fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(coding) = self.content_encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        let key = KeyPair::Ed25519(Ed25519KeyPair::from_seed(&self.key.seed()));
        let url: Url = format!("http://{}{}", self.host, self.path).parse().unwrap();
        let signer = Signer { key_id: &self.key_id, key: &key };
        let mut headers =
            sign_request(&self.method, &url, headers, Some(&self.body), signer, self.scheme, self.signed_at)
                .unwrap();
        (self.spoil)(&mut headers, self);
        headers
    }

    /// The body that is sent.
    pub fn sent(&self) -> Vec<u8> {
        self.body_sent.clone().unwrap_or_else(|| self.body.clone())
    }

    /// As a request to a router.
    pub fn request(&self) -> Request<Body> {
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(&self.path)
            .body(Body::from(self.sent()))
            .unwrap();
        *request.headers_mut() = self.headers();
        let client = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
        request.extensions_mut().insert(axum::extract::ConnectInfo(client));
        request
    }
}
