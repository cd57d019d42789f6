//! The discussion that a message's `thread` names, where somebody may read it, and what a new message there is tied to.

use std::collections::{HashMap, HashSet};

use pursuance_domain::allowed::{Principal, Thread};
use pursuance_domain::discussion::{CommentRefusal, hangs_on};
use pursuance_domain::id::{ActorId, MessageId, TaskId};
use pursuance_domain::time::Time;

use super::access::Access;
use super::comment::Place;
use super::{Cx, PerformError, Refused, Thing};
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Ties};
use crate::store::error::StoreResult;
use crate::store::{pursuances, rooms, tasks};

impl Place {
    /// The place with this id and leave to read what was said there, where the person may. The comments on an offer that is not
    /// accepted belong to its card, and are quoted once it is a task.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn read(
        tx: &mut ReadTx,
        who: &Principal,
        thread: &str,
        now: Time,
    ) -> StoreResult<Option<(Access, Self, Thread)>> {
        Ok(Self::read_each(tx, who, &[thread], now).await?.remove(thread))
    }

    /// The same for several ids, in as many statements as for one. Discussions that the person may not read are absent.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn read_each(
        tx: &mut ReadTx,
        who: &Principal,
        threads: &[&str],
        now: Time,
    ) -> StoreResult<HashMap<String, (Access, Self, Thread)>> {
        let ids: Vec<TaskId> = threads.iter().map(|id| TaskId((*id).to_owned())).collect();
        let tasks = tasks::by_ids(tx, &ids).await?;
        let mut places: Vec<Self> = tasks.into_values().map(|task| Self::Task(Box::new(task))).collect();
        if places.len() < ids.len() {
            places.extend(rooms::by_ids(tx, threads.iter().copied()).await?.into_iter().map(Self::Room));
        }
        if places.is_empty() {
            return Ok(HashMap::new());
        }
        let of: HashSet<&ActorId> = places.iter().map(Self::pursuance).collect();
        let seats = pursuances::each_with_member(tx, of, who.person()).await?;
        let accesses: HashMap<ActorId, Access> = seats
            .into_iter()
            .map(|(pursuance, member, grants)| {
                (pursuance.id.clone(), Access::of(who, pursuance, member, grants, now))
            })
            .collect();
        let leave = |place: Self| {
            let access = accesses.get(place.pursuance())?.clone();
            let leave = match &place {
                Self::Task(task) => access.seen(task).map(|seen| Thread::clone(&seen)),
                Self::Room(room) => access.heard(room),
            };
            Some((place.thread().to_owned(), (access, place, leave.ok()?)))
        };
        Ok(places.into_iter().filter_map(leave).collect())
    }
}

/// The ties of a new message, and the author of the message that it answers.
#[derive(Debug, Default)]
pub(super) struct Tied {
    pub ties: Ties,
    pub answered: Option<ActorId>,
}

impl Tied {
    /// By the ids that its writer named.
    ///
    /// # Errors
    /// When what it answers is in another discussion, when the writer may not read what it quotes, or when that is gone.
    pub async fn of(
        cx: &mut Cx,
        thread: &Thread,
        reply_to: Option<&MessageId>,
        quote: Option<&MessageId>,
    ) -> Result<Self, PerformError> {
        let mut tied = Self::default();
        if let Some(id) = reply_to {
            let found = discussions::one_of(&mut cx.tx, thread, id.as_str()).await?;
            let found = found.ok_or(Refused::NotFound(Thing::Comment))?;
            tied.ties.reply_to = Some(hangs_on(&found.id, found.ties.reply_to.as_ref()));
            tied.answered = Some(found.author);
        }
        if let Some(id) = quote {
            let found = discussions::by_id(&mut cx.tx, id).await?.ok_or(Refused::NotFound(Thing::Comment))?;
            let (who, now) = (cx.who.clone(), cx.now);
            let read = Place::read(&mut cx.tx, &who, &found.thread, now).await?;
            // A sealed text is quoted by no server.
            let read = read.filter(|_| !found.body.is_sealed());
            let (.., leave) = read.ok_or(Refused::NotFound(Thing::Comment))?;
            if found.retracted_at.is_some() || found.at < leave.from() {
                return Err(CommentRefusal::Gone.into());
            }
            tied.ties.quote = Some(found.id);
        }
        Ok(tied)
    }
}
