//! Words of texts for full-text search (RULES §7): the words kept of a text, the searched words, and their places.
//!
//! Both databases get these words and cut nothing themselves, so both find the same. A word is one of UAX #29
//! (`unicode-segmentation`), cut once more at signs within it, in small letters and without accents (`unicode-normalization`); in
//! scripts that are written without spaces it is each pair of letters that follow one another. A search looks for a [`Phrase`]:
//! words in a row, where the last may be the beginning of a word.

mod fold;
mod found_phrases;
mod phrase;
#[cfg(test)]
mod tests;
mod token;

pub use self::found_phrases::{TextPiece, marked, snippet};
pub(crate) use self::phrase::QUOTATION_MARKS;
pub use self::phrase::{MOST_WORDS, Phrase, is_quotation_mark, phrases};
pub use self::token::{INDEXED_MAX, indexed};

/// The most things with the searched words that are read, the newest first.
pub const NEWEST: i64 = 1_000;

/// The most pursuances of one reader that are searched at once, besides public ones.
pub const PURSUANCES_MAX: usize = 200;

/// The version of cutting texts into words. Raise it with each change of the cutting (an update of the Unicode crates may be one),
/// or of the choice of indexed texts: then everything is indexed anew, while the old words go on answering.
pub const CUTTING: i64 = 3;
