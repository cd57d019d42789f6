//! Questions that several people are told of, and that one of them answers for all.

use super::NoticeKind;
use crate::delegation::Side;
use crate::event::{Happened, Verb};

/// A question that waits no more: the kinds of the events that told of it, and their object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettledQuestion<'e> {
    pub told_by: &'static [Verb],
    pub object: &'e str,
}

impl SettledQuestion<'_> {
    /// Whether it is the question that an event about `object` asked.
    pub fn was_asked_by(&self, what: &Happened, object: &str) -> bool {
        self.told_by.contains(&what.verb()) && self.object == object
    }
}

/// Whether notices of a kind may tell of such a question.
pub fn may_ask(kind: NoticeKind) -> bool {
    matches!(
        kind,
        NoticeKind::JoinRequest | NoticeKind::Suggestion | NoticeKind::Offer | NoticeKind::Invitation
    )
}

/// The question that an event about `object` settles, for everybody who was told of it. The compiler asks this of each new kind, unless
/// its line in the list of kinds says `settles nothing`.
pub fn settles<'e>(what: &'e Happened, object: &'e str) -> Option<SettledQuestion<'e>> {
    Some(match what {
        // A person who takes a request back and asks again the same day is told of once: that notice stays.
        Happened::MemberDecided(_) => SettledQuestion { told_by: &[Verb::MemberAsked], object },
        Happened::RecruitAnswered(_) => SettledQuestion { told_by: &[Verb::RecruitAsked], object },
        Happened::SuggestionDeclined(of) | Happened::SuggestionWithdrawn(of) => {
            SettledQuestion { told_by: &[Verb::SuggestionMade], object: of.suggestion.as_str() }
        }
        Happened::SuggestionAccepted(told) => {
            SettledQuestion { told_by: &[Verb::SuggestionMade], object: told.of.suggestion.as_str() }
        }
        Happened::SuggestionClosed(told) => {
            SettledQuestion { told_by: &[Verb::SuggestionMade], object: told.of.suggestion.as_str() }
        }
        // The offer of another pursuance, which was answered, or ended.
        Happened::DelegationAccepted(step)
        | Happened::DelegationDeclined(step)
        | Happened::DelegationCountered(step)
        | Happened::DelegationWithdrawn(step)
        | Happened::DelegationExpired(step) => match step.side {
            Side::Delegate => SettledQuestion {
                told_by: &[Verb::DelegationOffered, Verb::DelegationReoffered],
                object: step.delegation.as_str(),
            },
            Side::Origin => return None,
        },
        Happened::TaskCreated(_)
        | Happened::TaskPhaseSet(_)
        | Happened::TaskMoved(_)
        | Happened::TaskArchived(_)
        | Happened::TaskTrashed(_)
        | Happened::TaskRestored(_)
        | kinds_settling_nothing!() => return None,
    })
}
