//! What can go wrong between a function of `store` and the database.

/// The result of every store function.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why a store function did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database did not do what was asked")]
    Driver(#[from] sqlx::Error),
    /// A unique value exists already.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// A row was changed since it was read.
    #[error("{0} was changed meanwhile")]
    Stale(&'static str),
    /// The database holds something this program never writes.
    #[error("{table}.{column} holds “{value}”, which this program never writes")]
    Inconsistent { table: &'static str, column: &'static str, value: String },
    /// Another writer's failure ended the common commit this transaction was part of.
    #[error("the commit failed: {0}")]
    CommitFailed(String),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The instance in this database has another base URL.
    #[error(
        "this database belongs to {stored}, not {wanted}; an instance keeps its base URL for ever, because the ids of its tasks contain it"
    )]
    OtherBaseUrl { stored: String, wanted: String },
}

impl StoreError {
    /// Turns the driver's unique violation into [`StoreError::Taken`]. Only for "refuse and roll back": Postgres has
    /// aborted the transaction by then.
    pub(super) fn or_taken(self, what: &'static str) -> Self {
        match &self {
            Self::Driver(sqlx::Error::Database(error)) if error.is_unique_violation() => Self::Taken(what),
            _ => self,
        }
    }

    /// Whether the same transaction may succeed when tried again: a serialisation failure or a deadlock of Postgres.
    pub fn is_retryable(&self) -> bool {
        let Self::Driver(sqlx::Error::Database(error)) = self else { return false };
        matches!(error.code().as_deref(), Some("40001" | "40P01"))
    }

    /// An [`StoreError::Inconsistent`] for a word no enum knows.
    pub(super) fn unknown_word(table: &'static str, column: &'static str, value: impl Into<String>) -> Self {
        Self::Inconsistent { table, column, value: value.into() }
    }
}
