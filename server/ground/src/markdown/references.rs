//! References in people's Markdown: `@name` and `@name@server` name a person, `#12` and `slug#12` a task. Nothing in code
//! or in a link is one.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, TextMergeStream};
use pursuance_domain::value::Name;

use super::{SOURCE_MAX, shallow};

/// How many people one text may name; further ones are plain words.
pub const NAMED_MAX: usize = 30;
/// The name of all who read a room, in what is said there.
const ROOM: &str = "room";
/// How many digits the number of a task has at most.
const DIGITS: usize = 9;
/// How long the name of a server is at most (RFC 1035 §2.3.4), with its port.
const HOST_MAX: usize = 260;

/// Something that a text refers to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reference {
    Person(NamedHandle),
    /// A task, by the pursuance of the text or by another one.
    Task {
        slug: Option<String>,
        number: i64,
    },
}

/// A person, here or on another server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamedHandle {
    pub name: String,
    pub host: Option<String>,
}

impl NamedHandle {
    /// Whether it is that of a room, where one is spoken in: somebody of this server with that name is named with the server there.
    pub fn is_room(&self) -> bool {
        self.host.is_none() && self.name == ROOM
    }
}

impl std::fmt::Display for NamedHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.host {
            Some(host) => write!(f, "{}@{host}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// Where the references of a text lead.
#[derive(Debug, Clone, Default)]
pub struct ReferenceTargets {
    /// The address of this instance, without a slash at its end.
    pub base: String,
    /// The name of the pursuance, for `#12`.
    pub slug: String,
    /// The people who are known here, as written.
    pub people: HashSet<NamedHandle>,
    /// The tasks that the reader may see, as written: a link to one that is hidden would lead to nothing, as one to none does.
    pub tasks: HashSet<(Option<String>, i64)>,
}

impl ReferenceTargets {
    /// Returns the known people and tasks in one line, always in the same order.
    pub(super) fn known(&self) -> String {
        let task =
            |(slug, number): &(Option<String>, i64)| format!("{}#{number}", slug.as_deref().unwrap_or(""));
        let mut known: Vec<_> = self.people.iter().map(NamedHandle::to_string).collect();
        known.extend(self.tasks.iter().map(task));
        known.sort_unstable();
        known.join(" ")
    }

    fn of(&self, reference: &Reference) -> Option<String> {
        let base = &self.base;
        match reference {
            Reference::Person(handle) => self.people.contains(handle).then(|| format!("{base}/@{handle}")),
            Reference::Task { slug, number } => {
                let place = || format!("{base}/p/{}/t/{number}", slug.as_deref().unwrap_or(&self.slug));
                self.tasks.contains(&(slug.clone(), *number)).then(place)
            }
        }
    }
}

/// Who is named in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Each once.
    pub people: Vec<NamedHandle>,
    /// Whether it names more people, who are words.
    pub is_cut: bool,
    /// Whether it names all who read the room in which it is said. Elsewhere `@room` is a person like any other.
    pub calls_room: bool,
}

/// The people whom a text names, each once.
pub fn people(markdown: &str) -> Vec<NamedHandle> {
    named(markdown, false).people
}

/// Who is named in a text that is said elsewhere than in a room.
pub fn named_on_task(markdown: &str) -> Named {
    named(markdown, false)
}

/// Who is named in a text that is said in a room.
pub fn named_in_room(markdown: &str) -> Named {
    named(markdown, true)
}

/// Who is named in a text. `in_room`: whether `@room` is the room, and no person.
fn named(markdown: &str, in_room: bool) -> Named {
    let markdown = markdown.get(..markdown.floor_char_boundary(SOURCE_MAX)).unwrap_or(markdown);
    let mut found = Named::default();
    if !markdown.contains('@') {
        return found;
    }
    let source = shallow::source(markdown);
    let mut plain = Plain::default();
    for event in TextMergeStream::new(super::events(&source)) {
        let Some(text) = plain.text(&event) else { continue };
        for (_, reference) in references(text) {
            let Reference::Person(handle) = reference else { continue };
            if in_room && handle.is_room() {
                found.calls_room = true;
            } else if !found.people.contains(&handle) {
                if found.people.len() < NAMED_MAX {
                    found.people.push(handle);
                } else {
                    found.is_cut = true;
                }
            }
        }
    }
    found
}

/// Everything in a text that looks like the name of a person. The caller looks up which of them exist.
pub fn candidates(markdown: &str) -> impl Iterator<Item = NamedHandle> + use<> {
    let named = references(markdown).into_iter().filter_map(|(_, reference)| match reference {
        Reference::Person(handle) => Some(handle),
        Reference::Task { .. } => None,
    });
    named.take(NAMED_MAX)
}

/// The same of tasks: the name of another pursuance, if it has one, and the number.
pub fn task_candidates(markdown: &str) -> impl Iterator<Item = (Option<String>, i64)> + use<> {
    references(markdown).into_iter().filter_map(|(_, reference)| match reference {
        Reference::Task { slug, number } => Some((slug, number)),
        Reference::Person(_) => None,
    })
}

/// Whether the words of an event are plain: neither code nor part of a link.
#[derive(Debug, Default)]
struct Plain {
    within: usize,
}

impl Plain {
    fn text<'e>(&mut self, event: &'e Event<'_>) -> Option<&'e str> {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => self.within += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => {
                self.within = self.within.saturating_sub(1);
            }
            Event::Text(text) if self.within == 0 => return Some(text),
            _ => {}
        }
        None
    }
}

