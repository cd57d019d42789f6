//! `Offer(Agreement)` of other software (FEP-0837): tasks are handed over as delegations here, so it is declined with the page
//! to use. The actor who offers it is the one who acts, and one server is answered a few times a day: more offers cost
//! it nothing.

use pursuance_domain::action::DeclineAgreement;
use pursuance_domain::allowed::Principal;
use pursuance_federation::verify::{Verified, one_address};
use serde_json::{Value, json};

use crate::actions::{Cx, PerformError, Refused, Thing, access, delegation, limits, unnumbered};
use crate::state::App;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::channels;
use crate::store::error::StoreResult;

carried_out! {
    DeclineAgreement => decline,
}

/// The action that declines an offered agreement; none when it is for no pursuance here.
///
/// # Errors
/// When the database fails.
pub async fn to_decline(app: &App, verified: &Verified) -> StoreResult<Option<DeclineAgreement>> {
    let named = verified.value().get("target").and_then(one_address);
    let Some(uri) = named.or_else(|| verified.addressee()) else { return Ok(None) };
    let known = actors::by_uri(&mut app.db.read().await?, uri).await?;
    let ours = known.filter(|actor| actor.is_here() && actor.kind == ActorKind::Group);
    Ok(ours.map(|ours| DeclineAgreement {
        pursuance: ours.id,
        offer: verified.id().to_string(),
        sha256: hex::encode(verified.body_sha256()),
    }))
}

/// The actor elsewhere who acts.
async fn sender(cx: &mut Cx) -> Result<Actor, PerformError> {
    let nobody = || Refused::NotFound(Thing::Action);
    let Principal::RemoteActor { actor } = cx.who.clone() else { return Err(nobody().into()) };
    Ok(actors::by_id(&mut cx.tx, &actor).await?.ok_or_else(nobody)?)
}

/// Answers that tasks are not taken in this form. Of a pursuance that the sender may not see it learns nothing.
async fn decline(cx: &mut Cx, a: DeclineAgreement) -> Result<Value, PerformError> {
    let sender = sender(cx).await?;
    let who = cx.who.clone();
    let pursuance = access::find(&mut cx.tx, &who, a.pursuance.as_str(), cx.now).await?.pursuance;
    let us = delegation::actor(cx, &pursuance.id).await?;
    let heard = unnumbered::heard(&a.offer, &sender.uri, "Offer", a.sha256, cx.now);
    if !channels::add_activity(&mut cx.tx, &heard).await? {
        return Ok(json!({ "answered": false }));
    }
    let app = cx.app.clone();
    let place = unnumbered::place_of(&app, &sender);
    limits::agreement(cx, place.1).await?;
    let page = app.addresses.at(&format!("/p/{}/skill-offers", pursuance.slug));
    let activity = json!({
        "@context": ["https://www.w3.org/ns/activitystreams"], "id": app.addresses.activity(&cx.new_id()),
        "type": "Reject", "actor": us.uri, "to": [sender.uri], "object": a.offer, "published": cx.now.rfc3339(),
        "content": format!("<p>Tasks are offered here from one pursuance to another. How that goes: <a href=\"{page}\">{page}</a></p>"),
        "url": page,
    });
    unnumbered::send(&app, &mut cx.tx, &us, &activity, &[place], cx.now).await?;
    Ok(json!({ "answered": true }))
}
