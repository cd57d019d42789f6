//! Feeds for other programs: a calendar, or events. They are not pages: they have no session and take no cookie. A request with the
//! address of a feed reads everything that the feed's person may read at that moment.
//!
//! The address of a feed is a secret, and is not written to the log (`doors::watch`). An unknown address is not found, and neither
//! is a feed of a pursuance that its person may not read any more.

mod atom;
mod calendar;
mod plain;

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::{FeedId, SearchId};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::FeedForm;
use sha2::{Digest, Sha256};

pub use self::atom::ENTRIES;
use super::request::failure::PageError;
use super::request::page_cache::names;
use super::request::session::{Visit, text_of};
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Thing, feed, last_seen};
use crate::bounds::client::{Client, ClientRate};
use crate::bounds::rate::{Allowance, Rate};
use crate::platform::clock::Clock;
use crate::reads;
use crate::reads::person;
use crate::reads::searches::{self, Looking, Place};
use crate::state::{App, hash_secret};
use crate::store::feeds::{self, Feed};
use crate::store::{accounts, pursuances};
use crate::text::Text;

/// The fetches of one feed. Programs look a few times an hour; people look once more by hand.
pub const FETCHES: Allowance = Allowance { at_once: 60, then_every: Duration::from_secs(30) };
/// The fetches of public feeds from one address: a reader of feeds fetches many for many people.
pub const PUBLIC_FETCHES: Allowance = Allowance { at_once: 300, then_every: Duration::from_secs(1) };

/// Counts the fetches, in this process only: for a secret feed by feed, and only if it exists, so that guesses fill no memory; for
/// public feeds by client address.
#[derive(Clone)]
pub(super) struct Guard(Arc<(Rate<FeedId>, ClientRate)>);

impl Guard {
    /// A guard without any counts.
    pub fn new(clock: &Clock) -> Self {
        Self(Arc::new((Rate::new(clock, FETCHES), ClientRate::new(clock, PUBLIC_FETCHES))))
    }
}

fn too_many(retry_after: u64) -> PageError {
    PageError::Refused(Refusal::TooMany { retry_after }.into())
}

/// `GET /f/{secret}.ics` and `/f/{secret}.atom`
pub(super) async fn show(
    State(app): State<App>,
    Extension(guard): Extension<Guard>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let nothing = || PageError::not_found(Thing::Page);
    let (secret, form) = feed::in_path(&file).ok_or_else(nothing)?;
    let found = feeds::by_hash(&mut app.db.read().await?, &hash_secret(secret)).await?;
    let feed = found.filter(|feed| feed.form == form).ok_or_else(nothing)?;
    guard.0.0.count(&feed.id).map_err(too_many)?;
    last_seen::feed(&app, &feed);
    let text = written(&app, &headers, &feed).await?;
    Ok(answer(&headers, form, text))
}

/// A feed as its person may read it now.
async fn written(app: &App, headers: &HeaderMap, feed: &Feed) -> Result<String, PageError> {
    let who = Principal::Person { actor: feed.account.clone(), via: Via::Token };
    let mut tx = app.db.read().await?;
    let account = accounts::by_actor(&mut tx, &feed.account).await?;
    let zone = account.as_ref().and_then(|account| account.zone.as_ref().or(account.browser_zone.as_ref()));
    let zone = zone.and_then(|zone| zone.parse::<Tz>().ok()).unwrap_or(Tz::UTC);
    let t = account.as_ref().map_or_else(|| Text::asked(headers), |account| text_of(account, headers));
    let t = t.in_zone(zone);
    let visit = Visit::of_program(app, who, zone, t);
    if let Some(search) = &feed.search {
        drop(tx);
        return of_search(&visit, feed, search).await;
    }
    let access = match &feed.pursuance {
        Some(id) => {
            let pursuance = pursuances::by_id(&mut tx, id).await?;
            let pursuance = pursuance.ok_or(PageError::not_found(Thing::Page))?;
            let access = Access::load(&mut tx, &visit.who, pursuance, visit.now).await?;
            // The same check as for every read: a feed ends when its person loses the right to read.
            access.sight().map_err(|_| PageError::not_found(Thing::Page))?;
            Some(access)
        }
        None => None,
    };
    match (feed.form, access) {
        (FeedForm::Calendar, Some(access)) => {
            let dates = reads::calendar::of_pursuance(&mut tx, &access).await?;
            Ok(calendar::write(app, t, &access.pursuance.name, &dates))
        }
        (FeedForm::Calendar, None) => {
            let dates = reads::calendar::of_person(&mut tx, &visit.who, visit.now).await?;
            Ok(calendar::write(app, t, &feed.name, &dates))
        }
        (FeedForm::Atom, Some(access)) => atom::of_pursuance(&visit, &mut tx, &access, None).await,
        (FeedForm::Atom, None) => atom::of_person(&visit, &mut tx, feed).await,
    }
}

/// The tasks that a saved search finds and its person may read now. The feed ends with the search, or with the right to read.
async fn of_search(visit: &Visit, feed: &Feed, search: &SearchId) -> Result<String, PageError> {
    let tx = &mut visit.search().await?;
    let known = searches::one(tx, &visit.who, visit.now, search).await;
    let known = known.map_err(|error| match error {
        PerformError::Refused(_) => PageError::not_found(Thing::Page),
        broken => broken.into(),
    })?;
    if matches!(known.place, Place::Hidden) {
        return Err(PageError::not_found(Thing::Page));
    }
    let looking = Looking { app: &visit.app, who: &visit.who, now: visit.now, zone: visit.zone };
    let sights = person::sights(tx, &visit.who).await?;
    match feed.form {
        FeedForm::Calendar => {
            let found = searches::dated(tx, looking, &sights, &known, reads::calendar::MOST).await?;
            let dates = reads::calendar::of_rows(found);
            Ok(calendar::write(&visit.app, visit.t, &known.search.name, &dates))
        }
        FeedForm::Atom => {
            let found = searches::newest(tx, looking, &sights, &known, ENTRIES).await?;
            atom::of_search(visit, tx, feed, &known, found).await
        }
    }
}

/// `GET /p/{slug}/feed.atom`: what happened, as a visitor may read it; for everybody, whether they are signed in or not.
pub(super) async fn public(
    State(app): State<App>,
    Extension(guard): Extension<Guard>,
    client: Client,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    guard.0.1.count(client).map_err(too_many)?;
    let visit = Visit::of_program(&app, Principal::Visitor, Tz::UTC, Text::asked(&headers));
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let address = super::frame::links::pursuance_atom(&access.pursuance.slug);
    let text = atom::of_pursuance(&visit, &mut tx, &access, Some(&address)).await?;
    Ok(answer(&headers, FeedForm::Atom, text))
}

/// The text, or 304 if it has not changed (RFC 9110 §13.1.2). The text is made anew for each request, because the right to read
/// changes without an event.
fn answer(headers: &HeaderMap, form: FeedForm, text: String) -> Response {
    let digest = hex::encode(Sha256::digest(text.as_bytes()));
    // Weak, because compression changes its bytes.
    let tag = format!("W/\"{}\"", digest.get(..32).unwrap_or(&digest));
    let kind = match form {
        FeedForm::Calendar => "text/calendar; charset=utf-8",
        FeedForm::Atom => "application/atom+xml; charset=utf-8",
    };
    let mut response = if names(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, kind)], text).into_response()
    };
    let head = response.headers_mut();
    // Hexadecimal between quotes.
    head.extend(HeaderValue::from_str(&tag).ok().map(|tag| (header::ETAG, tag)));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    head.insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}
