//! All pursuances that the viewer may see, as cards, and the search among them.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::{Facts, Grants, Membership, Sight, sight};
use pursuance_domain::value::{ActorRef, Visibility};
use pursuance_federation::discover::Handle;

use crate::actions::{PerformError, access};
use crate::reads::{Page, one_more};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, Pursuance};
use crate::store::{accounts, events};
use crate::web::cards::text_beginning::in_short;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{Party, PursuanceCard};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::{Visit, see};

/// Pursuances on one page.
const SHOWN: usize = 24;
/// Closed pursuances that the page names.
const CLOSED: i64 = 50;

/// `GET /p`, with `?q=` and `?after=`.
#[derive(Template)]
#[template(path = "pursuance/list.html")]
pub struct PursuancesPage {
    pub l: Layout,
    /// The words of the search.
    pub words: String,
    /// The viewer's own pursuances; empty while searching, and after the first page.
    pub mine: Vec<PursuanceCard>,
    /// The viewer's closed pursuances.
    pub closed: Vec<Party>,
    /// Other public pursuances, or the matches of the search.
    pub found: Vec<PursuanceCard>,
    /// The number of all public pursuances but the viewer's own.
    pub total: i64,
    /// The address of the next page.
    pub next: Option<String>,
    /// The address of the other pursuance, when the search is an address on another server.
    pub elsewhere: Option<String>,
}

/// The cards of pursuances. Each pursuance comes with the viewer's leave to read it.
pub(in crate::web) async fn cards(
    visit: &Visit,
    tx: &mut ReadTx,
    found: Vec<(Sight, Pursuance)>,
) -> StoreResult<Vec<PursuanceCard>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let lasts = events::last_of_each(tx, found.iter().map(|(_, pursuance)| &pursuance.id)).await?;
    let mut cards = Vec::with_capacity(found.len());
    for (sight, pursuance) in found {
        let last = lasts.get(&pursuance.id).copied().unwrap_or_default();
        let to_pick_up = visit.sums.at(tx, &sight, last).await?.to_pick_up;
        let skills = visit.sums.wanted(tx, &sight, last).await?;
        cards.push(PursuanceCard {
            party: Party::group(pursuance.name).linked(links::pursuance(&pursuance.slug)),
            mission: in_short(&pursuance.mission),
            members: pursuance.members,
            to_pick_up,
            skills: visit.mine().tags(skills.iter().map(String::as_str)),
            visibility: pursuance.visibility,
        });
    }
    Ok(cards)
}

/// Pursuances that anyone may read, in a list.
pub(in crate::web) async fn public_cards(
    visit: &Visit,
    tx: &mut ReadTx,
    found: Vec<Pursuance>,
) -> Result<Vec<PursuanceCard>, PageError> {
    let mut readable = Vec::with_capacity(found.len());
    for pursuance in found {
        let facts = Facts::about(pursuance.visibility, Membership::None);
        let sight = sight(&visit.who, &pursuance.id, &facts, Grants::default());
        readable.push((sight.map_err(PerformError::from)?, pursuance));
    }
    Ok(cards(visit, tx, readable).await?)
}

/// `GET /p`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let words = query.0.text("q").trim();
    if let Some(exact) = exact(&visit, words).await? {
        return Ok(see(&exact));
    }
    let mut tx = visit.list(!words.is_empty()).await?;
    let rows = pursuances::public_page(&mut tx, words, query.0.text("after"), one_more(SHOWN)).await?;
    tx.end();
    let Page { mut items, next } = Page::cut(rows, SHOWN, |pursuance| pursuance.slug.clone());
    let mut total = pursuances::count_public(&mut tx).await?;
    let (mut mine, mut closed) = (Vec::new(), Vec::new());
    if let (Some(person), true) = (visit.person(), words.is_empty()) {
        let sights = visit.sights(&mut tx).await?;
        let own = pursuances::of_member(&mut tx, person).await?.into_iter().take(100);
        let own = own.filter_map(|pursuance| Some((sights.of(&pursuance.id)?.clone(), pursuance)));
        let own: Vec<_> = own.collect();
        // They stand above: nobody looks for them twice.
        items.retain(|one| !own.iter().any(|(_, mine)| mine.id == one.id));
        let public = own.iter().filter(|(_, mine)| mine.visibility == Visibility::Public).count();
        total -= i64::try_from(public).unwrap_or_default();
        // The first page has them.
        if query.0.text("after").is_empty() {
            mine = cards(&visit, &mut tx, own).await?;
            let found = pursuances::closed_of_member(&mut tx, person, CLOSED).await?;
            closed.extend(
                found.iter().map(|one| Party::group(one.name.clone()).linked(links::pursuance(&one.slug))),
            );
        }
    }
    let found = public_cards(&visit, &mut tx, items).await?;
    let elsewhere = Handle::parse(words, visit.app.fetcher.reach())
        .ok()
        .map(|_| links::actor(words.trim_start_matches(['@', '!'])));
    let shown = PursuancesPage {
        words: words.to_owned(),
        mine,
        closed,
        found,
        total,
        next: next.map(|slug| format!("{}&after={slug}", links::pursuances_search(words))),
        elsewhere,
        l: visit.layout(&mut tx, Nav::Pursuances).await?,
    };
    page(StatusCode::OK, &shown)
}

/// The address for an exact name or handle; none if the viewer may not see the pursuance.
async fn exact(visit: &Visit, words: &str) -> Result<Option<String>, PageError> {
    let bare = words.trim_start_matches(['@', '!']);
    let here = bare.strip_suffix(visit.app.addresses.authority()).and_then(|name| name.strip_suffix('@'));
    let is_name = words.starts_with(['@', '!']) || here.is_some();
    let name = here.unwrap_or(bare);
    if !is_name || ActorRef::parse(name).is_err() || name.contains(['@', '/']) {
        return Ok(None);
    }
    let mut tx = visit.app.db.read().await?;
    match access::find(&mut tx, &visit.who, name, visit.now).await {
        Ok(access) => return Ok(Some(links::pursuance(&access.pursuance.slug))),
        Err(PerformError::Refused(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let account = accounts::by_name(&mut tx, name).await?.filter(|account| account.suspended_at.is_none());
    Ok(account.map(|account| links::actor(&account.name)))
}
