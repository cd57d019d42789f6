//! A private pursuance as text: what it is, and its tasks below each other.

use std::collections::{BTreeMap, BTreeSet};

use pursuance_domain::task::phase::Phase;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::field::{FieldContents, TaskSize};
use pursuance_sealed::ids::{Iid, ObjectId};
use pursuance_sealed::replica::{ClosedField, OpenedObject};
use pursuance_sealed::revision::Rel;

/// Its objects, opened.
pub(super) type Objects<'a> = BTreeMap<(ObjectType, ObjectId), OpenedObject<'a>>;

/// Fields of several lines.
const LONG: [&str; 2] = ["mission", "desc"];
/// No line is indented further.
const DEEPEST: usize = 20;

/// The parts of a pursuance that are shown.
pub(super) struct Outline<'a> {
    pub objects: &'a Objects<'a>,
    /// Whether ended and archived tasks, and those in the trash, are shown, too.
    pub is_whole: bool,
    /// Writes a time in milliseconds as a date.
    pub date: fn(u64) -> String,
}

impl Outline<'_> {
    /// The name of the pursuance, its mission, and each task with what it says.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        if let Some(about) = self.objects.get(&(ObjectType::Pursuance, ObjectId::ZERO)) {
            lines.push(self.field(about, "name").unwrap_or_default());
            lines.extend(self.field(about, "mission").filter(|mission| !mission.is_empty()));
            lines.push(String::new());
        }
        let tasks: BTreeMap<ObjectId, &OpenedObject<'_>> = self
            .objects
            .iter()
            .filter(|((kind, _), task)| *kind == ObjectType::Task && self.is_shown(task))
            .map(|((_, id), task)| (*id, task))
            .collect();
        let mut below: BTreeMap<Option<ObjectId>, Vec<ObjectId>> = BTreeMap::new();
        for (id, task) in &tasks {
            let parent = task.rel.map(|rel| rel.parent).filter(|parent| tasks.contains_key(parent));
            below.entry(parent).or_default().push(*id);
        }
        for ids in below.values_mut() {
            ids.sort_by_cached_key(|id| tasks.get(id).and_then(|task| self.field(task, "title")));
            ids.reverse();
        }
        // Every task that hangs below itself stands at the end.
        let roots = below.remove(&None).unwrap_or_default();
        let mut waiting: Vec<(usize, ObjectId)> = tasks.keys().rev().map(|id| (0, *id)).collect();
        waiting.extend(roots.into_iter().map(|id| (0, id)));
        let mut seen = BTreeSet::new();
        while let Some((depth, id)) = waiting.pop() {
            let Some(task) = tasks.get(&id).filter(|_| seen.insert(id)) else { continue };
            self.task(task, depth, &mut lines);
            let children = below.remove(&Some(id)).unwrap_or_default();
            waiting.extend(children.into_iter().map(|child| (depth + 1, child)));
        }
        if tasks.is_empty() {
            lines.push("no tasks".to_owned());
        }
        lines.join("\n")
    }

    fn is_shown(&self, task: &OpenedObject<'_>) -> bool {
        let has_ended = |rel: &Rel| Phase::by_signed_number(rel.phase).is_some_and(Phase::is_closed);
        let is_away = |rel: &Rel| has_ended(rel) || rel.flags & (Rel::ARCHIVED | Rel::IN_TRASH) != 0;
        self.is_whole || !task.rel.is_some_and(is_away)
    }

    fn task(&self, task: &OpenedObject<'_>, depth: usize, lines: &mut Vec<String>) {
        let indent = "  ".repeat(depth.min(DEEPEST));
        let phase = task.rel.and_then(|rel| Phase::by_signed_number(rel.phase));
        let phase = phase.map_or_else(|| "?".to_owned(), |phase| phase.as_str().replace('_', " "));
        let title = self.field(task, "title").unwrap_or_else(|| "without a title".to_owned());
        lines.push(format!("{indent}- {title} [{phase}]"));
        let names = |iids: &[Iid]| iids.iter().map(|iid| self.name(iid)).collect::<Vec<_>>().join(", ");
        let people =
            |word: &str, iids: &[Iid]| (!iids.is_empty()).then(|| format!("{word}: {}", names(iids)));
        let said = |word: &str, field: &str| {
            self.field(task, field).filter(|said| !said.is_empty()).map(|said| format!("{word}: {said}"))
        };
        let facts: Vec<String> = [
            task.rel.and_then(|rel| people("has it", &rel.assignees)),
            task.rel.and_then(|rel| people("reviews it", &rel.reviewers)),
            said("due", "due"),
            said("size", "size"),
            said("urgent", "urgency"),
            said("skills", "skills"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !facts.is_empty() {
            lines.push(format!("{indent}  {}", facts.join("; ")));
        }
        let description = self.field(task, "desc").unwrap_or_default();
        lines.extend(description.lines().map(|line| format!("{indent}  | {line}")));
    }

    /// The name that somebody uses here; else the beginning of their identity.
    fn name(&self, iid: &Iid) -> String {
        let profile = self.objects.get(&(ObjectType::Profile, iid.profile()));
        let own = profile.filter(|profile| profile.revision.body.actor == *iid);
        own.and_then(|profile| self.field(profile, "name"))
            .unwrap_or_else(|| iid.to_string().chars().take(8).collect())
    }

    /// The text of a field, or why it says nothing; none where there is none.
    fn field(&self, of: &OpenedObject<'_>, name: &str) -> Option<String> {
        Some(match of.fields.get(name)? {
            Ok(FieldContents::Text(text)) if LONG.contains(&name) => safe(text),
            Ok(FieldContents::Text(text)) => line(text),
            Ok(FieldContents::Skills(names)) => line(&names.join(", ")),
            Ok(FieldContents::Due(ms)) => (self.date)(*ms),
            Ok(FieldContents::Size(TaskSize::Small)) => "small".to_owned(),
            Ok(FieldContents::Size(TaskSize::Medium)) => "medium".to_owned(),
            Ok(FieldContents::Size(TaskSize::Large)) => "large".to_owned(),
            Ok(FieldContents::IsUrgent(is_urgent)) => if *is_urgent { "yes" } else { "" }.to_owned(),
            Ok(FieldContents::Levels(_) | FieldContents::Life(_) | FieldContents::File(_)) => String::new(),
            Err(ClosedField::NoKey) => "[no key]".to_owned(),
            Err(ClosedField::Damaged(_)) => "[damaged]".to_owned(),
        })
    }
}

/// Text of a member for a terminal: its lines as they are, without what a terminal obeys or what turns the direction of others.
fn safe(text: &str) -> String {
    let is_sound = |c: char| {
        let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        c == '\n' || !c.is_control() && !turns
    };
    text.chars().map(|c| if is_sound(c) { c } else { '\u{fffd}' }).collect()
}

/// The same in one line: a second one would look like another task.
fn line(text: &str) -> String {
    safe(&text.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_a_member_does_nothing_to_a_terminal() {
        assert_eq!(safe("a\u{1b}[2J\nb\u{202e}é"), "a\u{fffd}[2J\nb\u{fffd}é");
        assert_eq!(line("Count\n- Pay Eve [done]"), "Count - Pay Eve [done]");
    }
}
