//! Connections to Postgres: its own, or those that a pooler lends.
//!
//! A pooler like PgBouncer lends a session of Postgres for one transaction, and another one for the next. Then nothing outlives a
//! transaction, neither a prepared statement nor a setting. And a statement with values is in no session alone: sqlx has it parsed, waits,
//! and then gives the values; meanwhile the session may be another client's, with another statement without a name. So all of this happens
//! in transactions, and no statement has a name.

use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgRow};
use sqlx::{Connection, Executor, Postgres, Row, Transaction};
use tokio::time::timeout;
use url::Url;

use super::{ACQUIRE, ALL_ON_POSTGRES, STATEMENTS};
use crate::store::error::{StoreError, StoreResult, has_lost_lately};

/// The age up to which an idle connection is reused without a ping, unless another one was lost lately.
const TRUSTED: Duration = Duration::from_millis(200);

/// The setting in the URL that says how many prepared statements a connection keeps.
const CAPACITY: &str = "statement-cache-capacity";

/// How long the look for a pooler waits for a second session.
const LOOK: Duration = Duration::from_secs(3);

/// How often a transaction is begun, each time on another connection, when the one before was lost: each one that was there may be.
const BEGINS: u32 = ALL_ON_POSTGRES + 1;

/// The session behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PgSession {
    /// Its own, for as long as it lasts.
    Own,
    /// One that a pooler lends for a transaction.
    Lent,
}

/// The kind of a transaction.
#[derive(Debug, Clone, Copy)]
pub(super) enum Begin {
    /// One consistent view.
    Reading,
    Writing,
}

impl Begin {
    /// The statement that begins it. Compiling a statement takes longer than any of ours: in a session of our own that was said once.
    fn sql(self, session: PgSession) -> &'static str {
        match (self, session) {
            (Self::Reading, PgSession::Own) => "begin transaction isolation level repeatable read, read only",
            (Self::Reading, PgSession::Lent) => {
                "begin transaction isolation level repeatable read, read only; set local jit = off"
            }
            (Self::Writing, PgSession::Own) => "begin",
            (Self::Writing, PgSession::Lent) => "begin; set local jit = off",
        }
    }
}

/// The connections to Postgres.
#[derive(Clone)]
pub(super) struct PgSessions {
    pub pool: PgPool,
    pub session: PgSession,
}

impl PgSessions {
    /// Connects to the Postgres at a URL, and finds out whether a pooler stands in front of it.
    ///
    /// # Errors
    /// When the URL is wrong or nothing answers.
    pub async fn open(url: &str) -> StoreResult<Self> {
        // A pooler refuses to connect with a setting that it does not know; since Postgres 12 the default writes numbers in full.
        let options = PgConnectOptions::from_str(url)?.extra_float_digits(None);
        // The pool would retry for ten seconds, and then report only a timeout.
        let first = PgConnection::connect_with(&options).await?;
        let said = capacity(url);
        let session = match said {
            Some(0) => PgSession::Lent,
            Some(_) => PgSession::Own,
            None => look(&options, first).await?,
        };
        let kept = match session {
            PgSession::Own => said.unwrap_or(STATEMENTS),
            PgSession::Lent => 0,
        };
        let pool = PgPoolOptions::new()
            .max_connections(ALL_ON_POSTGRES)
            .acquire_timeout(ACQUIRE)
            // A ping before each use would cost every page three round trips. A restart of the database takes
            // longer than this.
            .test_before_acquire(false)
            .before_acquire(|conn, used| {
                Box::pin(async move {
                    if used.idle_for < TRUSTED && !has_lost_lately() {
                        Ok(true)
                    } else {
                        Ok(conn.ping().await.is_ok())
                    }
                })
            })
            .after_connect(move |conn, _| {
                Box::pin(async move {
                    match session {
                        PgSession::Own => conn.execute("set jit = off").await.map(drop),
                        PgSession::Lent => Ok(()),
                    }
                })
            })
            .connect_with(options.statement_cache_capacity(kept))
            .await?;
        Ok(Self { pool, session })
    }

    /// Begins a transaction. A connection that was lost while nobody used it, as when Postgres restarts, is replaced: nothing was asked on
    /// it.
    pub async fn begin(&self, begin: Begin) -> StoreResult<Transaction<'static, Postgres>> {
        self.begin_with(begin.sql(self.session)).await
    }

    /// Begins a transaction with a statement.
    pub async fn begin_with(&self, sql: &'static str) -> StoreResult<Transaction<'static, Postgres>> {
        let mut tries = 1;
        loop {
            match begun(&self.pool, sql).await {
                Err(error) if error.is_lost() && tries < BEGINS => tries += 1,
                begun => return begun,
            }
        }
    }

    /// A connection for one statement; none where a statement needs a transaction.
    pub async fn once(&self) -> StoreResult<Option<PoolConnection<Postgres>>> {
        Ok(match self.session {
            PgSession::Own => Some(self.pool.acquire().await?),
            PgSession::Lent => None,
        })
    }
}

/// Begins a transaction in a task of its own: if the caller is dropped meanwhile, it still begins and is rolled back. sqlx 0.9
/// (in `PgTransactionManager`) forgets a transaction that is dropped before `begin` was answered, so the next user of the connection would
/// be inside it.
async fn begun(pool: &PgPool, statement: &'static str) -> StoreResult<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    match tokio::spawn(async move { pool.begin_with(statement).await }).await {
        Ok(begun) => Ok(begun?),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is shutting down.
            Err(_) => Err(sqlx::Error::PoolClosed.into()),
        },
    }
}

/// The number of prepared statements that the URL asks for. One that is no number was refused already.
fn capacity(url: &str) -> Option<usize> {
    let url = Url::parse(url).ok()?;
    url.query_pairs().filter(|(name, _)| name == CAPACITY).last()?.1.parse().ok()
}

/// Whether two connections at a time share a session, or one of them has changed it: then a pooler lends it.
async fn look(options: &PgConnectOptions, mut first: PgConnection) -> StoreResult<PgSession> {
    let mut second = PgConnection::connect_with(options).await?;
    let own = session_of(&mut first, "select pg_backend_pid()").await?;
    let held = session_of(&mut second, "begin; select pg_backend_pid()").await?;
    let is_own = own != held && {
        let again = timeout(LOOK, session_of(&mut first, "begin; select pg_backend_pid()")).await;
        // A pooler has no second session to lend.
        again.map_or(Ok(false), |again| again.map(|again| again == own))?
    };
    for conn in [first, second] {
        // Only the look for a pooler used it.
        let _ = conn.close().await;
    }
    Ok(if is_own { PgSession::Own } else { PgSession::Lent })
}

/// Runs a statement without a name and without values, and returns the number that it answers.
async fn session_of(conn: &mut PgConnection, sql: &'static str) -> StoreResult<i32> {
    let row: PgRow = sqlx::raw_sql(sql).fetch_one(conn).await?;
    row.try_get(0).map_err(StoreError::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_says_how_many_statements_are_kept() {
        assert_eq!(capacity("postgres://db/pursuance"), None);
        assert_eq!(capacity("postgres://db/pursuance?statement-cache-capacity=0"), Some(0));
        assert_eq!(capacity("postgres://db/p?sslmode=disable&statement-cache-capacity=40"), Some(40));
    }
}
