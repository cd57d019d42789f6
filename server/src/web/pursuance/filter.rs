//! The filter of the outline and of the other views: a query (RULES §7), and the choices that write one.

use http::StatusCode;
use pursuance_domain::query::{Bad, MOST_CHARACTERS, Query, Term, parse};
use pursuance_domain::text::Phrase;

use super::builder::{self, Builder};
use super::views::View;
use crate::store::outline::query::Limits;
use crate::text::Text;
use crate::web::frame::links;
use crate::web::request::form::Fields;

/// The filter of a view: GET `q`, and the fields of [`Builder`], whose choices become a part of it.
pub struct Filter {
    /// The page that it narrows.
    pub page: String,
    /// Where that page shows all tasks.
    pub all: String,
    /// The text of the query, with what was chosen.
    pub text: String,
    /// What is looked for: all of the text, or as much of it as is understood.
    pub query: Query,
    /// What is not understood.
    pub unclear: Option<Unclear>,
    /// What can be chosen; nothing is, since it stands in the text.
    pub builder: Builder,
    /// Where the script asks what may stand in the text, and for members by name.
    pub completes: String,
    pub names: String,
    /// Whether anything is narrowed; the rows are a flat list then.
    pub is_on: bool,
    /// What its words say about what is shown, once it was looked for.
    pub limits: Limits,
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
    /// The filter of the outline.
    pub fn new(t: Text, slug: &str, asked: &Fields) -> Self {
        Self::of(t, View::Outline, slug, asked)
    }

    /// The filter in the address of a view. Choices that are no choices count as absent.
    pub(super) fn of(t: Text, view: View, slug: &str, asked: &Fields) -> Self {
        let page = view.page(slug);
        let text = builder::written(asked).unwrap_or_else(|| asked.text("q").trim().to_owned());
        let (query, unclear) = match parse(&text) {
            Ok(query) => (query, None),
            Err(bad) => {
                let unclear = Unclear::of(t, &page, &text, &bad);
                (bad.rest, Some(unclear))
            }
        };
        Self {
            all: view.all(slug),
            page,
            is_on: !text.is_empty(),
            text,
            query,
            unclear,
            builder: Builder::new(t),
            completes: links::completions_in(slug),
            names: links::names(slug),
            limits: Limits::default(),
        }
    }

    /// The words that are looked for, which are marked in what is found.
    pub(super) fn words(&self) -> Vec<Phrase> {
        let parts = self.query.parts.iter().filter(|part| !part.not);
        parts
            .filter_map(|part| if let Term::Words(words) = &part.term { Phrase::parse(words) } else { None })
            .collect()
    }

    /// The terms of a query: what is written, and the key of what it finds.
    pub fn terms(&self) -> &'static [(&'static str, &'static str)] {
        &TERMS
    }

    /// The status of a page that it narrows.
    pub(super) fn status(&self) -> StatusCode {
        if self.unclear.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    /// The most characters of the field.
    pub fn most(&self) -> usize {
        MOST_CHARACTERS
    }
}

impl Unclear {
    /// What is wrong with a text, on the page to which its links lead back.
    pub(in crate::web) fn of(t: Text, page: &str, text: &str, bad: &Bad) -> Self {
        let mut letters = text.chars();
        let before: String = letters.by_ref().take(bad.position).collect();
        let piece: String = letters.by_ref().take(bad.length).collect();
        let behind: String = letters.collect();
        let tried = |instead: &String| {
            let text = format!("{before}{instead}{behind}");
            Tried { href: links::found_at(page, &text), text }
        };
        let meant = bad.meant.iter().chain(&bad.as_words).map(tried).collect();
        Self { why: t.say_and_advise(&bad.wording()), meant, before, piece, behind }
    }
}

/// One line of the explanation of the language: what is written, and the key of what it finds.
const TERMS: [(&str, &str); 13] = [
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
