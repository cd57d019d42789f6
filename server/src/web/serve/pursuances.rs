//! All pursuances with a search, starting one, joining and leaving.

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{CreatePursuance, LeavePursuance};
use pursuance_domain::allowed::{Facts, Membership, Sight, sight};
use pursuance_domain::event::Happened;
use pursuance_domain::value::{ActorRef, DisplayName, Joining, Mission, Name, Visibility};
use pursuance_federation::discover::Handle;

use crate::actions::{PerformError, Refused, seat};
use crate::markdown;
use crate::reads::{Page, one_more};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, Pursuance};
use crate::store::{accounts, outline};
use crate::web::frame::layout::Nav;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::rows::Mine;
use crate::web::frame::view::{Field, Party, PursuanceCard};
use crate::web::pursuances::{NewPursuancePage, PursuanceForm, PursuancesPage};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, Posted, Query, Reader};
use crate::web::request::refusal::{said, status_of, words_of};
use crate::web::request::session::{Visit, see, see_with};

/// Pursuances on one page.
const SHOWN: usize = 24;
/// Characters of a mission on a card.
const MISSION: usize = 240;

/// A pursuance in a list.
pub(in crate::web) async fn card(
    visit: &Visit,
    tx: &mut ReadTx,
    sight: &Sight,
    pursuance: Pursuance,
) -> StoreResult<PursuanceCard> {
    let unassigned = visit.sums.of(tx, sight).await?.to_pick_up;
    let to_pick_up = unassigned.saturating_sub(outline::count_on_offer(tx, sight).await?);
    let skills = outline::wanted_skills(tx, sight).await?;
    Ok(PursuanceCard {
        party: Party::group(pursuance.name).linked(links::pursuance(&pursuance.slug)),
        mission: in_short(&pursuance.mission),
        members: pursuance.members,
        to_pick_up,
        skills: Mine::of(visit, tx).await?.tags(skills.iter().map(String::as_str)),
        visibility: pursuance.visibility,
    })
}

/// A pursuance that anyone may read, in a list.
pub(super) async fn public_card(
    visit: &Visit,
    tx: &mut ReadTx,
    pursuance: Pursuance,
) -> Result<PursuanceCard, PageError> {
    let facts = Facts::about(pursuance.visibility, Membership::None);
    let sight = sight(&visit.who, &pursuance.id, &facts).map_err(PerformError::from)?;
    Ok(card(visit, tx, &sight, pursuance).await?)
}

/// The beginning of a text in Markdown, as plain text.
pub(super) fn in_short(text: &str) -> String {
    let plain = markdown::to_text(&markdown::to_html(text));
    match plain.char_indices().nth(MISSION) {
        Some((end, _)) => format!("{}…", plain.get(..end).unwrap_or_default().trim_end()),
        None => plain,
    }
}

/// `GET /p`
pub async fn list(visit: Visit, query: Query) -> Result<Response, PageError> {
    let words = query.0.text("q").trim();
    if let Some(exact) = exact(&visit, words).await? {
        return Ok(see(&exact));
    }
    let mut tx = visit.app.db.read().await?;
    let rows = pursuances::public_page(&mut tx, words, query.0.text("after"), one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |pursuance| pursuance.slug.clone());
    let mut found = Vec::with_capacity(items.len());
    for pursuance in items {
        found.push(public_card(&visit, &mut tx, pursuance).await?);
    }
    let mut mine = Vec::new();
    if let (Some(person), true) = (visit.person(), words.is_empty()) {
        let sights = visit.sights(&mut tx).await?;
        for pursuance in pursuances::of_member(&mut tx, person).await?.into_iter().take(100) {
            if let Some(sight) = sights.of(&pursuance.id) {
                mine.push(card(&visit, &mut tx, sight, pursuance).await?);
            }
        }
    }
    let elsewhere = Handle::parse(words, visit.app.fetcher.reach())
        .ok()
        .map(|_| links::actor(words.trim_start_matches(['@', '!'])));
    let shown = PursuancesPage {
        words: words.to_owned(),
        mine,
        found,
        total: pursuances::count_public(&mut tx).await?,
        next: next.map(|slug| format!("{}&after={slug}", links::pursuances_search(words))),
        elsewhere,
        l: visit.layout(&mut tx, Nav::Pursuances).await?,
    };
    page(StatusCode::OK, &shown)
}

