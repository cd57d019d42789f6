//! The knowledge of the other side of a delegation, as far as this server can tell: delivered, waiting, in step (DATA
//! 14).

use pursuance_domain::delegation::State;
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use crate::peers::host_policy::HostPolicy;
use crate::store::actor_keys;
use crate::store::channels::{self, Channel, ChannelState};
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation};
use crate::store::deliveries::{self, Delivery, DeliveryState, Host};
use crate::store::error::StoreResult;

/// How far our messages have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryWord {
    /// On its way for the first time.
    Sending,
    /// Their server has it, and has not yet reported that it read everything.
    Delivered,
    /// Their server does not answer; it is tried again at `next_at`.
    Waiting,
    /// Their server does not let it in for now; it is retried at `next_at`, or when their server is heard of.
    NotLetIn,
    /// Their server does not want it.
    Refused,
    /// Their server did not answer for so long that it is not retried.
    GivenUp,
    /// Their server has read all our messages.
    InStep,
    /// The two histories contradict each other, so nothing is exchanged until people have looked at them.
    Suspended,
    /// Their server takes in nothing of this until its operators resume the exchange.
    StoppedThere,
    /// This database is older than the messages that their server has read from it, so nothing is sent until people
    /// have looked at it.
    Restored,
    /// The operators of this server have blocked theirs: nothing is sent.
    Blocked,
    /// Their server refuses everything from this one.
    ShutOut,
}

/// The state of the newest message about a delegation, or of one that the other server refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Delivery")]
pub struct DeliveryView {
    pub state: DeliveryWord,
    /// Since when; null while nothing has been sent.
    pub at: Option<Time>,
    /// When it is tried again.
    pub next_at: Option<Time>,
    /// Why it has not arrived.
    pub error: Option<String>,
    /// The server of the receiver; null when both pursuances are on this one.
    pub host: Option<String>,
}

/// Why nothing is exchanged, where it is for the peer's key.
pub const OTHER_KEY: &str = "key-unverified";

/// The delivery of this side's newest message in a delegation. `peer_host`: the server of the other side, if it is
/// another one.
pub async fn of_delegation(
    tx: &mut ReadTx,
    delegation: &Delegation,
    peer_host: Option<&str>,
) -> StoreResult<DeliveryView> {
    if let Some(host) = peer_host
        && let Some((state, at)) = not_talking(tx, host).await?
    {
        return Ok(DeliveryView { state, at, next_at: None, error: None, host: Some(host.to_owned()) });
    }
    let heard = channels::heard(tx, delegation.ours(), delegation.peer()).await?;
    let told = deliveries::telling(tx, &delegation.id).await?;
    let (lane, first) = match told.as_ref().filter(|told| told.state == DeliveryState::Waiting) {
        Some(delivery) => {
            (deliveries::host(tx, &delivery.host).await?, deliveries::first_in_line(tx, &delivery.id).await?)
        }
        None => (None, None),
    };
    let heard_at = delegations::heard_at(tx, &delegation.id).await?;
    let way = Way { newest: told.as_ref(), first: first.as_ref(), lane: lane.as_ref(), heard_at };
    let has_open = heard.as_ref().is_some_and(|heard| heard.has_open);
    let channel = heard.as_ref().map(|heard| &heard.channel);
    let view = judge(channel, way, has_open, peer_host);
    let has_news = delegation.copy.delegate().is_some_and(|copy| copy.has_news);
    let view = DeliveryView { state: owed(view.state, delegation.state, has_news), ..view };
    let has_other_key =
        view.state == DeliveryWord::Suspended && actor_keys::strange(tx, delegation.peer()).await?.is_some();
    Ok(if has_other_key { DeliveryView { error: Some(OTHER_KEY.to_owned()), ..view } } else { view })
}

/// Why nothing passes between this server and another at all, and since when.
pub async fn not_talking(tx: &mut ReadTx, host: &str) -> StoreResult<Option<(DeliveryWord, Option<Time>)>> {
    let (blocked, shut_out_since) = deliveries::barred(tx, host).await?;
    if HostPolicy::new(blocked).covers(host) {
        return Ok(Some((DeliveryWord::Blocked, None)));
    }
    Ok(shut_out_since.map(|since| (DeliveryWord::ShutOut, Some(since))))
}

