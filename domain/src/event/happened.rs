//! What can happen, once: every kind with what it tells. History, timelines, "Lately", Home, the API's feed and the
//! listeners read the same.
//!
//! The word of a kind and the members of its data are part of the API: they are added to and never renamed. What older
//! programs did not tell is optional.

mod names;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::names::Names;
pub use self::names::{Member, Name, TaskCount, TaskNumber};
use crate::allowed::Granted;
use crate::delegation::{ActorUri, Cut, MessageKind, Reason, Side, State, SubmissionUri};
use crate::id::{
    ActorId, AskId, DelegationId, FileId, InviteId, MentorId, MessageId, OfferId, ProposalId, ReasonId,
    RoomId, SearchId, SkillOfferId, TaskId,
};
use crate::notice::{Channel, MailStop, NoticeKind, Wanted};
use crate::pairing::{MentorState, OfferState, Reached};
use crate::people::parting::Parting;
use crate::people::role::Role;
use crate::silence::{HeirRule, Heirs, Part, SilentDays};
use crate::task::asks::{Edited, Fields};
use crate::task::phase::Phase;
use crate::time::Time;
use crate::value::{
    AwayTasks, Door, FeedForm, HandingOn, Joining, Reviews, RoomReaders, Skill, Skills, TokenScope,
    Visibility, nullable,
};

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
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// The kinds that stand in the stream of a pursuance only, without the steps of its delegations.
    kinds_of_pursuances {
        PursuanceCreated(Openness) = "pursuance.created" by name for nobody without effect settles nothing,
        PursuanceEdited(PursuanceEdited) = "pursuance.edited" by name for nobody without effect settles nothing,
        PursuancePaceSet(PaceSet) = "pursuance.pace_set" for nobody without effect settles nothing,
        PursuanceClosed(Closed) = "pursuance.closed" by name without effect settles nothing,
        PursuanceReopened(Bare) = "pursuance.reopened" by name without effect settles nothing,
        PursuanceDeleted(Bare) = "pursuance.deleted" by name without effect off log settles nothing,
        MemberJoined(Joined) = "member.joined" by name without effect settles nothing,
        MemberAsked(Asked) = "member.asked" by name without effect settles nothing,
        MemberLetIn(Bare) = "member.let_in" by name for nobody off log settles nothing,
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
        SkillMerged(SkillMerged) = "skill.merged" by name for nobody without effect settles nothing,
        SearchShared(SearchShared) = "search.shared" by name for nobody without effect settles nothing,
        RoomCreated(RoomCreated) = "room.created" by name for nobody without effect settles nothing,
        RoomEdited(RoomEdited) = "room.edited" by name for nobody without effect settles nothing,
        RoomArchived(RoomArchived) = "room.archived" by name for nobody without effect settles nothing,
        RoomSlowed(RoomSlowed) = "room.slowed" by name for nobody without effect settles nothing,
        RoomSaid(Said) = "room.said" without effect off log settles nothing,
        RoomMessageEdited(Said) = "room.message_edited" without effect off log settles nothing,
        RoomMessageDeleted(InRoom) = "room.message_deleted" for nobody without effect off log settles nothing,
        RoomMessageRemoved(MessageRemoved) = "room.message_removed" without effect settles nothing,
        SkillOfferPublished(SkillOffered) = "skill_offer.published" by name for nobody without effect settles nothing,
        SkillOfferChanged(SkillOffered) = "skill_offer.changed" by name for nobody without effect settles nothing,
        SkillOfferWithdrawn(SkillOffered) = "skill_offer.withdrawn" by name for nobody without effect settles nothing,
        TransferAsked(Bare) = "pursuance.transfer_asked" without effect settles nothing,
        TransferEnded(TransferEnded) = "pursuance.transfer_ended" without effect settles nothing,
        TaskGrantSet(GrantSet) = "task.grant_set" without effect settles nothing,
        SuggestionMade(Suggestion) = "suggestion.made" without effect off log settles nothing,
        SuggestionAccepted(SuggestionAccepted) = "suggestion.accepted" without effect,
        SuggestionDeclined(Suggestion) = "suggestion.declined" without effect off log,
        SuggestionWithdrawn(Suggestion) = "suggestion.withdrawn" without effect off log,
        SuggestionClosed(SuggestionClosed) = "suggestion.closed" without effect off log,
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
        TaskKept(Bare) = "task.kept" by name for nobody without effect off log settles nothing,
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

macro_rules! told {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the names of the members are those of the API")]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }

        impl Names for $name {
            fn names<'a>(&'a self, path: &mut Vec<&'static str>, found: &mut Vec<Member<'a>>) {
                $(
                    path.push(stringify!($field));
                    self.$field.names(path, found);
                    path.pop();
                )*
            }
        }
    )+};
}

