//! The log of a pursuance: the decisions about members, with their reasons.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::TaskId;

use crate::actions::access;
use crate::reads::log::reason_of;
use crate::reads::{Actors, Page, one_more};
use crate::store::{events, outline};
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;
use crate::web::task::history::{HistoryRow, line_of};
use crate::web::task::named::Named;
use crate::web::task::repeated_events::ShownEvent;

/// Lines on one page.
const SHOWN: usize = 50;

/// `GET /p/{slug}/log`, with `?before=`.
#[derive(Template)]
#[template(path = "pursuance/log.html")]
pub struct LogPage {
    pub l: Layout,
    pub head: Head,
    pub rows: Vec<LogRow>,
    /// The address of older lines.
    pub next: Option<String>,
}

/// A line of the log.
pub struct LogRow {
    pub row: HistoryRow,
    /// The given reason; empty if there is none.
    pub reason: String,
    pub task: Option<TaskLink>,
}

/// `GET /p/{slug}/log`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access.demand(Permission::SeeLog, None)?;
    let sight = access.sight()?;
    let before = query.0.number("before").unwrap_or(i64::MAX);
    let rows = events::log(&mut tx, &sight, before, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |event| event.seq);
    let about: Vec<TaskId> = items.iter().filter_map(|event| event.task.clone()).collect();
    let titles = outline::titles(&mut tx, &sight, &about).await?;
    let l = layout(&visit, &mut tx, &access).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    actors.look_up(&mut tx, items.iter().filter_map(|event| event.actor.clone()).collect()).await?;
    let named = Named::of(&mut tx, &access, &items).await?;
    let mut rows = Vec::with_capacity(items.len());
    for event in &items {
        let alone = ShownEvent::alone(event.clone());
        let Some(row) = line_of(&visit, &mut tx, &l, &mut actors, &named, &alone).await? else { continue };
        let task = event.task.as_ref().and_then(|id| titles.get(id)).map(|(number, title)| TaskLink {
            href: links::task(&slug, *number),
            number: *number,
            title: Words::of(title, visit.t),
        });
        rows.push(LogRow { row, reason: reason_of(&mut tx, &event.what).await?, task });
    }
    let head = head(&visit, &mut tx, &access, PursuanceTab::Log).await?;
    let next = next.map(|seq| links::log_before(&slug, seq));
    page(StatusCode::OK, &LogPage { l, head, rows, next })
}
