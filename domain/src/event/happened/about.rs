//! Questions about an event of any kind.

use serde_json::Value;

use super::{Happened, Name, TaskMoved, Trashed};
use crate::id::{DelegationId, ReasonId, RoomId};
use crate::task::phase::Phase;

impl Happened {
    /// Whether the log of a pursuance has it: who did what to whom among the members, and the settings.
    pub fn is_in_log(&self) -> bool {
        match self {
            // Of a task, its history has it.
            Self::SuggestionAccepted(told) => told.member,
            kinds_of_the_instance!() | kinds_of_both!() | kinds_of_delegations!() | kinds_off_log!() => false,
            Self::PursuanceCreated(_)
            | Self::PursuanceEdited(_)
            | Self::PursuancePaceSet(_)
            | Self::PursuanceClosed(_)
            | Self::PursuanceReopened(_)
            | Self::MemberJoined(_)
            | Self::MemberAsked(_)
            | Self::MemberDecided(_)
            | Self::MemberLeft(_)
            | Self::MemberRoleSet(_)
            | Self::MemberRemoved(_)
            | Self::MemberBanned(_)
            | Self::MemberUnbanned(_)
            | Self::InviteCreated(_)
            | Self::InviteRevoked(_)
            | Self::SkillMerged(_)
            | Self::SearchShared(_)
            | Self::RoomCreated(_)
            | Self::RoomEdited(_)
            | Self::RoomArchived(_)
            | Self::RoomSlowed(_)
            | Self::RoomMessageRemoved(_)
            | Self::SkillOfferPublished(_)
            | Self::SkillOfferChanged(_)
            | Self::SkillOfferWithdrawn(_)
            | Self::TransferAsked(_)
            | Self::TransferEnded(_)
            | Self::TaskGrantSet(_)
            | Self::TaskCommentRemoved(_)
            | Self::TaskFileRemoved(_)
            | Self::TaskTrashed(_)
            | Self::TaskDeleted(_) => true,
        }
    }

    /// Whether work was handed in here. Neither a review that is given back does so, nor an acceptance that is.
    pub fn hands_in(&self) -> bool {
        let Self::TaskPhaseSet(set) = self else { return false };
        let was_handed_in = set.before.is_under_review() || set.before.is_closed();
        set.delegation.is_none() && set.after == Phase::ReadyForReview && !was_handed_in
    }

    /// The room that it happened in.
    #[expect(clippy::wildcard_enum_match_arm, reason = "most kinds are about no room")]
    pub fn room(&self) -> Option<&RoomId> {
        match self {
            Self::RoomSaid(told) | Self::RoomMessageEdited(told) => Some(&told.room),
            Self::RoomMessageDeleted(told) => Some(&told.room),
            Self::RoomMessageRemoved(told) => Some(&told.room),
            _ => None,
        }
    }

    /// The room in which somebody spoke.
    pub fn said_in(&self) -> Option<&RoomId> {
        if let Self::RoomSaid(told) = self { Some(&told.room) } else { None }
    }

    /// Whether a new comment or message was said, whose id is the object of the event.
    pub fn is_said(&self) -> bool {
        matches!(self, Self::TaskCommented(_) | Self::RoomSaid(_))
    }

    /// Returns its data, where a task went into the trash.
    pub fn trashed(&self) -> Option<&Trashed> {
        if let Self::TaskTrashed(told) = self { Some(told) } else { None }
    }

    /// Whether a task may have come to the open parts of the one above it by this, or have left them.
    pub fn moves_parts(&self) -> bool {
        match self {
            Self::TaskCreated(_)
            | Self::TaskPhaseSet(_)
            | Self::TaskMoved(_)
            | Self::TaskArchived(_)
            | Self::TaskTrashed(_)
            | Self::TaskRestored(_) => true,
            Self::MemberDecided(_)
            | Self::RecruitAnswered(_)
            | Self::SuggestionDeclined(_)
            | Self::SuggestionWithdrawn(_)
            | Self::SuggestionAccepted(_)
            | Self::SuggestionClosed(_)
            | Self::DelegationAccepted(_)
            | Self::DelegationDeclined(_)
            | Self::DelegationCountered(_)
            | Self::DelegationWithdrawn(_)
            | Self::DelegationExpired(_)
            | kinds_settling_nothing!() => false,
        }
    }

    /// Returns its data, where a task went elsewhere in the tree.
    pub fn moved(&self) -> Option<&TaskMoved> {
        if let Self::TaskMoved(told) = self { Some(told) } else { None }
    }

    /// The delegation of which it is a step, or from which it follows.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "most kinds are about no delegation; a test looks for one in what each tells"
    )]
    pub fn delegation(&self) -> Option<&DelegationId> {
        match self {
            Self::DelegationOffered(step)
            | Self::DelegationReoffered(step)
            | Self::DelegationCountered(step)
            | Self::DelegationAccepted(step)
            | Self::DelegationAcceptedTooLate(step)
            | Self::DelegationGranted(step)
            | Self::DelegationDeclined(step)
            | Self::DelegationWithdrawn(step)
            | Self::DelegationExpired(step)
            | Self::DelegationLost(step)
            | Self::DelegationProgressed(step)
            | Self::DelegationUpdated(step)
            | Self::DelegationSubmitted(step)
            | Self::DelegationReviewStarted(step)
            | Self::DelegationReviewReminded(step)
            | Self::DelegationReviewEscalated(step)
            | Self::DelegationSentBack(step)
            | Self::DelegationWorkRefused(step)
            | Self::DelegationRecalling(step)
            | Self::DelegationRecalled(step)
            | Self::DelegationReturning(step)
            | Self::DelegationReturned(step)
            | Self::DelegationNudged(step)
            | Self::DelegationStalled(step)
            | Self::DelegationVoided(step)
            | Self::DelegationCutOff(step) => Some(&step.delegation),
            Self::DelegationWorkAccepted(told) => Some(&told.step.delegation),
            Self::DelegationOnwardAsked(told) => Some(&told.step.delegation),
            Self::DelegationOnwardAnswered(told) => Some(&told.step.delegation),
            Self::DelegationRefused(told) => Some(&told.step.delegation),
            Self::DelegationUndelivered(told) => Some(&told.step.delegation),
            Self::TaskCreated(told) => told.delegation.as_ref(),
            Self::TaskEdited(told) => told.delegation.as_ref(),
            Self::TaskMoved(told) => told.delegation.as_ref(),
            Self::TaskPhaseSet(told) => told.delegation.as_ref(),
            Self::TaskAssigned(told) => told.delegation.as_ref(),
            Self::TaskCommented(told) => told.delegation.as_ref(),
            Self::TaskCommentEdited(told) => told.delegation.as_ref(),
            Self::TaskCommentDeleted(told) => told.delegation.as_ref(),
            Self::TaskBlocked(told) => told.delegation.as_ref(),
            Self::TaskUnblocked(told) => told.delegation.as_ref(),
            _ => None,
        }
    }

    /// The text that a person gave as the reason.
    pub fn reason(&self) -> Option<&ReasonId> {
        self.names().into_iter().find_map(|member| match member.name {
            Name::Text(reason) => Some(reason),
            Name::Task(_) | Name::Number(_) | Name::Count(_) | Name::Actor(_) => None,
        })
    }

    /// Returns its data for a reader who sees some of what it names: null stands for the rest.
    pub fn data_for(&self, sees: impl Fn(Name<'_>) -> bool) -> Value {
        let mut data = self.data();
        for member in self.names().into_iter().filter(|member| !sees(member.name)) {
            *member.within(&mut data) = Value::Null;
        }
        data
    }
}
