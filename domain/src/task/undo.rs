//! Undo of one's own acts on tasks, for ten minutes (RULES §1): the way back from an act is read from its events, which contain
//! the values before; and nobody loses later work that is built on it.

use crate::event::happened::TaskPlace;
use crate::event::{Happened, Recorded, Verb};
use crate::id::{ActorId, TaskId};
use crate::task::asks::Fields;
use crate::task::phase::Phase;
use crate::time::{MINUTE, Time};
use crate::wording::{Wording, refusals};

/// The time within which an act can be taken back.
pub const WITHIN: i64 = 10 * MINUTE;

/// One step of the way back, with the task that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The task.
    pub task: TaskId,
    /// The change that takes the event back.
    pub back: BackChange,
}

/// The change that takes one event back.
#[derive(Debug, Clone, PartialEq)]
pub enum BackChange {
    /// It was written down: it goes into the trash.
    Remove,
    /// These fields read like that before.
    Fields(Box<Fields>),
    /// It stood there.
    Place(TaskPlace),
    /// It was in another phase.
    Phase {
        /// The phase before.
        before: Phase,
        /// The phase since then.
        after: Phase,
        /// The person who had it before, and not since then.
        left: Option<ActorId>,
    },
    /// Somebody else had it, or nobody.
    Holder {
        /// The assignee before.
        before: Option<ActorId>,
        /// The assignee since then.
        after: Option<ActorId>,
        /// The phase before.
        was: Phase,
    },
    /// It was put away.
    BringBack {
        /// Into the trash, and not into the archive.
        from_trash: bool,
    },
    /// It was brought back.
    PutAway {
        /// From the trash, and not from the archive.
        to_trash: bool,
    },
}

/// The meaning of an event for the undo of its act.
enum Meaning {
    /// A step back.
    Back(Step),
    /// It follows from another event of the act, or is a word that stays.
    Follows,
    /// It is not taken back, and neither is the act: another pursuance knows of it, or somebody was decided about.
    Binds,
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is not taken back")]
fn meaning(event: &Recorded) -> Meaning {
    // The event of a task that went into the trash is of none: nobody reads of a task that they may not see any more.
    let trashed = || event.what.trashed().map(|told| told.task.clone());
    let Some(task) = event.task.clone().or_else(trashed) else { return Meaning::Binds };
    let back = match &event.what {
        Happened::TaskCreated(told) if told.mirror_of.is_none() && told.delegation.is_none() => {
            BackChange::Remove
        }
        Happened::TaskEdited(told) if told.because.is_none() && told.delegation.is_none() => {
            match &told.before {
                Some(before) => BackChange::Fields(Box::new(before.clone())),
                None => return Meaning::Binds,
            }
        }
        Happened::TaskMoved(told) if told.delegation.is_none() => match &told.before {
            Some(before) => BackChange::Place(before.clone()),
            None => return Meaning::Binds,
        },
        Happened::TaskReordered(told) => BackChange::Place(told.before.clone()),
        Happened::TaskPhaseSet(told) if told.delegation.is_none() => {
            BackChange::Phase { before: told.before, after: told.after, left: told.left.clone() }
        }
        Happened::TaskAssigned(told) if told.because.is_none() && told.delegation.is_none() => {
            match told.was {
                Some(was) => {
                    BackChange::Holder { before: told.before.clone(), after: told.after.clone(), was }
                }
                None => return Meaning::Binds,
            }
        }
        Happened::TaskArchived(_) => BackChange::BringBack { from_trash: false },
        Happened::TaskTrashed(_) => BackChange::BringBack { from_trash: true },
        Happened::TaskRestored(told) => BackChange::PutAway { to_trash: told.from_trash },
        other if is_aside(other.verb()) || adds(other.verb()) => return Meaning::Follows,
        _ => return Meaning::Binds,
    };
    Meaning::Back(Step { task, back })
}

/// Whether events of a kind have a way back, where no other pursuance knows of them and nobody was decided about.
pub fn has_way_back(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::TaskCreated
            | Verb::TaskEdited
            | Verb::TaskMoved
            | Verb::TaskReordered
            | Verb::TaskPhaseSet
            | Verb::TaskAssigned
            | Verb::TaskArchived
            | Verb::TaskTrashed
            | Verb::TaskRestored
    )
}

/// The steps that take an act back, in their order; `None` where it cannot be taken back.
pub fn way_back<'a>(act: impl IntoIterator<Item = &'a Recorded>) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for event in act {
        match meaning(event) {
            Meaning::Back(step) => steps.push(step),
            Meaning::Follows => {}
            Meaning::Binds => return None,
        }
    }
    steps.reverse();
    (!steps.is_empty()).then_some(steps)
}

