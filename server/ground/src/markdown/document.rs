//! A text of our own as a page: its headings have ids, its links lead where the caller says, and its words are known by heading, for a
//! search. Nobody outside writes such a text; it goes through a cleaner all the same.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeStream, html};

use super::shallow::{self, Shallow};

/// Keeps everything that [`super::to_html`] keeps, with headings that have ids and links within this server.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .rm_tags(["img", "map", "area", "h1", "details", "summary", "figure", "figcaption", "center"])
        .url_schemes(["https"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    for heading in ["h2", "h3", "h4", "h5", "h6"] {
        cleaner.add_tag_attributes(heading, ["id"]);
    }
    cleaner
});

/// A text as a page.
#[derive(Debug, Default)]
pub struct TextDocument {
    /// Its first heading, which is not in the HTML.
    pub title: String,
    pub html: String,
    /// The texts above the first of the other headings, and under each of them.
    pub sections: Vec<Section>,
}

/// A heading, and what stands under it until the next one.
#[derive(Debug, Default)]
pub struct Section {
    /// The id of the heading; empty for what stands above the first one.
    pub id: String,
    /// Its words; empty there, too.
    pub heading: String,
    /// Paragraphs, points of lists and rows of tables, as plain words.
    pub blocks: Vec<String>,
}

/// Reads a text. `link`: where one of its links leads; what is `None` becomes words. Pictures are left out, with their descriptions.
pub fn document(markdown: &str, link: impl Fn(&str) -> Option<String>) -> TextDocument {
    let source = shallow::source(super::beginning(markdown));
    let parser = TextMergeStream::new(Parser::new_ext(&source, shallow::options(&source)));
    let mut reader = Reader::new(link);
    for event in parser {
        reader.take(event);
    }
    reader.end_block();
    let mut text = String::with_capacity(source.len() * 2);
    html::push_html(&mut text, Shallow::new(reader.events.into_iter()));
    TextDocument { html: CLEANER.clean(&text).to_string(), ..reader.document }
}

/// A text while it is read.
struct Reader<'a, L> {
    link: L,
    document: TextDocument,
    /// The events that are written out.
    events: Vec<Event<'a>>,
    /// The words since the last block.
    words: String,
    /// The level of the heading that is read, and the number of events before it.
    heading: Option<(HeadingLevel, usize)>,
    /// Whether the description of a picture is read.
    is_picture: bool,
    /// For each link around what is read, whether it leads somewhere.
    links: Vec<bool>,
    ids: BTreeSet<String>,
}

