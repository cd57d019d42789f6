//! The views of a pursuance's tasks, side by side: each shows the results of the same query, and links to the others with it.
//!
//! A viewer who returns to the list or the board gets the last query there again: a cookie of the browser holds
//! it. The outline begins with all tasks, because it is the page of the pursuance, where tasks are added; so do the calendar
//! and the graph of dependencies.
//!
//! Adding a view: its variant, with its word and its address; its page shows [`Views::new`].

use axum::response::Response;
use http::{HeaderMap, header};
use pursuance_domain::query;
use url::form_urlencoded::{byte_serialize, parse};

use crate::actions::access::Access;
use crate::reads::people;
use crate::store::db::ReadTx;
use crate::store::pursuances;
use crate::web::cards::head::{Head, PursuanceTab, head_with};
use crate::web::frame::cookies::Cookie;
use crate::web::frame::links;
use crate::web::request::failure::PageError;
use crate::web::request::form::FormFields;
use crate::web::request::session::Visit;
use crate::web::views::builder;
use crate::web::views::filter::Filter;
use crate::web::views::searches::SavedRow;

/// The most bytes of a query that a browser remembers, as the cookie writes it.
pub const MOST_KEPT: usize = 800;
/// The most pursuances whose last query it remembers, and the most bytes of all queries.
const KEPT: usize = 8;
const ALL_KEPT: usize = 2_400;
/// How long it remembers them.
const KEPT_SECONDS: i64 = 90 * 86_400;

/// A view of the tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The tree, or the tasks in it that a query finds.
    Outline,
    /// One line for each task, with the columns that the reader chose.
    List,
    /// Lanes of cards.
    Board,
    /// The days of a month on which tasks are due.
    Calendar,
    /// The due tasks day by day.
    Agenda,
    /// The graph of dependencies.
    Waits,
}

impl View {
    /// The views of the row, in its order.
    const ALL: [Self; 6] =
        [Self::Outline, Self::List, Self::Board, Self::Calendar, Self::Agenda, Self::Waits];

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Outline => "view-outline",
            Self::List => "view-list",
            Self::Board => "view-board",
            Self::Calendar => "view-month",
            Self::Agenda => "view-agenda",
            Self::Waits => "view-waits",
        }
    }

    /// Its page.
    pub(in crate::web) fn page(self, slug: &str) -> String {
        match self {
            Self::Outline => links::pursuance(slug),
            Self::List => links::task_list(slug),
            Self::Board => links::board(slug),
            Self::Calendar => links::calendar(slug),
            Self::Agenda => links::agenda(slug),
            Self::Waits => links::graph(slug),
        }
    }

    /// Its page with a query; without one, with the query that the browser remembers.
    pub(in crate::web) fn of(self, slug: &str, text: &str) -> String {
        let page = self.page(slug);
        if text.is_empty() { page } else { links::found_at(&page, text) }
    }

    /// Its page with all tasks, whatever query the browser remembers. The pages without a remembered query link to the others in
    /// the same way.
    pub(in crate::web) fn all(self, slug: &str) -> String {
        match self {
            Self::Waits => self.page(slug),
            Self::Outline | Self::List | Self::Board | Self::Calendar | Self::Agenda => {
                links::found_at(&self.page(slug), "")
            }
        }
    }
}

/// The row of links to the views.
pub struct Views(pub Vec<ViewTab>);

/// One view of the row.
pub struct ViewTab {
    /// The key of its name.
    pub key: &'static str,
    pub href: String,
    /// Whether the page is this view.
    pub is_here: bool,
}

