//! Pulls missing messages: a gap in a channel is filled from the sender's own log (PROTOCOL §2.6).

use std::sync::Arc;

use bytes::Bytes;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_federation::fetch::DOCUMENT_MAX;
use pursuance_federation::verify::RetryAfter;
use pursuance_federation::vocab::{EPOCH_MAX, OrderedCollection, OrderedCollectionPage};
use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

use super::host_load::{AskedHost, HostLoad, Place};
use super::{WorkerCx, pool};
use crate::actions::PerformError;
use crate::actions::receive::{PassedOver, ReceiveOutcome, follow_anew, next_pull, pass_over, receive};
use crate::peers::signing::{AskError, SignatureForm};
use crate::peers::{StoredRefusal, verify_stored_at};
use crate::store::actors::{self, Actor};
use crate::store::channels::{self, ActivityDirection, Channel};
use crate::store::error::{StoreError, StoreResult};

/// How many channels are pulled at once.
const AT_ONCE: usize = 4;
/// How many pages are read at once; the next pull continues a longer gap.
const PAGES: usize = 20;
/// How many messages of a local pursuance are read at once.
const FROM_HERE: i64 = 500;

/// Why a log could not be read.
#[derive(Debug, thiserror::Error)]
enum PullError {
    #[error("the log could not be fetched")]
    Ask(#[from] AskError),
    #[error("its server was asked too often; not before {seconds} s")]
    Often { seconds: u32 },
    #[error("the log is not in the form of one: {0}")]
    Form(String),
    #[error(transparent)]
    Perform(#[from] PerformError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The items of a page as they were written: the proof is over this very text.
#[derive(Deserialize)]
struct Items<'a> {
    #[serde(borrow, rename = "orderedItems", default)]
    items: Vec<&'a RawValue>,
}

/// Fills gaps until the process stops.
pub(super) async fn run(cx: WorkerCx) {
    let load = HostLoad::default();
    pool::run(&cx, AT_ONCE, pool::Wake::Timer, |free| claim(cx.clone(), load.clone(), free)).await;
}

async fn claim(cx: WorkerCx, load: HostLoad, free: usize) -> StoreResult<Vec<pool::Work>> {
    let now = cx.app.clock.now();
    if channels::to_pull(&mut cx.app.db.read().await?, now, 1, &load.postponed().hosts).await?.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut tx = cx.app.db.write().await?;
    // One channel at a time: the server of the first log counts when the second one is chosen.
    for _ in 0..free {
        let due = channels::to_pull(&mut tx, now, 1, &load.postponed().hosts).await?;
        let Some(channel) = due.into_iter().next() else { break };
        // The next pull is set before this one begins, so a process that dies on the way does not pull in circles.
        let next = next_pull(now, channel.pulls);
        if channels::claim_pull(&mut tx, &channel.id, channel.pull_at, next).await? {
            let peer = actors::by_id(&mut tx, &ActorId(channel.peer.clone())).await?;
            let host = peer.and_then(|peer| peer.host);
            let place = load.begin(host.map(|host| AskedHost { host, owner: None }));
            found.push(Box::pin(pull(cx.clone(), channel, next, place)) as pool::Work);
        }
    }
    tx.commit().await?;
    Ok(found)
}

/// `next`: the time of the next pull, by which this one was claimed. Its place is free afterwards.
async fn pull(cx: WorkerCx, channel: Channel, next: Time, _place: Option<Place>) {
    let pulled = tokio::select! {
        biased;
        () = cx.stopped() => return,
        pulled = fill(&cx, &channel) => pulled,
    };
    let noted = match pulled {
        Ok(true) => rest(&cx, &channel, next).await.map_err(PullError::from),
        Ok(false) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = noted {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            channel.id = channel.id,
            "What is missing in a channel could not be pulled; it is tried again"
        );
    }
}

/// The log was read to its end: when nothing waits behind a gap, there is no gap, and no further pull; unless somebody has asked
/// for one since this one began.
async fn rest(cx: &WorkerCx, channel: &Channel, next: Time) -> StoreResult<()> {
    let mut tx = cx.app.db.write().await?;
    channels::end_pull(&mut tx, &channel.id, next).await?;
    tx.commit().await
}

/// Reads the log from the gap on, and processes its messages. Answers whether that was all of it.
async fn fill(cx: &WorkerCx, channel: &Channel) -> Result<bool, PullError> {
    let app = &cx.app;
    let mut tx = app.db.read().await?;
    let local = actors::by_id(&mut tx, &ActorId(channel.local.clone())).await?;
    let peer = actors::by_id(&mut tx, &ActorId(channel.peer.clone())).await?;
    drop(tx);
    let (Some(local), Some(peer), Some(log)) = (local, peer, channel.in_url.as_deref()) else {
        return Ok(true);
    };
    if peer.is_here() {
        return fill_from_here(cx, channel, &local, &peer).await;
    }
    let log = Url::parse(log).map_err(|error| PullError::Form(error.to_string()))?;
    if !read_on(cx, &log, channel, &local, &peer).await? {
        return Ok(false);
    }
    match begun_anew(cx, &log, channel, &local, &peer).await? {
        Some(channel) => read_on(cx, &log, &channel, &local, &peer).await,
        None => Ok(true),
    }
}

/// The channel in the epoch that its peer has begun, where that one is followed now: the log of the former one was read to
/// its end.
async fn begun_anew(
    cx: &WorkerCx,
    log: &Url,
    channel: &Channel,
    local: &Actor,
    peer: &Actor,
) -> Result<Option<Channel>, PullError> {
    let app = &cx.app;
    if !channel.awaits_anew(app.clock.now()) {
        return Ok(None);
    }
    cx.gate.spend_background(log).map_err(|RetryAfter(seconds)| PullError::Often { seconds })?;
    let document = match app.ask_in(local, log, DOCUMENT_MAX, SignatureForm::Rfc9421Ed25519).await {
        // Some serve the pages alone.
        Err(AskError::Fetch(error)) if !error.is_temporary() => {
            tracing::debug!(peer.uri = peer.uri, "The log itself cannot be read: {error}");
            return Ok(None);
        }
        asked => asked?,
    };
    let first = match OrderedCollection::read_first(&document.value) {
        Ok(first) => first,
        Err(refusal) => {
            tracing::debug!(peer.uri = peer.uri, "The log itself is not in the form of one: {refusal}");
            return Ok(None);
        }
    };
    let named = first.and_then(|first| {
        first.query_pairs().find(|(name, _)| name == "epoch").map(|(_, epoch)| epoch.into_owned())
    });
    let Some(epoch) = named.filter(|epoch| (1..=EPOCH_MAX).contains(&epoch.chars().count())) else {
        return Ok(None);
    };
    if epoch == channel.in_epoch || !follow_anew(app, local, peer, &epoch).await? {
        return Ok(None);
    }
    Ok(channels::by_id(&mut app.db.read().await?, &channel.id).await?)
}

/// Reads the log of the present epoch on, and processes its messages. Answers whether that was all of it.
async fn read_on(
    cx: &WorkerCx,
    log: &Url,
    channel: &Channel,
    local: &Actor,
    peer: &Actor,
) -> Result<bool, PullError> {
    let mut next = Some(page_of(log, channel));
    for _ in 0..PAGES {
        let Some(url) = next.take() else { break };
        cx.gate.spend_background(&url).map_err(|RetryAfter(seconds)| PullError::Often { seconds })?;
        // Messages between two pursuances are signed with their Ed25519 keys.
        let document = cx.app.ask_in(local, &url, DOCUMENT_MAX, SignatureForm::Rfc9421Ed25519).await?;
        let page = OrderedCollectionPage::read(&document.value)
            .map_err(|refusal| PullError::Form(refusal.to_string()))?;
        let items: Items<'_> =
            serde_json::from_slice(&document.bytes).map_err(|error| PullError::Form(error.to_string()))?;
        for item in items.items {
            let bytes = Bytes::copy_from_slice(item.get().as_bytes());
            if take_in(cx, bytes, channel, local, peer).await? == PassedOver::ByPlace {
                return Ok(false);
            }
        }
        // The next page is on the same server.
        next = page.next.filter(|next| next.origin() == log.origin());
    }
    Ok(next.is_none())
}

/// The page of the log after our last message.
fn page_of(log: &Url, channel: &Channel) -> Url {
    let mut page = log.clone();
    page.query_pairs_mut()
        .append_pair("epoch", &channel.in_epoch)
        .append_pair("after", &channel.in_seq.to_string());
    page
}

/// Between two local pursuances the log is a table.
async fn fill_from_here(
    cx: &WorkerCx,
    channel: &Channel,
    local: &Actor,
    peer: &Actor,
) -> Result<bool, PullError> {
    let mut tx = cx.app.db.read().await?;
    let Some(theirs) = channels::find(&mut tx, &peer.id, &local.id).await? else { return Ok(true) };
    let missing = channels::log(
        &mut tx,
        &theirs.id,
        ActivityDirection::Out,
        &channel.in_epoch,
        channel.in_seq,
        FROM_HERE,
    )
    .await?;
    drop(tx);
    let is_all = i64::try_from(missing.len()).is_ok_and(|read| read < FROM_HERE);
    for activity in missing {
        take_in(cx, Bytes::from(activity.bytes), channel, local, peer).await?;
    }
    Ok(is_all)
}

/// Processes a message from a log, if its owner sent it to us in the requested epoch.
async fn take_in(
    cx: &WorkerCx,
    bytes: Bytes,
    channel: &Channel,
    local: &Actor,
    peer: &Actor,
) -> Result<PassedOver, PullError> {
    let verified = match verify_stored_at(&cx.gate, bytes.clone(), &local.uri).await {
        Ok(verified) if verified.actor().as_str() == peer.uri => verified,
        Ok(_) => return Err(PullError::Form("it holds what another said".to_owned())),
        // A message that is bad even in its sender's own log will not get better.
        Err(StoredRefusal::Refused(refusal)) if refusal.is_of_content() => {
            tracing::info!(peer.uri = peer.uri, "A message in a log was refused: {refusal}");
            return Ok(pass_over(&cx.app, local, peer, &bytes, &refusal).await?);
        }
        Err(StoredRefusal::Refused(refusal)) => return Err(PullError::Form(refusal.to_string())),
        Err(StoredRefusal::Store(error)) => return Err(error.into()),
    };
    let epoch = verified.envelope().map_or("", |envelope| envelope.epoch.as_str());
    if !channel.in_epoch.is_empty() && epoch != channel.in_epoch {
        return Ok(PassedOver::Not);
    }
    let receipt = receive(&cx.app, Arc::new(verified)).await?;
    tracing::debug!(peer.uri = peer.uri, outcome = ?receipt.outcome, "Pulled");
    if receipt.outcome == ReceiveOutcome::Blocked {
        return Err(PullError::Form("its server is blocked".to_owned()));
    }
    Ok(PassedOver::Not)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_taken_letter_by_letter() {
        let page = r#"{"type": "x", "orderedItems": [{"b": 1.0,  "a":"\u00e4"}, {}]}"#;
        let items: Items<'_> = serde_json::from_str(page).unwrap();
        let texts: Vec<&str> = items.items.into_iter().map(RawValue::get).collect();
        assert_eq!(texts, [r#"{"b": 1.0,  "a":"\u00e4"}"#, "{}"]);
    }
}
