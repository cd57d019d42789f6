//! The farewell of a deleted pursuance: a `Delete` of itself to everybody elsewhere who knows it as a follower or from a
//! delegation (PROTOCOL §1.10). They ask for the actor, and learn that it is gone.

use pursuance_domain::id::ActorId;
use pursuance_federation::vocab::PUBLIC;
use serde_json::json;

use super::unnumbered::{self, Place};
use super::{Cx, PerformError, delegation};
use crate::store::deliveries;

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
    let places: Vec<Place> = inboxes.iter().map(|(inbox, host)| (inbox.as_str(), host.as_str())).collect();
    unnumbered::send(&cx.app, &mut cx.tx, &us, &activity, &places, cx.now).await?;
    Ok(true)
}
