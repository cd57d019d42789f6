//! Live pages: a stream of events that name only what has changed. The page then reads itself again, with the rights of its
//! viewer. The same stream tells a person how many notices they have not read.
//!
//! A browser has one stream for all of its pages (docs/decisions/0022). Each event has as its `id` the number of the newest
//! event of the pursuance that the viewer may read; whoever comes back with it hears in one event that there is something
//! newer, or `stale` where the number is unknown or too old.
//!
//! | event | data | what it says |
//! |---|---|---|
//! | (none) | the topic | something has happened there |
//! | `at` | the topic, and how many milliseconds ago its newest event was | the stream begins here |
//! | `stale` | the topic | what has happened since is not known: read it anew |
//! | `gone` | the topic | it is not there for this viewer, or not any more |
//! | `inbox` | a number | so many notices are unread |
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
use crate::client_ip::ClientIp;
use crate::reads::person;
use crate::store::db::ReadTx;
use crate::store::{events, notices};

/// How many streams one person, or one address, may have open at once.
pub(crate) const MOST: usize = 20;
/// How many topics one stream carries.
pub(crate) const TOPICS: usize = 20;
/// After so many events a page is read anew as a whole.
const KEPT: i64 = 1000;
/// Browsers come back by themselves; a viewer who has lost the right to read does not get in again.
const LIFE: Duration = Duration::from_secs(600);
/// A browser that has heard nothing for longer knows that the connection is dead.
const BEAT: Duration = Duration::from_secs(15);
/// The header with which a browser comes back (HTML §9.2.4).
const LAST_EVENT_ID: &str = "last-event-id";

/// `GET /live`: the stream of a browser.
pub async fn browser(
    Query(asked): Query<Vec<(String, String)>>,
    Extension(hub): Extension<Hub>,
    client: ClientIp,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, PageError> {
    let viewer = visit.signed_in.as_ref().map_or("", |found| found.account.name.as_str());
    if asked.iter().any(|(name, value)| name == "as" && value != viewer) {
        // Nobody is told what is meant for the person before.
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
    client: ClientIp,
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
    client: ClientIp,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, PageError> {
    open(visit, vec![Topic::of(slug, None)], true, &headers, &hub, client).await
}

/// `GET /p/{slug}/t/{number}/live`
pub async fn task(
    Path((slug, number)): Path<(String, i64)>,
    Extension(hub): Extension<Hub>,
    client: ClientIp,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, PageError> {
    open(visit, vec![Topic::of(slug, Some(number))], true, &headers, &hub, client).await
}

/// Opens a stream. One of a single page is refused, and ends, as the page is; in that of a browser the topic alone is gone.
async fn open(
    visit: Visit,
    mut topics: Vec<Topic>,
    is_single: bool,
    headers: &HeaderMap,
    hub: &Hub,
    client: ClientIp,
) -> Result<Response, PageError> {
    let whose = visit.person().map_or_else(|| client.bucket().to_string(), |person| person.0.clone());
    let too_many = || PageError::Refused(Refused::Rule(Refusal::TooMany { retry_after: 60 }));
    // Before anything is asked for the topics: who has all of theirs costs nothing.
    let slot = hub.take(whose).ok_or_else(too_many)?;
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
    Ok(answer(hub.add(listener, slot)))
}

/// The place of a topic, and what there is to say at once: since the number that the browser has, or where it begins.
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
    let looked = events::last(tx, &StreamId::of(&access.pursuance.id)).await?;
    let newest = match access.sight() {
        // Farther back nothing is looked for: who may read few tasks would make it look at all that ever happened.
        Ok(sight) => events::newest_after(tx, &sight, looked - KEPT).await?,
        Err(PerformError::Refused(_)) => None,
        Err(error) => return Err(error),
    };
    let number = newest.map(|(number, _)| number);
    let kind = match (topic.since, newest) {
        (Since::Now, newest) => Some(Kind::At(newest.map(|(_, at)| (now.0 - at.0).max(0) / 1000))),
        (Since::Number(known), Some((newest, _))) if known == newest => None,
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
    /// What the viewer is there.
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
    // A proxy that gathers answers before it passes them on would keep the news back.
    ([("x-accel-buffering", "no")], stream).into_response()
}