/// Where an exact name or handle leads; nowhere when there is nothing there for whoever looks.
async fn exact(visit: &Visit, words: &str) -> Result<Option<String>, PageError> {
    let bare = words.trim_start_matches(['@', '!']);
    let here = bare.strip_suffix(visit.app.addresses.authority()).and_then(|name| name.strip_suffix('@'));
    let is_name = words.starts_with(['@', '!']) || here.is_some();
    let name = here.unwrap_or(bare);
    if !is_name || ActorRef::parse(name).is_err() || name.contains(['@', '/']) {
        return Ok(None);
    }
    let mut tx = visit.app.db.read().await?;
    match seat::look(&mut tx, &visit.who, name).await {
        Ok(seat) => return Ok(Some(links::pursuance(&seat.pursuance.slug))),
        Err(PerformError::Refused(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let account = accounts::by_name(&mut tx, name).await?.filter(|account| account.suspended_at.is_none());
    Ok(account.map(|account| links::actor(&account.name)))
}

/// `GET /p/new`
pub async fn new_form(visit: Visit) -> Result<Response, PageError> {
    visit.signed_in()?;
    let form = PursuanceForm {
        name: Field::default(),
        mission: Field::default(),
        visibility: Visibility::Public,
        joining: Joining::Open,
    };
    new_page(&visit, StatusCode::OK, form, Field::default(), String::new()).await
}

async fn new_page(
    visit: &Visit,
    status: StatusCode,
    form: PursuanceForm,
    slug: Field,
    problem: String,
) -> Result<Response, PageError> {
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Pursuances).await?;
    page(status, &NewPursuancePage { l, form, slug, problem })
}

/// The fields a new pursuance and its settings share, as typed; what they say, when nothing is wrong with them.
pub(super) fn read_form(visit: &Visit, typed: &Fields) -> (PursuanceForm, Option<(DisplayName, Mission)>) {
    let mut form = PursuanceForm {
        name: typed.field("name"),
        mission: typed.field("mission"),
        visibility: Visibility::parse(typed.text("visibility")).unwrap_or_default(),
        joining: Joining::parse(typed.text("joining")).unwrap_or_default(),
    };
    let reader = Reader::new(visit.t);
    let name = reader.need(&mut form.name, DisplayName::parse);
    let mission = reader.need(&mut form.mission, Mission::parse);
    let read = name.zip(mission);
    (form, read)
}

/// `POST /p/new`
pub async fn create(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    visit.signed_in()?;
    let (form, read) = read_form(&visit, &typed);
    let mut slug = typed.field("slug");
    let name_read = Reader::new(visit.t).need(&mut slug, Name::parse);
    let (Some((name, mission)), Some(slug_read)) = (read, name_read) else {
        return new_page(&visit, StatusCode::UNPROCESSABLE_ENTITY, form, slug, String::new()).await;
    };
    let to = links::pursuance(slug_read.as_str());
    let (visibility, joining) = (form.visibility, form.joining);
    let create = CreatePursuance { slug: slug_read, name, mission, visibility, joining };
    match said(visit.app.perform(&visit.who, create.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &to, Notice::Started)),
        Err(refused @ Refused::NameTaken(_)) => {
            let slug = slug.refused(words_of(visit.t, &refused));
            new_page(&visit, status_of(&refused), form, slug, String::new()).await
        }
        Err(refused) => new_page(&visit, status_of(&refused), form, slug, words_of(visit.t, &refused)).await,
    }
}

/// `POST /p/{slug}/leave`
pub async fn leave(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let left = visit.app.perform(&visit.who, LeavePursuance { pursuance: slug.clone() }.into()).await?;
    let only_asked =
        |what: &Happened| matches!(what, Happened::MemberLeft(left) if left.was_member == Some(false));
    let was_member = !left.events.iter().any(|event| only_asked(&event.what));
    let notice = if was_member { Notice::Left } else { Notice::AsksNoMore };
    // What only members may read is out of sight now.
    let mut tx = visit.app.db.read().await?;
    let still = crate::actions::seat::look(&mut tx, &visit.who, &slug).await.is_ok();
    let to = if still { links::pursuance(&slug) } else { links::pursuances().to_owned() };
    Ok(see_with(&visit.app, &to, notice))
}
