//! Messages of other servers about delegations: the inner form of `perform` for the inbox.
//!
//! One transaction holds the duplicate check, the channel's counter, the effects and the answers (PROTOCOL §2.1 point
//! 12), so that no crash can come between "processed" and "answered". A message that a rule refuses still advances the
//! counter: one bad message must never block the line (PROTOCOL §2.4).

mod authority;
mod bounds;
mod order;
mod read;
mod remains;
mod restored;
mod resume;
mod unreadable;

use std::sync::Arc;

use bytes::Bytes;
use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::message::Step;
use pursuance_domain::delegation::origin::OriginEffect;
use pursuance_domain::delegation::{FromDelegate, FromOrigin, MessageKind, Side};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::Time;
use pursuance_federation::verify::Verified;
use pursuance_federation::vocab::{Act, Answer, Answered, Delegated, Head, Offer, ReasonCode};
use serde_json::json;
use url::Url;

pub use self::authority::{Authorities, Authority};
pub use self::bounds::{OFFERS_AN_HOUR, OPEN_OFFERS, OPEN_OFFERS_OF_HOST, OPEN_OFFERS_OF_STRANGERS};
pub use self::order::{HELD_BYTES_MAX, HELD_BYTES_OF_HOST, HELD_MAX, HELD_OF_STRANGER, next_pull};
use self::read::{ActClaim, Message};
pub use self::restored::{PeerPosition, heard_ack, stops};
pub use self::resume::follow_anew;
pub use self::unreadable::{PassedOver, doubt, pass_over};
use super::delegation::{self, DelegationCx, Said, own_url};
use super::outbox::{self, MessageDraft};
use super::rendered::Rendered;
use super::{Cx, PerformError};
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::channels::{ActivityDirection, Channel};
use crate::store::delegations::{self, RowDocument, Submission};
use crate::store::sealed;
use crate::store::texts::{self, ObjectText};

/// The outcome of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiveOutcome {
    /// It was processed: obeyed, or refused by a rule and answered.
    Processed,
    /// It was here before.
    Duplicate,
    /// A message before it is missing; it waits.
    Held,
    /// It contradicts an earlier message; people look at the channel.
    Suspended,
    /// Nothing is known here of its sender: ask the sender's server, and give it again.
    Stranger,
    /// Its sender's server is blocked here: nothing of it is kept (PROTOCOL §3.6).
    Blocked,
    /// It is for no actor of this instance, or about nothing that this program handles.
    Ignored,
}

/// The outcome of a comment that was processed.
const NOTE: &str = "note";

/// The receipt of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub outcome: ReceiveOutcome,
    /// The position up to which the channel is processed now, together with the messages that waited behind this one, as
    /// epoch and number; none for a message outside of a channel.
    pub processed: Option<(String, i64)>,
    /// Whether it was refused unread, or stopped its channel.
    pub is_refused: bool,
}

impl Receipt {
    fn without_channel(outcome: ReceiveOutcome) -> Self {
        Self { outcome, processed: None, is_refused: false }
    }
}

/// Processes a verified message about a delegation, and the messages that waited behind it.
///
/// # Errors
/// When the database fails. Refusals by rules are answered with messages and are no errors.
pub async fn receive(app: &App, verified: Arc<Verified>) -> Result<Receipt, PerformError> {
    receive_with(app, verified, Authorities::all()).await
}

/// Like [`receive`], with one authority check left out: only tests pass anything but all checks.
///
/// # Errors
/// As [`receive`].
pub async fn receive_with(
    app: &App,
    verified: Arc<Verified>,
    authorities: Authorities,
) -> Result<Receipt, PerformError> {
    let (mut receipt, mut next) = durably(app, verified, authorities).await?;
    while let Some((bytes, owner)) = next {
        // It was verified on arrival; its key may have been replaced since, so it is verified again.
        let Ok(verified) = crate::peers::verify_stored(app, bytes, &owner).await else { break };
        let (behind, further) = match durably(app, Arc::new(verified), authorities).await {
            // The messages before it are processed. This one goes on waiting, and so does the pull.
            Err(error) if error.retry_after().is_some() => break,
            received => received?,
        };
        receipt.processed = behind.processed.or(receipt.processed);
        next = further;
    }
    Ok(receipt)
}

