//! Requests to other servers, within the rules of PROTOCOL §4.7.
//!
//! One client makes all requests. It checks each address at the connection, follows redirects itself, and reads up to a
//! size and a time.

mod blob;
mod body;
mod error;
mod media;
mod resolver;
#[cfg(test)]
mod tests;

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use reqwest::{Client, ClientBuilder, Response, redirect};
use serde_json::Value;
use url::Url;

pub use self::{
    blob::{BlobReceipt, BlobRule, LEAST_RATE},
    error::{FetchError, IdMismatch, SetupError},
    media::{ACTIVITY_JSON, is_activity_json},
    resolver::{Lookup, SystemLookup},
};
use self::{body::read_at_most, resolver::GuardedResolver};
use crate::{
    json::{JsonRefusal, Limits, has_nul, parse_strict},
    reach::{Origin, Reach},
};

/// The largest ActivityPub document that is read.
pub const DOCUMENT_MAX: usize = 1024 * 1024;
/// The largest actor that is read.
pub const ACTOR_MAX: usize = 256 * 1024;
/// The largest WebFinger or NodeInfo answer that is read.
pub const DISCOVERY_MAX: usize = 256 * 1024;
/// The part of an answer to a delivery that is kept for the operator.
const REPLY_MAX: usize = 2 * 1024;
/// The time for a document, redirects included; of a file, for its beginning and for each piece.
pub const GET_TIME: Duration = Duration::from_secs(30);
/// The most redirects on the way to a document.
pub const MAX_REDIRECTS: usize = 3;
/// The limits of JSON in an answer. A page of a log is fifty activities in one document, each with its context.
pub const JSON_LIMITS: Limits = Limits { nodes: Some(64_000), ..Limits::STRICT };

/// The time for which an unused connection is kept.
const IDLE: Duration = Duration::from_secs(10);

const ACCEPT_ACTIVITY: &str =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
const ACCEPT_JSON: &str = "application/jrd+json, application/json";

/// Makes the headers that sign a GET, anew for each hop of a redirect.
pub trait SignGet: Send + Sync {
    fn headers(&self, url: &Url) -> HeaderMap;
}

/// Asks without a signature: for instance actors, WebFinger and NodeInfo.
#[derive(Debug, Clone, Copy)]
pub struct Unsigned;

impl SignGet for Unsigned {
    fn headers(&self, _url: &Url) -> HeaderMap {
        HeaderMap::new()
    }
}

/// The block list of this server, besides the rules of the network.
pub trait Admits: Send + Sync + std::fmt::Debug {
    fn admits(&self, host: &Origin) -> bool;
}

/// Blocks nobody.
#[derive(Debug)]
struct Everybody;

impl Admits for Everybody {
    fn admits(&self, _host: &Origin) -> bool {
        true
    }
}

/// How many requests may still be sent because of one thing, each step of a redirect among them. Clones count together.
#[derive(Debug, Clone)]
pub struct Requests(Arc<AtomicUsize>);

impl Requests {
    pub fn at_most(most: usize) -> Self {
        Self(Arc::new(AtomicUsize::new(most)))
    }

    pub fn are_used_up(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }

    fn take_one(&self) -> Result<(), FetchError> {
        let one_less = |left: usize| left.checked_sub(1);
        let taken = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
        taken.map(drop).map_err(|_| FetchError::AskedEnough)
    }
}

/// Where redirects may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Led {
    /// To any server within reach, as from the domain of a handle to the server that knows it.
    Anywhere,
    /// To other addresses of the server that is asked: what a document or a file says counts for its own origin alone, and
    /// no server shall have us ask another one.
    Within,
}

/// The time limits of a request.
#[derive(Debug, Clone, Copy)]
pub struct TimeLimits {
    pub connect: Duration,
    /// From the first byte sent to the last byte read, redirects included; of a file, to its beginning, and between two
    /// pieces.
    pub get: Duration,
    /// Until a delivery is answered.
    pub post: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), get: GET_TIME, post: Duration::from_secs(15) }
    }
}

/// The one client for requests to other servers.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    reach: Arc<Reach>,
    limits: TimeLimits,
    admits: Arc<dyn Admits>,
    /// None: as many as it takes.
    requests: Option<Requests>,
}

/// An ActivityPub document, fetched from the address of its `id`.
#[derive(Debug, Clone)]
pub struct Document {
    pub id: Url,
    pub value: Value,
    /// The document as it was sent, after inflating.
    pub bytes: Bytes,
    pub headers: HeaderMap,
}

/// A JSON answer that is not ActivityPub.
#[derive(Debug, Clone)]
pub struct JsonAnswer {
    /// The address after redirects.
    pub url: Url,
    pub value: Value,
}

/// The answer to a delivery, with any status.
#[derive(Debug, Clone)]
pub struct PostReply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The first 2 KiB of the answer.
    pub text: String,
}

