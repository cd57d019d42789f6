//! The words in the messages about a delegation.

use pursuance_federation::vocab::{Act, ReasonCode, Source, Words};

use crate::markdown;
use crate::text::{Markup, Text};

/// The text that a message carries, sanitized.
pub(super) fn note(act: &Act) -> Markup {
    // The answer to a message that does not fit carries the state there as text for programs.
    if matches!(act, Act::Reject(answer) if !answer.reason.is_some_and(is_for_people)) {
        return Markup::default();
    }
    let text = match act.form().words {
        Words::None => None,
        Words::Html(content) => html(content),
        Words::Markdown(text) => text.map(markdown::to_html),
        Words::Sourced(source, content) => said(source, content),
    };
    Markup::trusted(text.unwrap_or_default())
}

/// Whether a person refused, and not a rule of the protocol.
fn is_for_people(reason: ReasonCode) -> bool {
    !matches!(
        reason,
        ReasonCode::StaleTerms
            | ReasonCode::StaleRevision
            | ReasonCode::Superseded
            | ReasonCode::UnknownDelegation
    )
}

/// A received text as HTML: made from its Markdown source if there is one, else the sanitized HTML.
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

/// The text of ours for the protocol's reason code in a message.
pub(super) fn aside(t: Text, act: &Act) -> Option<String> {
    let key = match (act, act.reason()?) {
        (Act::Revoke(_), ReasonCode::Superseded) => "why-not-needed",
        (Act::Revoke(_), ReasonCode::Taken) => "why-somebody-does-it",
        (_, reason) => reason_key(reason)?,
    };
    Some(t.s(key).to_owned())
}

/// The text key of a reason. None if the step itself says it, or no reason was given.
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
        ReasonCode::NoPact
        | ReasonCode::PactLimit
        | ReasonCode::NotMember
        | ReasonCode::Expired
        | ReasonCode::Superseded
        | ReasonCode::Withdrawn
        | ReasonCode::StaleTerms
        | ReasonCode::StaleRevision
        | ReasonCode::UnknownDelegation
        | ReasonCode::UnknownEpoch
        | ReasonCode::Equivocation
        | ReasonCode::Unparseable
        | ReasonCode::TooLarge
        | ReasonCode::Unsupported
        | ReasonCode::SealedUnsupported
        | ReasonCode::KeyUnverified
        | ReasonCode::ChangesRequested
        | ReasonCode::NotAcceptable
        | ReasonCode::Policy
        | ReasonCode::Other => return None,
    })
}
