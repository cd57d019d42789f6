//! Messages in the order of their sender: the next message, waiting messages, and messages that contradict an earlier one
//! (PROTOCOL §2.3, §2.4).

use bytes::Bytes;
use pursuance_domain::event::happened::ChannelSuspended;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND, Time};
use pursuance_federation::verify::Verified;
use pursuance_federation::vocab::{Envelope, ReasonCode};

use super::{
    MessageTaking, NOTE, NextMessage, ReceiveOutcome, Why, count_refused, count_unless_refusal, process,
    remains, restored, say_refused, unreadable,
};
use crate::actions::{Cx, PerformError};
use crate::platform::clock::random;
use crate::store::actors::Actor;
use crate::store::channels::{
    self, ActivityDirection, Channel, ChannelState, Contradiction, SeenBefore, StoredActivity,
};
use crate::store::{delegations, fulltext};

/// The most messages held behind a gap (PROTOCOL §2.4), their bytes, and the bytes of all that one server sent.
pub const HELD_MAX: i64 = 500;
pub const HELD_BYTES_MAX: i64 = 16 * 1024 * 1024;
pub const HELD_BYTES_OF_HOST: i64 = 64 * 1024 * 1024;
/// The largest message held behind a gap of a sender without a delegation so far.
pub const HELD_OF_STRANGER: i64 = 32 * 1024;

/// Lets a message through when its turn has come.
pub(super) async fn in_order(
    cx: &mut Cx,
    at: usize,
    verified: &Verified,
    envelope: &Envelope,
    us: &Actor,
    peer: &Actor,
    taking: MessageTaking,
) -> Result<ReceiveOutcome, PerformError> {
    let id = verified.id().as_str();
    let sha256 = hex::encode(verified.body_sha256());
    let before = channels::seen(&mut cx.tx, id).await?;
    if before.as_ref().is_some_and(|before| before.sha256 == sha256) {
        return Ok(ReceiveOutcome::Duplicate);
    }
    // A peer with a restored database sends its waiting messages with new numbers in a new epoch, and does not know that they
    // have arrived before.
    let is_said_anew = |before: &SeenBefore| {
        before.channel.as_ref() == Some(&cx.channels[at].id) && before.epoch.as_ref() != Some(&envelope.epoch)
    };
    let is_repeated = before.is_some();
    if before.is_some_and(|before| !is_said_anew(&before)) {
        return suspend(cx, at, us, peer, verified, "two messages under one id").await;
    }
    // A message that is not processed leaves only the address of its log: it is pulled from there once the channel is open.
    let channel = &mut cx.channels[at];
    channel.in_url = Some(envelope.channel.to_string());
    let is_open = channel.is_open();
    // Before its epoch is judged: this side and the peer may both be older copies.
    if restored::may_stop(channel) && restored::is_known_further(cx, at, envelope).await? {
        count_refused(cx, peer)?;
        let seq = i64::try_from(envelope.ack.seq).unwrap_or(i64::MAX);
        restored::stop(cx, at, us, peer, (&envelope.ack.epoch, seq));
        return Ok(ReceiveOutcome::Suspended);
    }
    if !is_open {
        return Ok(ReceiveOutcome::Suspended);
    }
    let seq = number_of(envelope);
    let channel = &mut cx.channels[at];
    if channel.in_epoch.is_empty() {
        channel.in_epoch.clone_from(&envelope.epoch);
    }
    if channel.in_epoch != envelope.epoch {
        return of_another_epoch(cx, at, us, peer, verified, &envelope.epoch, is_repeated).await;
    }
    let channel = &mut cx.channels[at];
    if seq <= channel.in_seq {
        let before =
            channels::numbered(&mut cx.tx, &channel.id, ActivityDirection::In, &envelope.epoch, seq).await?;
        if before.is_some_and(|before| before.kind == unreadable::UNREADABLE || before.sha256 == sha256) {
            // It has had its turn: in a form that nobody could read, or as something known before.
            return Ok(ReceiveOutcome::Duplicate);
        }
        return suspend(cx, at, us, peer, verified, "two messages under one number").await;
    }
    if seq > channel.in_seq + 1 {
        return hold(cx, at, envelope, verified, us, peer).await;
    }
    if channel.in_prev != unreadable::ANY && envelope.prev.to_string() != channel.in_prev {
        return suspend(cx, at, us, peer, verified, "a message does not follow the one before").await;
    }
    // Not before its turn: the messages before it may still name an epoch that this database has lost.
    if envelope.ack.epoch == channel.out_epoch {
        let before = if channel.ack_epoch == channel.out_epoch { channel.ack_seq } else { 0 };
        channel.ack_epoch.clone_from(&envelope.ack.epoch);
        channel.ack_seq = before.max(i64::try_from(envelope.ack.seq).unwrap_or(i64::MAX));
    }
    channel.in_seq = seq;
    channel.in_prev = verified.content_hash().to_string();
    take_in(cx, at, verified, envelope, (us, peer), taking, is_repeated).await
}