/// The next waiting message, and its receiver.
type NextMessage = Option<(Bytes, String)>;
type Attempted = Result<(Receipt, NextMessage), PerformError>;

/// The treatment of a message whose turn has come.
#[derive(Debug, Clone, Copy)]
enum MessageTaking {
    /// It is obeyed, as far as its sender's authority goes.
    Obeyed(Authorities),
    /// It is set aside: it can never be processed here. It is counted and answered, so that the line goes on.
    SetAside,
}

async fn durably(app: &App, verified: Arc<Verified>, authorities: Authorities) -> Attempted {
    let app = app.clone();
    let done = tokio::spawn(async move {
        let obeyed = MessageTaking::Obeyed(authorities);
        let outcome = match attempt(&app, &verified, obeyed).await {
            Err(PerformError::Store(error)) if error.is_retryable() || error.is_lost() => {
                attempt(&app, &verified, obeyed).await
            }
            outcome => outcome,
        };
        match outcome {
            Err(error) if error.recurs() => {
                tracing::error!(error = &error as &dyn std::error::Error, activity.id = %verified.id(), "A message cannot be taken in; it is set aside");
                attempt(&app, &verified, MessageTaking::SetAside).await
            }
            outcome => outcome,
        }
    });
    done.await.map_err(|_| PerformError::Interrupted)?
}

async fn attempt(app: &App, verified: &Verified, taking: MessageTaking) -> Attempted {
    let mut rendered = Rendered::default();
    loop {
        match transact(app, verified, taking, rendered.clone()).await {
            Ok(received) => return Ok(received),
            Err(error) => rendered = rendered.after(error).await?,
        }
    }
}

async fn transact(app: &App, verified: &Verified, taking: MessageTaking, rendered: Rendered) -> Attempted {
    let ended_by = |outcome| Ok((Receipt::without_channel(outcome), None));
    let Some(envelope) = verified.envelope() else { return ended_by(ReceiveOutcome::Ignored) };
    let mut cx = Cx::begin_for(app, verified.actor()).await?.with_html(rendered);
    let (sender, recipient) = (verified.actor().as_str(), verified.addressee().unwrap_or_default());
    let (peer, us) = actors::correspondents(&mut cx.tx, sender, recipient).await?;
    let Some(peer) = peer else { return ended_by(ReceiveOutcome::Stranger) };
    let Some(us) = us.filter(|us| us.gone_at.is_none()) else { return ended_by(ReceiveOutcome::Ignored) };
    // It was let in by a list that is a moment old, and may have waited since for its body or its key.
    if delegation::is_blocked(&mut cx, &peer).await? {
        return ended_by(ReceiveOutcome::Blocked);
    }
    cx.who = Principal::RemoteActor { actor: peer.id.clone() };
    delegation::lock_party(&mut cx, &us.id).await?;
    let at = outbox::open_channel(&mut cx, &us.id, &peer.id).await?;
    if let Some(key) = verified.proof_key() {
        delegation::pin(&mut cx, &peer, key).await?;
    }
    let outcome = order::in_order(&mut cx, at, verified, envelope, &us, &peer, taking).await?;
    let next = match outcome {
        ReceiveOutcome::Processed => order::waiting_behind(&mut cx, at, &us).await?,
        ReceiveOutcome::Duplicate
        | ReceiveOutcome::Held
        | ReceiveOutcome::Suspended
        | ReceiveOutcome::Stranger
        | ReceiveOutcome::Blocked
        | ReceiveOutcome::Ignored => None,
    };
    let Channel { in_epoch, in_seq, .. } = &cx.channels[at];
    let processed = Some((in_epoch.clone(), *in_seq));
    let receipt = Receipt { outcome, processed, is_refused: cx.is_refused };
    cx.settle(json!({})).await?.commit().await?;
    Ok((receipt, next))
}

