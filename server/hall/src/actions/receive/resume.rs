//! The exchange with a server, resumed by an operator (PROTOCOL §2.3), and the new numbering that is followed afterwards.

use std::collections::BTreeSet;

use pursuance_domain::action::ResumeChannels;
use pursuance_domain::event::happened::ChannelResumed;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::unreadable;
use crate::actions::{Cx, InputRefusal, PerformError, Refused, access, delegation, outbox};
use crate::state::App;
use crate::store::actor_keys;
use crate::store::actors::Actor;
use crate::store::channels::{self, ActivityDirection, Channel, ChannelState, FIRST_PREV};

/// How long a new numbering of a peer is followed by itself after the exchange was resumed.
const ANEW_WITHIN: i64 = 30 * DAY;

carried_out! {
    ResumeChannels => resume,
}

/// Processes messages of a server's pursuances again. The first of two contradicting messages still counts; the next
/// message is taken to follow it. One numbering that begins anew is followed: the operators of the other side may resume
/// before or after, and which side is the older copy need not be known here.
async fn resume(cx: &mut Cx, a: ResumeChannels) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    let mut known = channels::with_host(&mut cx.tx, &a.host).await?;
    let changed = actor_keys::changed_at(&mut cx.tx, &a.host).await?;
    known.retain(|channel| changed.iter().all(|it| it.actor != channel.peer));
    if known.is_empty() && !changed.is_empty() {
        return Err(Refused::Input(InputRefusal::KeyNotCompared).into());
    }
    if known.is_empty() {
        return Err(Refused::Input(InputRefusal::NothingStopped { host: a.host }).into());
    }
    // Locks in the order of all writers: the parties, and then the channels.
    for local in known.iter().map(|channel| &channel.local).collect::<BTreeSet<_>>() {
        delegation::lock_party(cx, &ActorId(local.clone())).await?;
    }
    let mut stopped = 0;
    for Channel { local, peer, .. } in &known {
        let (local, peer) = (ActorId(local.clone()), ActorId(peer.clone()));
        let at = outbox::open_channel(cx, &local, &peer).await?;
        if cx.channels[at].state == ChannelState::Restored {
            outbox::begin_anew(cx, at).await?;
        }
        let channel = &mut cx.channels[at];
        if !channel.is_open() {
            stopped += 1;
            channel.state = ChannelState::Open;
            unreadable::ANY.clone_into(&mut channel.in_prev);
            // Messages behind a gap may be from a lost state of the peer; its log has the valid ones.
            channels::release(&mut cx.tx, &channel.id, "", 0).await?;
        }
        channel.anew_until = Some(cx.now.plus(ANEW_WITHIN).0);
        // The messages of the meantime are in the peer's log.
        channel.pull_at = Some(cx.now.0);
        channel.pulls = 0;
    }
    let told = Happened::ChannelResumed(ChannelResumed { host: a.host.clone(), channels: stopped });
    cx.leave(StreamId::instance(), Audience::Operators, told, a.host.clone(), None);
    Ok(json!({ "host": a.host, "channels": stopped }))
}

/// Follows the new numbering that the log of a peer names, from its first number: one, after the exchange was resumed, and
/// never one that was followed before. Answers whether it is followed.
pub async fn follow_anew(app: &App, us: &Actor, peer: &Actor, epoch: &str) -> Result<bool, PerformError> {
    let mut cx = Cx::begin_as(app, peer).await?;
    delegation::lock_party(&mut cx, &us.id).await?;
    let at = outbox::open_channel(&mut cx, &us.id, &peer.id).await?;
    let Channel { id, in_epoch, .. } = cx.channels[at].clone();
    let is_awaited = cx.channels[at].is_open() && cx.channels[at].awaits_anew(cx.now);
    if !is_awaited
        || in_epoch == epoch
        || channels::has_epoch(&mut cx.tx, &id, ActivityDirection::In, epoch).await?
    {
        return Ok(false);
    }
    tracing::info!(peer.uri = %peer.uri, epoch, "The new numbering of {} is followed", peer.uri);
    channels::release(&mut cx.tx, &id, epoch, 0).await?;
    let channel = &mut cx.channels[at];
    epoch.clone_into(&mut channel.in_epoch);
    channel.in_seq = 0;
    FIRST_PREV.clone_into(&mut channel.in_prev);
    channel.anew_until = None;
    cx.settle(json!({})).await?.commit().await?;
    Ok(true)
}
