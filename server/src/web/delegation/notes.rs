//! The words in the messages about a delegation.

use pursuance_federation::vocab::{Act, Answer, AnswerResult, ReasonCode, Source, Submission};

use crate::markdown;
use crate::text::{Markup, Text};

/// The words that go along with a message, clean.
pub(super) fn note(act: &Act) -> Markup {
    let text = match act {
        Act::Offer(offer) => html(offer.content.as_deref()),
        Act::Accept(answer) | Act::TentativeReject(answer) => answer_note(answer),
        // A message that does not fit comes with the state there as text, which is for programs.
        Act::Reject(answer) if answer.reason.is_some_and(is_for_people) => answer_note(answer),
        Act::TentativeAccept(counter) => html(counter.content.as_deref()),
        Act::Undo(undo) => html(undo.content.as_deref()),
        Act::Revoke(revoke) => html(revoke.content.as_deref()),
        Act::Leave(leave) => html(leave.content.as_deref()),
        Act::UpdateTask(update) => update.task.progress_note.as_deref().map(markdown::to_html),
        Act::Nudge { content } => html(content.as_deref()),
        Act::Submit(submit) => Some(body(&submit.submission)),
        Act::Reject(_)
        | Act::Grant(_)
        | Act::Join { .. }
        | Act::CreateNote(_)
        | Act::UpdateNote(_)
        | Act::DeleteNote { .. } => None,
    };
    Markup::trusted(text.unwrap_or_default())
}

/// Whether people refused, and not a rule of the two programs.
fn is_for_people(reason: ReasonCode) -> bool {
    !matches!(
        reason,
        ReasonCode::StaleTerms
            | ReasonCode::StaleRevision
            | ReasonCode::Superseded
            | ReasonCode::UnknownDelegation
    )
}

fn answer_note(answer: &Answer) -> Option<String> {
    match &answer.result {
        Some(AnswerResult::Review(review)) => said(review.source.as_ref(), review.content.as_deref()),
        Some(AnswerResult::Mirror(_)) | None => html(answer.content.as_deref()),
    }
}

/// The submitted work, in words.
pub fn body(submission: &Submission) -> String {
    said(submission.source.as_ref(), submission.content.as_deref()).unwrap_or_default()
}

/// A text that came as Markdown or as HTML: Markdown, where there is some, because that is the source.
pub fn said(source: Option<&Source>, content: Option<&str>) -> Option<String> {
    match source.filter(|source| source.media_type.starts_with("text/markdown")) {
        Some(source) => Some(markdown::to_html(&source.content)),
        None => html(content),
    }
}

fn html(content: Option<&str>) -> Option<String> {
    content.map(markdown::clean_html)
}

pub(super) fn percent(act: &Act) -> Option<i64> {
    match act {
        Act::UpdateTask(update) => {
            let progress = update.task.progress.filter(|progress| progress.subtasks_total > 0)?;
            i64::try_from(progress.percent).ok()
        }
        _ => None,
    }
}

/// The reason in our own words, where the message gives a reason of the protocol.
pub(super) fn aside(t: Text, act: &Act) -> Option<String> {
    let reason = match act {
        Act::Reject(answer) => answer.reason?,
        Act::Undo(undo) => undo.reason,
        Act::Revoke(revoke) => match revoke.reason {
            ReasonCode::Superseded => return Some(t.s("why-not-needed").to_owned()),
            ReasonCode::Taken => return Some(t.s("why-somebody-does-it").to_owned()),
            reason => reason,
        },
        Act::Leave(leave) => leave.reason,
        _ => return None,
    };
    Some(t.s(reason_key(reason)?).to_owned())
}

/// The key of a reason's words. None where the step itself says it, or no reason was given.
fn reason_key(reason: ReasonCode) -> Option<&'static str> {
    Some(match reason {
        ReasonCode::Capacity => "why-capacity",
        ReasonCode::Skills | ReasonCode::ReturnSkills => "why-skills",
        ReasonCode::DueTooSoon => "why-due-too-soon",
        ReasonCode::NotNow => "why-not-now",
        ReasonCode::DuplicateOffer => "why-duplicate-offer",
        ReasonCode::Loop => "why-loop",
        ReasonCode::Depth => "why-depth",
        ReasonCode::RedelegationForbidden => "why-redelegation-forbidden",
        ReasonCode::RateLimit => "why-rate-limit",
        ReasonCode::Blocked => "why-blocked",
        ReasonCode::ReturnCapacity => "why-return-capacity",
        ReasonCode::ReturnBlocked => "why-return-blocked",
        ReasonCode::Taken => "why-taken",
        ReasonCode::TaskDeleted => "why-task-deleted",
        ReasonCode::Stalled => "why-stalled",
        ReasonCode::ActorGone => "why-actor-gone",
        ReasonCode::NotPermitted => "why-not-permitted",
        _ => return None,
    })
}
