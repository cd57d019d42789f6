//! HTML of other servers, read without building a tree: rewritten so that it is shallow and every element is closed at
//! the right place, or reduced to its words. Each takes one pass over the text.
//!
//! A tree builder repeats an unclosed `<b>` in every following paragraph. Without unclosed elements it has nothing to
//! repeat.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::sync::LazyLock;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::{CLEANER, DEPTH_MAX, ELEMENTS_MAX};

/// The longest tag that is read as one: each of its attributes is compared with all before.
pub(super) const TAG_MAX: usize = 4096;

/// The elements that are kept.
static KEPT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| CLEANER.clone_tags());

/// Elements without an end.
const EMPTY: [&str; 3] = ["br", "hr", "wbr"];
/// Elements that end a paragraph by beginning.
const BLOCKS: [&str; 23] = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "hr",
    "article",
    "aside",
    "header",
    "footer",
    "nav",
];
/// Headings, which must not contain each other directly.
const HEADINGS: [&str; 4] = ["h3", "h4", "h5", "h6"];
/// Elements that contain only rows and cells.
const FRAMES: [&str; 5] = ["table", "thead", "tbody", "tfoot", "tr"];
/// The attributes that are kept; ammonia checks each once more.
const ATTRIBUTES: [&str; 9] =
    ["href", "title", "lang", "hreflang", "start", "dir", "datetime", "colspan", "rowspan"];

/// HTML with the same words, in which every element is closed and none is deeper than [`DEPTH_MAX`].
pub(super) fn balanced(html: &str) -> String {
    let out = String::with_capacity(html.len());
    let mut written = read(html, Balanced { out, is_whole: is_whole(html), ..Balanced::default() });
    while let Some(name) = written.open.pop() {
        push_end(&mut written.out, name);
    }
    written.out
}

/// Whether a text has the headings of a whole page. Then all of its headings become lower, so that none is above those of the
/// page that shows it; otherwise they were written for a place on a page, or have become lower before.
fn is_whole(html: &str) -> bool {
    html.match_indices(['h', 'H']).any(|(at, _)| {
        let around = |from: usize, to: usize| html.as_bytes().get(from..to);
        at > 0
            && around(at - 1, at) == Some(b"<")
            && matches!(around(at + 1, at + 2), Some(b"1" | b"2"))
            && !matches!(around(at + 2, at + 3), Some([next]) if next.is_ascii_alphanumeric())
    })
}

/// The name that an element of a whole page has here.
fn lowered(name: &str) -> &str {
    match name {
        "h1" => "h3",
        "h2" => "h4",
        "h3" => "h5",
        "h4" | "h5" => "h6",
        other => other,
    }
}

/// The words of HTML, in paragraphs and lines.
pub(super) fn words(html: &str) -> String {
    let told = read(html, Words::default()).out;
    told.trim().to_owned()
}

/// Writes a character in its HTML form.
pub(super) fn push_escaped(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        c => out.push(c),
    }
}

/// The output made from the pieces of HTML.
trait Reader {
    fn start(&mut self, tag: &Tag);
    fn end(&mut self, name: &str);
    fn text(&mut self, text: &str);
}

struct PieceSink<R> {
    reader: RefCell<R>,
    /// Inside a script or a style sheet, whose characters are not part of the text.
    is_silent: Cell<bool>,
}

impl<R: Reader> TokenSink for PieceSink<R> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.reader.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let raw = match (tag.kind, &*tag.name) {
                    (TagKind::StartTag, "script") => Some(RawKind::ScriptData),
                    (TagKind::StartTag, "style") => Some(RawKind::Rawtext),
                    _ => None,
                };
                self.is_silent.set(raw.is_some());
                match (raw, tag.kind) {
                    (Some(raw), _) => return TokenSinkResult::RawData(raw),
                    (None, TagKind::StartTag) => reader.start(&tag),
                    (None, TagKind::EndTag) => reader.end(&tag.name),
                }
            }
            Token::CharacterTokens(text) if !self.is_silent.get() => reader.text(&text),
            Token::CharacterTokens(_)
            | Token::NullCharacterToken
            | Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// Reads HTML to its end.
fn read<R: Reader>(html: &str, reader: R) -> R {
    let sink = PieceSink { reader: RefCell::new(reader), is_silent: Cell::new(false) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(with_short_tags(html, |rest| rest.find('>')).as_ref()));
    // Nothing here is a script that the tokenizer would stop for.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.reader.into_inner()
}

/// The same HTML without tags longer than [`TAG_MAX`]: a longer one is shown as words. `end_of` finds the end of the
/// tag with which a text begins.
pub(super) fn with_short_tags(html: &str, mut end_of: impl FnMut(&str) -> Option<usize>) -> Cow<'_, str> {
    let mut short = String::new();
    let mut taken = 0;
    // Found once for all tags that begin before it.
    let mut end: Option<usize> = None;
    for (at, _) in html.match_indices('<') {
        let end = *match &mut end {
            Some(end) if *end >= at => end,
            end => end.insert(html.get(at..).and_then(&mut end_of).map_or(html.len(), |n| at + n)),
        };
        if end - at >= TAG_MAX && html.len() - at > TAG_MAX {
            short.push_str(html.get(taken..at).unwrap_or_default());
            short.push_str("&lt;");
            taken = at + 1;
        }
    }
    if taken == 0 {
        return Cow::Borrowed(html);
    }
    short.push_str(html.get(taken..).unwrap_or_default());
    Cow::Owned(short)
}

