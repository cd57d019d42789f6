//! Why a task is not moved.

use super::Phase;
use crate::task::review::ReviewRefusal;
use crate::wording::{Wording, refusals};

/// The reason why a task was not moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhaseRefusal {
    /// It is there already.
    AlreadyThere { phase: Phase },
    /// There is no such arrow.
    NoSuchMove { from: Phase, to: Phase },
    /// Another pursuance has it.
    Delegated,
    /// A mirror is closed by the origin alone.
    MirrorFollowsOrigin { to: Phase },
    /// Nobody has it.
    NobodyHasIt,
    /// Somebody has it.
    SomebodyHasIt,
    /// It is closed, and somebody has it still.
    SomebodyDidIt,
    /// Neither the assignee nor an Assigner.
    NotYours,
    /// One's own work.
    OwnWork,
    /// Not the one who reviews.
    NotTheReviewer { has_reviewer: bool },
    /// Sent back without a word.
    CommentNeeded,
    /// Not an Assigner.
    CannotReopen,
    /// Neither the creator nor an Assigner.
    NotTheCreator,
    /// Open subtasks.
    OpenSubtasks { open: u32 },
    /// Open subtasks that are not ours alone to close.
    SharedSubtasks { tasks: Vec<i64> },
    /// Its open parts are the work: nobody is wanted for the whole.
    OpenParts,
    /// There is no review of it now.
    Review(ReviewRefusal),
}

/// Tasks by number, as people write them.
fn numbers(tasks: &[i64]) -> String {
    tasks.iter().map(|number| format!("#{number}")).collect::<Vec<_>>().join(", ")
}

refusals!(PhaseRefusal);

impl PhaseRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::AlreadyThere { .. } => "already-there",
            Self::NoSuchMove { .. } => "no-such-move",
            Self::Delegated => "delegated",
            Self::MirrorFollowsOrigin { .. } => "mirror-follows-origin",
            Self::NobodyHasIt => "nobody-has-it",
            Self::SomebodyHasIt | Self::SomebodyDidIt => "somebody-has-it",
            Self::NotYours => "not-yours",
            Self::OwnWork => "own-work",
            Self::NotTheReviewer { .. } => "not-the-reviewer",
            Self::CommentNeeded => "comment-needed",
            Self::CannotReopen => "cannot-reopen",
            Self::NotTheCreator => "not-the-creator",
            Self::OpenSubtasks { .. } => "open-subtasks",
            Self::SharedSubtasks { .. } => "delegated-subtasks",
            Self::OpenParts => "open-parts",
            Self::Review(refusal) => refusal.slug(),
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::AlreadyThere { phase } => Wording::new("refusal-phase-already").set("phase", *phase),
            Self::NoSuchMove { from, to } => {
                let key = if from.is_unassigned() {
                    "refusal-phase-no-move-yet"
                } else if matches!(to, Phase::InReview | Phase::Done) {
                    "refusal-phase-no-move-ready"
                } else if to.is_unassigned() {
                    "refusal-phase-no-move-back"
                } else {
                    "refusal-phase-no-move"
                };
                Wording::new(key).set("from", *from).set("to", *to)
            }
            Self::Delegated => Wording::new("refusal-phase-delegated"),
            Self::MirrorFollowsOrigin { to } => {
                let is_drop = *to == Phase::Dropped;
                let key = if is_drop { "refusal-phase-mirror-drop" } else { "refusal-phase-mirror" };
                Wording::new(key).set("to", *to)
            }
            Self::NobodyHasIt => Wording::new("refusal-phase-nobody"),
            Self::SomebodyHasIt => Wording::new("refusal-phase-somebody"),
            Self::SomebodyDidIt => Wording::new("refusal-phase-did"),
            Self::NotYours => Wording::new("refusal-phase-not-yours"),
            Self::OwnWork => Wording::new("refusal-phase-own-work"),
            Self::NotTheReviewer { has_reviewer: true } => Wording::new("refusal-phase-reviewer"),
            Self::NotTheReviewer { has_reviewer: false } => Wording::new("refusal-phase-creator-reviews"),
            Self::CommentNeeded => Wording::new("refusal-phase-comment"),
            Self::CannotReopen => Wording::new("refusal-phase-reopen"),
            Self::NotTheCreator => Wording::new("refusal-phase-creator"),
            Self::OpenSubtasks { open } => Wording::new("refusal-phase-subtasks").set("open", *open),
            Self::SharedSubtasks { tasks } => {
                Wording::new("refusal-phase-subtasks-elsewhere").set("tasks", numbers(tasks))
            }
            Self::OpenParts => Wording::new("refusal-phase-open-parts"),
            Self::Review(refusal) => refusal.wording(),
        }
    }
}
