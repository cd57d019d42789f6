//! Markdown that does not grow: limits on its depth and on the cells of its tables, because a few bytes can demand very
//! many.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Tag};

use super::{CELLS_MAX, COLUMNS_MAX, DEPTH_MAX};

/// The parts of Markdown that a text may use. The parser completes every row of a table to its full width, so a table
/// that could become large is shown as text: no line has more columns than it has bars, and no table has more rows than
/// there are lines.
pub(super) fn options(source: &str) -> Options {
    let columns = |line: &str| {
        let line = line.trim();
        // Those at its ends part nothing.
        let line = line.strip_prefix('|').unwrap_or(line);
        let line = line.strip_suffix('|').unwrap_or(line);
        line.bytes().filter(|byte| *byte == b'|').count() + 1
    };
    let widest = source.lines().map(columns).max();
    let (widest, lines) = (widest.unwrap_or(0), source.lines().count());
    let mut options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    if widest <= COLUMNS_MAX && widest.saturating_mul(lines) <= CELLS_MAX {
        options |= Options::ENABLE_TABLES;
    }
    options
}

/// The text in which the marks that would open more than [`DEPTH_MAX`] lists and quotes on one line count as words: a
/// backslash stands before the first of them.
pub(super) fn source(text: &str) -> Cow<'_, str> {
    let mut flat = String::new();
    let mut taken = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(at) = too_deep(line) {
            flat.push_str(text.get(taken..start + at).unwrap_or_default());
            flat.push('\\');
            taken = start + at;
        }
        start += line.len();
    }
    if taken == 0 {
        return Cow::Borrowed(text);
    }
    flat.push_str(text.get(taken..).unwrap_or_default());
    Cow::Owned(flat)
}

/// The place in a line of the mark that would open one list or quote too many.
fn too_deep(line: &str) -> Option<usize> {
    let mut marks = 0;
    let mut digits: Option<usize> = None;
    for (at, c) in line.char_indices() {
        let begin = match c {
            ' ' | '\t' => {
                digits = None;
                continue;
            }
            '0'..='9' => {
                digits.get_or_insert(at);
                continue;
            }
            '.' | ')' => digits.take()?,
            '>' | '-' | '+' | '*' => at,
            _ => return None,
        };
        marks += 1;
        if marks > DEPTH_MAX {
            // A backslash before a digit would be visible: it goes before the dot.
            return Some(if line.as_bytes().get(begin)?.is_ascii_digit() { at } else { begin });
        }
    }
    None
}

/// The events of a text with everything below [`DEPTH_MAX`] levels as words.
pub(super) struct Shallow<'a, I> {
    events: I,
    depth: usize,
    /// The level from which everything is flat.
    flat: Option<usize>,
    /// Whether something was flattened since the last word; the next one then begins on a new line.
    is_broken: bool,
    word: Option<Event<'a>>,
}

impl<I> Shallow<'_, I> {
    pub(super) fn new(events: I) -> Self {
        Self { events, depth: 0, flat: None, is_broken: false, word: None }
    }
}

/// How many levels an element takes, with the elements that it always contains.
fn levels(tag: &Tag<'_>) -> usize {
    match tag {
        Tag::Table(_) => 4,
        Tag::List(_) => 2,
        _ => 1,
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Shallow<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(word) = self.word.take() {
            return Some(word);
        }
        loop {
            let event = self.events.next()?;
            match &event {
                Event::Start(tag) => {
                    if self.flat.is_none() && self.depth + levels(tag) > DEPTH_MAX {
                        self.flat = Some(self.depth);
                    }
                    self.depth += 1;
                    if self.flat.is_some() {
                        self.is_broken = true;
                        continue;
                    }
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    if let Some(flat) = self.flat {
                        if self.depth <= flat {
                            self.flat = None;
                        }
                        continue;
                    }
                }
                // A rule separates the words before and after it.
                Event::Rule if self.flat.is_some() => {
                    self.is_broken = true;
                    continue;
                }
                _ if self.flat.is_some() && std::mem::take(&mut self.is_broken) => {
                    self.word = Some(event);
                    return Some(Event::HardBreak);
                }
                _ => {}
            }
            return Some(event);
        }
    }
}