/// The rewritten HTML.
#[derive(Default)]
struct Balanced {
    out: String,
    /// The open elements, the innermost last.
    open: Vec<&'static str>,
    elements: usize,
    /// Whether its headings become lower.
    is_whole: bool,
}

impl Balanced {
    /// Closes an open element with all its contents, unless it is outside of the bounding element.
    fn close_up_to(&mut self, name: &str, bounds: &[&str]) {
        let found = self.open.iter().rposition(|open| *open == name || bounds.contains(open));
        let Some(at) = found.filter(|at| self.open.get(*at).is_some_and(|open| *open == name)) else {
            return;
        };
        while self.open.len() > at {
            if let Some(name) = self.open.pop() {
                push_end(&mut self.out, name);
            }
        }
    }

    /// Closes the elements that end automatically where this one begins.
    fn make_way_for(&mut self, name: &str) {
        match name {
            "li" => self.close_up_to("li", &["ul", "ol", "td", "th", "table"]),
            "dt" | "dd" => {
                for other in ["dt", "dd"] {
                    self.close_up_to(other, &["dl", "td", "th", "table"]);
                }
            }
            "tr" => self.close_up_to("tr", &["table"]),
            "td" | "th" => {
                for other in ["td", "th"] {
                    self.close_up_to(other, &["tr", "table"]);
                }
            }
            "thead" | "tbody" | "tfoot" => {
                for other in ["thead", "tbody", "tfoot"] {
                    self.close_up_to(other, &["table"]);
                }
            }
            "rt" | "rp" | "rb" | "rtc" => {
                for other in ["rt", "rp", "rb", "rtc"] {
                    self.close_up_to(other, &["ruby", "td", "th", "table"]);
                }
            }
            "h3" | "h4" | "h5" | "h6" => {
                self.close_up_to("p", &["td", "th", "table"]);
                let around = self.open.last().copied().filter(|around| HEADINGS.contains(around));
                self.close_up_to(around.unwrap_or_default(), &[]);
            }
            "a" => self.close_up_to("a", &["td", "th", "table"]),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.close_up_to("p", &["td", "th", "table"]);
        }
    }

    /// Begins an element that is not in the text but that a tree builder would add.
    fn begin(&mut self, name: &'static str) {
        if self.open.len() < DEPTH_MAX {
            self.elements += 1;
            self.out.push('<');
            self.out.push_str(name);
            self.out.push('>');
            self.open.push(name);
        }
    }

    /// The name that an element gets.
    fn named<'n>(&self, name: &'n str) -> &'n str {
        if self.is_whole { lowered(name) } else { name }
    }

    /// Whether an element may occur at this place.
    fn fits(&self, name: &str) -> bool {
        let around = self.open.last().copied().unwrap_or_default();
        match name {
            "tr" => ["thead", "tbody", "tfoot"].contains(&around),
            "td" | "th" => around == "tr",
            "thead" | "tbody" | "tfoot" => around == "table",
            "rt" | "rp" | "rb" | "rtc" => around == "ruby",
            // The other parts of a table are not needed to read it.
            "caption" | "col" | "colgroup" => false,
            _ => !FRAMES.contains(&around),
        }
    }
}

impl Reader for Balanced {
    fn start(&mut self, tag: &Tag) {
        let Some(name) = KEPT.get(self.named(&tag.name)).copied() else { return };
        self.make_way_for(name);
        if name == "tr" && self.open.last() == Some(&"table") {
            self.begin("tbody");
        }
        if !self.fits(name) || self.elements >= ELEMENTS_MAX {
            return;
        }
        let is_empty = EMPTY.contains(&name);
        if !is_empty && self.open.len() >= DEPTH_MAX {
            return;
        }
        self.elements += 1;
        self.out.push('<');
        self.out.push_str(name);
        for attribute in tag.attrs.iter().filter(|attribute| ATTRIBUTES.contains(&&*attribute.name.local)) {
            self.out.push(' ');
            self.out.push_str(&attribute.name.local);
            self.out.push_str("=\"");
            attribute.value.chars().for_each(|c| push_escaped(&mut self.out, c));
            self.out.push('"');
        }
        self.out.push('>');
        if !is_empty {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        self.close_up_to(self.named(name), &[]);
    }

    fn text(&mut self, text: &str) {
        text.chars().for_each(|c| push_escaped(&mut self.out, c));
    }
}

fn push_end(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// The words alone.
#[derive(Default)]
struct Words {
    out: String,
}

impl Words {
    /// Ends the text with `wanted` line breaks, unless it is empty.
    fn break_lines(&mut self, wanted: usize) {
        let there = self.out.bytes().rev().take_while(|byte| *byte == b'\n').count();
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', wanted.saturating_sub(there)));
        }
    }
}

impl Reader for Words {
    fn start(&mut self, tag: &Tag) {
        match &*tag.name {
            "br" => self.out.push('\n'),
            "p" => self.break_lines(2),
            name if BLOCKS.contains(&name) || name == "tr" => self.break_lines(1),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.break_lines(2),
            name if BLOCKS.contains(&name) || name == "tr" => self.break_lines(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        // Text between two blocks is only the layout of the HTML.
        let text = if self.out.ends_with('\n') { text.trim_start_matches(['\n', '\r']) } else { text };
        self.out.push_str(text);
    }
}
