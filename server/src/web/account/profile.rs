//! A person as others see them: `/@name`; `/@name@server` leads to the page of a person on another server.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::value::Visibility;

use super::work::{LeveledTag, leveled};
use crate::actions::Thing;
use crate::actions::access::Access;
use crate::markdown;
use crate::store::actors::ActorKind;
use crate::store::{accounts, actors, pursuances, skills};
use crate::text::Markup;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::rows::Mine;
use crate::web::frame::view::{Party, PursuanceCard};
use crate::web::frame::when::When;
use crate::web::pursuance::head::alternate;
use crate::web::pursuance::list::cards;
use crate::web::pursuance::remote;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::{Visit, see};

/// `GET /@{name}`, for a person of this server.
#[derive(Template)]
#[template(path = "account/profile.html")]
pub struct ProfilePage {
    pub l: Layout,
    pub who: Party,
    /// `name@server`.
    pub handle: String,
    /// Their description, from Markdown; empty when they wrote none.
    pub about: Markup,
    pub skills: Vec<LeveledTag>,
    pub since: When,
    /// The pursuances they belong to that the viewer may see.
    pub pursuances: Vec<PursuanceCard>,
}

/// `GET /@{name}`
pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Response, PageError> {
    match name.split_once('@') {
        Some((here, host)) if host == visit.app.addresses.authority() => Ok(see(&links::actor(here))),
        Some((name, host)) => remote::show(&visit, name, host).await,
        None => person(&visit, &name).await,
    }
}

async fn person(visit: &Visit, name: &str) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let actor =
        actors::by_name_here(&mut tx, name).await?.ok_or_else(|| PageError::not_found(Thing::Person))?;
    match actor.kind {
        ActorKind::Group => return Ok(see(&links::pursuance(name))),
        ActorKind::Instance => return Err(PageError::not_found(Thing::Person)),
        ActorKind::Person => {}
    }
    // A suspended person shows nothing here, just as for other servers.
    let account = accounts::by_actor(&mut tx, &actor.id).await?;
    if account.is_none_or(|account| account.suspended_at.is_some()) {
        return Err(PageError::not_found(Thing::Person));
    }
    let levels = skills::of_person(&mut tx, &actor.id).await?;
    let mut listed = Vec::new();
    for pursuance in pursuances::of_member(&mut tx, &actor.id).await? {
        // An unlisted pursuance is shown only to its members: others must not find its address here.
        let access = Access::load(&mut tx, &visit.who, pursuance.clone(), visit.now).await?;
        let is_listed = pursuance.visibility == Visibility::Public || access.role().is_some();
        if is_listed && access.may(pursuance_domain::allowed::Permission::SeeMembers, None) {
            listed.push((access.sight()?, pursuance));
        }
    }
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let shown = ProfilePage {
        who: visit.party(&actor),
        handle: visit.app.handle(&actor),
        about: Markup::trusted(markdown::to_html(&actor.summary)),
        skills: leveled(&Mine::of(visit), &levels),
        since: l.day(actor.created),
        pursuances: cards(visit, &mut tx, listed).await?,
        l: Layout { document: Some(actor.uri.clone()), ..l },
    };
    let mut response = page(StatusCode::OK, &shown)?;
    if let Ok(link) = HeaderValue::from_str(&alternate(&actor.uri)) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}
