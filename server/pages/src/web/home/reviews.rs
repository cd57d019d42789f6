//! `/reviews`: every task that waits for the verdict of the viewer, in all their pursuances.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::landing::open_rows;
use crate::reads::Page;
use crate::reads::review::{Cursor, rows};
use crate::web::cards::rows::{RowContext, RowHint, TaskRow};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::Words;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page_beside};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// Tasks on one page.
const SHOWN: usize = 30;

/// `GET /reviews`, with `?after=`.
#[derive(Template)]
#[template(path = "home/reviews.html")]
pub struct ReviewsPage {
    pub l: Layout,
    /// The longest untouched first.
    pub waiting: Vec<WaitingTask>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// A task that waits, and where it is.
pub struct WaitingTask {
    pub task: TaskRow,
    pub pursuance: Words,
    pub slug: String,
    /// The last change of the task.
    pub since: When,
}

/// `GET /reviews`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    visit.signed_in()?;
    let mut tx = visit.app.db.read().await?;
    let after = Cursor::parse(query.0.text("after"));
    let Page { items, next } = rows(&mut tx, &visit.who, after.as_ref(), SHOWN).await?;
    let context = RowContext::of(&visit, &mut tx, &items).await?;
    let mut l = visit.layout(&mut tx, Nav::Home).await?;
    l.live = Some(links::inbox_live().to_owned());
    open_rows(&mut l, &items);
    let waiting = items.iter().map(|row| WaitingTask {
        task: context.row(&visit, row),
        pursuance: l.name_in(&row.slug, &row.pursuance),
        slug: row.slug.clone(),
        since: l.moment(row.updated),
    });
    let shown =
        ReviewsPage { waiting: waiting.collect(), next: next.map(|next| links::reviews_after(&next)), l };
    page_beside(StatusCode::OK, &shown, &shown.l)
}