impl Views {
    /// The key of the name of the view that is shown.
    pub fn here(&self) -> &'static str {
        self.0.iter().find(|view| view.is_here).map_or("views", |view| view.key)
    }

    /// The row on the page of a view. The links get the text of its query, without a piece that is not understood.
    pub fn new(slug: &str, here: View, text: &str) -> Self {
        let text = understood(text);
        let tab = |view: View| ViewTab { key: view.key(), href: view.of(slug, &text), is_here: view == here };
        Self(View::ALL.into_iter().map(tab).collect())
    }

    /// The row for a filter. If the filter asks for all tasks, all links do. The link to its own view keeps the other field of its
    /// address.
    pub(in crate::web) fn of(slug: &str, here: View, filter: &Filter) -> Self {
        let mut row = Self::new(slug, here, &filter.text);
        for (tab, view) in row.0.iter_mut().zip(View::ALL) {
            if filter.asks_for_all {
                tab.href = view.all(slug);
            }
            for (name, value) in filter.keeps.iter().filter(|_| tab.is_here) {
                tab.href = links::with(&tab.href, name, value);
            }
        }
        row
    }

    /// The row on the page of a month or of an agenda: each of them leads to the days of the other one. `from`: their first day,
    /// `2026-11-05`, if it is not today's.
    pub(in crate::web) fn of_days(slug: &str, here: View, filter: &Filter, from: Option<&str>) -> Self {
        let mut row = Self::of(slug, here, filter);
        for (tab, view) in row.0.iter_mut().zip(View::ALL).filter(|(tab, _)| !tab.is_here) {
            let kept = match (view, from) {
                (View::Agenda, Some(from)) => ("from", from),
                (View::Calendar, Some(from)) => ("month", from.get(..7).unwrap_or(from)),
                _ => continue,
            };
            tab.href = links::with(&tab.href, kept.0, kept.1);
        }
        row
    }
}

/// The head of a view, and the saved searches beside its filter.
pub(in crate::web) async fn beside(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    filter: &Filter,
) -> Result<(Head, SavedRow), PageError> {
    let sight = access.sight()?;
    let beside = pursuances::page_facts(tx, &sight, visit.person(), visit.now).await?;
    let counts = visit.sums.at(tx, &sight, beside.last).await?;
    let saved = SavedRow::of(visit, tx, access, filter, beside.has_searches).await?;
    Ok((head_with(visit, tx, access, PursuanceTab::Tasks, (counts, &beside)).await?, saved))
}

/// The text of a query, without a piece that is not understood.
fn understood(text: &str) -> String {
    query::parse(text).map_or_else(|bad| bad.rest.to_string(), |_| text.to_owned())
}

/// The fields of the form beside the text of its query.
const CHOICES: [&str; 8] = ["phase", "who", "person", "skill", "size", "urgency", "due", "sort"];

/// The redirect for the form of a filter: to the query that its choices write, at an address without the choices. None if there are
/// no choices, or if the text is too long for an address.
pub(in crate::web) fn written_at(page: &str, asked: &FormFields) -> Option<String> {
    let has_choices = asked.iter().any(|(name, _)| CHOICES.contains(&name));
    let text = || builder::written(asked).unwrap_or_else(|| asked.text("q").trim().to_owned());
    (has_choices && builder::is_writable(asked)).then(|| links::found_at(page, &text()))
}

/// The fields of an address, in which a word without an area for a skill, chosen or in the query, has one. The query then stands for the
/// choices, too. The caller holds no reader.
pub(in crate::web) async fn with_areas(
    visit: &Visit,
    slug: Option<&str>,
    asked: FormFields,
) -> Result<FormFields, PageError> {
    let text = builder::written(&asked).unwrap_or_else(|| asked.text("q").trim().to_owned());
    if !people::has_word_alone(&text) {
        return Ok(asked);
    }
    let mut tx = visit.list(true).await?;
    let meant = people::meant_query(&mut tx, &visit.who, (slug, visit.now), &text).await?;
    tx.end();
    // An empty choice leads on to the address of the query.
    let chosen = asked.iter().any(|(name, _)| CHOICES.contains(&name)).then(String::new);
    let (query, skill) = ("q", "skill");
    let asked = asked.without(&CHOICES).with(query, meant);
    Ok(match chosen {
        Some(none) => asked.with(skill, none),
        None => asked,
    })
}

/// The redirect of a view: with choices, to the query that they write; without a query, to the last query of the viewer.
pub(in crate::web) fn leads_on(
    visit: &Visit,
    headers: &HeaderMap,
    view: View,
    slug: &str,
    asked: &FormFields,
) -> Option<String> {
    if let Some(to) = written_at(&view.page(slug), asked) {
        return Some(to);
    }
    if asked.iter().any(|(name, _)| name == "q" || CHOICES.contains(&name)) {
        return None;
    }
    let kept = Kept::read(visit, headers)?;
    let text = kept.queries.into_iter().find(|(of, _)| of == slug)?.1;
    Some(view.of(slug, &text)).filter(|_| !text.is_empty())
}

