//! The timeline of a delegation: who did what, when, and the changes.

use pursuance_domain::delegation::MessageKind;
use pursuance_federation::vocab::{self, Act, ReasonCode};

use crate::text::Markup;
use crate::web::frame::asks::ChangedPart;
use crate::web::frame::view::Party;
use crate::web::frame::when::When;

/// One step of the timeline.
pub struct Moment {
    pub what: Happening,
    /// Who did it: a local person, the other pursuance, or a person there when names are shared.
    pub by: Party,
    pub at: When,
    /// Their words, sanitized; empty when there are none.
    pub note: Markup,
    /// The changes.
    pub changes: Vec<ChangedPart>,
    /// The progress of the work, 0 to 100, when the message has it.
    pub percent: Option<i64>,
    /// A line of our own about it: the reason, or its delivery. Empty when there is none.
    pub aside: String,
}

impl Moment {
    /// The class of its marker: square and violet when it happened elsewhere.
    pub fn class(&self) -> &'static str {
        if self.by.host.is_some() { "away" } else { "" }
    }
}

/// One table of all steps, so that no list of steps is incomplete.
macro_rules! happenings {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)+) => {
        /// The kind of step in the timeline.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Happening { $($(#[$doc])* $name),+ }

        impl Happening {
            /// Every step.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The key of its sentence, which has `who`.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }
        }
    };
}

happenings! {
    Offered = "happened-delegation-offered",
    Reoffered = "happened-delegation-reoffered",
    Countered = "happened-delegation-countered",
    Accepted = "happened-delegation-accepted",
    AcceptedTooLate = "happened-delegation-accepted-too-late",
    Granted = "happened-delegation-granted",
    /// New terms hold from now on.
    TermsGranted = "happened-delegation-granted-terms",
    Declined = "happened-delegation-declined",
    /// New terms were declined; the work goes on.
    TermsDeclined = "happened-delegation-declined-terms",
    Withdrawn = "happened-delegation-withdrawn",
    Expired = "happened-delegation-expired",
    Lost = "happened-delegation-lost",
    /// An acceptance of terms that had changed.
    Outdated = "happened-delegation-lost-outdated",
    /// The acceptance came too late.
    TooLate = "happened-delegation-lost-too-late",
    /// The accepted offer no longer stood.
    Over = "happened-delegation-lost-over",
    Progressed = "happened-delegation-progressed",
    Changed = "happened-delegation-updated",
    /// The task is blocked at the origin.
    TaskBlocked = "happened-delegation-updated-blocked",
    TaskUnblocked = "happened-delegation-updated-unblocked",
    Submitted = "happened-delegation-submitted",
    ReviewStarted = "happened-delegation-review-started",
    ReviewReminded = "happened-delegation-review-reminded",
    ReviewEscalated = "happened-delegation-review-escalated",
    WorkAccepted = "happened-delegation-work-accepted",
    /// Thanks for work that came after a recall.
    Thanked = "happened-delegation-work-accepted-thanked",
    SentBack = "happened-delegation-sent-back",
    WorkRefused = "happened-delegation-work-refused",
    Recalling = "happened-delegation-recalling",
    Recalled = "happened-delegation-recalled",
    Returning = "happened-delegation-returning",
    Returned = "happened-delegation-returned",
    Nudged = "happened-delegation-nudged",
    Stalled = "happened-delegation-stalled",
    OnwardAsked = "happened-delegation-onward-asked",
    OnwardAllowed = "happened-delegation-onward-answered",
    OnwardRefused = "happened-delegation-onward-answered-no",
    Suspended = "happened-delegation-suspended",
    KeyChanged = "happened-actor-key-changed",
    KeyAccepted = "happened-actor-key-accepted",
    Voided = "happened-delegation-voided",
    /// It ended because the other server was blocked here.
    Blocked = "happened-delegation-cut-off",
    /// It ended because the other server refuses everything from here.
    ShutOut = "happened-delegation-cut-off-by-them",
    NotTaken = "happened-delegation-refused-message",
    Undelivered = "happened-delegation-undelivered",
}

/// The step that a message means, by its stored kind.
pub(super) fn step(kind: MessageKind, act: Option<&Act>) -> Option<Happening> {
    Some(match kind {
        MessageKind::Offer => Happening::Offered,
        MessageKind::Undo => match act {
            Some(Act::Undo(undo)) if undo.reason == ReasonCode::Expired => Happening::Expired,
            _ => Happening::Withdrawn,
        },
        MessageKind::Grant => Happening::Granted,
        MessageKind::RejectAccept => match act {
            Some(Act::Reject(answer)) => rejected(answer.reason),
            _ => Happening::Lost,
        },
        MessageKind::TaskChanged => Happening::Changed,
        MessageKind::TaskBlocked => match act {
            Some(Act::UpdateTask(update)) if update.task.phase == vocab::Phase::Blocked => {
                Happening::TaskBlocked
            }
            Some(_) | None => Happening::TaskUnblocked,
        },
        MessageKind::AcceptWork => Happening::WorkAccepted,
        MessageKind::SendBack => Happening::SentBack,
        MessageKind::RefuseWork => Happening::WorkRefused,
        MessageKind::Revoke => Happening::Recalling,
        MessageKind::AcceptRevoke => Happening::Recalled,
        MessageKind::Leave => Happening::Returning,
        MessageKind::AcceptLeave => Happening::Returned,
        MessageKind::Nudge => Happening::Nudged,
        MessageKind::AskOnward => Happening::OnwardAsked,
        MessageKind::AnswerOnward => match act {
            Some(Act::Reject(_)) => Happening::OnwardRefused,
            _ => Happening::OnwardAllowed,
        },
        MessageKind::Accept => Happening::Accepted,
        MessageKind::Counter => Happening::Countered,
        MessageKind::Decline => Happening::Declined,
        MessageKind::Progress => Happening::Progressed,
        MessageKind::Submit => Happening::Submitted,
        MessageKind::Refused => Happening::NotTaken,
        MessageKind::Note => return None,
    })
}

/// The step for an acceptance that did not count.
fn rejected(reason: Option<ReasonCode>) -> Happening {
    match reason {
        Some(ReasonCode::StaleTerms | ReasonCode::Superseded) => Happening::Outdated,
        Some(ReasonCode::Expired) => Happening::TooLate,
        Some(ReasonCode::Withdrawn | ReasonCode::UnknownDelegation) => Happening::Over,
        _ => Happening::Lost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yes_that_did_not_count_says_why() {
        for (reason, happening) in [
            (Some(ReasonCode::StaleTerms), Happening::Outdated),
            (Some(ReasonCode::Expired), Happening::TooLate),
            (Some(ReasonCode::Withdrawn), Happening::Over),
            (Some(ReasonCode::Taken), Happening::Lost),
            (None, Happening::Lost),
        ] {
            assert_eq!(rejected(reason), happening, "{reason:?}");
        }
    }
}
