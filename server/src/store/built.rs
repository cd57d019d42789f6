//! A statement for a question of any length. Its words are constants of this program, and every value is bound: there is no
//! way to write a text of a person into it.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow, Postgres, Sqlite};

use super::damage::Found;
use super::db::{Conn, ReadTx};
use super::error::StoreResult;
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
        Ok(match tx.conn() {
            Conn::Sqlite(conn) => spin(query!(Sqlite).fetch_all(conn)).await?,
            Conn::Postgres(conn) => query!(Postgres).fetch_all(conn).await?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_never_among_the_words() {
        let mut built = Built::new("select 1 where $1 = ", [Value::from("'; drop table task; --")]);
        built.bind("x' or '1'='1").say(" and 2 < ").bind(3_i64);
        assert_eq!(built.sql, "select 1 where $1 = $2 and 2 < $3");
        assert_eq!(built.values.len(), 3);
    }
}
