//! Live pages: a stream of events that name only the changed object. The page then reloads its content, with the rights of its
//! viewer. The same stream tells a person the number of unread notices.
//!
//! A browser has one stream for all of its pages (docs/decisions/0022). The `id` of each event is the number of the newest
//! event of the pursuance that the viewer may read. A browser that reconnects with it gets one event if there is something
//! newer, or `stale` if the number is unknown or too old.
//!
//! | event | data | meaning |
//! |---|---|---|
//! | (none) | the topic | something has happened there |
//! | `at` | the topic, and how many milliseconds ago its newest event was | the stream begins here |
//! | `stale` | the topic | what has happened since is not known: read it anew |
//! | `gone` | the topic | it is not there for this viewer, or not any more |
//! | `inbox` | a number | the number of unread notices |
//! | `other` | nothing of meaning | the browser has another viewer by now; the stream ends |
//! | `beat` | nothing of meaning | the connection is alive |

mod hub;
mod listener;
mod topic;
mod watch;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{Stream, stream};
use http::HeaderMap;
use pursuance_domain::event::StreamId;
use pursuance_domain::refusal::Refusal;

pub use self::hub::Hub;
use self::listener::{Kind, Listener, Place, Rights, State};
use self::topic::{LastEvent, Since, Topic};
use super::failure::PageError;
use super::session::Visit;
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused};
use crate::bounds::client::Client;
use crate::bounds::seats::StreamReader;
use crate::reads::person;
use crate::store::db::ReadTx;
use crate::store::{events, notices};

/// The most open streams of one person, or of one address.
pub const MOST: usize = 20;
/// The most topics of one stream.
pub const TOPICS: usize = 20;
/// The most events that a browser may have missed; after more, the page is reloaded as a whole.
const KEPT: i64 = 1000;
/// The most events that happen between a page and its first stream.
const MEANWHILE: i64 = 64;
/// The life of a stream. Browsers reconnect by themselves; a viewer who has lost the right to read is then refused.
const LIFE: Duration = Duration::from_secs(600);
/// The interval of beats. A browser that gets nothing for longer knows that the connection is dead.
const BEAT: Duration = Duration::from_secs(15);
/// The header that a browser sends when it reconnects (HTML §9.2.4).
const LAST_EVENT_ID: &str = "last-event-id";

