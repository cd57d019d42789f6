//! A statement for a question of any length. Its words are constants of this program, and every value is bound: there is no
//! way to write a text of a person into it.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::postgres::PgRow;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, FromRow, Postgres, Sqlite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::damage::Found;
use super::db::{Conn, ReadTx};
use super::error::{StoreError, StoreResult};
use super::spin::spin;

/// Words and values, in order.
#[derive(Debug, Clone)]
pub(super) struct Built {
    /// Made by [`Built::say`] and [`Built::bind`] alone.
    sql: String,
    values: Vec<Value>,
}

/// A value as the database gets it.
#[derive(Debug, Clone)]
pub(super) enum Value {
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
    /// The beginning of a statement. `values` are `$1`, `$2` and so on in all its words.
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

    /// How the database reads it, in its own words and line by line: for the test that holds lists to their indices.
    pub async fn plan(mut self, tx: &mut ReadTx) -> StoreResult<String> {
        macro_rules! query {
            ($db:ty, $row:ty) => {{
                // Constants, and the numbers of places.
                let mut query = sqlx::query_as::<$db, $row>(AssertSqlSafe(self.sql)).persistent(false);
                for value in self.values {
                    query = match value {
                        Value::Text(text) => query.bind(text),
                        Value::Number(number) => query.bind(number),
                    };
                }
                query
            }};
        }
        let lines: Vec<String> = match tx.conn() {
            Conn::Sqlite(conn) => {
                self.sql.insert_str(0, "explain query plan ");
                let steps = spin(query!(Sqlite, (i64, i64, i64, String)).fetch_all(conn)).await?;
                steps.into_iter().map(|(id, above, _, step)| format!("{above}<{id} {step}")).collect()
            }
            Conn::Postgres(conn) => {
                // Until the end of the transaction. So few rows as a test has are read whole and sorted.
                const ORDERED: &str = "set local enable_seqscan = off; set local enable_bitmapscan = off;
                    set local enable_sort = off";
                sqlx::raw_sql(ORDERED).execute(&mut *conn).await?;
                self.sql.insert_str(0, "explain ");
                let lines = query!(Postgres, (String,)).fetch_all(conn).await?;
                lines.into_iter().map(|(line,)| line).collect()
            }
        };
        Ok(lines.join("\n"))
    }

    /// The rows it finds. No connection keeps it prepared: the next question has other words.
    ///
    /// # Errors
    /// [`StoreError::TooSlow`] after [`LONGEST`]; on Postgres nothing else can be asked in the transaction then.
    pub async fn rows<R>(self, tx: &mut ReadTx) -> StoreResult<Vec<Found<R>>>
    where
        R: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        macro_rules! query {
            ($db:ty) => {{
                // Constants, and the numbers of places.
                let mut query = sqlx::query_as::<$db, Found<R>>(AssertSqlSafe(self.sql)).persistent(false);
                for value in self.values {
                    query = match value {
                        Value::Text(text) => query.bind(text),
                        Value::Number(number) => query.bind(number),
                    };
                }
                query
            }};
        }
        let (conn, mut composed) = tx.parts();
        let left = composed.as_ref().map(|composed| composed.left());
        if left.is_some_and(|left| left.is_zero()) {
            return Err(StoreError::TooSlow);
        }
        let begun = Instant::now();
        let found = match conn {
            Conn::Sqlite(conn) => {
                let watch = match &composed {
                    Some(composed) => Some(Watch::on(conn, begun, composed).await?),
                    None => None,
                };
                let found = spin(query!(Sqlite).fetch_all(conn)).await;
                if let Some(watch) = watch {
                    watch.end();
                }
                found
            }
            Conn::Postgres(conn) => {
                if let Some(limit) = composed.as_mut().and_then(|composed| composed.timeout()) {
                    // In milliseconds, until the end of the transaction.
                    const SQL: &str = "select set_config('statement_timeout', cast($1 as text), true)";
                    let limit = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX).max(1);
                    sqlx::query(SQL).bind(limit).execute(&mut *conn).await?;
                }
                query!(Postgres).fetch_all(conn).await
            }
        };
        if let Some(composed) = composed {
            composed.took += begun.elapsed().saturating_sub(FREE);
        }
        found.map_err(|error| StoreError::from(error).or_too_slow())
    }
}

