//! `/` for visitors, and `/about`: this program, tasks to take, and the pursuances here.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::id::TaskId;
use pursuance_domain::task::free::{Free, Reason};

use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::Row;
use crate::store::outline::free::{self, FreeTasksQuery, SearchedPursuances};
use crate::store::{instance, pursuances};
use crate::web::cards::rows::{RowContext, TaskRow};
use crate::web::frame::free::{free_all_key, free_key, is_said_apart};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{PursuanceCard, Words, said_size};
use crate::web::pursuance::list::public_cards;
use crate::web::request::failure::{PageError, page_beside};
use crate::web::request::session::Visit;

/// `GET /`, signed out.
#[derive(Template)]
#[template(path = "home/landing.html")]
pub struct LandingPage {
    pub l: Layout,
    /// Free public tasks, best first; few.
    pub wanted: Vec<WantedTask>,
    pub more: More,
    /// Public pursuances, by slug; few.
    pub pursuances: Vec<PursuanceCard>,
    /// All public pursuances.
    pub pursuances_total: i64,
    /// One sentence about the server, and who runs it; each may be empty.
    pub about: String,
    pub run_by: String,
    /// People with an account.
    pub accounts: i64,
    /// How many servers this one exchanges messages with.
    pub peers: i64,
}

impl LandingPage {
    /// The reason that all of its tasks are proposed for, in words: it is said once, above them.
    pub fn said_of_all(&self) -> Option<&'static str> {
        said_of_all(&self.wanted)
    }

    /// Whether the viewer needs an invitation before anything can be taken or started here.
    pub fn asks_for_invitation(&self) -> bool {
        !self.l.is_signed_in() && self.l.takes_invited_only()
    }
}

/// A public task to pick up.
pub struct WantedTask {
    pub task: TaskRow,
    /// The page to take it, for who is no member there yet; none if the viewer is banned there.
    pub take: Option<String>,
    pub pursuance: Words,
    /// The key of the size's words; empty where nothing is said of it.
    pub size: &'static str,
    /// Why it is proposed; none if it was searched for.
    pub why: Option<Reason>,
}

impl WantedTask {
    /// The key of the reason, where its row does not say it otherwise.
    pub fn why_key(&self) -> Option<&'static str> {
        // No mark in these rows says that a task is urgent.
        self.why.filter(|why| *why == Reason::Urgent || is_said_apart(*why)).map(free_key)
    }
}

/// The key of the words of the reason that all of several tasks are proposed for, where their rows do not say it otherwise.
pub(super) fn said_of_all(tasks: &[WantedTask]) -> Option<&'static str> {
    same(tasks.iter().map(|one| one.why)).and_then(free_all_key)
}

/// The reason of all of several tasks, where it is the same.
pub(super) fn same(reasons: impl IntoIterator<Item = Option<Reason>>) -> Option<Reason> {
    let mut reasons = reasons.into_iter();
    let first = reasons.next().flatten()?;
    let mut others = reasons.peekable();
    (others.peek().is_some() && others.all(|other| other == Some(first))).then_some(first)
}

/// The tasks of a list that are not shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct More {
    pub n: usize,
    /// Whether there may be more of them than were counted.
    pub is_many: bool,
}

impl More {
    /// The key of its words.
    pub fn key(&self) -> &'static str {
        if self.is_many { "free-more-many" } else { "free-more" }
    }
}

/// The most free tasks on the page for visitors.
const SHOWN: usize = 5;

/// `GET /about`: this server, also for people who are signed in. Other servers get this address.
pub async fn about(visit: Visit) -> Result<Response, PageError> {
    landing(&visit, &mut visit.app.db.read().await?).await
}

pub(super) async fn landing(visit: &Visit, tx: &mut ReadTx) -> Result<Response, PageError> {
    // The same as behind "more", which knows who looks.
    let sights = visit.sights(tx).await?;
    let asked = FreeTasksQuery { reader: visit.person(), ..FreeTasksQuery::default() };
    let mut found = free::first(tx, SearchedPursuances::Everywhere(&sights), asked, visit.now).await?;
    let more = More { n: found.tasks.len().saturating_sub(SHOWN), is_many: !found.is_all };
    found.tasks.truncate(SHOWN);
    let mut l = visit.layout(tx, Nav::Home).await?;
    let wanted = proposed(visit, tx, &mut l, (&found.tasks, &[])).await?;
    let open = pursuances::public_page(tx, "", "", 6).await?;
    let front = instance::front(tx).await?;
    let page_of = LandingPage {
        wanted,
        more,
        pursuances: public_cards(visit, tx, open).await?,
        pursuances_total: front.pursuances,
        about: front.about,
        run_by: front.run_by,
        accounts: front.accounts,
        peers: front.peers,
        l,
    };
    page_beside(StatusCode::OK, &page_of, &page_of.l)
}

/// Free tasks with the reason why each is proposed. `barred`: the pursuances in which the viewer is banned.
pub(super) async fn proposed(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &mut Layout,
    (tasks, barred): (&[(TaskId, Free)], &[String]),
) -> StoreResult<Vec<WantedTask>> {
    let ids: Vec<TaskId> = tasks.iter().map(|(id, _)| id.clone()).collect();
    let rows = free::rows_of(tx, &ids).await?;
    let context = RowContext::of(visit, tx, &rows).await?;
    open_rows(l, &rows);
    let why = |row: &Row| {
        let facts = tasks.iter().find(|(id, _)| *id == row.id);
        facts.map(|(_, facts)| facts.reason(visit.now))
    };
    let wanted = rows.iter().map(|row| WantedTask {
        task: context.row(visit, row),
        take: (!barred.contains(&row.slug)).then(|| links::task_take(&row.slug, row.number)),
        pursuance: l.name_in(&row.slug, &row.pursuance),
        size: said_size(row.asked.size),
        why: why(row),
    });
    Ok(wanted.collect())
}

/// Has the titles of private tasks among these rows opened on this page.
pub(super) fn open_rows(l: &mut Layout, rows: &[Row]) {
    for row in rows.iter().filter(|row| row.title.is_sealed()) {
        l.open_in(Some(&row.slug));
    }
}