/// Obeys a message, as far as its sender's authority goes. Answers the outcome to store.
async fn process(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    verified: &Verified,
    authorities: Authorities,
) -> Result<&'static str, PerformError> {
    let delegated = match Delegated::read(verified.value()) {
        Ok(delegated) => delegated,
        Err(refusal) => {
            tracing::info!(peer.uri = %peer.uri, activity.id = %verified.id(), "A message could not be read: {refusal}");
            count_unless_refusal(cx, peer, verified)?;
            let why = Why { reason: refusal.reason(), said: Some(unreadable::sentence(&refusal)) };
            return say_refused(cx, us, peer, verified, None, why);
        }
    };
    let Delegated { head, mut act } = delegated;
    if let Act::Offer(offer) = act {
        let at = published(&head);
        return process_offer(cx, us, peer, verified, authorities, (*offer, at)).await;
    }
    let mut row = match &head.delegation {
        Some(uri) => delegations::of_party(&mut cx.tx, uri.as_str(), &us.id).await?,
        None => None,
    };
    if let Act::Reject(answer) = &mut act {
        let refused = read::refused(cx, us, peer, answer).await?;
        row = row.or(refused);
    }
    let Some(row) = row.filter(|row| *row.peer() == peer.id || !authorities.makes(Authority::Party)) else {
        if matches!(act, Act::Reject(_)) {
            return Ok("reject of something unknown");
        }
        return refuse(cx, us, peer, verified, None, ReasonCode::UnknownDelegation).await;
    };
    let delegation = DelegationCx::between(cx, row, us.clone(), peer.clone()).await?;
    // A message that crossed the end: its sender may not have known of the end, and cannot have invented the delegation.
    let DelegationCx { row, .. } = &delegation;
    cx.ended = (row.grant_uri.is_some() && row.state.is_end()).then(|| row.id.clone());
    if let ActClaim::Comment { id, by } = ActClaim::of(&act) {
        if let Err(authority) = authorities.check_note(id, by, peer) {
            return forbid(cx, us, peer, verified, Some(&delegation), authority).await;
        }
        if bounds::is_too_much(cx, &delegation, &act).await? {
            return refuse(cx, us, peer, verified, Some(&delegation), ReasonCode::RateLimit).await;
        }
        if !delegation::receive_note(cx, &delegation, &act).await? {
            return refuse(cx, us, peer, verified, Some(&delegation), ReasonCode::NotPermitted).await;
        }
        note(cx, &delegation.row.id, verified, MessageKind::Note).await?;
        return Ok(NOTE);
    }
    let under_grant = is_under_grant(cx, &act, &delegation).await?;
    let of_offer = is_of_offer(&act, &delegation)?;
    if let Err(authority) = authorities.check(&act, &head, &delegation, under_grant, of_offer) {
        return forbid(cx, us, peer, verified, Some(&delegation), authority).await;
    }
    if let Act::UpdateTask(update) = &act
        && delegation.row.side == Side::Origin
        && revision_known(&delegation)?.is_some_and(|known| update.task.revision < known)
    {
        // An older revision than the known one changes nothing (PROTOCOL §2.5). Progress has no revision of its own.
        return refuse(cx, us, peer, verified, Some(&delegation), ReasonCode::StaleRevision).await;
    }
    if let Act::Submit(submit) = &act
        && delegations::has_submission(&mut cx.tx, &delegation.row.id, submit.submission.id.as_str()).await?
    {
        // Work is submitted once; a second submission needs its own id (PROTOCOL §1.6).
        return refuse(cx, us, peer, verified, Some(&delegation), ReasonCode::StaleRevision).await;
    }
    if bounds::is_too_much(cx, &delegation, &act).await? {
        return refuse(cx, us, peer, verified, Some(&delegation), ReasonCode::RateLimit).await;
    }
    match read::message(cx, &delegation, &head, &act).await? {
        Some(message) => obey(cx, delegation, message, &act, verified).await,
        None if matches!(act, Act::Reject(_)) => Ok("reject of something unknown"),
        None => {
            refuse(cx, us, peer, verified, Some(&delegation), ReasonCode::NotPermitted).await?;
            Ok("nothing that fits")
        }
    }
}

