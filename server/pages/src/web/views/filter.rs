//! The filter of the outline, of the other views and of all tasks everywhere: a query (RULES §7), and the choices that write one.

use std::collections::HashMap;

use http::StatusCode;
use pursuance_domain::query::{Bad, MOST_CHARACTERS, Query, Term, parse};
use pursuance_domain::text::{Phrase, snippet};

use crate::reads::search::{EXCERPT, plain};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::finding;
use crate::store::outline::Row;
use crate::store::outline::query::Limits;
use crate::text::{Markup, Text};
use crate::web::cards::found_words::written;
use crate::web::frame::links;
use crate::web::request::form::FormFields;
use crate::web::views::builder::{self, Builder};
use crate::web::views::tabs::View;

/// The field that the form of the free tasks sends along: what is looked for there is free, if it says nothing else of how far it is.
pub(in crate::web) const FREE: &str = "free";

/// The most characters shown of a text that is not a day.
const NO_DAY: usize = 40;

/// The filter of a view: GET `q`, and the fields of [`Builder`], whose choices become a part of it.
pub struct Filter {
    /// The page that it filters.
    pub page: String,
    /// The address of that page with all tasks.
    pub all: String,
    /// The keys of the names of its form, its field and its button.
    pub called: FilterKeys,
    /// Other fields that the form sends along: the name and the value of each.
    pub keeps: Vec<(&'static str, String)>,
    /// The skill that stands in the form of choices; empty for any.
    pub skill: String,
    /// Whether the address asks for all tasks, by an empty query.
    pub asks_for_all: bool,
    /// The text of the query, with the choices.
    pub text: String,
    /// The query: the whole text, or the part that is understood.
    pub query: Query,
    /// The piece of the text that is not understood.
    pub unclear: Option<Unclear>,
    /// The text in the address of a calendar that is not a day; today is shown instead.
    pub no_day: Option<String>,
    /// The form of choices; the parts of the text are chosen in it.
    pub builder: Builder,
    /// The addresses for the script that completes the text, and that completes names of members; empty if there are none to choose from.
    pub completes: String,
    pub names: String,
    /// Whether a query is set; the rows are then a flat list.
    pub is_on: bool,
    /// The limits that its words set to the result, after the search.
    pub limits: Limits,
}

/// The keys of the words of a filter.
#[derive(Debug, Clone, Copy)]
pub struct FilterKeys {
    pub form: &'static str,
    pub field: &'static str,
    /// The placeholder of the empty field.
    pub example: &'static str,
    pub button: &'static str,
}

impl FilterKeys {
    const IN_A_PURSUANCE: Self =
        Self { form: "filter", field: "filter-words", example: "filter-example", button: "filter-button" };

    const EVERYWHERE: Self = Self {
        form: "board-query",
        field: "board-query",
        example: "board-query-example",
        button: "board-query-button",
    };
}

/// The piece of a query that is not understood.
pub struct Unclear {
    /// The text up to the piece, the piece, and the text behind it.
    pub before: String,
    pub piece: String,
    pub behind: String,
    /// The fault.
    pub why: String,
    /// The corrections that were probably meant.
    pub meant: Vec<Tried>,
}

/// A link to another query.
pub struct Tried {
    pub text: String,
    pub href: String,
}

impl Filter {
    /// The filter of the outline.
    pub fn new(t: Text, slug: &str, asked: &FormFields) -> Self {
        Self::of(t, View::Outline, slug, asked)
    }

    /// The filter in the address of a view. Unknown values of choices count as absent.
    pub(in crate::web) fn of(t: Text, view: View, slug: &str, asked: &FormFields) -> Self {
        let text = builder::written(asked).unwrap_or_else(|| asked.text("q").trim().to_owned());
        Self {
            all: view.all(slug),
            asks_for_all: text.is_empty() && asked.iter().any(|(name, _)| name == "q"),
            completes: links::completions_in(slug),
            names: links::names(slug),
            ..Self::read(t, view.page(slug), FilterKeys::IN_A_PURSUANCE, text)
        }
    }

    /// The filter of all tasks everywhere.
    pub(in crate::web) fn everywhere(t: Text, text: String) -> Self {
        Self::read(t, links::help_wanted().to_owned(), FilterKeys::EVERYWHERE, text)
    }

    /// The filter on the page of the free tasks, which looks among these: in one pursuance, or everywhere. `skill`: the skill of the
    /// list, which the form has already.
    pub(in crate::web) fn of_free(t: Text, slug: Option<&str>, skill: String) -> Self {
        let within = slug.map(|slug| ("in", slug.to_owned()));
        let keeps = std::iter::once((FREE, "yes".to_owned())).chain(within).collect();
        Self { keeps, skill, ..Self::everywhere(t, String::new()) }
    }

