//! The write-ahead log of SQLite. Deleted content stays in it until its space is reused; so after a deletion for good, a checkpoint
//! truncates it.

use std::sync::atomic::Ordering;

use sqlx::Row;

use super::writer::{BatchWriter, SlotState};
use super::{Db, Kind};
use crate::store::error::StoreResult;
use crate::store::spin_wait::spin;

/// Waits only briefly for readers of older snapshots, because nobody can write meanwhile.
const FOLD: &str = "pragma busy_timeout = 200; pragma wal_checkpoint(truncate); pragma busy_timeout = 5000";

impl Db {
    /// Truncates the log if something was deleted for good since the last time; a new process does not know, and does it once. If a reader
    /// holds an older snapshot, the next call tries again. On Postgres there is nothing to do.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn empty_log(&self) -> StoreResult<()> {
        let Kind::Sqlite { writer, .. } = &self.kind else { return Ok(()) };
        // Deletions from now on set the flag again.
        if !self.has_deleted.swap(false, Ordering::Relaxed) {
            return Ok(());
        }
        let emptied = writer.fold().await;
        if !matches!(emptied, Ok(true)) {
            self.has_deleted.store(true, Ordering::Relaxed);
        }
        emptied.map(drop)
    }
}

impl BatchWriter {
    /// Runs the checkpoint; returns whether the log is empty now.
    async fn fold(&self) -> StoreResult<bool> {
        let mut slot = self.turns.take(None).await?;
        slot.tidy().await;
        if slot.state == SlotState::Open {
            slot.commit_group().await;
        }
        let conn = slot.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let rows = spin(sqlx::raw_sql(FOLD).fetch_all(conn)).await?;
        // The row of the second pragma: whether it was blocked, and two numbers of pages.
        let told = rows.iter().find(|row| row.len() == 3);
        Ok(told.map(|row| row.try_get::<i64, _>(0)).transpose()? == Some(0))
    }
}