/// Nothing is told but that it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bare {}

told! {
    /// Whether the new account runs the instance.
    AccountCreated { operator: bool }
    /// How many tokens ended with the old passphrase.
    VerifierSet { #[serde(default, skip_serializing_if = "Option::is_none")] tokens: Option<u64> }
    /// Whether an account runs the instance.
    OperatorSet { before: bool, after: bool }
    /// Whether an account is suspended from now on.
    Suspended { suspended: bool }
    /// Whether the limits of an account are lifted from now on.
    LimitsLifted { lifted: bool }
    /// Until when the passphrase of the account can be set by a link.
    LinkMade { until: Time }
    /// The name that somebody asked for, and whether they were let in. Their words are told nowhere.
    AccountRequestAnswered { name: String, let_in: bool }
    /// How many ended, where all of an account did.
    SessionEnded { #[serde(default, skip_serializing_if = "Option::is_none")] sessions: Option<u64> }
    /// What a token opens, and until when.
    TokenCreated {
        #[serde(default, skip_serializing_if = "Option::is_none")] scope: Option<TokenScope>,
        #[serde(default, skip_serializing_if = "Option::is_none")] expires: Option<Time>,
    }
    /// The form of a feed, and the pursuance or the saved search that it is about, where it is about one.
    FeedCreated {
        form: FeedForm,
        #[serde(default, skip_serializing_if = "Option::is_none")] pursuance: Option<ActorId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] search: Option<SearchId>,
    }
    /// Whether anybody may make an account.
    Configured {
        registration_open: bool,
        /// Who may open an account, also where not everybody may.
        #[serde(default, skip_serializing_if = "Option::is_none")] door: Option<Door>,
    }
    /// A server that is blocked, or no longer; and how many delegations ended with that.
    HostBlocked { host: String, blocked: bool, delegations: i64 }
    /// The server of the channels that go on, and how many there are.
    ChannelResumed { host: String, channels: usize }
    /// A server that refuses what comes from here.
    NotLettingIn { host: String, status: Option<u16> }
    /// How many delegations ended with it.
    ActorGone { delegations: i64 }
    /// Who may read a pursuance, and how one becomes a member.
    Openness { visibility: Visibility, joining: Joining }
    /// The settings of a pursuance before and after.
    PursuanceEdited {
        before: Openness,
        after: Openness,
        /// Whether tasks may say from now on that they need no review, where that has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] may_skip_review: Option<bool>,
        /// Which work is reviewed from now on, where that has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] reviews: Option<Reviews>,
        /// The revision of the mission, where that has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] mission: Option<i64>,
    }
    /// What happens after a silence, before and after; who is asked to go on, and whether they are asked at all, where that
    /// has changed.
    PaceSet {
        before: HandingOn,
        after: HandingOn,
        /// The days of the fixed times, both where one of them has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] remind_after: Option<SilentDays>,
        #[serde(default, skip_serializing_if = "Option::is_none")] hand_on_after: Option<SilentDays>,
        #[serde(default, skip_serializing_if = "Option::is_none")] heirs: Option<Heirs>,
        #[serde(default, skip_serializing_if = "Option::is_none")] assigns: Option<bool>,
        /// Whether the reviewer is asked first from now on, where that has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] asks_reviewer: Option<bool>,
    }
    /// The text of the reason why it was closed, absent in a private pursuance, and how many delegations end with that.
    Closed {
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<ReasonId>,
        delegations: i64,
    }
    /// The role that somebody has; whether everybody was told the same day that they came; and whether they can read nothing before
    /// a member gives them the key of a private pursuance.
    Joined {
        role: Role,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] again: bool,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] waits: bool,
    }
    /// The role that somebody asks for; and whether those who decide were told the same day that they ask.
    Asked {
        role: Role,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] again: bool,
    }
    /// Whether somebody was let in, and with which role; absent for the role of newcomers.
    MemberDecided {
        accepted: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] role: Option<Role>,
    }
    /// Whether somebody left who was a member, or took back that they asked; and whether everybody was told the same day that
    /// they left.
    MemberLeft {
        #[serde(default, skip_serializing_if = "Option::is_none")] was_member: Option<bool>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] again: bool,
    }
    /// The role before and after.
    RoleSet { before: Role, after: Role }
    /// The role of somebody who was removed, the text of the reason, and the invitation they came by where they went with it.
    Removed {
        role: Role,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<ReasonId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] invite: Option<InviteId>,
    }
    /// An invitation: the role it gives, its end, and how many may come by it; none for any number.
    InviteCreated { invite: InviteId, role: Role, expires: Option<Time>, uses: Option<i64> }
    /// An invitation that ended, whether those who came by it go with it, and then the text of the reason.
    InviteRevoked {
        invite: InviteId,
        with_members: bool,
        and_invited: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<ReasonId>,
    }
    /// Somebody came by an invitation; told to the member who made it, and to nobody else.
    InviteUsed { invite: InviteId, by: ActorId, role: Role }
    /// Told to the person who is asked whether they join, and to nobody else.
    RecruitAsked { ask: AskId, person: ActorId, role: Role }
    /// Told to the member who asked, and to nobody else.
    RecruitAnswered { ask: AskId, by: ActorId, accepted: bool }
    /// The role of somebody who was banned, if they had one; the end of the ban, none for good; the text of the reason.
    Banned { role: Option<Role>, until: Option<Time>, reason: ReasonId }
    /// The text of the reason, if one was given.
    Unbanned { #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<ReasonId> }
    /// Why nobody is asked any more to become the Primary.
    TransferEnded { because: TransferEnd }
    /// What a member may do with the task beyond their role, before and after.
    GrantSet { before: Granted, after: Granted }
    /// The suggestion, the name of the action that it is, and who made it.
    Suggestion { suggestion: ProposalId, action: String, by: ActorId }
    /// Whether it was carried out with changes; and whether it was about a member, who is the object then.
    SuggestionAccepted {
        #[serde(flatten)] of: Suggestion,
        changed: bool,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] member: bool,
    }
    /// Why nobody decides it any more.
    SuggestionClosed {
        #[serde(flatten)] of: Suggestion,
        because: Parting,
    }
    /// The pursuance that got another Primary.
    PrimaryNamed { pursuance: ActorId }
    /// A task written down here has a parent or none; a mirror has the task it was made for.
    TaskCreated {
        /// Its own number.
        number: i64,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
        parent: Option<Option<TaskNumber>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] mirror_of: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
        /// The reviewer, where one was named at once.
        #[serde(default, skip_serializing_if = "Option::is_none")] reviewer: Option<ActorId>,
        /// `false` where the work needs no review.
        #[serde(default, skip_serializing_if = "Option::is_none")] needs_review: Option<bool>,
        /// `true` where it asks for help from the first.
        #[serde(default, skip_serializing_if = "Option::is_none")] asks: Option<bool>,
    }
    /// When somebody is away, and what becomes of their open tasks; none where they are back.
    AwaySet { from: Option<Time>, until: Option<Time>, tasks: AwayTasks }
    /// Whether a word means another skill from now on, or itself again.
    SkillMerged { skill: Skill, means: Skill, on: bool }
    /// A search that everybody finds who reads the pursuance, or no longer.
    SearchShared { search: SearchId, name: String, on: bool }
    /// What a pursuance says it can do for others, as one line.
    SkillOffered { offer: SkillOfferId, skills: String }
    /// Which fields changed, and how they read before and after.
    TaskEdited {
        revision: i64,
        changed: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] before: Option<Fields>,
        #[serde(default, skip_serializing_if = "Option::is_none")] after: Option<Fields>,
        #[serde(default, skip_serializing_if = "Option::is_none")] because: Option<Parting>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// The number of the task it is part of now; and where it was and is, where a person moved it.
    TaskMoved {
        parent: Option<TaskNumber>,
        #[serde(default, skip_serializing_if = "Option::is_none")] before: Option<TaskPlace>,
        #[serde(default, skip_serializing_if = "Option::is_none")] after: Option<TaskPlace>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// Another place below the same task: where it was, and where it is.
    TaskReordered { before: TaskPlace, after: TaskPlace }
    /// A place in the tree: the number of the task above it, and of the one right before it; null at the top, and for the first.
    TaskPlace { parent: Option<TaskNumber>, behind: Option<TaskNumber> }
    /// The phase before and after; and who had the task, where nobody has it any more since then.
    PhaseSet {
        before: Phase,
        after: Phase,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] left: Option<ActorId>,
    }
    /// Who had the task and who has it, and the phase it is in now; and the one before, where a person decided about it.
    TaskAssigned {
        before: Option<ActorId>,
        after: Option<ActorId>,
        phase: Phase,
        #[serde(default, skip_serializing_if = "Option::is_none")] was: Option<Phase>,
        #[serde(default, skip_serializing_if = "Option::is_none")] because: Option<Parting>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// Somebody is asked whether they take the task: in a wave, or by hand. `again`: they stood by, or wanted to be asked
    /// again. `heir`: for a day nobody else is asked whether they go on with it. One event for each, since whoever is told of
    /// it does not learn who else was asked.
    TaskAsked {
        offer: OfferId,
        person: ActorId,
        wave: Option<u32>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] again: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] heir: Option<HeirRule>,
    }
    /// What somebody answered.
    OfferAnswered { offer: OfferId, state: OfferState }
    /// Somebody stood by until the task ended. `early`: it goes on, and they may not be asked about it any more.
    OfferEnded {
        offer: OfferId,
        person: ActorId,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] early: bool,
    }
    /// A member is asked whether they accompany a learner, of which skill; none in a private pursuance, whose skills have no names
    /// here. It is told to them alone.
    MentorAsked {
        mentor: MentorId,
        person: ActorId,
        #[serde(default, skip_serializing_if = "Option::is_none")] skill: Option<Skill>,
    }
    /// What they answered.
    MentorAnswered { mentor: MentorId, state: MentorState }
    /// Somebody has the task who learns a skill of it, and who accompanies them. The object is the mentor.
    TaskAccompanied {
        mentor: ActorId,
        learner: ActorId,
        #[serde(default, skip_serializing_if = "Option::is_none")] skill: Option<Skill>,
    }
    /// Another way to find somebody, and the skills that no member has.
    PairingMoved { way: Reached, missing: Skills }
    /// Nobody was found, and this many other pursuances offer all the skills that it needs, or some; the first of them.
    PairingAllied { whole: bool, count: usize, pursuances: Vec<ActorId> }
    /// The date of a task that is late, or due within two days, and that nobody has.
    DueUnassigned { due: Time }
    /// Whether nobody is asked from now on.
    PairingPaused { paused: bool }
    /// Until when somebody needs who said that they go on; none where they only said that.
    StillOnIt { #[serde(default, skip_serializing_if = "Option::is_none")] until: Option<Time> }
    /// Who is reminded after a silence, of which part, and when the task is handed on without an answer.
    Nudged { person: ActorId, part: Part, hand_on_at: Time }
    /// The reviewer who is asked whether the task of somebody silent is handed on, whose it is, and until when.
    HandOnAsked { reviewer: ActorId, person: ActorId, until: Time }
    /// The task it waits for, or no longer; whether people were told the same a short time ago.
    Waits {
        on: TaskId,
        waits: bool,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] again: bool,
    }
    /// The task that waits for it, or no longer; whether people were told the same a short time ago, or enough of the kind.
    Awaited {
        by: TaskId,
        waits: bool,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] again: bool,
    }
    /// The task of another pursuance that waits for it, or for which it waits: everybody who reads it sees that from now on.
    WaitingShown {
        #[serde(default, skip_serializing_if = "Option::is_none")] by: Option<TaskId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] on: Option<TaskId>,
    }
    /// The person it waits for; none where it is said in words, which the object names. The delegation whose other side says so.
    Blocked {
        on: Option<ActorId>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// How many blocks by people and words ended, and whether others hold.
    Unblocked {
        blocks: usize,
        blocked: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] because: Option<Parting>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// The task it waits for that was closed or opened again, and whether a block holds now. Older programs told the phase of
    /// that one, which not everybody may see who reads this.
    BlockerMoved {
        on: TaskId,
        #[serde(default, skip_serializing_if = "Option::is_none")] open: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")] phase: Option<Phase>,
        blocked: bool,
    }
    /// How many tasks went along, itself among them.
    Archived { tasks: TaskCount }
    /// The task that is in the trash, how many went along, and who has it and who wrote it. Its title is in no event.
    Trashed { task: TaskId, number: TaskNumber, tasks: TaskCount, assignee: Option<ActorId>, creator: ActorId }
    /// How many tasks came back, and whether they were in the trash.
    Restored { tasks: TaskCount, from_trash: bool }
    /// The task that was deleted for good, and how many went along.
    TaskGone { task: TaskId, number: TaskNumber, tasks: TaskCount }
    /// Whether the other side of a delegation reads the comment too.
    Commented {
        revision: i64,
        shared: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
        /// The step of the task that it was written with.
        #[serde(default, skip_serializing_if = "Option::is_none")] step: Option<PhaseMove>,
        /// Who wrote the comment that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")] answers: Option<ActorId>,
    }
    /// The revision of the comment now; and the delegation, where the other side edited what it wrote.
    CommentEdited {
        revision: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// The delegation, where the other side took back what it wrote.
    CommentDeleted {
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// The comment that somebody else than its author removed, and the text of the reason. The object is the author.
    CommentRemoved { comment: MessageId, reason: ReasonId }
    /// Who reads a room. The object is the room.
    RoomCreated { open: RoomReaders }
    /// What is another: the name, the readers, how many seconds messages are kept. The object is the room.
    RoomEdited {
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] name: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] open: Option<RoomReaders>,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] lifetime: Option<Option<i64>>,
    }
    /// Whether it is only read from now on. The object is the room.
    RoomArchived { archived: bool }
    /// Until when a room is slowed; null: no longer. The object is the room.
    RoomSlowed { until: Option<Time> }
    /// The room of a message, and the revision of its words. The object is the message.
    Said {
        room: RoomId,
        revision: i64,
        /// Who wrote the message that a new one answers.
        #[serde(default, skip_serializing_if = "Option::is_none")] answers: Option<ActorId>,
        /// Whether a new one tells all members who read the room.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] calls: bool,
    }
    /// The room of a message that its author took back. The object is the message.
    InRoom { room: RoomId }
    /// The message that somebody else than its author removed from a room, and the text of the reason. The object is the author.
    MessageRemoved { room: RoomId, message: MessageId, reason: ReasonId }
    /// The file that somebody else than its owner removed, and the text of the reason. The object is the owner.
    FileRemoved { file: FileId, reason: ReasonId }
    /// The phase before and after.
    PhaseMove { before: Phase, after: Phase }
    /// Whether somebody watches a task, a pursuance or a skill from now on.
    WatchSet { object: String, on: bool }
    /// How many notices are read now, or unread again.
    NoticeRead { notices: u64, read: bool }
    /// Whether a task or a pursuance tells somebody only what is their duty.
    NoticeMuted { object: String, on: bool }
    /// When somebody is told of notices of a kind, by one way of telling.
    PreferenceSet { kind: NoticeKind, channel: Channel, before: Wanted, after: Wanted }
    /// Why no mail is sent any more.
    MailPaused { why: MailStop }
    /// How large a file is.
    Bytes { bytes: i64 }
    /// A channel in which people have to look before anything goes on.
    ChannelSuspended {
        ours: String,
        peer: String,
        host: Option<String>,
        why: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] restored: Option<bool>,
    }
    /// A delegation as it stands once the step is taken, and the round of work it belongs to, where one is meant.
    Step {
        delegation: DelegationId,
        state: State,
        side: Side,
        peer: ActorUri,
        #[serde(default, skip_serializing_if = "Option::is_none")] round: Option<u32>,
        /// Told of what was decided here: why it ended without the other side, if it did.
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
        cut: Option<Option<Cut>>,
        /// Told of a reminder: whether nothing was done since the one before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] again: bool,
    }
    /// Work that was accepted; `late` where it came after a recall and was thanked for.
    WorkAccepted {
        #[serde(flatten)] step: Step,
        #[serde(default, skip_serializing_if = "Option::is_none")] late: Option<SubmissionUri>,
    }
    /// The third pursuance, where the question came from the other side.
    OnwardAsked {
        #[serde(flatten)] step: Step,
        #[serde(default, skip_serializing_if = "Option::is_none")] to: Option<ActorUri>,
    }
    /// The third pursuance, and whether it may join in.
    OnwardAnswered {
        #[serde(flatten)] step: Step,
        #[serde(default, skip_serializing_if = "Option::is_none")] to: Option<ActorUri>,
        #[serde(default, skip_serializing_if = "Option::is_none")] allowed: Option<bool>,
    }
    /// A message of ours that did not fit: why, and how it stands at the other side.
    NotTaken {
        #[serde(flatten)] step: Step,
        reason: Reason,
        their_state: String,
    }
    /// A message of ours that the other side's server does not want.
    Undelivered {
        #[serde(flatten)] step: Step,
        message: MessageKind,
        status: Option<u16>,
    }
}

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

    /// What is told of a task that went into the trash.
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

    /// What is told of a task that went elsewhere in the tree.
    pub fn moved(&self) -> Option<&TaskMoved> {
        if let Self::TaskMoved(told) = self { Some(told) } else { None }
    }
}

