//! Changed keys of remote pursuances (PROTOCOL §3.6, §4.3): a key without a voucher stops all messages with the
//! pursuance until people have compared it; a key signed by the known one is accepted.

use pursuance_domain::action::{AcceptKey, NoteKeyChange, VouchForKey};
use pursuance_domain::event::happened::{KeyAccepted, KeyChanged};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_federation::sign::Ed25519PublicKey;
use serde_json::{Value, json};

use super::lock_party;
use crate::actions::{Cx, InputRefusal, PerformError, Refused, Thing, access, outbox};
use crate::peers::pinned;
use crate::store::actor_keys::{self, KeyRelation};
use crate::store::actors::{self, Actor};
use crate::store::channels::{self, ChannelState};
use crate::store::deliveries;
use crate::store::jobs::Job;

carried_out! {
    NoteKeyChange => note_key_change,
    VouchForKey => vouch_for_key,
    AcceptKey => accept_key,
}

/// An actor's document names another key than the known one. Nothing more is accepted from the actor and nothing is
/// sent to it, because its server may belong to somebody else by now.
async fn note_key_change(cx: &mut Cx, a: NoteKeyChange) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let actor = elsewhere(cx, &a.actor).await?;
    let noted = actor_keys::strange(&mut cx.tx, &actor.id).await?;
    if pinned(&actor).is_none() || noted.as_ref().is_some_and(|noted| noted.key == a.key) {
        return Ok(json!({ "actor": a.actor, "channels": 0 }));
    }
    actor_keys::set(&mut cx.tx, &actor.id, &a.key, KeyRelation::Strange, cx.now).await?;
    if noted.is_some() {
        // People know already, and a server may show another key at each request.
        return Ok(json!({ "actor": a.actor, "channels": 0 }));
    }
    tracing::warn!(peer.uri = %actor.uri, "The key of {} is another than before; nothing is exchanged with it until somebody has compared it", actor.uri);
    let with = channels::with_peer(&mut cx.tx, &actor.id).await?;
    for channel in &with {
        let local = ActorId(channel.local.clone());
        lock_party(cx, &local).await?;
        let at = outbox::open_channel(cx, &local, &actor.id).await?;
        // A channel that stopped for another reason does not go on with the key alone.
        if cx.channels[at].is_open() {
            cx.channels[at].state = ChannelState::Unverified;
        }
        let told = KeyChanged::ToPeople {
            peer: actor.uri.clone(),
            host: actor.host.clone(),
            why: "its key is another than before".to_owned(),
        };
        tell(cx, &local, Happened::ActorKeyChanged(told), &actor);
    }
    deliveries::stop(&mut cx.tx, &actor.id).await?;
    let told = Happened::ActorKeyChanged(KeyChanged::ToOperators {
        actor: actor.uri.clone(),
        host: actor.host.clone(),
        key: a.key,
        channels: with.len(),
    });
    cx.leave(StreamId::instance(), Audience::Operators, told, actor.id.as_str(), None);
    Ok(json!({ "actor": a.actor, "channels": with.len() }))
}

/// Notes that the known key of an actor has signed a new key, which is pinned at its first use. If the new key was seen
/// before this message came, the channels that it stopped go on.
async fn vouch_for_key(cx: &mut Cx, a: VouchForKey) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let actor = elsewhere(cx, &a.actor).await?;
    let known = actor_keys::of(&mut cx.tx, &actor.id).await?.into_iter().find(|known| known.key == a.key);
    match known.map(|known| known.relation) {
        Some(KeyRelation::Next | KeyRelation::Former) => {}
        Some(KeyRelation::Strange) => {
            actor_keys::set(&mut cx.tx, &actor.id, &a.key, KeyRelation::Next, cx.now).await?;
            go_on(cx, &actor).await?;
        }
        None => actor_keys::set(&mut cx.tx, &actor.id, &a.key, KeyRelation::Next, cx.now).await?,
    }
    Ok(json!({ "actor": a.actor }))
}