/// How long the composed statements of one transaction may take together. What they ask is composed by whoever looks, visitors too, and
/// one that finds little may look at every task there is, several times; while it runs, it has a core and a connection of its own.
pub const LONGEST: Duration = Duration::from_secs(3);

/// How many of those that take longer than [`FREE`] there may be at once, of the connections that read: half of them.
pub const SLOW_ON_SQLITE: usize = 2;
pub const SLOW_ON_POSTGRES: usize = 8;

/// Of each statement so much does not count: whoever makes very many quick ones is not stopped.
const FREE: Duration = Duration::from_millis(100);

/// So many steps of SQLite lie between two looks at the clock: a few milliseconds.
const STEPS: i32 = 100_000;

/// The room for composed statements that take longer than [`FREE`]: with fewer places than there are connections, pages that search for
/// nothing find one, however many visitors search for what takes long.
#[derive(Debug, Clone)]
pub(super) struct Slow {
    places: Arc<Semaphore>,
    /// [`LONGEST`] in milliseconds; a test may have less.
    longest: Arc<AtomicU64>,
}

impl Slow {
    /// Room for so many at once.
    pub fn with_places(places: usize) -> Self {
        let slow = Self { places: Arc::new(Semaphore::new(places)), longest: Arc::default() };
        slow.limit(LONGEST);
        slow
    }