impl From<Step> for WorkAccepted {
    fn from(step: Step) -> Self {
        Self { step, late: None }
    }
}

impl From<Step> for OnwardAsked {
    fn from(step: Step) -> Self {
        Self { step, to: None }
    }
}

impl BlockerMoved {
    /// Whether that task is open now.
    pub fn is_open(&self) -> bool {
        self.open.unwrap_or_else(|| self.phase.is_some_and(|phase| !phase.is_closed()))
    }
}

impl TaskEdited {
    /// An edit to this revision.
    pub fn of(edited: Edited, revision: i64, delegation: Option<DelegationId>) -> Self {
        let Edited { changed, before, after } = edited;
        Self { revision, changed, before: Some(before), after: Some(after), because: None, delegation }
    }

    /// Whether it says who reviews the task, or that nobody does.
    pub fn names_reviewer(&self) -> bool {
        self.after.as_ref().is_some_and(|after| after.reviewer.is_some())
    }
}

/// The ways in which the question to become the Primary ends without a yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferEnd {
    /// The Primary took it back.
    Withdrawn,
    /// The member said no.
    Declined,
    /// The member went, or another Primary came.
    Lapsed,
}

/// A key that is another than before: what operators are told, and what the people of a pursuance are told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the names of the members are those of the API")]
pub enum KeyChanged {
    ToOperators { actor: String, host: Option<String>, key: String, channels: usize },
    ToPeople { peer: String, host: Option<String>, why: String },
}

/// A key that people have compared: what operators are told, and what the people of a pursuance are told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the names of the members are those of the API")]
pub enum KeyAccepted {
    ToOperators { actor: String, host: Option<String>, key: String, channels: usize },
    ToPeople { peer: String, host: Option<String> },
}

impl Happened {
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

    /// What is told of it to a reader who sees some of what it names: null stands for the rest.
    pub fn data_for(&self, sees: impl Fn(Name<'_>) -> bool) -> Value {
        let mut data = self.data();
        for member in self.names().into_iter().filter(|member| !sees(member.name)) {
            *member.within(&mut data) = Value::Null;
        }
        data
    }
}

#[cfg(test)]
mod tests;
