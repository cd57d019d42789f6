//! Live pages: a stream of events that name only the pursuance. The page then reloads itself, with the rights of the
//! viewer.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Extension;
use axum::extract::Path;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use pursuance_domain::allowed::Membership;
use pursuance_domain::event::StreamId;
use pursuance_domain::refusal::Refusal;
use tokio::sync::broadcast;
use tokio::time::{Instant, timeout_at};

use super::failure::PageError;
use super::session::Visit;
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused};
use crate::client_ip::ClientIp;
use crate::state::{App, News};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::events;

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
    let whose = visit.person().map_or_else(|| client.bucket().to_string(), |person| person.0.clone());
    let too_many = || PageError::Refused(Refused::Rule(Refusal::TooMany { retry_after: 60 }));
    let place = open.take(whose).ok_or_else(too_many)?;
    let watch = Watch {
        app: visit.app.clone(),
        visit,
        stream,
        task,
        seen,
        membership: access.facts(None).membership,
        news,
        until: Instant::now() + LIFE,
        _place: place,
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
    let access = access::find(tx, &visit.who, named).await?;
    if let Some(number) = task {
        access::find_task(tx, &access, number).await?;
    }
    Ok(access)
}

/// One open page.
struct Watch {
    app: App,
    visit: Visit,
    stream: StreamId,
    /// The number of the task of the page.
    task: Option<i64>,
    seen: i64,
    /// What the viewer is here: when that changes, the page is another one.
    membership: Membership,
    news: broadcast::Receiver<News>,
    until: Instant,
    _place: StreamSlot,
}

impl Watch {
    /// The next change; none once the time is over, the page may not be read any more, or the database fails.
    async fn next(&mut self) -> Option<Event> {
        while Instant::now() < self.until {
            let has_changed = self.wait().await;
            match self.has_news(has_changed).await {
                Ok(false) => {}
                Ok(true) => return Some(Event::default().data(&self.stream.0)),
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

    /// Waits for news of this stream, but never longer than [`LOOK`]. Answers whether something changed without an
    /// event.
    async fn wait(&mut self) -> bool {
        let until = Instant::now() + LOOK;
        loop {
            match timeout_at(until, self.news.recv()).await {
                Ok(Ok(News::Events(stream))) if stream == self.stream => return false,
                Ok(Ok(News::Change(stream))) if stream == self.stream => return true,
                Ok(Ok(News::Events(_) | News::Change(_))) => {}
                // So much news that some was lost: there may have been a change among it that is no event.
                Ok(Err(broadcast::error::RecvError::Lagged(_))) => return true,
                // Nothing for a while: look.
                Err(_) => return false,
                // The program ends.
                Ok(Err(broadcast::error::RecvError::Closed)) => {
                    self.until = Instant::now();
                    return false;
                }
            }
        }
    }

    /// Whether there is news that the viewer may hear of: an event, or a change without one.
    async fn has_news(&mut self, has_changed: bool) -> Result<bool, PerformError> {
        let mut tx = self.app.db.read().await?;
        let last = events::last(&mut tx, &self.stream).await?;
        if last == self.seen && !has_changed {
            return Ok(false);
        }
        let seen = std::mem::replace(&mut self.seen, last);
        // Checked again each time: membership and sessions end, and tasks get other assignees.
        if self.visit.person().is_some() && !self.is_signed_in(&mut tx).await? {
            return Err(Refused::SignInFirst.into());
        }
        let access = look(&mut tx, &self.visit, &self.stream.0, self.task).await?;
        let membership = access.facts(None).membership;
        let is_another = std::mem::replace(&mut self.membership, membership) != membership;
        // Events for others are no news: the viewer learns neither that they happened nor when.
        Ok(has_changed || is_another || !events::after(&mut tx, &access.sight()?, seen, 1).await?.is_empty())
    }

    async fn is_signed_in(&self, tx: &mut ReadTx) -> StoreResult<bool> {
        let Some(session) = self.visit.session() else { return Ok(false) };
        let now = self.app.clock.now();
        let sessions = crate::store::accounts::sessions(tx, &session.account, now).await?;
        Ok(sessions.iter().any(|open| open.id == session.id))
    }
}