/// Whether an event of this kind builds on no earlier act on a task: others are asked about it or answer, or it follows from
/// an event elsewhere.
fn is_aside(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::TaskAsked
            | Verb::OfferAnswered
            | Verb::OfferEnded
            | Verb::MentorAsked
            | Verb::MentorAnswered
            | Verb::TaskAccompanied
            | Verb::PairingMoved
            | Verb::PairingAllied
            | Verb::TaskDueUnassigned
            | Verb::PairingPaused
            | Verb::TaskNudged
            | Verb::HandOnAsked
            | Verb::TaskBlockerMoved
            | Verb::TaskGrantSet
            | Verb::SuggestionMade
            | Verb::SuggestionDeclined
            | Verb::SuggestionWithdrawn
            | Verb::SuggestionClosed
    )
}

/// Whether events of a kind leave the fields of a task as they are: comments, files, answers to reminders, dependencies, blocks.
fn adds(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::TaskCommented
            | Verb::TaskCommentEdited
            | Verb::TaskCommentDeleted
            | Verb::TaskCommentRemoved
            | Verb::TaskFileAttached
            | Verb::TaskFileDeleted
            | Verb::TaskFileRemoved
            | Verb::TaskStillOnIt
            | Verb::TaskKept
            | Verb::TaskWaits
            | Verb::TaskAwaited
            | Verb::TaskWaitingShown
            | Verb::TaskBlocked
            | Verb::TaskUnblocked
    )
}

/// The kinds of event with which somebody else builds on an act. A kind that `is_aside` does not name is one of them.
pub fn built_on_by_others() -> impl Iterator<Item = Verb> {
    Verb::ALL.iter().copied().filter(|verb| !is_aside(*verb))
}

/// The kinds with which one does something newer to a task, which is taken back first. One's own comments and files stay.
pub fn newer_of_ones_own() -> impl Iterator<Item = Verb> {
    built_on_by_others().filter(|verb| !adds(*verb))
}

/// The first later event on a task that stands in the way of an undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoObstacle {
    /// Nothing.
    Nothing,
    /// The person did more with the task of this number.
    Own(i64),
    /// Somebody else did something with the task of this number.
    Other(i64),
    /// Something stands below the task of this number, which was written down by the act.
    Parts(i64),
}

/// Decides whether an act of this moment may be taken back now.
///
/// # Errors
/// [`UndoRefusal`] when its time is over, or something was built on it.
pub fn may_undo(at: Time, now: Time, since: UndoObstacle) -> Result<(), UndoRefusal> {
    if now > at.plus(WITHIN) {
        return Err(UndoRefusal::Late);
    }
    match since {
        UndoObstacle::Nothing => Ok(()),
        UndoObstacle::Own(task) => Err(UndoRefusal::NewerFirst { task }),
        UndoObstacle::Other(task) => Err(UndoRefusal::BuiltOn { task }),
        UndoObstacle::Parts(task) => Err(UndoRefusal::HasParts { task }),
    }
}

/// The reason why an act is not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoRefusal {
    /// The person did nothing of that number.
    Nothing,
    /// The act is of a kind that is not taken back, or another pursuance knows of it.
    Bound,
    /// The ten minutes are over.
    Late,
    /// Somebody else did something with this task since then.
    BuiltOn {
        /// Its number.
        task: i64,
    },
    /// The person did something newer with this task, which is taken back first.
    NewerFirst {
        /// Its number.
        task: i64,
    },
    /// There are tasks below this one, which was written down by the act.
    HasParts {
        /// Its number.
        task: i64,
    },
    /// More subtasks were closed with it than one act closes: jobs closed the rest.
    TooMany {
        /// The most subtasks that are closed at once.
        most: usize,
    },
}

refusals!(UndoRefusal);

impl UndoRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing-to-undo",
            Self::Bound => "not-undoable",
            Self::Late => "too-late-to-undo",
            Self::BuiltOn { .. } => "built-on",
            Self::NewerFirst { .. } => "newer-first",
            Self::HasParts { .. } => "has-parts",
            Self::TooMany { .. } => "too-many-to-undo",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Nothing => Wording::new("refusal-undo-nothing"),
            Self::Bound => Wording::new("refusal-undo-bound"),
            Self::Late => Wording::new("refusal-undo-late").set("minutes", WITHIN / MINUTE),
            Self::BuiltOn { task } => Wording::new("refusal-undo-built-on").set("number", *task),
            Self::NewerFirst { task } => Wording::new("refusal-undo-newer-first").set("number", *task),
            Self::HasParts { task } => Wording::new("refusal-undo-has-parts").set("number", *task),
            Self::TooMany { most } => Wording::new("refusal-undo-too-many").set("most", *most),
        }
    }
}

#[cfg(test)]
mod tests;
