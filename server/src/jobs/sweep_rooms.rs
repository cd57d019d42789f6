//! The end of messages in rooms that have a lifetime: their texts, their rows in the index and their files go by one sweep.

use pursuance_domain::time::{SECOND, Time};

use super::WorkerCx;
use crate::store::error::StoreError;
use crate::store::rooms;

/// How often it is looked for them: a message is gone a minute after its end at the latest.
pub(super) const ROOMS_EVERY: i64 = 20 * SECOND;

/// How many go in one transaction, so that others can write in between.
const GO_AT_ONCE: i64 = 100;

/// Deletes what has ended, for good; after a stop the next worker finds the rest. Then the log of SQLite is emptied: deleted words
/// stay in it, also those of comments.
pub(super) async fn sweep_rooms(cx: &WorkerCx, now: Time) {
    let swept = async {
        while !cx.is_stopping() {
            let ended = rooms::ended(&mut cx.app.db.read().await?, now, GO_AT_ONCE).await?;
            if ended.is_empty() {
                break;
            }
            let mut tx = cx.app.db.write().await?;
            for message in &ended {
                rooms::end(&mut tx, &cx.app.clock, message).await?;
            }
            tx.commit().await?;
        }
        cx.app.db.empty_log().await?;
        Ok::<_, StoreError>(())
    };
    if let Err(error) = swept.await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Messages could not be deleted whose lifetime is over"
        );
    }
}
