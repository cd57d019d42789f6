//! From an activity to its claims, and to a message that the state machine knows. An `Accept` or `Reject` names only an
//! id, so its object is looked up among our offers, questions and submissions.

use pursuance_domain::delegation::{
    ActorUri, FromDelegate, FromOrigin, MessageKind, OfferUri, Reason, Side, SubmissionUri, TermsHash,
};
use pursuance_domain::task::phase::{Phase, WirePhase};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{
    self, Act, Answer, AnswerResult, Answered, Grant, Head, ReasonCode, Revoke, Submit,
};
use serde_json::Value;
use url::Url;

use crate::actions::delegation::{DelegationCx, own_url, said_before};
use crate::actions::{Cx, PerformError, outbox};
use crate::markdown;
use crate::store::actors::Actor;
use crate::store::channels::{self, ActivityDirection, Channel};
use crate::store::delegations::{self, Delegation};

/// The part of an act that is checked against local state, before the rules of the delegation hear of it: `authority`
/// checks whether it is true, `bounds` how often it may be said.
#[derive(Clone, Copy)]
pub(super) enum ActClaim<'a> {
    /// A yes, with a mirror if it accepts an offer.
    Yes(&'a Answer),
    /// News of a task of the sender's.
    OwnTask(&'a vocab::Task),
    Work(&'a Submit),
    Return,
    Grant(&'a Grant),
    Recall(&'a Revoke),
    /// The question whether a third pursuance may join in.
    Question(&'a Url),
    /// A comment, its correction or its removal; a removal names no author.
    Comment {
        id: &'a Url,
        by: Option<&'a Url>,
    },
    /// Only the rules check it, against the state of the delegation. An offer has checks of its own.
    Nothing,
}

impl<'a> ActClaim<'a> {
    pub fn of(act: &'a Act) -> Self {
        match act {
            Act::Accept(answer) => Self::Yes(answer),
            Act::UpdateTask(update) => Self::OwnTask(&update.task),
            Act::Submit(submit) => Self::Work(submit),
            Act::Leave(_) => Self::Return,
            Act::Grant(grant) => Self::Grant(grant),
            Act::Revoke(revoke) => Self::Recall(revoke),
            Act::Join { candidate } => Self::Question(candidate),
            Act::CreateNote(note) | Act::UpdateNote(note) => {
                Self::Comment { id: &note.id, by: Some(&note.attributed_to) }
            }
            Act::DeleteNote { note } => Self::Comment { id: note, by: None },
            Act::Offer(_)
            | Act::TentativeAccept(_)
            | Act::TentativeReject(_)
            | Act::Reject(_)
            | Act::Undo(_)
            | Act::Nudge { .. } => Self::Nothing,
        }
    }

    pub fn is_comment(self) -> bool {
        matches!(self, Self::Comment { .. })
    }
}

/// A message of the other side.
pub(super) enum Message {
    OfDelegate(FromDelegate),
    OfOrigin(FromOrigin),
}

fn reason(answer: &Answer) -> Reason {
    answer.reason.map_or(Reason::Other, |code| Reason::parse(code.as_str()))
}

/// The message of an activity to our side of a delegation. `None`: nothing that fits.
pub(super) async fn message(
    cx: &mut Cx,
    delegation: &DelegationCx,
    head: &Head,
    act: &Act,
) -> Result<Option<Message>, PerformError> {
    Ok(match delegation.row.side {
        Side::Origin => of_delegate(cx, delegation, head, act).await?.map(Message::OfDelegate),
        Side::Delegate => of_origin(cx, delegation, act).await?.map(Message::OfOrigin),
    })
}

async fn of_delegate(
    cx: &mut Cx,
    delegation: &DelegationCx,
    head: &Head,
    act: &Act,
) -> Result<Option<FromDelegate>, PerformError> {
    Ok(match act {
        Act::Accept(answer) => {
            let Answered::Activity(object) = &answer.object else { return Ok(None) };
            match kind_of(cx, delegation, object.as_str()).await? {
                Some(MessageKind::Offer) => Some(FromDelegate::Accept {
                    offer: OfferUri(object.to_string()),
                    terms_hash: TermsHash(answer.terms_hash.map(|hash| hash.to_string()).unwrap_or_default()),
                    published: Time(head.published.timestamp_micros()),
                }),
                Some(MessageKind::Revoke) => Some(FromDelegate::AcceptRevoke),
                _ => None,
            }
        }
        Act::TentativeAccept(counter) => {
            Some(FromDelegate::Counter { offer: OfferUri(counter.offer.to_string()) })
        }
        Act::Reject(answer) => {
            let Answered::Activity(object) = &answer.object else { return Ok(None) };
            match kind_of(cx, delegation, object.as_str()).await? {
                Some(MessageKind::Offer) => Some(FromDelegate::Decline {
                    offer: OfferUri(object.to_string()),
                    reason: reason(answer),
                }),
                Some(_) => Some(FromDelegate::Refused { reason: reason(answer), state: state_in(answer) }),
                None => None,
            }
        }
        Act::UpdateTask(update) => Some(FromDelegate::Progress {
            phase: wire_phase(update.task.phase.as_str()),
            last_activity: update.task.last_activity.map_or(cx.now, |at| Time(at.timestamp_micros())),
        }),
        Act::Submit(submit) => Some(FromDelegate::Submit {
            submission: SubmissionUri(submit.submission.id.to_string()),
            round: u32::try_from(submit.submission.round).unwrap_or(u32::MAX),
        }),
        Act::Leave(leave) => Some(FromDelegate::Leave { reason: Reason::parse(leave.reason.as_str()) }),
        Act::Join { candidate } => Some(FromDelegate::AskOnward { to: ActorUri(candidate.to_string()) }),
        // Messages of origins only, and comments, which are handled before.
        Act::Offer(_)
        | Act::Undo(_)
        | Act::Grant(_)
        | Act::TentativeReject(_)
        | Act::Revoke(_)
        | Act::Nudge { .. }
        | Act::CreateNote(_)
        | Act::UpdateNote(_)
        | Act::DeleteNote { .. } => None,
    })
}

async fn of_origin(
    cx: &mut Cx,
    delegation: &DelegationCx,
    act: &Act,
) -> Result<Option<FromOrigin>, PerformError> {
    Ok(match act {
        Act::Undo(undo) => Some(FromOrigin::Undo {
            offer: OfferUri(undo.offer.to_string()),
            reason: Reason::parse(undo.reason.as_str()),
        }),
        Act::Grant(grant) => Some(FromOrigin::Grant {
            offer: OfferUri(grant.offer.to_string()),
            terms_hash: TermsHash(grant.terms_hash.to_string()),
        }),
        Act::Revoke(revoke) => Some(FromOrigin::Revoke { reason: Reason::parse(revoke.reason.as_str()) }),
        Act::Nudge { .. } => Some(FromOrigin::Nudge),
        Act::UpdateTask(update) => {
            let revision = i64::try_from(update.task.revision).unwrap_or(i64::MAX);
            let is_blocked = wire_phase(update.task.phase.as_str()) == WirePhase::Blocked;
            let block = is_blocked.then(|| update.task.progress_note.clone().unwrap_or_default());
            Some(if block == delegation.delegate_copy()?.origin_block {
                FromOrigin::TaskChanged { revision }
            } else {
                FromOrigin::TaskBlocked { revision, block }
            })
        }
        Act::TentativeReject(answer) => {
            let Some(submission) = our_submission(delegation, answer)? else { return Ok(None) };
            let round = match &answer.result {
                Some(AnswerResult::Review(review)) => u32::try_from(review.round).unwrap_or(u32::MAX),
                _ => delegation.delegate_copy()?.round,
            };
            Some(FromOrigin::SendBack { submission, round })
        }
        Act::Accept(answer) => {
            if let Some(submission) = our_submission(delegation, answer)? {
                return Ok(Some(FromOrigin::AcceptWork { submission }));
            }
            let Answered::Activity(object) = &answer.object else { return Ok(None) };
            match kind_of(cx, delegation, object.as_str()).await? {
                Some(MessageKind::Leave) => Some(FromOrigin::AcceptLeave),
                Some(MessageKind::AskOnward) => onward(cx, object.as_str(), true).await?,
                _ => None,
            }
        }
        Act::Reject(answer) => {
            if let Some(submission) = our_submission(delegation, answer)? {
                return Ok(Some(FromOrigin::RefuseWork { submission }));
            }
            let Answered::Activity(object) = &answer.object else { return Ok(None) };
            match kind_of(cx, delegation, object.as_str()).await? {
                Some(MessageKind::Accept) => {
                    let offer = member(cx, object.as_str(), "object").await?.unwrap_or_default();
                    Some(FromOrigin::RejectAccept { offer: OfferUri(offer), reason: reason(answer) })
                }
                Some(MessageKind::AskOnward) => onward(cx, object.as_str(), false).await?,
                Some(_) => Some(FromOrigin::Refused { reason: reason(answer), state: state_in(answer) }),
                None => None,
            }
        }
        // Messages of delegates only; offers and comments are handled before.
        Act::Offer(_)
        | Act::TentativeAccept(_)
        | Act::Submit(_)
        | Act::Leave(_)
        | Act::Join { .. }
        | Act::CreateNote(_)
        | Act::UpdateNote(_)
        | Act::DeleteNote { .. } => None,
    })
}

fn wire_phase(word: &str) -> WirePhase {
    Phase::from_wire(word)
}

/// The most characters of another server's text in the log.
const LOGGED_MOST: usize = 300;

/// The delegation of a refusal, found by the refused message: a peer that could not read our message, or gave us no
/// permission for it, names its id or its number and no delegation (PROTOCOL §1.5, §2.4). A number is replaced by the
/// id of its message.
pub(super) async fn refused(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    answer: &mut Answer,
) -> Result<Option<Delegation>, PerformError> {
    if answer.reason.is_some_and(is_of_reader) {
        let words: String = answer.content.as_deref().map(markdown::to_text).unwrap_or_default();
        let words: String = words.chars().take(LOGGED_MOST).collect();
        tracing::info!(peer.uri = %peer.uri, peer.said = ?words, "A message of ours could not be read there");
    }
    if let Answered::Unread { seq } = answer.object {
        let at = outbox::open_channel(cx, &us.id, &peer.id).await?;
        let Channel { id, out_epoch, .. } = &cx.channels[at];
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let said = channels::numbered(&mut cx.tx, id, ActivityDirection::Out, out_epoch, seq).await?;
        let Some(said) = said else { return Ok(None) };
        answer.object = Answered::Activity(own_url(&said.uri)?);
    }
    let Answered::Activity(object) = &answer.object else { return Ok(None) };
    let Some((id, _)) = delegations::of_activity(&mut cx.tx, object.as_str(), ActivityDirection::Out).await?
    else {
        return Ok(None);
    };
    let row = delegations::by_id(&mut cx.tx, &id).await?;
    Ok(row.filter(|row| *row.ours() == us.id && *row.peer() == peer.id))
}

/// The state named in a refusal. A message that was not read is refused with a sentence, which is for people.
fn state_in(answer: &Answer) -> String {
    let is_unread = answer.reason.is_some_and(is_of_reader);
    answer.content.as_deref().filter(|_| !is_unread).map(markdown::to_text).unwrap_or_default()
}

/// Whether a reason comes from the reader, which knows no state.
fn is_of_reader(reason: ReasonCode) -> bool {
    matches!(reason, ReasonCode::Unparseable | ReasonCode::TooLarge | ReasonCode::Unsupported)
}

/// The kind of our message in this delegation that an answer is about.
async fn kind_of(
    cx: &mut Cx,
    delegation: &DelegationCx,
    uri: &str,
) -> Result<Option<MessageKind>, PerformError> {
    let found = delegations::of_activity(&mut cx.tx, uri, ActivityDirection::Out).await?;
    Ok(found.filter(|(id, _)| *id == delegation.row.id).map(|(_, kind)| kind))
}

/// Our submission that an answer is about.
fn our_submission(delegation: &DelegationCx, answer: &Answer) -> Result<Option<SubmissionUri>, PerformError> {
    let Answered::Activity(object) = &answer.object else { return Ok(None) };
    let submission = SubmissionUri(object.to_string());
    Ok(delegation.delegate_copy()?.submissions.contains(&submission).then_some(submission))
}

async fn onward(cx: &mut Cx, question: &str, allowed: bool) -> Result<Option<FromOrigin>, PerformError> {
    let to = member(cx, question, "instrument").await?;
    Ok(to.map(|to| FromOrigin::AnswerOnward { to: ActorUri(to), allowed }))
}

/// An address in a message of ours.
async fn member(cx: &mut Cx, uri: &str, name: &str) -> Result<Option<String>, PerformError> {
    let said = said_before(cx, uri).await?;
    Ok(said.and_then(|said| said.get(name).and_then(Value::as_str).map(str::to_owned)))
}
