//! Texts in words.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use super::fold::{Class, class, fold, has_marks, is_syllable};

/// The most words of a thing that are kept; words further behind are not found.
pub const INDEXED_MAX: usize = 12_000;

/// The most places kept of one word of a thing: PostgreSQL keeps no more.
const SAME_MAX: usize = 256;

/// The most bytes of the words of a thing: PostgreSQL refuses a megabyte.
const BYTES_MAX: usize = 400_000;

/// The most letters of a word; what two longer ones begin with is the same.
const TOKEN_MAX: usize = 40;

/// The kind of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word between gaps.
    Word,
    /// Two letters that follow one another.
    Pair,
    /// The last letter of a run of letters; `alone` where it is the only one.
    Last { alone: bool },
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordToken {
    /// The form in which it is compared.
    pub text: String,
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub start: usize,
    /// The end of its first letter, and of all of it.
    pub first_end: usize,
    pub end: usize,
}

impl WordToken {
    /// Whether words that begin with it are found, too: one or two letters would find too much.
    pub fn is_beginning(&self) -> bool {
        let begins = |is: fn(char) -> bool| self.text.chars().next().is_some_and(is);
        match self.kind {
            Kind::Word => self.text.chars().count() > 2 || begins(is_syllable),
            Kind::Pair => begins(has_marks),
            Kind::Last { .. } => true,
        }
    }
}

/// A letter with its marks.
struct MarkedLetter {
    start: usize,
    end: usize,
}

/// The words of a text, in order: the words of UAX #29, cut once more at a sign within one (`l'eau`, `server.example`, `3.5`), so
/// that each part of it is found. Words without anything between them are one: `m²`, and letters that follow one another in a
/// script without spaces, which UAX #29 takes for a word each.
pub(super) fn tokens(text: &str) -> Vec<WordToken> {
    let mut tokens = Vec::new();
    let mut run: Vec<MarkedLetter> = Vec::new();
    let (mut of, mut behind) = (Class::Gap, 0);
    for (at, word) in text.unicode_word_indices() {
        if at > behind {
            end_run(&mut tokens, text, of, &mut run);
        }
        behind = at + word.len();
        for (within, letter) in word.grapheme_indices(true) {
            let start = at + within;
            let end = start + letter.len();
            match class(letter) {
                Class::Part => {
                    if let Some(last) = run.last_mut() {
                        last.end = end;
                    }
                }
                Class::Gap => end_run(&mut tokens, text, of, &mut run),
                next @ (Class::Word | Class::Pair) => {
                    if next != of {
                        end_run(&mut tokens, text, of, &mut run);
                    }
                    of = next;
                    run.push(MarkedLetter { start, end });
                }
            }
        }
    }
    end_run(&mut tokens, text, of, &mut run);
    tokens
}

/// Makes words of the letters of a run.
fn end_run(tokens: &mut Vec<WordToken>, text: &str, of: Class, run: &mut Vec<MarkedLetter>) {
    let letters = std::mem::take(run);
    let (Some(first), Some(last)) = (letters.first(), letters.last()) else { return };
    if of != Class::Pair {
        let mut word = String::new();
        for letter in &letters {
            fold(text.get(letter.start..letter.end).unwrap_or_default(), &mut word);
        }
        if let Some((cut, _)) = word.char_indices().nth(TOKEN_MAX) {
            word.truncate(cut);
        }
        if !word.is_empty() {
            let (start, first_end, end) = (first.start, first.end, last.end);
            tokens.push(WordToken { text: word, kind: Kind::Word, start, first_end, end });
        }
        return;
    }
    let folded = |letter: &MarkedLetter| {
        let mut one = String::new();
        fold(text.get(letter.start..letter.end).unwrap_or_default(), &mut one);
        one
    };
    let alone = letters.len() == 1;
    let mut next = letters.iter().skip(1);
    for letter in &letters {
        let (start, first_end) = (letter.start, letter.end);
        let one = folded(letter);
        tokens.push(match next.next() {
            Some(other) => {
                let text = one + &folded(other);
                WordToken { text, kind: Kind::Pair, start, first_end, end: other.end }
            }
            None => WordToken { text: one, kind: Kind::Last { alone }, start, first_end, end: first_end },
        });
    }
}

/// The words of the texts of a thing in their order, each one step behind the word before. `None` is a step without a word:
/// between two texts, and in place of a word that occurs too often.
pub fn indexed(texts: &[&str]) -> Vec<Option<String>> {
    let mut steps = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut bytes = 0_usize;
    for text in texts {
        if !steps.is_empty() {
            steps.push(None);
        }
        for token in tokens(text) {
            if steps.len() >= INDEXED_MAX || bytes > BYTES_MAX {
                return steps;
            }
            if token.text.is_empty() {
                steps.push(None);
                continue;
            }
            let times = seen.entry(token.text.clone()).or_default();
            *times += 1;
            if *times > SAME_MAX {
                steps.push(None);
                continue;
            }
            bytes += token.text.len();
            steps.push(Some(token.text));
        }
    }
    steps
}
