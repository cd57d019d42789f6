//! Rows as they leave the store, and the one policy for those that are damaged.
//!
//! In a list, a row that this program cannot have written is named in the log and left out: it must not take the others
//! with it. Asked for by itself, it is an error that names table, column and row.

use super::error::{StoreError, StoreResult};

/// A row as a statement selects it, before its words and documents are parsed.
pub(super) trait Stored {
    /// What tells it from the other rows of its table.
    fn key(&self) -> String;
}

/// The row that was asked for by itself.
pub(super) fn single<R, T>(row: Option<R>) -> StoreResult<Option<T>>
where
    R: Stored,
    T: TryFrom<R, Error = StoreError>,
{
    row.map(parsed).transpose()
}

/// The rows of a list, without those that are damaged.
pub(super) fn listed<R, T>(rows: Vec<R>) -> Vec<T>
where
    R: Stored,
    T: TryFrom<R, Error = StoreError>,
{
    rows.into_iter().filter_map(|row| or_named(parsed(row))).collect()
}

/// What was read of a row of a list; nothing where it is damaged, which the log then says.
fn or_named<T>(read: StoreResult<T>) -> Option<T> {
    read.inspect_err(|error| {
        tracing::error!(error = error as &dyn std::error::Error, "A damaged row is left out: {error}");
    })
    .ok()
}

fn parsed<R, T>(row: R) -> StoreResult<T>
where
    R: Stored,
    T: TryFrom<R, Error = StoreError>,
{
    let key = row.key();
    T::try_from(row).map_err(|error| error.in_row(key))
}
