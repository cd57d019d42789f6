//! `/inbox`: the notices of the viewer, the unread first, bundled by object.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::notice::NoticeId;

use super::bundle::{Bundle, bundles};
use crate::reads::Page;
use crate::reads::inbox::rows::{self, Row};
use crate::reads::inbox::{self, ListedNotices};
use crate::reads::person::sights_in;
use crate::store::db::ReadTx;
use crate::store::watches;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::request::failure::{PageError, page_beside};
use crate::web::request::form::AddressQuery;
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
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let shown = fill(&visit, &mut tx, query.0.text("after")).await?;
    page_beside(StatusCode::OK, &shown, &shown.l)
}

pub(super) async fn fill(visit: &Visit, tx: &mut ReadTx, after: &str) -> Result<InboxPage, PageError> {
    let person = visit.signed_in()?.account.actor.clone();
    // An unreadable id leads to the newest notices.
    let after = NoticeId::parse(after).ok();
    let from = match &after {
        None => None,
        Some(id) => Some(inbox::place_of(tx, &person, id).await?),
    };
    let is_read = from.as_ref().is_some_and(|(_, is_read)| *is_read);
    let (mut rows, mut next) = (Vec::new(), None);
    if !is_read {
        let place = from.as_ref().map(|(place, _)| place);
        let sights = sights_in(&visit.who, visit.memberships(tx).await?.iter());
        let unread = rows::unread(tx, (&visit.who, visit.now), (&person, &sights), place, SHOWN).await?;
        visit.has_counted(unread.count);
        Page { items: rows, next } = unread.page;
    }
    let mut l = visit.layout(tx, Nav::Inbox).await?;
    l.live = Some(links::inbox_live().to_owned());
    if next.is_none() {
        let read_after = after.as_ref().filter(|_| is_read);
        let read = inbox::list(tx, &visit.who, visit.now, read_after, ListedNotices::Read, SHOWN).await?;
        rows.extend(rows::read(read.items));
        next = read.next;
    }
    for one in rows.iter().flat_map(Row::notices).filter(|one| one.access.pursuance.is_private()) {
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
