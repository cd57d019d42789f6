//! The end of messages in rooms that have a lifetime: their texts, their rows in the index and their files go by one sweep.

use std::collections::BTreeSet;

use pursuance_domain::event::StreamId;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{SECOND, Time};

use super::WorkerCx;
use crate::listeners::live;
use crate::state::News;
use crate::store::error::StoreError;
use crate::store::fulltext::{self, Beginning};
use crate::store::{rooms, said_files};

/// How often it is looked for them: a message is gone a minute after its end at the latest.
pub(super) const ROOMS_EVERY: i64 = 20 * SECOND;

/// How many go in one transaction, so that others can write in between.
const GO_AT_ONCE: i64 = 100;

/// How many pages of the index are looked at each time for words that are gone.
const PAGES_AT_ONCE: i64 = 2_000;

/// What one sweep leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// The page of the index with which the next one goes on.
    page: Option<Beginning>,
    /// Whether something was deleted since the first page was looked at.
    has_more: bool,
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
            tx.commit().await?;
            changed.extend(ended.into_iter().map(|(_, of)| of));
        }
        left.has_more |= cx.app.db.has_deleted();
        if left.page.is_none() && left.has_more {
            *left = Left { page: Some(Beginning::default()), has_more: false };
        }
        if let Some(page) = left.page.clone() {
            left.page = fulltext::clear_beginnings(&cx.app.db, page, PAGES_AT_ONCE).await?;
        }
        cx.app.db.empty_log().await?;
        Ok::<_, StoreError>(())
    };
    let swept = swept.await;
    // The end of a message is no event, and open pages still show it. They are told once, however many ended.
    live::tell(&cx.app, changed.iter().map(|of| News::Change(StreamId::of(of))));
    if let Err(error) = swept
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Messages could not be deleted whose lifetime is over"
        );
    }
}
