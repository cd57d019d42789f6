//! Two databases behind one pair of types: [`ReadTx`] and [`WriteTx`].
//!
//! One SQL text serves SQLite and Postgres; where the dialects differ, both texts stand side by side in the store
//! function. Nothing above `store` knows which database it talks to.
//!
//! SQLite has one writer. Its transactions are grouped: several run one after the other inside one `BEGIN IMMEDIATE`,
//! each in its own savepoint, and are committed together, so that one disk sync serves all of them
//! (docs/decisions/0005). A caller gets its answer after the common commit. Hence: while a `WriteTx` is open, only SQL
//! is awaited.
//!
//! The beginning and the end of a transaction, and each statement, are boxed futures: an unboxed one is compiled again in each crate and
//! each function that awaits it.

pub(in crate::store) mod built;
mod log;
mod migrating;
mod postgres;
mod searching;
mod statement;
mod steps;
mod writer;

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use pursuance_domain::id::ActorId;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Connection, Postgres, Row, Sqlite, Transaction};
use tokio::sync::{Mutex, Notify, Semaphore};

use self::built::{SLOW_ON_POSTGRES, SLOW_ON_SQLITE, Slow};
pub use self::postgres::PgSession;
use self::postgres::{Begin, PgSessions};
pub use self::searching::{ListTx, SearchTx};
pub(super) use self::statement::Statement;
pub use self::steps::MachineSteps;
use self::writer::{BatchWriter, WriterGuard};
use super::error::{StoreError, StoreResult};
use super::spin_wait::spin;
use super::turns::{HeldTurn, TurnLane, Turns};

/// The number of prepared statements that a connection caches: more than the program has for its pages and its workers.
const STATEMENTS: usize = 256;
/// The number of connections, and of connections for searches: separate ones on SQLite, a share of all on Postgres. Other reads thus never
/// wait behind searches.
const READERS_ON_SQLITE: u32 = 4;
const ALL_ON_POSTGRES: u32 = 24;
pub const SEARCHES_ON_SQLITE: usize = 4;
pub const SEARCHES_ON_POSTGRES: usize = 8;
/// The longest wait for a connection.
const ACQUIRE: Duration = Duration::from_secs(10);

/// The number of connections to Postgres that write at the same time, and the most for one lane.
const WRITERS: usize = 8;
const WRITERS_OF_LANE: usize = 2;

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    kind: Kind,
    /// Wakes the workers of this process.
    work: Arc<Notify>,
    /// Whether the log of SQLite may still contain something that was deleted for good.
    has_deleted: Arc<AtomicBool>,
    slow: Slow,
}

#[derive(Clone)]
enum Kind {
    Sqlite {
        writer: Arc<BatchWriter>,
        readers: SqlitePool,
        searches: SqlitePool,
        watcher: Arc<Mutex<Option<SqliteConnection>>>,
    },
    Postgres {
        sessions: PgSessions,
        /// The share of searches.
        searches: Arc<Semaphore>,
        /// The share of writers.
        writers: Turns<()>,
    },
}

/// A mark of the contents of a database: two equal marks mean that no transaction was committed in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(VersionMark);

#[derive(Debug, Clone, PartialEq, Eq)]
enum VersionMark {
    /// A number that is comparable only with earlier ones of the same connection.
    Sqlite(i64),
    /// The transactions that have ended and those in progress.
    Postgres(String),
}

/// A transaction that only reads, or a connection for a single read. Doors may hold one.
#[clippy::has_significant_drop]
pub struct ReadTx {
    inner: DatabaseInner,
}

/// A transaction that writes. It can read too, because it holds a [`ReadTx`]. Dropping it rolls it back.
#[clippy::has_significant_drop]
pub struct WriteTx {
    tx: ReadTx,
    /// Its place among the writers to Postgres.
    _place: Option<HeldTurn<()>>,
    work: Arc<Notify>,
    has_work: bool,
    has_deleted: Arc<AtomicBool>,
    deletes: bool,
    texts: Vec<WrittenText>,
    /// Bytes of events and of stored responses.
    history: usize,
}

/// A text that was written: its author, and the pursuance in which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenText {
    pub author: ActorId,
    pub pursuance: Option<ActorId>,
}

enum DatabaseInner {
    SqliteRead(Transaction<'static, Sqlite>),
    SqliteOnce(PoolConnection<Sqlite>),
    SqliteWrite(WriterGuard),
    Postgres(Transaction<'static, Postgres>, PgSession),
    PostgresOnce(PoolConnection<Postgres>),
}

/// The connection inside a transaction.
pub(super) enum Conn<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection, PgSession),
}

