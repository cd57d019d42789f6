//! The pieces of a text: where words, values and quotes begin and end. Places are counted in characters.

/// A place in a text.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    text: &'a [char],
    at: usize,
}

/// A value, and whether its quotes are closed.
pub(super) struct Value {
    pub text: String,
    pub is_closed: bool,
}

impl<'a> Scan<'a> {
    /// The beginning of a text.
    pub fn new(text: &'a [char]) -> Self {
        Self { text, at: 0 }
    }

    /// How many characters are behind it.
    pub fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a [char] {
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

    /// Steps over a character, if it is this one.
    pub fn eat(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        self.at += usize::from(is_there);
        is_there
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

    /// What stands before a colon, if it looks like a key: a letter, then letters, `-` and `_`. An address has `//` behind its
    /// colon, and is none. The scan is then behind the colon.
    pub fn key(&mut self) -> Option<String> {
        let rest = self.rest();
        let is_letter = |c: &char| c.is_alphabetic() || matches!(c, '-' | '_');
        let length = rest.iter().take_while(|c| is_letter(c)).count();
        let begins = rest.first().is_some_and(|c| c.is_alphabetic());
        let is_key = begins && rest.get(length) == Some(&':');
        let behind = rest.get(length + 1..).unwrap_or_default();
        if !is_key || behind.starts_with(&['/', '/']) {
            return None;
        }
        self.at += length + 1;
        Some(rest.iter().take(length).collect())
    }

    /// A value up to the next blank that is not in quotes. Quotes begin at the beginning or behind a colon; elsewhere a
    /// quotation mark stands for itself.
    pub fn value(&mut self) -> Value {
        let mut value = Value { text: String::new(), is_closed: true };
        let mut may_open = true;
        while !self.is_end() {
            if may_open && self.peek() == Some('"') {
                let section = self.quoted();
                value.text.push_str(&section.text);
                value.is_closed = section.is_closed;
                may_open = false;
            } else if let Some(letter) = self.peek() {
                may_open = letter == ':';
                value.text.push(letter);
                self.at += 1;
            }
        }
        value
    }

    /// What stands between two quotation marks. A backslash takes the meaning from a quotation mark or a backslash behind it.
    pub fn quoted(&mut self) -> Value {
        self.eat('"');
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            self.at += 1;
            match (letter, self.peek()) {
                ('"', _) => return Value { text, is_closed: true },
                ('\\', Some(taken @ ('"' | '\\'))) => {
                    text.push(taken);
                    self.at += 1;
                }
                _ => text.push(letter),
            }
        }
        Value { text, is_closed: false }
    }
}
