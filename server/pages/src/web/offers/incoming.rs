//! Requests of other pursuances: offers to answer, accepted tasks, and ended delegations.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::State;
use pursuance_domain::id::DelegationId;
use pursuance_domain::time::Time;
use pursuance_domain::value::Visibility;

use crate::actions::access::{self, Access};
use crate::reads::delegation::with_tasks;
use crate::reads::message_extras::TEXT_MAX;
use crate::reads::{Actors, Page, one_more};
use crate::store::db::ReadTx;
use crate::store::delegations::Delegation;
use crate::store::waiting::{self, AfterOffer, Place, WaitingStage};
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::pick;
use crate::web::delegation::row::{DelegationRow, list_row};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::offers::offer_card::{OfferCard, card};
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;
use crate::web::request::unplaced_texts::FormPage;

const OFFERS: usize = 20;
const LIVE: i64 = 50;
const ENDED: usize = 20;

/// The most offers of strangers shown unfolded, if there are no other offers.
const UNFOLDED: usize = 5;

/// `GET /p/{slug}/incoming`. Refused answers come back as this page with status 422.
#[derive(Template)]
#[template(path = "offers/incoming.html")]
pub struct IncomingPage {
    pub l: Layout,
    pub head: Head,
    /// Offers that are not agreed yet, of local pursuances and of servers this pursuance has worked with.
    pub offers: Vec<OfferCard>,
    /// Offers of unknown servers: below the others, and folded if there are many.
    pub strangers: Vec<OfferCard>,
    /// The address of the next offers.
    pub offers_more: Option<String>,
    /// In progress, in both directions.
    pub live: Vec<DelegationRow>,
    /// Ended, the newest first.
    pub ended: Vec<DelegationRow>,
    /// The address of older ended delegations.
    pub ended_more: Option<String>,
    /// Whether the viewer may answer.
    pub may_answer: bool,
    /// The refusal of an answer to an offer that is not here any more.
    pub problem: String,
    /// Texts of that answer.
    pub typed: Vec<Typed>,
}

impl FormPage for IncomingPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

impl IncomingPage {
    /// How many offers wait for our answer.
    pub fn unanswered(&self) -> usize {
        let all = self.offers.iter().chain(&self.strangers);
        all.filter(|card| !card.is_accepting && card.suggested.is_none()).count()
    }

    /// Whether the offers of strangers are folded: below others, or when there are too many to read.
    pub fn folds_strangers(&self) -> bool {
        let is_refused = self.strangers.iter().any(|card| !card.refused_form.is_empty());
        !is_refused && (!self.offers.is_empty() || self.strangers.len() > UNFOLDED)
    }

    /// Whether anyone reads the tasks here.
    pub fn is_public(&self) -> bool {
        match self.head.visibility {
            Visibility::Public | Visibility::Unlisted => true,
            Visibility::Members | Visibility::Sealed => false,
        }
    }

    /// The card of an offer.
    pub fn card_of(&mut self, id: &str) -> Option<&mut OfferCard> {
        self.offers.iter_mut().chain(&mut self.strangers).find(|card| card.id == id)
    }
}

/// `GET /p/{slug}/incoming`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let before = place(query.0.text("before")).unwrap_or_else(waiting::first_place);
    let after = after_offer(query.0.text("after"));
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, &before, after.as_ref(), None).await?)
}

/// The place after which the list of ended delegations continues, read from an address.
fn place(text: &str) -> Option<Place> {
    let (at, id) = text.split_once('.').unwrap_or((text, ""));
    Some((Time(at.parse().ok()?), DelegationId(id.to_owned())))
}

/// The place after which the list of offers continues, read from an address.
fn after_offer(text: &str) -> Option<AfterOffer> {
    let mut parts = text.splitn(3, '.');
    let stranger = match parts.next()? {
        "0" => false,
        "1" => true,
        _ => return None,
    };
    let wanted = parts.next()?.parse().ok()?;
    Some((stranger, Time(wanted), DelegationId(parts.next()?.to_owned())))
}

