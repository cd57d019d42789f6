//! The errors between a function of `store` and the database.

use std::error::Error;
use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::postgres::PgDatabaseError;

use crate::bounds::searchers::TooMany;

/// The result of every store function.
pub type StoreResult<T> = Result<T, StoreError>;

/// The reason why a store function failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database did not do what was asked")]
    Driver(#[source] sqlx::Error),
    /// A statement took longer than one may: a composed one, or on Postgres another one behind it in its transaction (`built`).
    #[error("a search took longer than it may")]
    TooSlow,
    /// A client searches too much.
    #[error(transparent)]
    TooManySearches(#[from] TooMany),
    /// The searches of others have every connection that there is for searches.
    #[error("no connection is free for a search")]
    Busy,
    /// Too many of the same person or server wait to write.
    #[error("too many of the same person or server wait to write")]
    Crowded,
    /// A unique value exists already.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// A row was changed since it was read.
    #[error("{0} was changed meanwhile")]
    Stale(&'static str),
    /// The database holds something that this program never writes.
    #[error("{table}.{column}{} holds {found}, which this program never writes", of_row(row.as_deref()))]
    Inconsistent { table: &'static str, column: &'static str, row: Option<String>, found: String },
    /// The common commit this transaction was part of failed, for all of them.
    #[error("the commit failed")]
    CommitFailed(#[source] Arc<sqlx::Error>),
    /// The connection was lost while Postgres was asked to commit.
    #[error("the connection to the database was lost at the commit: whether it was done is not known")]
    Unsure(#[source] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A newer program has changed the schema.
    #[error(
        "this program (version {program}, schema {known}) is older than its database (schema {found}), which a newer one has brought up to date; {copy}"
    )]
    Newer { program: &'static str, known: i64, found: i64, copy: CopyBefore },
    /// An older copy of the database is in the way.
    #[error("the copy made before an upgrade could not be replaced")]
    Backup(#[source] std::io::Error),
    /// The instance in this database has another base URL.
    #[error(
        "this database belongs to {stored}, not {wanted}; an instance keeps its base URL for ever, because the ids of its tasks contain it"
    )]
    OtherBaseUrl { stored: String, wanted: String },
}

/// The copy of a database from before a newer program changed its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyBefore {
    /// Made by that program.
    At(PathBuf),
    /// None was made, or it was deleted.
    Nowhere,
    /// Postgres has its own tools for that.
    Dump,
}

impl fmt::Display for CopyBefore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(file) => write!(
                f,
                "start the newer program, or put the copy from before it, {}, in the place of the database (docs/operator/backup.md)",
                file.display()
            ),
            Self::Nowhere => f.write_str(
                "start the newer program, or restore a backup from before it: no copy of the database is in the folder “backups”",
            ),
            Self::Dump => f.write_str("start the newer program, or restore the dump from before it"),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_lost(&error) {
            *LOST.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        // Nothing but the limits of searches interrupts a statement: `SQLITE_INTERRUPT`, `query_canceled`.
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        if matches!(code.as_deref(), Some("9" | "57014")) { Self::TooSlow } else { Self::Driver(error) }
    }
}

impl StoreError {
    /// The error of a commit to Postgres.
    pub(super) fn of_commit(error: sqlx::Error) -> Self {
        if is_lost(&error) { Self::Unsure(error) } else { error.into() }
    }

