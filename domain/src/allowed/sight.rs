//! Leave to read: the filter of lists, feeds and documents.
//!
//! Only the rule makes a [`Sight`], and every query whose rows reach a reader takes one. A query that does not ask does
//! not compile (docs/decisions/0012).

use super::facts::{AwayTask, Facts, Permission, Principal, Readable};
use super::granted::Grants;
use super::refusal::{NotAllowed, Why};
use super::{allowed, readable};
use crate::event::Audience;
use crate::id::{ActorId, RoomId, TaskId};
use crate::time::Time;
use crate::value::RoomReaders;

/// The tasks of one pursuance that a principal may read.
#[derive(Debug, Clone)]
pub struct Sight {
    who: Principal,
    pursuance: ActorId,
    /// Facts about the pursuance, without a task.
    facts: Facts,
    only_of: Option<ActorId>,
    grants: Grants,
}

/// The tasks of a pursuance that a principal may read, from the facts about the two and the principal's grants there.
///
/// # Errors
/// When no list of the tasks may be read; nothing is told then.
pub fn sight(
    who: &Principal,
    pursuance: &ActorId,
    facts: &Facts,
    grants: Grants,
) -> Result<Sight, NotAllowed> {
    let facts = Facts::about(facts.visibility, facts.membership);
    let nothing = NotAllowed { permission: Permission::SeeTask, why: Why::NotVisible };
    let only_of = match readable(who, &facts) {
        Readable::All => None,
        Readable::AssignedOnly => Some(who.person().cloned().ok_or(nothing)?),
        Readable::DelegatedOnly | Readable::Nothing => return Err(nothing),
    };
    Ok(Sight { who: who.clone(), pursuance: pursuance.clone(), facts, only_of, grants })
}

/// Leave to read what was said in one thread: about a task, or in a room. Made by the rule alone, like a [`Sight`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    id: String,
    from: Time,
}

impl Thread {
    /// The id of the task or the room.
    pub fn as_str(&self) -> &str {
        &self.id
    }

    /// The moment before which everything that was said has ended, and nobody reads it.
    pub fn from(&self) -> Time {
        self.from
    }

    /// Whether what is said there ends by time.
    pub fn has_ends(&self) -> bool {
        self.from != Time(i64::MIN)
    }
}

/// Leave to read what was said in a room. `facts`: about the reader, without a task. `ended`: what was said there before that moment
/// has ended.
///
/// # Errors
/// When the principal may not read the room.
pub fn seen_room(
    who: &Principal,
    (room, open): (&RoomId, RoomReaders),
    facts: &Facts,
    ended: Option<Time>,
) -> Result<Thread, NotAllowed> {
    allowed(who, Permission::SeeRoom { open }, facts)?;
    Ok(Thread { id: room.0.clone(), from: ended.unwrap_or(Time(i64::MIN)) })
}

/// Leave to read the comments, files and history of one task, and so its [`Thread`]. Made by the rule alone, like a [`Sight`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSight {
    task: TaskId,
    thread: Thread,
}

/// Leave to read the comments, files and history of one task. `facts`: about the task and the reader.
///
/// # Errors
/// When the principal may not read the task.
pub fn seen(who: &Principal, task: &TaskId, facts: &Facts) -> Result<TaskSight, NotAllowed> {
    allowed(who, Permission::SeeTask, facts)?;
    Ok(TaskSight { task: task.clone(), thread: Thread { id: task.0.clone(), from: Time(i64::MIN) } })
}

impl std::ops::Deref for TaskSight {
    type Target = Thread;

    fn deref(&self) -> &Thread {
        &self.thread
    }
}

impl TaskSight {
    /// The task.
    pub fn task(&self) -> &TaskId {
        &self.task
    }
}

impl Sight {
    /// The pursuance.
    pub fn pursuance(&self) -> &ActorId {
        &self.pursuance
    }

    /// The reader who may read nothing but the tasks assigned or granted to them; `None`: all tasks may be read.
    pub fn only_of(&self) -> Option<&ActorId> {
        self.only_of.as_ref()
    }

    /// Whether the principal has a permission in the pursuance, for any task.
    pub fn may(&self, permission: Permission) -> bool {
        allowed(&self.who, permission, &self.facts).is_ok()
    }

    /// Whether rooms with these readers may be read.
    pub fn sees_rooms(&self, open: RoomReaders) -> bool {
        self.may(Permission::SeeRoom { open })
    }

    /// Whether lists have a task with this assignee, or none. What is in the trash is in no list but its own.
    pub fn reaches(&self, task: &TaskId, assignee: Option<&ActorId>, away: AwayTask) -> bool {
        if away != AwayTask::No {
            return false;
        }
        let is_assignee = assignee.is_some() && self.who.person() == assignee;
        let facts = Facts { is_assignee, granted: self.grants.on(task), ..self.facts };
        allowed(&self.who, Permission::SeeTask, &facts).is_ok()
    }

    /// Whether events of an audience may be read.
    pub fn hears(&self, audience: Audience) -> bool {
        match audience {
            Audience::Readers => true,
            Audience::Answerers => self.may(Permission::Delegate),
            Audience::Deciders => self.may(Permission::DecideMember),
            Audience::Members => self.may(Permission::SeeLog),
            // Audiences of accounts and of the instance; a pursuance has no such events.
            Audience::Own | Audience::Operators => false,
        }
    }
}

/// The leave to read in all pursuances of a member.
#[derive(Debug, Clone, Default)]
pub struct Sights(Vec<Sight>);

impl FromIterator<Sight> for Sights {
    fn from_iter<I: IntoIterator<Item = Sight>>(sights: I) -> Self {
        Self(sights.into_iter().collect())
    }
}

impl Sights {
    /// The leave to read in one pursuance.
    pub fn of(&self, pursuance: &ActorId) -> Option<&Sight> {
        self.0.iter().find(|sight| sight.pursuance == *pursuance)
    }

    /// Pursuances with all tasks readable.
    pub fn whole(&self) -> impl Iterator<Item = &ActorId> {
        self.0.iter().filter(|sight| sight.only_of.is_none()).map(Sight::pursuance)
    }

    /// The pursuances in which the reader may read only tasks that they have or were granted; each with the reader.
    pub fn partly(&self) -> impl Iterator<Item = (&ActorId, &ActorId)> {
        self.0.iter().filter_map(|sight| Some((sight.pursuance(), sight.only_of()?)))
    }

    /// All pursuances: where not everything may be read, one's own tasks may.
    pub fn all(&self) -> impl Iterator<Item = &ActorId> {
        self.0.iter().map(Sight::pursuance)
    }

    /// Pursuances with a permission, for any task.
    pub fn where_may(&self, permission: Permission) -> impl Iterator<Item = &ActorId> {
        self.0.iter().filter(move |sight| sight.may(permission)).map(Sight::pursuance)
    }

    /// The leave to read in the pursuances with a permission, for any task.
    #[must_use]
    pub fn limited_to(&self, permission: Permission) -> Self {
        self.0.iter().filter(|sight| sight.may(permission)).cloned().collect()
    }
}
