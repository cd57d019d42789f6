//! Questions that several people are told of, and that one of them answers for all.

use crate::delegation::Side;
use crate::event::happened::Step;
use crate::event::{Happened, Verb};

/// A question that waits no more: the kinds of the events that told of it, and their object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled<'e> {
    pub told_by: &'static [Verb],
    pub object: &'e str,
}

/// The question that an event about `object` settles, for everybody who was told of it.
pub fn settles<'e>(what: &'e Happened, object: &'e str) -> Option<Settled<'e>> {
    // Whoever takes a request back and asks again the same day is not told of anew: that notice stays.
    if let Happened::MemberDecided(_) = what {
        return Some(Settled { told_by: &[Verb::MemberAsked], object });
    }
    if let Happened::RecruitAnswered(_) = what {
        return Some(Settled { told_by: &[Verb::RecruitAsked], object });
    }
    if let Happened::SuggestionDeclined(of) | Happened::SuggestionWithdrawn(of) = what {
        return Some(Settled { told_by: &[Verb::SuggestionMade], object: of.suggestion.as_str() });
    }
    if let Happened::SuggestionAccepted(told) = what {
        return Some(Settled { told_by: &[Verb::SuggestionMade], object: told.of.suggestion.as_str() });
    }
    if let Happened::SuggestionClosed(told) = what {
        return Some(Settled { told_by: &[Verb::SuggestionMade], object: told.of.suggestion.as_str() });
    }
    let step = end_of_offer(what).filter(|step| step.side == Side::Delegate)?;
    let told_by = &[Verb::DelegationOffered, Verb::DelegationReoffered];
    Some(Settled { told_by, object: step.delegation.as_str() })
}

/// The step with which an offer of another pursuance was answered, or ended.
fn end_of_offer(what: &Happened) -> Option<&Step> {
    if let Happened::DelegationAccepted(step)
    | Happened::DelegationDeclined(step)
    | Happened::DelegationCountered(step)
    | Happened::DelegationWithdrawn(step)
    | Happened::DelegationExpired(step) = what
    {
        Some(step)
    } else {
        None
    }
}
