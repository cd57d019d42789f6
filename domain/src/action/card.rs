//! The card of an action: one line of the table `actions!`, with the facts that code needs about every action.
//!
//! Adding a column: its type and its member here, and a word in each line of the table. A fact that differs only for few actions is an
//! optional mark at the end of the line instead.

use crate::allowed::Permission;
use crate::id::{ActorId, DelegationId, RoomId, SkillOfferId, TaskId};
use crate::suggestion::Needs;
use crate::value::{ActorRef, Body, Deliverables, Grounds, Note, Sha256};

use super::{DeleteComment, EditComment, HungFile, React, ReadAllThreads, ReadThread, SaveSearch};

/// The facts about an action that do not depend on its input.
#[derive(Debug, PartialEq)]
pub struct Card {
    /// The name, as in the API.
    pub name: &'static str,
    /// The effect, in one sentence.
    pub summary: &'static str,
    /// The doors that accept it.
    pub doors: Doors,
    /// The required right, if it does not depend on the input.
    pub needs: Right,
    /// The rule for a full disk.
    pub when_full: WhenFull,
    /// The rate limit in which it counts.
    pub pace: Pace,
    /// The way to undo it.
    pub undo: Undo,
    /// The data to refresh before its transaction.
    pub prepares: Prepares,
    /// The receivers of its text on other servers.
    pub sends: Sends,
    /// The way its files are attached.
    pub hangs: Hangs,
    /// The members who may suggest it.
    pub suggest: Suggest,
}

/// The doors that accept an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doors {
    /// Pages, the API and everything else.
    Everywhere,
    /// Every door but the API: the action carries a verifier or a session, or is for operators and the clock.
    Inside,
}

/// The right that an action requires. The function of the action checks it; this documents the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Visitors may, too.
    Nothing,
    /// A signed-in account, for its own objects; or an operator or the clock on its behalf.
    Own,
    /// Operators of the instance.
    Operator,
    /// The clock: a job of this server.
    Clock,
    /// An actor of another server.
    Peer,
    /// A permission, decided by the facts about the actor and the subject.
    Of(Permission),
    /// The input or the subject decides: a role, the suggested action, the signed revision.
    ByInput,
}

/// The rule for the action of a person while the disk of the database is nearly full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// It is refused.
    Refused,
    /// It is performed: it frees space, stops somebody who uses it up, or ends or begins a session.
    Done,
    /// The records in its input decide.
    ByRecords,
}

/// The rate limit of an action of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// The usual limit of nearly all actions.
    Usual,
    /// A separate limit for credentials. Tokens may not change these, and a stolen token must not be able to exhaust the limit and so keep
    /// its owner from revoking it.
    Credentials,
    /// The usual limit, and one for reactions, because a removed reaction leaves no row to count.
    Reactions,
}

/// The way to undo an action (RULES §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// Nothing.
    Nothing,
    /// It can be undone, if its events can.
    Left,
    /// Neither it nor an act that contains it can be undone: an answer to a question is final, also if it is signed.
    Bound,
}

/// The data to refresh before the transaction of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prepares {
    /// Nothing but its records, files and actors.
    Nothing,
    /// The dependency edges in memory, which it may search for a cycle.
    Edges,
    /// The log of its pursuance, to which its records are added.
    Log,
}

/// The receivers of the text of an action on other servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sends {
    /// Nobody.
    Nothing,
    /// The other side of its delegation.
    Always,
    /// Everybody with whom the task is shared. An edit without a new text sends the existing one.
    WhereShared,
    /// The other side, with the text of the task.
    WithTask,
}

/// The way the files of an action are attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hangs {
    /// It has none.
    Nothing,
    /// A single file.
    Alone,
    /// Attachments of a message, which count in the limits of messages.
    Said,
}

/// The members who may suggest an action that they may not perform themselves (RULES §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggest {
    /// Nobody.
    Nobody,
    /// Members who may suggest actions that need this right; those with the right decide.
    Of(Needs),
    /// The same, but the input decides which right.
    ByInput,
}

