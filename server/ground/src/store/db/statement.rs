//! A statement with its values, on either database.
//!
//! Generic code is compiled for each type of row and each type of value, and again in each coroutine that awaits it. So it does as little
//! as possible here: it encodes values and decodes rows; everything else is one boxed future for all statements.

use futures::TryStreamExt;
use futures::future::BoxFuture;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Encode, FromRow, Postgres, SqlSafeStr, SqlStr, Sqlite, Type};

use super::{Conn, PgSession};
use crate::store::error::{StoreError, StoreResult};
use crate::store::spin_wait::spin;

/// A value that both databases accept.
pub(in crate::store) trait Bindable<'q>:
    Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres>
{
}

impl<'q, T> Bindable<'q> for T where
    T: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres>
{
}

/// A type that is read from a row of either database.
pub(in crate::store) trait FromEither:
    Send + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>
{
}

impl<T> FromEither for T where T: Send + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// Values in the form of their database.
enum Values {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

/// A row of either database.
pub(in crate::store) enum EitherRow {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl EitherRow {
    /// Decodes the row as `R`.
    pub fn read<R: FromEither>(&self) -> sqlx::Result<R> {
        match self {
            Self::Sqlite(row) => R::from_row(row),
            Self::Postgres(row) => R::from_row(row),
        }
    }
}

/// Takes the rows of a statement one by one.
pub(in crate::store) type Sink<'s> = &'s mut (dyn FnMut(&EitherRow) -> sqlx::Result<()> + Send);

/// A statement on a connection, with the values bound so far.
#[must_use = "a statement does nothing until it is awaited"]
pub(in crate::store) struct Statement<'c> {
    conn: Conn<'c>,
    sql: SqlStr,
    values: Result<Values, BoxDynError>,
    is_kept: bool,
}

impl<'c> Statement<'c> {
    /// Makes a statement that its connection keeps prepared, unless its session is lent.
    pub fn new(conn: Conn<'c>, sql: impl SqlSafeStr) -> Self {
        let is_kept = !matches!(conn, Conn::Postgres(_, PgSession::Lent));
        let values = match conn {
            Conn::Sqlite(_) => Values::Sqlite(SqliteArguments::default()),
            Conn::Postgres(..) => Values::Postgres(PgArguments::default()),
        };
        Self { conn, sql: sql.into_sql_str(), values: Ok(values), is_kept }
    }

    /// Sets whether the connection keeps it prepared, where it can.
    pub fn kept(self, is_kept: bool) -> Self {
        Self { is_kept: is_kept && self.is_kept, ..self }
    }

    /// Binds the next value; one that cannot be encoded fails the statement when it is awaited.
    pub fn bind<'q>(mut self, value: impl Bindable<'q>) -> Self {
        if let Ok(values) = &mut self.values {
            let bound = match values {
                Values::Sqlite(values) => Arguments::add(values, value),
                Values::Postgres(values) => Arguments::add(values, value),
            };
            if let Err(error) = bound {
                self.values = Err(error);
            }
        }
        self
    }

    /// Fetches every row, as `R`.
    pub async fn all<R: FromEither>(self) -> StoreResult<Vec<R>> {
        let mut found = Vec::new();
        self.each(&mut |row| {
            found.push(row.read()?);
            Ok(())
        })
        .await?;
        Ok(found)
    }

    /// Fetches the first row, as `R`, if there is one.
    pub async fn optional<R: FromEither>(self) -> StoreResult<Option<R>> {
        Ok(self.first().await?.map(|row| row.read()).transpose()?)
    }

    /// Fetches the first row, as `R`.
    ///
    /// # Errors
    /// Also if there is none.
    pub async fn one<R: FromEither>(self) -> StoreResult<R> {
        self.optional().await?.ok_or_else(|| StoreError::from(sqlx::Error::RowNotFound))
    }

    /// Runs it, and returns the number of changed rows.
    pub fn run(self) -> BoxFuture<'c, StoreResult<u64>> {
        Box::pin(async move {
            let Self { conn, sql, values, is_kept } = self;
            Ok(match (conn, values.map_err(sqlx::Error::Encode)?) {
                (Conn::Sqlite(conn), Values::Sqlite(values)) => {
                    let query = sqlx::query_with(sql, values).persistent(is_kept);
                    spin(query.execute(conn)).await?.rows_affected()
                }
                (Conn::Postgres(conn, _), Values::Postgres(values)) => {
                    sqlx::query_with(sql, values).persistent(is_kept).execute(conn).await?.rows_affected()
                }
                (Conn::Sqlite(_), Values::Postgres(_)) | (Conn::Postgres(..), Values::Sqlite(_)) => mixed()?,
            })
        })
    }

    fn first(self) -> BoxFuture<'c, sqlx::Result<Option<EitherRow>>> {
        Box::pin(async move {
            let Self { conn, sql, values, is_kept } = self;
            match (conn, values.map_err(sqlx::Error::Encode)?) {
                (Conn::Sqlite(conn), Values::Sqlite(values)) => {
                    let query = sqlx::query_with(sql, values).persistent(is_kept);
                    Ok(spin(query.fetch_optional(conn)).await?.map(EitherRow::Sqlite))
                }
                (Conn::Postgres(conn, _), Values::Postgres(values)) => {
                    let query = sqlx::query_with(sql, values).persistent(is_kept);
                    Ok(query.fetch_optional(conn).await?.map(EitherRow::Postgres))
                }
                (Conn::Sqlite(_), Values::Postgres(_)) | (Conn::Postgres(..), Values::Sqlite(_)) => mixed(),
            }
        })
    }

    /// Hands every row to `sink`.
    pub fn each<'s>(self, sink: Sink<'s>) -> BoxFuture<'s, sqlx::Result<()>>
    where
        'c: 's,
    {
        Box::pin(async move {
            let Self { conn, sql, values, is_kept } = self;
            match (conn, values.map_err(sqlx::Error::Encode)?) {
                (Conn::Sqlite(conn), Values::Sqlite(values)) => {
                    let query = sqlx::query_with(sql, values).persistent(is_kept);
                    spin(async move {
                        let mut rows = query.fetch(conn);
                        while let Some(row) = rows.try_next().await? {
                            sink(&EitherRow::Sqlite(row))?;
                        }
                        Ok(())
                    })
                    .await
                }
                (Conn::Postgres(conn, _), Values::Postgres(values)) => {
                    let mut rows = sqlx::query_with(sql, values).persistent(is_kept).fetch(conn);
                    while let Some(row) = rows.try_next().await? {
                        sink(&EitherRow::Postgres(row))?;
                    }
                    Ok(())
                }
                (Conn::Sqlite(_), Values::Postgres(_)) | (Conn::Postgres(..), Values::Sqlite(_)) => mixed(),
            }
        })
    }
}

/// The error for values of the other database; never returned, because the values are made for the connection.
fn mixed<T>() -> sqlx::Result<T> {
    Err(sqlx::Error::Protocol("values of the other database".to_owned()))
}
