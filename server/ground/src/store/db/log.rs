//! The log of SQLite, beside its file. What was deleted stays in it until its place is used again; so it is folded into the file,
//! and is empty then, where something was deleted for good.

use std::sync::atomic::Ordering;

use sqlx::Row;

use super::writer::{SlotState, Writer};
use super::{Db, Kind};
use crate::store::error::StoreResult;
use crate::store::spin::spin;

/// Readers of what was there before are waited for this long, and no longer: nobody writes meanwhile.
const FOLD: &str = "pragma busy_timeout = 200; pragma wal_checkpoint(truncate); pragma busy_timeout = 5000";

impl Db {
    /// Empties the log where something was deleted for good since it was emptied last; a process that begins does not know, and
    /// empties it. While somebody reads what was there before, it is left for the next call. On Postgres there is nothing to do.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn empty_log(&self) -> StoreResult<()> {
        let Kind::Sqlite { writer, .. } = &self.kind else { return Ok(()) };
        // Who deletes from here on asks for it anew.
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

impl Writer {
    /// Folds the log into the file; whether nothing is left of it.
    async fn fold(&self) -> StoreResult<bool> {
        let mut slot = self.turns.take(None).await?;
        slot.tidy().await;
        if slot.state == SlotState::Open {
            slot.commit_group().await;
        }
        let conn = slot.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let rows = spin(sqlx::raw_sql(FOLD).fetch_all(conn)).await?;
        // Of the second one: whether somebody kept it from its end, and two numbers of pages.
        let told = rows.iter().find(|row| row.len() == 3);
        Ok(told.map(|row| row.try_get::<i64, _>(0)).transpose()? == Some(0))
    }
}
