//! Who people are: `/@name` for a person of this server, `/@name@server` for a pursuance of another.

use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::value::{ActorRef, Visibility};

use super::deal::list_row;
use super::pursuance::alternate;
use crate::actions::PerformError;
use crate::actions::Thing;
use crate::actions::seat::Seat;
use crate::lookup::DirectoryError;
use crate::markdown;
use crate::reads::Actors;
use crate::reads::delegation::with_tasks;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::db::ReadTx;
use crate::store::{accounts, pursuances, waiting};
use crate::text::Markup;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::rows::Mine;
use crate::web::profile::ProfilePage;
use crate::web::remote::RemotePage;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::{Visit, see};

/// `GET /@{name}`
pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Response, PageError> {
    match name.split_once('@') {
        Some((here, host)) if host == visit.app.addresses.authority() => Ok(see(&links::actor(here))),
        Some((name, host)) => remote(&visit, name, host).await,
        None => profile(&visit, &name).await,
    }
}

async fn profile(visit: &Visit, name: &str) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let actor =
        actors::by_name_here(&mut tx, name).await?.ok_or_else(|| PageError::not_found(Thing::Person))?;
    match actor.kind {
        ActorKind::Group => return Ok(see(&links::pursuance(name))),
        ActorKind::Instance => return Err(PageError::not_found(Thing::Person)),
        ActorKind::Person => {}
    }
    // Whoever is suspended says nothing here, as they are nobody to other servers.
    let account = accounts::by_actor(&mut tx, &actor.id).await?;
    if account.is_none_or(|account| account.suspended_at.is_some()) {
        return Err(PageError::not_found(Thing::Person));
    }
    let skills = accounts::skills(&mut tx, &actor.id).await?;
    let mut cards = Vec::new();
    for pursuance in pursuances::of_member(&mut tx, &actor.id).await? {
        // An unlisted one is shown to its members only: nobody else is to find its address here.
        let seat = Seat::take(&mut tx, &visit.who, pursuance.clone()).await?;
        let is_listed = pursuance.visibility == Visibility::Public || seat.role().is_some();
        if is_listed && seat.may(pursuance_domain::allowed::Permission::SeeMembers, None) {
            cards.push(super::pursuances::card(visit, &mut tx, &seat.sight()?, pursuance).await?);
        }
    }
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let shown = ProfilePage {
        who: visit.party(&actor),
        handle: visit.app.handle(&actor),
        about: Markup::trusted(markdown::to_html(&actor.summary)),
        skills: Mine::of(visit, &mut tx).await?.tags_of(&skills),
        since: l.day(actor.created),
        pursuances: cards,
        l: Layout { document: Some(actor.uri.clone()), ..l },
    };
    let mut response = page(StatusCode::OK, &shown)?;
    if let Ok(link) = HeaderValue::from_str(&alternate(&actor.uri)) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// Somebody of another server. Only people with an account here make this server ask another one.
async fn remote(visit: &Visit, name: &str, host: &str) -> Result<Response, PageError> {
    let known = actors::by_handle(&mut visit.app.db.read().await?, name, host).await?;
    let (actor, problem) = match (visit.person().is_some(), known) {
        (false, Some(known)) => (known, String::new()),
        (false, None) => return Err(PageError::SignInFirst),
        (true, known) => asked(visit, name, host, known).await?,
    };
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let shown = RemotePage {
        who: visit.party(&actor),
        handle: visit.app.handle(&actor),
        url: web_address(&actor),
        mission: Markup::trusted(markdown::clean_html(&actor.summary)),
        skills: Mine::of(visit, &mut tx).await?.tags_of(&accounts::skills(&mut tx, &actor.id).await?),
        members: None,
        known_since: l.day(actor.created),
        fetched: l.moment(actor.fetched_at.unwrap_or(actor.created)),
        is_capable: actor.capable && actor.kind == ActorKind::Group,
        problem,
        delegations: common(visit, &mut tx, &l, &actor).await?,
        l,
    };
    page(StatusCode::OK, &shown)
}

/// What its server says now, or what is known of it and why that may be old.
async fn asked(
    visit: &Visit,
    name: &str,
    host: &str,
    known: Option<Actor>,
) -> Result<(Actor, String), PageError> {
    let named =
        ActorRef::parse(&format!("{name}@{host}")).map_err(|_| PageError::not_found(Thing::Pursuance))?;
    match (visit.app.find_pursuance(&visit.who, &named).await, known) {
        (Ok(actor), _) => Ok((actor, String::new())),
        (Err(error @ DirectoryError::TooManyLooks { .. }), None) => Err(PerformError::from(error).into()),
        (Err(DirectoryError::Store(error)), _) => Err(error.into()),
        (Err(DirectoryError::NotAPursuance(_)), Some(known)) => Ok((known, String::new())),
        (Err(error), Some(known)) => Ok((known, visit.t.say_and_advise(&error.wording()))),
        (Err(DirectoryError::NotAPursuance(_)), None) => {
            let found = actors::by_handle(&mut visit.app.db.read().await?, name, host).await?;
            Ok((found.ok_or_else(|| PageError::not_found(Thing::Person))?, String::new()))
        }
        (Err(error), None) => Err(PageError::Refused(crate::actions::Refused::Unreachable(error.wording()))),
    }
}

/// The page of somebody elsewhere, when that is a web address.
fn web_address(actor: &Actor) -> String {
    let is_web = actor.url.starts_with("https://") || actor.url.starts_with("http://");
    if is_web { actor.url.clone() } else { actor.uri.clone() }
}

/// What the viewer's pursuances have done with them.
async fn common(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &crate::web::frame::layout::Layout,
    peer: &Actor,
) -> Result<Vec<crate::web::delegation::DelegationRow>, PageError> {
    let sights = visit.sights(tx).await?;
    let mut actors = Actors::default();
    let mut rows = Vec::new();
    let ids = waiting::with_peer(tx, &sights, &peer.id, 20).await?;
    for unread in with_tasks(tx, &ids).await? {
        let Some(pursuance) = pursuances::by_id(tx, unread.ours()).await? else { continue };
        let sight = sights.of(&pursuance.id);
        if let Some((row, task)) = sight.and_then(|sight| unread.for_whom(sight)) {
            let slug = &pursuance.slug;
            rows.push(list_row(visit, tx, l, &mut actors, slug, &row, task.as_ref()).await?);
        }
    }
    Ok(rows)
}
