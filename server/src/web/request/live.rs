//! Live pages: a stream of events that name only the pursuance. The page then reloads itself, with the rights of the
//! viewer. The same stream tells a person how many notices they have not read, as an event called `inbox`.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Extension;
use axum::extract::Path;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use pursuance_domain::allowed::{Grants, Membership};
use pursuance_domain::event::StreamId;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::Time;
use tokio::sync::broadcast;
use tokio::time::{Instant, timeout_at};

use super::failure::PageError;
use super::session::Visit;
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused};
use crate::client_ip::ClientIp;
use crate::reads::person;
use crate::state::{App, News};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{events, notices};

/// Other processes may write to the same database, so the streams are polled this often, whatever this process reports
/// (DATA 22).
const LOOK: Duration = Duration::from_secs(2);
/// Browsers reconnect by themselves; a viewer who has lost the right to read does not get in again.
const LIFE: Duration = Duration::from_secs(600);
/// How many pages one person, or one address, may have open at once.
pub(crate) const MOST: usize = 20;

/// How many streams each has open.
#[derive(Debug, Clone, Default)]
pub struct Open(Arc<Mutex<HashMap<String, usize>>>);

/// A place in [`Open`], given back when the stream ends.
struct StreamSlot {
    open: Open,
    whose: String,
}

impl Open {
    fn take(&self, whose: String) -> Option<StreamSlot> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(whose.clone()).or_default();
        if *count >= MOST {
            return None;
        }
        *count += 1;
        Some(StreamSlot { open: self.clone(), whose })
    }
}

impl Drop for StreamSlot {
    fn drop(&mut self) {
        let mut open = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.whose);
            }
        }
    }
}

/// `GET /inbox/live`
pub async fn inbox(
    Extension(open): Extension<Open>,
    client: ClientIp,
    visit: Visit,
) -> Result<Response, PageError> {
    visit.signed_in()?;
    let news = visit.app.live.subscribe();
    follow(visit, None, news, &open, client).await
}

/// `GET /p/{slug}/live`
pub async fn pursuance(
    Path(slug): Path<String>,
    Extension(open): Extension<Open>,
    client: ClientIp,
    visit: Visit,
) -> Result<Response, PageError> {
    listen(visit, &slug, None, &open, client).await
}

/// `GET /p/{slug}/t/{number}/live`
pub async fn task(
    Path((slug, number)): Path<(String, i64)>,
    Extension(open): Extension<Open>,
    client: ClientIp,
    visit: Visit,
) -> Result<Response, PageError> {
    listen(visit, &slug, Some(number), &open, client).await
}

async fn listen(
    visit: Visit,
    slug: &str,
    task: Option<i64>,
    open: &Open,
    client: ClientIp,
) -> Result<Response, PageError> {
    // Subscribed before the number is read, so that nothing falls in between.
    let news = visit.app.live.subscribe();
    let mut tx = visit.app.db.read().await?;
    let access = look(&mut tx, &visit, slug, task).await?;
    let stream = StreamId::of(&access.pursuance.id);
    let seen = events::last(&mut tx, &stream).await?;
    drop(tx);
    let rights = rights(&access);
    follow(visit, Some(Place { stream, task, seen, rights }), news, open, client).await
}

/// Answers with the stream of a page, or only of the inbox.
async fn follow(
    visit: Visit,
    place: Option<Place>,
    news: broadcast::Receiver<News>,
    open: &Open,
    client: ClientIp,
) -> Result<Response, PageError> {
    let unread = match visit.person() {
        Some(person) => Some(notices::mark(&mut visit.app.db.read().await?, person).await?),
        None => None,
    };
    let whose = visit.person().map_or_else(|| client.bucket().to_string(), |person| person.0.clone());
    let too_many = || PageError::Refused(Refused::Rule(Refusal::TooMany { retry_after: 60 }));
    let slot = open.take(whose).ok_or_else(too_many)?;
    let watch = Watch {
        app: visit.app.clone(),
        visit,
        place,
        unread,
        waiting: None,
        news,
        until: Instant::now() + LIFE,
        _slot: slot,
    };
    let told = stream::unfold(watch, |mut watch| async move {
        let event = watch.next().await?;
        Some((Ok::<_, Infallible>(event), watch))
    });
    let stream = Sse::new(told).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)));
    // A proxy that gathers answers before it passes them on would keep the news back.
    Ok(([("x-accel-buffering", "no")], stream).into_response())
}

/// The viewer's access, if they may read the page.
async fn look(
    tx: &mut ReadTx,
    visit: &Visit,
    named: &str,
    task: Option<i64>,
) -> Result<Access, PerformError> {
    let access = access::find(tx, &visit.who, named, visit.app.clock.now()).await?;
    if let Some(number) = task {
        access::find_task(tx, &access, number).await?;
    }
    Ok(access)
}

/// What a page depends on besides its contents.
#[derive(PartialEq)]
struct Rights {
    membership: Membership,
    grants: Grants,
    /// The end of the viewer's ban: the clock lifts it, and no event tells of that.
    banned_until: Option<Time>,
}

fn rights(access: &Access) -> Rights {
    Rights {
        membership: access.facts(None).membership,
        grants: access.grants.clone(),
        banned_until: access.member.as_ref().and_then(|member| member.banned_until),
    }
}

/// The pursuance or the task that a page shows.
struct Place {
    stream: StreamId,
    /// The number of the task of the page.
    task: Option<i64>,
    seen: i64,
    /// What the viewer is here, and may do with single tasks: when that changes, the page is another one.
    rights: Rights,
}

