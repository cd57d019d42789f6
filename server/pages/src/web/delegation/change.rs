//! Changes of the asks of a task, proposed or made.

use pursuance_domain::task::{Asks, Changed};
use pursuance_domain::time::Time;
use pursuance_domain::value::Skill;
use pursuance_federation::vocab::{self, ProposedTerms};

use crate::task_wire;
use crate::web::frame::asks::{ChangedPart, SKILLS, change};
use crate::web::frame::layout::Layout;

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
        let asked = Self::of_task(&offered.task);
        let due = offered.terms.said().due.map(time);
        Self { asks: Asks { due, ..asked.asks }, ..asked }
    }

    /// The asks of a task.
    pub fn of_task(task: &vocab::Task) -> Self {
        let foreign = |skill: &&String| Skill::parse(skill).is_err();
        Self {
            asks: task_wire::read(task),
            foreign_skills: task.skills.iter().filter(foreign).cloned().collect(),
        }
    }

    /// The asks after a message of the origin about its task. A change that asks for more waits for acceptance
    /// (PROTOCOL §1.6).
    pub fn told(&self, task: &vocab::Task) -> Self {
        let now = Self::of_task(task);
        Self { asks: self.asks.clone().told(now.asks), foreign_skills: now.foreign_skills }
    }

    /// The asks with the changes of a counter-offer.
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

    /// The parts that differ in `after`.
    pub fn changes(&self, l: &Layout, after: &Self) -> Vec<ChangedPart> {
        let skills = || ChangedPart::of(l, SKILLS, self.skills(), after.skills());
        let mut changes = Vec::new();
        for changed in self.asks.changes(&after.asks) {
            let is_of_skills = matches!(changed, Changed::Skills { .. });
            changes.extend(if is_of_skills { Some(skills()) } else { change(l, changed) });
        }
        if self.asks.skills == after.asks.skills && self.foreign_skills != after.foreign_skills {
            changes.push(skills());
        }
        changes
    }
}

fn time(time: chrono::DateTime<chrono::Utc>) -> Time {
    Time(time.timestamp_micros())
}