/// The same events, with the references among them as links.
pub(super) fn linked<'a>(
    events: impl Iterator<Item = Event<'a>>,
    places: &ReferenceTargets,
) -> impl Iterator<Item = Event<'a>> {
    let mut plain = Plain::default();
    let mut named = HashSet::new();
    TextMergeStream::new(events).flat_map(move |event| match plain.text(&event) {
        Some(text) => with_links(text, places, &mut named).unwrap_or_else(|| vec![event]),
        None => vec![event],
    })
}

/// A text in pieces, some of them links; `None` when it refers to nothing.
fn with_links<'a>(
    text: &str,
    places: &ReferenceTargets,
    named: &mut HashSet<NamedHandle>,
) -> Option<Vec<Event<'a>>> {
    let (mut pieces, mut done) = (Vec::new(), 0);
    let piece = |text: &str| Event::Text(CowStr::from(text.to_owned()));
    for (at, reference) in references(text) {
        if let Reference::Person(handle) = &reference {
            if named.len() >= NAMED_MAX && !named.contains(handle) {
                continue;
            }
            named.insert(handle.clone());
        }
        let Some(place) = places.of(&reference) else { continue };
        pieces.push(piece(text.get(done..at.start).unwrap_or_default()));
        pieces.push(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: place.into(),
            title: CowStr::from(""),
            id: CowStr::from(""),
        }));
        pieces.push(piece(text.get(at.clone()).unwrap_or_default()));
        pieces.push(Event::End(TagEnd::Link));
        done = at.end;
    }
    if pieces.is_empty() {
        return None;
    }
    pieces.push(piece(text.get(done..).unwrap_or_default()));
    Some(pieces)
}

