//! `/help`: the pages of the guide, a search in them, and each of them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::text::{marked, phrases, snippet};

use super::guide::{self, GuidePage, Hit};
use crate::actions::Thing;
use crate::reads::search::{EXCERPT, MOST_CHARACTERS, typed};
use crate::text::Markup;
use crate::web::cards::found_words::written;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// The most characters of a search in the guide; the same limit as for the search over everything.
pub const MOST: usize = MOST_CHARACTERS;

/// `GET /help`, with `?q=`.
#[derive(Template)]
#[template(path = "help/list.html")]
pub struct HelpPage {
    pub l: Layout,
    /// The words searched for.
    pub words: String,
    /// Whether the words contain a letter or a digit.
    pub is_asked: bool,
    pub hits: Vec<HelpHit>,
    /// Every page, if there is no search.
    pub pages: Vec<Entry>,
}

/// A page of the guide in a list.
pub struct Entry {
    pub href: String,
    pub title: &'static str,
    pub lead: &'static str,
}

/// A section of the guide that a search found.
pub struct HelpHit {
    pub href: String,
    /// The page; empty where the heading is its title.
    pub page: &'static str,
    /// The heading with the found words marked, as in the excerpt.
    pub heading: Markup,
    pub excerpt: Markup,
}

/// `GET /help/{page}`
#[derive(Template)]
#[template(path = "help/page.html")]
pub struct HelpTextPage {
    pub l: Layout,
    pub title: &'static str,
    /// The id and the words of each heading.
    pub headings: Vec<(&'static str, &'static str)>,
    pub text: Markup,
    /// The page that follows.
    pub next: Option<Entry>,
}

impl HelpPage {
    /// The most characters of the field.
    pub fn most(&self) -> usize {
        MOST
    }
}

impl Entry {
    fn of(page: &'static GuidePage) -> Self {
        Self { href: links::help_page(page.name), title: &page.text.title, lead: &page.lead }
    }
}

/// `GET /help`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let words = typed(query.0.text("q"));
    let looked_for = phrases(&words);
    let hit = |hit: Hit| {
        let own = &hit.section.id;
        let place = links::help_page(hit.page.name);
        HelpHit {
            href: if own.is_empty() { place } else { format!("{place}#{own}") },
            page: if own.is_empty() { "" } else { &hit.page.text.title },
            heading: written(&marked(hit.page.heading_of(hit.section), &looked_for)),
            excerpt: written(&snippet(hit.block, &looked_for, EXCERPT)),
        }
    };
    let shown = HelpPage {
        is_asked: !looked_for.is_empty(),
        hits: guide::search(&looked_for).into_iter().map(hit).collect(),
        pages: if words.is_empty() { guide::pages().iter().map(Entry::of).collect() } else { Vec::new() },
        l: visit.layout(&mut visit.app.db.read().await?, Nav::Help).await?,
        words,
    };
    page(StatusCode::OK, &shown)
}

/// `GET /help/{page}`
pub async fn show_page(visit: Visit, Path(name): Path<String>) -> Result<Response, PageError> {
    let found = guide::find(&name).ok_or_else(|| PageError::not_found(Thing::Page))?;
    let following = guide::pages().iter().skip_while(|one| one.name != found.name).nth(1);
    let shown = HelpTextPage {
        title: &found.text.title,
        headings: found.headings().map(|section| (section.id.as_str(), section.heading.as_str())).collect(),
        text: Markup::trusted(found.text.html.clone()),
        next: following.map(Entry::of),
        l: visit.layout(&mut visit.app.db.read().await?, Nav::Help).await?,
    };
    page(StatusCode::OK, &shown)
}
