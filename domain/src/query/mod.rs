//! The query language of task lists (RULES §7): one text that pages, feeds, programs and saved searches read alike.
//!
//! A [`Query`] is read by [`parse()`] and written by its `Display`; what is written reads as the same query. [`Query::matches`]
//! is its meaning: statements of the database are held against it. Nothing of a text ever becomes part of a statement, since
//! every term is a value of a closed type.
//!
//! Adding a term: 1. its variant in [`Term`] and its key in [`Key`], 2. how it is read (`read.rs`), written (`write.rs`) and what it
//! means (`matches.rs`), 3. its statement in the server. The compiler points at all of them.

mod bad;
mod complete;
mod matches;
mod nearest;
mod parse;
mod read;
mod term;
#[cfg(test)]
mod tests;
mod when;
mod write;

pub use self::bad::{Bad, Fault};
pub use self::complete::{Completing, Completion, complete};
pub use self::matches::Facts;
pub use self::parse::parse;
pub use self::term::{Handle, Has, Host, Is, Key, Order, Person, Skilled, Sort, Term};
pub use self::when::{Amount, Due, Range, Unit, Weekday, When, overdue};

/// The most characters of the text of a query.
pub const MOST_CHARACTERS: usize = 1_000;

/// The most parts of a query; the order of the list is not one of them.
pub const MOST_PARTS: usize = 40;

/// The most characters of a phrase: a search for more finds nothing that a shorter one does not.
pub const MOST_OF_PHRASE: usize = 200;

/// What somebody looks for. Every part has to hold; without parts, every task matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// What has to hold, as it was written.
    pub parts: Vec<Part>,
    /// The order of the list; `None` for the usual one of the page.
    pub sort: Option<Sort>,
}

/// One term, or its opposite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whether the term must not hold (`!`).
    pub not: bool,
    /// What is said of the task.
    pub term: Term,
}

// The functions beside the types: their bodies are in the modules.
//
// pub fn parse(text: &str) -> Result<Query, Bad>
// impl Display for Query, Part, Term, Sort, Has, Person, Handle, Host, Skilled, Due, When
// impl Query { pub fn matches(&self, facts: &Facts<'_>, now: Time, zone: Tz) -> bool }
// impl Part  { pub fn matches(&self, facts: &Facts<'_>, now: Time, zone: Tz) -> bool }
// impl Due   { pub fn range(self, now: Time, zone: Tz) -> Option<Range> }      // None: due:none
// impl Range { pub fn contains(&self, at: Time) -> bool }
// pub fn overdue(now: Time, zone: Tz) -> Range                                  // of is:overdue, for open tasks
// impl Bad   { pub fn wording(&self) -> Wording; pub fn mended(&self, text: &str) -> Option<String> } + Display, Error
// pub fn complete(text: &str, cursor: usize) -> Completion { what: Completing, stem: String, from: usize, to: usize }
//
// pub struct Facts<'a> { texts: &'a [&'a str], phase: Shown, is_delegated: bool, skills: &'a [Skill], due: Option<Time>,
//   size: Size, urgency: Urgency, number: i64, slug: &'a str, holder/creator/reviewer: who (Option<Handle>), is_watched: bool,
//   parent: Option<i64>, depends: &'a [i64], from: Option<&'a Host>, reader: Option<&'a Handle> }
