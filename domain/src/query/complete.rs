//! The thing that is being typed at a place of a text, for lists of what it may become.

use super::scan::{Scan, narrowed};
use super::{Key, MOST_CHARACTERS};

/// The kind of thing that is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Completing {
    /// Nothing that can be completed: words, a number, or nothing that is known.
    Nothing,
    /// A word, which may become a key.
    Key,
    /// One of the words that a key knows ([`Key::words`]); of `status:` a phase.
    Word(Key),
    /// A person or a pursuance that can have a task; `me` and, behind `@`, `-` as well.
    Person,
    /// A skill.
    Skill,
    /// The name of a pursuance of this instance.
    Pursuance,
    /// An instance.
    Host,
}

/// The thing being typed at a place, and its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Its kind.
    pub what: Completing,
    /// The typed part, without quotation marks.
    pub stem: String,
    /// Where the stem begins, in characters from 0, with its quotation mark. It ends at the cursor.
    pub from: usize,
    /// The cursor, within the text.
    pub to: usize,
}

/// Finds the thing being typed at `cursor`, in characters from 0. Only the text before the cursor counts.
pub fn complete(text: &str, cursor: usize) -> Completion {
    let letters: Vec<char> = text.chars().take(cursor.min(MOST_CHARACTERS)).collect();
    let to = letters.len();
    let mut scan = Scan::new(&letters);
    let mut last = scan;
    loop {
        scan.blanks();
        if scan.peek().is_none() {
            break;
        }
        last = scan;
        // Whether it reads does not matter, but where it ends.
        let _ = super::read::whole(&mut scan);
    }
    let is_behind_a_blank = letters.last().is_none_or(|c| c.is_whitespace());
    if is_behind_a_blank && !is_open(last) {
        return Completion { what: Completing::Nothing, stem: String::new(), from: to, to };
    }
    let (what, from, stem) = typed(last);
    Completion { what, stem, from, to }
}

/// Whether the quotes of a piece are open, so that it goes on behind a blank.
fn is_open(mut piece: Scan<'_>) -> bool {
    while piece.eat('!') {}
    if piece.is_quote() {
        return !piece.quoted().is_closed;
    }
    piece.key().is_some() && !piece.value().is_closed
}

/// The kind of the last piece, the place where its stem begins, and the stem.
fn typed(mut piece: Scan<'_>) -> (Completing, usize, String) {
    while piece.eat('!') {}
    if piece.eat('@') {
        return (Completing::Person, piece.at(), piece.word());
    }
    let start = piece.at();
    let Some(key) = piece.key() else {
        let word = piece.word();
        let is_key = !word.is_empty() && word.chars().all(char::is_alphabetic);
        return (if is_key { Completing::Key } else { Completing::Nothing }, start, word);
    };
    let what = match Key::parse(&narrowed(&key)) {
        Some(Key::Is) => Completing::Word(Key::Is),
        Some(Key::Status) => Completing::Word(Key::Status),
        Some(Key::Size) => Completing::Word(Key::Size),
        Some(Key::Urgency) => Completing::Word(Key::Urgency),
        Some(Key::Watch) => Completing::Word(Key::Watch),
        Some(Key::Due) => {
            if !piece.eat('<') {
                piece.eat('>');
            }
            Completing::Word(Key::Due)
        }
        Some(Key::Sort) => {
            piece.eat('-');
            Completing::Word(Key::Sort)
        }
        Some(Key::By | Key::Review) => {
            piece.eat('@');
            Completing::Person
        }
        Some(Key::Skill) => Completing::Skill,
        Some(Key::In) => Completing::Pursuance,
        Some(Key::From) => Completing::Host,
        Some(Key::Parent | Key::Depends) | None => Completing::Nothing,
    };
    let from = piece.at();
    (what, from, piece.value().text)
}
