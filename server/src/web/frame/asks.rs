//! The fields of a task in words: as pages and forms write them.

use pursuance_domain::task::{Ask, Asks, Changed};
use pursuance_domain::time::Time;

use super::labels::urgency_key;
use super::view::size_key;
use crate::text::Text;

/// A field as it reads after a change: the key of its label in the form, and its text, which may be empty.
pub fn reads_now(t: Text, changed: Changed<'_>) -> Option<(&'static str, String)> {
    // The same day at another hour reads the same.
    let is_same_day =
        matches!(changed, Changed::Due { before, after } if before.map(Time::date) == after.map(Time::date));
    (!is_same_day).then(|| reads(t, changed.after()))
}

/// A field as it reads: the key of its label in the form, and its text, which may be empty.
pub fn reads(t: Text, ask: Ask<'_>) -> (&'static str, String) {
    match ask {
        Ask::Title(title) => ("edit-task-title", title.to_string()),
        Ask::Deliverables(text) => ("edit-deliverables", text.to_string()),
        Ask::Skills(skills) => ("edit-skills", skills.to_string()),
        Ask::Due(due) => ("edit-due", due.map(Time::date).unwrap_or_default()),
        // A choice from a list is compared by its label, not by its value.
        Ask::Size(size) => ("edit-size", t.s(size_key(size)).to_owned()),
        Ask::Urgency(urgency) => ("edit-urgency", t.s(urgency_key(urgency)).to_owned()),
    }
}

/// Each field by its name, and as the form of the task writes it.
pub fn as_typed(asks: &Asks) -> Vec<(&'static str, String)> {
    let typed = |ask: Ask<'_>| match ask {
        Ask::Title(title) => title.to_string(),
        Ask::Deliverables(text) => text.to_string(),
        Ask::Skills(skills) => skills.to_string(),
        Ask::Due(due) => due.map(Time::date).unwrap_or_default(),
        Ask::Size(size) => size.as_str().to_owned(),
        Ask::Urgency(urgency) => urgency.as_str().to_owned(),
    };
    asks.each().into_iter().map(|ask| (ask.name(), typed(ask))).collect()
}