/// The word for a side that still owes something: news that waits for its minute is not sent yet, and a step that the
/// other side has to confirm is not the state of both.
fn owed(word: DeliveryWord, state: State, has_news: bool) -> DeliveryWord {
    let is_said = matches!(word, DeliveryWord::InStep | DeliveryWord::Delivered);
    let has_news = has_news && matches!(state, State::Active | State::Submitted);
    let is_confirmed = !matches!(state, State::Accepting | State::Recalling | State::Returning);
    if is_said && has_news {
        DeliveryWord::Sending
    } else if is_said && !is_confirmed {
        DeliveryWord::Delivered
    } else {
        word
    }
}

/// This side's newest message, the channel to the other side, and the newest message from there.
#[derive(Debug, Clone, Copy, Default)]
struct Way<'a> {
    newest: Option<&'a Delivery>,
    /// The delivery that has to arrive before the newest can, or the newest itself.
    first: Option<&'a Delivery>,
    lane: Option<&'a Host>,
    /// The time of the other side's newest message.
    heard_at: Option<Time>,
}

fn judge(channel: Option<&Channel>, way: Way<'_>, has_open: bool, peer_host: Option<&str>) -> DeliveryView {
    let Way { newest, first, lane, heard_at } = way;
    let host = peer_host.map(str::to_owned);
    let told = |state, at| DeliveryView { state, at, next_at: None, error: None, host: host.clone() };
    let stopped = channel.and_then(|channel| match channel.state {
        ChannelState::Open => None,
        ChannelState::Restored => Some(DeliveryWord::Restored),
        ChannelState::Suspended | ChannelState::Unverified => Some(DeliveryWord::Suspended),
    });
    if let Some(word) = stopped {
        return told(word, newest.map(|delivery| delivery.created));
    }
    if let Some(since) = channel.and_then(|channel| channel.untaken_since) {
        return told(DeliveryWord::StoppedThere, Some(Time(since)));
    }
    let delivered_at = newest.and_then(|delivery| delivery.delivered_at);
    match newest.map(|delivery| (delivery, delivery.state)) {
        Some((delivery, DeliveryState::Waiting)) => waiting(first.unwrap_or(delivery), lane, told),
        Some((delivery, DeliveryState::Stopped)) => told(DeliveryWord::Suspended, Some(delivery.created)),
        Some((delivery, DeliveryState::Refused)) => {
            DeliveryView { error: why(delivery, None), ..told(DeliveryWord::Refused, Some(delivery.next_at)) }
        }
        Some((delivery, DeliveryState::GivenUp)) => {
            DeliveryView { error: why(delivery, None), ..told(DeliveryWord::GivenUp, Some(delivery.next_at)) }
        }
        Some((_, DeliveryState::Delivered)) if has_open || !channel.is_none_or(is_acknowledged) => {
            told(DeliveryWord::Delivered, delivered_at)
        }
        Some((_, DeliveryState::Delivered)) | None => {
            // Both say the same since the last message of either.
            told(DeliveryWord::InStep, delivered_at.max(heard_at))
        }
    }
}

/// Whether the peer reports that it has processed everything from us.
fn is_acknowledged(channel: &Channel) -> bool {
    channel.out_seq == 0 || (channel.ack_epoch == channel.out_epoch && channel.ack_seq >= channel.out_seq)
}

/// The first message of a line waits for its first try, because its host does not answer, or because it is refused.
fn waiting(
    delivery: &Delivery,
    lane: Option<&Host>,
    told: impl Fn(DeliveryWord, Option<Time>) -> DeliveryView,
) -> DeliveryView {
    let failing = lane.filter(|lane| lane.failures > 0);
    if delivery.attempts == 0 && failing.is_none() {
        return told(DeliveryWord::Sending, Some(delivery.created));
    }
    if delivery.was_forbidden() && failing.is_none() {
        let since = lane.and_then(|lane| lane.forbidden_since).map_or(delivery.created, Time);
        return DeliveryView {
            next_at: Some(delivery.next_at),
            error: why(delivery, None),
            ..told(DeliveryWord::NotLetIn, Some(since))
        };
    }
    // Neither before the delivery's own time nor before its lane's.
    let lane_next = failing.and_then(|lane| lane.next_at).map_or(delivery.next_at, Time);
    let since = failing.and_then(|lane| lane.down_since).map_or(delivery.created, Time);
    DeliveryView {
        next_at: Some(lane_next.max(delivery.next_at)),
        error: why(delivery, failing),
        ..told(DeliveryWord::Waiting, Some(since))
    }
}

fn why(delivery: &Delivery, lane: Option<&Host>) -> Option<String> {
    let status = delivery.last_status.map(|status| format!("their server answered {status}"));
    delivery.last_error.clone().or(status).or_else(|| lane.and_then(|lane| lane.last_error.clone()))
}

#[cfg(test)]
mod tests;
