//! `/inbox`: the notices of the viewer, the unread first, bundled by object.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::notice::NoticeId;

use super::bundle::{self, Bundle, bundles};
use crate::reads::Page;
use crate::reads::inbox::{self, Which};
use crate::store::db::ReadTx;
use crate::store::notices::Place;
use crate::store::watches;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::request::failure::{PageError, page_beside};
use crate::web::request::form::Query;
use crate::web::request::session::Visit;

/// How many unread rows a page has, and how many read notices it bundles below them.
const SHOWN: usize = 50;

/// `GET /inbox`
#[derive(Template)]
#[template(path = "inbox/page.html")]
pub struct InboxPage {
    pub l: Layout,
    pub unread: Vec<Bundle>,
    pub read: Vec<Bundle>,
    /// The address of the next page.
    pub next: Option<String>,
    /// Whether the page does not begin with the newest notices.
    pub is_later: bool,
    /// Why a form was refused.
    pub problem: String,
}

/// `GET /inbox`, with `?after=`
pub async fn show(visit: Visit, query: Query) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let shown = fill(&visit, &mut tx, query.0.text("after")).await?;
    page_beside(StatusCode::OK, &shown, &shown.l)
}

pub(super) async fn fill(visit: &Visit, tx: &mut ReadTx, after: &str) -> Result<InboxPage, PageError> {
    let person = visit.signed_in()?.account.actor.clone();
    let mut l = visit.layout(tx, Nav::Inbox).await?;
    l.live = Some(links::inbox_live().to_owned());
    // An unreadable id leads to the newest notices.
    let after = NoticeId::parse(after).ok();
    let from = match &after {
        None => (Place::top(), false),
        Some(id) => inbox::place_of(tx, &person, id).await?,
    };
    let (mut rows, mut next) = (Vec::new(), None);
    // A row has all its notices on one page, as it is counted: pages are made of rows, and not of notices.
    if !from.1 {
        let told = inbox::unread(tx, (&visit.who, visit.now), &person).await?;
        rows = bundle::rows(told);
        rows.retain(|row| row.newest() < from.0);
        Page { items: rows, next } = Page::cut(rows, SHOWN, |row| row.newest().id);
    }
    if next.is_none() {
        let read_after = after.as_ref().filter(|_| from.1);
        let read = inbox::list(tx, &visit.who, visit.now, read_after, Which::Read, SHOWN).await?;
        rows.extend(bundle::rows(read.items));
        next = read.next;
    }
    for one in rows.iter().flat_map(bundle::Row::notices).filter(|one| one.access.pursuance.is_private()) {
        l.open_in(Some(&one.access.pursuance.slug));
    }
    let mut shown = bundles(visit, tx, &l, &rows).await?;
    let objects: Vec<&str> = shown.iter().map(|bundle| bundle.object.as_str()).collect();
    let muted = watches::muted_among(tx, &person, &objects).await?;
    for bundle in &mut shown {
        bundle.is_muted = muted.contains(&bundle.object);
    }
    let (read, unread) = shown.into_iter().partition(|bundle: &Bundle| bundle.is_read);
    Ok(InboxPage {
        unread,
        read,
        next: next.map(|id| links::inbox_after(&id)),
        is_later: after.is_some(),
        problem: String::new(),
        l,
    })
}
