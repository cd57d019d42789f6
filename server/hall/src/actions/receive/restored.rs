//! A peer that has processed more messages than this database has sent: the database is an older copy of itself
//! (PROTOCOL §3.6). Nothing leaves through the channel until people have looked; otherwise numbers that the peer knows
//! would be used again.

use pursuance_domain::event::happened::ChannelSuspended;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_federation::vocab::Envelope;

use crate::actions::{Cx, PerformError, outbox};
use crate::store::actors::{self, Actor};
use crate::store::channels::{self, ActivityDirection, Channel, ChannelState};

/// Whether the peer acknowledges a message that this database does not know.
pub(super) async fn is_known_further(
    cx: &mut Cx,
    at: usize,
    envelope: &Envelope,
) -> Result<bool, PerformError> {
    let Channel { id, out_epoch, out_seq, ack_epoch, .. } = cx.channels[at].clone();
    let acked = i64::try_from(envelope.ack.seq).unwrap_or(i64::MAX);
    if envelope.ack.epoch == out_epoch {
        return Ok(acked > out_seq);
    }
    // The peer repeats an acknowledgement of an epoch that people have checked in all its messages, until it processes a
    // message of the new epoch.
    Ok(acked > 0
        && envelope.ack.epoch != ack_epoch
        && !channels::has_epoch(&mut cx.tx, &id, ActivityDirection::Out, &envelope.ack.epoch).await?)
}

/// Whether a channel is stopped when this database proves to be an older copy of itself: it is open, or was stopped
/// because of a message of the peer.
pub(super) fn may_stop(channel: &Channel) -> bool {
    match channel.state {
        ChannelState::Open | ChannelState::Suspended => true,
        ChannelState::Restored | ChannelState::Unverified => false,
    }
}

/// Stops the channel and informs people and operators; nothing is answered. `epoch` and `seq`: how far the peer has
/// read.
pub(super) fn stop(cx: &mut Cx, at: usize, us: &Actor, peer: &Actor, (epoch, seq): (&str, i64)) {
    let channel = &mut cx.channels[at];
    channel.state = ChannelState::Restored;
    epoch.clone_into(&mut channel.ack_epoch);
    channel.ack_seq = seq;
    channel.pull_at = None;
    let id = channel.id.clone();
    let why = "it has read more from us than this database remembers: this is an older copy of it";
    tracing::error!(peer.uri = %peer.uri, "The channel with {} is stopped: {why}", peer.uri);
    let told = Happened::DelegationSuspended(ChannelSuspended {
        ours: us.display.clone(),
        peer: peer.uri.clone(),
        host: peer.host.clone(),
        why: why.to_owned(),
        restored: Some(true),
    });
    // Anybody may have made this up: it is for the members who answer offers.
    cx.leave(StreamId::of(&us.id), Audience::Answerers, told.clone(), id.clone(), None);
    cx.leave(StreamId::instance(), Audience::Operators, told, id, None);
}

/// The position up to which a peer says it has processed our messages, in its answer to one of them.
#[derive(Debug, Clone, Copy)]
pub struct PeerPosition<'a> {
    pub epoch: &'a str,
    pub seq: i64,
    /// The number of the message it answers, where the channel is stopped there and the message was not processed.
    pub untaken: Option<i64>,
}

impl PeerPosition<'_> {
    /// Whether the peer knows messages of ours that this database lacks: a higher number, or another message under a known number.
    fn proves_restored(&self, channel: &Channel) -> bool {
        may_stop(channel)
            && channel.out_epoch == self.epoch
            && (channel.out_seq < self.seq || self.untaken.is_some_and(|own| own <= self.seq))
    }
}

/// The channel that [`heard_ack`] stops.
async fn restored(
    cx: &mut Cx,
    channel: &str,
    heard: PeerPosition<'_>,
) -> Result<Option<Channel>, PerformError> {
    let known = channels::by_id(&mut cx.tx, channel).await?;
    Ok(known.filter(|known| heard.proves_restored(known)))
}

/// Whether [`heard_ack`] stops the channel, and tells people so.
pub async fn stops(cx: &mut Cx, channel: &str, heard: PeerPosition<'_>) -> Result<bool, PerformError> {
    Ok(restored(cx, channel, heard).await?.is_some())
}

/// Notes how far a peer says it has processed our messages, from the answer to a delivery.
pub async fn heard_ack(cx: &mut Cx, channel: &str, heard: PeerPosition<'_>) -> Result<(), PerformError> {
    let Some(Channel { local, peer, .. }) = restored(cx, channel, heard).await? else {
        return Ok(channels::hint_ack(&mut cx.tx, channel, heard.epoch, heard.seq).await?);
    };
    let (local, peer) = (ActorId(local), ActorId(peer));
    let us = actors::by_id(&mut cx.tx, &local).await?;
    let them = actors::by_id(&mut cx.tx, &peer).await?;
    if let (Some(us), Some(them)) = (us, them) {
        let at = outbox::open_channel(cx, &local, &peer).await?;
        stop(cx, at, &us, &them, (heard.epoch, heard.seq));
    }
    Ok(())
}
