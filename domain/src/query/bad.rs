//! What is wrong with a text that is no query: where, what was probably meant, and what is understood all the same.

use super::{Key, MOST_CHARACTERS, MOST_OF_PHRASE, MOST_PARTS, Query};
use crate::wording::{Word, Wording};

/// A text that is no query. The first fault is told; the rest leaves out whatever is faulty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// Where the faulty piece begins, in characters from 0; never behind the end of the text.
    pub position: usize,
    /// How many characters the faulty piece has.
    pub length: usize,
    /// A piece that can stand there instead, and is probably meant. It reads without a fault.
    pub meant: Option<String>,
    /// The faulty piece in quotes, where it may be meant as words: `"note:this"`.
    pub as_words: Option<String>,
    /// What is wrong with it.
    pub fault: Fault,
    /// What is understood.
    pub rest: Query,
}

/// What is wrong with a piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The text is longer than [`MOST_CHARACTERS`]; the piece is what is too much.
    TooLong,
    /// More parts than [`MOST_PARTS`]; the piece is what is too much.
    TooManyParts,
    /// A phrase longer than [`MOST_OF_PHRASE`].
    LongPhrase,
    /// A quotation mark without the second one.
    OpenQuote,
    /// Nothing stands between two quotation marks.
    NoWords,
    /// `!` without a term.
    NothingToNegate,
    /// Something before a colon that is no key.
    UnknownKey {
        /// As typed.
        key: String,
    },
    /// A key, `@` or `#` without what belongs behind it.
    NothingBehind {
        /// The key with its colon, `@` or `#`.
        key: String,
    },
    /// Not one of the words that a key knows.
    UnknownWord {
        /// The key.
        key: Key,
        /// As typed.
        word: String,
    },
    /// Not a name of a person or a pursuance.
    NotAName {
        /// As typed.
        name: String,
    },
    /// Not a skill.
    NotASkill {
        /// As typed.
        skill: String,
    },
    /// Not a day.
    NotADay {
        /// As typed.
        day: String,
    },
    /// Not the number of a task.
    NotANumber {
        /// As typed.
        number: String,
    },
    /// Not the host of an instance.
    NotAHost {
        /// As typed.
        host: String,
    },
    /// An order has no opposite by `!`, but by `-`.
    NegatedSort,
    /// A list has one order.
    SecondSort,
}

