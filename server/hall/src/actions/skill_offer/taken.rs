//! Delegations that come through a skill offer: an ordinary Offer that names it in `satisfies`. Whether there is room is judged
//! by the pursuance that offers alone, on its own copy (PROTOCOL §1.8).

use pursuance_domain::delegation::{Reason, Side};
use pursuance_domain::id::{ActorId, DelegationId, SkillOfferId};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::skill_offer::{self, SkillOfferRefusal};
use pursuance_federation::vocab;
use url::Url;

use crate::actions::delegation::own_url;
use crate::actions::{Cx, PerformError, Refused, Thing};
use crate::store::actors::Actor;
use crate::store::skill_offers::{self, SkillOffer};

/// The skill offer of a partner through which a task is handed over; refused when our pursuance may not read it, or it is over.
pub(in crate::actions) async fn satisfied(
    cx: &mut Cx,
    us: &ActorId,
    peer: &Actor,
    named: Option<&SkillOfferId>,
) -> Result<Option<SkillOffer>, PerformError> {
    let Some(named) = named else { return Ok(None) };
    let found = skill_offers::by_id(&mut cx.tx, named).await?.filter(|offer| offer.actor == peer.id);
    let offer = found.ok_or(Refused::NotFound(Thing::SkillOffer))?;
    if !skill_offers::is_read_by(&mut cx.tx, &offer, us).await? {
        return Err(Refused::NotFound(Thing::SkillOffer).into());
    }
    if !offer.is_open(cx.now) {
        return Err(Refusal::from(SkillOfferRefusal::Over).into());
    }
    Ok(Some(offer))
}

/// The address that an Offer through a skill offer names: its Intent.
pub(in crate::actions) fn intent(offer: &SkillOffer) -> Result<Url, PerformError> {
    let mut intent = own_url(&offer.uri)?;
    intent.set_fragment(Some("primary"));
    Ok(intent)
}

/// The offer of ours through which a task comes. None when the offer is over, belongs to another pursuance here, or is hidden from
/// the sender: then it is a task like any other, and takes no place.
pub(in crate::actions) async fn named(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    offered: &vocab::Delegation,
) -> Result<Option<SkillOffer>, PerformError> {
    let Some(satisfies) = &offered.satisfies else { return Ok(None) };
    let mut uri = satisfies.clone();
    uri.set_fragment(None);
    let found = skill_offers::by_uri(&mut cx.tx, uri.as_str()).await?;
    let Some(offer) = found.filter(|offer| offer.actor == us.id && offer.is_open(cx.now)) else {
        return Ok(None);
    };
    let is_read = skill_offers::is_read_by(&mut cx.tx, &offer, &peer.id).await?;
    Ok(is_read.then_some(offer))
}

/// Whether a task that comes through an offer of ours is shown to people.
pub(in crate::actions) async fn admit(
    cx: &mut Cx,
    offer: &SkillOffer,
) -> Result<Result<(), Reason>, PerformError> {
    let open = skill_offers::open_through(&mut cx.tx, &offer.uri, Side::Delegate).await?;
    Ok(skill_offer::admit(offer.tasks, open))
}

/// Notes that a delegation came through an offer.
pub(in crate::actions) async fn came_through(
    cx: &mut Cx,
    delegation: &DelegationId,
    offer: &SkillOffer,
) -> Result<(), PerformError> {
    Ok(skill_offers::add_use(&mut cx.tx, delegation, &offer.uri).await?)
}