    fn read(t: Text, page: String, called: FilterKeys, text: String) -> Self {
        let (query, unclear) = match parse(&text) {
            Ok(query) => (query, None),
            Err(bad) => {
                let unclear = Unclear::of(t, &page, &text, &bad);
                (bad.rest, Some(unclear))
            }
        };
        Self {
            all: page.clone(),
            called,
            keeps: Vec::new(),
            skill: String::new(),
            asks_for_all: false,
            page,
            builder: Builder::new(t, &text),
            is_on: !text.is_empty(),
            text,
            query,
            unclear,
            no_day: None,
            completes: links::completions().to_owned(),
            names: String::new(),
            limits: Limits::default(),
        }
    }

    /// The filter with another field of its address, which is kept in its links.
    #[must_use]
    pub(in crate::web) fn keeping(mut self, name: &'static str, value: String) -> Self {
        self.all = links::with(&self.all, name, &value);
        for tried in self.unclear.iter_mut().flat_map(|unclear| &mut unclear.meant) {
            tried.href = links::with(&tried.href, name, &value);
        }
        self.keeps.push((name, value));
        self
    }

    /// The day or the month that the address of a calendar names, read by `parse`; none if it names none.
    pub(in crate::web) fn day<T>(&mut self, asked: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let day = parse(asked);
        if day.is_none() && !asked.trim().is_empty() {
            self.no_day = Some(asked.chars().take(NO_DAY).collect());
        }
        day
    }

    /// Its page with another query.
    pub(in crate::web) fn at(&self, text: &str) -> String {
        let found = links::found_at(&self.page, text);
        self.keeps.iter().fold(found, |found, (name, value)| links::with(&found, name, value))
    }

    /// The words searched for, which are marked in the results.
    pub(in crate::web) fn words(&self) -> Vec<Phrase> {
        let parts = self.query.parts.iter().filter(|part| !part.not);
        parts
            .filter_map(|part| if let Term::Words(words) = &part.term { Phrase::parse(words) } else { None })
            .collect()
    }

    /// The terms of a query: the text, and the key of its explanation.
    pub fn terms(&self) -> Vec<(&'static str, &'static str)> {
        // `in:` is only for the search in all pursuances.
        let within = self.is_everywhere().then_some(("in:river-watch", "search-in"));
        TERMS.into_iter().chain(within).collect()
    }

    /// Whether it searches all pursuances. Then there is no list of members, and without a query its page shows something else.
    pub fn is_everywhere(&self) -> bool {
        self.names.is_empty()
    }

    /// The status of the page that it filters.
    pub(in crate::web) fn status(&self) -> StatusCode {
        let is_understood = self.unclear.is_none() && self.no_day.is_none();
        if is_understood { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// The most characters of the field.
    pub fn most(&self) -> usize {
        MOST_CHARACTERS
    }
}

impl Unclear {
    /// The fault of a text. `page`: the page that the links of the corrections lead to.
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

/// The reasons for results whose titles lack a word of the search: their description around the words.
#[derive(Default)]
pub struct Whys(HashMap<String, Markup>);

impl Whys {
    /// The reasons for the rows `rows`. Nothing is read for titles with all the words.
    pub(in crate::web) async fn read(tx: &mut ReadTx, rows: &[Row], words: &[Phrase]) -> StoreResult<Self> {
        let lacks = |row: &&Row| {
            words.iter().any(|phrase| !row.title.open().is_some_and(|title| phrase.is_in(title)))
        };
        let lacking: Vec<&Row> = rows.iter().filter(lacks).collect();
        let needed = finding::needed(tx, &lacking).await?;
        let why = |row: &Row| {
            let text = plain(needed.get(&row.id)?);
            let pieces = snippet(&text, words, EXCERPT);
            let shows = pieces.iter().any(|piece| piece.is_found);
            shows.then(|| (links::task(&row.slug, row.number), written(&pieces)))
        };
        Ok(Self(lacking.into_iter().filter_map(why).collect()))
    }

    /// The reason for the task with this address, if there is one.
    pub fn of(&self, href: &str) -> Option<&Markup> {
        self.0.get(href)
    }
}

/// The lines of the explanation of the query language: the text, and the key of its explanation.
const TERMS: [(&str, &str); 13] = [
    ("map \"river bank\"", "search-words"),
    ("@me @name @-", "search-has"),
    ("is:open is:free is:done is:blocked is:later is:delegated is:overdue", "search-is"),
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