impl Db {
    /// Opens the database at a `sqlite:` or `postgres:` URL. A missing SQLite file is created.
    ///
    /// # Errors
    /// When the URL is wrong or the database cannot be reached.
    pub async fn open(url: &str) -> StoreResult<Self> {
        let work = Arc::new(Notify::new());
        // A killed process may have deleted something before.
        let has_deleted = Arc::new(AtomicBool::new(true));
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let sessions = PgSessions::open(url).await?;
            let slow = Slow::with_places(SLOW_ON_POSTGRES);
            let searches = Arc::new(Semaphore::new(SEARCHES_ON_POSTGRES));
            let writers = Turns::at([(); WRITERS], WRITERS_OF_LANE);
            let kind = Kind::Postgres { sessions, searches, writers };
            return Ok(Self { kind, work, has_deleted, slow });
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: a message answered with 202 must survive a power cut.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(STATEMENTS)
            .with_regexp()
            .pragma("temp_store", "MEMORY");
        let writing = options
            .clone()
            // In KiB. The rows that one activity changes are spread over the tables; with the default of 2,000 they are
            // read again each time.
            .pragma("cache_size", "-16000")
            // Deleted content is overwritten; otherwise it would stay in free pages until these are reused.
            .pragma("secure_delete", "on")
            // In pages. Pages that change often are then copied from the log into the file less often; the log stays
            // below 32 MiB.
            .pragma("wal_autocheckpoint", "8000");
        let writer = SqliteConnection::connect_with(&writing).await?;
        let reading = options.read_only(true).create_if_missing(false);
        let watcher = SqliteConnection::connect_with(&reading).await?;
        let slow = Slow::with_places(SLOW_ON_SQLITE);
        // A file does not disappear; a test before each use would cost every page one statement.
        let pool = |most: u32| SqlitePoolOptions::new().max_connections(most).test_before_acquire(false);
        let readers = pool(READERS_ON_SQLITE).connect_with(reading.clone()).await?;
        let cleared = slow.clone();
        let searches = pool(u32::try_from(SEARCHES_ON_SQLITE).unwrap_or(1))
            .acquire_timeout(ACQUIRE)
            .after_release(move |conn, _| {
                let slow = cleared.clone();
                Box::pin(async move { slow.clear(conn).await.map(|()| true) })
            })
            .connect_lazy_with(reading);
        let watcher = Arc::new(Mutex::new(Some(watcher)));
        let kind = Kind::Sqlite { writer: Arc::new(BatchWriter::new(writer)), readers, searches, watcher };
        Ok(Self { kind, work, has_deleted, slow })
    }

