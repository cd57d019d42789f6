//! The mission of a pursuance, now and in all earlier versions, each with its author.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use crate::actions::access;
use crate::markdown;
use crate::reads::{Actors, Page, mission};
use crate::text::Markup;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// Missions on one page.
const SHOWN: usize = 20;

/// `GET /p/{slug}/missions`, with `?before=`.
#[derive(Template)]
#[template(path = "pursuance/missions.html")]
pub struct MissionsPage {
    pub l: Layout,
    pub head: Head,
    /// The newest first.
    pub missions: Vec<MissionVersion>,
    /// The address of older versions.
    pub next: Option<String>,
}

/// A version of the mission.
pub struct MissionVersion {
    /// From Markdown; empty when nothing was written.
    pub text: Markup,
    /// The author; none if it was not recorded, or the viewer may not see the members.
    pub by: Option<Party>,
    pub at: When,
    /// Whether it is the present version.
    pub is_now: bool,
}

/// `GET /p/{slug}/missions`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let before = query.0.number("before");
    let Page { items, next } = mission::list(&mut tx, &access, before, SHOWN).await?;
    let l = layout(&visit, &mut tx, &access).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let mut missions = Vec::with_capacity(items.len());
    for (at, one) in items.into_iter().enumerate() {
        missions.push(MissionVersion {
            text: Markup::trusted(markdown::to_html(&one.text)),
            by: visit.party_if_any(&mut tx, &mut actors, one.by.as_ref()).await?,
            at: l.moment(one.at),
            is_now: at == 0 && before.is_none(),
        });
    }
    let head = head(&visit, &mut tx, &access, PursuanceTab::Tasks).await?;
    let next = next.map(|revision| links::missions_before(&slug, revision));
    page(StatusCode::OK, &MissionsPage { l, head, missions, next })
}
