//! What an edit of a task changed, as its event tells it: each field as it was and as it is. A text is named by its
//! revision, and never copied.

use pursuance_domain::task::Changed;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::store::tasks::Task;

/// The fields that changed.
#[derive(Debug, Default)]
pub(super) struct Changes {
    fields: Vec<&'static str>,
    before: Map<String, Value>,
    after: Map<String, Value>,
}

impl Changes {
    /// What an edit to this revision changes in what a task asks for.
    pub fn between(before: &Task, revision: i64, changed: &[Changed<'_>]) -> Self {
        let mut changes = Self::default();
        for change in changed {
            match *change {
                Changed::Title { .. } => changes.note("title", &before.title_revision, &revision),
                Changed::Deliverables { .. } => {
                    changes.note("deliverables", &before.deliverables_revision, &revision);
                }
                Changed::Skills { before, after } => changes.note("skills", before, after),
                Changed::Due { before, after } => changes.note("due", &before, &after),
                Changed::Size { before, after } => changes.note("size", &before, &after),
                Changed::Urgency { before, after } => changes.note("urgency", &before, &after),
            }
        }
        changes
    }

    /// Notes a field, if it changed.
    pub fn note<T: Serialize + PartialEq>(&mut self, field: &'static str, before: &T, after: &T) {
        if before != after {
            self.fields.push(field);
            self.before.insert(field.to_owned(), json!(before));
            self.after.insert(field.to_owned(), json!(after));
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// What the event holds.
    pub fn told(self, revision: i64) -> Map<String, Value> {
        let told = json!({ "revision": revision, "changed": self.fields, "before": self.before, "after": self.after });
        match told {
            Value::Object(told) => told,
            _ => Map::new(),
        }
    }
}
