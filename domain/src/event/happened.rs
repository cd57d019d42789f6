//! What can happen, once: every kind with what it tells. History, timelines, "Lately", Home, the API's feed and the
//! listeners read the same.
//!
//! The word of a kind and the members of its data are part of the API: they are added to and never renamed. What older
//! programs did not tell is optional.
//!
//! | file | what it has |
//! |---|---|
//! | this one | the kinds |
//! | `told` | what is told of each kind |
//! | `names` | what that names |
//! | `about` | what is asked of any event |

mod names;
mod told;

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

pub(crate) use self::names::Names;
pub use self::names::{Member, Name, TaskCount, TaskNumber};
pub use self::told::*;

/// Each list of kinds is a macro as well: a pattern that matches all of them, for code that does the same with each. So is each
/// mark of a kind. A kind without a mark has to be named by the code that asks about the mark; the compiler says where:
///
/// * `by name`: histories have one sentence for it, which is found by its word and gets its data.
/// * `for nobody`: it concerns no part and no group (`notice::concerns`).
/// * `without effect`: no clock, pairing, ledger or notice follows from it (`event::effect`).
/// * `off log`: the log of a pursuance does not have it ([`Happened::is_in_log`]).
/// * `settles nothing`: it answers no question that several people were told of (`notice::settles`), and no task is more or less done by
///   it ([`Happened::moves_parts`]).
macro_rules! happened {
    ($($(#[doc = $about:literal])* $list:ident {
        $($variant:ident($told:ty) = $word:literal $(by $name:ident)? $(for $nobody:ident)? $(without $effect:ident)?
            $(off $log:ident)? $(settles $settled:ident)?),+ $(,)?
    })+) => {
        /// The kind of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[expect(missing_docs, reason = "the word beside each says it")]
        pub enum Verb { $($(#[serde(rename = $word)] $variant),+),+ }

        impl Verb {
            /// Every verb.
            pub const ALL: &'static [Self] = &[$($(Self::$variant),+),+];

            /// The word stored and shown to programs.
            pub fn as_str(self) -> &'static str {
                match self { $($(Self::$variant => $word),+),+ }
            }

            $(
                $(#[doc = $about])*
                pub const fn $list() -> &'static [Self] {
                    &[$(Self::$variant),+]
                }
            )+

            /// The kinds whose sentence in histories is found by their word.
            pub const fn told_by_name() -> &'static [Self] {
                &[$($($($crate::marked!($name Self $variant),)?)+)+]
            }

            /// Reads a stored word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($($word => Some(Self::$variant),)+)+ _ => None }
            }
        }

        /// The kind of an event, with what is told about it.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(tag = "verb", content = "data")]
        #[expect(missing_docs, reason = "the word beside each says it")]
        pub enum Happened { $($(#[serde(rename = $word)] $variant($told)),+),+ }

        impl Happened {
            /// The kind alone.
            pub fn verb(&self) -> Verb {
                match self { $($(Self::$variant(_) => Verb::$variant),+),+ }
            }

            /// What is told about it, as stored and answered by the API.
            pub fn data(&self) -> Value {
                match self { $($(Self::$variant(told) => serde_json::to_value(told)),+),+ }.unwrap_or_default()
            }

            /// What its data names.
            pub fn names(&self) -> Vec<Member<'_>> {
                let mut found = Vec::new();
                match self { $($(Self::$variant(told) => told.names(&mut Vec::new(), &mut found)),+),+ }
                found
            }

            /// Reads what was stored.
            ///
            /// # Errors
            /// When the data is none of that kind.
            pub fn read(verb: Verb, data: Value) -> Result<Self, serde_json::Error> {
                Ok(match verb { $($(Verb::$variant => Self::$variant(serde_json::from_value(data)?)),+),+ })
            }
        }

        $(
            $(#[doc = $about])*
            #[macro_export]
            macro_rules! $list { () => { $($crate::event::Happened::$variant(_))|+ } }
        )+

        /// The kinds whose sentence in histories is found by their word.
        #[macro_export]
        macro_rules! kinds_told_by_name { () => { $($($(| $crate::marked!($name $variant))?)+)+ } }

        /// The kinds that are told to nobody.
        #[macro_export]
        macro_rules! kinds_for_nobody { () => { $($($(| $crate::marked!($nobody $variant))?)+)+ } }

        /// The kinds from which nothing follows by itself.
        #[macro_export]
        macro_rules! kinds_without_effect { () => { $($($(| $crate::marked!($effect $variant))?)+)+ } }

        /// The kinds that no log of a pursuance has.
        #[macro_export]
        macro_rules! kinds_off_log { () => { $($($(| $crate::marked!($log $variant))?)+)+ } }

        /// The kinds that answer no question of several people, and move no parts of a task.
        #[macro_export]
        macro_rules! kinds_settling_nothing { () => { $($($(| $crate::marked!($settled $variant))?)+)+ } }
    };
}

/// A kind of event with its data, before the data is read.
#[derive(Deserialize)]
struct Unread {
    verb: Verb,
    data: Value,
}

// Not derived: that would compile the reader of each kind for every form of JSON.
impl<'de> Deserialize<'de> for Happened {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Unread { verb, data } = Unread::deserialize(input)?;
        Self::read(verb, data).map_err(D::Error::custom)
    }
}

/// A kind that is marked, as a verb or as a pattern.
#[doc(hidden)]
#[macro_export]
macro_rules! marked {
    (name $verb:ident $variant:ident) => {
        $verb::$variant
    };
    ($mark:ident $variant:ident) => {
        $crate::event::Happened::$variant(_)
    };
}

happened! {
    /// The kinds that stand in the stream of an account or of the instance only.
    kinds_of_the_instance {
        AccountCreated(AccountCreated) = "account.created" without effect settles nothing,
        AccountVerifierSet(VerifierSet) = "account.passphrase_changed" without effect settles nothing,
        AccountRecoverySet(Bare) = "account.recovery_set" without effect settles nothing,
        AccountDeviceAdded(Bare) = "account.device_added" without effect settles nothing,
        AccountKeysReplaced(VerifierSet) = "account.keys_replaced" without effect settles nothing,
        AccountOperatorSet(OperatorSet) = "account.operator_set" without effect settles nothing,
        AccountSuspended(Suspended) = "account.suspended" without effect settles nothing,
        AccountLimitsLifted(LimitsLifted) = "account.limits_lifted" without effect settles nothing,
        AccountLinkMade(LinkMade) = "account.link_made" without effect settles nothing,
        AccountAsked(Bare) = "account.asked" without effect settles nothing,
        AccountRequestAnswered(AccountRequestAnswered) = "account.request_answered" without effect settles nothing,
        AccountPictureRemoved(Bare) = "account.picture_removed" without effect settles nothing,
        SessionStarted(Bare) = "session.started" without effect settles nothing,
        SessionEnded(SessionEnded) = "session.ended" without effect settles nothing,
        TokenCreated(TokenCreated) = "token.created" without effect settles nothing,
        TokenRevoked(Bare) = "token.revoked" without effect settles nothing,
        InstanceConfigured(Configured) = "instance.configured" without effect settles nothing,
        HostBlocked(HostBlocked) = "instance.host_blocked" without effect settles nothing,
        ChannelResumed(ChannelResumed) = "channel.resumed" without effect settles nothing,
        HostNotLettingIn(NotLettingIn) = "instance.host_not_letting_in" without effect settles nothing,
        ActorGone(ActorGone) = "actor.gone" without effect settles nothing,
        ProfileEdited(Bare) = "profile.edited" without effect settles nothing,
        LimitsSet(Bare) = "profile.limits_set" without effect settles nothing,
        AwaySet(AwaySet) = "profile.away_set" without effect settles nothing,
        FileAdded(Bytes) = "file.added" without effect settles nothing,
        PrimaryNamed(PrimaryNamed) = "pursuance.primary_named" without effect settles nothing,
        PursuanceEnded(Bare) = "pursuance.ended" without effect settles nothing,
        WatchSet(WatchSet) = "watch.set" without effect settles nothing,
        NoticeRead(NoticeRead) = "notice.read" settles nothing,
        NoticeMuted(NoticeMuted) = "notice.muted" without effect settles nothing,
        PreferenceSet(PreferenceSet) = "preference.set" without effect settles nothing,
        MailSet(Bare) = "mail.set" without effect settles nothing,
        MailConfirmed(Bare) = "mail.confirmed" without effect settles nothing,
        MailRemoved(Bare) = "mail.removed" without effect settles nothing,
        MailPaused(MailPaused) = "mail.paused" without effect settles nothing,
        FeedCreated(FeedCreated) = "feed.created" without effect settles nothing,
        FeedReplaced(Bare) = "feed.replaced" without effect settles nothing,
        FeedRevoked(Bare) = "feed.revoked" without effect settles nothing,
        SearchSaved(Bare) = "search.saved" without effect settles nothing,
        SearchForgotten(Bare) = "search.forgotten" without effect settles nothing,
        PushSubscribed(Bare) = "push.subscribed" without effect settles nothing,
        PushUnsubscribed(Bare) = "push.unsubscribed" without effect settles nothing,
    }
    /// The kinds that stand in the streams of pursuances and are told to operators too.
    kinds_of_both {
        ActorKeyChanged(KeyChanged) = "actor.key_changed" without effect settles nothing,
        ActorKeyAccepted(KeyAccepted) = "actor.key_accepted" without effect settles nothing,
        DelegationSuspended(ChannelSuspended) = "delegation.suspended" without effect settles nothing,
    }
    /// A pursuance as a whole: its name and mission, its pace, its end.
    kinds_of_whole {
        PursuanceCreated(Openness) = "pursuance.created" by name for nobody without effect settles nothing,
        PursuanceEdited(PursuanceEdited) = "pursuance.edited" by name for nobody without effect settles nothing,
        PursuancePaceSet(PaceSet) = "pursuance.pace_set" for nobody without effect settles nothing,
        PursuanceClosed(Closed) = "pursuance.closed" by name without effect settles nothing,
        PursuanceReopened(Bare) = "pursuance.reopened" by name without effect settles nothing,
        PursuanceDeleted(Bare) = "pursuance.deleted" by name without effect off log settles nothing,
    }
    /// Members, and who may become one.
    kinds_of_members {
        MemberJoined(Joined) = "member.joined" by name without effect settles nothing,
        MemberAsked(Asked) = "member.asked" by name without effect settles nothing,
        MemberLetIn(Bare) = "member.let_in" for nobody off log settles nothing,
        MemberRekeyed(Bare) = "member.rekeyed" by name without effect off log settles nothing,
        MemberDecided(MemberDecided) = "member.decided" without effect,
        MemberLeft(MemberLeft) = "member.left" for nobody settles nothing,
        MemberRoleSet(RoleSet) = "member.role_set" without effect settles nothing,
        MemberRemoved(Removed) = "member.removed" settles nothing,
        MemberBanned(Banned) = "member.banned" settles nothing,
        MemberUnbanned(Unbanned) = "member.unbanned" without effect settles nothing,
        InviteCreated(InviteCreated) = "invite.created" for nobody without effect settles nothing,
        InviteRevoked(InviteRevoked) = "invite.revoked" for nobody without effect settles nothing,
        InviteUsed(InviteUsed) = "invite.used" by name without effect off log settles nothing,
        RecruitAsked(RecruitAsked) = "recruit.asked" without effect off log settles nothing,
        RecruitAnswered(RecruitAnswered) = "recruit.answered" without effect off log,
    }
    /// What all in a pursuance share: skills, searches, rooms.
    kinds_of_fittings {
        SkillMerged(SkillMerged) = "skill.merged" by name for nobody without effect settles nothing,
        SearchShared(SearchShared) = "search.shared" by name for nobody without effect settles nothing,
        RoomCreated(RoomCreated) = "room.created" by name for nobody without effect settles nothing,
        RoomEdited(RoomEdited) = "room.edited" by name for nobody without effect settles nothing,
        RoomArchived(RoomArchived) = "room.archived" by name for nobody without effect settles nothing,
        RoomSlowed(RoomSlowed) = "room.slowed" by name for nobody without effect settles nothing,
    }
    /// What is said in rooms.
    kinds_of_messages {
        RoomSaid(Said) = "room.said" without effect off log settles nothing,
        RoomMessageEdited(Said) = "room.message_edited" without effect off log settles nothing,
        RoomMessageDeleted(InRoom) = "room.message_deleted" for nobody without effect off log settles nothing,
        RoomMessageRemoved(MessageRemoved) = "room.message_removed" without effect settles nothing,
    }
    /// What a pursuance offers to others.
    kinds_of_skill_offers {
        SkillOfferPublished(SkillOffered) = "skill_offer.published" by name for nobody without effect settles nothing,
        SkillOfferChanged(SkillOffered) = "skill_offer.changed" by name for nobody without effect settles nothing,
        SkillOfferWithdrawn(SkillOffered) = "skill_offer.withdrawn" by name for nobody without effect settles nothing,
    }
    /// Rights that go from one member to another, or hold for one task.
    kinds_of_rights {
        TransferAsked(Bare) = "pursuance.transfer_asked" without effect settles nothing,
        TransferEnded(TransferEnded) = "pursuance.transfer_ended" without effect settles nothing,
        TaskGrantSet(GrantSet) = "task.grant_set" without effect settles nothing,
    }
    /// Suggestions and their answers.
    kinds_of_suggestions {
        SuggestionMade(Suggestion) = "suggestion.made" without effect off log settles nothing,
        SuggestionAccepted(SuggestionAccepted) = "suggestion.accepted" without effect,
        SuggestionDeclined(Suggestion) = "suggestion.declined" without effect off log,
        SuggestionWithdrawn(Suggestion) = "suggestion.withdrawn" without effect off log,
        SuggestionClosed(SuggestionClosed) = "suggestion.closed" without effect off log,
    }
    /// The work itself, and who has it.
    kinds_of_tasks {
        TaskCreated(TaskCreated) = "task.created" by name off log,
        TaskEdited(TaskEdited) = "task.edited" by name off log settles nothing,
        TaskMoved(TaskMoved) = "task.moved" by name for nobody without effect off log,
        TaskReordered(TaskReordered) = "task.reordered" for nobody without effect off log settles nothing,
        TaskPhaseSet(PhaseSet) = "task.phase_set" off log,
        TaskAssigned(TaskAssigned) = "task.assigned" off log settles nothing,
        TaskAsked(TaskAsked) = "task.asked" without effect off log settles nothing,
        OfferAnswered(OfferAnswered) = "offer.answered" for nobody off log settles nothing,
        OfferEnded(OfferEnded) = "offer.ended" without effect off log settles nothing,
        MentorAsked(MentorAsked) = "mentor.asked" without effect off log settles nothing,
        MentorAnswered(MentorAnswered) = "mentor.answered" for nobody off log settles nothing,
        TaskAccompanied(TaskAccompanied) = "task.accompanied" without effect off log settles nothing,
        PairingMoved(PairingMoved) = "pairing.moved" without effect off log settles nothing,
        PairingAllied(PairingAllied) = "pairing.allied" without effect off log settles nothing,
        TaskDueUnassigned(DueUnassigned) = "task.due_unassigned" without effect off log settles nothing,
        PairingPaused(PairingPaused) = "pairing.paused" by name for nobody without effect off log settles nothing,
        TaskStillOnIt(StillOnIt) = "task.still_on_it" for nobody off log settles nothing,
        TaskNudged(Nudged) = "task.nudged" without effect off log settles nothing,
        HandOnAsked(HandOnAsked) = "task.hand_on_asked" by name without effect off log settles nothing,
        TaskKept(Bare) = "task.kept" by name for nobody off log settles nothing,
        TaskWaits(Waits) = "task.waits" off log settles nothing,
        TaskAwaited(Awaited) = "task.awaited" without effect off log settles nothing,
        TaskWaitingShown(WaitingShown) = "task.waiting_shown" for nobody without effect off log settles nothing,
        TaskBlocked(Blocked) = "task.blocked" off log settles nothing,
        TaskUnblocked(Unblocked) = "task.unblocked" off log settles nothing,
        TaskBlockerMoved(BlockerMoved) = "task.blocker_moved" off log settles nothing,
        TaskArchived(Archived) = "task.archived" by name off log,
        TaskTrashed(Trashed) = "task.trashed" by name without effect,
        TaskRestored(Restored) = "task.restored" by name off log,
        TaskDeleted(TaskGone) = "task.deleted" by name for nobody without effect settles nothing,
    }
    /// Comments and files of tasks.
    kinds_of_comments {
        TaskCommented(Commented) = "task.commented" by name off log settles nothing,
        TaskCommentEdited(CommentEdited) = "task.comment_edited" by name without effect off log settles nothing,
        TaskCommentDeleted(CommentDeleted) = "task.comment_deleted" by name for nobody without effect off log settles nothing,
        TaskCommentRemoved(CommentRemoved) = "task.comment_removed" without effect settles nothing,
        TaskFileAttached(Bytes) = "task.file_attached" for nobody off log settles nothing,
        TaskFileDeleted(Bare) = "task.file_deleted" by name for nobody without effect off log settles nothing,
        TaskFileRemoved(FileRemoved) = "task.file_removed" without effect settles nothing,
    }
    /// The steps of delegations, which stand in the streams of both of their pursuances.
    kinds_of_delegations {
        DelegationOffered(Step) = "delegation.offered" without effect settles nothing,
        DelegationReoffered(Step) = "delegation.reoffered" without effect settles nothing,
        DelegationCountered(Step) = "delegation.countered" without effect,
        DelegationAccepted(Step) = "delegation.accepted" without effect,
        DelegationAcceptedTooLate(Step) = "delegation.accepted_too_late" without effect settles nothing,
        DelegationGranted(Step) = "delegation.granted" without effect settles nothing,
        DelegationDeclined(Step) = "delegation.declined",
        DelegationWithdrawn(Step) = "delegation.withdrawn",
        DelegationExpired(Step) = "delegation.expired",
        DelegationLost(Step) = "delegation.lost" settles nothing,
        DelegationProgressed(Step) = "delegation.progressed" settles nothing,
        DelegationUpdated(Step) = "delegation.updated" without effect settles nothing,
        DelegationSubmitted(Step) = "delegation.submitted" without effect settles nothing,
        DelegationReviewStarted(Step) = "delegation.review_started" without effect settles nothing,
        DelegationReviewReminded(Step) = "delegation.review_reminded" without effect settles nothing,
        DelegationReviewEscalated(Step) = "delegation.review_escalated" without effect settles nothing,
        DelegationWorkAccepted(WorkAccepted) = "delegation.work_accepted" without effect settles nothing,
        DelegationSentBack(Step) = "delegation.sent_back" without effect settles nothing,
        DelegationWorkRefused(Step) = "delegation.work_refused" settles nothing,
        DelegationRecalling(Step) = "delegation.recalling" without effect settles nothing,
        DelegationRecalled(Step) = "delegation.recalled" settles nothing,
        DelegationReturning(Step) = "delegation.returning" without effect settles nothing,
        DelegationReturned(Step) = "delegation.returned" settles nothing,
        DelegationNudged(Step) = "delegation.nudged" without effect settles nothing,
        DelegationStalled(Step) = "delegation.stalled" without effect settles nothing,
        DelegationVoided(Step) = "delegation.voided" settles nothing,
        DelegationCutOff(Step) = "delegation.cut_off" settles nothing,
        DelegationOnwardAsked(OnwardAsked) = "delegation.onward_asked" without effect settles nothing,
        DelegationOnwardAnswered(OnwardAnswered) = "delegation.onward_answered" without effect settles nothing,
        DelegationRefused(NotTaken) = "delegation.refused_message" without effect settles nothing,
        DelegationUndelivered(Undelivered) = "delegation.undelivered" without effect settles nothing,
    }
}

/// The kinds that stand in the stream of a pursuance only, without the steps of its delegations.
#[macro_export]
macro_rules! kinds_of_pursuances {
    () => {
        $crate::kinds_of_whole!()
            | $crate::kinds_of_members!()
            | $crate::kinds_of_fittings!()
            | $crate::kinds_of_messages!()
            | $crate::kinds_of_skill_offers!()
            | $crate::kinds_of_rights!()
            | $crate::kinds_of_suggestions!()
            | $crate::kinds_of_tasks!()
            | $crate::kinds_of_comments!()
    };
}

// Behind the lists of kinds, whose macros it uses.
mod about;

#[cfg(test)]
mod tests;
