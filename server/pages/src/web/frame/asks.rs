//! The fields of a task in words: as pages and forms write them.

use pursuance_domain::task::{Ask, Asks, Changed};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Urgency};

use super::labels::urgency_key;
use super::layout::Layout;
use super::mine::Mine;
use super::view::{SkillTag, Words, said_size, size_key};
use super::when::{Due, weekday_and_date};
use crate::store::tasks::StoredAsks;
use crate::text::{Markup, Text};

/// The fields of a task for its page and for an offer; `task/fields.html` shows the facts.
#[derive(Clone)]
pub struct AsksView {
    pub title: Words,
    /// From Markdown; empty where nothing is written.
    pub deliverables: Markup,
    pub skills: Vec<SkillTag>,
    pub due: Option<Due>,
    /// The key of the words of the size; empty where nothing is said of it.
    pub size: &'static str,
    pub is_urgent: bool,
}

impl AsksView {
    /// The fields for a viewer with the skills `mine`. `deliverables`: the text as markup, made by the page, which knows the targets of
    /// its links. `is_closed`: the due date of a closed task is never marked as near or over.
    pub fn of(l: &Layout, mine: &Mine, asked: StoredAsks, deliverables: Markup, is_closed: bool) -> Self {
        let StoredAsks { title, deliverables: _, skills, due, size, urgency } = asked;
        Self {
            title: Words::of(&title, l.t),
            deliverables,
            skills: mine.tags_of(&skills),
            due: due.map(|due| l.due(&title, due, is_closed)),
            size: said_size(size),
            is_urgent: urgency == Urgency::Urgent,
        }
    }
}

/// The fields that are typed as text into the form of a task, with the key of each label.
pub const TYPED: &[(&str, &str)] = &[
    ("title", "edit-task-title"),
    ("deliverables", "edit-deliverables"),
    ("skills", "edit-skills"),
    ("due", "edit-due"),
];

/// A field after a change: the key of its label in the form, and its text, which may be empty. None if the text is the same.
pub fn reads_now(t: Text, changed: Changed<'_>) -> Option<(&'static str, String)> {
    // A due date on the same day at another hour has the same text.
    let is_same_day =
        matches!(changed, Changed::Due { before, after } if before.map(Time::date) == after.map(Time::date));
    (!is_same_day).then(|| reads(t, changed.after()))
}

/// The key of a field's label in the form, and its text, which may be empty.
pub fn reads(t: Text, ask: Ask<'_>) -> (&'static str, String) {
    match ask {
        Ask::Title(title) => ("edit-task-title", title.to_string()),
        Ask::Deliverables(text) => ("edit-deliverables", text.to_string()),
        Ask::Skills(skills) => ("edit-skills", skills.to_string()),
        Ask::Due(due) => ("edit-due", due.map(Time::date).unwrap_or_default()),
        // A choice from a list is compared by its label, not by its value.
        Ask::Size(size) => ("edit-size", t.s(size_key(*size)).to_owned()),
        Ask::Urgency(urgency) => ("edit-urgency", t.s(urgency_key(*urgency)).to_owned()),
    }
}

/// The name of each field, and its text as the form of the task writes it.
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

/// A part whose text has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedPart {
    /// The key of its label.
    pub label: &'static str,
    pub before: String,
    pub after: String,
}

impl ChangedPart {
    /// A changed text. An empty `after` is replaced by the words for "nothing".
    pub fn of(l: &Layout, label: &'static str, before: String, after: String) -> Self {
        let after = if after.is_empty() { l.t.s("change-none").to_owned() } else { after };
        Self { label, before, after }
    }
}

/// The key of the label of the skills.
pub const SKILLS: &str = "fact-skills";

/// A changed field for the news of a task; none if its text is the same.
pub fn change(l: &Layout, changed: Changed<'_>) -> Option<ChangedPart> {
    let due = |due: &Option<Time>| due.map_or_else(|| l.t.s("no-date").to_owned(), |due| l.date(due).words);
    let size = |size: &Size| l.t.s(size_key(*size)).to_owned();
    let urgency = |urgency: &Urgency| l.t.s(urgency_key(*urgency)).to_owned();
    let (label, before, after) = match changed {
        Changed::Title { before, after } => ("edit-task-title", before.to_string(), after.to_string()),
        Changed::Deliverables { before, after } => {
            let (before, after) = differing(before.as_str(), after.as_str());
            ("task-needed", before, after)
        }
        Changed::Skills { before, after } => (SKILLS, before.to_string(), after.to_string()),
        // A due date on the same day at another hour has the same text.
        Changed::Due { before, after } if before.map(Time::date) == after.map(Time::date) => return None,
        Changed::Due { before, after } => ("fact-due", due(before), due(after)),
        Changed::Size { before, after } => ("fact-size", size(before), size(after)),
        Changed::Urgency { before, after } => ("edit-urgency", urgency(before), urgency(after)),
    };
    Some(ChangedPart::of(l, label, before, after))
}

/// The differing lines of two texts, without their common beginning and end.
pub fn differing(before: &str, after: &str) -> (String, String) {
    let (mut before, mut after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let same = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    before.truncate(before.len() - same);
    after.truncate(after.len() - same);
    let same = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    (before.split_off(same).join("\n"), after.split_off(same).join("\n"))
}

/// The values read from a line, in words. `is_asking`: whether help is asked for at once.
pub fn asks_in_words(t: Text, asks: &Asks, who: Option<&str>, is_asking: bool) -> Vec<String> {
    let Asks { title, deliverables: _, skills, due, size, urgency } = asks;
    let mut words = vec![t.with("quick-title").set("title", title.as_str()).to_string()];
    if let Some(who) = who {
        words.push(t.with("quick-for").set("who", who).to_string());
    }
    if *urgency == Urgency::Urgent {
        words.push(t.s("quick-urgent").to_owned());
    }
    if let Some(due) = due {
        words.push(t.with("quick-due").set("day", weekday_and_date(t, &due.utc())).to_string());
    }
    match size {
        Size::Xs => words.push(t.s("quick-size-xs").to_owned()),
        Size::S => words.push(t.s("quick-size-s").to_owned()),
        Size::Unsaid => {}
        Size::M => words.push(t.s("quick-size-m").to_owned()),
        Size::L => words.push(t.s("quick-size-l").to_owned()),
    }
    words.extend(skills.iter().map(ToString::to_string));
    if is_asking {
        words.push(t.s("quick-asks").to_owned());
    } else if who.is_none() && !skills.is_empty() {
        words.push(t.s("quick-not-yet").to_owned());
    }
    words
}
