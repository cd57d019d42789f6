//! `/tasks`: the board of tasks that need help, here and in one's own pursuances, or in one of them; and what a query finds in all
//! of them.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::query::{MOST_CHARACTERS, Skilled, Term, parse};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::Skill;

use super::landing::WantedTask;
use crate::actions::access;
use crate::reads::searches::{FoundTasks, Looking, everywhere_found};
use crate::reads::{Page, one_more};
use crate::store::bans;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::query::Limits;
use crate::store::outline::{Row, help};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::rows::RowContext;
use crate::web::frame::view::{Field, size_key};
use crate::web::pursuance::filter::Unclear;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, Query, Reader};
use crate::web::request::session::Visit;

/// Tasks on one page.
const SHOWN: usize = 30;

/// `GET /tasks`, with `?skill=`, `?in=` (the slug of a pursuance) and `?before=`; or with `?q=` and `?after=`, what a query finds. One
/// that is not understood comes back as this page with status 422.
#[derive(Template)]
#[template(path = "home/tasks.html")]
pub struct TasksPage {
    pub l: Layout,
    /// The newest first.
    pub wanted: Vec<WantedTask>,
    pub skill: Field,
    /// The pursuance to which it is narrowed: slug and name.
    pub within: Option<(String, String)>,
    /// Where the rest is.
    pub next: Option<String>,
    /// What is looked for, where a query is.
    pub found: Option<Found>,
}

/// A query on the board.
pub struct Found {
    pub text: String,
    /// What is not understood of it.
    pub unclear: Option<Unclear>,
    /// Where it is saved; none for a visitor.
    pub save: Option<String>,
    /// What its words say about what is shown.
    pub limits: Limits,
}

impl TasksPage {
    /// What stands in the field of the query.
    pub fn text(&self) -> &str {
        self.found.as_ref().map_or("", |found| found.text.as_str())
    }

    /// What is not understood of the query.
    pub fn unclear(&self) -> Option<&Unclear> {
        self.found.as_ref()?.unclear.as_ref()
    }

    /// The most characters of a query.
    pub fn most(&self) -> usize {
        MOST_CHARACTERS
    }
}

/// `GET /tasks`
pub async fn show(visit: Visit, query: Query) -> Result<Response, PageError> {
    let asked = query.0;
    if !asked.text("q").trim().is_empty() {
        return found(&visit, &asked).await;
    }
    let mut skill = asked.field("skill");
    // What is no skill finds nothing, and the field says why.
    let read = Reader::new(visit.t).maybe(&mut skill, Skill::parse);
    let mut tx = visit.app.db.read().await?;
    let before = if asked.text("before").is_empty() { "~" } else { asked.text("before") };
    let (mut within, mut nav) = (None, Nav::Elsewhere);
    let found = match (read, asked.text("in")) {
        (None, _) => Vec::new(),
        (Some(skill), "") => {
            let key = skill.map(|skill| skill.key()).unwrap_or_default();
            let sights = visit.sights(&mut tx).await?;
            help::everywhere(&mut tx, &sights, &key, before, one_more(SHOWN)).await?
        }
        (Some(skill), slug) => {
            let key = skill.map(|skill| skill.key()).unwrap_or_default();
            let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
            let sight = access.sight()?;
            nav = Nav::Pursuance(access.pursuance.slug.clone());
            within = Some((access.pursuance.slug, access.pursuance.name));
            help::of_pursuance(&mut tx, &sight, &key, before, one_more(SHOWN)).await?
        }
    };
    let Page { items, next } = Page::cut(found, SHOWN, |row| row.id.clone());
    let wanted = rows(&visit, &mut tx, &items).await?;
    let slug = within.as_ref().map_or("", |(slug, _)| slug.as_str());
    let shown = TasksPage {
        wanted,
        next: next.map(|id| links::tasks_before(&skill.value, slug, id.as_str())),
        l: visit.layout(&mut tx, nav).await?,
        skill,
        within,
        found: None,
    };
    page(StatusCode::OK, &shown)
}

/// What a query finds. A skill and a pursuance in the address become parts of it.
async fn found(visit: &Visit, asked: &Fields) -> Result<Response, PageError> {
    let within = Some(asked.text("in")).filter(|slug| !slug.is_empty()).map(|slug| format!("in:{slug}"));
    let skill =
        Skill::parse(asked.text("skill")).ok().map(|skill| Term::Skill(Skilled::Is(skill)).to_string());
    let typed = Some(asked.text("q").trim().to_owned());
    let parts: Vec<String> = [within, skill, typed].into_iter().flatten().collect();
    let text = parts.join(" ");
    let (query, unclear) = match parse(&text) {
        Ok(query) => (query, None),
        Err(bad) => {
            let unclear = Unclear::of(visit.t, links::help_wanted(), &text, &bad);
            (bad.rest, Some(unclear))
        }
    };
    let mut tx = visit.app.db.read().await?;
    let looking = Looking { app: &visit.app, who: &visit.who, now: visit.now, zone: visit.zone };
    let sights = visit.sights(&mut tx).await?;
    let FoundTasks { items, next, limits } =
        everywhere_found(&mut tx, looking, &sights, &query, asked.text("after"), SHOWN).await?;
    let status = if unclear.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let can_be_saved = visit.person().is_some() && unclear.is_none();
    let shown = TasksPage {
        wanted: rows(visit, &mut tx, &items).await?,
        next: next.map(|place| links::found_after(links::help_wanted(), &text, &place)),
        l: visit.layout(&mut tx, Nav::Elsewhere).await?,
        skill: Field::default(),
        within: None,
        found: Some(Found { save: can_be_saved.then(|| links::searches_with(&text)), unclear, text, limits }),
    };
    page(status, &shown)
}

/// Tasks of several pursuances as the page shows them: those that look for help can be taken, where the viewer is not banned.
async fn rows(visit: &Visit, tx: &mut ReadTx, items: &[Row]) -> StoreResult<Vec<WantedTask>> {
    let context = RowContext::of(visit, tx, items).await?;
    let barred = match visit.person() {
        Some(person) => bans::places_of(tx, person, visit.now).await?,
        None => Vec::new(),
    };
    let wanted = items.iter().map(|row| {
        let looks_for_help = row.phase == Phase::HelpWanted && row.assignee.is_none();
        WantedTask {
            task: context.row(visit, row),
            take: (looks_for_help && !barred.contains(&row.slug))
                .then(|| links::task_take(&row.slug, row.number)),
            pursuance: row.pursuance.clone(),
            size: size_key(row.asked.size),
        }
    });
    Ok(wanted.collect())
}
