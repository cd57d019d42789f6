//! Searched phrases.

use super::token::{Kind, WordToken, tokens};

/// The most words and quoted phrases of one search.
pub const MOST_WORDS: usize = 8;

/// The marks that words in a row stand between, whatever one's language writes; the last one is that of wide letters.
pub(crate) const QUOTATION_MARKS: [char; 7] = ['"', '“', '”', '„', '«', '»', '＂'];

/// Whether words in a row stand between it and the next one.
pub fn is_quotation_mark(letter: char) -> bool {
    QUOTATION_MARKS.contains(&letter)
}

/// The most words of a phrase; further words are ignored.
const PHRASE_MAX: usize = 40;

/// Words in a row, at least one. The last one finds words that begin with it, where it has three letters or more (one, in Korean
/// and in scripts without spaces).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    words: Vec<String>,
    is_open: bool,
    /// Whether the last word is one letter of a script without spaces.
    is_letter: bool,
}

impl Phrase {
    /// Reads what somebody typed; `None` where it has no letter and no digit.
    pub fn parse(text: &str) -> Option<Self> {
        let mut all: Vec<WordToken> = tokens(text);
        // The text may go on behind the last letter.
        if all.last().is_some_and(|last| last.kind == Kind::Last { alone: false }) {
            all.pop();
        }
        all.retain(|token| !token.text.is_empty());
        let is_whole = all.len() <= PHRASE_MAX;
        all.truncate(PHRASE_MAX);
        let last = all.last()?;
        let is_open = is_whole && last.is_beginning();
        let is_letter = last.kind == Kind::Last { alone: true };
        Some(Self { words: all.into_iter().map(|token| token.text).collect(), is_open, is_letter })
    }

    /// Its words as they are compared.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether the last word finds words that begin with it.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        let all = tokens(text);
        (0..all.len()).any(|at| self.at(&all, at).is_some())
    }

    /// Where it stands that begins with a word of a text: from byte to byte.
    pub(super) fn at(&self, all: &[WordToken], at: usize) -> Option<(usize, usize)> {
        let row = all.get(at..at.checked_add(self.words.len())?)?;
        let last = self.words.len().checked_sub(1)?;
        let fits = self.words.iter().zip(row).enumerate().all(|(n, (word, token))| {
            if n == last && self.is_open {
                token.text.starts_with(word.as_str())
            } else {
                token.text == *word
            }
        });
        let (first, end) = (row.first()?, row.last()?);
        fits.then_some((first.start, if self.is_letter { end.first_end } else { end.end }))
    }
}

/// The words and quoted phrases that somebody typed, the first [`MOST_WORDS`]; none where nothing has a letter or a digit.
pub fn phrases(text: &str) -> Vec<Phrase> {
    let mut found = Vec::new();
    // Every second part stands between quotation marks.
    for (n, part) in text.split(QUOTATION_MARKS).enumerate() {
        if n % 2 == 1 {
            found.extend(Phrase::parse(part));
        } else {
            found.extend(part.split_whitespace().filter_map(Phrase::parse));
        }
        if found.len() >= MOST_WORDS {
            break;
        }
    }
    found.truncate(MOST_WORDS);
    found
}
