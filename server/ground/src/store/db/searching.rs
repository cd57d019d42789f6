//! [`SearchTx`]: a reader for what clients look for, with connections of its own.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::postgres::Begin;
use super::{ACQUIRE, Conn, DatabaseInner, Db, Kind, ReadTx};
use crate::bounds::searchers::{Meter, SearchTurn};
use crate::store::db::built::Composed;
use crate::store::error::{StoreError, StoreResult};
use crate::store::spin_wait::spin;

/// A transaction that searches. Only it can run statements that are composed for a client, and it counts them for this client. It can read
/// everything else of the page, because it holds a [`ReadTx`].
#[clippy::has_significant_drop]
pub struct SearchTx {
    /// Present until this is dropped.
    tx: Option<ReadTx>,
    /// The limits of its composed statements.
    composed: Composed,
    /// Counts the statement that runs.
    running: Option<Meter>,
    /// On Postgres, one of the connections for searches.
    share: Option<OwnedSemaphorePermit>,
    turn: Arc<SearchTurn>,
    /// Whether connections keep its composed statements prepared.
    pub(in crate::store) keeps: bool,
}

/// A transaction that reads a list. With a query of the reader it is a search, and its time counts until [`end`](Self::end).
pub enum ListTx {
    All(Box<ReadTx>),
    Found(Box<SearchTx>),
}

impl Db {
    /// Begins a transaction that searches, for a client that has its turn.
    ///
    /// # Errors
    /// When no connection is available.
    pub async fn search(&self, turn: Arc<SearchTurn>) -> StoreResult<SearchTx> {
        let (inner, share) = match &self.kind {
            Kind::Sqlite { searches, .. } => match spin(searches.begin()).await {
                Err(sqlx::Error::PoolTimedOut) => return Err(StoreError::Busy),
                begun => (DatabaseInner::SqliteRead(begun?), None),
            },
            Kind::Postgres { sessions, searches, .. } => {
                let Ok(Ok(share)) = timeout(ACQUIRE, searches.clone().acquire_owned()).await else {
                    return Err(StoreError::Busy);
                };
                let begun = sessions.begin(Begin::Reading).await?;
                (DatabaseInner::Postgres(begun, sessions.session), Some(share))
            }
        };
        let composed = Composed::new(self.slow.clone());
        Ok(SearchTx { tx: Some(ReadTx { inner }), composed, running: None, share, turn, keeps: false })
    }
}

impl SearchTx {
    /// Keeps the following composed statements prepared on their connection: for statements without typed text, of which there are few.
    /// Planning takes several times as long as executing.
    pub fn keep(&mut self) {
        self.keeps = true;
    }

    /// Counts the following work as time of the client, until [`end`](Self::end).
    pub fn count(&mut self) {
        self.running = Some(self.turn.meter());
    }

    /// Starts the meter for a statement; returns the connection and the limits of composed statements.
    #[expect(clippy::expect_used, reason = "only drop takes it")]
    pub(in crate::store) fn begin(&mut self) -> (Conn<'_>, &mut Composed) {
        self.count();
        (self.tx.as_mut().expect("a search has its transaction").conn(), &mut self.composed)
    }

    /// Stops the meter.
    pub fn end(&mut self) {
        self.running = None;
    }
}

impl ListTx {
    /// Stops the meter: further reads belong to the page.
    pub fn end(&mut self) {
        if let Self::Found(tx) = self {
            tx.end();
        }
    }
}

impl From<ReadTx> for ListTx {
    fn from(tx: ReadTx) -> Self {
        Self::All(Box::new(tx))
    }
}

impl From<SearchTx> for ListTx {
    fn from(mut tx: SearchTx) -> Self {
        tx.count();
        Self::Found(Box::new(tx))
    }
}

impl Deref for ListTx {
    type Target = ReadTx;
    fn deref(&self) -> &ReadTx {
        match self {
            Self::All(tx) => tx,
            Self::Found(tx) => tx,
        }
    }
}

impl DerefMut for ListTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        match self {
            Self::All(tx) => tx,
            Self::Found(tx) => tx,
        }
    }
}

impl Deref for SearchTx {
    type Target = ReadTx;
    #[expect(clippy::expect_used, reason = "only drop takes it")]
    fn deref(&self) -> &ReadTx {
        self.tx.as_ref().expect("a search has its transaction")
    }
}

impl DerefMut for SearchTx {
    #[expect(clippy::expect_used, reason = "only drop takes it")]
    fn deref_mut(&mut self) -> &mut ReadTx {
        self.tx.as_mut().expect("a search has its transaction")
    }
}

impl Drop for SearchTx {
    /// A statement may continue after its caller is gone. Until it ends, it occupies the turn of its client, and its time counts: sqlx
    /// rolls back only after it has read the response.
    fn drop(&mut self) {
        let Some(running) = self.running.take() else { return };
        let Some(ReadTx { inner }) = self.tx.take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let share = self.share.take();
            runtime.spawn(async move {
                // A lost connection no longer runs a statement.
                let _ = match inner {
                    DatabaseInner::SqliteRead(tx) => tx.rollback().await,
                    DatabaseInner::Postgres(tx, _) => tx.rollback().await,
                    DatabaseInner::SqliteOnce(_)
                    | DatabaseInner::SqliteWrite(_)
                    | DatabaseInner::PostgresOnce(_) => Ok(()),
                };
                drop((running, share));
            });
        }
    }
}
