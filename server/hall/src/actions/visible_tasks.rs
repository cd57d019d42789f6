//! The tasks of any pursuance here that a reader may see: dependencies lead from one pursuance to another.

use std::collections::HashMap;

use pursuance_domain::allowed::{AwayTask, Permission, Principal, Sight};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::dependency::Stop;
use pursuance_domain::time::Time;

use super::access::Access;
use crate::store::db::ReadTx;
use crate::store::dependencies::Neighbour;
use crate::store::error::StoreResult;
use crate::store::pursuances;
use crate::store::tasks::{self, Task};

/// A reader, and the access to each pursuance that was asked for; each is read once.
#[derive(Debug)]
pub struct Seeing {
    who: Principal,
    now: Time,
    known: HashMap<ActorId, Option<Access>>,
}

impl Seeing {
    /// The sight of a principal at the time `now`.
    pub fn of(who: &Principal, now: Time) -> Self {
        Self { who: who.clone(), now, known: HashMap::new() }
    }

    /// The sight of a principal whose access to one pursuance is known already.
    pub fn with(access: &Access) -> Self {
        let known = HashMap::from([(access.pursuance.id.clone(), Some(access.clone()))]);
        Self { who: access.who.clone(), now: access.now, known }
    }

    /// The visible tasks among `ids`, each with the slug of its pursuance.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tasks(
        &mut self,
        tx: &mut ReadTx,
        ids: impl IntoIterator<Item = &TaskId>,
    ) -> StoreResult<HashMap<TaskId, (Task, String)>> {
        let found = tasks::by_ids(tx, ids).await?;
        self.among(tx, found).await
    }

    /// The visible tasks among tasks already read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn among(
        &mut self,
        tx: &mut ReadTx,
        found: HashMap<TaskId, Task>,
    ) -> StoreResult<HashMap<TaskId, (Task, String)>> {
        let mut seen = HashMap::new();
        for (id, task) in found {
            if let Some(access) = self.access(tx, &task.pursuance).await?
                && access.may(Permission::SeeTask, Some(&task))
            {
                let slug = access.pursuance.slug.clone();
                seen.insert(id, (task, slug));
            }
        }
        Ok(seen)
    }

    /// Whether a task may be seen, from the few facts of a [`Neighbour`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reaches(&mut self, tx: &mut ReadTx, task: &Neighbour) -> StoreResult<bool> {
        let sight = self.sight(tx, &task.pursuance).await?;
        Ok(sight.is_some_and(|sight| sight.reaches(&task.task, task.assignee.as_ref(), AwayTask::No)))
    }

    /// The person who reads.
    pub fn person(&self) -> Option<&ActorId> {
        self.who.person()
    }

    /// The leave to read in a pursuance here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sight(&mut self, tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Option<Sight>> {
        Ok(self.access(tx, pursuance).await?.and_then(|access| access.sight().ok()))
    }

    /// A way from task to task, with the names of the visible tasks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn way(&mut self, tx: &mut ReadTx, ids: &[TaskId]) -> StoreResult<Vec<Stop>> {
        let seen = self.tasks(tx, ids).await?;
        let stop = |id: &TaskId| match seen.get(id) {
            Some((task, slug)) => {
                let title = task.title.clone().readable();
                Stop::Seen { pursuance: slug.clone(), task: task.number, title }
            }
            None => Stop::Hidden,
        };
        Ok(ids.iter().map(stop).collect())
    }

    /// Whether the reader is a member of a pursuance, who sees what waits for its tasks before others do.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_member_of(&mut self, tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<bool> {
        let access = self.access(tx, pursuance).await?;
        Ok(access.is_some_and(Access::sees_all_that_waits))
    }

    async fn access(&mut self, tx: &mut ReadTx, id: &ActorId) -> StoreResult<Option<&Access>> {
        if !self.known.contains_key(id) {
            let found = pursuances::with_member(tx, id.as_str(), self.who.person()).await?;
            let access = found.map(|(pursuance, member, grants)| {
                Access::of(&self.who, pursuance, member, grants, self.now)
            });
            self.known.insert(id.clone(), access);
        }
        Ok(self.known.get(id).and_then(Option::as_ref))
    }
}
