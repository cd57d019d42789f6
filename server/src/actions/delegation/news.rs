//! The events that a message becomes: by what came of it, not by what it said.

use pursuance_domain::delegation::{
    DelegateCopy, DelegateStep, FromDelegate, FromOrigin, OriginCopy, OriginEffect, OriginStep, State,
};
use pursuance_domain::event::Verb;
use serde_json::json;

use super::Deal;
use crate::actions::Cx;

/// Who an event is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::actions) enum By {
    Them,
    Us,
}

/// Events, and the round they are of.
pub(in crate::actions) struct News {
    events: Vec<(Verb, By)>,
    round: u32,
}

impl Deal {
    /// Leaves the events that a message became.
    pub fn tell(&self, cx: &mut Cx, news: News) {
        for (verb, by) in news.events {
            let by = match by {
                By::Them => None,
                By::Us => Some(&self.us.id),
            };
            self.event_by(cx, by, verb, json!({ "round": news.round }));
        }
    }
}

/// What a message of the delegate becomes at the origin.
pub(in crate::actions) fn at_origin(message: &FromDelegate, before: &OriginCopy, step: &OriginStep) -> News {
    let is_refused = step.messages.iter().any(|said| matches!(said, FromOrigin::Refused { .. }));
    let has_moved = step.copy.state != before.state;
    let events = match message {
        _ if is_refused => vec![],
        FromDelegate::Accept { .. } => {
            if step.messages.iter().any(|said| matches!(said, FromOrigin::Grant { .. })) {
                vec![(Verb::DelegationAccepted, By::Them), (Verb::DelegationGranted, By::Us)]
            } else if has_moved && step.copy.state == State::Lost {
                vec![(Verb::DelegationAccepted, By::Them), (Verb::DelegationLost, By::Us)]
            } else {
                vec![(Verb::DelegationAcceptedTooLate, By::Them)]
            }
        }
        FromDelegate::Counter { .. } => {
            let is_shown =
                step.effects.iter().any(|effect| matches!(effect, OriginEffect::ShowCounter { .. }));
            told_if(is_shown, Verb::DelegationCountered)
        }
        FromDelegate::Decline { .. } => told_if(step.copy != *before, Verb::DelegationDeclined),
        FromDelegate::Progress { .. } => told_if(true, Verb::DelegationProgressed),
        FromDelegate::Submit { .. } => told_if(true, Verb::DelegationSubmitted),
        FromDelegate::Leave { .. } => told_if(has_moved, Verb::DelegationReturned),
        FromDelegate::AcceptRevoke => told_if(has_moved, Verb::DelegationRecalled),
        FromDelegate::AskOnward { .. } | FromDelegate::Refused { .. } => vec![],
    };
    News { events, round: step.copy.round }
}

/// What a message of the origin becomes at the delegate.
pub(in crate::actions) fn at_delegate(
    message: &FromOrigin,
    before: &DelegateCopy,
    step: &DelegateStep,
) -> News {
    let is_refused = step.messages.iter().any(|said| matches!(said, FromDelegate::Refused { .. }));
    let has_moved = step.copy.state != before.state;
    let events = match message {
        _ if is_refused => vec![],
        FromOrigin::Undo { .. } if step.copy.state == State::Expired => {
            told_if(has_moved, Verb::DelegationExpired)
        }
        FromOrigin::Undo { .. } => told_if(step.copy != *before, Verb::DelegationWithdrawn),
        FromOrigin::Grant { .. } => told_if(true, Verb::DelegationGranted),
        FromOrigin::RejectAccept { .. } if step.copy.state == State::Lost => {
            told_if(has_moved, Verb::DelegationLost)
        }
        FromOrigin::RejectAccept { .. } if step.copy != *before => {
            vec![(Verb::DelegationAcceptedTooLate, By::Us)]
        }
        FromOrigin::TaskChanged { .. } => told_if(step.copy != *before, Verb::DelegationUpdated),
        FromOrigin::AcceptWork { .. } => told_if(has_moved, Verb::DelegationWorkAccepted),
        FromOrigin::SendBack { .. } => told_if(true, Verb::DelegationSentBack),
        FromOrigin::RefuseWork { .. } => told_if(has_moved, Verb::DelegationWorkRefused),
        FromOrigin::Revoke { .. } => told_if(has_moved, Verb::DelegationRecalled),
        FromOrigin::AcceptLeave => told_if(has_moved, Verb::DelegationReturned),
        // It knows nothing of what was given back, so that is over.
        FromOrigin::Refused { .. } => told_if(has_moved, Verb::DelegationReturned),
        // What an Offer, a Nudge or an answer becomes is told where it takes effect.
        FromOrigin::Offer(_)
        | FromOrigin::RejectAccept { .. }
        | FromOrigin::Nudge
        | FromOrigin::AnswerOnward { .. } => vec![],
    };
    News { events, round: step.copy.round }
}

fn told_if(is_told: bool, verb: Verb) -> Vec<(Verb, By)> {
    if is_told { vec![(verb, By::Them)] } else { vec![] }
}
