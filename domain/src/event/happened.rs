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
    SearchId, SkillOfferId, TaskId,
};
use crate::notice::{Channel, MailStop, NoticeKind, Wanted};
use crate::pairing::{MentorState, OfferState, Reached};
use crate::people::parting::Parting;
use crate::people::role::Role;
use crate::silence::{HeirRule, Heirs, Part};
use crate::task::asks::{Edited, Fields};
use crate::task::phase::Phase;
use crate::time::Time;
use crate::value::{
    AwayTasks, FeedForm, HandingOn, Joining, Skill, Skills, TokenScope, Visibility, nullable,
};

/// Each list of kinds is a macro as well: a pattern that matches all of them, for those who make the same of each. So are two
/// marks of a kind: `by name`, where histories have one sentence for it, which is found by its word and gets what is told;
/// `for nobody`, where no part and no group hears of it. Without the mark the compiler asks.
macro_rules! happened {
    ($($(#[doc = $about:literal])* $list:ident {
        $($variant:ident($told:ty) = $word:literal $(by $name:ident)? $(for $nobody:ident)?),+ $(,)?
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
    };
}

/// A kind that is marked, as a verb or as a pattern.
#[doc(hidden)]
#[macro_export]
macro_rules! marked {
    (name $verb:ident $variant:ident) => {
        $verb::$variant
    };
    (name $variant:ident) => {
        $crate::event::Happened::$variant(_)
    };
    (nobody $variant:ident) => {
        $crate::event::Happened::$variant(_)
    };
}

happened! {
    /// The kinds that stand in the stream of an account or of the instance only.
    kinds_of_the_instance {
        AccountCreated(AccountCreated) = "account.created",
        AccountVerifierSet(VerifierSet) = "account.passphrase_changed",
        AccountOperatorSet(OperatorSet) = "account.operator_set",
        AccountSuspended(Suspended) = "account.suspended",
        AccountLimitsLifted(LimitsLifted) = "account.limits_lifted",
        AccountPictureRemoved(Bare) = "account.picture_removed",
        SessionStarted(Bare) = "session.started",
        SessionEnded(SessionEnded) = "session.ended",
        TokenCreated(TokenCreated) = "token.created",
        TokenRevoked(Bare) = "token.revoked",
        InstanceConfigured(Configured) = "instance.configured",
        HostBlocked(HostBlocked) = "instance.host_blocked",
        ChannelResumed(ChannelResumed) = "channel.resumed",
        HostNotLettingIn(NotLettingIn) = "instance.host_not_letting_in",
        ActorGone(ActorGone) = "actor.gone",
        ProfileEdited(Bare) = "profile.edited",
        LimitsSet(Bare) = "profile.limits_set",
        AwaySet(AwaySet) = "profile.away_set",
        FileAdded(Bytes) = "file.added",
        PrimaryNamed(PrimaryNamed) = "pursuance.primary_named",
        PursuanceEnded(Bare) = "pursuance.ended",
        WatchSet(WatchSet) = "watch.set",
        NoticeRead(NoticeRead) = "notice.read",
        NoticeMuted(NoticeMuted) = "notice.muted",
        PreferenceSet(PreferenceSet) = "preference.set",
        MailSet(Bare) = "mail.set",
        MailConfirmed(Bare) = "mail.confirmed",
        MailRemoved(Bare) = "mail.removed",
        MailPaused(MailPaused) = "mail.paused",
        FeedCreated(FeedCreated) = "feed.created",
        FeedReplaced(Bare) = "feed.replaced",
        FeedRevoked(Bare) = "feed.revoked",
        SearchSaved(Bare) = "search.saved",
        SearchForgotten(Bare) = "search.forgotten",
        PushSubscribed(Bare) = "push.subscribed",
        PushUnsubscribed(Bare) = "push.unsubscribed",
    }
    /// The kinds that stand in the streams of pursuances and are told to operators too.
    kinds_of_both {
        ActorKeyChanged(KeyChanged) = "actor.key_changed",
        ActorKeyAccepted(KeyAccepted) = "actor.key_accepted",
        DelegationSuspended(ChannelSuspended) = "delegation.suspended",
    }
    /// The kinds that stand in the stream of a pursuance only.
    kinds_of_pursuances {
        PursuanceCreated(Openness) = "pursuance.created" by name for nobody,
        PursuanceEdited(PursuanceEdited) = "pursuance.edited" by name for nobody,
        PursuancePaceSet(PaceSet) = "pursuance.pace_set" by name for nobody,
        PursuanceClosed(Closed) = "pursuance.closed" by name,
        PursuanceReopened(Bare) = "pursuance.reopened" by name,
        PursuanceDeleted(Bare) = "pursuance.deleted" by name,
        MemberJoined(Joined) = "member.joined" by name for nobody,
        MemberAsked(Asked) = "member.asked" by name,
        MemberDecided(MemberDecided) = "member.decided",
        MemberLeft(MemberLeft) = "member.left" for nobody,
        MemberRoleSet(RoleSet) = "member.role_set",
        MemberRemoved(Removed) = "member.removed",
        MemberBanned(Banned) = "member.banned",
        MemberUnbanned(Unbanned) = "member.unbanned",
        InviteCreated(InviteCreated) = "invite.created" for nobody,
        InviteRevoked(InviteRevoked) = "invite.revoked" for nobody,
        InviteUsed(InviteUsed) = "invite.used" by name,
        RecruitAsked(RecruitAsked) = "recruit.asked",
        RecruitAnswered(RecruitAnswered) = "recruit.answered",
        SkillMerged(SkillMerged) = "skill.merged" by name for nobody,
        SearchShared(SearchShared) = "search.shared" by name for nobody,
        SkillOfferPublished(SkillOffered) = "skill_offer.published" by name for nobody,
        SkillOfferChanged(SkillOffered) = "skill_offer.changed" by name for nobody,
        SkillOfferWithdrawn(SkillOffered) = "skill_offer.withdrawn" by name for nobody,
        TransferAsked(Bare) = "pursuance.transfer_asked",
        TransferEnded(TransferEnded) = "pursuance.transfer_ended",
        TaskGrantSet(GrantSet) = "task.grant_set",
        SuggestionMade(Suggestion) = "suggestion.made",
        SuggestionAccepted(SuggestionAccepted) = "suggestion.accepted",
        SuggestionDeclined(Suggestion) = "suggestion.declined",
        SuggestionWithdrawn(Suggestion) = "suggestion.withdrawn",
        SuggestionClosed(SuggestionClosed) = "suggestion.closed",
        TaskCreated(TaskCreated) = "task.created" by name,
        TaskEdited(TaskEdited) = "task.edited" by name,
        TaskMoved(TaskMoved) = "task.moved" by name for nobody,
        TaskReordered(TaskReordered) = "task.reordered" for nobody,
        TaskPhaseSet(PhaseSet) = "task.phase_set",
        TaskAssigned(TaskAssigned) = "task.assigned",
        TaskAsked(TaskAsked) = "task.asked",
        OfferAnswered(OfferAnswered) = "offer.answered" for nobody,
        OfferEnded(OfferEnded) = "offer.ended",
        MentorAsked(MentorAsked) = "mentor.asked",
        MentorAnswered(MentorAnswered) = "mentor.answered" for nobody,
        TaskAccompanied(TaskAccompanied) = "task.accompanied",
        PairingMoved(PairingMoved) = "pairing.moved",
        PairingAllied(PairingAllied) = "pairing.allied",
        PairingPaused(PairingPaused) = "pairing.paused" by name for nobody,
        TaskStillOnIt(StillOnIt) = "task.still_on_it" for nobody,
        TaskNudged(Nudged) = "task.nudged",
        HandOnAsked(HandOnAsked) = "task.hand_on_asked" by name,
        TaskKept(Bare) = "task.kept" by name for nobody,
        TaskWaits(Waits) = "task.waits",
        TaskAwaited(Awaited) = "task.awaited",
        TaskWaitingShown(WaitingShown) = "task.waiting_shown" for nobody,
        TaskBlocked(Blocked) = "task.blocked",
        TaskUnblocked(Unblocked) = "task.unblocked",
        TaskBlockerMoved(BlockerMoved) = "task.blocker_moved",
        TaskArchived(Archived) = "task.archived" by name,
        TaskTrashed(Trashed) = "task.trashed" by name,
        TaskRestored(Restored) = "task.restored" by name,
        TaskDeleted(TaskGone) = "task.deleted" by name for nobody,
        TaskCommented(Commented) = "task.commented" by name,
        TaskCommentEdited(CommentEdited) = "task.comment_edited" by name,
        TaskCommentDeleted(CommentDeleted) = "task.comment_deleted" by name for nobody,
        TaskCommentRemoved(CommentRemoved) = "task.comment_removed",
        TaskFileAttached(Bytes) = "task.file_attached" for nobody,
        TaskFileDeleted(Bare) = "task.file_deleted" by name for nobody,
        TaskFileRemoved(FileRemoved) = "task.file_removed",
        DelegationOffered(Step) = "delegation.offered",
        DelegationReoffered(Step) = "delegation.reoffered",
        DelegationCountered(Step) = "delegation.countered",
        DelegationAccepted(Step) = "delegation.accepted",
        DelegationAcceptedTooLate(Step) = "delegation.accepted_too_late",
        DelegationGranted(Step) = "delegation.granted",
        DelegationDeclined(Step) = "delegation.declined",
        DelegationWithdrawn(Step) = "delegation.withdrawn",
        DelegationExpired(Step) = "delegation.expired",
        DelegationLost(Step) = "delegation.lost",
        DelegationProgressed(Step) = "delegation.progressed",
        DelegationUpdated(Step) = "delegation.updated",
        DelegationSubmitted(Step) = "delegation.submitted",
        DelegationReviewStarted(Step) = "delegation.review_started",
        DelegationReviewReminded(Step) = "delegation.review_reminded",
        DelegationReviewEscalated(Step) = "delegation.review_escalated",
        DelegationWorkAccepted(WorkAccepted) = "delegation.work_accepted",
        DelegationSentBack(Step) = "delegation.sent_back",
        DelegationWorkRefused(Step) = "delegation.work_refused",
        DelegationRecalling(Step) = "delegation.recalling",
        DelegationRecalled(Step) = "delegation.recalled",
        DelegationReturning(Step) = "delegation.returning",
        DelegationReturned(Step) = "delegation.returned",
        DelegationNudged(Step) = "delegation.nudged",
        DelegationStalled(Step) = "delegation.stalled",
        DelegationVoided(Step) = "delegation.voided",
        DelegationCutOff(Step) = "delegation.cut_off",
        DelegationOnwardAsked(OnwardAsked) = "delegation.onward_asked",
        DelegationOnwardAnswered(OnwardAnswered) = "delegation.onward_answered",
        DelegationRefused(NotTaken) = "delegation.refused_message",
        DelegationUndelivered(Undelivered) = "delegation.undelivered",
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
    Configured { registration_open: bool }
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
        /// The revision of the mission, where that has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] mission: Option<i64>,
    }
    /// What happens after a silence, before and after; who is asked to go on, and whether they are asked at all, where that
    /// has changed.
    PaceSet {
        before: HandingOn,
        after: HandingOn,
        #[serde(default, skip_serializing_if = "Option::is_none")] heirs: Option<Heirs>,
        #[serde(default, skip_serializing_if = "Option::is_none")] assigns: Option<bool>,
        /// Whether the reviewer is asked first from now on, where that has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] asks_reviewer: Option<bool>,
    }
    /// The text of the reason why it was closed, and how many delegations end with that.
    Closed { reason: ReasonId, delegations: i64 }
    /// The role that somebody has; and whether everybody was told the same day that they came.
    Joined {
        role: Role,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] again: bool,
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
    /// A member is asked whether they accompany a learner, of which skill. It is told to them alone.
    MentorAsked { mentor: MentorId, person: ActorId, skill: Skill }
    /// What they answered.
    MentorAnswered { mentor: MentorId, state: MentorState }
    /// Somebody has the task who learns a skill of it, and who accompanies them. The object is the mentor.
    TaskAccompanied { mentor: ActorId, learner: ActorId, skill: Skill }
    /// Another way to find somebody, and the skills that no member has.
    PairingMoved { way: Reached, missing: Skills }
    /// Nobody was found, and this many other pursuances offer all the skills that it needs, or some; the first of them.
    PairingAllied { whole: bool, count: usize, pursuances: Vec<ActorId> }
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
    /// The task of another pursuance that waits for it, which everybody who reads it sees from now on.
    WaitingShown { by: TaskId }
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
    /// Whether the log of a pursuance has it.
    pub fn is_in_log(&self) -> bool {
        if let Self::SuggestionAccepted(told) = self {
            // Of a task, its history has it.
            told.member
        } else {
            self.verb().is_in_log()
        }
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

impl Verb {
    /// Whether the log of a pursuance has it: who did what to whom among the members, and the settings.
    pub fn is_in_log(self) -> bool {
        matches!(
            self,
            Self::PursuanceCreated
                | Self::PursuanceEdited
                | Self::PursuancePaceSet
                | Self::PursuanceClosed
                | Self::PursuanceReopened
                | Self::MemberJoined
                | Self::MemberAsked
                | Self::MemberDecided
                | Self::MemberLeft
                | Self::MemberRoleSet
                | Self::MemberRemoved
                | Self::MemberBanned
                | Self::MemberUnbanned
                | Self::InviteCreated
                | Self::InviteRevoked
                | Self::SkillMerged
                | Self::SearchShared
                | Self::SkillOfferPublished
                | Self::SkillOfferChanged
                | Self::SkillOfferWithdrawn
                | Self::TransferAsked
                | Self::TransferEnded
                | Self::TaskGrantSet
                | Self::TaskCommentRemoved
                | Self::TaskFileRemoved
                | Self::TaskTrashed
                | Self::TaskDeleted
        )
    }
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
