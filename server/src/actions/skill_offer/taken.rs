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
use crate::store::skill_offers;

/// The address that an Offer through this skill offer of a partner names; refused when our pursuance may not read the skill
/// offer, or it is over.
pub(in crate::actions) async fn satisfied(
    cx: &mut Cx,
    us: &ActorId,
    peer: &Actor,
    named: Option<&SkillOfferId>,
) -> Result<Option<Url>, PerformError> {
    let Some(named) = named else { return Ok(None) };
    let found = skill_offers::by_id(&mut cx.tx, named).await?.filter(|offer| offer.actor == peer.id);
    let offer = found.ok_or(Refused::NotFound(Thing::SkillOffer))?;
    if !skill_offers::is_read_by(&mut cx.tx, &offer, us).await? {
        return Err(Refused::NotFound(Thing::SkillOffer).into());
    }
    if !offer.is_open(cx.now) {
        return Err(Refusal::from(SkillOfferRefusal::Over).into());
    }
    let mut intent = own_url(&offer.uri)?;
    intent.set_fragment(Some("primary"));
    Ok(Some(intent))
}

/// The address of a skill offer that an Offer names, by that of its Intent.
fn offer_uri(satisfies: &Url) -> String {
    let mut offer = satisfies.clone();
    offer.set_fragment(None);
    offer.to_string()
}

/// Whether a task that comes through an offer of ours is shown to people. An offer that is over, or that the sender may not
/// read, is none: then it is a task like any other.
pub(in crate::actions) async fn admit(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    offered: &vocab::Delegation,
) -> Result<Result<(), Reason>, PerformError> {
    let Some(satisfies) = &offered.satisfies else { return Ok(Ok(())) };
    let uri = offer_uri(satisfies);
    let found = skill_offers::by_uri(&mut cx.tx, &uri).await?;
    let Some(offer) = found.filter(|offer| offer.actor == us.id && offer.is_open(cx.now)) else {
        return Ok(Ok(()));
    };
    if !skill_offers::is_read_by(&mut cx.tx, &offer, &peer.id).await? {
        return Ok(Ok(()));
    }
    let open = skill_offers::open_through(&mut cx.tx, &uri, Side::Delegate).await?;
    Ok(skill_offer::admit(offer.tasks, open))
}

/// Notes that a delegation came through an offer that is known here.
pub(in crate::actions) async fn came_through(
    cx: &mut Cx,
    delegation: &DelegationId,
    satisfies: Option<&Url>,
) -> Result<(), PerformError> {
    let Some(satisfies) = satisfies else { return Ok(()) };
    let uri = offer_uri(satisfies);
    if skill_offers::by_uri(&mut cx.tx, &uri).await?.is_some() {
        skill_offers::add_use(&mut cx.tx, delegation, &uri).await?;
    }
    Ok(())
}
