//! Texts as HTML. Local people write Markdown; other servers send HTML. Both go through ammonia, which keeps only
//! harmless elements.
//!
//! The time to parse HTML grows with the square of its depth, so both are made shallow before ammonia: Markdown by
//! [`shallow`], HTML of others by [`foreign`]. The HTML of a text always has at most [`HTML_MAX`] bytes.

mod addresses;
mod document;
mod foreign;
mod kept;
pub mod references;
mod shallow;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeStream, html};

pub use self::addresses::LINKS_MAX;
use self::addresses::Linked;
pub use self::document::{Section, TextDocument, document};
pub use self::kept::{KEPT_MAX, kept};
use self::kept::{TextSource, or_make};
pub use self::references::ReferenceTargets;
use self::shallow::Shallow;

/// The greatest depth of lists, quotes and the like; deeper ones are shown flat.
pub const DEPTH_MAX: usize = 32;
/// How many columns a table may have; a wider one is shown as text.
pub const COLUMNS_MAX: usize = 32;
/// How many cells the tables of a text may have, with the empty ones that complete short rows; otherwise the tables are
/// shown as text.
pub const CELLS_MAX: usize = 10_000;
/// How many elements of another server's HTML are kept; only the words of the rest are.
pub const ELEMENTS_MAX: usize = 4_000;
/// How many bytes of a text are read: more than any accepted text has.
pub const SOURCE_MAX: usize = 64 * 1024;
/// The most bytes of the resulting HTML.
pub const HTML_MAX: usize = 384 * 1024;

/// The allowed elements: no pictures (they would report readers to other servers), no headings above the page's own.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .rm_tags(["img", "map", "area", "h1", "h2", "details", "summary", "figure", "figcaption", "center"])
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("nofollow noopener noreferrer ugc"))
        .url_relative(ammonia::UrlRelative::Deny)
        .generic_attributes(["lang", "title"].into());
    cleaner
});

/// Markdown as HTML that cannot do harm. HTML inside of it is shown as text.
pub fn to_html(markdown: &str) -> String {
    or_make(TextSource::Markdown, markdown, |markdown| {
        let source = shallow::source(beginning(markdown));
        written(&source, events(&source), markdown)
    })
}

/// The same, with links to the people and the tasks that it names.
pub fn to_linked_html(markdown: &str, places: &ReferenceTargets) -> String {
    if !markdown.contains(['@', '#']) {
        return to_html(markdown);
    }
    let known = format!("{} {} {}\n{markdown}", places.base, places.slug, places.known());
    or_make(TextSource::Linked, &known, |_| {
        let source = shallow::source(beginning(markdown));
        written(&source, references::linked(events(&source), places), markdown)
    })
}

fn events(source: &str) -> impl Iterator<Item = Event<'_>> {
    let parser = TextMergeStream::new(Parser::new_ext(source, shallow::options(source)));
    Linked::new(parser).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // People press Enter to begin a new line, and mean it.
        Event::SoftBreak => Event::HardBreak,
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lowered(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lowered(level))),
        // A box to tick would be a field of a form; here it is only read.
        Event::TaskListMarker(is_done) => Event::Text(if is_done { "☑ " } else { "☐ " }.into()),
        other => other,
    })
}

/// The level that a heading of a text has on a page: its title is the first one, and its sections are the second.
fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

fn written<'a>(source: &str, events: impl Iterator<Item = Event<'a>>, markdown: &str) -> String {
    let mut text = String::with_capacity(source.len() * 2);
    html::push_html(&mut text, Shallow::new(events));
    within_bounds(&text, markdown)
}

/// HTML of another server, made harmless.
pub fn clean_html(html: &str) -> String {
    or_make(TextSource::Html, html, |html| within_bounds(&foreign::balanced(beginning(html)), html))
}

/// HTML of another server as plain text, for places that hold only text.
pub fn to_text(html: &str) -> String {
    foreign::words(beginning(html))
}

/// Cleans shallow HTML; if the result is too long all the same, for example because of hundreds of links, the text is
/// shown as it was written.
fn within_bounds(html: &str, written: &str) -> String {
    if html.len() <= HTML_MAX {
        let clean = CLEANER.clean(html).to_string();
        if clean.len() <= HTML_MAX {
            return clean;
        }
    }
    let mut text = String::from("<p>");
    for c in beginning(written).chars() {
        foreign::push_escaped(&mut text, c);
    }
    text.push_str("</p>");
    text
}

/// As much of a text as is read.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SOURCE_MAX)).unwrap_or(text)
}
