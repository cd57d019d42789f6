//! A statement for a question of any length. Its words are constants of this program, and every value is bound: there is no
//! way to write a text of a person into it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use sqlx::postgres::PgRow;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, FromRow, Postgres, Sqlite};

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
        let composed = tx.composed;
        let left = composed.map(|composed| LONGEST.saturating_sub(composed));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(StoreError::TooSlow);
        }
        let begun = Instant::now();
        let found = match tx.conn() {
            Conn::Sqlite(conn) => {
                let watch = match left {
                    Some(left) => Some(Watch::on(conn, begun + left).await?),
                    None => None,
                };
                let found = spin(query!(Sqlite).fetch_all(conn)).await;
                if let Some(watch) = watch {
                    watch.end();
                }
                found
            }
            Conn::Postgres(conn) => {
                if composed.is_some_and(|composed| composed.is_zero()) {
                    // Until the end of the transaction; as long as LONGEST.
                    sqlx::query("set local statement_timeout = 3000").execute(&mut *conn).await?;
                }
                query!(Postgres).fetch_all(conn).await
            }
        };
        let took = begun.elapsed().saturating_sub(FREE).max(Duration::from_nanos(1));
        tx.composed = composed.map(|composed| composed + took);
        found.map_err(|error| StoreError::from(error).or_too_slow())
    }
}

/// How long the composed statements of one transaction may take together. What they ask is composed by whoever looks, visitors too, and
/// one that finds little may look at every task there is, several times; while it runs, it has a core and a connection of its own.
pub const LONGEST: Duration = Duration::from_secs(3);

/// Of each statement so much does not count: whoever makes very many quick ones is not stopped.
const FREE: Duration = Duration::from_millis(100);

/// So many steps of SQLite lie between two looks at the clock: a few milliseconds.
const STEPS: i32 = 100_000;

/// Ends a statement of SQLite that takes too long, or that nobody waits for any more.
struct Watch(Arc<AtomicU8>);

/// The statement runs, and somebody waits for it.
const RUNS: u8 = 0;
/// It has ended.
const ENDED: u8 = 1;
/// Whoever waited has gone away.
const LEFT: u8 = 2;

impl Watch {
    async fn on(conn: &mut SqliteConnection, until: Instant) -> StoreResult<Self> {
        let state = Arc::new(AtomicU8::new(RUNS));
        let seen = state.clone();
        conn.lock_handle().await?.set_progress_handler(STEPS, move || match seen.load(Ordering::Relaxed) {
            RUNS => Instant::now() < until,
            // Only this one: the connection is used again, and keeps the handler until the next composed statement.
            LEFT => seen.swap(ENDED, Ordering::Relaxed) != LEFT,
            _ => true,
        });
        Ok(Self(state))
    }

    fn end(self) {
        self.0.store(ENDED, Ordering::Relaxed);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.compare_exchange(RUNS, LEFT, Ordering::Relaxed, Ordering::Relaxed);
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

    #[tokio::test]
    async fn a_statement_that_takes_too_long_is_ended_and_the_next_one_is_not() {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let soon = || Instant::now() + Duration::from_millis(20);
        let watch = Watch::on(&mut conn, soon()).await.unwrap();
        assert!(matches!(count(&mut conn, -1).await, Err(StoreError::TooSlow)));
        watch.end();
        assert_eq!(count(&mut conn, 100_000).await.unwrap(), 100_000, "the watch is over");

        // Whoever asked goes away while it runs.
        drop(Watch::on(&mut conn, Instant::now() + Duration::from_secs(3_600)).await.unwrap());
        assert!(matches!(count(&mut conn, -1).await, Err(StoreError::TooSlow)));
        assert_eq!(count(&mut conn, 100_000).await.unwrap(), 100_000, "the connection is used again");
    }

    #[test]
    fn a_value_is_never_among_the_words() {
        let mut built = Built::new("select 1 where $1 = ", [Value::from("'; drop table task; --")]);
        built.bind("x' or '1'='1").say(" and 2 < ").bind(3_i64);
        assert_eq!(built.sql, "select 1 where $1 = $2 and 2 < $3");
        assert_eq!(built.values.len(), 3);
    }
}
