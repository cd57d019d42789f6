//! The text of a query, as the language writes it: read again, it is the same query.

use std::fmt::{self, Display, Formatter, Write};

use super::scan::{is_quotation_mark, narrow};
use super::when::{AGO, NO_DATE};
use super::{
    DueCondition, HandleTerm, Has, HostTerm, Key, Part, PersonTerm, Query, Skilled, Sort, Term, parse,
};

/// The word for the reader.
pub(super) const ME: &str = "me";

/// Nobody, behind an `@`.
pub(super) const NOBODY: &str = "-";

/// All skills of an area, behind its colon.
pub(super) const ANY: &str = "*";

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (place, part) in self.parts.iter().enumerate() {
            if place > 0 {
                f.write_char(' ')?;
            }
            part.fmt(f)?;
        }
        match self.sort {
            None => Ok(()),
            Some(sort) if self.parts.is_empty() => sort.fmt(f),
            Some(sort) => write!(f, " {sort}"),
        }
    }
}

impl Query {
    /// Its text, where that is a valid query: with the parts that a page adds, it may be longer than a query may be.
    pub fn text(&self) -> Option<String> {
        let text = self.to_string();
        parse(&text).is_ok().then_some(text)
    }
}

impl Display for Part {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.not {
            f.write_char('!')?;
        }
        self.term.fmt(f)
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) if is_plain(words) => f.write_str(words),
            Self::Words(words) => quoted(f, words),
            Self::Has(Has::Nobody) => write!(f, "@{NOBODY}"),
            Self::Has(Has::Holder(holder)) => write!(f, "@{holder}"),
            Self::Is(is) => write!(f, "{}:{}", Key::Is, is.as_str()),
            Self::Phase(phase) => write!(f, "{}:{}", Key::Status, phase.as_str()),
            Self::Skill(skilled) => write!(f, "{}:{skilled}", Key::Skill),
            Self::Due(due) => write!(f, "{}:{due}", Key::Due),
            Self::Size(size) => write!(f, "{}:{}", Key::Size, size.as_str()),
            Self::Urgency(urgency) => write!(f, "{}:{}", Key::Urgency, urgency.as_str()),
            Self::By(person) => write!(f, "{}:{person}", Key::By),
            Self::Review(person) => write!(f, "{}:{person}", Key::Review),
            Self::Watch => write!(f, "{}:{ME}", Key::Watch),
            Self::In(slug) => write!(f, "{}:{slug}", Key::In),
            Self::Task(number) => write!(f, "#{number}"),
            Self::Parent(number) => write!(f, "{}:#{number}", Key::Parent),
            Self::Depends(number) => write!(f, "{}:#{number}", Key::Depends),
            Self::From(host) => write!(f, "{}:{host}", Key::From),
        }
    }
}

impl Display for Key {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Display for PersonTerm {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str(ME),
            Self::Named(handle) => handle.fmt(f),
        }
    }
}

impl Display for HandleTerm {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.host() {
            None => f.write_str(self.name()),
            Some(host) => write!(f, "{}@{host}", self.name()),
        }
    }
}

impl Display for HostTerm {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Display for Skilled {
    /// As behind `skill:`, in quotes where it has blanks.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(skill) => value(f, skill.as_str()),
            Self::Area(area) => value(f, &format!("{area}:{ANY}")),
        }
    }
}

impl Display for DueCondition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str(NO_DATE),
            Self::Before(when) => write!(f, "<{when}"),
            Self::After(when) => write!(f, ">{when}"),
            Self::On(when) => when.fmt(f),
        }
    }
}

impl Display for Sort {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let reversed = if self.reversed { "-" } else { "" };
        write!(f, "{}:{reversed}{}", Key::Sort, self.by.as_str())
    }
}

/// Whether words read as themselves without quotes. `ago` would belong to a date before it.
fn is_plain(words: &str) -> bool {
    let is_one = !words.contains(|c: char| c.is_whitespace() || is_quotation_mark(c) || narrow(c) == ':');
    let is_sign = words.starts_with(|c: char| matches!(narrow(c), '!' | '@' | '#'));
    is_one && !is_sign && !words.eq_ignore_ascii_case(AGO)
}

/// A value behind a key.
fn value(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    let is_plain = !text.contains(|c: char| c.is_whitespace() || is_quotation_mark(c));
    if is_plain { f.write_str(text) } else { quoted(f, text) }
}

/// A text in quotes. A backslash is before each quotation mark of the text, and before each backslash.
pub(super) fn quoted(f: &mut impl Write, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(letter)?;
    }
    f.write_char('"')
}
