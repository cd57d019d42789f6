//! The farewell of a deleted pursuance: a `Delete` of itself to everybody elsewhere who knows it as a follower or from a
//! delegation (PROTOCOL §1.10). They ask for the actor, and learn that it is gone.

use pursuance_domain::id::ActorId;
use pursuance_federation::vocab::{PUBLIC, Sha256Sum};
use serde_json::json;

use super::{Cx, PerformError, delegation};
use crate::store::channels::{self, Direction, StoredActivity};
use crate::store::deliveries::{self, NewDelivery};

/// To how many inboxes one transaction says it.
const SAID_AT_ONCE: i64 = 200;

/// The one farewell of an actor: named after it, so that it is said once, however often the work begins anew.
fn uri(actor: &str) -> String {
    format!("{actor}#delete")
}

/// Says farewell to the next who have not been told; whether there were any.
pub(super) async fn say_some(cx: &mut Cx, id: &ActorId) -> Result<bool, PerformError> {
    let us = delegation::actor(cx, id).await?;
    let uri = uri(&us.uri);
    let inboxes = deliveries::not_told(&mut cx.tx, id, &uri, SAID_AT_ONCE).await?;
    if inboxes.is_empty() {
        return Ok(false);
    }
    let activity = json!({
        "@context": ["https://www.w3.org/ns/activitystreams"], "id": uri, "type": "Delete", "actor": us.uri,
        "to": [PUBLIC], "object": us.uri, "published": cx.now.rfc3339(),
    });
    let bytes = activity.to_string().into_bytes();
    let stored = StoredActivity {
        uri: uri.clone(),
        direction: Direction::Out.as_str().to_owned(),
        actor: us.uri.clone(),
        kind: "Delete".to_owned(),
        channel: None,
        epoch: None,
        seq: None,
        sha256: Sha256Sum::of(&bytes).hex(),
        bytes,
        at: cx.now.0,
        outcome: "sent".to_owned(),
    };
    channels::add_activity(&mut cx.tx, &stored).await?;
    for (inbox, host) in inboxes {
        let new = NewDelivery {
            id: &cx.new_id(),
            activity: &uri,
            sender: us.id.as_str(),
            inbox: &inbox,
            host: &host,
            channel: None,
            epoch: None,
            seq: None,
            now: cx.now,
        };
        deliveries::add(&mut cx.tx, new).await?;
    }
    Ok(true)
}
