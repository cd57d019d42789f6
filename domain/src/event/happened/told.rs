//! The data told of each kind of event, and the names in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::names::{Member, Names, TaskCount, TaskNumber};
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
    AwayTasks, Door, FeedForm, HandingOn, Joining, KeyRenewal, Reviews, RoomReaders, Skill, Skills,
    TokenScope, Visibility, nullable,
};

macro_rules! told {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// The scope of a token, and its end.
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
        /// After how many days its keys are renewed from now on, where that has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] renew_keys: Option<KeyRenewal>,
        /// The revision of the mission, where that has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")] mission: Option<i64>,
    }
    /// The consequences of a silence, before and after; who is asked to go on, and whether they are asked at all, where that
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
    /// The rights of a member on the task beyond their role, before and after.
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
    /// The skills that a pursuance offers to others, as one line.
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
    /// The answer of somebody.
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
    /// Their answer.
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
    /// The changed settings: the name, the readers, how many seconds messages are kept. The object is the room.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the names of the members are those of the API")]
pub enum KeyChanged {
    ToOperators { actor: String, host: Option<String>, key: String, channels: usize },
    ToPeople { peer: String, host: Option<String>, why: String },
}

/// A key that people have compared: what operators are told, and what the people of a pursuance are told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the names of the members are those of the API")]
pub enum KeyAccepted {
    ToOperators { actor: String, host: Option<String>, key: String, channels: usize },
    ToPeople { peer: String, host: Option<String> },
}
