//! Changes of the asks of a task, proposed or made.

use pursuance_domain::task::{Asks, Changed};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Skill, Urgency};
use pursuance_federation::vocab::{self, ProposedTerms};

use crate::task_wire;
use crate::web::frame::labels::urgency_key;
use crate::web::frame::layout::Layout;
use crate::web::frame::view::size_key;

/// A part that reads differently now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedPart {
    /// The key of its label.
    pub label: &'static str,
    pub before: String,
    pub after: String,
}

/// The asks at one point of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsksAtATime {
    pub asks: Asks,
    /// Skills of another server that are invalid here, as it wrote them.
    foreign_skills: Vec<String>,
}

impl AsksAtATime {
    /// The asks of an offer.
    pub fn of(offered: &vocab::Delegation) -> Self {
        let asked = Self::of_task(&offered.task, Size::default());
        let due = offered.terms.said().due.map(time);
        Self { asks: Asks { due, ..asked.asks }, ..asked }
    }

    /// The asks of a task. `unsaid`: the size where it names none.
    pub fn of_task(task: &vocab::Task, unsaid: Size) -> Self {
        let foreign = |skill: &&String| Skill::parse(skill).is_err();
        Self {
            asks: task_wire::read(task, unsaid),
            foreign_skills: task.skills.iter().filter(foreign).cloned().collect(),
        }
    }

    /// The same after a message of the origin about its task. A change that asks for more waits for acceptance
    /// (PROTOCOL §1.6).
    pub fn told(&self, task: &vocab::Task) -> Self {
        let now = Self::of_task(task, self.asks.size);
        Self { asks: self.asks.clone().told(now.asks), foreign_skills: now.foreign_skills }
    }

    /// The same with the changes of a counter-offer.
    pub fn with(&self, proposed: ProposedTerms) -> Self {
        let ProposedTerms { due, size } = proposed;
        let asks = Asks {
            due: due.map(time).or(self.asks.due),
            size: size.map_or(self.asks.size, task_wire::read_size),
            ..self.asks.clone()
        };
        Self { asks, foreign_skills: self.foreign_skills.clone() }
    }

    fn skills(&self) -> String {
        let own = self.asks.skills.iter().map(Skill::as_str);
        own.chain(self.foreign_skills.iter().map(String::as_str)).collect::<Vec<_>>().join(", ")
    }

    /// The parts that read differently in `after`.
    pub fn changes(&self, l: &Layout, after: &Self) -> Vec<ChangedPart> {
        let due =
            |due: Option<Time>| due.map_or_else(|| l.t.s("no-date").to_owned(), |due| l.date(due).words);
        let change = |label, before: String, after: String| ChangedPart { label, before, after };
        let skills = || change("fact-skills", self.skills(), none_if_empty(l, after.skills()));
        let mut changes = Vec::new();
        for changed in self.asks.changes(&after.asks) {
            changes.push(match changed {
                Changed::Title { before, after } => {
                    change("edit-task-title", before.to_string(), after.to_string())
                }
                Changed::Deliverables { before, after } => {
                    let (before, after) = differing(before.as_str(), after.as_str());
                    change("task-needed", before, none_if_empty(l, after))
                }
                Changed::Skills { .. } => skills(),
                // The same day at another hour reads the same.
                Changed::Due { before, after } if before.map(Time::date) == after.map(Time::date) => continue,
                Changed::Due { before, after } => change("fact-due", due(*before), due(*after)),
                Changed::Size { before, after } => change(
                    "fact-size",
                    l.t.s(size_key(*before)).to_owned(),
                    l.t.s(size_key(*after)).to_owned(),
                ),
                Changed::Urgency { before, after } => {
                    let words = |urgency: &Urgency| l.t.s(urgency_key(*urgency)).to_owned();
                    change("edit-urgency", words(before), words(after))
                }
            });
        }
        if self.asks.skills == after.asks.skills && self.foreign_skills != after.foreign_skills {
            changes.push(skills());
        }
        changes
    }
}

fn none_if_empty(l: &Layout, text: String) -> String {
    if text.is_empty() { l.t.s("change-none").to_owned() } else { text }
}

/// The different lines of two texts, without the beginning and the end that they share.
pub(super) fn differing(before: &str, after: &str) -> (String, String) {
    let (mut before, mut after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let same = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    before.truncate(before.len() - same);
    after.truncate(after.len() - same);
    let same = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    (before.split_off(same).join("\n"), after.split_off(same).join("\n"))
}

fn time(time: chrono::DateTime<chrono::Utc>) -> Time {
    Time(time.timestamp_micros())
}
