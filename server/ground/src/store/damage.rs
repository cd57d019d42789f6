//! Rows as they leave the store, and the one policy for damaged rows.
//!
//! In a list, a row that this program cannot have written is named in the log and left out: the rest of the list stays
//! readable ([`listed`], and [`ListStretch`] for lists with more parts). A single row that is damaged is an error that
//! names table, column and row ([`single`]); so is one of the rows of a rule, because a rule without one of its rows
//! would allow too much ([`whole`]). A damaged value that the rest of its row does not need is named and left out
//! ([`or_none`]).

use super::error::{StoreError, StoreResult};

/// A row as a statement selects it, before its words and documents are parsed.
pub(super) trait StoredRow {
    /// The key of the row in its table.
    fn key(&self) -> String;
}

/// A row of a list, or why one of its columns could not be read: SQLite keeps a text in a column for numbers.
pub(super) struct Found<R>(Result<R, sqlx::Error>);

impl<'r, Row: sqlx::Row, R: sqlx::FromRow<'r, Row>> sqlx::FromRow<'r, Row> for Found<R> {
    fn from_row(row: &'r Row) -> sqlx::Result<Self> {
        Ok(Self(R::from_row(row)))
    }
}

/// An element of a list: a row, or a row that may have a column that cannot be read.
pub(super) trait ListElement {
    type Row: StoredRow;

    /// The row, or the error of its column.
    fn row(self) -> StoreResult<Self::Row>;
}

impl<R: StoredRow> ListElement for R {
    type Row = R;

    fn row(self) -> StoreResult<R> {
        Ok(self)
    }
}

impl<R: StoredRow> ListElement for Found<R> {
    type Row = R;

    fn row(self) -> StoreResult<R> {
        Ok(self.0?)
    }
}

/// A row that was read by itself.
pub(super) fn single<R, T>(row: Option<R>) -> StoreResult<Option<T>>
where
    R: StoredRow,
    T: TryFrom<R, Error = StoreError>,
{
    row.map(parsed).transpose()
}

/// The rows of a rule: all of them, or an error.
pub(super) fn whole<R, T>(rows: Vec<R>) -> StoreResult<Vec<T>>
where
    R: StoredRow,
    T: TryFrom<R, Error = StoreError>,
{
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(parsed(row)?);
    }
    Ok(found)
}

/// The rows of a list whose columns can be read.
pub(super) fn readable<L: ListElement>(rows: Vec<L>) -> Vec<L::Row> {
    rows.into_iter().filter_map(|row| or_none(row.row())).collect()
}

/// The rows of a list, without the damaged ones.
pub fn listed<L, T>(rows: Vec<L>) -> Vec<T>
where
    L: ListElement,
    T: TryFrom<L::Row, Error = StoreError>,
{
    readable(rows).into_iter().filter_map(|row| or_none(parsed(row))).collect()
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
    R: StoredRow,
    T: TryFrom<R, Error = StoreError>,
{
    let key = row.key();
    T::try_from(row).map_err(|error| error.in_row(key))
}

/// A part of a list with more parts. Fewer rows than the limit mean the end of the list; so a damaged row is replaced
/// by one more.
pub(super) struct ListStretch<T, P> {
    limit: i64,
    rows: Vec<T>,
    /// The place after which the list continues.
    after: P,
    /// Rows behind that place that cannot be read, and so do not say where they stand.
    unread: usize,
    is_at_end: bool,
}

impl<T, P> ListStretch<T, P> {
    pub fn new(limit: i64, after: P) -> Self {
        Self { limit, rows: Vec::new(), after, unread: 0, is_at_end: false }
    }

    /// The place after which rows are wanted, and their number; none once there are enough, or no more.
    pub fn wanted(&self) -> Option<(&P, i64)> {
        let wanted = self.limit - i64::try_from(self.rows.len()).unwrap_or(self.limit);
        let again = i64::try_from(self.unread).unwrap_or(0);
        (!self.is_at_end && wanted > 0).then_some((&self.after, wanted.saturating_add(again)))
    }

    /// Continues with another part of the list, which contains none of the rows found so far.
    pub fn go_on(&mut self) {
        self.is_at_end = false;
        self.unread = 0;
    }

    /// Adds the rows that were found. `place`: the place of a row in the list.
    pub fn take<L>(&mut self, found: Vec<L>, place: impl FnOnce(&L::Row) -> P)
    where
        L: ListElement,
        T: TryFrom<L::Row, Error = StoreError>,
    {
        let wanted = self.wanted().map_or(0, |(_, wanted)| wanted);
        self.is_at_end = i64::try_from(found.len()).is_ok_and(|count| count < wanted);
        // The first ones were found before, and named in the log.
        let known = std::mem::take(&mut self.unread);
        let mut read = Vec::with_capacity(found.len());
        for (n, row) in found.into_iter().enumerate() {
            match row.row() {
                Ok(row) => {
                    read.push(row);
                    self.unread = 0;
                }
                Err(error) => {
                    self.unread += 1;
                    if n >= known {
                        or_none::<()>(Err(error));
                    }
                }
            }
        }
        if let Some(last) = read.last() {
            self.after = place(last);
        } else {
            self.unread = self.unread.max(known);
        }
        self.rows.extend(listed(read));
    }

    pub fn rows(self) -> Vec<T> {
        self.rows
    }
}