/// Takes an offer in, as far as its sender's authority goes and the bounds leave room. Answers the outcome to store.
async fn process_offer(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    verified: &Verified,
    authorities: Authorities,
    (offer, at): (Offer, Time),
) -> Result<&'static str, PerformError> {
    if let Err(authority) = authorities.check_offer(&offer, us, peer) {
        return forbid(cx, us, peer, verified, None, authority).await;
    }
    if sealed::standing(&mut cx.tx, &us.id).await?.is_some() {
        // Its words would lie here in clear text.
        return refuse(cx, us, peer, verified, None, ReasonCode::NotPermitted).await;
    }
    let uri = offer.delegation.id.as_str();
    let known = delegations::of_party(&mut cx.tx, uri, &us.id).await?;
    let is_theirs = known.as_ref().is_none_or(|row| row.side == Side::Delegate && row.origin == peer.id);
    // A delegation has one delegate: the offer to another local pursuance is not an offer to this one.
    let is_anothers = known.is_none() && delegations::is_known(&mut cx.tx, uri, Side::Delegate).await?;
    if !is_theirs || is_anothers {
        return refuse(cx, us, peer, verified, None, ReasonCode::NotPermitted).await;
    }
    match known {
        None if bounds::are_too_many_open(cx, us, peer).await? => {
            return refuse(cx, us, peer, verified, None, ReasonCode::RateLimit).await;
        }
        Some(ref row) if bounds::is_offered_too_often(cx, row).await? => {
            let delegation = bounds::decline_unread(cx, row.clone()).await?;
            return refuse(cx, us, peer, verified, Some(&delegation), ReasonCode::RateLimit).await;
        }
        None | Some(_) => {}
    }
    let id =
        delegation::receive_offer(cx, us.clone(), peer.clone(), known, verified.id().as_str(), offer, at)
            .await?;
    note(cx, &id, verified, MessageKind::Offer).await?;
    Ok("offer")
}

/// The known revision of the other side's task.
fn revision_known(delegation: &DelegationCx) -> Result<Option<u64>, PerformError> {
    let Some(snapshot) = &delegation.row.snapshot else { return Ok(None) };
    Ok(Some(snapshot.read()?.revision))
}

/// Whether it accepts an offer of ours in this delegation.
fn is_of_offer(act: &Act, delegation: &DelegationCx) -> Result<bool, PerformError> {
    let Act::Accept(Answer { object: Answered::Activity(object), .. }) = act else { return Ok(false) };
    if delegation.row.side != Side::Origin {
        return Ok(false);
    }
    Ok(delegation.origin_copy()?.offers.iter().any(|offer| offer.uri.as_str() == object.as_str()))
}

/// Whether the delegate acts under a grant that we gave in this delegation.
async fn is_under_grant(cx: &mut Cx, act: &Act, delegation: &DelegationCx) -> Result<bool, PerformError> {
    let Some(named) = act.form().capability else { return Ok(false) };
    if delegation.row.grant_uri.as_deref() == Some(named.as_str()) {
        return Ok(true);
    }
    let said = delegations::of_activity(&mut cx.tx, named.as_str(), ActivityDirection::Out).await?;
    Ok(said.is_some_and(|(id, kind)| id == delegation.row.id && kind == MessageKind::Grant))
}

fn published(head: &Head) -> Time {
    Time(head.published.timestamp_micros())
}