/// An answer as it came, with any status.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Fetcher {
    /// Sets up the client with the system's resolver and certificates.
    ///
    /// # Errors
    /// When the system has no certificates to check public servers with.
    pub fn new(reach: Reach, user_agent: &str) -> Result<Self, SetupError> {
        Self::with_lookup(reach, user_agent, Arc::new(SystemLookup), TimeLimits::default())
    }

    /// Sets up the client with another resolver and other limits. The answers of the resolver are checked too.
    ///
    /// # Errors
    /// When the system has no certificates to check public servers with.
    pub fn with_lookup(
        reach: Reach,
        user_agent: &str,
        lookup: Arc<dyn Lookup>,
        limits: TimeLimits,
    ) -> Result<Self, SetupError> {
        let reach = Arc::new(reach);
        let resolver = GuardedResolver::new(reach.clone(), lookup);
        let client = Self::client(&reach, user_agent, resolver, limits).build()?;
        Ok(Self { client, reach, limits, admits: Arc::new(Everybody), requests: None })
    }

    /// This client, restricted to admitted hosts.
    #[must_use]
    pub fn admitting(&self, admits: impl Admits + 'static) -> Self {
        Self { admits: Arc::new(admits), ..self.clone() }
    }

    /// This client, for as long as some requests are left.
    #[must_use]
    pub fn counted(&self, requests: &Requests) -> Self {
        Self { requests: Some(requests.clone()), ..self.clone() }
    }

    fn client(
        reach: &Reach,
        user_agent: &str,
        resolver: GuardedResolver,
        limits: TimeLimits,
    ) -> ClientBuilder {
        install_ring();
        let client = Client::builder()
            .user_agent(user_agent)
            .dns_resolver(Arc::new(resolver))
            // A proxy from the environment would resolve names by itself and undo every check.
            .no_proxy()
            .redirect(redirect::Policy::none())
            .referer(false)
            // Shorter than servers keep an unused connection open (this program: 15 seconds): a request over a connection that is
            // closed in that moment counts as a failure of its server.
            .pool_idle_timeout(IDLE)
            .connect_timeout(limits.connect);
        match reach {
            Reach::Public { .. } => client.https_only(true),
            // Plain http only: a machine without certificates can still run servers that know each other.
            Reach::Loopback { .. } => client.tls_certs_only([]),
        }
    }

    /// The network this client moves in.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Fetches an ActivityPub document by its id, or by an address on the same server that leads to it.
    ///
    /// The document's `id` must be the address of the answer; another address on the same server is asked once
    /// (PROTOCOL §4.5, GHSA-3fjr-858r-92rw).
    ///
    /// # Errors
    /// [`FetchError`]: anything but a document of at most `max` bytes with the right type, origin and id.
    pub async fn get_ap(&self, url: &Url, sign: &dyn SignGet, max: usize) -> Result<Document, FetchError> {
        self.in_time(async {
            let first = self.get_document(url, sign, max).await?;
            let (document, found_at) = if first.0.id == first.1 {
                first
            } else {
                if Origin::of(&first.0.id)? != Origin::of(&first.1)? {
                    return Err(FetchError::mismatch(first.1, first.0.id));
                }
                self.get_document(&first.0.id, sign, max).await?
            };
            if document.id == found_at {
                Ok(document)
            } else {
                Err(FetchError::mismatch(found_at, document.id))
            }
        })
        .await
    }

    /// Fetches JSON that describes a server or a name: WebFinger, NodeInfo.
    ///
    /// # Errors
    /// [`FetchError`]: anything but JSON of at most [`DISCOVERY_MAX`] bytes.
    pub async fn get_json(&self, url: &Url) -> Result<JsonAnswer, FetchError> {
        self.in_time(async {
            let (response, url) = self.get(url, ACCEPT_JSON, &Unsigned, Led::Anywhere).await?;
            let content_type = media::content_type(response.headers());
            if !media::is_json(&content_type) {
                return Err(FetchError::NotJson { content_type });
            }
            let bytes = read_at_most(response, DISCOVERY_MAX).await?;
            Ok(JsonAnswer { url, value: parse_strict(&bytes, JSON_LIMITS)? })
        })
        .await
    }

    /// Posts a body under headers that were signed for it. Redirects are not followed (PROTOCOL §4.6).
    ///
    /// # Errors
    /// When there is no answer. Every answer, with any status, is a [`PostReply`].
    pub async fn post(&self, url: &Url, headers: HeaderMap, body: Bytes) -> Result<PostReply, FetchError> {
        self.post_within(url, headers, body, self.limits.post).await
    }

    /// Like [`Self::post`], with another time limit for the answer.
    ///
    /// # Errors
    /// As [`Self::post`].
    pub async fn post_within(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Bytes,
        limit: Duration,
    ) -> Result<PostReply, FetchError> {
        self.reach.check_url(url)?;
        let request = self.client.post(url.clone()).headers(without_host(headers)).body(body);
        let response = tokio::time::timeout(limit, request.send())
            .await
            .map_err(|_| FetchError::TimedOut { limit })?
            .map_err(FetchError::sending)?;
        let (status, headers) = (response.status(), response.headers().clone());
        // The status is the answer. The text is for people, and read for a moment only: a peer may trickle it.
        let text = body::excerpt(response, REPLY_MAX, self.limits.connect).await;
        Ok(PostReply { status, headers, text })
    }

    /// Asks for one address, and takes the answer as it is: with any status, and without following a redirect.
    ///
    /// # Errors
    /// When no answer of at most `max` bytes comes in time.
    pub async fn ask(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: Option<Bytes>,
        max: usize,
    ) -> Result<Answer, FetchError> {
        self.reach.check_url(url)?;
        self.in_time(async {
            let request = self.client.request(method, url.clone()).headers(without_host(headers));
            let request = match body {
                Some(body) => request.body(body),
                None => request,
            };
            let response = request.send().await.map_err(FetchError::sending)?;
            let (status, headers) = (response.status(), response.headers().clone());
            Ok(Answer { status, headers, body: read_at_most(response, max).await? })
        })
        .await
    }

    /// One document and the URL at which it was found.
    async fn get_document(
        &self,
        url: &Url,
        sign: &dyn SignGet,
        max: usize,
    ) -> Result<(Document, Url), FetchError> {
        let (response, found_at) = self.get(url, ACCEPT_ACTIVITY, sign, Led::Within).await?;
        let content_type = media::content_type(response.headers());
        if !is_activity_json(&content_type) {
            return Err(FetchError::NotActivityJson { content_type });
        }
        let headers = response.headers().clone();
        let bytes = read_at_most(response, max).await?;
        let value = parse_strict(&bytes, Limits { no_nul: false, ..JSON_LIMITS })?;
        // Each message on the page of a log is judged by itself: a refused message holds up none behind it.
        if !is_page(&value) && has_nul(&value) {
            return Err(JsonRefusal::Nul.into());
        }
        let id = value.get("id").and_then(Value::as_str).ok_or(FetchError::NoId)?;
        let id = Url::parse(id).map_err(|_| FetchError::NoId)?;
        Ok((Document { id, value, bytes, headers }, found_at))
    }

    /// Follows redirects to an answer with status 200, checking each hop before it is taken.
    async fn get(
        &self,
        url: &Url,
        accept: &'static str,
        sign: &dyn SignGet,
        led: Led,
    ) -> Result<(Response, Url), FetchError> {
        let asked = self.reach.check_url(url)?;
        let mut at = url.clone();
        at.set_fragment(None);
        for _ in 0..=MAX_REDIRECTS {
            // One network has one scheme, so no redirect changes the scheme.
            let host = self.reach.check_url(&at)?;
            if !self.admits.admits(&host) {
                return Err(FetchError::Blocked { host });
            }
            if led == Led::Within && host != asked {
                return Err(FetchError::LeftOrigin { asked, to: host });
            }
            if let Some(requests) = &self.requests {
                requests.take_one()?;
            }
            let mut headers = without_host(sign.headers(&at));
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            let response =
                self.client.get(at.clone()).headers(headers).send().await.map_err(FetchError::sending)?;
            match response.status() {
                StatusCode::OK => return Ok((response, at)),
                StatusCode::MOVED_PERMANENTLY
                | StatusCode::FOUND
                | StatusCode::SEE_OTHER
                | StatusCode::TEMPORARY_REDIRECT
                | StatusCode::PERMANENT_REDIRECT => at = redirect_target(&at, response.headers())?,
                status => return Err(FetchError::Status { status }),
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, FetchError>>) -> Result<T, FetchError> {
        let limit = self.limits.get;
        tokio::time::timeout(limit, work).await.unwrap_or(Err(FetchError::TimedOut { limit }))
    }
}

fn redirect_target(from: &Url, headers: &HeaderMap) -> Result<Url, FetchError> {
    let location = headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let mut target = location.and_then(|location| from.join(location).ok()).ok_or(FetchError::BadRedirect)?;
    target.set_fragment(None);
    Ok(target)
}

/// Whether a document is a page of a collection, as that of a log of messages.
fn is_page(document: &Value) -> bool {
    const PAGE: &str = "OrderedCollectionPage";
    match document.get("type") {
        Some(Value::String(kind)) => kind == PAGE,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == PAGE),
        _ => false,
    }
}

/// Drops the `Host` of signed headers: the client writes its own from the URL.
fn without_host(mut headers: HeaderMap) -> HeaderMap {
    headers.remove(header::HOST);
    headers
}

/// Makes ring the process's cryptography, unless the process has chosen already.
fn install_ring() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        // An error means that another provider was installed first, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