/// `GET /live`: the stream of a browser.
pub async fn browser(
    Query(asked): Query<Vec<(String, String)>>,
    Extension(hub): Extension<Hub>,
    client: Client,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, PageError> {
    let viewer = visit.signed_in.as_ref().map_or("", |found| found.account.name.as_str());
    if asked.iter().any(|(name, value)| name == "as" && value != viewer) {
        // The stream was meant for another viewer of this browser: it must not tell anything.
        let other = Event::default().event("other").data("-");
        return Ok(answer(stream::iter([Ok(other)])));
    }
    let topics = asked.iter().filter(|(name, _)| name == "at");
    let topics: Option<Vec<Topic>> = topics.map(|(_, text)| Topic::parse(text)).collect();
    let topics = topics.filter(|topics| topics.len() <= TOPICS).ok_or(PageError::BadRequest)?;
    open(visit, topics, false, &headers, &hub, client).await
}

/// `GET /inbox/live`
pub async fn inbox(
    Extension(hub): Extension<Hub>,
    client: Client,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, PageError> {
    visit.signed_in()?;
    open(visit, Vec::new(), true, &headers, &hub, client).await
}

/// `GET /p/{slug}/live`
pub async fn pursuance(
    Path(slug): Path<String>,
    Extension(hub): Extension<Hub>,
    client: Client,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, PageError> {
    open(visit, vec![Topic::of(slug, None)], true, &headers, &hub, client).await
}

/// `GET /p/{slug}/t/{number}/live`
pub async fn task(
    Path((slug, number)): Path<(String, i64)>,
    Extension(hub): Extension<Hub>,
    client: Client,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, PageError> {
    open(visit, vec![Topic::of(slug, Some(number))], true, &headers, &hub, client).await
}

/// Opens a stream. The stream of a single page is refused, and ends, when the page is refused; in the stream of a browser only the
/// topic is reported as gone.
async fn open(
    visit: Visit,
    mut topics: Vec<Topic>,
    is_single: bool,
    headers: &HeaderMap,
    hub: &Hub,
    client: Client,
) -> Result<Response, PageError> {
    let too_many = || PageError::Refused(Refused::Rule(Refusal::TooMany { retry_after: 60 }));
    // The slot is taken before any query: a viewer with too many streams costs nothing.
    let slot = hub.take(visit.person(), client).ok_or_else(too_many)?;
    let last = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok());
    if let Some(last) = last {
        LastEvent::read(last).resume(&mut topics);
    }
    let mut state = State::default();
    let mut tx = visit.app.db.read().await?;
    for (at, topic) in topics.iter().enumerate() {
        let place = match begin(&mut tx, &visit, topic).await {
            Ok((place, begun)) => {
                if let Some((kind, number)) = begun {
                    state.news.push(at, kind, number);
                }
                Some(place)
            }
            Err(PerformError::Refused(_)) if !is_single => {
                state.news.push(at, Kind::Gone, None);
                None
            }
            Err(error) => return Err(error.into()),
        };
        state.places.push(place);
    }
    if let Some(person) = visit.person() {
        state.unread = Some(notices::mark(&mut tx, person).await?);
        let sights = person::all_sights(&mut tx, &visit.who).await?;
        state.news.unread = Some(notices::count_unread(&mut tx, person, &sights).await?);
    }
    drop(tx);
    let session = visit.session().map(|session| session.id.clone());
    let listener = Arc::new(Listener::new(visit.who.clone(), session, topics, is_single, state));
    let follower = if visit.person().is_some() { StreamReader::SignedIn } else { StreamReader::Visitor };
    let mut answer = answer(hub.add(listener, slot));
    // Where all connections are taken, those of visitors end first.
    answer.extensions_mut().insert(follower);
    Ok(answer)
}

/// The place of a topic, and its first event: news since the number that the browser knows, or the beginning of the stream.
async fn begin(
    tx: &mut ReadTx,
    visit: &Visit,
    topic: &Topic,
) -> Result<(Place, Option<(Kind, Option<i64>)>), PerformError> {
    let now = visit.app.clock.now();
    let access = access::find(tx, &visit.who, &topic.pursuance, now).await?;
    if let Some(number) = topic.task {
        access::find_task(tx, &access, number).await?;
    }
    let stream = StreamId::of(&access.pursuance.id);
    let looked = events::last(tx, &stream).await?;
    let newest = match access.sight() {
        // The search stops here: for a viewer who may read few tasks, it would have to check every event of the past.
        Ok(sight) => events::newest_after(tx, &sight, looked - KEPT).await?,
        Err(PerformError::Refused(_)) => None,
        Err(error) => return Err(error),
    };
    let number = newest.map(|(number, _)| number);
    // An event that ends the viewer's part is told to members, so to them no more: they hear of it all the same.
    let after = match topic.since {
        Since::Number(known) => known.max(looked - KEPT),
        Since::Now | Since::Unknown => looked - MEANWHILE,
    };
    let about = match visit.person() {
        Some(person) => events::newest_about(tx, &stream, person, after).await?,
        None => None,
    };
    // A change that leaves no event is told to open streams alone: between a page and its stream nobody heard it.
    let change = visit.app.changes.last(&stream, now);
    let kind = match (topic.since, newest) {
        (Since::Now, newest) => {
            let last = newest.into_iter().chain(about).map(|(_, at)| at).chain(change).max();
            Some(Kind::At(last.map(|at| (now.0 - at.0).max(0) / 1000)))
        }
        (Since::Number(known), Some((newest, _))) if known == newest => {
            about.map(|(_, at)| at).or(change).map(|_| Kind::Stale)
        }
        (Since::Number(known), Some((newest, _))) if known < newest && newest - known <= KEPT => {
            Some(Kind::Changed)
        }
        // Unknown or too old.
        (Since::Number(_) | Since::Unknown, _) => Some(Kind::Stale),
    };
    let place = Place {
        pursuance: access.pursuance.id.clone(),
        task: topic.task,
        looked,
        rights: Rights::of(&access),
    };
    Ok((place, kind.map(|kind| (kind, number))))
}

impl Rights {
    /// The viewer's rights in the pursuance.
    fn of(access: &Access) -> Self {
        Self {
            membership: access.facts(None).membership,
            grants: access.grants.clone(),
            banned_until: access.member.as_ref().and_then(|member| member.banned_until),
        }
    }
}

/// A stream as an answer.
fn answer(told: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    let beat = Event::default().event("beat").data("-");
    let stream = Sse::new(told).keep_alive(KeepAlive::new().interval(BEAT).event(beat));
    // A proxy that buffers answers would delay the events.
    ([("x-accel-buffering", "no")], stream).into_response()
}
