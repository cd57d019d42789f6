//! The archived tasks of a pursuance, and the tasks in its trash.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use crate::actions::access;
use crate::reads::ending::{self, PutAwayView, Shelf};
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// Tasks on one page.
const SHOWN: usize = 50;

/// `GET /p/{slug}/archived` and `GET /p/{slug}/trash`, with `?after=`.
#[derive(Template)]
#[template(path = "views/archived.html")]
pub struct ArchivedPage {
    pub l: Layout,
    pub head: Head,
    pub is_trash: bool,
    pub rows: Vec<ArchivedRow>,
    /// The address of earlier tasks.
    pub next: Option<String>,
}

/// A task in the archive or in the trash.
pub struct ArchivedRow {
    pub task: TaskLink,
    pub at: When,
    /// Tasks that went along.
    pub others: i64,
    /// The day on which it is deleted for good.
    pub until: Option<When>,
}

/// `GET /p/{slug}/archived`
pub async fn archived(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    list(&visit, &slug, &query, Shelf::Archive).await
}

/// `GET /p/{slug}/trash`: for members, each with the tasks that they may edit.
pub async fn trash(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    list(&visit, &slug, &query, Shelf::Trash).await
}

async fn list(visit: &Visit, slug: &str, query: &AddressQuery, shelf: Shelf) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let found = ending::list(&mut tx, &access, shelf, query.0.text("after"), SHOWN).await?;
    let slug = &access.pursuance.slug;
    let l = layout(visit, &mut tx, &access).await?;
    let row = |row: PutAwayView| ArchivedRow {
        task: TaskLink {
            href: links::task(slug, row.task),
            number: row.task,
            title: Words::of(&row.title, visit.t),
        },
        at: l.moment(row.at),
        others: row.tasks.saturating_sub(1),
        until: row.until.map(|until| l.day(until)),
    };
    let rows = found.items.into_iter().map(row).collect();
    let at = |after: String| match shelf {
        Shelf::Archive => links::archived_after(slug, &after),
        Shelf::Trash => links::trash_after(slug, &after),
    };
    let (next, head) = (found.next.map(at), head(visit, &mut tx, &access, PursuanceTab::Tasks).await?);
    page(StatusCode::OK, &ArchivedPage { l, head, is_trash: shelf == Shelf::Trash, rows, next })
}
