//! The cache of pages: a page is not made again while nothing has changed.
//!
//! After an event in a pursuance, every browser that has it open reloads it at the same moment, and an address that is
//! posted in the Fediverse is fetched by hundreds of servers within seconds. Each page therefore has an `ETag` made
//! from the version of the database, the minute and everything else the page depends on; a request that names this tag
//! gets 304 (RFC 9110 §13.1.2). Pages for visitors who are signed out are cached besides; private pages are not held in
//! memory. A commit by any process invalidates all of it; so does the next minute, because pages show relative times
//! (docs/decisions/0008).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Extension;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use pursuance_domain::time::MINUTE;
use sha2::{Digest, Sha256};

use super::failure::PageError;
use super::session::zone_of;
use crate::platform::clock::random;
use crate::state::{App, hash_secret};
use crate::store::db::Version;
use crate::text::Times;
use crate::web::frame::cookies::{Cookie, visitors_text};
use crate::web::frame::layout::Theme;

/// The size of the cache in bytes of pages; a page more empties it first.
const CACHE_BYTES: usize = 8 << 20;
/// The longest page that is cached, in bytes, and the longest address with a tag or a place in the cache.
const PAGE_BYTES: u64 = 1 << 20;
const ADDRESS_BYTES: usize = 512;

/// The tags and the cached pages of this process.
#[derive(Clone)]
pub struct PageCache {
    app: App,
    /// Keeps tags of different processes apart: SQLite counts its versions from the start of each.
    process: [u8; 16],
    pages: Arc<Mutex<CachedPages>>,
}

/// The mark of an answer that shows something with an end of its own: between two minutes, and without a change, the page becomes
/// another one. It has no tag, and no place in the cache.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct Ends;

/// The state that pages are made from: a version of the database, and a minute.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    version: Version,
    minute: i64,
}

/// Pages for visitors, all made from the same state.
#[derive(Default)]
struct CachedPages {
    state: Option<State>,
    pages: HashMap<PageKey, (HeaderMap, Bytes)>,
    bytes: usize,
}

/// Everything of a request that its page depends on.
#[derive(PartialEq, Eq, Hash)]
struct PageKey {
    address: String,
    /// The hash of the session's secret; none for visitors, who all see the same page.
    session: Option<String>,
    theme: Theme,
    /// The language of a visitor; the language of an account is in the database.
    language: &'static str,
    /// The format of times for a visitor, in the zone of the browser. It has few values, whatever browsers send: two clocks, three weeks.
    times: Times,
    /// The languages and regions that the browser of a signed-in viewer asks for. They decide every setting that the viewer did not choose.
    asked: Option<String>,
    /// The views of tasks that the browser of a signed-in viewer remembers.
    kept: Option<String>,
}

impl PageCache {
    /// An empty cache.
    pub fn new(app: App) -> Self {
        Self { app, process: random(), pages: Arc::default() }
    }

    fn key(&self, request: &Request) -> Option<PageKey> {
        let (base, headers) = (&self.app.config.base_url, request.headers());
        let address = request.uri().path_and_query()?.as_str();
        // A page with a notice is not cached, because the notice is shown once.
        let session = Cookie::Session.read(base, headers);
        let visitor = visitors_text(base, headers).in_zone(zone_of(Cookie::Zone.read(base, headers)));
        let is_told =
            [Cookie::Notice, Cookie::Undo].iter().any(|cookie| cookie.read(base, headers).is_some());
        let is_plain = !is_told && address.len() <= ADDRESS_BYTES;
        (is_plain && request.method() == Method::GET).then(|| PageKey {
            address: address.to_owned(),
            session: session.map(hash_secret),
            theme: Theme::asked(base, headers),
            language: visitor.language(),
            times: visitor.times(),
            asked: session.and(headers.get(header::ACCEPT_LANGUAGE)).map(|asked| format!("{asked:?}")),
            kept: session.map(|_| Cookie::of_views(base, headers)),
        })
    }

    /// The tag of the page for a request in this state. Weak, because compression changes its bytes.
    fn tag(&self, key: &PageKey, state: &State) -> String {
        let mut hash = Sha256::new_with_prefix(self.process);
        // The debug form sets the fields apart.
        hash.update(format!(
            "{state:?} {:?}",
            (&key.address, &key.session, key.theme, key.language, key.times, &key.asked, &key.kept)
        ));
        let digest = hex::encode(hash.finalize());
        format!("W/\"{}\"", digest.get(..32).unwrap_or(&digest))
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, CachedPages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CachedPages {
    fn get(&self, key: &PageKey, now: &State) -> Option<(HeaderMap, Bytes)> {
        self.pages.get(key).filter(|_| self.state.as_ref() == Some(now)).cloned()
    }

    fn put(&mut self, key: PageKey, state: State, headers: HeaderMap, page: Bytes) {
        if self.state.as_ref() != Some(&state) || self.bytes + page.len() > CACHE_BYTES {
            *self = Self { state: Some(state), ..Self::default() };
        }
        self.bytes += page.len();
        self.pages.insert(key, (headers, page));
    }
}

/// Whether the request names this tag in `If-None-Match`.
pub(in crate::web) fn names(headers: &HeaderMap, tag: &str) -> bool {
    let named = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|one| one.trim() == tag)
}

/// Answers with 304 or from the cache when nothing has changed, and otherwise lets the page be made.
///
/// The state is read before the page is made: if something is committed in between, the page is newer than its tag, and
/// neither tag nor cached page is used again.
pub async fn unchanged(
    Extension(cache): Extension<PageCache>,
    request: Request,
    next: Next,
) -> Result<Response, PageError> {
    let Some(key) = cache.key(&request) else { return Ok(next.run(request).await) };
    let minute = cache.app.clock.now().0.div_euclid(MINUTE);
    let state = State { version: cache.app.db.version().await?, minute };
    let tag = cache.tag(&key, &state);
    // Hexadecimal between quotes.
    let Ok(tag_header) = HeaderValue::from_str(&tag) else { return Ok(next.run(request).await) };
    if names(request.headers(), &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag_header)]).into_response());
    }
    let cached = if key.session.is_none() { cache.pages().get(&key, &state) } else { None };
    if let Some((headers, page)) = cached {
        return Ok((headers, page).into_response());
    }
    let (mut parts, body) = next.run(request).await.into_parts();
    let ends = parts.extensions.remove::<Ends>().is_some();
    if ends || parts.status != StatusCode::OK || parts.headers.contains_key(header::SET_COOKIE) {
        return Ok(Response::from_parts(parts, body));
    }
    parts.headers.insert(header::ETAG, tag_header);
    let is_small = body.size_hint().upper().is_some_and(|bytes| bytes <= PAGE_BYTES);
    if key.session.is_some() || !is_small {
        return Ok(Response::from_parts(parts, body));
    }
    let page = to_bytes(body, CACHE_BYTES).await?;
    cache.pages().put(key, state, parts.headers.clone(), page.clone());
    Ok(Response::from_parts(parts, Body::from(page)))
}