    /// Begins a transaction that only reads: one consistent view.
    ///
    /// # Errors
    /// When no connection is available.
    pub fn read(&self) -> BoxFuture<'_, StoreResult<ReadTx>> {
        Box::pin(async move {
            let inner = match &self.kind {
                Kind::Sqlite { readers, .. } => DatabaseInner::SqliteRead(spin(readers.begin()).await?),
                Kind::Postgres { sessions, .. } => {
                    DatabaseInner::Postgres(sessions.begin(Begin::Reading).await?, sessions.session)
                }
            };
            Ok(ReadTx { inner })
        })
    }

    /// A connection for a single read: one statement is a consistent view without a transaction.
    ///
    /// # Errors
    /// When no connection is available.
    pub fn read_once(&self) -> BoxFuture<'_, StoreResult<ReadTx>> {
        Box::pin(async move {
            let inner = match &self.kind {
                Kind::Sqlite { readers, .. } => DatabaseInner::SqliteOnce(readers.acquire().await?),
                Kind::Postgres { sessions, .. } => {
                    let once = sessions.once().await?;
                    let Some(conn) = once else { return self.read().await };
                    DatabaseInner::PostgresOnce(conn)
                }
            };
            Ok(ReadTx { inner })
        })
    }

    /// Begins a transaction that writes. On SQLite it waits in the queue of writers.
    ///
    /// # Errors
    /// When no connection is available.
    pub fn write(&self) -> BoxFuture<'_, StoreResult<WriteTx>> {
        self.write_in(None)
    }

    /// Begins a transaction that writes, in a lane: few of one lane write at the same time or wait in the queue.
    ///
    /// # Errors
    /// [`StoreError::Crowded`] when too many of the lane wait; or when no connection is available.
    pub fn write_in(&self, lane: Option<TurnLane>) -> BoxFuture<'_, StoreResult<WriteTx>> {
        Box::pin(async move {
            let (inner, place) = match &self.kind {
                Kind::Sqlite { writer, .. } => {
                    (DatabaseInner::SqliteWrite(writer.clone().begin(lane).await?), None)
                }
                Kind::Postgres { sessions, writers, .. } => {
                    let place = writers.take(lane).await?;
                    let begun = sessions.begin(Begin::Writing).await?;
                    (DatabaseInner::Postgres(begun, sessions.session), Some(place))
                }
            };
            let tx = ReadTx { inner };
            let (work, has_deleted) = (self.work.clone(), self.has_deleted.clone());
            let texts = Vec::new();
            Ok(WriteTx {
                tx,
                _place: place,
                work,
                has_work: false,
                has_deleted,
                deletes: false,
                texts,
                history: 0,
            })
        })
    }

    /// Limits searches of this process to `longest` instead of [`LONGEST`](built::LONGEST).
    pub fn limit_searches(&self, longest: Duration) {
        self.slow.limit(longest);
    }

    /// Notifies the workers about new work of this process: due jobs or deliveries. The notification follows the commit, so a worker that
    /// subscribes first and then queries misses nothing.
    pub fn work(&self) -> &Notify {
        &self.work
    }

    /// The version of the contents, whichever process wrote them.
    pub async fn version(&self) -> StoreResult<Version> {
        Ok(Version(match &self.kind {
            Kind::Sqlite { watcher, .. } => {
                let mut watcher = watcher.lock().await;
                let Some(conn) = watcher.as_mut() else { return Err(sqlx::Error::PoolClosed.into()) };
                let row: (i64,) = spin(sqlx::query_as("pragma data_version").fetch_one(conn)).await?;
                VersionMark::Sqlite(row.0)
            }
            Kind::Postgres { sessions, .. } => {
                // Each commit leaves the list of running transactions, or moves its end.
                let sql = "select cast(pg_current_snapshot() as text)";
                let row = sqlx::raw_sql(sql).fetch_one(&sessions.pool).await?;
                VersionMark::Postgres(row.try_get(0)?)
            }
        }))
    }

    /// Whether this is the embedded database.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.kind, Kind::Sqlite { .. })
    }

    /// The sessions behind the connections to Postgres; none on SQLite.
    pub fn session(&self) -> Option<PgSession> {
        match &self.kind {
            Kind::Sqlite { .. } => None,
            Kind::Postgres { sessions, .. } => Some(sessions.session),
        }
    }

    /// Closes every connection, so that SQLite's log is folded into its file.
    pub async fn close(&self) {
        match &self.kind {
            Kind::Sqlite { writer, readers, searches, watcher } => {
                readers.close().await;
                searches.close().await;
                let watcher = watcher.lock().await.take();
                if let Some(watcher) = watcher {
                    // This connection has written nothing, so an error loses nothing.
                    let _ = watcher.close().await;
                }
                writer.close().await;
            }
            Kind::Postgres { sessions, .. } => sessions.pool.close().await,
        }
    }

    /// Runs SQL that is not known at compile time: migrations and their tests only.
    pub(super) async fn run_script(&self, sql: String) -> StoreResult<()> {
        let sql = sqlx::AssertSqlSafe(sql);
        match &self.kind {
            Kind::Sqlite { writer, .. } => {
                let mut slot = writer.turns.take(None).await?;
                let Some(conn) = slot.conn.as_mut() else { return Err(sqlx::Error::PoolClosed.into()) };
                sqlx::raw_sql(sql).execute(conn).await?;
            }
            Kind::Postgres { sessions, .. } => {
                sqlx::raw_sql(sql).execute(&sessions.pool).await?;
            }
        }
        Ok(())
    }
}

impl ReadTx {
    pub(super) fn conn(&mut self) -> Conn<'_> {
        match &mut self.inner {
            DatabaseInner::SqliteRead(tx) => Conn::Sqlite(tx),
            DatabaseInner::SqliteOnce(conn) => Conn::Sqlite(conn),
            DatabaseInner::SqliteWrite(guard) => Conn::Sqlite(guard.conn()),
            DatabaseInner::Postgres(tx, session) => Conn::Postgres(tx, *session),
            DatabaseInner::PostgresOnce(conn) => Conn::Postgres(conn, PgSession::Own),
        }
    }

    /// Whether this talks to the embedded database.
    pub fn is_sqlite(&self) -> bool {
        !matches!(self.inner, DatabaseInner::Postgres(..) | DatabaseInner::PostgresOnce(_))
    }
}

