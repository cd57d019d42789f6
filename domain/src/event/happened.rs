//! What can happen, once: every kind with what it tells. History, timelines, "Lately", Home, the API's feed and the
//! listeners read the same.
//!
//! The word of a kind and the members of its data are part of the API: they are added to and never renamed. What older
//! programs did not tell is optional.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::allowed::Granted;
use crate::delegation::{ActorUri, Cut, MessageKind, Reason, Side, State, SubmissionUri};
use crate::id::{ActorId, DelegationId, ReasonId, TaskId};
use crate::people::parting::Parting;
use crate::people::role::Role;
use crate::task::asks::{Edited, Fields};
use crate::task::phase::Phase;
use crate::time::Time;
use crate::value::{Joining, TokenScope, Visibility, nullable};

/// Each list of kinds is a macro as well: a pattern that matches all of them, for those who make the same of each.
macro_rules! happened {
    ($($(#[doc = $about:literal])* $list:ident { $($variant:ident($told:ty) = $word:literal),+ $(,)? })+) => {
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
        FileAdded(Bytes) = "file.added",
        PrimaryNamed(PrimaryNamed) = "pursuance.primary_named",
    }
    /// The kinds that stand in the streams of pursuances and are told to operators too.
    kinds_of_both {
        ActorKeyChanged(KeyChanged) = "actor.key_changed",
        ActorKeyAccepted(KeyAccepted) = "actor.key_accepted",
        DelegationSuspended(ChannelSuspended) = "delegation.suspended",
    }
    /// The kinds that stand in the stream of a pursuance only.
    kinds_of_pursuances {
        PursuanceCreated(Openness) = "pursuance.created",
        PursuanceEdited(PursuanceEdited) = "pursuance.edited",
        MemberJoined(Joined) = "member.joined",
        MemberAsked(Joined) = "member.asked",
        MemberDecided(MemberDecided) = "member.decided",
        MemberLeft(MemberLeft) = "member.left",
        MemberRoleSet(RoleSet) = "member.role_set",
        MemberRemoved(Removed) = "member.removed",
        MemberBanned(Banned) = "member.banned",
        MemberUnbanned(Unbanned) = "member.unbanned",
        TransferAsked(Bare) = "pursuance.transfer_asked",
        TransferEnded(TransferEnded) = "pursuance.transfer_ended",
        TaskGrantSet(GrantSet) = "task.grant_set",
        TaskCreated(TaskCreated) = "task.created",
        TaskEdited(TaskEdited) = "task.edited",
        TaskMoved(TaskMoved) = "task.moved",
        TaskPhaseSet(PhaseSet) = "task.phase_set",
        TaskAssigned(TaskAssigned) = "task.assigned",
        TaskWaits(Waits) = "task.waits",
        TaskAwaited(Awaited) = "task.awaited",
        TaskBlocked(Blocked) = "task.blocked",
        TaskUnblocked(Unblocked) = "task.unblocked",
        TaskBlockerMoved(BlockerMoved) = "task.blocker_moved",
        TaskCommented(Commented) = "task.commented",
        TaskFileAttached(Bytes) = "task.file_attached",
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
    PursuanceEdited { before: Openness, after: Openness }
    /// The role that somebody has, or asks for.
    Joined { role: Role }
    /// Whether somebody was let in, and with which role; absent for the role of newcomers.
    MemberDecided {
        accepted: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] role: Option<Role>,
    }
    /// Whether somebody left who was a member, or took back that they asked.
    MemberLeft { #[serde(default, skip_serializing_if = "Option::is_none")] was_member: Option<bool> }
    /// The role before and after.
    RoleSet { before: Role, after: Role }
    /// The role of somebody who was removed, and the text of the reason.
    Removed { role: Role, reason: ReasonId }
    /// The role of somebody who was banned, if they had one; the end of the ban, none for good; the text of the reason.
    Banned { role: Option<Role>, until: Option<Time>, reason: ReasonId }
    /// The text of the reason, if one was given.
    Unbanned { #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<ReasonId> }
    /// Why nobody is asked any more to become the Primary.
    TransferEnded { because: TransferEnd }
    /// What a member may do with the task beyond their role, before and after.
    GrantSet { before: Granted, after: Granted }
    /// The pursuance that got another Primary.
    PrimaryNamed { pursuance: ActorId }
    /// A task written down here has a parent or none; a mirror has the task it was made for.
    TaskCreated {
        number: i64,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
        parent: Option<Option<i64>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] mirror_of: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// Which fields changed, and how they read before and after.
    TaskEdited {
        revision: i64,
        changed: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] before: Option<Fields>,
        #[serde(default, skip_serializing_if = "Option::is_none")] after: Option<Fields>,
        #[serde(default, skip_serializing_if = "Option::is_none")] because: Option<Parting>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// The number of the task it is part of now.
    TaskMoved {
        parent: Option<i64>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// The phase before and after.
    PhaseSet {
        before: Phase,
        after: Phase,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// Who had the task and who has it, and the phase it is in now.
    TaskAssigned {
        before: Option<ActorId>,
        after: Option<ActorId>,
        phase: Phase,
        #[serde(default, skip_serializing_if = "Option::is_none")] because: Option<Parting>,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
    /// The task it waits for, or no longer.
    Waits { on: TaskId, waits: bool }
    /// The task that waits for it, or no longer.
    Awaited { by: TaskId, waits: bool }
    /// The person it waits for; none where it is said in words, which the object names.
    Blocked { on: Option<ActorId> }
    /// How many blocks by people and words ended, and whether others hold.
    Unblocked { blocks: usize, blocked: bool }
    /// The task it waits for that was closed or opened again, the phase of that one, and whether a block holds now.
    BlockerMoved { on: TaskId, phase: Phase, blocked: bool }
    /// Whether the other side of a delegation reads the comment too.
    Commented {
        revision: i64,
        shared: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] delegation: Option<DelegationId>,
    }
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
                | Self::MemberJoined
                | Self::MemberAsked
                | Self::MemberDecided
                | Self::MemberLeft
                | Self::MemberRoleSet
                | Self::MemberRemoved
                | Self::MemberBanned
                | Self::MemberUnbanned
                | Self::TransferAsked
                | Self::TransferEnded
                | Self::TaskGrantSet
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

#[cfg(test)]
mod tests;
