//! The outbox: every message gets its number, its proof, its exact bytes and its delivery in the transaction that makes
//! it necessary (PROTOCOL §2.4, §4.6).

use pursuance_domain::delegation::MessageKind;
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_federation::proof::{self, PROOF_KEY_FRAGMENT};
use pursuance_federation::verify::CLASS_D_LIMIT;
use pursuance_federation::vocab::{Ack, Delegated, Envelope, OBJECT_MAX, Sha256Sum, stamp};
use serde_json::Value;

use super::{Cx, InputRefusal, PerformError, Refused};
use crate::store::actors::{self, Actor};
use crate::store::channels::{self, ActivityDirection, Channel, FIRST_PREV, StoredActivity};
use crate::store::delegations;
use crate::store::deliveries::{self, NewDelivery};

/// A message about a delegation that still lacks its number and its proof.
pub(super) struct MessageDraft {
    /// The local pursuance that sends it.
    pub from: Actor,
    /// The receiver.
    pub to: Actor,
    /// The delegation with the message in its timeline; none for a delegation that is unknown here.
    pub delegation: Option<DelegationId>,
    /// The kind of message that the timeline shows.
    pub kind: MessageKind,
    pub activity: Delegated,
    /// The person who decided it.
    pub human: Option<ActorId>,
}

/// Numbers, proves and queues all messages of this transaction, in their order.
pub(super) async fn send(cx: &mut Cx) -> Result<(), PerformError> {
    let drafts = std::mem::take(&mut cx.outbox);
    // Messages to several receivers go through several channels. All writers lock them in this order.
    let mut ends: Vec<(&Actor, &Actor)> = drafts.iter().map(|draft| (&draft.from, &draft.to)).collect();
    ends.sort_by(|one, other| (&one.0.id, &one.1.inbox).cmp(&(&other.0.id, &other.1.inbox)));
    for (from, to) in ends {
        open_channel(cx, &from.id, &to.id).await?;
    }
    for draft in drafts {
        let at = open_channel(cx, &draft.from.id, &draft.to.id).await?;
        let mut channel = cx.channels[at].clone();
        number(cx, &mut channel, draft).await?;
        cx.channels[at] = channel;
    }
    for channel in std::mem::take(&mut cx.channels) {
        channels::save(&mut cx.tx, &channel).await?;
    }
    Ok(())
}

/// The index in `cx.channels` of the channel between two actors, locked until the end of the transaction.
pub(super) async fn open_channel(
    cx: &mut Cx,
    local: &ActorId,
    peer: &ActorId,
) -> Result<usize, PerformError> {
    let known = cx.channels.iter().position(|channel| channel.local == local.0 && channel.peer == peer.0);
    if let Some(at) = known {
        return Ok(at);
    }
    let id = cx.new_id();
    let channel = channels::lock(&mut cx.tx, &id, local, peer, cx.now).await?;
    cx.channels.push(channel);
    Ok(cx.channels.len() - 1)
}

/// Begins a new epoch of a channel, and renumbers the waiting messages in it: the peer may know other messages under
/// the old numbers. The peer's acknowledgement of the old epoch stays until it has read messages of the new one.
pub(super) async fn begin_anew(cx: &mut Cx, at: usize) -> Result<(), PerformError> {
    let mut channel = cx.channels[at].clone();
    let (local, peer) = (ActorId(channel.local.clone()), ActorId(channel.peer.clone()));
    let (Some(from), Some(to)) =
        (actors::by_id(&mut cx.tx, &local).await?, actors::by_id(&mut cx.tx, &peer).await?)
    else {
        return Ok(());
    };
    let waiting = deliveries::waiting_in(&mut cx.tx, &channel.id).await?;
    channel.out_epoch = cx.new_id();
    channel.out_seq = 0;
    FIRST_PREV.clone_into(&mut channel.out_prev);
    let host = host_of(cx, &to);
    for (id, uri) in waiting {
        let Some(said) = channels::activity(&mut cx.tx, &uri, ActivityDirection::Out).await? else {
            continue;
        };
        let mut activity = said.document()?;
        if let Some(members) = activity.as_object_mut() {
            members.remove("proof");
        }
        let bytes = seal(cx, &mut channel, &from, &mut activity).await?;
        let said = StoredActivity {
            epoch: Some(channel.out_epoch.clone()),
            seq: Some(channel.out_seq),
            sha256: Sha256Sum::of(&bytes).hex(),
            bytes,
            ..said
        };
        channels::renumber(&mut cx.tx, &said).await?;
        deliveries::renumber(&mut cx.tx, &id, &host, &channel.out_epoch, channel.out_seq, cx.now).await?;
    }
    cx.channels[at] = channel;
    Ok(())
}

