//! Faults of a text that is no query: the place, what was probably meant, and the parts that are understood all the same.

use super::{Key, MOST_CHARACTERS, MOST_NEGATED, MOST_OF_PHRASE, MOST_PARTS, Part, Query, Term};
use crate::text::MOST_WORDS;
use crate::wording::Wording;

/// A text that is no query. The first fault is told; the rest leaves out whatever is faulty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct Bad {
    /// Where the faulty piece begins, in characters from 0; never behind the end of the text.
    pub position: usize,
    /// Number of characters of the faulty piece.
    pub length: usize,
    /// A piece that can stand there instead, and is probably meant. It reads without a fault.
    pub meant: Option<String>,
    /// The faulty piece in quotes, where it may be meant as words and something else is more probable: `"staus:new"`.
    pub as_words: Option<String>,
    /// The fault of the piece.
    pub fault: PieceFault,
    /// The query without the faulty pieces.
    pub rest: Query,
}

/// The fault of a piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PieceFault {
    /// The text is longer than [`MOST_CHARACTERS`]; the piece is the excess.
    #[error("a query has at most {MOST_CHARACTERS} characters")]
    TooLong,
    /// More parts than [`MOST_PARTS`]; the piece is the excess.
    #[error("a query has at most {MOST_PARTS} parts")]
    TooManyParts,
    /// More parts with `!` than [`MOST_NEGATED`]; the piece is the excess.
    #[error("a query has at most {MOST_NEGATED} parts with !")]
    TooManyNegated,
    /// More words and phrases than [`MOST_WORDS`]; the piece is the excess.
    #[error("a query has at most {MOST_WORDS} words and phrases")]
    TooManyWords,
    /// A phrase longer than [`MOST_OF_PHRASE`].
    #[error("a phrase has at most {MOST_OF_PHRASE} characters")]
    LongPhrase,
    /// A quotation mark without the second one.
    #[error("the second quotation mark is missing")]
    OpenQuote,
    /// Nothing stands between two quotation marks.
    #[error("nothing stands between the quotation marks")]
    NoWords,
    /// A word without a letter or a digit.
    #[error("“{typed}” has no letter and no digit")]
    NoLetters {
        /// As typed.
        typed: Box<str>,
    },
    /// `!` without a term.
    #[error("behind ! stands what must not hold")]
    NothingToNegate,
    /// Something before a colon that is no key.
    #[error("there is no key “{key}:”; a text with a colon stands in quotes")]
    UnknownKey {
        /// As typed.
        key: Box<str>,
    },
    /// A key, `@` or `#` without what belongs behind it.
    #[error("nothing stands behind “{key}”")]
    NothingBehind {
        /// The key with its colon, `@` or `#`.
        key: Box<str>,
    },
    /// Not one of the words that a key knows.
    #[error("“{word}” is not one of the words behind “{key}:”: {}", key.words().join(", "))]
    UnknownWord {
        /// The key.
        key: Key,
        /// As typed.
        word: Box<str>,
    },
    /// Not a name of a person or a pursuance.
    #[error("“{name}” is not a name; write me, a name, or name@server")]
    NotAName {
        /// As typed.
        name: Box<str>,
    },
    /// Not a skill.
    #[error("“{skill}” is not a skill; write Area:Detail, or Area:* for all of an area")]
    NotASkill {
        /// As typed.
        skill: Box<str>,
    },
    /// Not a day.
    #[error("“{day}” is not a day; write 2026-12-15, fri, 2w, 2 months ago, or none")]
    NotADay {
        /// As typed.
        day: Box<str>,
    },
    /// Not the number of a task.
    #[error("“{number}” is not the number of a task")]
    NotANumber {
        /// As typed.
        number: Box<str>,
    },
    /// Not the host of an instance.
    #[error("“{host}” is not the name of a server")]
    NotAHost {
        /// As typed.
        host: Box<str>,
    },
    /// An order has no opposite by `!`, but by `-`.
    #[error("an order is turned round by -, as in sort:-due")]
    NegatedSort,
    /// A list has one order.
    #[error("a list has one order")]
    SecondSort,
}

impl Bad {
    /// The text with what was meant in place of the faulty piece.
    pub fn mended(&self, text: &str) -> Option<String> {
        Some(self.with(text, self.meant.as_deref()?))
    }

    /// The text with a term in place of the faulty piece, not to hold where the piece was not to.
    pub fn with_term(&self, text: &str, term: &Term) -> String {
        let signs = text.chars().skip(self.position).take(self.length).take_while(|c| *c == '!').count();
        self.with(text, &Part { not: signs % 2 == 1, term: term.clone() }.to_string())
    }

    fn with(&self, text: &str, piece: &str) -> String {
        let before = text.chars().take(self.position);
        let behind = text.chars().skip(self.position + self.length);
        before.chain(piece.chars()).chain(behind).collect()
    }

    /// The words beside the field, for people.
    pub fn wording(&self) -> Wording {
        self.fault.wording()
    }
}

impl PieceFault {
    /// The words beside the field, for people. Programs read the sentences of `Display`.
    pub fn wording(&self) -> Wording {
        let naming = |key, typed: &str| Wording::new(key).set("typed", typed.to_owned());
        match self {
            Self::TooLong => Wording::new("refusal-query-long").set("most", MOST_CHARACTERS),
            Self::TooManyParts => Wording::new("refusal-query-parts").set("most", MOST_PARTS),
            Self::TooManyNegated => Wording::new("refusal-query-negated").set("most", MOST_NEGATED),
            Self::TooManyWords => Wording::new("refusal-query-words").set("most", MOST_WORDS),
            Self::LongPhrase => Wording::new("refusal-query-phrase").set("most", MOST_OF_PHRASE),
            Self::OpenQuote => Wording::new("refusal-query-quote"),
            Self::NoWords => Wording::new("refusal-query-no-words"),
            Self::NoLetters { typed } => naming("refusal-query-letters", typed),
            Self::NothingToNegate => Wording::new("refusal-query-not"),
            Self::UnknownKey { key } => naming("refusal-query-key", &format!("{key}:")),
            Self::NothingBehind { key } => naming("refusal-query-nothing", key),
            Self::UnknownWord { key, word } => naming("refusal-query-word", word)
                .set("key", format!("{key}:"))
                .set("words", key.words().join(", ")),
            Self::NotAName { name } => naming("refusal-query-name", name),
            Self::NotASkill { skill } => naming("refusal-query-skill", skill),
            Self::NotADay { day } => naming("refusal-query-day", day),
            Self::NotANumber { number } => naming("refusal-query-number", number),
            Self::NotAHost { host } => naming("refusal-query-host", host),
            Self::NegatedSort => Wording::new("refusal-query-sort-not"),
            Self::SecondSort => Wording::new("refusal-query-sort-twice"),
        }
    }
}
