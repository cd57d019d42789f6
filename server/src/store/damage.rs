//! Rows as they leave the store, and the one policy for damaged rows.
//!
//! In a list, a row that this program cannot have written is named in the log and left out: the rest of the list stays
//! readable ([`listed`], and [`Stretch`] for lists with more parts). A single row that is damaged is an error that
//! names table, column and row ([`single`]); so is one of the rows of a rule, because a rule without one of its rows
//! would allow too much ([`whole`]). A damaged value that the rest of its row does not need is named and left out
//! ([`or_none`]).

use super::error::{StoreError, StoreResult};

/// A row as a statement selects it, before its words and documents are parsed.
pub(super) trait Stored {
    /// The key of the row in its table.
    fn key(&self) -> String;
}

/// A row that was read by itself.
pub(super) fn single<R, T>(row: Option<R>) -> StoreResult<Option<T>>
where
    R: Stored,
    T: TryFrom<R, Error = StoreError>,
{
    row.map(parsed).transpose()
}

/// The rows of a rule: all of them, or an error.
pub(super) fn whole<R, T>(rows: Vec<R>) -> StoreResult<Vec<T>>
where
    R: Stored,
    T: TryFrom<R, Error = StoreError>,
{
    rows.into_iter().map(parsed).collect()
}

/// The rows of a list, without the damaged ones.
pub(super) fn listed<R, T>(rows: Vec<R>) -> Vec<T>
where
    R: Stored,
    T: TryFrom<R, Error = StoreError>,
{
    rows.into_iter().filter_map(|row| or_none(parsed(row))).collect()
}

/// A value that was read; none when it is damaged, which goes to the log.
pub(super) fn or_none<T>(read: StoreResult<T>) -> Option<T> {
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

/// A part of a list with more parts. Fewer rows than the limit mean the end of the list; so a damaged row is replaced
/// by one more.
pub(super) struct Stretch<T, P> {
    limit: i64,
    rows: Vec<T>,
    /// The place after which the list continues.
    after: P,
    is_at_end: bool,
}

impl<T, P> Stretch<T, P> {
    pub fn new(limit: i64, after: P) -> Self {
        Self { limit, rows: Vec::new(), after, is_at_end: false }
    }

    /// The place after which rows are wanted, and their number; none once there are enough, or no more.
    pub fn wanted(&self) -> Option<(&P, i64)> {
        let wanted = self.limit - i64::try_from(self.rows.len()).unwrap_or(self.limit);
        (!self.is_at_end && wanted > 0).then_some((&self.after, wanted))
    }

    /// Adds the rows that were found. `place`: the place of a row in the list.
    pub fn take<R>(&mut self, found: Vec<R>, place: impl FnOnce(&R) -> P)
    where
        R: Stored,
        T: TryFrom<R, Error = StoreError>,
    {
        let wanted = self.wanted().map_or(0, |(_, wanted)| wanted);
        self.is_at_end = i64::try_from(found.len()).is_ok_and(|count| count < wanted);
        if let Some(last) = found.last() {
            self.after = place(last);
        }
        self.rows.extend(listed(found));
    }

    pub fn rows(self) -> Vec<T> {
        self.rows
    }
}
