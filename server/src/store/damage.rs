//! Rows as they leave the store, and the one policy for damaged rows.
//!
//! In a list, a row that this program cannot have written is named in the log and left out: it must not take the others
//! with it ([`listed`], and [`Stretch`] where the list goes on). Asked for by itself, it is an error that names table,
//! column and row ([`single`]); so it is among those on which a rule rests, which would allow what it does not see
//! ([`whole`]). A value that the rest of its row does without is named and left out ([`or_none`]).

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

/// The rows on which a rule rests: every one of them.
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

/// What was read of a row; nothing where it is damaged, which the log then says.
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

/// A stretch of a list that goes on after it. Fewer rows than asked for say that the list is at its end; so more are read
/// in the place of those that are damaged.
pub(super) struct Stretch<T, P> {
    limit: i64,
    rows: Vec<T>,
    /// Where the list goes on.
    after: P,
    is_at_end: bool,
}

impl<T, P> Stretch<T, P> {
    pub fn new(limit: i64, after: P) -> Self {
        Self { limit, rows: Vec::new(), after, is_at_end: false }
    }

    /// After which place rows are wanted, and how many; nothing once there are enough, or no more.
    pub fn wanted(&self) -> Option<(&P, i64)> {
        let wanted = self.limit - i64::try_from(self.rows.len()).unwrap_or(self.limit);
        (!self.is_at_end && wanted > 0).then_some((&self.after, wanted))
    }

    /// Takes what was found. `place`: where the list goes on after a row.
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
