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
    /// A line with the sentence of its kind of event, and the values for it.
    ByName {
        verb: Verb,
        told: Value,
    },
    /// A change of phase, with the key of a special sentence if there is one.
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
    /// The task asks for help again, because there was no news for a long time.
    Silent,
    /// The task asks for help again, because the assignee cannot go on.
    Gone {
        of: Party,
    },
    /// The review went to the creator of the task.
    ReviewGone {
        of: Party,
    },
    /// The review went to another member who may assign, because its reviewer does not go on.
    ReviewWent {
        of: Party,
        to: Party,
    },
    /// The task was archived or trashed together with a task above it.
    Along {
        with: Option<TaskLink>,
        is_trashed: bool,
    },
    /// The assignee goes on with it. `until`: the date until which they need time, if they named one.
    StillOnIt {
        until: Option<When>,
    },
    /// The rules for silent tasks changed. `days`: until the reminder and until the hand-on, if they are new and in force.
    PaceSet {
        days: Option<(SilentDays, SilentDays)>,
    },
    /// The task is late, or soon due, and has no assignee.
    DueUnassigned {
        due: When,
    },
    /// A person was reminded; the line does not name them.
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
        /// Whether only members see the line, until somebody who may edit the task has agreed.
        for_members: bool,
    },
    /// The dependency of a task in another pursuance on it was made visible to everybody.
    WaitingShown {
        by: Option<TaskLink>,
    },
    /// Its dependency on a task of another pursuance was made visible to everybody.
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
    /// A member left the pursuance.
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
    /// The reader was asked to join.
    AskedToJoinAs {
        role: &'static str,
    },
    /// Somebody answered the reader's question to join.
    AnsweredAsk {
        accepted: bool,
    },
    /// An offer to a member: it was made, answered or ended. Only that member reads the line.
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
    /// Another method to find an assignee is tried: the key of the sentence.
    FindsSomebody {
        key: &'static str,
    },
    /// Nobody was found, but other pursuances offer its skills: their number, the first of them, and whether each offers all skills.
    Allied {
        count: usize,
        first: Vec<Party>,
        whole: bool,
    },
    /// An invitation was revoked. `with_members`: together with the memberships that began by it.
    InviteRevoked {
        with_members: bool,
    },
    /// The Primary asked a member to take over.
    AskedToTakeOver {
        of: Party,
    },
    /// The question whether to take over was withdrawn.
    NotAskedAnyMore {
        of: Party,
        because: TransferEnd,
    },
    /// The rights of a member on one task were set; none if all were removed.
    Granted {
        of: Party,
        may: Granted,
    },
    /// An action was suggested: the word for it in the sentence.
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
