//! An actor of another server: the known facts, and the work done together.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::Sights;
use pursuance_domain::value::ActorRef;

use crate::actions::{PerformError, Thing};
use crate::lookup::DirectoryError;
use crate::markdown;
use crate::reads::Actors;
use crate::reads::delegation::with_tasks;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{accounts, finding, pursuances, waiting};
use crate::text::Markup;
use crate::web::delegation::row::{DelegationRow, list_row};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{Party, SkillTag};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// `GET /@{name}@{server}`.
#[derive(Template)]
#[template(path = "offers/remote.html")]
pub struct RemotePage {
    pub l: Layout,
    pub who: Party,
    /// `name@server`.
    pub handle: String,
    /// The address of its own page.
    pub url: String,
    /// Their mission, sanitized.
    pub mission: Markup,
    pub skills: Vec<SkillTag>,
    /// The number of its members, when it is published.
    pub members: Option<i64>,
    pub known_since: When,
    pub fetched: When,
    /// Whether their server supports the delegation protocol.
    pub is_capable: bool,
    /// The reason why the facts may be old, for example that their server did not answer. Empty when they are fresh.
    pub problem: String,
    /// The delegations between the viewer's pursuances and it.
    pub delegations: Vec<DelegationRow>,
}

/// An actor of another server. Only people with an account here can make this server send a request.
pub(in crate::web) async fn show(visit: &Visit, name: &str, host: &str) -> Result<Response, PageError> {
    let known = known(visit, &mut visit.app.db.read().await?, name, host).await?;
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
        skills: visit.mine().tags_of(&accounts::skills(&mut tx, &actor.id).await?),
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

/// An actor of another server that this server knows. A visitor learns of a person only if the visitor may read a text that the
/// person wrote here, because private events among members make people known here, too.
pub(in crate::web) async fn known(
    visit: &Visit,
    tx: &mut ReadTx,
    name: &str,
    host: &str,
) -> StoreResult<Option<Actor>> {
    let Some(actor) = actors::by_handle(tx, name, host).await? else { return Ok(None) };
    if visit.person().is_some() || actor.kind != ActorKind::Person {
        return Ok(Some(actor));
    }
    let met = finding::have_written(tx, &Sights::default(), &[&actor.id]).await?;
    Ok((!met.is_empty()).then_some(actor))
}

/// The facts from its server, or the cached ones and the reason why they may be old.
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
        (Err(error @ DirectoryError::TooManyLookups { .. }), None) => Err(PerformError::from(error).into()),
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

/// The page of a remote actor, when that is a web address.
fn web_address(actor: &Actor) -> String {
    let is_web = actor.url.starts_with("https://") || actor.url.starts_with("http://");
    if is_web { actor.url.clone() } else { actor.uri.clone() }
}

/// The delegations between the viewer's pursuances and it.
async fn common(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &crate::web::frame::layout::Layout,
    peer: &Actor,
) -> Result<Vec<crate::web::delegation::row::DelegationRow>, PageError> {
    let sights = visit.sights(tx).await?;
    let mut actors = Actors::default();
    let mut rows = Vec::new();
    let ids = waiting::with_peer(tx, &sights, &peer.id, 20).await?;
    for unread in with_tasks(tx, &ids).await? {
        let Some(pursuance) = pursuances::by_id(tx, unread.ours()).await? else { continue };
        let sight = sights.of(&pursuance.id);
        if let Some((row, task)) = sight.and_then(|sight| unread.for_whom(sight)) {
            let slug = &pursuance.slug;
            rows.extend(list_row(visit, tx, l, &mut actors, slug, &row, task.as_ref()).await?);
        }
    }
    Ok(rows)
}