/// Remembers the query of a view, or that it shows all tasks. A query with a fault changes nothing.
pub(in crate::web) fn remember(
    visit: &Visit,
    headers: &HeaderMap,
    (slug, filter): (&str, &Filter),
    mut response: Response,
) -> Response {
    let Some(kept) = Kept::read(visit, headers).filter(|_| filter.unclear.is_none()) else { return response };
    let before = kept.written();
    let after = kept.with(slug, &filter.text).written();
    if before != after {
        let cookie = Cookie::Views.set(&visit.app.config.base_url, &after, KEPT_SECONDS);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The last queries of a person, each with the slug of its pursuance, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    whose: String,
    queries: Vec<(String, String)>,
}

impl Kept {
    /// The queries in the cookie of the viewer; none for a visitor. The queries of another person are ignored.
    fn read(visit: &Visit, headers: &HeaderMap) -> Option<Self> {
        let whose = visit.signed_in.as_ref()?.account.name.clone();
        let written = Cookie::Views.read(&visit.app.config.base_url, headers).unwrap_or_default();
        Some(Self::parse(whose, written))
    }

    /// Reads `name!slug:query!slug:query`, each part as in an address.
    fn parse(whose: String, written: &str) -> Self {
        let mut parts = written.split('!');
        let is_theirs = written.len() <= ALL_KEPT && parts.next() == Some(whose.as_str());
        let queries = parts
            .filter(|_| is_theirs)
            .filter_map(|part| part.split_once(':'))
            .map(|(slug, query)| (decoded(slug), decoded(query)))
            .take(KEPT)
            .collect();
        Self { whose, queries }
    }

    /// Adds the present query of a pursuance; a long query is not remembered.
    fn with(mut self, slug: &str, text: &str) -> Self {
        self.queries.retain(|(of, _)| of != slug);
        if !text.is_empty() && encoded(text).len() <= MOST_KEPT {
            self.queries.insert(0, (slug.to_owned(), text.to_owned()));
        }
        self.queries.truncate(KEPT);
        while self.written().len() > ALL_KEPT && self.queries.pop().is_some() {}
        self
    }

    fn written(&self) -> String {
        let mut written = self.whose.clone();
        for (slug, query) in &self.queries {
            written.push('!');
            written.push_str(&encoded(slug));
            written.push(':');
            written.push_str(&encoded(query));
        }
        written
    }
}

/// A text of letters, digits and `*-._+%` alone.
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

fn decoded(text: &str) -> String {
    parse(text.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(written: &str) -> Kept {
        Kept::parse("ana".to_owned(), written)
    }

    #[test]
    fn what_is_remembered_is_read_as_it_was_written() {
        let text = "\"a! b:c\" @me & ünï = %21 sort:-due";
        let before = kept("").with("bees", text).with("wasps", "is:open");
        let written = before.written();
        assert!(written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!:*-._+%".contains(&byte)));
        assert_eq!(kept(&written), before);
        assert_eq!(kept(&written).queries[1], ("bees".to_owned(), text.to_owned()));
        // Another person at the same browser.
        assert!(Kept::parse("bob".to_owned(), &written).queries.is_empty());
        assert!(before.with("bees", "").with("wasps", "").queries.is_empty());
    }

    #[test]
    fn a_browser_remembers_few_queries_and_no_long_one() {
        let mut many = kept("");
        for n in 0..20 {
            many = many.with(&format!("p{n}"), "is:open");
        }
        assert_eq!(many.queries.len(), KEPT);
        assert_eq!(many.queries[0].0, "p19");

        let long = "a".repeat(MOST_KEPT);
        let most = kept("").with("bees", &long);
        assert_eq!(most.queries.len(), 1);
        assert!(most.clone().with("bees", &format!("{long}a")).queries.is_empty());
        let full = most.with("wasps", &long).with("ants", &long).with("flies", &long);
        assert!(full.written().len() <= ALL_KEPT && full.queries[0].0 == "flies");
        // Nobody else writes into it more than the program does.
        assert!(kept(&format!("ana!x:{}", "a".repeat(ALL_KEPT))).queries.is_empty());
    }
}