/// Processes a message whose turn has come, and stores it with its outcome.
async fn take_in(
    cx: &mut Cx,
    at: usize,
    verified: &Verified,
    envelope: &Envelope,
    (us, peer): (&Actor, &Actor),
    taking: MessageTaking,
    is_repeated: bool,
) -> Result<ReceiveOutcome, PerformError> {
    let outcome = match taking {
        MessageTaking::Obeyed(_) | MessageTaking::SetAside if is_repeated => remains::REPEATED,
        MessageTaking::Obeyed(authorities) => process(cx, us, peer, verified, authorities).await?,
        MessageTaking::SetAside => {
            let said = Some("<p>It could not be processed here.</p>".to_owned());
            count_unless_refusal(cx, peer, verified)?;
            say_refused(cx, us, peer, verified, None, Why { reason: ReasonCode::Unparseable, said })?;
            unreadable::POISON
        }
    };
    let (id, seq) = (verified.id().as_str(), number_of(envelope));
    let stored = StoredActivity {
        // The message that came first keeps its id.
        uri: if is_repeated { format!("{id}#{}-{seq}", envelope.epoch) } else { id.to_owned() },
        direction: ActivityDirection::In.as_str().to_owned(),
        actor: peer.uri.clone(),
        kind: verified.kind().to_owned(),
        channel: Some(cx.channels[at].id.clone()),
        epoch: Some(envelope.epoch.clone()),
        seq: Some(seq),
        bytes: remains::of(verified, envelope, outcome, &cx.outbox),
        sha256: hex::encode(verified.body_sha256()),
        at: cx.now.0,
        outcome: outcome.to_owned(),
    };
    channels::add_activity(&mut cx.tx, &stored).await?;
    if outcome == NOTE {
        fulltext::put_brought(&mut cx.tx, id).await?;
    }
    Ok(ReceiveOutcome::Processed)
}

/// Processes a message of another epoch than the present one. A new epoch is followed once after people have resumed the
/// exchange: by the next pull, which first reads the present epoch in the peer's log to its end.
async fn of_another_epoch(
    cx: &mut Cx,
    at: usize,
    us: &Actor,
    peer: &Actor,
    verified: &Verified,
    epoch: &str,
    is_repeated: bool,
) -> Result<ReceiveOutcome, PerformError> {
    let Channel { id, .. } = &cx.channels[at];
    let was_there = channels::has_epoch(&mut cx.tx, id, ActivityDirection::In, epoch).await?;
    if was_there && is_repeated {
        // It was on its way when its sender gave it a number of the present epoch.
        return Ok(ReceiveOutcome::Duplicate);
    }
    if was_there || !cx.channels[at].awaits_anew(cx.now) {
        return suspend(cx, at, us, peer, verified, "its numbering began anew").await;
    }
    let soon = first_pull(cx.now);
    ask_by(&mut cx.channels[at], soon);
    Ok(ReceiveOutcome::Held)
}

fn number_of(envelope: &Envelope) -> i64 {
    i64::try_from(envelope.seq).unwrap_or(i64::MAX)
}

