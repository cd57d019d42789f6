//! `/tasks`: the board of tasks that need help, here and in one's own pursuances, or in one of them.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::value::Skill;

use super::landing::WantedTask;
use crate::actions::access;
use crate::reads::{Page, one_more};
use crate::store::bans;
use crate::store::outline::help;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::rows::RowContext;
use crate::web::frame::view::{Field, size_key};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Query, Reader};
use crate::web::request::session::Visit;

/// Tasks on one page.
const SHOWN: usize = 30;

/// `GET /tasks`, with `?skill=`, `?in=` (the slug of a pursuance) and `?before=`.
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
}

/// `GET /tasks`
pub async fn show(visit: Visit, query: Query) -> Result<Response, PageError> {
    let asked = query.0;
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
    let context = RowContext::of(&visit, &mut tx, &items).await?;
    let barred = match visit.person() {
        Some(person) => bans::places_of(&mut tx, person, visit.now).await?,
        None => Vec::new(),
    };
    let wanted = items.iter().map(|row| WantedTask {
        task: context.row(&visit, row),
        take: (!barred.contains(&row.slug)).then(|| links::task_take(&row.slug, row.number)),
        pursuance: row.pursuance.clone(),
        size: size_key(row.asked.size),
    });
    let slug = within.as_ref().map_or("", |(slug, _)| slug.as_str());
    let shown = TasksPage {
        wanted: wanted.collect(),
        next: next.map(|id| links::tasks_before(&skill.value, slug, id.as_str())),
        l: visit.layout(&mut tx, nav).await?,
        skill,
        within,
    };
    page(StatusCode::OK, &shown)
}