    /// Whether the connection to Postgres was lost, and nothing of the transaction was done.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Driver(error) if is_lost(error))
    }

    /// Turns the driver's unique violation into [`StoreError::Taken`]. Only for "refuse and roll back": Postgres has
    /// aborted the transaction by then.
    pub(super) fn or_taken(self, what: &'static str) -> Self {
        match &self {
            Self::Driver(sqlx::Error::Database(error)) if error.is_unique_violation() => Self::Taken(what),
            _ => self,
        }
    }

    /// Whether a retry of the same transaction may succeed: a serialisation failure or a deadlock of Postgres.
    pub fn is_retryable(&self) -> bool {
        let Self::Driver(sqlx::Error::Database(error)) = self else { return false };
        matches!(error.code().as_deref(), Some("40001" | "40P01"))
    }

    /// Whether a limit of searches ended it.
    pub fn is_of_searches(&self) -> bool {
        matches!(self, Self::TooSlow | Self::TooManySearches(_) | Self::Busy)
    }

    /// Whether the database works and refuses the data: a value that exists already, or that no column can hold (class
    /// 22 of SQLSTATE).
    pub fn is_about_data(&self) -> bool {
        match self {
            Self::Driver(sqlx::Error::Database(error)) => {
                let is_of_class_22 = || {
                    error
                        .try_downcast_ref::<PgDatabaseError>()
                        .is_some_and(|error| error.code().starts_with("22"))
                };
                !matches!(error.kind(), sqlx::error::ErrorKind::Other) || is_of_class_22()
            }
            Self::Taken(_) | Self::Inconsistent { .. } => true,
            Self::Driver(_)
            | Self::TooSlow
            | Self::TooManySearches(_)
            | Self::Busy
            | Self::Crowded
            | Self::Stale(_)
            | Self::CommitFailed(_)
            | Self::Unsure(_)
            | Self::Migrate(_)
            | Self::Newer { .. }
            | Self::Backup(_)
            | Self::OtherBaseUrl { .. } => false,
        }
    }

    /// Whether a text contains the character NUL, which Postgres cannot store (its documentation, §8.3).
    pub fn is_bad_text(&self) -> bool {
        let Self::Driver(sqlx::Error::Database(error)) = self else { return false };
        matches!(error.code().as_deref(), Some("22021" | "22P05"))
    }

    /// An [`StoreError::Inconsistent`] for a word that no enum has.
    pub fn unknown_word(table: &'static str, column: &'static str, value: impl fmt::Display) -> Self {
        Self::Inconsistent { table, column, row: None, found: format!("“{value}”") }
    }

    /// An [`StoreError::Inconsistent`] for a text that is no skill. The error leaves the text out, because it is a person's.
    pub(super) fn no_skill(table: &'static str) -> Self {
        Self::Inconsistent { table, column: "skill", row: None, found: "a text that is no skill".to_owned() }
    }

    /// An [`StoreError::Inconsistent`] for a document that does not fit its column. The error leaves the document out,
    /// because it contains people's texts.
    pub(super) fn unreadable(table: &'static str, column: &'static str, why: &(dyn Error + 'static)) -> Self {
        Self::Inconsistent { table, column, row: None, found: Self::found(why) }
    }

    /// The text in place of a document. Of an error of JSON it has the kind and the place: the message of such an error quotes the value
    /// that does not fit.
    pub(super) fn found(why: &(dyn Error + 'static)) -> String {
        match why.downcast_ref::<serde_json::Error>() {
            Some(json) => {
                let (line, column) = (json.line(), json.column());
                let kind = json.classify();
                format!("a document that cannot be read ({kind:?}, line {line}, column {column})")
            }
            None => format!("a document that cannot be read ({why})"),
        }
    }

    /// The same error, with the row it was found in.
    #[must_use]
    pub(super) fn in_row(mut self, key: String) -> Self {
        if let Self::Inconsistent { row, .. } = &mut self {
            row.get_or_insert(key);
        }
        self
    }
}

fn of_row(row: Option<&str>) -> String {
    row.map(|row| format!(" of {row}")).unwrap_or_default()
}

/// The last time at which this process noticed that a connection to Postgres was lost.
static LOST: Mutex<Option<Instant>> = Mutex::new(None);

/// For how long the other connections are suspected then.
const SUSPECTED: Duration = Duration::from_secs(10);

/// Whether a connection was lost lately: then others may be lost, too, and nobody has noticed it yet.
pub(super) fn has_lost_lately() -> bool {
    let lost = *LOST.lock().unwrap_or_else(PoisonError::into_inner);
    lost.is_some_and(|at| at.elapsed() < SUSPECTED)
}

/// Whether the connection to Postgres was lost: it was closed, or Postgres restarts.
fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => true,
        // admin_shutdown, crash_shutdown, cannot_connect_now (also in recovery), and the class of connections, as a pooler says it.
        sqlx::Error::Database(error) => error.try_downcast_ref::<PgDatabaseError>().is_some_and(|error| {
            matches!(error.code(), "57P01" | "57P02" | "57P03") || error.code().starts_with("08")
        }),
        _ => false,
    }
}

/// Marks an answer that was not given because the connection to the database was lost: what only reads may be asked once more.
#[derive(Debug, Clone, Copy)]
pub struct LostConnection;

