//! Pursuances whose Primary is suspended or gone: an operator names one of their Admins.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::NamePrimary;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::ActorRef;

use super::head::{Head, SHOWN, Tab, frame};
use crate::reads::{Page, one_more};
use crate::store::{handover, pursuances};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Choice;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// Admins to choose from.
const ADMINS: i64 = 50;

/// `GET /admin/primaries`, with `?after=`.
#[derive(Template)]
#[template(path = "operator/primaries.html")]
pub struct PrimariesPage {
    pub l: Layout,
    pub head: Head,
    pub orphans: Vec<OrphanRow>,
    pub next: Option<String>,
    pub problem: String,
}

/// A pursuance without a Primary who can act.
pub struct OrphanRow {
    pub slug: String,
    /// Its Admins; empty if nobody can be named.
    pub admins: Vec<Choice>,
}

/// `GET /admin/primaries`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    page(StatusCode::OK, &load(&visit, query.0.text("after")).await?)
}

async fn load(visit: &Visit, after: &str) -> Result<PrimariesPage, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(visit, &mut tx, Tab::Accounts).await?;
    let found = handover::orphans(&mut tx, after, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(found, SHOWN, |orphan| orphan.slug.clone());
    let mut orphans = Vec::with_capacity(items.len());
    for orphan in items {
        let admins = pursuances::members_in(&mut tx, &orphan.id, &[Role::Admin], ADMINS).await?;
        let choice = |member: pursuances::Member| Choice {
            label: format!("{} (@{})", member.display, member.name),
            value: member.name,
            selected: false,
        };
        orphans.push(OrphanRow { slug: orphan.slug, admins: admins.into_iter().map(choice).collect() });
    }
    let next = next.map(|slug| links::operator_primaries_after(&slug));
    Ok(PrimariesPage { l, head, orphans, next, problem: String::new() })
}

/// `POST /admin/primaries/{slug}`
pub async fn name(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.operator()?;
    let member = ActorRef::parse(form.text("admin")).map_err(|_| PageError::BadRequest)?;
    let action = NamePrimary { pursuance: slug, member };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => {
            Ok(see_with(&visit.app, links::operator_primaries(), FormNotice::good("notice-primary-named")))
        }
        Err(refused) => {
            let mut shown = load(&visit, "").await?;
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}
