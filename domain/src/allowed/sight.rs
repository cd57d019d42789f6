//! Leave to read: what lists, feeds and documents are filtered by.
//!
//! A [`Sight`] is made by the rule alone, and every query whose rows reach a reader asks for one. So a query that forgot
//! to ask does not compile (docs/decisions/0012).

use super::facts::{Facts, Permission, Principal, Readable};
use super::refusal::{NotAllowed, Why};
use super::{allowed, readable};
use crate::event::Audience;
use crate::id::ActorId;

/// What somebody may read of the tasks of one pursuance.
#[derive(Debug, Clone)]
pub struct Sight {
    who: Principal,
    pursuance: ActorId,
    /// About the pursuance; no task is in question.
    facts: Facts,
    only_of: Option<ActorId>,
}

/// What somebody may read of the tasks of a pursuance. `facts`: where they stand with it.
///
/// # Errors
/// When they may read none of them as a list: then nothing of it is told.
pub fn sight(who: &Principal, pursuance: &ActorId, facts: &Facts) -> Result<Sight, NotAllowed> {
    let facts = Facts::about(facts.visibility, facts.membership);
    let nothing = NotAllowed { permission: Permission::SeeTask, why: Why::NotVisible };
    let only_of = match readable(who, &facts) {
        Readable::All => None,
        Readable::AssignedOnly => Some(who.person().cloned().ok_or(nothing)?),
        Readable::DelegatedOnly | Readable::Nothing => return Err(nothing),
    };
    Ok(Sight { who: who.clone(), pursuance: pursuance.clone(), facts, only_of })
}

impl Sight {
    /// The pursuance it is about.
    pub fn pursuance(&self) -> &ActorId {
        &self.pursuance
    }

    /// Whose tasks alone may be read; `None`: everybody's.
    pub fn only_of(&self) -> Option<&ActorId> {
        self.only_of.as_ref()
    }

    /// Whether they may do that in the pursuance, whatever the task.
    pub fn may(&self, permission: Permission) -> bool {
        allowed(&self.who, permission, &self.facts).is_ok()
    }

    /// Whether they may read a task that somebody, or nobody, has.
    pub fn reaches(&self, assignee: Option<&ActorId>) -> bool {
        let is_assignee = assignee.is_some() && self.who.person() == assignee;
        allowed(&self.who, Permission::SeeTask, &Facts { is_assignee, ..self.facts }).is_ok()
    }

    /// Whether they may read an event for that audience.
    pub fn hears(&self, audience: Audience) -> bool {
        match audience {
            Audience::Readers => true,
            Audience::Answerers => self.may(Permission::Delegate),
            Audience::Deciders => self.may(Permission::DecideMember),
            // Of an account and of the instance; no pursuance has such events.
            Audience::Own | Audience::Operators => false,
        }
    }
}

/// What somebody may read of the pursuances they are a member of.
#[derive(Debug, Clone, Default)]
pub struct Sights(Vec<Sight>);

impl FromIterator<Sight> for Sights {
    fn from_iter<I: IntoIterator<Item = Sight>>(sights: I) -> Self {
        Self(sights.into_iter().collect())
    }
}

impl Sights {
    /// What may be read of one of them.
    pub fn of(&self, pursuance: &ActorId) -> Option<&Sight> {
        self.0.iter().find(|sight| sight.pursuance == *pursuance)
    }

    /// Those all of whose tasks may be read.
    pub fn whole(&self) -> impl Iterator<Item = &ActorId> {
        self.0.iter().filter(|sight| sight.only_of.is_none()).map(Sight::pursuance)
    }

    /// All of them: where not everything may be read, one's own tasks may.
    pub fn all(&self) -> impl Iterator<Item = &ActorId> {
        self.0.iter().map(Sight::pursuance)
    }

    /// Those in which one may do that, whatever the task.
    pub fn where_may(&self, permission: Permission) -> impl Iterator<Item = &ActorId> {
        self.0.iter().filter(move |sight| sight.may(permission)).map(Sight::pursuance)
    }
}