impl LostConnection {
    /// Whether an error, or its cause, is a lost connection.
    pub fn caused(error: &(dyn Error + 'static)) -> bool {
        is_caused_by(error, is_lost)
    }
}

/// Whether an error, or its cause, is a database that is away for a moment: it restarts, has no connection left (`too_many_connections`),
/// or is a copy that does not write yet (`read_only_sql_transaction`).
pub fn is_away(error: &(dyn Error + 'static)) -> bool {
    is_caused_by(error, |error| match error {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(refused) if matches!(refused.code().as_deref(), Some("53300" | "25006")) => {
            true
        }
        error => is_lost(error),
    })
}

/// Whether an error, or its cause, is a prepared statement that is there already, or is not there: one of another session of Postgres, which a
/// pooler lent.
pub fn is_of_pooler(error: &(dyn Error + 'static)) -> bool {
    let of_statements = |refused: &dyn sqlx::error::DatabaseError| {
        matches!(refused.code().as_deref(), Some("42P05" | "26000"))
    };
    is_caused_by(error, |error| error.as_database_error().is_some_and(of_statements))
}

fn is_caused_by(error: &(dyn Error + 'static), is_it: impl Fn(&sqlx::Error) -> bool) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref().is_some_and(&is_it) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The code of SQLite when there is no room for the file that its processes share, which is the first file it creates.
const SQLITE_IOERR_SHMSIZE: &str = "4874";

/// Whether an error, or its cause, is a full disk: `SQLITE_FULL`, Postgres' `disk_full`, or the system's own.
pub fn is_disk_full(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        // An error that several transactions share is behind an `Arc`. An error that speaks for another one leads past it to its
        // cause: so the cause is looked at, too.
        let shared = match error.downcast_ref::<StoreError>() {
            Some(StoreError::CommitFailed(shared)) => Some(shared),
            _ => error.downcast_ref::<Arc<sqlx::Error>>(),
        };
        let driver = shared.map(|shared| &**shared).or_else(|| error.downcast_ref());
        if let Some(sqlx::Error::Database(refused)) = driver
            && matches!(refused.code().as_deref(), Some("13" | SQLITE_IOERR_SHMSIZE | "53100"))
        {
            return true;
        }
        if error.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == ErrorKind::StorageFull) {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection as _, SqliteConnection};

    use super::*;

    /// An error as actions and pages have it: without words of its own.
    #[derive(Debug, thiserror::Error)]
    #[error(transparent)]
    struct Speaking(StoreError);

    /// The error of SQLite when a row no longer fits.
    async fn overfill() -> sqlx::Error {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        sqlx::query("create table t (body blob)").execute(&mut conn).await.unwrap();
        sqlx::query("pragma max_page_count = 4").execute(&mut conn).await.unwrap();
        sqlx::query("insert into t values (zeroblob(100000))").execute(&mut conn).await.unwrap_err()
    }

    #[test]
    fn an_error_about_a_document_has_no_word_of_it() {
        for document in [r#"["secret"]"#, r#"[1, "secret"#, r#"{"secret": 1}"#] {
            let why = serde_json::from_str::<Vec<i64>>(document).unwrap_err();
            let said = StoreError::unreadable("notice", "kind", &why).to_string();
            assert!(said.starts_with("notice.kind holds a document that cannot be read ("), "{said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }

    #[tokio::test]
    async fn a_database_that_is_away_is_told_from_one_that_fails() {
        let lost = || sqlx::Error::Io(std::io::Error::from(ErrorKind::ConnectionReset));
        for error in
            [StoreError::from(lost()), StoreError::of_commit(lost()), sqlx::Error::PoolTimedOut.into()]
        {
            assert!(is_away(&error), "{error:?}");
            assert!(is_away(&Speaking(error)), "also where another error speaks for it");
        }
        assert!(StoreError::from(lost()).is_lost());
        assert!(!StoreError::of_commit(lost()).is_lost(), "it may have been done");
        assert!(!is_away(&StoreError::from(overfill().await)));
        assert!(!is_away(&StoreError::from(sqlx::Error::RowNotFound)));
        assert!(matches!(StoreError::of_commit(overfill().await), StoreError::Driver(_)));
    }

    #[tokio::test]
    async fn a_full_disk_is_told_from_other_failures() {
        assert!(is_disk_full(&StoreError::from(overfill().await)));
        assert!(is_disk_full(&StoreError::CommitFailed(Arc::new(overfill().await))));
        for error in
            [StoreError::from(overfill().await), StoreError::CommitFailed(Arc::new(overfill().await))]
        {
            assert!(is_disk_full(&Speaking(error)), "also where another error speaks for it");
        }
        let shared = std::io::Error::from(ErrorKind::StorageFull);
        assert!(is_disk_full(&crate::platform::files::FileError::Write(shared)));
        assert!(!is_disk_full(&StoreError::from(sqlx::Error::PoolClosed)));
        assert!(!is_disk_full(&StoreError::CommitFailed(Arc::new(sqlx::Error::RowNotFound))));
    }
}
