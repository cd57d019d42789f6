//! The changes of a task edit, as its event carries them: each field before and after. A text is named by its revision,
//! and never copied.

use pursuance_domain::event::happened::{Fields, TaskEdited};
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::task::Changed;

use crate::store::tasks::Task;

/// The fields that changed.
#[derive(Debug, Default)]
pub(super) struct Changes {
    fields: Vec<String>,
    before: Fields,
    after: Fields,
}

impl Changes {
    /// The changes that an edit to this revision makes in the asks of a task.
    pub fn between(before: &Task, revision: i64, changed: &[Changed<'_>]) -> Self {
        let mut changes = Self::default();
        for change in changed {
            match *change {
                Changed::Title { .. } => {
                    changes.note("title", |fields| &mut fields.title, before.title_revision, revision);
                }
                Changed::Deliverables { .. } => {
                    let old = before.deliverables_revision;
                    changes.note("deliverables", |fields| &mut fields.deliverables, old, revision);
                }
                Changed::Skills { before, after } => {
                    changes.note("skills", |fields| &mut fields.skills, before.clone(), after.clone());
                }
                Changed::Due { before, after } => {
                    changes.note("due", |fields| &mut fields.due, before, after);
                }
                Changed::Size { before, after } => {
                    changes.note("size", |fields| &mut fields.size, before, after);
                }
                Changed::Urgency { before, after } => {
                    changes.note("urgency", |fields| &mut fields.urgency, before, after);
                }
            }
        }
        changes
    }

    /// Notes the reviewer, if the edit names another one.
    pub fn note_reviewer(&mut self, before: &Option<ActorId>, after: &Option<ActorId>) {
        self.note("reviewer", |fields| &mut fields.reviewer, before.clone(), after.clone());
    }

    /// Notes a field, if it changed.
    fn note<T: PartialEq>(
        &mut self,
        field: &str,
        of: fn(&mut Fields) -> &mut Option<T>,
        before: T,
        after: T,
    ) {
        if before != after {
            self.fields.push(field.to_owned());
            *of(&mut self.before) = Some(before);
            *of(&mut self.after) = Some(after);
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The content of the event.
    pub fn told(self, revision: i64, delegation: Option<DelegationId>) -> TaskEdited {
        let Self { fields, before, after } = self;
        let (before, after) = (Some(before), Some(after));
        TaskEdited { revision, changed: fields, before, after, because: None, delegation }
    }
}
