//! Counts the work of a statement, for tests of its cost that do not depend on the clock of a busy machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Conn, ReadTx};
use crate::store::error::StoreResult;

/// A counter of the steps of SQLite's virtual machine (<https://sqlite.org/opcode.html>).
#[derive(Debug, Clone)]
pub struct MachineSteps(Arc<AtomicU64>);

impl MachineSteps {
    /// The steps since the last call, or since the counting began.
    pub fn since(&self) -> u64 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

impl ReadTx {
    /// Counts the steps of this connection from now on; `None` on Postgres, which does not report any.
    ///
    /// # Errors
    /// When the connection is closed.
    pub async fn count_steps(&mut self) -> StoreResult<Option<MachineSteps>> {
        let Conn::Sqlite(conn) = self.conn() else { return Ok(None) };
        let steps = MachineSteps(Arc::default());
        let counted = steps.clone();
        conn.lock_handle().await?.set_progress_handler(1, move || {
            counted.0.fetch_add(1, Ordering::Relaxed);
            true
        });
        Ok(Some(steps))
    }
}