impl<'a, L: Fn(&str) -> Option<String>> Reader<'a, L> {
    fn new(link: L) -> Self {
        Self {
            link,
            document: TextDocument { sections: vec![Section::default()], ..TextDocument::default() },
            events: Vec::new(),
            words: String::new(),
            heading: None,
            is_picture: false,
            links: Vec::new(),
            ids: BTreeSet::new(),
        }
    }

    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.is_picture = true,
            Event::End(TagEnd::Image) => self.is_picture = false,
            _ if self.is_picture => {}
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let there = (self.link)(&dest_url);
                self.links.push(there.is_some());
                if let Some(there) = there {
                    self.events.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url: there.into(),
                        title,
                        id,
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                if self.links.pop() == Some(true) {
                    self.events.push(Event::End(TagEnd::Link));
                }
            }
            Event::Start(Tag::Heading { level, .. }) => {
                self.end_block();
                self.heading = Some((level, self.events.len()));
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Html(tag) | Event::InlineHtml(tag) if tag.trim().starts_with("<img ") => {}
            Event::Html(tag) | Event::InlineHtml(tag) => self.write(tag),
            // As a paragraph of its words.
            Event::Start(Tag::HtmlBlock) => self.part(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock | TagEnd::Paragraph) => self.end_paragraph(),
            Event::TaskListMarker(is_done) => self.write(if is_done { "☑ " } else { "☐ " }.into()),
            Event::Text(words) => self.write(words),
            Event::Code(words) => {
                self.words.push_str(&words);
                self.events.push(Event::Code(words));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.words.push(' ');
                self.events.push(event);
            }
            Event::End(TagEnd::TableCell) => {
                self.words.push(' ');
                self.events.push(event);
            }
            Event::Start(
                Tag::Paragraph
                | Tag::Item
                | Tag::List(_)
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::TableHead
                | Tag::TableRow,
            )
            | Event::End(
                TagEnd::Item
                | TagEnd::List(_)
                | TagEnd::BlockQuote(_)
                | TagEnd::CodeBlock
                | TagEnd::TableHead
                | TagEnd::TableRow,
            ) => self.part(event),
            other => self.events.push(other),
        }
    }

    /// Words.
    fn write(&mut self, words: CowStr<'a>) {
        self.words.push_str(&words);
        self.events.push(Event::Text(words));
    }

    /// Where a block begins or ends.
    fn part(&mut self, event: Event<'a>) {
        self.end_block();
        self.events.push(event);
    }

    /// Where a paragraph ends; one that held a picture alone is left out.
    fn end_paragraph(&mut self) {
        if matches!(self.events.last(), Some(Event::Start(Tag::Paragraph))) {
            self.events.pop();
        } else {
            self.part(Event::End(TagEnd::Paragraph));
        }
    }

    /// Adds the words since the last block to the section.
    fn end_block(&mut self) {
        let words = std::mem::take(&mut self.words);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(section) = self.document.sections.last_mut()
            && !words.is_empty()
        {
            section.blocks.push(words);
        }
    }

    /// Begins a section, or names the text.
    fn end_heading(&mut self) {
        let Some((level, before)) = self.heading.take() else { return };
        let heading = std::mem::take(&mut self.words).trim().to_owned();
        let inside = self.events.split_off(before.min(self.events.len()));
        if level == HeadingLevel::H1 {
            self.document.title = heading;
            return;
        }
        let id = self.id_of(&heading);
        let tag = Tag::Heading { level, id: Some(id.clone().into()), classes: Vec::new(), attrs: Vec::new() };
        self.events.push(Event::Start(tag));
        self.events.extend(inside);
        self.events.push(Event::End(TagEnd::Heading(level)));
        self.document.sections.push(Section { id, heading, blocks: Vec::new() });
    }

    /// The id of a heading, as links to it are written in the repository: in small letters, with a dash for each blank.
    fn id_of(&mut self, heading: &str) -> String {
        let letter = |letter: char| match letter {
            ' ' | '-' => Some('-'),
            '_' => Some('_'),
            letter if letter.is_alphanumeric() => Some(letter),
            _ => None,
        };
        let plain: String = heading.to_lowercase().chars().filter_map(letter).collect();
        let others = (1..).map(|n| format!("{plain}-{n}"));
        let id = std::iter::once(plain.clone())
            .chain(others)
            .find(|id| !self.ids.contains(id))
            .unwrap_or_default();
        self.ids.insert(id.clone());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> TextDocument {
        document(markdown, |to| (to == "other.md#part").then(|| "/help/other#part".to_owned()))
    }

    #[test]
    fn headings_have_ids_as_links_to_them_are_written() {
        let read = read("# The title\n\n## What's *new*?\n\n### What's new\n\n## Wer, was\n");
        assert_eq!(read.title, "The title");
        assert!(!read.html.contains("The title"), "{}", read.html);
        let ids: Vec<&str> = read.sections.iter().map(|section| section.id.as_str()).collect();
        assert_eq!(ids, ["", "whats-new", "whats-new-1", "wer-was"]);
        assert_eq!(read.sections[1].heading, "What's new?");
        assert!(read.html.contains("<h2 id=\"whats-new\">What's <em>new</em>?</h2>"), "{}", read.html);
        assert!(read.html.contains("<h3 id=\"whats-new-1\">"), "{}", read.html);
    }

    #[test]
    fn a_link_leads_where_the_caller_says_or_is_words() {
        let read = read("See [the *other*](other.md#part) and [the rest](../rest.md).");
        assert_eq!(
            read.html.trim(),
            "<p>See <a href=\"/help/other#part\">the <em>other</em></a> and the rest.</p>"
        );
    }

    #[test]
    fn a_picture_is_left_out_with_its_description_and_its_line() {
        let read = read(
            "Above.\n\n![A map, `new`](map.png)\n\n<img src=\"map.png\" alt=\"On a phone\" width=\"390\">\n\nWords ![A sign](sign.png) beside it.",
        );
        assert_eq!(read.html.trim(), "<p>Above.</p>\n<p>Words  beside it.</p>");
        assert_eq!(read.sections[0].blocks, ["Above.", "Words beside it."]);
    }

    #[test]
    fn what_is_written_under_a_heading_is_known_block_by_block() {
        let read = read(
            "# T\n\nOne\ntwo `three`.\n\n## A\n\n* first\n  * *inner*\n* second\n\n| a | b |\n|---|---|\n| c | d |\n\n> said\n",
        );
        assert_eq!(read.sections[0].blocks, ["One two three."]);
        assert_eq!(read.sections[1].blocks, ["first", "inner", "second", "a b", "c d", "said"]);
    }

    #[test]
    fn html_is_words_and_no_address_runs_a_script() {
        let read = document("<script>alert(1)</script>\n\n[a](x) <b onclick=\"b()\">bold</b>", |_| {
            Some("javascript:alert(1)".to_owned())
        });
        assert!(!read.html.contains("<script") && !read.html.contains("<b"), "{}", read.html);
        assert!(!read.html.contains("javascript"), "{}", read.html);
    }
}