/// The references in plain words, with their places.
fn references(text: &str) -> Vec<(Range<usize>, Reference)> {
    let mut found: Vec<(Range<usize>, Reference)> = Vec::new();
    for (at, mark) in text.match_indices(['@', '#']) {
        if found.last().is_some_and(|(last, _)| at < last.end) {
            continue;
        }
        let (before, after) = (&text[..at], &text[at + 1..]);
        let one = if mark == "@" { person(before, after) } else { task(before, after) };
        if let Some((back, on, reference)) = one {
            found.push((at - back..at + 1 + on, reference));
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Whether a reference may begin behind these words.
fn begins_behind(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| !is_word(c) && !matches!(c, '@' | '#' | '/' | '&' | '.'))
}

/// The name at the beginning of some words, and its length.
fn name(text: &str) -> Option<(String, usize)> {
    let length =
        text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(text.len());
    let written = text.get(..length)?.trim_end_matches(['_', '-']);
    // A name that goes on in another script is another name.
    let goes_on = text.get(length..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric);
    let name = written.to_ascii_lowercase();
    (!goes_on && is_name(&name)).then_some((name, written.len()))
}

/// Whether it has the form of a name; of names of other servers no more is known.
fn is_name(name: &str) -> bool {
    (2..=Name::MAX).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// `@name` or `@name@server`: how far the reference goes back and on from the mark.
fn person(before: &str, after: &str) -> Option<(usize, usize, Reference)> {
    if !begins_behind(before) {
        return None;
    }
    let (name, length) = name(after)?;
    let host = after.get(length..).and_then(|rest| rest.strip_prefix('@')).and_then(host);
    let (host, on) = match host {
        Some(host) => (Some(host.to_ascii_lowercase()), length + 1 + host.len()),
        None => (None, length),
    };
    Some((0, on, Reference::Person(NamedHandle { name, host })))
}

/// The name of a server at the beginning of some words, with its port.
fn host(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | ':'));
    let host = text.get(..end.unwrap_or(text.len()))?.trim_end_matches(['.', '-', ':']);
    let begins = host.starts_with(|c: char| c.is_ascii_alphanumeric());
    (begins && host.len() <= HOST_MAX).then_some(host)
}

/// `#12` or `slug#12`.
fn task(before: &str, after: &str) -> Option<(usize, usize, Reference)> {
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let ends = after.get(digits..)?.chars().next().is_none_or(|c| !is_word(c));
    if !(1..=DIGITS).contains(&digits) || !ends {
        return None;
    }
    let number: i64 = after.get(..digits)?.parse().ok().filter(|number| *number > 0)?;
    let begin = before.rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'));
    let begin = begin
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let written = before.get(begin..)?;
    if !begins_behind(before.get(..begin)?) {
        return None;
    }
    if written.is_empty() {
        return Some((0, digits, Reference::Task { slug: None, number }));
    }
    let slug = written.to_owned();
    Name::parse(&slug).is_ok().then_some((slug.len(), digits, Reference::Task { slug: Some(slug), number }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        people(text).iter().map(NamedHandle::to_string).collect()
    }

    #[test]
    fn people_are_named_by_name_and_by_server() {
        assert_eq!(
            named("Could @ana or @ben-2 look? (@Cleo, @dev@b.example:8001.)"),
            ["ana", "ben-2", "cleo", "dev@b.example:8001"]
        );
        assert_eq!(named("@ana @ana **@ana**"), ["ana"], "each once");
        assert_eq!(named("under_score: @a_b_c, @ana_"), ["a_b_c", "ana"]);
    }

    #[test]
    fn what_only_looks_like_a_name_names_nobody() {
        for text in [
            "mail ana@bees.example",
            "a `@ana` in code",
            "```\n@ana\n```",
            "[@ana](https://a.example)",
            "@",
            "@a",
            "@@ana",
            "x/@ana",
            "@ünal",
            "@anaü",
            "@1st",
        ] {
            assert_eq!(named(text), Vec::<String>::new(), "{text}");
        }
        let long = format!("@{}", "x".repeat(31));
        assert_eq!(named(&long), Vec::<String>::new());
    }

    #[test]
    fn one_text_names_so_many_people_and_no_more() {
        let text: String = (10..90).map(|n| format!("@p{n} ")).collect();
        assert_eq!(named(&text).len(), NAMED_MAX);
    }

    #[test]
    fn a_room_is_named_where_one_is_spoken_in_and_is_no_person_there() {
        for text in ["@room: tea!", "**@Room**", "@ben @room"] {
            let named = named_in_room(text);
            assert!(named.calls_room && named.people.iter().all(|one| one.name == "ben"), "{text}");
        }
        for text in ["`@room`", "@rooms", "room", "@room@b.example", "x@room"] {
            assert!(!named_in_room(text).calls_room, "{text}");
        }
        assert_eq!(named("@room"), ["room"], "elsewhere it is a name");
        let many: String = (10..40).map(|n| format!("@p{n} ")).collect();
        let all = named_in_room(&format!("{many} @room @p10"));
        assert_eq!((all.people.len(), all.is_cut, all.calls_room), (NAMED_MAX, false, true));
        assert!(named_in_room(&format!("{many} @p99")).is_cut);
    }

    fn tasks(text: &str) -> Vec<(&str, Option<String>, i64)> {
        let tasks = references(text).into_iter().filter_map(|(at, reference)| match reference {
            Reference::Task { slug, number } => Some((&text[at], slug, number)),
            Reference::Person(_) => None,
        });
        tasks.collect()
    }

    #[test]
    fn tasks_are_named_by_number_and_by_pursuance() {
        let bees = Some("bees".to_owned());
        assert_eq!(tasks("#12, bees#3 (#7)."), [("#12", None, 12), ("bees#3", bees, 3), ("#7", None, 7)]);
        for text in ["#", "#0", "#12a", "&#12;", "a##12", "ü#12", "#1234567890", "x/#12", "Bees#3"] {
            assert_eq!(tasks(text), [], "{text}");
        }
    }
}
