//! `Offer(Agreement)` of other software (FEP-0837): tasks are handed over as delegations here, so it is declined with the page
//! to use.

use pursuance_domain::id::ActorId;
use pursuance_federation::verify::{Verified, one_address};
use pursuance_federation::vocab::Sha256Sum;
use serde_json::{Value, json};

use crate::actions::followers::received;
use crate::state::App;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::channels::{self, Direction, StoredActivity};
use crate::store::deliveries::{self, NewDelivery};
use crate::store::error::StoreResult;
use crate::store::pursuances;

/// Answers that tasks are not taken in this form. False when it is for no pursuance here.
///
/// # Errors
/// When the database fails.
pub async fn decline_agreement(app: &App, verified: &Verified, sender: &Actor) -> StoreResult<bool> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let named = verified.value().get("target").and_then(one_address);
    let Some(uri) = named.or_else(|| verified.addressee()) else { return Ok(false) };
    let ours = actors::by_uri(&mut tx, uri).await?;
    let ours =
        ours.filter(|actor| actor.is_here() && actor.kind == ActorKind::Group && actor.gone_at.is_none());
    let Some(ours) = ours else { return Ok(false) };
    let Some(pursuance) = pursuances::by_id(&mut tx, &ours.id).await? else { return Ok(false) };
    if !channels::add_activity(&mut tx, &received(verified, now)).await? {
        return Ok(true);
    }
    let page = app.addresses.at(&format!("/p/{}/skill-offers", pursuance.slug));
    let uri = app.addresses.activity(&app.clock.new_id_at(now));
    let activity = json!({
        "@context": ["https://www.w3.org/ns/activitystreams"], "id": uri, "type": "Reject", "actor": ours.uri,
        "to": [sender.uri], "object": verified.id(), "published": now.rfc3339(),
        "content": format!("<p>Tasks are offered here from one pursuance to another. How that goes: <a href=\"{page}\">{page}</a></p>"),
        "url": page,
    });
    let bytes = activity.to_string().into_bytes();
    let stored = StoredActivity {
        uri: uri.clone(),
        direction: Direction::Out.as_str().to_owned(),
        actor: ours.uri.clone(),
        kind: activity.get("type").and_then(Value::as_str).unwrap_or_default().to_owned(),
        channel: None,
        epoch: None,
        seq: None,
        sha256: Sha256Sum::of(&bytes).hex(),
        bytes,
        at: now.0,
        outcome: "sent".to_owned(),
    };
    channels::add_activity(&mut tx, &stored).await?;
    let new = NewDelivery {
        id: &app.clock.new_id_at(now),
        activity: &uri,
        sender: ActorId::as_str(&ours.id),
        inbox: &sender.inbox,
        host: sender.host.as_deref().unwrap_or_else(|| app.addresses.authority()),
        channel: None,
        epoch: None,
        seq: None,
        now,
    };
    deliveries::add(&mut tx, new).await?;
    tx.commit().await?;
    Ok(true)
}
