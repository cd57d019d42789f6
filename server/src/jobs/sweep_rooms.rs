//! The end of messages in rooms that have a lifetime: their texts, their rows in the index and their files go by one sweep.

use std::collections::BTreeSet;

use pursuance_domain::event::StreamId;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{DAY, SECOND, Time};

use super::WorkerCx;
use crate::listeners::live;
use crate::state::PageNews;
use crate::store::db::WriteTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::fulltext::{self, Beginning};
use crate::store::{rooms, said_files};

/// How often it is looked for them: a message is gone a minute after its end at the latest.
pub(super) const ROOMS_EVERY: i64 = 20 * SECOND;

/// How many go in one transaction, so that others can write in between.
const GO_AT_ONCE: i64 = 100;

/// How many pages of the index are looked at each time, where it is not known which words are gone.
const PAGES_AT_ONCE: i64 = 20_000;

/// How often all pages are looked at, whatever is known: another process may have deleted something, such as a command.
const ALL_PAGES_EVERY: i64 = DAY;

/// The state that one sweep leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// The page of the index with which the next one goes on.
    page: Option<Beginning>,
    /// Whether words may be gone that are not known, since the first page was looked at.
    has_more: bool,
    /// When the first page was looked at last.
    begun_at: Option<Time>,
}

/// Deletes what has ended, for good; after a stop the next worker finds the rest. Then nothing is left of it beside its place, nor of
/// comments that were deleted: the pages of the index begin with what is there, and the log of SQLite is emptied.
pub(super) async fn sweep_rooms(cx: &WorkerCx, left: &mut Left, now: Time) {
    let mut changed: BTreeSet<ActorId> = BTreeSet::new();
    let swept = async {
        while !cx.is_stopping() {
            let ended = rooms::ended(&mut cx.app.db.read().await?, now, GO_AT_ONCE).await?;
            if ended.is_empty() {
                break;
            }
            let mut tx = cx.app.db.write().await?;
            for (message, _) in &ended {
                said_files::end(&mut tx, &cx.app.clock, message).await?;
                rooms::end(&mut tx, message).await?;
            }
            commit(cx, left, tx).await?;
            changed.extend(ended.into_iter().map(|(_, of)| of));
        }
        if cx.app.db.is_sqlite() {
            commit(cx, left, cx.app.db.write().await?).await?;
        }
        left.has_more |= left.begun_at.is_none_or(|at| now < at || at.plus(ALL_PAGES_EVERY) <= now);
        if left.page.is_none() && left.has_more {
            *left = Left { page: Some(Beginning::default()), has_more: false, begun_at: Some(now) };
        }
        if let Some(page) = left.page.clone() {
            left.page = fulltext::clear_beginnings(&cx.app.db, page, PAGES_AT_ONCE).await?;
        }
        cx.app.db.empty_log().await?;
        Ok::<_, StoreError>(())
    };
    let swept = swept.await;
    // The end of a message is no event, and open pages still show it. They are told once, however many ended.
    live::tell(&cx.app, changed.iter().map(|of| PageNews::Change(StreamId::of(of))));
    if let Err(error) = swept
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Messages could not be deleted whose lifetime is over"
        );
    }
}

/// Commits the deletions, and clears the words that are gone by now from the beginnings of pages; other transactions deleted some of them.
async fn commit(cx: &WorkerCx, left: &mut Left, mut tx: WriteTx) -> StoreResult<()> {
    let gone = fulltext::gone(&mut tx).await?;
    // Until they are cleared nobody else knows them.
    let had_more = std::mem::replace(&mut left.has_more, true);
    tx.commit().await?;
    if let Some(words) = gone
        && fulltext::clear_gone(&cx.app.db, &words).await?
    {
        left.has_more = had_more;
    }
    Ok(())
}
