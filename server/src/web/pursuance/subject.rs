//! The subjects of events, for a filter: a few groups for many kinds.

use pursuance_domain::event::Verb;

/// A group of kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The work itself, and the assignees.
    Tasks,
    /// Comments and files of tasks.
    Discussion,
    /// Members who join or leave, roles and rights.
    People,
    /// The work with other pursuances, here and on other servers.
    Servers,
    /// Suggestions and their answers, and changes of the whole pursuance.
    Decisions,
}

impl Subject {
    /// Every subject, in the order of the choice.
    pub const ALL: [Self; 5] = [Self::Tasks, Self::Discussion, Self::People, Self::Servers, Self::Decisions];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Discussion => "discussion",
            Self::People => "people",
            Self::Servers => "servers",
            Self::Decisions => "decisions",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.as_str() == word)
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Tasks => "activity-tasks",
            Self::Discussion => "activity-discussion",
            Self::People => "activity-people",
            Self::Servers => "activity-servers",
            Self::Decisions => "activity-decisions",
        }
    }

    /// The kinds of events in a subject; without a subject, all kinds of a pursuance.
    pub fn verbs(subject: Option<Self>) -> Vec<Verb> {
        let is_wanted = |verb: &Verb| match (Self::of(*verb), subject) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(of), Some(wanted)) => of == wanted,
        };
        Verb::ALL.iter().copied().filter(is_wanted).collect()
    }

    /// The subject of a kind; none for the kinds in the streams of accounts or of the instance.
    fn of(verb: Verb) -> Option<Self> {
        Some(match verb {
            Verb::AccountCreated
            | Verb::AccountVerifierSet
            | Verb::AccountRecoverySet
            | Verb::AccountDeviceAdded
            | Verb::AccountKeysReplaced
            | Verb::AccountOperatorSet
            | Verb::AccountSuspended
            | Verb::AccountLimitsLifted
            | Verb::AccountLinkMade
            | Verb::AccountAsked
            | Verb::AccountRequestAnswered
            | Verb::AccountPictureRemoved
            | Verb::SessionStarted
            | Verb::SessionEnded
            | Verb::TokenCreated
            | Verb::TokenRevoked
            | Verb::InstanceConfigured
            | Verb::HostBlocked
            | Verb::ChannelResumed
            | Verb::HostNotLettingIn
            | Verb::ActorGone
            | Verb::ProfileEdited
            | Verb::LimitsSet
            | Verb::AwaySet
            | Verb::FileAdded
            | Verb::PrimaryNamed
            | Verb::PursuanceEnded
            | Verb::WatchSet
            | Verb::NoticeRead
            | Verb::NoticeMuted
            | Verb::PreferenceSet
            | Verb::MailSet
            | Verb::MailConfirmed
            | Verb::MailRemoved
            | Verb::MailPaused
            | Verb::FeedCreated
            | Verb::FeedReplaced
            | Verb::FeedRevoked
            | Verb::SearchSaved
            | Verb::SearchForgotten
            | Verb::PushSubscribed
            | Verb::PushUnsubscribed => return None,
            Verb::TaskCreated
            | Verb::TaskEdited
            | Verb::TaskMoved
            | Verb::TaskReordered
            | Verb::TaskPhaseSet
            | Verb::TaskAssigned
            | Verb::TaskAsked
            | Verb::OfferAnswered
            | Verb::OfferEnded
            | Verb::MentorAsked
            | Verb::MentorAnswered
            | Verb::TaskAccompanied
            | Verb::PairingMoved
            | Verb::PairingAllied
            | Verb::TaskDueUnassigned
            | Verb::PairingPaused
            | Verb::TaskStillOnIt
            | Verb::TaskNudged
            | Verb::HandOnAsked
            | Verb::TaskKept
            | Verb::TaskWaits
            | Verb::TaskAwaited
            | Verb::TaskWaitingShown
            | Verb::TaskBlocked
            | Verb::TaskUnblocked
            | Verb::TaskBlockerMoved
            | Verb::TaskArchived
            | Verb::TaskTrashed
            | Verb::TaskRestored
            | Verb::TaskDeleted => Self::Tasks,
            Verb::TaskCommented
            | Verb::TaskCommentEdited
            | Verb::TaskCommentDeleted
            | Verb::TaskCommentRemoved
            | Verb::TaskFileAttached
            | Verb::TaskFileDeleted
            | Verb::TaskFileRemoved
            | Verb::RoomSaid
            | Verb::RoomMessageEdited
            | Verb::RoomMessageDeleted
            | Verb::RoomMessageRemoved => Self::Discussion,
            Verb::MemberJoined
            | Verb::MemberAsked
            | Verb::MemberLetIn
            | Verb::MemberRekeyed
            | Verb::MemberDecided
            | Verb::MemberLeft
            | Verb::MemberRoleSet
            | Verb::MemberRemoved
            | Verb::MemberBanned
            | Verb::MemberUnbanned
            | Verb::InviteCreated
            | Verb::InviteRevoked
            | Verb::InviteUsed
            | Verb::RecruitAsked
            | Verb::RecruitAnswered
            | Verb::TransferAsked
            | Verb::TransferEnded
            | Verb::TaskGrantSet => Self::People,
            Verb::ActorKeyChanged
            | Verb::ActorKeyAccepted
            | Verb::DelegationSuspended
            | Verb::SkillOfferPublished
            | Verb::SkillOfferChanged
            | Verb::SkillOfferWithdrawn
            | Verb::DelegationOffered
            | Verb::DelegationReoffered
            | Verb::DelegationCountered
            | Verb::DelegationAccepted
            | Verb::DelegationAcceptedTooLate
            | Verb::DelegationGranted
            | Verb::DelegationDeclined
            | Verb::DelegationWithdrawn
            | Verb::DelegationExpired
            | Verb::DelegationLost
            | Verb::DelegationProgressed
            | Verb::DelegationUpdated
            | Verb::DelegationSubmitted
            | Verb::DelegationReviewStarted
            | Verb::DelegationReviewReminded
            | Verb::DelegationReviewEscalated
            | Verb::DelegationWorkAccepted
            | Verb::DelegationSentBack
            | Verb::DelegationWorkRefused
            | Verb::DelegationRecalling
            | Verb::DelegationRecalled
            | Verb::DelegationReturning
            | Verb::DelegationReturned
            | Verb::DelegationNudged
            | Verb::DelegationStalled
            | Verb::DelegationVoided
            | Verb::DelegationCutOff
            | Verb::DelegationOnwardAsked
            | Verb::DelegationOnwardAnswered
            | Verb::DelegationRefused
            | Verb::DelegationUndelivered => Self::Servers,
            Verb::PursuanceCreated
            | Verb::PursuanceEdited
            | Verb::PursuancePaceSet
            | Verb::PursuanceClosed
            | Verb::PursuanceReopened
            | Verb::PursuanceDeleted
            | Verb::SkillMerged
            | Verb::SearchShared
            | Verb::RoomCreated
            | Verb::RoomEdited
            | Verb::RoomArchived
            | Verb::RoomSlowed
            | Verb::SuggestionMade
            | Verb::SuggestionAccepted
            | Verb::SuggestionDeclined
            | Verb::SuggestionWithdrawn
            | Verb::SuggestionClosed => Self::Decisions,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_a_pursuance_tells_is_in_one_group() {
        let groups = [Verb::kinds_of_pursuances(), Verb::kinds_of_delegations(), Verb::kinds_of_both()];
        for verb in groups.into_iter().flatten() {
            assert!(Subject::of(*verb).is_some(), "{verb:?}");
        }
        for verb in Verb::kinds_of_the_instance() {
            assert_eq!(Subject::of(*verb), None, "{verb:?}");
        }
        let each: usize = Subject::ALL.iter().map(|subject| Subject::verbs(Some(*subject)).len()).sum();
        assert_eq!(each, Subject::verbs(None).len());
        for subject in Subject::ALL {
            assert_eq!(Subject::parse(subject.as_str()), Some(subject));
            assert!(!Subject::verbs(Some(subject)).is_empty(), "{subject:?}");
        }
    }
}