/// Holds a message that came ahead of a gap, and schedules a pull of the gap.
async fn hold(
    cx: &mut Cx,
    at: usize,
    envelope: &Envelope,
    verified: &Verified,
    us: &Actor,
    peer: &Actor,
) -> Result<ReceiveOutcome, PerformError> {
    let channel = cx.channels[at].id.clone();
    let (rows, bytes) = channels::held_size(&mut cx.tx, &channel).await?;
    let of_host = match &peer.host {
        Some(host) => channels::held_of_host(&mut cx.tx, host).await?,
        None => 0,
    };
    let size = i64::try_from(verified.bytes().len()).unwrap_or(i64::MAX);
    let is_small =
        size <= HELD_OF_STRANGER || delegations::has_any_between(&mut cx.tx, &us.id, &peer.id).await?;
    // A message without room here is in its sender's log, which is pulled anyway.
    if rows < HELD_MAX
        && bytes.saturating_add(size) <= HELD_BYTES_MAX
        && of_host.saturating_add(size) <= HELD_BYTES_OF_HOST
        && is_small
    {
        let seq = number_of(envelope);
        channels::hold(&mut cx.tx, &channel, &envelope.epoch, seq, verified.bytes(), cx.now).await?;
    }
    let soon = first_pull(cx.now);
    ask_by(&mut cx.channels[at], soon);
    Ok(ReceiveOutcome::Held)
}

/// The first pull of a new gap: after 30 s, a little earlier or later so that not everybody pulls at once.
pub(super) fn first_pull(now: Time) -> Time {
    now.plus(25 * SECOND + i64::from(u16::from_le_bytes(random())) * (10 * SECOND / (1 << 16)))
}

/// Schedules a pull of a channel's log for then, or keeps an earlier one.
pub(super) fn ask_by(channel: &mut Channel, by: Time) {
    if channel.pull_at.is_none_or(|at| by.0 < at) {
        channel.pull_at = Some(by.0);
        channel.pulls = 0;
    }
}

/// The next pull of a gap: after 30 s, 5 min, 1 h, 6 h, then daily (PROTOCOL §2.4).
pub fn next_pull(now: Time, pulls: i64) -> Time {
    now.plus(match pulls {
        0 => 5 * MINUTE,
        1 => HOUR,
        2 => 6 * HOUR,
        _ => DAY,
    })
}

/// The held message directly behind the processed one.
pub(super) async fn waiting_behind(cx: &mut Cx, at: usize, us: &Actor) -> Result<NextMessage, PerformError> {
    let Channel { id, in_epoch, in_seq, pull_at, .. } = cx.channels[at].clone();
    if pull_at.is_none() {
        return Ok(None);
    }
    channels::release(&mut cx.tx, &id, &in_epoch, in_seq).await?;
    let next = channels::held(&mut cx.tx, &id, &in_epoch, in_seq + 1).await?;
    if next.is_none() && channels::held_size(&mut cx.tx, &id).await?.0 == 0 {
        cx.channels[at].pull_at = None;
        cx.channels[at].pulls = 0;
    }
    Ok(next.map(|bytes| (Bytes::from(bytes), us.uri.clone())))
}

/// Suspends a channel until people have checked it: the peer contradicts itself (PROTOCOL §2.3). The first message
/// counts; the contradicting one is stored beside it, and the peer is informed.
async fn suspend(
    cx: &mut Cx,
    at: usize,
    us: &Actor,
    peer: &Actor,
    verified: &Verified,
    why: &'static str,
) -> Result<ReceiveOutcome, PerformError> {
    if !cx.channels[at].is_open() {
        return Ok(ReceiveOutcome::Suspended);
    }
    count_refused(cx, peer)?;
    let channel = &mut cx.channels[at];
    channel.state = ChannelState::Suspended;
    let id = channel.id.clone();
    tracing::warn!(peer.uri = %peer.uri, "The channel with {} is suspended: {why}", peer.uri);
    let contradiction = Contradiction {
        id: cx.new_id(),
        channel: id.clone(),
        activity: verified.id().to_string(),
        bytes: verified.bytes().to_vec(),
        why: why.to_owned(),
        at: cx.now.0,
    };
    channels::add_contradiction(&mut cx.tx, &contradiction).await?;
    let told = Happened::DelegationSuspended(ChannelSuspended {
        ours: us.display.clone(),
        peer: peer.uri.clone(),
        host: peer.host.clone(),
        why: why.to_owned(),
        restored: None,
    });
    cx.leave(StreamId::of(&us.id), Audience::Answerers, told.clone(), id.clone(), None);
    cx.leave(StreamId::instance(), Audience::Operators, told, id, None);
    say_refused(cx, us, peer, verified, None, ReasonCode::Equivocation.into())?;
    Ok(ReceiveOutcome::Suspended)
}