    pub fn limit(&self, longest: Duration) {
        self.longest.store(u64::try_from(longest.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn longest(&self) -> Duration {
        Duration::from_millis(self.longest.load(Ordering::Relaxed))
    }

    fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().try_acquire_owned().ok()
    }
}

/// What the composed statements of one reader have taken.
pub(super) struct Composed {
    slow: Slow,
    took: Duration,
    /// On Postgres, from the first of them on: how long one may take, and the place, if there was one.
    limited: Option<(Duration, Option<OwnedSemaphorePermit>)>,
}

impl Composed {
    pub fn new(slow: Slow) -> Self {
        Self { slow, took: Duration::ZERO, limited: None }
    }

    fn left(&self) -> Duration {
        self.slow.longest().saturating_sub(self.took)
    }

    /// The time for the next statement on Postgres, where another one holds until now.
    fn timeout(&mut self) -> Option<Duration> {
        let left = self.left();
        let (limit, place) = match self.limited.take() {
            Some((limit, place)) if limit <= left => {
                self.limited = Some((limit, place));
                return None;
            }
            Some((_, place)) => (left, place),
            None => match self.slow.place() {
                Some(place) => (left, Some(place)),
                None => (left.min(FREE), None),
            },
        };
        self.limited = Some((limit, place));
        Some(limit)
    }
}

/// Ends a statement of SQLite that takes too long, or takes long where too many do, or that nobody waits for any more.
struct Watch(Arc<Running>);

struct Running {
    state: AtomicU8,
    /// The place of a statement that takes longer than [`FREE`].
    place: Mutex<Option<OwnedSemaphorePermit>>,
}

/// The statement runs, and somebody waits for it.
const RUNS: u8 = 0;
/// It has ended.
const ENDED: u8 = 1;
/// Whoever waited has gone away.
const LEFT: u8 = 2;

impl Running {
    fn place(&self) -> std::sync::MutexGuard<'_, Option<OwnedSemaphorePermit>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it has a place, or finds one.
    fn has_place(&self, slow: &Slow) -> bool {
        let mut place = self.place();
        if place.is_none() && self.state.load(Ordering::Relaxed) == RUNS {
            *place = slow.place();
        }
        place.is_some()
    }

    /// Whether it was in this state, and is in the next one from now on.
    fn goes(&self, from: u8, to: u8) -> bool {
        self.state.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl Watch {
    async fn on(conn: &mut SqliteConnection, begun: Instant, composed: &Composed) -> StoreResult<Self> {
        let running = Arc::new(Running { state: AtomicU8::new(RUNS), place: Mutex::default() });
        let watch = Self(running.clone());
        let (left, slow) = (composed.left(), composed.slow.clone());
        let goes_on = move || match running.state.load(Ordering::Relaxed) {
            RUNS => {
                let took = begun.elapsed();
                took < left && (took < FREE || running.has_place(&slow))
            }
            // Only this one: the connection is used again, and keeps the handler until the next composed statement.
            LEFT => !running.goes(LEFT, ENDED),
            _ => true,
        };
        conn.lock_handle().await?.set_progress_handler(STEPS, goes_on);
        Ok(watch)
    }

    fn end(self) {
        self.0.state.store(ENDED, Ordering::Relaxed);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.goes(RUNS, LEFT);
        self.0.place().take();
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection as _;

    use super::*;

    /// Counts up to a number, or for ever.
    async fn count(conn: &mut SqliteConnection, most: i64) -> StoreResult<i64> {
        const SQL: &str = "with recursive n (i) as (select 1 union all select i + 1 from n where i <> $1) select count(*) from n";
        let counted: sqlx::Result<(i64,)> = sqlx::query_as(SQL).bind(most).fetch_one(conn).await;
        counted.map(|(count,)| count).map_err(|error| StoreError::from(error).or_too_slow())
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
        let watch = Watch::on(&mut conn, Instant::now(), &soon).await.unwrap();
        assert!(matches!(count(&mut conn, -1).await, Err(StoreError::TooSlow)));
        watch.end();
        assert_eq!(count(&mut conn, 100_000).await.unwrap(), 100_000, "the watch is over");

        // Whoever asked goes away while it runs.
        let late = within(&slow, Duration::from_secs(3_600));
        drop(Watch::on(&mut conn, Instant::now(), &late).await.unwrap());
        assert!(matches!(count(&mut conn, -1).await, Err(StoreError::TooSlow)));
        assert_eq!(count(&mut conn, 100_000).await.unwrap(), 100_000, "the connection is used again");
    }

    #[tokio::test]
    async fn a_statement_takes_long_only_in_a_place_of_its_own() {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let slow = Slow::with_places(1);
        let long = within(&slow, Duration::from_secs(3_600));
        let taken = slow.place().unwrap();
        let watch = Watch::on(&mut conn, Instant::now(), &long).await.unwrap();
        assert!(matches!(count(&mut conn, -1).await, Err(StoreError::TooSlow)), "no place is free");
        watch.end();
        drop(taken);

        let begun = Instant::now().checked_sub(FREE).unwrap();
        let watch = Watch::on(&mut conn, begun, &long).await.unwrap();
        assert_eq!(count(&mut conn, 1_000_000).await.unwrap(), 1_000_000);
        assert!(slow.place().is_none(), "it has the place");
        watch.end();
        assert!(slow.place().is_some(), "the place is free again");
    }

    #[test]
    fn on_postgres_a_limit_is_given_once_and_again_when_little_is_left() {
        let slow = Slow::with_places(1);
        let mut first = Composed::new(slow.clone());
        let mut second = Composed::new(slow);
        assert_eq!(first.timeout(), Some(LONGEST));
        assert_eq!(first.timeout(), None);
        first.took = LONGEST / 2;
        assert_eq!(first.timeout(), Some(LONGEST / 2));
        assert_eq!(second.timeout(), Some(FREE), "no place is free");
        drop(first);
        assert_eq!(second.timeout(), None, "it goes on as it began");
    }

    #[test]
    fn a_value_is_never_among_the_words() {
        let mut built = Built::new("select 1 where $1 = ", [Value::from("'; drop table task; --")]);
        built.bind("x' or '1'='1").say(" and 2 < ").bind(3_i64);
        assert_eq!(built.sql, "select 1 where $1 = $2 and 2 < $3");
        assert_eq!(built.values.len(), 3);
    }
}