/// The page for a refused answer. It always contains the answered offer, whatever its place in the list.
pub(in crate::web) async fn load(
    visit: &Visit,
    slug: &str,
    answered: &Delegation,
) -> Result<IncomingPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    fill(visit, &mut tx, &access, &waiting::first_place(), None, Some(answered)).await
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    before: &Place,
    after: Option<&AfterOffer>,
    answered: Option<&Delegation>,
) -> Result<IncomingPage, PageError> {
    let l = layout(visit, tx, access).await?;
    let (id, slug) = (&access.pursuance.id, &access.pursuance.slug);
    let may_answer = access.may(Permission::Delegate, None);
    let mut actors = Actors::default();
    let mine = visit.mine();
    let (mut offers, mut strangers) = (Vec::new(), Vec::new());
    let mut offers_more = None;
    // Offers that are not accepted yet are for the members who answer them.
    if may_answer {
        let places = pick::places(tx, l.t, access, None, None).await?;
        let found = waiting::offers(tx, id, after, one_more(OFFERS)).await?;
        let mut found = Page::cut(found, OFFERS, Clone::clone);
        offers_more = found.next.as_ref().map(|(is_stranger, wanted, id)| {
            format!("{}?after={}.{}.{id}", links::incoming(slug), u8::from(*is_stranger), wanted.0)
        });
        if let Some(row) = answered.filter(|row| row.state.is_open() || row.state == State::Accepting)
            && !found.items.iter().any(|(.., id)| *id == row.id)
        {
            found.items.push((false, Time(0), row.id.clone()));
        }
        let ids: Vec<DelegationId> = found.items.iter().map(|(.., id)| id.clone()).collect();
        let sight = access.sight()?;
        let read = with_tasks(tx, &ids).await?.into_iter();
        let mut room = TEXT_MAX;
        let read = read.filter_map(|unread| unread.for_whom(&sight));
        for (row, _) in read.filter(|(row, _)| row.offered.if_whole().is_some()) {
            let is_stranger = found.items.iter().any(|(is_stranger, _, id)| *is_stranger && *id == row.id);
            let card = card(visit, tx, &l, access, &mut actors, &mine, &places, &row, &mut room).await?;
            if is_stranger { strangers.push(card) } else { offers.push(card) }
        }
    }
    let live = waiting::of_pursuance(tx, id, WaitingStage::Live, &waiting::first_place(), LIVE).await?;
    let live = rows(visit, tx, &l, access, &mut actors, &live).await?;
    let ended = waiting::of_pursuance(tx, id, WaitingStage::Ended, before, one_more(ENDED)).await?;
    let Page { items, next: last } = Page::cut(ended, ENDED, Clone::clone);
    let ended = rows(visit, tx, &l, access, &mut actors, &items).await?;
    Ok(IncomingPage {
        head: head(visit, tx, access, PursuanceTab::Incoming).await?,
        offers,
        strangers,
        offers_more,
        live,
        ended,
        ended_more: last.map(|(at, id)| format!("{}?before={}.{id}", links::incoming(slug), at.0)),
        may_answer,
        problem: String::new(),
        typed: Vec::new(),
        l,
    })
}

/// Delegations that the viewer may see, as rows.
async fn rows(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    found: &[Place],
) -> Result<Vec<DelegationRow>, PageError> {
    let ids: Vec<DelegationId> = found.iter().map(|(_, id)| id.clone()).collect();
    let (mut rows, sight) = (Vec::with_capacity(ids.len()), access.sight()?);
    let found = with_tasks(tx, &ids).await?.into_iter();
    let found: Vec<_> = found.filter_map(|unread| unread.for_whom(&sight)).collect();
    actors.look_up(tx, found.iter().map(|(row, _)| row.peer().clone()).collect()).await?;
    for (row, task) in found {
        rows.extend(list_row(visit, tx, l, actors, &access.pursuance.slug, &row, task.as_ref()).await?);
    }
    Ok(rows)
}