/// The server of a receiver.
fn host_of(cx: &Cx, to: &Actor) -> String {
    to.host.clone().unwrap_or_else(|| cx.app.addresses.authority().to_owned())
}

/// Gives an activity the next number of a channel and proves it. Its bytes.
async fn seal(
    cx: &mut Cx,
    channel: &mut Channel,
    from: &Actor,
    activity: &mut Value,
) -> Result<Vec<u8>, PerformError> {
    channel.out_seq += 1;
    let envelope = Envelope {
        channel: super::delegation::own_url(&cx.app.addresses.channel(&from.id, &channel.id))?,
        epoch: channel.out_epoch.clone(),
        seq: u64::try_from(channel.out_seq).unwrap_or(0),
        prev: channel.out_prev.parse().unwrap_or(Sha256Sum::ZERO),
        ack: Ack { epoch: channel.in_epoch.clone(), seq: u64::try_from(channel.in_seq).unwrap_or(0) },
    };
    stamp(activity, &envelope);
    let key = cx.app.keys.ed25519(&mut cx.tx, &from.id).await?;
    let method = format!("{}{PROOF_KEY_FRAGMENT}", from.uri);
    let content = proof::add_proof(activity, &key, &method, cx.now.unix_seconds())
        .map_err(|source| PerformError::Damaged { what: "a message of ours", source: Box::new(source) })?;
    channel.out_prev = content.to_string();
    Ok(activity.to_string().into_bytes())
}

async fn number(cx: &mut Cx, channel: &mut Channel, draft: MessageDraft) -> Result<(), PerformError> {
    let uri = draft.activity.head.id.to_string();
    let kind = draft.activity.act.kind();
    let mut activity = draft.activity.to_value();
    let bytes = seal(cx, channel, &draft.from, &mut activity).await?;
    if bytes.len() > CLASS_D_LIMIT || Delegated::check_size(&activity).is_err() {
        let refusal = InputRefusal::MessageTooLong { max_kb: OBJECT_MAX / 1024 };
        return Err(Refused::Input(refusal).into());
    }
    let stored = StoredActivity {
        uri: uri.clone(),
        direction: ActivityDirection::Out.as_str().to_owned(),
        actor: draft.from.uri.clone(),
        kind: kind.to_owned(),
        channel: Some(channel.id.clone()),
        epoch: Some(channel.out_epoch.clone()),
        seq: Some(channel.out_seq),
        sha256: Sha256Sum::of(&bytes).hex(),
        bytes,
        at: cx.now.0,
        outcome: "sent".to_owned(),
    };
    channels::add_activity(&mut cx.tx, &stored).await?;
    if let Some(delegation) = &draft.delegation {
        delegations::add_message(
            &mut cx.tx,
            delegation,
            ActivityDirection::Out,
            &uri,
            draft.kind,
            draft.human.as_ref(),
            cx.now,
        )
        .await?;
    }
    let host = host_of(cx, &draft.to);
    let id = cx.new_id();
    let delivery = NewDelivery {
        id: &id,
        activity: &uri,
        sender: draft.from.id.as_str(),
        inbox: &draft.to.inbox,
        host: &host,
        channel: Some(&channel.id),
        epoch: Some(&channel.out_epoch),
        seq: Some(channel.out_seq),
        now: cx.now,
    };
    deliveries::add(&mut cx.tx, delivery).await?;
    Ok(())
}