/// Puts a message to the rules of our side, and carries out the step.
async fn obey(
    cx: &mut Cx,
    mut delegation: DelegationCx,
    message: Message,
    act: &Act,
    verified: &Verified,
) -> Result<&'static str, PerformError> {
    let said = Said { answering: Some(verified.id().clone()), ..Said::default() };
    let kind = match message {
        Message::OfDelegate(message) => {
            let facts = delegation::origin_facts(cx, &delegation, None).await?;
            let before = delegation.origin_copy()?;
            let mut step = before.receive(&message, &facts);
            step.copy.heard = before.heard.saturating_add(1);
            take_in(cx, &mut delegation, &step, act).await?;
            let news = delegation::news_at_origin(&message, &before, &step);
            delegation::apply_origin(cx, &mut delegation, step, &said, None).await?;
            delegation.tell(cx, news);
            message.kind()
        }
        Message::OfOrigin(message) => {
            let before = delegation.delegate_copy()?;
            let mut step = before.receive(&message, cx.now);
            step.copy.heard = before.heard.saturating_add(1);
            // The content of a message that the rules refuse, or that changes nothing, is not taken over.
            let fits = !step.messages.iter().any(|answer| matches!(answer, FromDelegate::Refused { .. }));
            if let (FromOrigin::Grant { .. }, true) = (&message, fits) {
                delegation.row.grant_uri = Some(verified.id().to_string());
            }
            if let Act::UpdateTask(update) = act
                && step.copy.task_revision > before.task_revision
            {
                delegation.row.snapshot = Some(RowDocument::new(update.task.clone())?);
            }
            if fits {
                delegation::note_verdict(cx, &delegation.row.id, &message).await?;
            }
            let news = delegation::news_at_delegate(&message, &before, &step);
            delegation::apply_delegate(cx, &mut delegation, step, &said, None).await?;
            delegation.tell(cx, news);
            message.kind()
        }
    };
    if let Act::Reject(answer) = act {
        delegation::comment_refused(cx, &delegation.row.id, answer).await?;
    }
    note(cx, &delegation.row.id, verified, kind).await?;
    // A closed pursuance processes the answers of the other side, and nothing begins or goes on.
    delegation::end_if_closed(cx, delegation).await?;
    Ok(kind.as_str())
}