impl WriteTx {
    /// Makes everything in this transaction durable; returns after that.
    ///
    /// # Errors
    /// When the commit fails: then none of it has happened.
    pub fn commit(self) -> BoxFuture<'static, StoreResult<()>> {
        Box::pin(self.committed())
    }

    async fn committed(self) -> StoreResult<()> {
        // The place is released after the commit.
        let Self { tx, _place, work, has_work, has_deleted, deletes, .. } = self;
        match tx.inner {
            DatabaseInner::SqliteWrite(guard) => guard.commit().await?,
            DatabaseInner::Postgres(tx, _) => tx.commit().await.map_err(StoreError::of_commit)?,
            DatabaseInner::SqliteRead(_) | DatabaseInner::SqliteOnce(_) | DatabaseInner::PostgresOnce(_) => {}
        }
        if deletes {
            has_deleted.store(true, Ordering::Relaxed);
        }
        if has_work {
            work.notify_waiters();
        }
        Ok(())
    }

    /// Begins a part of this transaction that [`WriteTx::undo`] takes back and [`WriteTx::keep`] keeps; what was written
    /// before stays. Not inside another one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark(&mut self) -> StoreResult<()> {
        run!(self, "savepoint trial").map(drop)
    }

    /// Rolls back everything written since [`WriteTx::mark`], also after a failed statement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn undo(&mut self) -> StoreResult<()> {
        run!(self, "rollback to savepoint trial")?;
        run!(self, "release savepoint trial").map(drop)
    }

    /// Keeps everything written since [`WriteTx::mark`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep(&mut self) -> StoreResult<()> {
        run!(self, "release savepoint trial").map(drop)
    }

    /// Notes that a text was written.
    pub(super) fn note_text(&mut self, author: ActorId, pursuance: Option<ActorId>) {
        let text = WrittenText { author, pursuance };
        if !self.texts.contains(&text) {
            self.texts.push(text);
        }
    }

    /// The authors and pursuances of written texts, also of undone ones; each pair once.
    pub fn texts(&self) -> &[WrittenText] {
        &self.texts
    }

    /// Exempts the texts written so far from the limits of space.
    pub fn pardon_texts(&mut self) {
        self.texts.clear();
    }

    /// Counts bytes that were added to the events or to the stored responses; these belong to no sum of texts.
    pub(super) fn note_history(&mut self, bytes: usize) {
        self.history = self.history.saturating_add(bytes);
    }

    /// The bytes counted by `note_history`.
    pub fn history(&self) -> usize {
        self.history
    }

    /// Notifies the workers after the commit. Called by the functions that write work, so that no caller can forget it.
    pub(super) fn leaves_work(&mut self) {
        self.has_work = true;
    }

    /// Requests that the log of SQLite is emptied after the commit ([`Db::empty_log`]). Called by the functions that delete texts for good.
    pub(super) fn deletes_words(&mut self) {
        self.deletes = true;
    }
}

impl std::ops::Deref for WriteTx {
    type Target = ReadTx;
    fn deref(&self) -> &ReadTx {
        &self.tx
    }
}

impl std::ops::DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.tx
    }
}

/// Fetches every row of a query, as `$row`.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::db::Statement::new($tx.conn(), $sql)$(.bind($bind))*.all::<$row>().await
    };
}

/// Fetches every row of a query for a list, as `$row`; skips rows with an unreadable column.
macro_rules! each {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::db::all!($tx, $crate::store::damage::Found<$row>, $sql $(, $bind)*)
    };
}

/// Fetches the row of a query, if there is one.
macro_rules! optional {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::db::Statement::new($tx.conn(), $sql)$(.bind($bind))*.optional::<$row>().await
    };
}

/// Fetches the row of a query that always has one.
macro_rules! one {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::db::Statement::new($tx.conn(), $sql)$(.bind($bind))*.one::<$row>().await
    };
}

/// Runs a statement, and returns the number of changed rows.
macro_rules! run {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::db::Statement::new($tx.conn(), $sql)$(.bind($bind))*.run().await
    };
}

pub(super) use {all, each, one, optional, run};
