//! The filter of the outline: a query (RULES §7), and the choices that write one.

use pursuance_domain::query::{Bad, MOST_CHARACTERS, Query, parse};
use pursuance_domain::task::phase::Shown;

use crate::text::Text;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::Choice;
use crate::web::frame::{labels, links};
use crate::web::request::form::Fields;

/// What the choices of who has a task write: the value in the form, the key of its label, and the part of the query.
const WHO: [(&str, &str, &str); 3] = [
    ("me", "filter-me", "@me"),
    ("nobody", "filter-nobody", "@-"),
    ("elsewhere", "filter-elsewhere", "is:delegated"),
];

/// The filter of the outline: GET `q`, and `phase, who`, whose choices become a part of it.
pub struct Filter {
    /// The text of the query, with what was chosen.
    pub text: String,
    /// What is looked for: all of the text, or as much of it as is understood.
    pub query: Query,
    /// What is not understood.
    pub unclear: Option<Unclear>,
    /// What can be chosen; nothing is, since it stands in the text.
    pub phases: Vec<Choice>,
    pub who: Vec<Choice>,
    /// Whether anything is narrowed; the rows are a flat list then.
    pub is_on: bool,
}

/// The piece of a query that is not understood.
pub struct Unclear {
    /// The text up to the piece, the piece, and the text behind it.
    pub before: String,
    pub piece: String,
    pub behind: String,
    /// What is wrong with it.
    pub why: String,
    /// What was probably meant, each with the text that leads there.
    pub meant: Vec<Tried>,
}

/// Another query that a link tries.
pub struct Tried {
    pub text: String,
    pub href: String,
}

impl Filter {
    /// The filter in the address. Choices that are no choices count as absent.
    pub fn new(t: Text, slug: &str, asked: &Fields) -> Self {
        let chosen = [
            Shown::parse(asked.text("phase")).map(|phase| format!("status:{}", phase.as_str())),
            WHO.iter().find(|(value, ..)| *value == asked.text("who")).map(|(.., part)| (*part).to_owned()),
        ];
        // First: behind a quotation mark that is not closed they would be words.
        let typed = Some(asked.text("q").trim().to_owned());
        let parts: Vec<String> =
            chosen.into_iter().chain([typed]).flatten().filter(|part| !part.is_empty()).collect();
        let text = parts.join(" ");
        let (query, unclear) = match parse(&text) {
            Ok(query) => (query, None),
            Err(bad) => {
                let unclear = Unclear::of(t, slug, &text, &bad);
                (bad.rest, Some(unclear))
            }
        };
        let phases = Shown::ALL.iter().map(|phase| (phase.as_str(), t.s(PhaseTag::from(*phase).key())));
        let people = WHO.iter().map(|(value, key, _)| (*value, t.s(key)));
        Self {
            is_on: !text.is_empty(),
            text,
            query,
            unclear,
            phases: labels::choices(std::iter::once(("", t.s("filter-any-phase"))).chain(phases), ""),
            who: labels::choices(std::iter::once(("", t.s("filter-anyone"))).chain(people), ""),
        }
    }

    /// The most characters of the field.
    pub fn most(&self) -> usize {
        MOST_CHARACTERS
    }
}

impl Unclear {
    fn of(t: Text, slug: &str, text: &str, bad: &Bad) -> Self {
        let mut letters = text.chars();
        let before: String = letters.by_ref().take(bad.position).collect();
        let piece: String = letters.by_ref().take(bad.length).collect();
        let behind: String = letters.collect();
        let tried = |instead: &String| {
            let text = format!("{before}{instead}{behind}");
            Tried { href: links::tasks_found(slug, &text), text }
        };
        let meant = bad.meant.iter().chain(&bad.as_words).map(tried).collect();
        Self { why: t.say_and_advise(&bad.wording()), meant, before, piece, behind }
    }
}

/// One line of the explanation of the language: what is written, and the key of what it finds.
pub const TERMS: [(&str, &str); 13] = [
    ("map \"river bank\"", "search-words"),
    ("@me @name @-", "search-has"),
    ("is:open is:done is:blocked is:delegated is:overdue", "search-is"),
    ("status:in_review", "search-status"),
    ("skill:Language:French skill:Language:*", "search-skill"),
    ("due:<2w due:today due:none", "search-due"),
    ("size:s urgency:urgent", "search-asks"),
    ("by:me review:me watch:me", "search-people"),
    ("#12 parent:#12 depends:#12", "search-numbers"),
    ("from:server.example", "search-from"),
    ("!is:blocked", "search-not"),
    ("sort:due sort:updated sort:urgency", "search-sort"),
    ("sort:-due", "search-sort-back"),
];
