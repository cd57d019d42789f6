//! Tells pursuances elsewhere of changes to an offer of ours: `Create` where they do not know it, `Update` where they know an
//! older version, `Delete` where it is no longer for them. A peer without the capability is sent none.

use pursuance_domain::action::TellSkillOffer;
use pursuance_domain::time::DAY;
use pursuance_federation::proof::{self, PROOF_KEY_FRAGMENT};
use pursuance_federation::vocab::{OfferNews, tell_of_offer, withdraw_offer};
use serde_json::{Value, json};

use super::{ended, wire};
use crate::actions::delegation::{self, own_url};
use crate::actions::{Cx, PerformError, Refused, Thing, access, unnumbered};
use crate::store::actors::Actor;
use crate::store::jobs::Job;
use crate::store::pursuances;
use crate::store::skill_offers::{self, Peer, SkillOffer};

carried_out! {
    TellSkillOffer => tell,
}

/// How many are told in one transaction.
const TOLD_AT_ONCE: i64 = 50;
/// Number of documents of possible new readers that are looked up again at once, and their age before that.
const LOOKED_UP_AT_ONCE: i64 = 20;
const LOOKED_UP_AFTER: i64 = 7 * DAY;

async fn tell(cx: &mut Cx, a: TellSkillOffer) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let none = || Refused::NotFound(Thing::SkillOffer);
    let actor = skill_offers::by_id(&mut cx.tx, &a.offer).await?.ok_or_else(none)?.actor;
    delegation::lock_party(cx, &actor).await?;
    let offer = skill_offers::by_id(&mut cx.tx, &a.offer).await?.ok_or_else(none)?;
    let us = delegation::actor(cx, &actor).await?;
    let nothing_left = Ok(json!({ "left": 0 }));
    // Everybody drops an offer at its end without a message.
    if !us.is_here() || offer.until <= cx.now {
        skill_offers::set_due(&mut cx.tx, &offer.id, None).await?;
        return nothing_left;
    }
    let offer = while_it_may(cx, offer).await?;
    let is_over = offer.gone_at.is_some();
    let mut told = 0;
    if !is_over {
        for peer in skill_offers::to_tell(&mut cx.tx, &offer, TOLD_AT_ONCE).await? {
            say(cx, &us, &peer, &offer).await?;
            told += 1;
        }
    }
    for peer in skill_offers::to_take_from(&mut cx.tx, &offer, is_over, TOLD_AT_ONCE).await? {
        take_from(cx, &us, &peer, &offer).await?;
        told += 1;
    }
    if told == 0 && !is_over {
        let before = cx.now.plus(-LOOKED_UP_AFTER);
        // Servers that never answer are asked again only after all others.
        let turn = cx.now.0.div_euclid(super::TOLD_EVERY);
        for uri in skill_offers::to_look_up(&mut cx.tx, &offer, before, turn, LOOKED_UP_AT_ONCE).await? {
            Job::RefreshActor { uri }.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        }
    }
    Ok(json!({ "left": u8::from(told > 0) }))
}

/// The offer; one for everybody ends where its pursuance is for its members alone by now.
async fn while_it_may(cx: &mut Cx, offer: SkillOffer) -> Result<SkillOffer, PerformError> {
    let pursuance = pursuances::by_id(&mut cx.tx, &offer.actor).await?;
    let may = pursuance.is_some_and(|pursuance| {
        pursuance.closed_at.is_none()
            && pursuance.deleted_at.is_none()
            && (!offer.public || pursuance.visibility.is_open())
    });
    if may || offer.gone_at.is_some() {
        return Ok(offer);
    }
    let offer = ended(cx, offer);
    skill_offers::save(&mut cx.tx, &offer).await?;
    Ok(offer)
}

async fn say(cx: &mut Cx, us: &Actor, peer: &Peer, offer: &SkillOffer) -> Result<(), PerformError> {
    let html = if offer.note.as_str().is_empty() { String::new() } else { cx.html(offer.note.as_str()) };
    let said = wire::proposal(offer, &us.uri, html, Some(&peer.uri))
        .map_err(|source| PerformError::Damaged { what: "an address", source: Box::new(source) })?;
    let news = if peer.revision.is_none() { OfferNews::New } else { OfferNews::Changed };
    let uri = cx.app.addresses.activity(&cx.new_id());
    let activity = tell_of_offer(&own_url(&uri)?, &own_url(&peer.uri)?, &said, news);
    send(cx, us, peer, activity).await?;
    Ok(skill_offers::note_copy(&mut cx.tx, &offer.id, &peer.id, offer.revision).await?)
}

async fn take_from(cx: &mut Cx, us: &Actor, peer: &Peer, offer: &SkillOffer) -> Result<(), PerformError> {
    let uri = cx.app.addresses.activity(&cx.new_id());
    let activity = withdraw_offer(
        &own_url(&uri)?,
        &own_url(&us.uri)?,
        &own_url(&peer.uri)?,
        &own_url(&offer.uri)?,
        offer.updated.utc(),
    );
    send(cx, us, peer, activity).await?;
    Ok(skill_offers::forget_copy(&mut cx.tx, &offer.id, &peer.id).await?)
}

/// Proves an activity and queues it.
async fn send(cx: &mut Cx, us: &Actor, peer: &Peer, mut activity: Value) -> Result<(), PerformError> {
    let key = cx.app.keys.ed25519(&mut cx.tx, &us.id).await?;
    let method = format!("{}{PROOF_KEY_FRAGMENT}", us.uri);
    proof::add_proof(&mut activity, &key, &method, cx.now.unix_seconds())
        .map_err(|source| PerformError::Damaged { what: "a message of ours", source: Box::new(source) })?;
    let place = (peer.inbox.as_str(), peer.host.as_str());
    Ok(unnumbered::send(&cx.app, &mut cx.tx, us, &activity, &[place], cx.now).await?)
}
