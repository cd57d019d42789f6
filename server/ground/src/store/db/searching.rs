//! [`SearchTx`]: a reader for what clients look for, with connections of its own.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::{ACQUIRE, CONSISTENT, Conn, Db, Inner, Kind, ReadTx, begun};
use crate::bounds::searchers::{Meter, Turn};
use crate::store::db::built::Composed;
use crate::store::error::{StoreError, StoreResult};
use crate::store::spin::spin;

/// A transaction that searches: it alone runs statements that are composed for a client, in a place of this client. It can read what
/// else belongs to the page, because it holds a [`ReadTx`].
#[clippy::has_significant_drop]
pub struct SearchTx {
    /// There until this is dropped.
    tx: Option<ReadTx>,
    /// The limits of its composed statements.
    composed: Composed,
    /// Counts the statement that runs.
    running: Option<Meter>,
    /// On Postgres, one of the connections for searches.
    share: Option<OwnedSemaphorePermit>,
    turn: Arc<Turn>,
    /// Whether connections keep its composed statements prepared.
    pub(in crate::store) keeps: bool,
}

/// A transaction that reads a list. Where its reader says what they look for, it is a search of theirs, and its time counts until
/// [`end`](Self::end).
pub enum ListTx {
    All(Box<ReadTx>),
    Found(Box<SearchTx>),
}

impl Db {
    /// Begins a transaction that searches, where a client has its turn.
    ///
    /// # Errors
    /// When no connection is available.
    pub async fn search(&self, turn: Arc<Turn>) -> StoreResult<SearchTx> {
        let (inner, share) = match &self.kind {
            Kind::Sqlite { searches, .. } => match spin(searches.begin()).await {
                Err(sqlx::Error::PoolTimedOut) => return Err(StoreError::Busy),
                begun => (Inner::SqliteRead(begun?), None),
            },
            Kind::Postgres { pool, searches, .. } => {
                let Ok(Ok(share)) = timeout(ACQUIRE, searches.clone().acquire_owned()).await else {
                    return Err(StoreError::Busy);
                };
                (Inner::Postgres(begun(pool, CONSISTENT).await?), Some(share))
            }
        };
        let composed = Composed::new(self.slow.clone());
        Ok(SearchTx { tx: Some(ReadTx { inner }), composed, running: None, share, turn, keeps: false })
    }
}

impl SearchTx {
    /// Has the composed statements that follow kept prepared on their connection: where nothing in them was typed, so that there are few.
    /// To plan one takes several times as long as to answer it.
    pub fn keep(&mut self) {
        self.keeps = true;
    }

    /// Counts what follows as time of the client, until [`end`](Self::end).
    pub fn count(&mut self) {
        self.running = Some(self.turn.meter());
    }

    /// Begins to count a statement; the connection, and the limits of composed statements.
    #[expect(clippy::expect_used, reason = "only drop takes it")]
    pub(in crate::store) fn begin(&mut self) -> (Conn<'_>, &mut Composed) {
        self.count();
        (self.tx.as_mut().expect("a search has its transaction").conn(), &mut self.composed)
    }

    /// Ends to count.
    pub fn end(&mut self) {
        self.running = None;
    }
}

impl ListTx {
    /// Ends to count: what is read further belongs to the page.
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
    /// A statement may go on when nobody waits for it any more. Until it has ended, its client has the place, and its time counts: sqlx
    /// rolls back only after it has read the answer.
    fn drop(&mut self) {
        let Some(running) = self.running.take() else { return };
        let Some(ReadTx { inner }) = self.tx.take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let share = self.share.take();
            runtime.spawn(async move {
                // A connection that is lost has no statement any more.
                let _ = match inner {
                    Inner::SqliteRead(tx) => tx.rollback().await,
                    Inner::Postgres(tx) => tx.rollback().await,
                    Inner::SqliteOnce(_) | Inner::SqliteWrite(_) | Inner::PostgresOnce(_) => Ok(()),
                };
                drop((running, share));
            });
        }
    }
}
