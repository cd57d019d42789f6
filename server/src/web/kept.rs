//! Pages that are given again as long as nothing has changed.
//!
//! When something happens in a pursuance, every browser that has it open asks for it again at the same moment, and an
//! address that is posted in the Fediverse is looked at by hundreds of servers within seconds. So a page is kept with the
//! version of the database it was made from, and whoever asks for the same is given the same. A commit, of whichever
//! process, ends everything that is kept; so does the next minute, since pages tell the time (docs/decisions/0008).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Extension;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use http::{HeaderMap, Method, StatusCode, header};
use pursuance_domain::time::MINUTE;

use super::cookies::Cookie;
use super::failure::PageError;
use super::layout::Theme;
use super::session::zone_of;
use super::text::Text;
use crate::state::{App, hash_secret};
use crate::store::db::Version;

/// What is kept at most, in bytes of pages; then all are made anew.
const KEPT: usize = 8 << 20;
/// The longest page that is kept, in bytes, and the longest address one is kept under.
const PAGE: u64 = 1 << 20;
const ADDRESS: usize = 512;

/// Pages that were made before, for all who ask.
#[derive(Clone)]
pub struct Kept {
    app: App,
    shelf: Arc<Mutex<Shelf>>,
}

/// What pages are made from: a version of the database, and a minute.
type Made = (Version, i64);

/// Pages made from the same.
#[derive(Default)]
struct Shelf {
    made: Option<Made>,
    pages: HashMap<Asked, (HeaderMap, Bytes)>,
    bytes: usize,
}

/// Everything of a request that its page depends on.
#[derive(PartialEq, Eq, Hash)]
struct Asked {
    address: String,
    /// The hash of the session's secret; whoever is signed out sees the same.
    session: Option<String>,
    theme: Theme,
    /// The zone of the browser; that of an account is in the database.
    zone: Tz,
    /// The language of the browser; that of an account is in the database.
    language: &'static str,
}

impl Kept {
    /// Nothing yet.
    pub fn new(app: App) -> Self {
        Self { app, shelf: Arc::default() }
    }

    fn asked(&self, request: &Request) -> Option<Asked> {
        let (base, headers) = (&self.app.config.base_url, request.headers());
        let address = request.uri().path_and_query()?.as_str();
        // What has just happened is said once.
        let is_plain = Cookie::Notice.read(base, headers).is_none() && address.len() <= ADDRESS;
        (is_plain && request.method() == Method::GET).then(|| Asked {
            address: address.to_owned(),
            session: Cookie::Session.read(base, headers).map(hash_secret),
            theme: Theme::asked(base, headers),
            zone: zone_of(Cookie::Zone.read(base, headers)),
            language: Text::asked(headers).language(),
        })
    }
}

impl Shelf {
    fn get(&self, asked: &Asked, now: &Made) -> Option<(HeaderMap, Bytes)> {
        self.pages.get(asked).filter(|_| self.made.as_ref() == Some(now)).cloned()
    }

    fn put(&mut self, asked: Asked, made: Made, headers: HeaderMap, page: Bytes) {
        if self.made.as_ref() != Some(&made) || self.bytes + page.len() > KEPT {
            *self = Self { made: Some(made), ..Self::default() };
        }
        self.bytes += page.len();
        self.pages.insert(asked, (headers, page));
    }
}

/// Gives a page again, or makes it and keeps it.
///
/// What it is made from is looked at first: should something change in between, the page is newer than its mark, and nobody
/// is given it again.
///
/// # Errors
/// When the database fails.
pub async fn unchanged(
    Extension(kept): Extension<Kept>,
    request: Request,
    next: Next,
) -> Result<Response, PageError> {
    let Some(asked) = kept.asked(&request) else { return Ok(next.run(request).await) };
    let now = (kept.app.db.version().await?, kept.app.clock.now().0.div_euclid(MINUTE));
    let shelf = || kept.shelf.lock().unwrap_or_else(PoisonError::into_inner);
    let found = shelf().get(&asked, &now);
    if let Some((headers, page)) = found {
        return Ok((headers, page).into_response());
    }
    let (parts, body) = next.run(request).await.into_parts();
    let is_small = body.size_hint().upper().is_some_and(|bytes| bytes <= PAGE);
    if parts.status != StatusCode::OK || parts.headers.contains_key(header::SET_COOKIE) || !is_small {
        return Ok(Response::from_parts(parts, body));
    }
    let page = to_bytes(body, KEPT).await?;
    shelf().put(asked, now, parts.headers.clone(), page.clone());
    Ok(Response::from_parts(parts, Body::from(page)))
}
