//! Push, against a push service of the test that keeps what it is sent, and browsers of the test that read it.

mod answers;
mod browsers;
mod sending;

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, StatusCode};
use pursuance::actions::PerformError;
use pursuance::jobs::Worker;
use pursuance::platform::clock::random;
use pursuance_domain::action::SubscribePush;
use pursuance_domain::id::{PushId, SessionId};
use pursuance_domain::time::{DAY, SECOND};
use pursuance_domain::value::{Label, PushEndpoint, PushKey, PushSecret};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::signature::{self, ECDSA_P256_SHA256_FIXED};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::support::feeds::session_of;
use crate::support::pair::Pair;
use crate::support::peers::{PATIENCE, until};
use crate::support::{Person, Setup, TestApp};

/// Runs each rule on SQLite and on Postgres. A rule is an `async fn(Pushes)`.
macro_rules! on_both_with_push {
    ($($rule:ident),+ $(,)?) => {
        $crate::on_both_with!($crate::push::Pushes: $($rule),+);
    };
}
pub(crate) use on_both_with_push;

/// A message that came to the push service.
#[derive(Clone)]
pub struct Kept {
    pub browser: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Kept {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// A status, and the `Retry-After` beside it.
type Said = (u16, Option<u64>);

/// No status: it never answers.
pub const SILENCE: u16 = 0;

/// The push service: what it keeps, and what it answers for each browser but 201.
#[derive(Clone, Default)]
struct Shelf {
    kept: Arc<Mutex<Vec<Kept>>>,
    answers: Arc<Mutex<HashMap<String, Said>>>,
}

async fn take(
    State(shelf): State<Shelf>,
    Path(browser): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (status, after) = shelf.answers.lock().unwrap().get(&browser).copied().unwrap_or((201, None));
    shelf.kept.lock().unwrap().push(Kept { browser, headers, body });
    if status == SILENCE {
        std::future::pending::<()>().await;
    }
    let status = StatusCode::from_u16(status).unwrap();
    match after {
        Some(after) => (status, [("retry-after", after.to_string())]).into_response(),
        None => status.into_response(),
    }
}

pub struct Service {
    pub port: u16,
    shelf: Shelf,
    serving: JoinHandle<()>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Service {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shelf = Shelf::default();
        let router = Router::new().route("/{browser}", post(take)).with_state(shelf.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { port, shelf, serving }
    }

    /// From now on it answers so for a browser.
    pub fn answers(&self, device: &Device, status: u16, retry_after: Option<u64>) {
        self.shelf.answers.lock().unwrap().insert(device.name.clone(), (status, retry_after));
    }

    /// Everything that came for a browser, taken or not.
    pub fn to(&self, device: &Device) -> Vec<Kept> {
        let kept = self.shelf.kept.lock().unwrap();
        kept.iter().filter(|kept| kept.browser == device.name).cloned().collect()
    }
}

/// A browser with its keys.
pub struct Device {
    pub name: String,
    private: [u8; 32],
    public: Vec<u8>,
    auth: [u8; 16],
}

#[expect(deprecated, reason = "the only way to give `ring` a private key more than once")]
fn private_key(bytes: &[u8; 32]) -> EphemeralPrivateKey {
    let fixed = ring::test::rand::FixedSliceRandom { bytes };
    EphemeralPrivateKey::generate(&ECDH_P256, &fixed).unwrap()
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> [u8; N] {
    let mut bytes = [0; N];
    prk.expand(info, Length(N)).unwrap().fill(&mut bytes).unwrap();
    bytes
}

impl Device {
    pub fn new(name: &str) -> Self {
        let mut private = random::<32>();
        // Below the order of the curve.
        private[0] = 1;
        let public = private_key(&private).compute_public_key().unwrap().as_ref().to_vec();
        Self { name: name.to_owned(), private, public, auth: random() }
    }

    pub fn key(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.public)
    }

    pub fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.auth)
    }

    /// Decrypts a body as the worker of the pages does (RFC 8291 §4); nothing where it was meant for another browser.
    pub fn read(&self, body: &[u8]) -> Option<Value> {
        let (head, record) = body.split_at(86);
        let (salt, sender) = (&head[..16], &head[21..]);
        let shared = agree_ephemeral(
            private_key(&self.private),
            &UnparsedPublicKey::new(&ECDH_P256, sender),
            |secret| {
                let prk = Salt::new(HKDF_SHA256, &self.auth).extract(secret);
                expand::<32>(&prk, &[b"WebPush: info\0", &self.public, sender])
            },
        );
        let prk = Salt::new(HKDF_SHA256, salt).extract(&shared.unwrap());
        let key = UnboundKey::new(&AES_128_GCM, &expand::<16>(&prk, &[b"Content-Encoding: aes128gcm\0"]));
        let nonce = Nonce::assume_unique_for_key(expand::<12>(&prk, &[b"Content-Encoding: nonce\0"]));
        let mut record = record.to_vec();
        let read = LessSafeKey::new(key.unwrap()).open_in_place(nonce, Aad::empty(), &mut record).ok()?;
        let end = read.iter().rposition(|byte| *byte != 0).unwrap();
        assert_eq!(read[end], 2, "it is the last record");
        Some(serde_json::from_slice(&read[..end]).unwrap())
    }
}

/// An instance with a push service, with Ana and Ben.
pub struct Pushes {
    pair: Pair,
    pub service: Service,
    worker: Option<Worker>,
}

impl Deref for Pushes {
    type Target = Pair;
    fn deref(&self) -> &Pair {
        &self.pair
    }
}

impl Pushes {
    pub async fn begin(database_url: Option<String>) -> Self {
        let service = Service::open().await;
        let app = TestApp::with(Setup { database_url, ..Setup::default() }).await;
        let pair = Pair::begin(app).await;
        let worker = Some(Worker::spawn(&pair.app.app));
        Self { pair, service, worker }
    }

