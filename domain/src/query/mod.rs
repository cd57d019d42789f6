//! The query language of task lists (RULES §7): one text that pages, feeds, programs and saved searches read alike.
//!
//! A [`Query`] is read by [`parse()`] and written by its `Display`; the written text reads as the same query. [`Query::matches`]
//! is its meaning: tests compare the statements of the database with it. No typed text ever becomes part of a statement, since
//! every term is a value of a closed type.
//!
//! Adding a term: 1. its variant in [`Term`] and its key in [`Key`], 2. how it is read (`read.rs`), written (`write.rs`) and what it
//! means (`matches.rs`), 3. its statement in the server. The compiler points at all of them. 4. The same on the pages of private pursuances
//! (`sealed/js/src/query`), which are held to `tests/cases.json`, too.

mod bad;
mod complete;
mod matches;
mod nearest;
mod parse;
mod read;
mod scan;
mod term;
#[cfg(test)]
mod tests;
mod text;
mod when;
mod word;
mod write;

pub use self::bad::{Bad, PieceFault};
pub use self::complete::{Completing, Completion, complete};
pub use self::matches::QueryFacts;
pub use self::parse::parse;
pub use self::term::{HandleTerm, Has, HostTerm, Is, Key, Order, PersonTerm, Skilled, Sort, Term};
pub use self::text::SearchText;
pub use self::when::{Amount, DayTerm, DueCondition, Range, Unit, Weekday, overdue};
pub(crate) use self::word::{day_at, person_at, skill_at};

/// The most characters of the text of a query.
pub const MOST_CHARACTERS: usize = 1_000;

/// The most parts of a query; the order of the list is not one of them.
pub const MOST_PARTS: usize = 40;

/// The most parts of a query with `!`: each is asked of every task that the others leave.
pub const MOST_NEGATED: usize = 8;

/// The most characters of a phrase: a search for more finds nothing that a shorter one does not.
pub const MOST_OF_PHRASE: usize = 200;

/// A query for tasks. Every part has to hold; without parts, every task matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The parts that have to hold, as they were written.
    pub parts: Vec<Part>,
    /// The order of the list; `None` for the usual one of the page.
    pub sort: Option<Sort>,
}

impl Query {
    /// Number of parts with `!`.
    fn negated(&self) -> usize {
        self.parts.iter().filter(|part| part.not).count()
    }
}

/// One term, or its opposite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whether the term must not hold (`!`).
    pub not: bool,
    /// The term about the task.
    pub term: Term,
}
