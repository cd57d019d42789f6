//! Activities outside of the channels of delegations: they have no number, arrive in any order, and say no more than their
//! receiver can look up again. What comes is kept to recognise a repetition; what goes is kept with its delivery.

use pursuance_domain::time::Time;
use pursuance_federation::verify::Verified;
use pursuance_federation::vocab::Sha256Sum;
use serde_json::Value;

use crate::state::App;
use crate::store::actors::Actor;
use crate::store::channels::{self, ActivityDirection, StoredActivity};
use crate::store::db::WriteTx;
use crate::store::deliveries::{self, NewDelivery};
use crate::store::error::StoreResult;

/// Where an activity is delivered: an inbox, and the server that it is on.
pub(super) type Place<'a> = (&'a str, &'a str);

/// The inbox of an actor.
pub(super) fn place_of<'a>(app: &'a App, actor: &'a Actor) -> Place<'a> {
    (actor.inbox.as_str(), actor.host.as_deref().unwrap_or_else(|| app.addresses.authority()))
}

/// The activity of somebody else as it is stored: its kind and its hash, not its bytes.
pub(super) fn received(verified: &Verified, now: Time) -> StoredActivity {
    let (uri, actor) = (verified.id().as_str(), verified.actor().as_str());
    heard(uri, actor, verified.kind(), hex::encode(verified.body_sha256()), now)
}

/// Like [`received`], from the address, actor, kind and hash of an activity.
pub(super) fn heard(uri: &str, actor: &str, kind: &str, sha256: String, now: Time) -> StoredActivity {
    StoredActivity {
        uri: uri.to_owned(),
        direction: ActivityDirection::In.as_str().to_owned(),
        actor: actor.to_owned(),
        kind: kind.to_owned(),
        channel: None,
        epoch: None,
        seq: None,
        bytes: Vec::new(),
        sha256,
        at: now.0,
        outcome: "processed".to_owned(),
    }
}

/// Stores an activity of ours, as it is, and queues it for each of these places. It may have been stored before: then only
/// the deliveries are new.
pub(super) async fn send(
    app: &App,
    tx: &mut WriteTx,
    from: &Actor,
    activity: &Value,
    to: &[Place<'_>],
    now: Time,
) -> StoreResult<()> {
    let member = |name: &str| activity.get(name).and_then(Value::as_str).unwrap_or_default();
    let uri = member("id");
    let bytes = activity.to_string().into_bytes();
    let stored = StoredActivity {
        uri: uri.to_owned(),
        direction: ActivityDirection::Out.as_str().to_owned(),
        actor: from.uri.clone(),
        kind: member("type").to_owned(),
        channel: None,
        epoch: None,
        seq: None,
        sha256: Sha256Sum::of(&bytes).hex(),
        bytes,
        at: now.0,
        outcome: "sent".to_owned(),
    };
    channels::add_activity(tx, &stored).await?;
    for &(inbox, host) in to {
        let delivery = NewDelivery {
            id: &app.clock.new_id_at(now),
            activity: uri,
            sender: from.id.as_str(),
            inbox,
            host,
            channel: None,
            epoch: None,
            seq: None,
            now,
        };
        deliveries::add(tx, delivery).await?;
    }
    Ok(())
}