    /// The worker ends, and another one begins.
    pub async fn restart(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.stop().await;
        }
        self.worker = Some(Worker::spawn(&self.app.app));
    }

    /// A browser of somebody, which is subscribed.
    pub async fn device(&self, who: &Person, name: &str) -> Device {
        let device = Device::new(name);
        subscribe(&self.app, who, &device, self.service.port).await.unwrap();
        device
    }

    pub async fn prefer(&self, who: &Person, kind: &str, value: &str) {
        let choice = json!({ "kind": kind, "channel": "push", "value": value });
        who.perform("preference.set", choice).await.ok();
    }

    /// Waits until no job is due, and none under way.
    pub async fn settled(&self) {
        let began = std::time::Instant::now();
        until("nothing is due", async || {
            // A job written while this is looked up is due a moment later.
            let now = self.app.clock.now().plus(SECOND);
            let is_busy = self.is_busy(now).await;
            if is_busy && began.elapsed() > PATIENCE * 3 / 4 {
                panic!("{}: {:?}", now.0, self.jobs().await);
            }
            !is_busy
        })
        .await;
    }

    /// Lets as much time pass as a message waits for more, and has it sent.
    pub async fn sent(&self) {
        self.settled().await;
        self.app.advance(11 * SECOND);
        self.settled().await;
    }

    /// Messages to a browser, in the order in which they came. Each is looked at as the push service and the browser do.
    pub fn told(&self, device: &Device) -> Vec<Value> {
        self.service.to(device).iter().map(|kept| self.read(device, kept)).collect()
    }

    fn read(&self, device: &Device, kept: &Kept) -> Value {
        assert_eq!(kept.header("content-encoding"), "aes128gcm");
        assert_eq!(kept.body.len(), 86 + 2_048 + 1 + 16, "its length says nothing");
        let topic = kept.header("topic");
        assert!(topic.len() == 32 && topic.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{topic}");
        let given = kept.header("authorization").strip_prefix("vapid t=").unwrap();
        let (token, key) = given.split_once(", k=").unwrap();
        assert_eq!(key, self.app.push_key.public());
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let (signed, by) = token.rsplit_once('.').unwrap();
        let verifying = signature::UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, bytes(key));
        verifying.verify(signed.as_bytes(), &bytes(by)).unwrap();
        let claims: Value = serde_json::from_slice(&bytes(signed.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims["aud"], format!("http://localhost:{}", self.service.port));
        assert_eq!(claims["sub"], "http://localhost:8080");
        let left = claims["exp"].as_i64().unwrap() - self.app.clock.now().unix_seconds();
        assert!(left <= DAY / SECOND, "a token for longer than a day is refused");
        let body = String::from_utf8_lossy(&kept.body);
        assert!(!body.contains("Bees") && !body.contains("title"), "it is encrypted");
        device.read(&kept.body).unwrap()
    }
}

/// Has notices pushed to a browser with this session, at an address.
pub async fn subscribe_at(
    app: &TestApp,
    who: &Person,
    device: &Device,
    session: &SessionId,
    endpoint: &str,
) -> Result<PushId, PerformError> {
    let subscribe = SubscribePush {
        session: session.clone(),
        endpoint: PushEndpoint::parse(endpoint)?,
        p256dh: PushKey::parse(&device.key())?,
        auth: PushSecret::parse(&device.secret())?,
        name: Label::parse(&device.name)?,
    };
    let done = app.perform(&who.principal(), subscribe.into()).await?;
    Ok(PushId(done.result["browser"].as_str().unwrap().to_owned()))
}

/// The same with a session of its own, at the push service on this port.
pub async fn subscribe(
    app: &TestApp,
    who: &Person,
    device: &Device,
    port: u16,
) -> Result<PushId, PerformError> {
    let session = session_of(app, who).await;
    let endpoint = format!("http://localhost:{port}/{}", device.name);
    subscribe_at(app, who, device, &session, &endpoint).await
}

/// The stable word of a refusal.
pub fn slug(outcome: Result<PushId, PerformError>) -> &'static str {
    match outcome {
        Ok(_) => "ok",
        Err(PerformError::Refused(refused)) => refused.slug(),
        Err(error) => panic!("{error:?}"),
    }
}
