//! Compares a suggestion with the present state: the values it changes, and whether somebody else has changed them since.

use super::{Suggested, SuggestionRefusal};
use crate::action::{AssignTask, EditTask, SetPhase, SetRole};
use crate::id::ActorId;
use crate::people::role::Role;
use crate::task::phase::Phase;
use crate::task::{Ask, Asks};
use crate::value::ActorRef;

impl Suggested {
    /// The suggestion on the present state, and the suggestion that would restore that state: it shows later whether somebody
    /// else has changed it. An edit keeps only the fields that it changes.
    ///
    /// # Errors
    /// [`SuggestionRefusal::NothingChanges`] when an edit changes nothing.
    pub fn against(self, present: &Present) -> Result<(Self, Option<Self>), SuggestionRefusal> {
        let named = |id: &ActorId| ActorRef::parse(id.as_str()).ok();
        Ok(match (self, present) {
            (
                Self::EditTask(edit),
                Present { task: Some(PresentTask { asks: Some(asks), revision, .. }), .. },
            ) => {
                let wanted = edit.asks_after(asks).unwrap_or_else(|| asks.clone());
                let changes = asks.changes(&wanted);
                if changes.is_empty() {
                    return Err(SuggestionRefusal::NothingChanges);
                }
                let edit = EditTask { revision: *revision, ..edit };
                (
                    Self::EditTask(only(&edit, changes.iter().map(|one| one.after()))),
                    Some(Self::EditTask(only(&edit, changes.iter().map(|one| one.before())))),
                )
            }
            (Self::AssignTask(a), Present { task: Some(task), .. }) => {
                let base = AssignTask { assignee: task.assignee.as_ref().and_then(named), ..a.clone() };
                (Self::AssignTask(a), Some(Self::AssignTask(base)))
            }
            (Self::SetPhase(a), Present { task: Some(task), .. }) => {
                let base = SetPhase { phase: task.phase, comment: None, subtasks: None, ..a.clone() };
                (Self::SetPhase(a), Some(Self::SetPhase(base)))
            }
            (Self::SetRole(a), Present { role: Some(role), .. }) => {
                let base = SetRole { role: *role, ..a.clone() };
                (Self::SetRole(a), Some(Self::SetRole(base)))
            }
            (what, _) => (what, None),
        })
    }

    /// Whether somebody else has since changed the values that this changes. `base`: the state when it was made.
    pub fn is_outdated(&self, base: Option<&Self>, present: &Present) -> bool {
        let task = present.task.as_ref();
        match (self, base) {
            (Self::EditTask(edit), Some(Self::EditTask(base))) => {
                let Some(now) = task.and_then(|task| task.asks.as_ref()) else { return false };
                let (seen, wanted) = (base.asks_after(now), edit.asks_after(now));
                let moved = seen
                    .iter()
                    .flat_map(|seen| now.changes(seen))
                    .map(|changed| std::mem::discriminant(&changed));
                let left: Vec<_> = wanted
                    .iter()
                    .flat_map(|wanted| now.changes(wanted))
                    .map(|changed| std::mem::discriminant(&changed))
                    .collect();
                moved.into_iter().any(|field| left.contains(&field))
            }
            (Self::AssignTask(_), Some(Self::AssignTask(base))) => task.is_some_and(|task| {
                task.assignee.as_ref().map(ActorId::as_str) != base.assignee.as_ref().map(ActorRef::as_str)
            }),
            (Self::SetPhase(_), Some(Self::SetPhase(base))) => {
                task.is_some_and(|task| task.phase != base.phase)
            }
            (Self::SetRole(_), Some(Self::SetRole(base))) => {
                present.role.is_some_and(|role| role != base.role)
            }
            _ => false,
        }
    }

    /// The same edit on the present revision: other changes made meanwhile stay.
    #[must_use]
    pub fn on_revision(self, revision: i64) -> Self {
        if let Self::EditTask(edit) = self { Self::EditTask(EditTask { revision, ..edit }) } else { self }
    }
}

/// The present state of the object of a suggestion.
#[derive(Debug, Clone, Default)]
pub struct Present {
    /// The task it is about.
    pub task: Option<PresentTask>,
    /// The role of the member it is about.
    pub role: Option<Role>,
}

/// A task as it is now.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields of a task say it")]
pub struct PresentTask {
    pub revision: i64,
    /// None where its texts are sealed: nobody here compares them.
    pub asks: Option<Asks>,
    pub assignee: Option<ActorId>,
    pub phase: Phase,
}

/// The same edit of these fields only.
fn only<'a>(edit: &EditTask, fields: impl Iterator<Item = Ask<'a>>) -> EditTask {
    let only = EditTask::unchanged(edit.pursuance.clone(), edit.task, edit.revision);
    fields.fold(only, EditTask::naming)
}