/// One open page.
struct Watch {
    app: App,
    visit: Visit,
    /// None for a page that follows the inbox alone.
    place: Option<Place>,
    /// The mark of the person's unread notices; none for a visitor.
    unread: Option<notices::Mark>,
    /// An event that is sent after the one before it.
    waiting: Option<Event>,
    news: broadcast::Receiver<News>,
    until: Instant,
    _slot: StreamSlot,
}

/// What woke a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Woken {
    /// An event may have happened, or nothing for a while.
    Look,
    /// Something changed without an event.
    Changed,
}

impl Watch {
    /// The next change; none once the time is over, the page may not be read any more, or the database fails.
    async fn next(&mut self) -> Option<Event> {
        if let Some(event) = self.waiting.take() {
            return Some(event);
        }
        while Instant::now() < self.until {
            let woken = self.wait().await;
            match self.news_of(woken).await {
                Ok(None) => {}
                Ok(Some(event)) => return Some(event),
                Err(PerformError::Refused(_)) => return None,
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "An open page hears nothing more"
                    );
                    return None;
                }
            }
        }
        None
    }

    /// Waits for news of this page, but never longer than [`LOOK`].
    async fn wait(&mut self) -> Woken {
        let until = Instant::now() + LOOK;
        let stream = self.place.as_ref().map(|place| &place.stream);
        loop {
            match timeout_at(until, self.news.recv()).await {
                Ok(Ok(News::Events(told))) if Some(&told) == stream => return Woken::Look,
                Ok(Ok(News::Change(told))) if Some(&told) == stream => return Woken::Changed,
                Ok(Ok(News::Notices(people)))
                    if self.visit.person().is_some_and(|person| people.contains(person)) =>
                {
                    return Woken::Look;
                }
                Ok(Ok(News::Events(_) | News::Change(_) | News::Notices(_))) => {}
                // So much news that some was lost: there may have been a change among it that is no event.
                Ok(Err(broadcast::error::RecvError::Lagged(_))) => return Woken::Changed,
                // Nothing for a while: look.
                Err(_) => return Woken::Look,
                // The program ends.
                Ok(Err(broadcast::error::RecvError::Closed)) => {
                    self.until = Instant::now();
                    return Woken::Look;
                }
            }
        }
    }

    /// The news that the viewer may hear of: that the page has changed, or how many notices are unread.
    async fn news_of(&mut self, woken: Woken) -> Result<Option<Event>, PerformError> {
        let mut tx = self.app.db.read().await?;
        let page = self.page_has_changed(&mut tx, woken).await?;
        let unread = self.unread_has_changed(&mut tx).await?;
        let changed = match &self.place {
            Some(place) => page.then(|| Event::default().data(&place.stream.0)),
            // The page is the inbox itself, or has nothing to bring up to date.
            None => unread.map(|_| Event::default().data("inbox")),
        };
        let count = unread.map(|count| Event::default().event("inbox").data(count.to_string()));
        Ok(match (changed, count) {
            (Some(changed), count) => {
                self.waiting = count;
                Some(changed)
            }
            (None, count) => count,
        })
    }

    /// Whether there is an event that the viewer may hear of, or a change without one.
    async fn page_has_changed(&mut self, tx: &mut ReadTx, woken: Woken) -> Result<bool, PerformError> {
        let Some(place) = &mut self.place else { return Ok(false) };
        let has_changed = woken == Woken::Changed;
        let last = events::last(tx, &place.stream).await?;
        let now = self.app.clock.now();
        let is_ban_over = place.rights.banned_until.is_some_and(|until| until <= now);
        if last == place.seen && !has_changed && !is_ban_over {
            return Ok(false);
        }
        let seen = std::mem::replace(&mut place.seen, last);
        let (stream, task) = (place.stream.0.clone(), place.task);
        // Checked again each time: membership and sessions end, and tasks get other assignees.
        self.demand_session(tx).await?;
        let access = look(tx, &self.visit, &stream, task).await?;
        let rights = rights(&access);
        let is_another = self.place.as_ref().is_none_or(|place| place.rights != rights);
        if let Some(place) = &mut self.place {
            place.rights = rights;
        }
        // Events for others are no news: the viewer learns neither that they happened nor when.
        Ok(has_changed || is_another || !events::after(tx, &access.sight()?, seen, 1).await?.is_empty())
    }

    /// How many notices are unread now, when it is not as before.
    async fn unread_has_changed(&mut self, tx: &mut ReadTx) -> Result<Option<i64>, PerformError> {
        let (Some(before), Some(person)) = (self.unread, self.visit.person().cloned()) else {
            return Ok(None);
        };
        let now = notices::mark(tx, &person).await?;
        if now == before {
            return Ok(None);
        }
        self.unread = Some(now);
        self.demand_session(tx).await?;
        let sights = person::all_sights(tx, &self.visit.who).await?;
        Ok(Some(notices::count_unread(tx, &person, &sights).await?))
    }

    /// Refuses a person whose session has ended.
    async fn demand_session(&self, tx: &mut ReadTx) -> Result<(), PerformError> {
        if self.visit.person().is_some() && !self.is_signed_in(tx).await? {
            return Err(Refused::SignInFirst.into());
        }
        Ok(())
    }

    async fn is_signed_in(&self, tx: &mut ReadTx) -> StoreResult<bool> {
        let Some(session) = self.visit.session() else { return Ok(false) };
        let now = self.app.clock.now();
        let sessions = crate::store::accounts::sessions(tx, &session.account, now).await?;
        Ok(sessions.iter().any(|open| open.id == session.id))
    }
}
