//! The card of an action: one line of the table `actions!`, for whatever asks a question of all of them.
//!
//! Adding a column: its type and its member here, a word for it in each line of the table. A question that few actions answer in
//! another way than the rest is a mark behind the line instead.

use crate::allowed::Permission;
use crate::id::{ActorId, DelegationId, RoomId, SkillOfferId, TaskId};
use crate::suggestion::Needs;
use crate::value::{ActorRef, Body, Deliverables, Grounds, Note, Sha256};

use super::{DeleteComment, EditComment, HungFile, React, ReadAllThreads, ReadThread, SaveSearch};

/// What the table says of an action, whatever its input is.
#[derive(Debug, PartialEq)]
pub struct Card {
    /// The name, as in the API.
    pub name: &'static str,
    /// The effect, in one sentence.
    pub summary: &'static str,
    /// The doors that may carry it in.
    pub doors: Doors,
    /// Who may, as far as no input decides it.
    pub needs: Right,
    /// What becomes of it on a full disk.
    pub when_full: WhenFull,
    /// The limit of pace that it counts in.
    pub pace: Pace,
    /// What it leaves to be taken back.
    pub undo: Undo,
    /// What is brought up to date before its transaction.
    pub prepares: Prepares,
    /// Who gets to read its text on other servers.
    pub sends: Sends,
    /// How its files come.
    pub hangs: Hangs,
    /// Who may suggest it.
    pub suggest: Suggest,
}

/// The doors that may carry an action in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doors {
    /// Pages, the API and everything else.
    Everywhere,
    /// Every door but the API: the action carries a verifier or a session, or is for operators and the clock.
    Inside,
}

/// Who may carry out an action. The function of the action asks; this is what it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Visitors may, too.
    Nothing,
    /// Somebody who is signed in, with what is their own; or an operator or the clock in their place.
    Own,
    /// Operators of the instance.
    Operator,
    /// The clock: a job of this server.
    Clock,
    /// An actor of another server.
    Peer,
    /// A permission of the one rule, by the facts about the actor and what it is about.
    Of(Permission),
    /// Its input decides, or what it is about: a role, what is suggested, what was signed.
    ByInput,
}

/// What becomes of the action of a person where the disk of the database is nearly full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// It is refused.
    Refused,
    /// It is carried out: it makes room, stops somebody who takes it, or ends or begins a session.
    Done,
    /// The records that it brings decide it.
    ByRecords,
}

/// The limit that an action of a person counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// That of nearly all actions.
    Usual,
    /// One for credentials alone. No token may do that; and the holder of a stolen token must not be able to keep its owner from
    /// ending it by using it all the time.
    Credentials,
    /// The usual one, and one for reactions: one that is taken back leaves no row that could be counted.
    Reactions,
}

/// What an action leaves to be taken back (RULES §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// Nothing.
    Nothing,
    /// A way back, where its events have one.
    Left,
    /// Nothing, and no act that it is a part of: an answer to a question is not taken back, also where it is signed.
    Bound,
}

/// What is brought up to date before the transaction of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prepares {
    /// Nothing besides what it brings, hangs and names.
    Nothing,
    /// The edges in memory: it may search them for a circle.
    Ways,
    /// The log of its pursuance, to which its records are added.
    Log,
}

/// Who gets to read the text of an action on other servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sends {
    /// Nobody.
    Nothing,
    /// The other side of its delegation.
    Always,
    /// Whoever the task is shared with. An edit without a new text sends the one that is there.
    WhereShared,
    /// The other side, with the text of the task.
    WithTask,
}

/// How the files of an action come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hangs {
    /// It has none.
    Nothing,
    /// One alone.
    Alone,
    /// With something that is said, which counts in the limits of that.
    Said,
}

/// Who may suggest an action that they may not do themselves (RULES §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggest {
    /// Nobody.
    Nobody,
    /// Members who may suggest what needs this right, to those who have it.
    Of(Needs),
    /// The same, and its input decides which right that is.
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
    /// A pursuance that there is not yet.
    NewPursuance,
    /// A pursuance, by slug or id.
    Pursuance(&'a str),
    /// A member of a pursuance, or somebody who is to be one or was.
    Member { pursuance: &'a str, member: &'a ActorRef },
    /// A task that there is not yet, and the number of the task that it is put under.
    NewTask { pursuance: &'a str, parent: Option<i64> },
    /// A task by its number, or what hangs on it.
    Task { pursuance: &'a str, task: i64 },
    /// A task by its id.
    TaskById(&'a TaskId),
    /// A room of a pursuance.
    Room(&'a RoomId),
    /// A delegation, by its row here.
    Delegation(&'a DelegationId),
    /// A skill offer of a pursuance here.
    SkillOffer(&'a SkillOfferId),
    /// A question to a person that waits for their answer: an offer, an invitation, whether they join or accompany somebody.
    Question,
}

impl<'a> About<'a> {
    /// The pursuance, by slug or id, where the input names it.
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

    /// The number of the task; of a new one, that of the task it is put under.
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

    /// A discussion by its room, or by its task; all those of a pursuance, or of an account.
    fn discussion(pursuance: Option<&'a str>, task: Option<i64>, room: Option<&'a RoomId>) -> Self {
        match (room, pursuance, task) {
            (Some(room), ..) => Self::Room(room),
            (None, Some(pursuance), Some(task)) => Self::Task { pursuance, task },
            (None, Some(pursuance), None) => Self::Pursuance(pursuance),
            (None, None, _) => Self::Account,
        }
    }
}

/// `ByInput` in the column of what an action is about.
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

/// The column of what an action is about: its word, and the members of the input that name it.
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

/// The column of who may: a word of [`Right`], or of [`Permission`].
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

/// The mark of who may suggest it.
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

/// What a mark says, or the first, where a line has no such mark.
macro_rules! marked_or {
    ($without:expr) => {
        $without
    };
    ($without:expr, $with:expr) => {
        $with
    };
}

/// What an input gives by the mark that names its member, or the first, where its line has no such mark.
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

/// How a pursuance is named: by slug or id, or by its id.
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

/// A text of an input, where it has one.
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

/// The files of an input, by their hashes.
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

/// The actors whom an input names and who may be on another server.
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
