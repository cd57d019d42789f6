//! Bare web addresses in Markdown as links: people paste them, and expect to follow them.

use std::collections::VecDeque;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use url::Url;

/// How many bare addresses of a text become links; the others stay words.
pub const LINKS_MAX: usize = 100;
/// The longest address, in bytes, that becomes a link.
const ADDRESS_MAX: usize = 2_000;
const SCHEME: &str = "https://";

/// The events of a text with links around its bare addresses. Within links and code they stay words.
pub(super) struct Linked<'a, I> {
    events: I,
    /// The depth within links and code.
    within: usize,
    made: usize,
    ready: VecDeque<Event<'a>>,
}

impl<I> Linked<'_, I> {
    pub(super) fn new(events: I) -> Self {
        Self { events, within: 0, made: 0, ready: VecDeque::new() }
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Linked<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(ready) = self.ready.pop_front() {
            return Some(ready);
        }
        let event = self.events.next()?;
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => self.within += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                self.within = self.within.saturating_sub(1);
            }
            Event::Text(text) if self.within == 0 && text.contains(SCHEME) => {
                self.link(text);
                return self.ready.pop_front();
            }
            _ => {}
        }
        Some(event)
    }
}

impl<I> Linked<'_, I> {
    /// Queues a text with links around its addresses.
    fn link(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, address, after)) = self.first(rest) {
            self.say(before);
            let to = CowStr::from(address.to_owned());
            self.ready.push_back(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: to.clone(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            }));
            self.ready.push_back(Event::Text(to));
            self.ready.push_back(Event::End(TagEnd::Link));
            self.made += 1;
            rest = after;
        }
        self.say(rest);
    }

    fn say(&mut self, words: &str) {
        if !words.is_empty() {
            self.ready.push_back(Event::Text(CowStr::from(words.to_owned())));
        }
    }

    /// The words before the first address, the address, and the words after it.
    fn first<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str, &'t str)> {
        if self.made >= LINKS_MAX {
            return None;
        }
        candidates(text).find_map(|(at, word)| {
            let (before, rest) = text.split_at_checked(at)?;
            let is_new_word = before.chars().next_back().is_none_or(|last| !last.is_alphanumeric());
            let address = if is_new_word && word.len() <= ADDRESS_MAX { without_marks(word) } else { "" };
            Url::parse(address).ok()?;
            Some((before, address, rest.get(address.len()..)?))
        })
    }
}

/// Where a scheme begins, with the rest of its word. No part of a text is in two of them: a long word with many schemes
/// would cost its length for each of them.
pub(super) fn candidates(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(SCHEME)?;
        let word = word(text.get(at..)?);
        from = at + word.len();
        Some((at, word))
    })
}

/// The word that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"“”„«»`".contains(c));
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// An address without the marks at its end that belong to the sentence around it. A closing bracket does when the
/// address has more of them than of opening ones.
fn without_marks(word: &str) -> &str {
    let count = |mark: char| word.chars().filter(|c| *c == mark).count();
    let mut unopened = count(')').saturating_sub(count('('));
    let mut unopened_square = count(']').saturating_sub(count('['));
    word.trim_end_matches(|last: char| match last {
        ')' if unopened > 0 => {
            unopened -= 1;
            true
        }
        ']' if unopened_square > 0 => {
            unopened_square -= 1;
            true
        }
        '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '’' | '…' | '*' | '_' | '~' => true,
        _ => false,
    })
}
