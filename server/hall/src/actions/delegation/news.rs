//! The events that follow from a message: by its effect, not by its content.

use pursuance_domain::delegation::{
    DelegateCopy, DelegateStep, FromDelegate, FromOrigin, OriginCopy, OriginEffect, OriginStep, State,
};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::Step;

use super::{DelegationCx, Tell};
use crate::actions::Cx;

/// The author of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::actions) enum By {
    Them,
    Us,
}

/// Events, and the round they are of.
pub(in crate::actions) struct RoundEvents {
    events: Vec<(Tell, By)>,
    round: u32,
}

impl DelegationCx {
    /// Leaves the events that a message became.
    pub fn tell(&self, cx: &mut Cx, news: RoundEvents) {
        for (tell, by) in news.events {
            let by = match by {
                By::Them => None,
                By::Us => Some(&self.us.id),
            };
            self.event_by(cx, by, tell(Step { round: Some(news.round), ..self.step() }));
        }
    }
}

/// The event of the delegate's message at the origin.
pub(in crate::actions) fn at_origin(
    message: &FromDelegate,
    before: &OriginCopy,
    step: &OriginStep,
) -> RoundEvents {
    let is_refused = step.messages.iter().any(|said| matches!(said, FromOrigin::Refused { .. }));
    let has_moved = step.copy.state != before.state;
    let events = match message {
        _ if is_refused => vec![],
        FromDelegate::Accept { .. } => {
            if step.messages.iter().any(|said| matches!(said, FromOrigin::Grant { .. })) {
                vec![them(Happened::DelegationAccepted), us(Happened::DelegationGranted)]
            } else if has_moved && step.copy.state == State::Lost {
                vec![them(Happened::DelegationAccepted), us(Happened::DelegationLost)]
            } else {
                vec![them(Happened::DelegationAcceptedTooLate)]
            }
        }
        FromDelegate::Counter { .. } => {
            let is_shown =
                step.effects.iter().any(|effect| matches!(effect, OriginEffect::ShowCounter { .. }));
            told_if(is_shown, Happened::DelegationCountered)
        }
        FromDelegate::Decline { .. } => told_if(step.copy != *before, Happened::DelegationDeclined),
        FromDelegate::Progress { .. } => told_if(true, Happened::DelegationProgressed),
        FromDelegate::Submit { .. } => told_if(true, Happened::DelegationSubmitted),
        FromDelegate::Leave { .. } => told_if(has_moved, Happened::DelegationReturned),
        FromDelegate::AcceptRevoke => told_if(has_moved, Happened::DelegationRecalled),
        FromDelegate::AskOnward { .. } | FromDelegate::Refused { .. } => vec![],
    };
    RoundEvents { events, round: step.copy.round }
}

/// The event of the origin's message at the delegate.
pub(in crate::actions) fn at_delegate(
    message: &FromOrigin,
    before: &DelegateCopy,
    step: &DelegateStep,
) -> RoundEvents {
    let is_refused = step.messages.iter().any(|said| matches!(said, FromDelegate::Refused { .. }));
    let has_moved = step.copy.state != before.state;
    let events = match message {
        _ if is_refused => vec![],
        FromOrigin::Undo { .. } if step.copy.state == State::Expired => {
            told_if(has_moved, Happened::DelegationExpired)
        }
        FromOrigin::Undo { .. } => told_if(step.copy != *before, Happened::DelegationWithdrawn),
        FromOrigin::Grant { .. } => told_if(true, Happened::DelegationGranted),
        FromOrigin::RejectAccept { .. } if step.copy.state == State::Lost => {
            told_if(has_moved, Happened::DelegationLost)
        }
        FromOrigin::RejectAccept { .. } if step.copy != *before => {
            vec![us(Happened::DelegationAcceptedTooLate)]
        }
        FromOrigin::TaskChanged { .. } => told_if(step.copy != *before, Happened::DelegationUpdated),
        // Its effect tells of it.
        FromOrigin::TaskBlocked { .. } => vec![],
        FromOrigin::AcceptWork { .. } => told_if(has_moved, super::WORK_ACCEPTED),
        FromOrigin::SendBack { .. } => told_if(true, Happened::DelegationSentBack),
        FromOrigin::RefuseWork { .. } => told_if(has_moved, Happened::DelegationWorkRefused),
        FromOrigin::Revoke { .. } => told_if(has_moved, Happened::DelegationRecalled),
        FromOrigin::AcceptLeave => told_if(has_moved, Happened::DelegationReturned),
        // The origin does not know what was given back, so the return is complete.
        FromOrigin::Refused { .. } => told_if(has_moved, Happened::DelegationReturned),
        // The events of an Offer, a Nudge or an answer are left where they take effect.
        FromOrigin::Offer(_)
        | FromOrigin::RejectAccept { .. }
        | FromOrigin::Nudge
        | FromOrigin::AnswerOnward { .. } => vec![],
    };
    RoundEvents { events, round: step.copy.round }
}

fn told_if(is_told: bool, tell: Tell) -> Vec<(Tell, By)> {
    if is_told { vec![them(tell)] } else { vec![] }
}

fn them(tell: Tell) -> (Tell, By) {
    (tell, By::Them)
}

fn us(tell: Tell) -> (Tell, By) {
    (tell, By::Us)
}
