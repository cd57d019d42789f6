//! Full text: the search by words (RULES §7). `domain::text` cuts texts into words, so that both databases find the same;
//! SQLite keeps them in a table of FTS5, PostgreSQL in a `tsvector`.
//!
//! [`put`] takes a thing into the index, in the transaction that writes it: it is called where rows are written (`texts::add` for
//! tasks and comments; files, pursuances and people have their own calls), and reads the thing anew. Triggers remove deleted things.
//! Things to be taken in again wait in `search_todo`: after the step that made the index, everything.
//!
//! The index knows nothing of permissions. It answers the newest things of some pursuances that have the words; the statement
//! that reads them checks the leave to read.

mod ask;
mod beginnings;
mod fill;
mod gone;
mod waiting;
mod writers;

pub(in crate::store) use self::ask::{IndexPlaces, Scope, look};
pub use self::beginnings::{Beginning, clear_beginnings, clear_gone};
pub use self::fill::{Difference, difference, fill_some, forget_all, is_filling, is_outdated, renew};
pub(in crate::store) use self::fill::{put, put_again, put_all_in, put_all_of};
pub use self::gone::{NOTED_MOST, gone};
pub use self::waiting::is_filling_for;
pub(in crate::store) use self::waiting::waits_in;
pub use self::writers::{brought_writers, put_brought, uri_of_note};

/// A kind of thing that is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Kind {
    Task,
    Comment,
    File,
    Pursuance,
    Person,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Task, Self::Comment, Self::File, Self::Pursuance, Self::Person];

    /// The word in the database.
    fn as_str(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Comment => "comment",
            Self::File => "file",
            Self::Pursuance => "pursuance",
            Self::Person => "person",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The beginning of its marks in the index. No word of a text has a `_`.
    fn mark(self) -> &'static str {
        match self {
            Self::Task => "_t",
            Self::Comment => "_c",
            Self::File => "_f",
            Self::Pursuance => "_g",
            Self::Person => "_p",
        }
    }

    /// The mark of a thing in a pursuance; its id is made of letters and digits.
    fn mark_in(self, pursuance: &str) -> String {
        let id: String = pursuance.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{}{}", self.mark(), id.to_ascii_lowercase())
    }

    /// The mark of a thing that anybody may find.
    fn mark_public(self) -> String {
        format!("{}_public", self.mark())
    }
}