/// The object of an action, as its input names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About<'a> {
    /// An account, or what belongs to one: sessions, feeds, notices, settings.
    Account,
    /// The instance.
    Instance,
    /// Another server, or an actor there.
    Peer,
    /// A pursuance that does not exist yet.
    NewPursuance,
    /// A pursuance, by slug or id.
    Pursuance(&'a str),
    /// A member of a pursuance, or a future or former one.
    Member { pursuance: &'a str, member: &'a ActorRef },
    /// A task that does not exist yet, and the number of its parent.
    NewTask { pursuance: &'a str, parent: Option<i64> },
    /// A task by its number, or something attached to it.
    Task { pursuance: &'a str, task: i64 },
    /// A task by its id.
    TaskById(&'a TaskId),
    /// A room of a pursuance.
    Room(&'a RoomId),
    /// A delegation, by its row here.
    Delegation(&'a DelegationId),
    /// A skill offer of a pursuance here.
    SkillOffer(&'a SkillOfferId),
    /// An open question to a person: an offer, an invitation, or whether they join or accompany somebody.
    Question,
}

impl<'a> About<'a> {
    /// The pursuance by slug or id, if the input names it.
    pub fn pursuance(self) -> Option<&'a str> {
        match self {
            Self::Pursuance(pursuance)
            | Self::Member { pursuance, .. }
            | Self::NewTask { pursuance, .. }
            | Self::Task { pursuance, .. } => Some(pursuance),
            Self::Account
            | Self::Instance
            | Self::Peer
            | Self::NewPursuance
            | Self::TaskById(_)
            | Self::Room(_)
            | Self::Delegation(_)
            | Self::SkillOffer(_)
            | Self::Question => None,
        }
    }

    /// The number of the task; for a new task, the number of its parent.
    pub fn task(self) -> Option<i64> {
        match self {
            Self::Task { task, .. } => Some(task),
            Self::NewTask { parent, .. } => parent,
            Self::Account
            | Self::Instance
            | Self::Peer
            | Self::NewPursuance
            | Self::Pursuance(_)
            | Self::Member { .. }
            | Self::TaskById(_)
            | Self::Room(_)
            | Self::Delegation(_)
            | Self::SkillOffer(_)
            | Self::Question => None,
        }
    }

    /// Makes the subject of a discussion: its room or its task; or all discussions of a pursuance or of an account.
    fn discussion(pursuance: Option<&'a str>, task: Option<i64>, room: Option<&'a RoomId>) -> Self {
        match (room, pursuance, task) {
            (Some(room), ..) => Self::Room(room),
            (None, Some(pursuance), Some(task)) => Self::Task { pursuance, task },
            (None, Some(pursuance), None) => Self::Pursuance(pursuance),
            (None, None, _) => Self::Account,
        }
    }
}

/// `ByInput` in the column of the subject.
macro_rules! about_by_input {
    ($($input:ident { $($field:ident),+ }: $about:expr;)+) => {$(
        impl $input {
            pub(super) fn about(&self) -> About<'_> {
                let Self { $($field,)+ .. } = self;
                $about
            }
        }
    )+};
}

about_by_input! {
    EditComment { pursuance, task, room }: About::discussion(pursuance.as_deref(), *task, room.as_ref());
    DeleteComment { pursuance, task, room }: About::discussion(pursuance.as_deref(), *task, room.as_ref());
    React { pursuance, task, room }: About::discussion(pursuance.as_deref(), *task, room.as_ref());
    ReadThread { pursuance, task, room }: About::discussion(pursuance.as_deref(), *task, room.as_ref());
    ReadAllThreads { pursuance }: About::discussion(pursuance.as_deref(), None, None);
    SaveSearch { pursuance }: About::discussion(pursuance.as_deref(), None, None);
}

/// The column of the subject: its word, and the members of the input that name it.
macro_rules! about {
    (ByInput $input:ident) => {
        $input.about()
    };
    (Pursuance $input:ident) => {
        About::Pursuance(Named::named(&$input.pursuance))
    };
    (Member $input:ident) => {
        About::Member { pursuance: &$input.pursuance, member: &$input.member }
    };
    (NewTask $input:ident) => {
        About::NewTask { pursuance: &$input.pursuance, parent: $input.parent }
    };
    (Task $input:ident) => {
        About::Task { pursuance: &$input.pursuance, task: $input.task }
    };
    (TaskById $input:ident) => {
        About::TaskById(&$input.task)
    };
    (Room $input:ident) => {
        About::Room(&$input.room)
    };
    (Delegation $input:ident) => {
        About::Delegation(&$input.delegation)
    };
    (SkillOffer $input:ident) => {
        About::SkillOffer(&$input.offer)
    };
    ($word:ident $input:ident) => {{
        let _ = $input;
        About::$word
    }};
}

/// The column of the required right: a word of [`Right`] or of [`Permission`].
macro_rules! right {
    (Nothing) => {
        Right::Nothing
    };
    (Own) => {
        Right::Own
    };
    (Operator) => {
        Right::Operator
    };
    (Clock) => {
        Right::Clock
    };
    (Peer) => {
        Right::Peer
    };
    (ByInput) => {
        Right::ByInput
    };
    ($permission:ident) => {
        Right::Of(Permission::$permission)
    };
}

/// The mark of members who may suggest it.
macro_rules! suggest {
    () => {
        Suggest::Nobody
    };
    (ByInput) => {
        Suggest::ByInput
    };
    ($needs:ident) => {
        Suggest::Of(Needs::$needs)
    };
}

/// The value of a mark, or the first argument if a line has no such mark.
macro_rules! marked_or {
    ($without:expr) => {
        $without
    };
    ($without:expr, $with:expr) => {
        $with
    };
}

/// The value of the input member that a mark names, or the first argument if the line has no such mark.
macro_rules! of_input {
    ($input:ident, $without:expr) => {{
        let _ = $input;
        $without
    }};
    ($input:ident, $without:expr, $with:expr) => {
        $with
    };
}

pub(crate) use {about, of_input};
pub(super) use {marked_or, right, suggest};

/// A name of a pursuance: slug or id, or only its id.
pub(crate) trait Named {
    fn named(&self) -> &str;
}

impl Named for String {
    fn named(&self) -> &str {
        self
    }
}

impl Named for ActorId {
    fn named(&self) -> &str {
        self.as_str()
    }
}

/// An input member with a text, if it has one.
pub(super) trait Words {
    fn words(&self) -> Option<&str>;
}

macro_rules! words {
    ($($text:ident),+) => {$(
        impl Words for $text {
            fn words(&self) -> Option<&str> {
                Some(self.as_str())
            }
        }
    )+};
}

words!(Body, Deliverables, Grounds, Note);

impl<T: Words> Words for Option<T> {
    fn words(&self) -> Option<&str> {
        self.as_ref()?.words()
    }
}

/// An input member with the hashes of files.
pub(super) trait Files {
    fn hashes(&self) -> Vec<&Sha256>;
}

impl Files for Sha256 {
    fn hashes(&self) -> Vec<&Sha256> {
        vec![self]
    }
}

impl Files for Vec<HungFile> {
    fn hashes(&self) -> Vec<&Sha256> {
        self.iter().map(|hung| &hung.file).collect()
    }
}

/// An input member with actors who may be on another server.
pub(super) trait Actors {
    fn actors(&mut self) -> &mut [ActorRef];
}

impl Actors for ActorRef {
    fn actors(&mut self) -> &mut [ActorRef] {
        std::slice::from_mut(self)
    }
}

impl Actors for Vec<ActorRef> {
    fn actors(&mut self) -> &mut [ActorRef] {
        self
    }
}

impl<T: Actors> Actors for Option<T> {
    fn actors(&mut self) -> &mut [ActorRef] {
        self.as_mut().map_or(&mut [], Actors::actors)
    }
}