/// Stores the parts of a delegate's message: the state of its mirror, its work, its files.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "few messages bring something to keep; the rules carry out the rest"
)]
async fn take_in<E>(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    step: &Step<E, FromOrigin, OriginEffect>,
    act: &Act,
) -> Result<(), PerformError> {
    match act {
        // A yes that does not count leaves nothing behind.
        Act::Accept(Answer {
            result: Some(pursuance_federation::vocab::AnswerResult::Mirror(mirror)),
            ..
        }) if step.messages.iter().any(|said| matches!(said, FromOrigin::Grant { .. })) => {
            delegation.row.peer_task_uri = Some(mirror.id.to_string());
            delegation.row.snapshot = Some(RowDocument::new((**mirror).clone())?);
        }
        Act::UpdateTask(update)
            if step.effects.iter().any(|effect| matches!(effect, OriginEffect::RecordProgress { .. })) =>
        {
            delegation.row.snapshot = Some(RowDocument::new(update.task.clone())?);
        }
        Act::Submit(submit) => {
            for effect in &step.effects {
                let (late, round) = match effect {
                    OriginEffect::StoreSubmission { round, .. } => (false, *round),
                    OriginEffect::KeepLateSubmission { round, .. } => (true, *round),
                    _ => continue,
                };
                let submission = Submission {
                    uri: submit.submission.id.to_string(),
                    delegation: delegation.row.id.clone(),
                    round: i64::from(round),
                    at: cx.now,
                    late,
                    verdict: None,
                    verdict_at: None,
                };
                delegations::add_submission(&mut cx.tx, &submission).await?;
                let text = match (&submit.submission.source, &submit.submission.content) {
                    (Some(source), _) => source.content.clone(),
                    (None, Some(html)) => crate::markdown::to_text(html),
                    (None, None) => String::new(),
                };
                let key = submission.key();
                texts::add(&mut cx.tx, &key, ObjectText::Body, 1, &delegation.peer.id, cx.now, &text).await?;
                delegation::receive_files(cx, delegation, &submit.submission.attachment, &key).await?;
                // The delegate has the task by our grant, so its work is wanted.
                delegation::fetch_files(cx, &key).await?;
            }
        }
        Act::Leave(leave) if step.effects.contains(&OriginEffect::KeepPartialWork) => {
            if let Some(task) = delegation.row.task.clone() {
                delegation::receive_files(cx, delegation, &leave.attachment, task.as_str()).await?;
                delegation::fetch_files(cx, task.as_str()).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Adds a message to the timeline of its delegation.
async fn note(
    cx: &mut Cx,
    id: &pursuance_domain::id::DelegationId,
    verified: &Verified,
    kind: MessageKind,
) -> Result<(), PerformError> {
    let (uri, way) = (verified.id().as_str(), ActivityDirection::In);
    Ok(delegations::add_message(&mut cx.tx, id, way, uri, kind, None, cx.now).await?)
}

/// Answers a message whose sender lacks the authority.
async fn forbid(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    verified: &Verified,
    delegation: Option<&DelegationCx>,
    authority: Authority,
) -> Result<&'static str, PerformError> {
    tracing::info!(peer.uri = %peer.uri, activity.id = %verified.id(), check = ?authority, "A message was refused: {authority:?}");
    refuse(cx, us, peer, verified, delegation, authority.reason()).await
}

/// Answers a message that cannot be processed. A refusal is never answered: that would go on for ever.
///
/// # Errors
/// When too many messages of a server were refused: this one has to wait, is not processed, and its sender repeats it.
async fn refuse(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    verified: &Verified,
    delegation: Option<&DelegationCx>,
    reason: ReasonCode,
) -> Result<&'static str, PerformError> {
    count_unless_refusal(cx, peer, verified)?;
    say_refused(cx, us, peer, verified, delegation, reason.into())
}

fn count_unless_refusal(cx: &mut Cx, peer: &Actor, verified: &Verified) -> Result<(), PerformError> {
    if verified.kind() == "Reject" { Ok(()) } else { count_refused(cx, peer) }
}

/// Counts a message that is refused, or stops its channel: anybody may make up such messages, and peers to send them.
///
/// # Errors
/// When too many messages of its server were refused: this one has to wait.
fn count_refused(cx: &mut Cx, peer: &Actor) -> Result<(), PerformError> {
    if let Some(ended) = &cx.ended
        && cx.app.crossed.count(ended).is_ok()
    {
        return Ok(());
    }
    cx.is_refused = true;
    if let Some(host) = &peer.host {
        cx.app.refused.count(host).map_err(|retry_after| Refusal::TooMany { retry_after })?;
    }
    Ok(())
}

fn say_refused(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    verified: &Verified,
    delegation: Option<&DelegationCx>,
    why: Why,
) -> Result<&'static str, PerformError> {
    if verified.kind() == "Reject" {
        return Ok("refused");
    }
    let delegation = match delegation {
        Some(delegation) => Some(own_url(&delegation.row.uri)?),
        None => remains::delegation_named(verified.value()),
    };
    reject(cx, us, peer, Answered::Activity(verified.id().clone()), why, delegation)?;
    Ok("refused")
}

/// The reason of a refusal, for programs and, where the code says too little, for the maker of the other program.
struct Why {
    reason: ReasonCode,
    /// HTML.
    said: Option<String>,
}

impl From<ReasonCode> for Why {
    fn from(reason: ReasonCode) -> Self {
        Self { reason, said: None }
    }
}

/// Tells the sender that a message was refused. A message refused unread is in no timeline here, and neither is its refusal.
fn reject(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    object: Answered,
    why: Why,
    delegation: Option<Url>,
) -> Result<(), PerformError> {
    let Why { reason, said } = why;
    let answer = Answer { object, reason: Some(reason), terms_hash: None, result: None, content: said };
    let head = Head {
        id: own_url(&cx.app.addresses.activity(&cx.new_id()))?,
        actor: own_url(&us.uri)?,
        to: own_url(&peer.uri)?,
        published: cx.now.utc(),
        delegation,
        person: None,
    };
    cx.outbox.push(MessageDraft {
        from: us.clone(),
        to: peer.clone(),
        delegation: None,
        kind: MessageKind::Refused,
        activity: Delegated { head, act: Act::Reject(answer) },
        human: None,
    });
    Ok(())
}
