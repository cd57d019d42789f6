//! The meaning of a query, task by task: slow, and without any statement of the database.

use chrono_tz::Tz;

use super::{HandleTerm, Has, HostTerm, Is, Part, PersonTerm, Query, Skilled, Term, overdue};
use crate::task::phase::{Phase, ShownPhase};
use crate::text::Phrase;
use crate::time::Time;
use crate::value::{Size, Skill, Urgency};

/// The facts about a task that queries ask for, for one reader.
#[derive(Debug, Clone, Copy)]
pub struct QueryFacts<'a> {
    /// The reader; `None` without an account.
    pub reader: Option<&'a HandleTerm>,
    /// The texts that words are looked for in.
    pub texts: &'a [&'a str],
    /// Its number.
    pub number: i64,
    /// The pursuance in which it is.
    pub slug: &'a str,
    /// Its phase as it is shown.
    pub phase: ShownPhase,
    /// Whether another pursuance has it.
    pub is_delegated: bool,
    /// Whether it is free ([`free`](crate::task::free)).
    pub is_free: bool,
    /// The skills that it requires.
    pub skills: &'a [Skill],
    /// Its date.
    pub due: Option<Time>,
    /// Its size.
    pub size: Size,
    /// Its urgency.
    pub urgency: Urgency,
    /// The assignee.
    pub holder: Option<&'a HandleTerm>,
    /// The creator.
    pub creator: &'a HandleTerm,
    /// The reviewer that is named for it.
    pub reviewer: Option<&'a HandleTerm>,
    /// Whether the reader watches it.
    pub is_watched: bool,
    /// The number of the task directly above it.
    pub parent: Option<i64>,
    /// The numbers of the tasks that it waits for, or waited for.
    pub depends: &'a [i64],
    /// The instance of the pursuance that handed it here.
    pub from: Option<&'a HostTerm>,
}

impl Query {
    /// Whether every part holds of a task.
    pub fn matches(&self, facts: &QueryFacts<'_>, now: Time, zone: Tz) -> bool {
        self.parts.iter().all(|part| part.matches(facts, now, zone))
    }
}

impl Part {
    /// Whether it holds of a task.
    pub fn matches(&self, facts: &QueryFacts<'_>, now: Time, zone: Tz) -> bool {
        self.term.matches(facts, now, zone) != self.not
    }
}

impl Term {
    /// Whether it is true of a task.
    pub fn matches(&self, facts: &QueryFacts<'_>, now: Time, zone: Tz) -> bool {
        match self {
            Self::Words(words) => {
                Phrase::parse(words).is_some_and(|phrase| facts.texts.iter().any(|text| phrase.is_in(text)))
            }
            Self::Has(Has::Nobody) => facts.holder.is_none(),
            Self::Has(Has::Holder(holder)) => facts.are(facts.holder, holder),
            Self::Is(is) => facts.is(*is, now, zone),
            Self::Phase(phase) => facts.phase == *phase,
            Self::Skill(Skilled::Is(wanted)) => facts.skills.contains(wanted),
            Self::Skill(area @ Skilled::Area(_)) => {
                let beginning = area.key();
                facts.skills.iter().any(|skill| skill.key().starts_with(&beginning))
            }
            Self::Due(due) => match (due.range(now, zone), facts.due) {
                (None, due) => due.is_none(),
                (Some(range), Some(due)) => range.contains(due),
                (Some(_), None) => false,
            },
            Self::Size(size) => facts.size == *size,
            Self::Urgency(urgency) => facts.urgency == *urgency,
            Self::By(person) => facts.are(Some(facts.creator), person),
            Self::Review(person) => facts.are(facts.reviewer, person),
            Self::Watch => facts.is_watched,
            Self::In(slug) => facts.slug == slug.as_str(),
            Self::Task(number) => facts.number == *number,
            Self::Parent(number) => facts.parent == Some(*number),
            Self::Depends(number) => facts.depends.contains(number),
            Self::From(host) => facts.from == Some(host),
        }
    }
}

impl QueryFacts<'_> {
    /// Whether somebody is the person that is meant.
    fn are(&self, somebody: Option<&HandleTerm>, meant: &PersonTerm) -> bool {
        let meant = match meant {
            PersonTerm::Me => self.reader,
            PersonTerm::Named(handle) => Some(handle),
        };
        meant.is_some() && somebody == meant
    }

    fn is(&self, is: Is, now: Time, zone: Tz) -> bool {
        let is_closed = match self.phase {
            ShownPhase::Is(phase) => phase.is_closed(),
            ShownPhase::Blocked => false,
        };
        match is {
            Is::Open => !is_closed,
            Is::Done => self.phase == ShownPhase::Is(Phase::Done),
            Is::Free => self.is_free,
            Is::Blocked => self.phase == ShownPhase::Blocked && self.holder.is_some(),
            Is::Later => self.phase == ShownPhase::Blocked && self.holder.is_none(),
            Is::Delegated => self.is_delegated,
            Is::Overdue => !is_closed && self.due.is_some_and(|due| overdue(now, zone).contains(due)),
        }
    }
}
