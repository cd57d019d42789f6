//! The kinds of lines in a history, each with the values for its sentence.

use pursuance_domain::allowed::Granted;
use pursuance_domain::event::Verb;
use pursuance_domain::event::happened::TransferEnd;
use pursuance_domain::silence::SilentDays;
use serde_json::Value;

use crate::web::delegation::step::Happening;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::{Party, TaskLink, Words};
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
    /// A line whose sentence is found by the word of its kind, with the values for it.
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
    /// Several tasks were added at once.
    Added {
        count: usize,
    },
    Assigned {
        to: Option<Party>,
    },
    Took,
    HandedBack,
    /// It looks for help again, because there was no news for a long time.
    Silent,
    /// It looks for help again, because the assignee cannot go on.
    Gone {
        of: Party,
    },
    /// The review went to the creator of the task.
    ReviewGone {
        of: Party,
    },
    /// The review went to another who may assign, since its reviewer does not go on.
    ReviewWent {
        of: Party,
        to: Party,
    },
    /// It was archived, or put into the trash, with a task above it.
    Along {
        with: Option<TaskLink>,
        is_trashed: bool,
    },
    /// Somebody goes on with it. `until`: the date until which they need time, if they named one.
    StillOnIt {
        until: Option<When>,
    },
    /// What happens after a silence. `days`: until the reminder, and until the task is handed on, where they are new and count.
    PaceSet {
        days: Option<(SilentDays, SilentDays)>,
    },
    /// It is late, or soon due, and nobody has it.
    DueUnassigned {
        due: When,
    },
    /// A person was reminded; nobody else learns who.
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
        /// Whether only members see it, until somebody who may edit the task has agreed.
        for_members: bool,
    },
    /// Everybody sees from now on that a task of another pursuance waits for it.
    WaitingShown {
        by: Option<TaskLink>,
    },
    /// Everybody reads from now on for which task of another pursuance it waits.
    AwaitedNamed {
        on: Option<TaskLink>,
    },
    /// It waits for a person, or for a reason in words.
    Blocked {
        on: Option<Party>,
        reason: Words,
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
    /// A comment was removed by another person than its author.
    /// A message of theirs was removed from a room.
    MessageRemoved {
        of: Party,
    },
    CommentRemoved {
        of: Party,
    },
    Attached {
        name: String,
    },
    /// A file was removed by another person than its owner.
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
    /// The former Primary got another role, because somebody took over.
    TookOver {
        of: Party,
        role: &'static str,
    },
    /// A join request was accepted.
    LetIn {
        of: Party,
        role: &'static str,
    },
    /// A new member of a private pursuance got the key.
    GotKey {
        of: Party,
    },
    Removed {
        of: Party,
        /// Whether they were removed together with their invitation.
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
    /// Somebody answered the reader's question to join.
    AnsweredAsk {
        accepted: bool,
    },
    /// A member is asked, answered, or stands by no longer; only that member reads it.
    Offer {
        of: Party,
        key: &'static str,
    },
    /// A learner does the task, accompanied by a mentor.
    Accompanied {
        mentor: Party,
        learner: Party,
        /// None in a private pursuance.
        skill: Option<String>,
    },
    /// Another way to find an assignee is tried: the key of the sentence.
    FindsSomebody {
        key: &'static str,
    },
    /// Nobody was found, and other pursuances offer its skills: their number, the first of them, and whether each offers all skills.
    Allied {
        count: usize,
        first: Vec<Party>,
        whole: bool,
    },
    /// An invitation ended. `with_members`: so did the memberships that came by it.
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
    /// A line that follows from a removal or a ban, and the removal or the ban as in the log of the pursuance.
    Follows {
        what: Box<Line>,
        end: Box<HistoryRow>,
        /// The given reason; empty if there is none.
        reason: String,
    },
}

impl From<Happening> for Line {
    fn from(what: Happening) -> Self {
        Self::Delegation { what }
    }
}

/// A line with its task, for the page of a pursuance.
pub struct LatelyRow {
    pub row: HistoryRow,
    pub task: Option<TaskLink>,
}
