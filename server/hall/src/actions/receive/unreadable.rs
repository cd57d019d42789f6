//! A message that cannot be read at all, not even from its sender's log: one bad message must never block the line
//! (PROTOCOL §2.4).

use std::fmt::Display;

use bytes::Bytes;
use pursuance_federation::verify::InboxRefusal;
use pursuance_federation::vocab::{Answered, ReasonCode, Sha256Sum};
use serde_json::{Value, json};
use url::Url;

use super::{Why, order, reject};
use crate::actions::{Cx, PerformError, delegation, outbox};
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::channels::{self, ActivityDirection, StoredActivity};
use crate::text::escape;

/// The value of `in_prev` after a message without a known hash: the `prev` of the next one is not compared.
pub(super) const ANY: &str = "";

/// The kind stored for a message that cannot be read.
pub(super) const UNREADABLE: &str = "unreadable";
/// The outcome of a message that could not be processed.
pub(super) const POISON: &str = "poison";

/// A signed request brought a message that is not well-formed, and its sender was told so. The log of the sender is
/// pulled once: the message there may be well-formed, and otherwise it is passed over (PROTOCOL §2.4).
pub async fn doubt(app: &App, us: &str, peer: &str) -> Result<(), PerformError> {
    let Ok(url) = Url::parse(peer) else { return Ok(()) };
    let mut cx = Cx::begin_for(app, &url).await?;
    let (Some(peer), Some(us)) = actors::correspondents(&mut cx.tx, peer, us).await? else { return Ok(()) };
    if channels::find(&mut cx.tx, &us.id, &peer.id).await?.is_none_or(|channel| channel.in_url.is_none()) {
        return Ok(());
    }
    delegation::lock_party(&mut cx, &us.id).await?;
    let at = outbox::open_channel(&mut cx, &us.id, &peer.id).await?;
    match cx.channels[at].pull_at {
        None => {
            let soon = order::first_pull(cx.now);
            order::ask_by(&mut cx.channels[at], soon);
        }
        // The pull that is under way may have read the log already; by another time it sees that it is not the last one.
        Some(known) => cx.channels[at].pull_at = Some(known - 1),
    }
    cx.settle(json!({})).await?.commit().await?;
    Ok(())
}

/// The longest part of a sentence about a message that came with the message.
const QUOTED_MOST: usize = 300;

/// Why a message cannot be read, as HTML for its sender: the sentence may quote the message.
pub(super) fn sentence(why: &impl Display) -> String {
    let whole = why.to_string();
    let short: String = whole.chars().take(QUOTED_MOST).collect();
    format!("<p>{}</p>", escape(&short))
}

/// The result of passing over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassedOver {
    /// It is not its turn, or it has had it.
    Not,
    /// It named its own number.
    Numbered,
    /// It was taken for the next one. It might as well be the one after that, so only one is passed over at a time.
    ByPlace,
}

/// Stores the next message of the peer's log as unreadable, goes on behind it, and informs the peer. Only for messages
/// pulled from the log of a channel with a gap: there they are in their place.
pub async fn pass_over(
    app: &App,
    us: &Actor,
    peer: &Actor,
    bytes: &Bytes,
    why: &InboxRefusal,
) -> Result<PassedOver, PerformError> {
    let mut cx = Cx::begin_as(app, peer).await?;
    delegation::lock_party(&mut cx, &us.id).await?;
    let at = outbox::open_channel(&mut cx, &us.id, &peer.id).await?;
    let channel = &mut cx.channels[at];
    if channel.pull_at.is_none() || !channel.is_open() || channel.in_epoch.is_empty() {
        return Ok(PassedOver::Not);
    }
    let said: Option<Value> = serde_json::from_slice(bytes).ok();
    let passed = match said.as_ref().and_then(|said| said.get("seq")).and_then(Value::as_i64) {
        Some(number) if number == channel.in_seq + 1 => PassedOver::Numbered,
        Some(_) => return Ok(PassedOver::Not),
        None => PassedOver::ByPlace,
    };
    channel.in_seq += 1;
    // Its content cannot be believed, so neither can its hash.
    ANY.clone_into(&mut channel.in_prev);
    let (id, epoch, seq) = (channel.id.clone(), channel.in_epoch.clone(), channel.in_seq);
    tracing::warn!(peer.uri = %peer.uri, epoch, seq, "Message {seq} of {} cannot be read; it is passed over", peer.uri);
    let stored = StoredActivity {
        uri: format!("{id}#{epoch}-{seq}"),
        direction: ActivityDirection::In.as_str().to_owned(),
        actor: peer.uri.clone(),
        kind: UNREADABLE.to_owned(),
        channel: Some(id.clone()),
        epoch: Some(epoch.clone()),
        seq: Some(seq),
        bytes: bytes.to_vec(),
        sha256: Sha256Sum::of(bytes).hex(),
        at: cx.now.0,
        outcome: POISON.to_owned(),
    };
    channels::add_activity(&mut cx.tx, &stored).await?;
    channels::release(&mut cx.tx, &id, &epoch, seq).await?;
    let object = Answered::Unread { seq: u64::try_from(seq).unwrap_or(0) };
    let why = Why { reason: ReasonCode::Unparseable, said: Some(sentence(why)) };
    reject(&mut cx, us, peer, object, why, None)?;
    cx.settle(json!({})).await?.commit().await?;
    Ok(passed)
}