/// People have compared the key: messages with the actor go on.
async fn accept_key(cx: &mut Cx, a: AcceptKey) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    let actor = elsewhere(cx, &a.actor).await?;
    let (Some(pin), Some(strange)) = (pinned(&actor), actor_keys::strange(&mut cx.tx, &actor.id).await?)
    else {
        let name = cx.app.handle(&actor);
        return Err(Refused::Input(InputRefusal::KeyUnchanged { name }).into());
    };
    let pin = pin.to_multikey();
    let typed = a.key.trim();
    if typed == strange.key {
        let key = Ed25519PublicKey::from_multikey(typed).map_err(|_| Refused::Input(InputRefusal::NoKey))?;
        actor_keys::move_pin(&mut cx.tx, &actor.id, &pin, (typed, key.as_bytes().as_slice()), cx.now).await?;
    } else if typed == pin {
        actor_keys::remove(&mut cx.tx, &actor.id, KeyRelation::Strange).await?;
    } else {
        return Err(Refused::Input(InputRefusal::OtherKey).into());
    }
    let resumed = go_on(cx, &actor).await?;
    let told = Happened::ActorKeyAccepted(KeyAccepted::ToOperators {
        actor: actor.uri.clone(),
        host: actor.host.clone(),
        key: typed.to_owned(),
        channels: resumed,
    });
    cx.leave(StreamId::instance(), Audience::Operators, told, actor.id.as_str(), None);
    Ok(json!({ "actor": a.actor, "channels": resumed }))
}

/// Pins the key that proved a message about a delegation: the first key, or the one that the pinned key vouched for.
pub async fn pin(cx: &mut Cx, peer: &Actor, key: &Ed25519PublicKey) -> Result<(), PerformError> {
    let Some(pin) = pinned(peer) else {
        actors::pin(&mut cx.tx, &peer.id, key.as_bytes(), cx.now).await?;
        if let Some(uri) = peer.instance.clone().filter(|_| !peer.is_here()) {
            Job::PinInstance { uri }.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        }
        return Ok(());
    };
    if pin == *key {
        return Ok(());
    }
    let text = key.to_multikey();
    let known = actor_keys::of(&mut cx.tx, &peer.id).await?.into_iter().find(|known| known.key == text);
    match known.map(|known| known.relation) {
        Some(KeyRelation::Next) => {
            let new = (text.as_str(), key.as_bytes().as_slice());
            actor_keys::move_pin(&mut cx.tx, &peer.id, &pin.to_multikey(), new, cx.now).await?;
        }
        Some(KeyRelation::Former | KeyRelation::Strange) | None => {}
    }
    Ok(())
}

/// The actor of a changed key has ended: operators are no longer asked to compare it.
pub(super) async fn forget_change(cx: &mut Cx, actor: &ActorId) -> Result<(), PerformError> {
    actor_keys::remove(&mut cx.tx, actor, KeyRelation::Strange).await?;
    for channel in channels::with_peer(&mut cx.tx, actor).await? {
        let local = ActorId(channel.local);
        lock_party(cx, &local).await?;
        let at = outbox::open_channel(cx, &local, actor).await?;
        if cx.channels[at].state == ChannelState::Unverified {
            cx.channels[at].state = ChannelState::Open;
        }
    }
    Ok(())
}

async fn elsewhere(cx: &mut Cx, id: &ActorId) -> Result<Actor, PerformError> {
    let actor = actors::by_id(&mut cx.tx, id).await?.filter(|actor| !actor.is_here());
    Ok(actor.ok_or(Refused::NotFound(Thing::Actor))?)
}

/// Tells the members who answer offers: anybody may have sent one.
fn tell(cx: &mut Cx, local: &ActorId, what: Happened, actor: &Actor) {
    cx.leave(StreamId::of(local), Audience::Answerers, what, actor.id.as_str(), None);
}

/// Opens again the channels that a changed key had stopped. Channels that stopped because of a contradiction, or
/// because of our own lost messages, stay stopped.
async fn go_on(cx: &mut Cx, actor: &Actor) -> Result<usize, PerformError> {
    let mut resumed = 0;
    for channel in channels::with_peer(&mut cx.tx, &actor.id).await? {
        let local = ActorId(channel.local.clone());
        lock_party(cx, &local).await?;
        let at = outbox::open_channel(cx, &local, &actor.id).await?;
        let channel = &mut cx.channels[at];
        if channel.state != ChannelState::Unverified {
            continue;
        }
        channel.state = ChannelState::Open;
        // The messages of the meantime are in the peer's log.
        if channel.in_url.is_some() {
            channel.pull_at = Some(cx.now.0);
            channel.pulls = 0;
        }
        resumed += 1;
        let told = KeyAccepted::ToPeople { peer: actor.uri.clone(), host: actor.host.clone() };
        tell(cx, &local, Happened::ActorKeyAccepted(told), actor);
    }
    deliveries::go_on(&mut cx.tx, &actor.id, actor.host.as_deref().unwrap_or_default(), cx.now).await?;
    let job = Job::RefreshActor { uri: actor.uri.clone() };
    job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    Ok(resumed)
}
