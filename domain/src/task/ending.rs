//! The ends of a task besides its phases, each with an undo: archived, in the trash, deleted for good (RULES §1).

use crate::time::{DAY, Time};
use crate::wording::{Wording, refusals};

/// The time that a task stays in the trash.
pub const IN_TRASH_FOR: i64 = 30 * DAY;

/// The most tasks that end together.
pub const AT_ONCE_MAX: usize = 2_000;

/// The end of a task and of the tasks below it, or its return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Out of lists, and readable.
    Archive,
    /// Out of sight for all who may not edit it, for a time.
    Trash,
    /// Back to where it was.
    Restore,
    /// For good.
    Delete,
}

/// The present state of a task, and of the tasks around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndFacts {
    /// Whether it was archived.
    pub is_archived: bool,
    /// Whether it is in the trash.
    pub is_trashed: bool,
    /// Whether it was put away by people, and not with the end of a delegation.
    pub is_restorable: bool,
    /// Numbers of the tasks in a delegation or on offer, the task itself and tasks below it.
    pub shared: Vec<i64>,
    /// Number of tasks that would end together, itself included.
    pub tasks: usize,
    /// The number of the task above it that is put away.
    pub below_away: Option<i64>,
}

/// The reason why a task does not end like that, or nothing else is done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndRefusal {
    /// It is archived: it is restored before anything else is done with it.
    IsArchived,
    /// It is in the trash.
    IsTrashed {
        /// Its number.
        number: i64,
    },
    /// It was deleted for good.
    IsDeleted {
        /// Its number.
        number: i64,
    },
    /// It is not put away.
    NotAway,
    /// It went with the task of this number, which is restored first.
    WentWith {
        /// That number.
        number: i64,
    },
    /// A delegation of these tasks is ended first.
    Shared {
        /// Their numbers.
        tasks: Vec<i64>,
    },
    /// More tasks would go along than do at once.
    TooMany,
}

refusals!(EndRefusal);

/// Tasks by number, as people write them.
fn numbers(tasks: &[i64]) -> String {
    tasks.iter().map(|number| format!("#{number}")).collect::<Vec<_>>().join(", ")
}

impl EndRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::IsArchived => "archived",
            Self::IsTrashed { .. } => "in-trash",
            Self::IsDeleted { .. } => "task-deleted",
            Self::NotAway => "not-put-away",
            Self::WentWith { .. } => "went-with-another",
            Self::Shared { .. } => "delegated-tasks",
            Self::TooMany => "too-many-tasks",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::IsArchived => Wording::new("refusal-task-archived"),
            Self::IsTrashed { number } => Wording::new("refusal-task-in-trash").set("number", *number),
            Self::IsDeleted { number } => Wording::new("refusal-task-deleted").set("number", *number),
            Self::NotAway => Wording::new("refusal-task-not-away"),
            Self::WentWith { number } => Wording::new("refusal-task-went-with").set("number", *number),
            Self::Shared { tasks } => Wording::new("refusal-task-shared").set("tasks", numbers(tasks)),
            Self::TooMany => Wording::new("refusal-too-many-tasks").set("most", AT_ONCE_MAX),
        }
    }
}

/// Whether a task ends like that. `number`: that of the task.
///
/// # Errors
/// [`EndRefusal`] with the reason.
pub fn may_end(ending: Ending, number: i64, task: &EndFacts) -> Result<(), EndRefusal> {
    match ending {
        Ending::Archive if task.is_trashed => return Err(EndRefusal::IsTrashed { number }),
        Ending::Archive if task.is_archived => return Err(EndRefusal::IsArchived),
        Ending::Trash if task.is_trashed => return Err(EndRefusal::IsTrashed { number }),
        Ending::Restore if !task.is_restorable => return Err(EndRefusal::NotAway),
        Ending::Restore => {
            return match task.below_away {
                Some(number) => Err(EndRefusal::WentWith { number }),
                None => Ok(()),
            };
        }
        Ending::Archive | Ending::Trash | Ending::Delete => {}
    }
    if !task.shared.is_empty() {
        return Err(EndRefusal::Shared { tasks: task.shared.clone() });
    }
    if task.tasks > AT_ONCE_MAX { Err(EndRefusal::TooMany) } else { Ok(()) }
}

/// The moment from which on a task that went into the trash then is deleted for good.
pub fn deleted_at(trashed_at: Time) -> Time {
    trashed_at.plus(IN_TRASH_FOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> EndFacts {
        EndFacts { tasks: 1, ..EndFacts::default() }
    }

    #[test]
    fn a_task_goes_away_once_and_comes_back_only_from_there() {
        let archived = EndFacts { is_archived: true, is_restorable: true, ..here() };
        let trashed = EndFacts { is_trashed: true, ..archived.clone() };
        let end = |ending, task: &EndFacts| may_end(ending, 3, task);
        for ending in [Ending::Archive, Ending::Trash, Ending::Delete] {
            assert_eq!(end(ending, &here()), Ok(()), "{ending:?}");
        }
        assert_eq!(end(Ending::Restore, &here()), Err(EndRefusal::NotAway));
        assert_eq!(end(Ending::Archive, &archived), Err(EndRefusal::IsArchived));
        assert_eq!(end(Ending::Trash, &archived), Ok(()));
        assert_eq!(end(Ending::Restore, &archived), Ok(()));
        assert_eq!(end(Ending::Archive, &trashed), Err(EndRefusal::IsTrashed { number: 3 }));
        assert_eq!(end(Ending::Trash, &trashed), Err(EndRefusal::IsTrashed { number: 3 }));
        assert_eq!(end(Ending::Restore, &trashed), Ok(()));
        assert_eq!(end(Ending::Delete, &trashed), Ok(()));
        let below = EndFacts { below_away: Some(2), ..archived };
        assert_eq!(end(Ending::Restore, &below), Err(EndRefusal::WentWith { number: 2 }));
        // A mirror that ended with its delegation is brought back by nobody here.
        let mirror = EndFacts { is_archived: true, ..here() };
        assert_eq!(end(Ending::Restore, &mirror), Err(EndRefusal::NotAway));
    }

    #[test]
    fn a_task_in_a_delegation_is_ended_there_first() {
        let shared = EndFacts { shared: vec![4, 7], ..here() };
        for ending in [Ending::Archive, Ending::Trash, Ending::Delete] {
            let refused = may_end(ending, 3, &shared);
            assert_eq!(refused, Err(EndRefusal::Shared { tasks: vec![4, 7] }), "{ending:?}");
        }
    }

    #[test]
    fn only_so_many_tasks_go_along() {
        let most = |tasks| may_end(Ending::Trash, 3, &EndFacts { tasks, ..here() });
        assert_eq!(most(AT_ONCE_MAX), Ok(()));
        assert_eq!(most(AT_ONCE_MAX + 1), Err(EndRefusal::TooMany));
    }
}
