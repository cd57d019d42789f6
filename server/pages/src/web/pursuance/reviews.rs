//! The tasks of a pursuance whose work waits for a verdict; the tasks that the viewer decides come first.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use crate::actions::access::{self};
use crate::reads::review::Cursor;
use crate::reads::{Actors, Page, one_more};
use crate::store::outline::Row;
use crate::store::outline::reviews::{self, Ranked};
use crate::web::cards::head::judge;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::rows::{RowContext, RowHint, TaskRow};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields};
use crate::web::request::session::Visit;

/// Tasks on one page.
const SHOWN: usize = 50;

/// `GET /p/{slug}/reviews`, with `?after=`, and `others` (yes) for the tasks that other people decide.
#[derive(Template)]
#[template(path = "pursuance/reviews.html")]
pub struct PursuanceReviewsPage {
    pub l: Layout,
    pub head: Head,
    /// The tasks that the viewer decides, the longest untouched first.
    pub yours: Vec<WaitingReview>,
    /// The tasks that other people decide, each with the reviewer.
    pub others: Vec<(WaitingReview, Party)>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// A task that waits, and the time of its last change.
pub struct WaitingReview {
    pub row: TaskRow,
    pub since: When,
}

fn place(asked: &FormFields) -> Ranked {
    match Cursor::parse(asked.text("after")) {
        Some(Cursor(place)) => Ranked { is_others: asked.is_ticked("others"), place },
        None => Ranked::first(),
    }
}

/// `GET /p/{slug}/reviews`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let (sight, judge) = (access.sight()?, judge(&access));
    let found = reviews::of_pursuance(&mut tx, &sight, judge, &place(&query.0), one_more(SHOWN)).await?;
    let ranked = |row: &Row| Ranked { is_others: !row.is_judged_by(judge), place: Cursor::of(row).0 };
    let Page { items, next } = Page::cut(found, SHOWN, ranked);
    let context = RowContext::of(&visit, &mut tx, &items).await?;
    let l = layout(&visit, &mut tx, &access).await?;
    let mut actors = Actors::default();
    let (mut yours, mut others) = (Vec::new(), Vec::new());
    for row in &items {
        let shown = WaitingReview { row: context.row(&visit, row), since: l.moment(row.updated) };
        if row.is_judged_by(judge) {
            yours.push(shown);
        } else {
            let by = row.reviewer.as_ref().unwrap_or(&row.creator);
            others.push((shown, visit.party_of(&mut tx, &mut actors, by).await?));
        }
    }
    let page_head = head(&visit, &mut tx, &access, PursuanceTab::Reviews).await?;
    let next = next
        .map(|next| links::pursuance_reviews_after(&slug, &Cursor(next.place).to_string(), next.is_others));
    page(StatusCode::OK, &PursuanceReviewsPage { l, head: page_head, yours, others, next })
}
