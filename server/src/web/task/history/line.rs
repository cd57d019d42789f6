//! The kinds of lines in a history, each with what its sentence names.

use pursuance_domain::allowed::Granted;
use pursuance_domain::event::Verb;
use pursuance_domain::event::happened::TransferEnd;
use serde_json::Value;

use crate::web::delegation::step::Happening;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::{Party, TaskLink};
use crate::web::frame::when::When;

/// One line of the history.
pub struct HistoryRow {
    /// The actor; none when it happened automatically.
    pub by: Option<Party>,
    pub what: Line,
    pub at: When,
}

/// The kinds of lines in the history.
pub enum Line {
    /// The sentence that is found by the word of its kind, with what is told about it.
    ByName {
        verb: Verb,
        told: Value,
    },
    /// Its phase: the key of a sentence of its own, where the change has one.
    Phase {
        from: PhaseTag,
        to: PhaseTag,
        as_step: Option<&'static str>,
    },
    Assigned {
        to: Option<Party>,
    },
    Took,
    HandedBack,
    /// It looks for help again, as there was no news for long.
    Silent,
    /// It looks for help again, as whoever had it cannot go on.
    Gone {
        of: Party,
    },
    /// The review went to whoever wrote the task.
    ReviewGone {
        of: Party,
    },
    /// It was archived, or put into the trash, with another one that it is below.
    Along {
        with: Option<TaskLink>,
        is_trashed: bool,
    },
    /// Somebody goes on with it; until when they need, where they said that.
    StillOnIt {
        until: Option<When>,
    },
    /// Somebody was reminded; of whom nobody else is told.
    Nudged,
    /// It waits for another task, or no longer; `None` for a task that the viewer may not see.
    Waits {
        on: Option<TaskLink>,
        waits: bool,
    },
    /// Another task waits for it, or no longer.
    Awaited {
        by: Option<TaskLink>,
        waits: bool,
        /// Only members see that, until somebody who may edit the task has said yes.
        for_members: bool,
    },
    /// Everybody sees from now on that a task of another pursuance waits for it.
    WaitingShown {
        by: Option<TaskLink>,
    },
    /// It waits for a person, or for something in words.
    Blocked {
        on: Option<Party>,
        reason: String,
    },
    Unblocked {
        /// The member it waited for is gone.
        is_gone: bool,
    },
    /// A task that this one waits for was opened again, or closed.
    BlockerMoved {
        on: Option<TaskLink>,
        is_open: bool,
    },
    /// Somebody else than its author removed a comment.
    CommentRemoved {
        of: Party,
    },
    Attached {
        name: String,
    },
    /// Somebody else than its owner took a file off the task.
    FileRemoved {
        of: Party,
    },
    Delegation {
        what: Happening,
    },
    /// In a pursuance.
    Left,
    RoleSet {
        of: Party,
        role: &'static str,
    },
    /// Somebody accepted to become the Primary.
    BecamePrimary,
    /// The same, for whoever was it before.
    TookOver {
        of: Party,
        role: &'static str,
    },
    /// A join request was accepted.
    LetIn {
        of: Party,
        role: &'static str,
    },
    Removed {
        of: Party,
        /// With the invitation by which they came.
        with_invite: bool,
    },
    Banned {
        of: Party,
        /// The end; none for good.
        until: Option<When>,
    },
    Unbanned {
        of: Party,
    },
    Invited {
        role: &'static str,
    },
    /// Somebody asks the reader to join.
    AskedToJoinAs {
        role: &'static str,
    },
    /// Somebody answered such a question of the reader.
    AnsweredAsk {
        accepted: bool,
    },
    /// A member is asked, answered, or stands by no longer: told to that member alone.
    Offer {
        of: Party,
        key: &'static str,
    },
    /// Somebody does it who learns a skill of it, and who accompanies them.
    Accompanied {
        mentor: Party,
        learner: Party,
        skill: String,
    },
    /// Another way to find somebody is tried: the key of the sentence.
    FindsSomebody {
        key: &'static str,
    },
    /// Nobody was found, and other pursuances offer what it needs: how many, the first of them, and whether each offers all.
    Allied {
        count: usize,
        first: Vec<Party>,
        whole: bool,
    },
    /// An invitation ended; also the memberships that came by it.
    InviteRevoked {
        with_members: bool,
    },
    /// The Primary asked a member to take over.
    AskedToTakeOver {
        of: Party,
    },
    /// Nobody is asked any more.
    NotAskedAnyMore {
        of: Party,
        because: TransferEnd,
    },
    /// Rights of a member on one task; none any more.
    Granted {
        of: Party,
        may: Granted,
    },
    /// Somebody suggested something: the word for it in the sentence.
    Suggested {
        what: &'static str,
    },
    /// A suggestion was answered or taken back: the key of the sentence.
    Suggestion {
        of: Party,
        key: &'static str,
    },
    /// What follows for a task from a removal or a ban, and that one as the log of the pursuance tells it.
    Follows {
        what: Box<Line>,
        end: Box<HistoryRow>,
        /// The reason that was given; empty when none was.
        reason: String,
    },
}

impl From<Happening> for Line {
    fn from(what: Happening) -> Self {
        Self::Delegation { what }
    }
}

/// The same line with the task it happened to, for a pursuance's page.
pub struct LatelyRow {
    pub row: HistoryRow,
    pub task: Option<TaskLink>,
}
