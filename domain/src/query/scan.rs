//! The pieces of a text: where words, values and quotes begin and end. Places are counted in characters.
//!
//! Signs are read as keyboards write them: `“river bank”` as `"river bank"`, and `is：open` as `is:open`.

use crate::text::QUOTATION_MARKS;

/// The signs that people put before a key by mistake: `-is:open`, `(is:open)`.
const BEFORE_KEY: [char; 12] = ['-', '–', '—', '−', '+', '!', '(', '[', '{', '*', ',', ';'];

/// The sign of ASCII that a wide one of Chinese and Japanese keyboards stands for; others are themselves.
pub(super) fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

/// A text with signs of ASCII in the place of wide ones; it has as many characters.
pub(super) fn narrowed(text: &str) -> String {
    text.chars().map(narrow).collect()
}

/// Whether a character begins a text in quotes.
pub(super) fn is_quotation_mark(letter: char) -> bool {
    QUOTATION_MARKS.contains(&letter)
}

/// A place in a text.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    text: &'a [char],
    at: usize,
}

/// A value, and whether its quotes are closed.
pub(super) struct ScannedValue {
    pub text: String,
    pub is_closed: bool,
}

impl<'a> Scan<'a> {
    /// The beginning of a text.
    pub fn new(text: &'a [char]) -> Self {
        Self { text, at: 0 }
    }

    /// Number of characters behind it.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The rest of the text.
    pub fn rest(&self) -> &'a [char] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character; `None` at the end.
    pub fn peek(&self) -> Option<char> {
        self.rest().first().copied()
    }

    /// Whether a piece ends here: at a blank, or at the end.
    pub fn is_end(&self) -> bool {
        self.peek().is_none_or(char::is_whitespace)
    }

    /// Whether a quotation mark comes next.
    pub fn is_quote(&self) -> bool {
        self.peek().is_some_and(is_quotation_mark)
    }

    /// Steps over the next sign, if it is `wanted` or its wide form.
    pub fn eat(&mut self, wanted: char) -> bool {
        let is_there = self.peek().map(narrow) == Some(wanted);
        self.at += usize::from(is_there);
        is_there
    }

    /// Steps over `characters` characters.
    pub fn step(&mut self, characters: usize) {
        self.at = self.at.saturating_add(characters).min(self.text.len());
    }

    /// Steps over blanks.
    pub fn blanks(&mut self) {
        self.at += self.rest().iter().take_while(|c| c.is_whitespace()).count();
    }

    /// The text from an earlier place up to this one.
    pub fn since(&self, start: usize) -> String {
        self.text.get(start..self.at).unwrap_or_default().iter().collect()
    }

    /// Steps to the end of the text.
    pub fn finish(&mut self) {
        self.at = self.text.len();
    }

    /// The characters up to the next blank.
    pub fn word(&mut self) -> String {
        let word: String = self.rest().iter().take_while(|c| !c.is_whitespace()).collect();
        self.at += word.chars().count();
        word
    }

    /// The word before a colon, if it looks like a key: a letter, then letters, digits, `-` and `_`, perhaps behind signs that no key
    /// has. A word that begins with a digit is none, as `12:30`, and neither is an address, which has `//` behind its colon. The
    /// scan is then behind the colon.
    pub fn key(&mut self) -> Option<String> {
        let rest = self.rest();
        let signs = rest.iter().take_while(|c| BEFORE_KEY.contains(&narrow(**c))).count();
        let letters = rest.get(signs..).unwrap_or_default();
        let is_letter = |c: char| c.is_alphanumeric() || matches!(narrow(c), '-' | '_');
        let end = signs + letters.iter().take_while(|c| is_letter(**c)).count();
        let begins = letters.first().is_some_and(|c| c.is_alphabetic());
        let is_key = begins && rest.get(end).copied().map(narrow) == Some(':');
        let behind = rest.get(end + 1..).unwrap_or_default();
        if !is_key || behind.starts_with(&['/', '/']) {
            return None;
        }
        self.at += end + 1;
        Some(rest.iter().take(end).collect())
    }

    /// A value up to the next blank that is not in quotes. Quotes begin at the beginning or behind a colon; elsewhere a
    /// quotation mark stands for itself.
    pub fn value(&mut self) -> ScannedValue {
        let mut value = ScannedValue { text: String::new(), is_closed: true };
        let mut may_open = true;
        while !self.is_end() {
            if may_open && self.is_quote() {
                let section = self.quoted();
                value.text.push_str(&section.text);
                value.is_closed = section.is_closed;
                may_open = false;
            } else if let Some(letter) = self.peek() {
                may_open = narrow(letter) == ':';
                value.text.push(letter);
                self.at += 1;
            }
        }
        value
    }

    /// The text between two quotation marks: a plain one is closed by a plain one, others by any. A backslash takes the meaning
    /// from a closing mark or a backslash behind it.
    pub fn quoted(&mut self) -> ScannedValue {
        let is_plain = self.peek() == Some('"');
        let closes = |letter: char| if is_plain { letter == '"' } else { is_quotation_mark(letter) };
        self.at += 1;
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            self.at += 1;
            match (letter, self.peek()) {
                (mark, _) if closes(mark) => return ScannedValue { text, is_closed: true },
                ('\\', Some(taken)) if taken == '\\' || closes(taken) => {
                    text.push(taken);
                    self.at += 1;
                }
                _ => text.push(letter),
            }
        }
        ScannedValue { text, is_closed: false }
    }
}
