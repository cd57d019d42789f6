//! Suspended channels, opened again by an operator (PROTOCOL §2.3).

use pursuance_domain::action::ResumeChannels;
use pursuance_domain::event::happened::ChannelResumed;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_federation::vocab::Envelope;
use serde_json::{Value, json};

use super::unreadable;
use crate::actions::{Cx, InputRefusal, PerformError, Refused, access, delegation, outbox};
use crate::store::actor_keys;
use crate::store::channels::{self, Channel, ChannelState};

carried_out! {
    ResumeChannels => resume,
}

/// Processes messages of a server's pursuances again. The first of two contradicting messages still counts; the next
/// message is taken to follow it.
async fn resume(cx: &mut Cx, a: ResumeChannels) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    let mut suspended = channels::suspended_with(&mut cx.tx, &a.host).await?;
    let changed = actor_keys::changed_at(&mut cx.tx, &a.host).await?;
    suspended.retain(|channel| changed.iter().all(|it| it.actor != channel.peer));
    if suspended.is_empty() && !changed.is_empty() {
        return Err(Refused::Input(InputRefusal::KeyNotCompared).into());
    }
    if suspended.is_empty() {
        return Err(Refused::Input(InputRefusal::NothingStopped { host: a.host }).into());
    }
    for Channel { local, peer, .. } in &suspended {
        let (local, peer) = (ActorId(local.clone()), ActorId(peer.clone()));
        delegation::lock_party(cx, &local).await?;
        let at = outbox::open_channel(cx, &local, &peer).await?;
        let contradiction = channels::newest_contradiction(&mut cx.tx, &cx.channels[at].id).await?;
        if cx.channels[at].state == ChannelState::Restored {
            outbox::begin_anew(cx, at).await?;
        }
        let channel = &mut cx.channels[at];
        channel.state = ChannelState::Open;
        unreadable::ANY.clone_into(&mut channel.in_prev);
        let said = contradiction.and_then(|it| serde_json::from_slice::<Value>(&it.bytes).ok());
        let envelope = said.and_then(|said| Envelope::read(&said).ok());
        if let Some(anew) = envelope.filter(|envelope| envelope.epoch != channel.in_epoch) {
            // The peer began a new epoch, which is followed from its first number.
            channel.in_epoch = anew.epoch;
            channel.in_seq = 0;
            channel.in_url = Some(anew.channel.to_string());
        }
        // The messages of the meantime are in the peer's log.
        channel.pull_at = Some(cx.now.0);
        channel.pulls = 0;
    }
    let channels = suspended.len();
    let told = Happened::ChannelResumed(ChannelResumed { host: a.host.clone(), channels });
    cx.leave(StreamId::instance(), Audience::Operators, told, a.host.clone(), None);
    Ok(json!({ "host": a.host, "channels": channels }))
}
