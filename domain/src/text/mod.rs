//! Words of texts, as full text compares them (RULES §7): what is kept of a text, what somebody looks for, and where it stands.
//!
//! Both databases get these words and cut nothing themselves, so both find the same. A word is one of UAX #29
//! (`unicode-segmentation`), cut once more at signs within it, in small letters and without accents (`unicode-normalization`); in
//! scripts that are written without spaces it is each pair of letters that follow one another. What is looked for is a [`Phrase`]: words in a row, of which the last may be the beginning of one.

mod fold;
mod marks;
mod phrase;
#[cfg(test)]
mod tests;
mod token;

pub use self::marks::{Piece, marked, snippet};
pub(crate) use self::phrase::QUOTATION_MARKS;
pub use self::phrase::{MOST_WORDS, Phrase, phrases};
pub use self::token::{INDEXED_MAX, indexed};

/// How many things that have the words are looked at, the newest ones.
pub const NEWEST: i64 = 1_000;

/// The most pursuances of one reader in which words are looked for at once, besides public ones.
pub const PURSUANCES_MAX: usize = 200;

/// The number of the way in which texts are cut into words. Whoever changes it (an update of the crates that know Unicode may, too)
/// raises it, and so does whoever changes which texts are taken in: then everything is taken into the index anew, while what was cut before goes on answering.
pub const CUTTING: i64 = 3;
