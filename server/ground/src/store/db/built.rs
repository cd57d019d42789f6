//! A composed SQL statement. Its words are constants of this program, and every value is bound, so no text of a person can become SQL.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::statement::{FromEither, Sink, Statement};
use super::{Conn, PgSession, ReadTx, SEARCHES_ON_POSTGRES, SEARCHES_ON_SQLITE, SearchTx};
use crate::store::damage::Found;
use crate::store::error::{StoreError, StoreResult};

/// Words and values, in order.
#[derive(Debug, Clone)]
pub(in crate::store) struct Built {
    /// Written only by [`Built::say`] and [`Built::bind`].
    sql: String,
    values: Vec<Value>,
}

/// A bound value.
#[derive(Debug, Clone)]
pub(in crate::store) enum Value {
    Text(Option<String>),
    Number(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl Built {
    /// Begins a statement. `values` are `$1`, `$2` and so on in all its words.
    pub fn new(words: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        Self { sql: words.to_owned(), values: values.into_iter().collect() }
    }

    /// Adds words.
    pub fn say(&mut self, words: &'static str) -> &mut Self {
        self.sql.push_str(words);
        self
    }

    /// Adds a value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.sql.push('$');
        self.sql.push_str(&self.values.len().to_string());
        self
    }

    /// Adds a constant word as a literal value, so that the generic plan takes it into account; the plan cannot see bound values.
    pub fn quote(&mut self, word: &'static str) -> &mut Self {
        self.say("'").say(word).say("'")
    }

    /// Adds a number as a literal value, so that the generic plan takes it into account.
    pub fn number(&mut self, number: i64) -> &mut Self {
        self.sql.push_str(&number.to_string());
        self
    }

    /// Returns the query plan of the database, line by line, for the test that each list uses its index.
    pub async fn plan(mut self, tx: &mut ReadTx) -> StoreResult<String> {
        let lines: Vec<String> = match tx.conn() {
            Conn::Sqlite(conn) => {
                self.sql.insert_str(0, "explain query plan ");
                let steps = self.on(Conn::Sqlite(conn)).kept(false).all::<(i64, i64, i64, String)>().await?;
                steps.into_iter().map(|(id, above, _, step)| format!("{above}<{id} {step}")).collect()
            }
            Conn::Postgres(conn, session) => {
                // Until the end of the transaction. Without these settings, the few rows of a test would be scanned and sorted.
                const ORDERED: &str = "set local enable_seqscan = off; set local enable_bitmapscan = off;
                    set local enable_sort = off";
                sqlx::raw_sql(ORDERED).execute(&mut *conn).await?;
                self.sql.insert_str(0, "explain ");
                let lines = self.on(Conn::Postgres(conn, session)).kept(false).all::<(String,)>().await?;
                lines.into_iter().map(|(line,)| line).collect()
            }
        };
        Ok(lines.join("\n"))
    }

    /// Fetches the rows. The statement stays prepared only if the reader [keeps](SearchTx::keep) it, because the next query of a client
    /// usually differs.
    ///
    /// # Errors
    /// [`StoreError::TooSlow`] after [`LONGEST`]; on Postgres nothing else can be asked in the transaction then.
    pub async fn rows<R: FromEither>(self, tx: &mut SearchTx) -> StoreResult<Vec<Found<R>>> {
        let mut found = Vec::new();
        self.each(tx, &mut |row| {
            found.push(row.read()?);
            Ok(())
        })
        .await?;
        Ok(found)
    }

    fn each<'s>(mut self, tx: &'s mut SearchTx, sink: Sink<'s>) -> BoxFuture<'s, StoreResult<()>> {
        Box::pin(async move {
            let is_kept = tx.keeps;
            if is_kept && !tx.is_sqlite() {
                self.sql = for_any_value(&self.sql);
            }
            let (conn, composed) = tx.begin();
            if composed.left().is_zero() {
                tx.end();
                return Err(StoreError::TooSlow);
            }
            let begun = Instant::now();
            let found = match conn {
                Conn::Sqlite(conn) => {
                    let watch = StatementWatch::on(conn, begun, composed).await?;
                    let found = self.on(Conn::Sqlite(conn)).kept(is_kept).each(sink).await;
                    watch.end();
                    found
                }
                Conn::Postgres(conn, session) => {
                    if let Some(limit) = composed.timeout() {
                        limit_statements(conn, session, limit).await?;
                    }
                    let found = self.on(Conn::Postgres(&mut *conn, session)).kept(is_kept).each(sink).await;
                    // The next statement may be no search, and must not inherit the limit. After a failed search the transaction is
                    // unusable.
                    if found.is_ok() && composed.forget_short() {
                        limit_statements(conn, session, Duration::ZERO).await?;
                    }
                    found
                }
            };
            composed.took += begun.elapsed().saturating_sub(FREE);
            composed.place = None;
            tx.end();
            found.map_err(StoreError::from)
        })
    }

    /// Makes the statement for a connection.
    fn on(self, conn: Conn<'_>) -> Statement<'_> {
        // Safe: only constants and the numbers of placeholders.
        let statement = Statement::new(conn, AssertSqlSafe(self.sql));
        self.values.into_iter().fold(statement, |statement, value| match value {
            Value::Text(text) => statement.bind(text),
            Value::Number(number) => statement.bind(number),
        })
    }
}

/// Rewrites a statement so that Postgres keeps a generic plan: the first value, the pursuance, moves into a subquery, which the planner
/// cannot look into. Otherwise it would plan anew for each pursuance whose plan looks cheaper.
fn for_any_value(sql: &str) -> String {
    sql.replace(" = $1 ", " = (select cast($1 as text)) ")
}

/// Limits the time of a statement until the end of the transaction; zero: no limit.
async fn limit_statements(conn: &mut PgConnection, session: PgSession, limit: Duration) -> StoreResult<()> {
    const SQL: &str = "select set_config('statement_timeout', cast($1 as text), true)";
    let millis = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
    let millis = if limit.is_zero() { 0 } else { millis.max(1) };
    Statement::new(Conn::Postgres(conn, session), SQL).bind(millis).run().await.map(drop)
}

/// The total time limit for the composed statements of one transaction. Every reader can cause them, visitors too; a statement that finds
/// little may scan every task several times, and occupies a core and a connection meanwhile.
pub const LONGEST: Duration = Duration::from_secs(3);

/// The number of statements that may take longer than [`FREE`] at once: half of the connections for searches.
pub const SLOW_ON_SQLITE: usize = SEARCHES_ON_SQLITE / 2;
pub const SLOW_ON_POSTGRES: usize = SEARCHES_ON_POSTGRES / 2;

/// The time of each statement that does not count towards [`LONGEST`], so that a response of many quick statements is not aborted. The
/// limit of the client counts all time.
const FREE: Duration = Duration::from_millis(100);

/// The steps of SQLite between two looks at the clock: a few milliseconds.
const STEPS: i32 = 100_000;

/// How long after a caller abandoned its statement a returned connection may still be the one that ran it.
const CLEARED: Duration = Duration::from_secs(60);

/// A semaphore for composed statements that take longer than [`FREE`]. It has fewer permits than there are connections for searches, so
/// quick statements always find a connection.
#[derive(Debug, Clone)]
pub(in crate::store) struct Slow {
    places: Arc<Semaphore>,
    /// [`LONGEST`] in milliseconds; a test may have less.
    longest: Arc<AtomicU64>,
    /// The last time at which a caller abandoned a statement of SQLite.
    left_at: Arc<Mutex<Option<Instant>>>,
}

impl Slow {
    /// Makes a semaphore with `places` permits.
    pub fn with_places(places: usize) -> Self {
        let places = Arc::new(Semaphore::new(places));
        let slow = Self { places, longest: Arc::default(), left_at: Arc::default() };
        slow.limit(LONGEST);
        slow
    }

    pub fn limit(&self, longest: Duration) {
        self.longest.store(u64::try_from(longest.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn longest(&self) -> Duration {
        Duration::from_millis(self.longest.load(Ordering::Relaxed))
    }

    /// Removes the progress handler of a statement that its caller may have abandoned: it must not interrupt the next statement on the
    /// connection.
    pub async fn clear(&self, conn: &mut SqliteConnection) -> sqlx::Result<()> {
        let left_at = *self.left_at.lock().unwrap_or_else(PoisonError::into_inner);
        if left_at.is_some_and(|at| at.elapsed() < CLEARED) {
            conn.lock_handle().await?.remove_progress_handler();
        }
        Ok(())
    }

    fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().try_acquire_owned().ok()
    }
}

/// The time that the composed statements of one reader have taken.
pub(in crate::store) struct Composed {
    slow: Slow,
    took: Duration,
    /// On Postgres: its permit, if there was one, and the current time limit of statements.
    place: Option<OwnedSemaphorePermit>,
    limit: Option<Duration>,
}

impl Composed {
    pub fn new(slow: Slow) -> Self {
        Self { slow, took: Duration::ZERO, place: None, limit: None }
    }

    fn left(&self) -> Duration {
        self.slow.longest().saturating_sub(self.took)
    }

    /// Computes the limit for the next statement on Postgres; none if the current one is at most as long.
    fn timeout(&mut self) -> Option<Duration> {
        self.place = self.place.take().or_else(|| self.slow.place());
        let left = self.left();
        let limit = if self.place.is_some() { left } else { left.min(FREE) };
        if self.limit.is_some_and(|now| now <= limit) {
            return None;
        }
        self.limit = Some(limit);
        Some(limit)
    }

    /// Forgets a limit that is shorter than [`LONGEST`]; returns whether there was one.
    fn forget_short(&mut self) -> bool {
        let is_short = self.limit.is_some_and(|limit| limit < LONGEST);
        if is_short {
            self.limit = None;
        }
        is_short
    }
}

/// Interrupts a statement of SQLite that takes too long, that takes long while too many others do, or whose caller is gone.
struct StatementWatch {
    running: Arc<RunningStatement>,
    slow: Slow,
}

struct RunningStatement {
    state: AtomicU8,
    /// The permit of a statement that takes longer than [`FREE`].
    place: Mutex<Option<OwnedSemaphorePermit>>,
}

/// The statement runs, and its caller waits for it.
const RUNS: u8 = 0;
/// It has ended.
const ENDED: u8 = 1;
/// The caller was dropped.
const LEFT: u8 = 2;

impl RunningStatement {
    fn place(&self) -> std::sync::MutexGuard<'_, Option<OwnedSemaphorePermit>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it has a permit, or can get one now.
    fn has_place(&self, slow: &Slow) -> bool {
        let mut place = self.place();
        if place.is_none() && self.state.load(Ordering::Relaxed) == RUNS {
            *place = slow.place();
        }
        place.is_some()
    }

    /// Moves from one state to another; returns whether it was in the first one.
    fn goes(&self, from: u8, to: u8) -> bool {
        self.state.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl StatementWatch {
    async fn on(conn: &mut SqliteConnection, begun: Instant, composed: &Composed) -> StoreResult<Self> {
        let running = Arc::new(RunningStatement { state: AtomicU8::new(RUNS), place: Mutex::default() });
        let (left, slow) = (composed.left(), composed.slow.clone());
        let watch = Self { running: running.clone(), slow: slow.clone() };
        let goes_on = move || match running.state.load(Ordering::Relaxed) {
            RUNS => {
                let took = begun.elapsed();
                took < left && (took < FREE || running.has_place(&slow))
            }
            // Interrupts only this statement: the connection is reused, and keeps the handler until the next composed statement.
            LEFT => !running.goes(LEFT, ENDED),
            _ => true,
        };
        conn.lock_handle().await?.set_progress_handler(STEPS, goes_on);
        Ok(watch)
    }

    fn end(self) {
        self.running.state.store(ENDED, Ordering::Relaxed);
    }
}

impl Drop for StatementWatch {
    fn drop(&mut self) {
        if self.running.goes(RUNS, LEFT) {
            *self.slow.left_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        self.running.place().take();
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection as _;

    use super::*;
    use crate::bounds::client::Client;
    use crate::bounds::searchers::{SearchClient, Searchers};
    use crate::platform::clock::Clock;
    use crate::store::db::Db;

    /// Counts up to a number, or for ever.
    async fn count(conn: &mut SqliteConnection, most: i64) -> StoreResult<i64> {
        const SQL: &str = "with recursive n (i) as (select 1 union all select i + 1 from n where i <> $1) select count(*) from n";
        let counted: sqlx::Result<(i64,)> = sqlx::query_as(SQL).bind(most).fetch_one(conn).await;
        counted.map(|(count,)| count).map_err(StoreError::from)
    }

    fn within(slow: &Slow, longest: Duration) -> Composed {
        slow.limit(longest);
        Composed::new(slow.clone())
    }

    #[tokio::test]
    async fn a_statement_that_takes_too_long_is_ended_and_the_next_one_is_not() {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let slow = Slow::with_places(1);
        let soon = within(&slow, Duration::from_millis(20));
        let watch = StatementWatch::on(&mut conn, Instant::now(), &soon).await.unwrap();
        assert!(matches!(count(&mut conn, -1).await, Err(StoreError::TooSlow)));
        watch.end();
        assert_eq!(count(&mut conn, 100_000).await.unwrap(), 100_000, "the watch is over");

        // The caller goes away while it runs.
        let late = within(&slow, Duration::from_secs(3_600));
        drop(StatementWatch::on(&mut conn, Instant::now(), &late).await.unwrap());
        assert!(matches!(count(&mut conn, -1).await, Err(StoreError::TooSlow)));
        assert_eq!(count(&mut conn, 100_000).await.unwrap(), 100_000, "the connection is used again");

        // The caller goes away, and its statement has ended by itself.
        drop(StatementWatch::on(&mut conn, Instant::now(), &late).await.unwrap());
        slow.clear(&mut conn).await.unwrap();
        assert_eq!(count(&mut conn, 1_000_000).await.unwrap(), 1_000_000);
    }

    #[tokio::test]
    async fn a_statement_takes_long_only_in_a_place_of_its_own() {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let slow = Slow::with_places(1);
        let long = within(&slow, Duration::from_secs(3_600));
        let taken = slow.place().unwrap();
        let watch = StatementWatch::on(&mut conn, Instant::now(), &long).await.unwrap();
        assert!(matches!(count(&mut conn, -1).await, Err(StoreError::TooSlow)), "no place is free");
        watch.end();
        drop(taken);

        let begun = Instant::now().checked_sub(FREE).unwrap();
        let watch = StatementWatch::on(&mut conn, begun, &long).await.unwrap();
        assert_eq!(count(&mut conn, 1_000_000).await.unwrap(), 1_000_000);
        assert!(slow.place().is_none(), "it has the place");
        watch.end();
        assert!(slow.place().is_some(), "the place is free again");
    }

    #[tokio::test]
    async fn a_connection_keeps_the_statements_of_a_reader_that_keeps_them_and_no_others() {
        let db = Db::open("sqlite::memory:").await.unwrap();
        let client = SearchClient::Visitors(Client::at([192, 0, 2, 1].into()));
        let turn = Searchers::new(&Clock::System).turn(&client).await.unwrap();
        let mut tx = db.search(turn).await.unwrap();
        let mut kept = Vec::new();
        for keeps in [false, true] {
            if keeps {
                tx.keep();
            }
            let found = Built::new("select 7 as n", []).rows::<(i64,)>(&mut tx).await.unwrap();
            assert_eq!(found.len(), 1);
            let Conn::Sqlite(conn) = tx.conn() else { panic!("it is SQLite") };
            kept.push(conn.cached_statements_size());
        }
        assert_eq!(kept[1], kept[0] + 1);
    }

    #[test]
    fn on_postgres_a_limit_is_given_once_and_again_when_little_is_left() {
        let slow = Slow::with_places(1);
        let (mut first, mut second) = (Composed::new(slow.clone()), Composed::new(slow));
        assert_eq!((first.timeout(), first.forget_short()), (Some(LONGEST), false));
        assert_eq!((first.timeout(), first.forget_short()), (None, false));
        first.took = LONGEST / 2;
        assert_eq!((first.timeout(), first.forget_short()), (Some(LONGEST / 2), true));
        assert_eq!((second.timeout(), second.forget_short()), (Some(FREE), true), "no place is free");
        drop(first);
        assert_eq!((second.timeout(), second.forget_short()), (Some(LONGEST), false));
    }

    #[test]
    fn a_value_is_never_among_the_words() {
        let mut built = Built::new("select 1 where $1 = ", [Value::from("'; drop table task; --")]);
        built.bind("x' or '1'='1").say(" and 2 < ").bind(3_i64);
        assert_eq!(built.sql, "select 1 where $1 = $2 and 2 < $3");
        assert_eq!(built.values.len(), 3);
    }
}
