//! Access: a pursuance, and a person's membership in it. The facts of every permission question are gathered here, for
//! reads and writes alike, and put to `domain::allowed`.

use pursuance_domain::allowed::{
    AwayTask, Facts, Grants, Membership, Permission, Principal, Sight, TaskSight, Thread, allowed, seen,
    seen_room, sight, while_open,
};
use pursuance_domain::event::{Audience, StreamId};
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::people::membership;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::Asks;
use pursuance_domain::task::ending::EndRefusal;
use pursuance_domain::task::review::{self, NeedFacts};
use pursuance_domain::time::Time;
use pursuance_domain::value::Visibility;

use super::{Cx, PerformError, Refused, Thing, sealed};
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::dependencies::Block;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, Member, MemberState, Pursuance};
use crate::store::rooms::Room;
use crate::store::tasks::Task;
use crate::store::{accounts, events, grants, tasks};

/// A pursuance and a person's membership in it.
#[derive(Debug, Clone)]
pub struct Access {
    pub pursuance: Pursuance,
    pub member: Option<Member>,
    /// The rights of the member on single tasks beyond the role.
    pub grants: Grants,
    pub who: Principal,
    /// Whether somebody who may do so lets the person in.
    is_invited: bool,
    /// The moment of all that.
    pub now: Time,
}

impl Access {
    /// An access from facts already looked up about a person and a pursuance, at the time `now`.
    pub fn of(
        who: &Principal,
        pursuance: Pursuance,
        member: Option<Member>,
        grants: Grants,
        now: Time,
    ) -> Self {
        Self { pursuance, member: at(member, now), grants, who: who.clone(), now, is_invited: false }
    }

    /// A person's access to a pursuance at a moment.
    pub async fn load(
        tx: &mut ReadTx,
        who: &Principal,
        pursuance: Pursuance,
        now: Time,
    ) -> StoreResult<Self> {
        let (member, grants) = match who.person() {
            Some(person) => (
                pursuances::member(tx, &pursuance.id, person).await?,
                grants::of_member(tx, &pursuance.id, person).await?,
            ),
            None => (None, Grants::default()),
        };
        Ok(Self::of(who, pursuance, member, grants, now))
    }

    /// The access of a person whom a member with that right lets in.
    #[must_use]
    pub fn invited(self) -> Self {
        Self { is_invited: true, ..self }
    }

    /// The role of an active member.
    pub fn role(&self) -> Option<Role> {
        self.member.as_ref().filter(|member| member.state == MemberState::Active).map(|member| member.role)
    }

    /// The role of a member who wants to do that with a task; the refusal to a non-member names what members can do.
    ///
    /// # Errors
    /// [`pursuance_domain::allowed::NotAllowed`] inside a refusal.
    pub fn need_role(&self, permission: Permission, task: &Task) -> Result<Role, PerformError> {
        match self.role() {
            Some(role) => {
                while_open(permission, &self.facts(Some(task)))?;
                Ok(role)
            }
            None => {
                self.demand(permission, Some(task))?;
                Err(Refused::NotFound(Thing::Task).into())
            }
        }
    }

    /// The facts of a permission question, about the pursuance or about a task in it.
    pub fn facts(&self, task: Option<&Task>) -> Facts {
        if self.pursuance.deleted_at.is_some() {
            // Nobody reads it, whatever they were there.
            return Facts::about(Visibility::Members, Membership::None);
        }
        let person = self.who.person();
        let is = |other: Option<&ActorId>| person.is_some() && person == other;
        let membership = match &self.member {
            None => Membership::None,
            Some(member) => match member.state {
                MemberState::Active => Membership::Active(member.role),
                MemberState::Pending => Membership::Pending,
                MemberState::Banned => Membership::Banned,
            },
        };
        Facts {
            is_assignee: is(task.and_then(|task| task.assignee.as_ref())),
            is_reviewer: is(task.and_then(|task| task.reviewer.as_ref())),
            is_creator: is(task.map(|task| &task.creator)),
            has_reviewer: task.is_some_and(|task| task.reviewer.is_some()),
            is_mirror: task.is_some_and(|task| task.mirror_of.is_some()),
            away: task.map(Task::away).unwrap_or_default(),
            granted: task.map(|task| self.grants.on(&task.id)).unwrap_or_default(),
            is_invited: self.is_invited,
            closed_since: self.pursuance.closed_at,
            ..Facts::about(self.pursuance.visibility, membership)
        }
    }

    /// Whether somebody reviews the work on a task before it is done.
    pub fn needs_review(&self, task: &Task) -> bool {
        let does_it = self.who.person().is_some() && self.who.person() == task.assignee.as_ref();
        review::is_needed(&NeedFacts {
            nobody_else: does_it && self.pursuance.has_one_reviewer && self.role() >= Some(Role::Assigner),
            ..need_facts(&self.pursuance, task)
        })
    }

    /// Whether the work on a task is said to be reviewed before it is done. What another pursuance does always is: `is_delegated`.
    pub fn is_reviewed(&self, task: &Task, is_delegated: bool) -> bool {
        is_delegated || self.needs_review(task)
    }

    /// Leave to read the tasks of the pursuance: every list, feed and document needs it.
    ///
    /// # Errors
    /// When the person may read none: then the pursuance does not exist for them.
    pub fn sight(&self) -> Result<Sight, PerformError> {
        let sight = sight(&self.who, &self.pursuance.id, &self.facts(None), self.grants.clone());
        Ok(sight.map_err(|_| Refused::NotFound(Thing::Pursuance))?)
    }

    /// Whether the person sees which tasks of other pursuances wait for tasks of this one, before an editor of the awaited task
    /// has agreed to show them.
    pub fn sees_all_that_waits(&self) -> bool {
        self.sight().is_ok_and(|sight| sight.hears(Audience::Members))
    }

    /// Leave to read the comments, files and history of a task.
    ///
    /// # Errors
    /// When the person may not read it: then the task does not exist for them.
    pub fn seen(&self, task: &Task) -> Result<TaskSight, PerformError> {
        let is_ours = task.pursuance == self.pursuance.id;
        let leave = seen(&self.who, &task.id, &self.facts(Some(task)));
        Ok(leave.ok().filter(|_| is_ours).ok_or(Refused::NotFound(Thing::Task))?)
    }

    /// Leave to read what was said in a room.
    ///
    /// # Errors
    /// When the person may not read it: then the room does not exist for them.
    pub fn heard(&self, room: &Room) -> Result<Thread, PerformError> {
        let is_ours = room.pursuance == self.pursuance.id;
        let (facts, ended) = (self.facts(None), room.ended_before(self.now));
        let leave = seen_room(&self.who, (&room.id, room.open), &facts, ended);
        Ok(leave.ok().filter(|_| is_ours).ok_or(Refused::NotFound(Thing::Room))?)
    }

    /// Whether the person may, with the reason when not.
    ///
    /// # Errors
    /// [`pursuance_domain::allowed::NotAllowed`] inside a refusal.
    pub fn demand(&self, permission: Permission, task: Option<&Task>) -> Result<(), PerformError> {
        Ok(allowed(&self.who, permission, &self.facts(task))?)
    }

    /// Demands leave to say that a task is not blocked any more: where these block it.
    ///
    /// # Errors
    /// [`pursuance_domain::allowed::NotAllowed`] inside a refusal.
    pub fn demand_to_unblock(&self, task: &Task, blocks: &[Block]) -> Result<(), PerformError> {
        let person = self.who.person();
        let is_blocker = person.is_some() && blocks.iter().any(|block| block.on.as_ref() == person);
        let facts = Facts { is_blocker, ..self.facts(Some(task)) };
        Ok(allowed(&self.who, Permission::Unblock, &facts)?)
    }

    /// Whether they may. What is put away is read, brought back, or deleted.
    pub fn may(&self, permission: Permission, task: Option<&Task>) -> bool {
        let is_still = task.is_some_and(Task::is_put_away) && !of_put_away(permission);
        !is_still && allowed(&self.who, permission, &self.facts(task)).is_ok()
    }
}

/// Whether the permission is for tasks that are put away, too.
fn of_put_away(permission: Permission) -> bool {
    matches!(
        permission,
        Permission::SeeTask
            | Permission::SeePursuance
            | Permission::SeeMembers
            | Permission::SeeLog
            | Permission::SeeHealth
            | Permission::ArchiveTask
            | Permission::DeleteTask
    )
}

/// The membership at the time `now`: none when it is a ban that has ended.
fn at(member: Option<Member>, now: Time) -> Option<Member> {
    let is_over = |member: &Member| {
        member.state == MemberState::Banned && !membership::is_banned(member.banned_until, now)
    };
    member.filter(|member| !is_over(member))
}

/// Finds a pursuance by slug or id, for reading. A pursuance that may not be seen is not found.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn find(tx: &mut ReadTx, who: &Principal, named: &str, now: Time) -> Result<Access, PerformError> {
    find_where(tx, who, named, Permission::SeePursuance, now).await
}

/// Finds a pursuance with an open join request of the person, also when they may read nothing of it.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn find_request(
    tx: &mut ReadTx,
    who: &Principal,
    named: &str,
    now: Time,
) -> Result<Access, PerformError> {
    let access = find_where(tx, who, named, Permission::Leave, now).await?;
    let has_asked = access.member.as_ref().is_some_and(|member| member.state == MemberState::Pending);
    if has_asked { Ok(access) } else { Err(Refused::NotFound(Thing::Pursuance).into()) }
}

/// Finds a pursuance in which the person has `permission`; without it the pursuance is not found.
async fn find_where(
    tx: &mut ReadTx,
    who: &Principal,
    named: &str,
    permission: Permission,
    now: Time,
) -> Result<Access, PerformError> {
    let found = pursuances::with_member(tx, named, who.person()).await?;
    let (pursuance, member, grants) = found.ok_or(Refused::NotFound(Thing::Pursuance))?;
    let access = Access::of(who, pursuance, member, grants, now);
    if access.may(permission, None) { Ok(access) } else { Err(Refused::NotFound(Thing::Pursuance).into()) }
}

/// Finds a task that the person may see.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn find_task(tx: &mut ReadTx, access: &Access, number: i64) -> Result<Task, PerformError> {
    shown(access, number, tasks::by_number(tx, &access.pursuance.id, number).await?)
}

/// Returns the requirements of a task, in the clear: for rules that compare it, for forms, and for other servers.
///
/// # Errors
/// [`Refused::SignatureNeeded`] where it is sealed, or when the database fails.
pub async fn asks_of(tx: &mut ReadTx, task: &Task) -> Result<Asks, PerformError> {
    Ok(tasks::asks(tx, task).await?.open().ok_or(Refused::SignatureNeeded)?)
}

/// Finds a task to act on, and a second task of the same pursuance, in one statement.
pub(super) async fn find_two(
    cx: &mut Cx,
    access: &Access,
    (number, other): (i64, i64),
) -> Result<(Task, Task), PerformError> {
    let found = tasks::by_numbers(&mut cx.tx, &access.pursuance.id, (number, other)).await?;
    let task = shown(access, number, found.get(&number).cloned())?;
    demand_here(&task)?;
    Ok((task, shown(access, other, found.get(&other).cloned())?))
}

/// The task that was found under a number, if the person may see it.
pub(super) fn shown(access: &Access, number: i64, found: Option<Task>) -> Result<Task, PerformError> {
    let task = found.ok_or(Refused::NotFound(Thing::Task))?;
    if access.may(Permission::SeeTask, Some(&task)) {
        return Ok(task);
    }
    // A person who could read the task before learns where it is, and nothing more.
    let facts = Facts { away: AwayTask::No, ..access.facts(Some(&task)) };
    if allowed(&access.who, Permission::SeeTask, &facts).is_ok() {
        return Err(match task.away() {
            AwayTask::Trashed => EndRefusal::IsTrashed { number }.into(),
            AwayTask::Deleted => EndRefusal::IsDeleted { number }.into(),
            AwayTask::No => Refused::NotFound(Thing::Task).into(),
        });
    }
    Err(Refused::NotFound(Thing::Task).into())
}

/// A task about which several readers are asked, one after the other.
pub struct AskedTask(Option<Task>);

impl AskedTask {
    /// The task of a pursuance with a number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(tx: &mut ReadTx, pursuance: &ActorId, number: i64) -> StoreResult<Self> {
        Ok(Self(tasks::by_number(tx, pursuance, number).await?))
    }

    /// Whether a reader finds it.
    pub fn is_seen(&self, access: &Access) -> bool {
        self.0.as_ref().is_some_and(|task| access.may(Permission::SeeTask, Some(task)))
    }
}

/// Refuses to do anything with a task that is put away, but to bring it back.
///
/// # Errors
/// [`EndRefusal`] when it is.
pub(super) fn demand_here(task: &Task) -> Result<(), PerformError> {
    if task.trashed_at.is_some() {
        return Err(EndRefusal::IsTrashed { number: task.number }.into());
    }
    if task.is_put_away() { Err(EndRefusal::IsArchived.into()) } else { Ok(()) }
}

/// Finds a task below which something is to be put.
pub(super) async fn find_place(cx: &mut Cx, access: &Access, number: i64) -> Result<Task, PerformError> {
    let task = find_task(&mut cx.tx, access, number).await?;
    demand_here(&task)?;
    Ok(task)
}

/// Finds a pursuance to act in, and locks it until the end of the transaction: first, as others may change it before.
pub(super) async fn lock(cx: &mut Cx, named: &str) -> Result<Access, PerformError> {
    let who = cx.who.clone();
    let locked = pursuances::lock(&mut cx.tx, named).await?;
    let access = find(&mut cx.tx, &who, named, cx.now).await?;
    demand_as_it_is(cx, &access)?;
    if cx.tx.is_sqlite() || locked.as_ref() == Some(&access.pursuance.id) {
        return Ok(access);
    }
    // It was not there a moment ago.
    events::lock(&mut cx.tx, &StreamId::of(&access.pursuance.id)).await?;
    find(&mut cx.tx, &who, named, cx.now).await
}

/// Refuses what is not carried out in a private pursuance as it is: what needs a signature, and what holds clear text.
pub(super) fn demand_as_it_is(cx: &Cx, access: &Access) -> Result<(), PerformError> {
    if access.pursuance.is_private() {
        let is_signed = cx.signed.as_ref().is_some_and(|signed| signed.pursuance == access.pursuance.id);
        sealed::demand_as_it_is(cx.in_private, is_signed)
    } else {
        Ok(())
    }
}

/// The same of a pursuance by its id, for what is there also where its pursuance is not found any more.
pub(super) async fn demand_as_it_is_in(cx: &mut Cx, pursuance: &ActorId) -> Result<(), PerformError> {
    match pursuances::by_id(&mut cx.tx, pursuance).await? {
        Some(found) if found.is_private() => sealed::demand_as_it_is(cx.in_private, false),
        Some(_) | None => Ok(()),
    }
}

/// Finds a pursuance to leave: a join request can be withdrawn also by a person who sees nothing there.
pub(super) async fn lock_to_leave(cx: &mut Cx, named: &str) -> Result<Access, PerformError> {
    let who = cx.who.clone();
    let id = match find(&mut cx.tx, &who, named, cx.now).await {
        Err(PerformError::Refused(Refused::NotFound(_))) => {
            find_where(&mut cx.tx, &who, named, Permission::Leave, cx.now).await?.pursuance.id
        }
        found => {
            let access = found?;
            demand_as_it_is(cx, &access)?;
            access.pursuance.id
        }
    };
    events::lock(&mut cx.tx, &StreamId::of(&id)).await?;
    let access = match find(&mut cx.tx, &who, id.as_str(), cx.now).await {
        Err(PerformError::Refused(Refused::NotFound(_))) => {
            find_where(&mut cx.tx, &who, id.as_str(), Permission::Leave, cx.now).await?
        }
        found => found?,
    };
    // They may have become a member a moment ago.
    demand_as_it_is(cx, &access)?;
    Ok(access)
}

/// Finds a task to act on.
pub(super) async fn lock_task(cx: &mut Cx, named: &str, number: i64) -> Result<(Access, Task), PerformError> {
    let (access, task) = lock_away(cx, named, number).await?;
    demand_here(&task)?;
    Ok((access, task))
}

/// Finds a task to act on, also one that is put away.
pub(super) async fn lock_away(cx: &mut Cx, named: &str, number: i64) -> Result<(Access, Task), PerformError> {
    let access = lock(cx, named).await?;
    let task = find_task(&mut cx.tx, &access, number).await?;
    Ok((access, task))
}

/// Demands an operator: the command line, or an account that is one.
pub(super) async fn demand_operator(cx: &mut Cx) -> Result<(), PerformError> {
    let is_operator = match cx.who.person().cloned() {
        Some(person) => {
            accounts::by_actor(&mut cx.tx, &person).await?.is_some_and(|account| account.operator)
        }
        None => false,
    };
    let facts = Facts { is_operator, ..Facts::about(Visibility::Members, Membership::None) };
    Ok(allowed(&cx.who, Permission::OperateInstance, &facts)?)
}

/// Demands the clock or the command line, for steps that no person decides.
pub(super) fn demand_clock(cx: &Cx) -> Result<(), PerformError> {
    match cx.who {
        Principal::Clock { .. } | Principal::Operator => Ok(()),
        Principal::Visitor
        | Principal::Person { .. }
        | Principal::RemoteActor { .. }
        | Principal::Decision { .. } => Err(Refused::NotFound(Thing::Action).into()),
    }
}

/// Somebody's membership at the time of an access, including a request to join and a present ban.
///
/// # Errors
/// When the database fails.
pub async fn membership_at(tx: &mut ReadTx, access: &Access, actor: &ActorId) -> StoreResult<Option<Member>> {
    Ok(at(pursuances::member(tx, &access.pursuance.id, actor).await?, access.now))
}

/// Somebody's membership now, including a request to join and a present ban.
pub(super) async fn membership_of(
    cx: &mut Cx,
    pursuance: &ActorId,
    actor: &ActorId,
) -> Result<Option<Member>, PerformError> {
    Ok(at(pursuances::member(&mut cx.tx, pursuance, actor).await?, cx.now))
}

/// The member with this name or handle.
pub(super) async fn member(
    cx: &mut Cx,
    access: &Access,
    named: &str,
) -> Result<Option<(Actor, Member)>, PerformError> {
    let Some(actor) = find_actor(cx, named).await? else { return Ok(None) };
    let member = membership_of(cx, &access.pursuance.id, &actor.id).await?;
    Ok(member.map(|member| (actor, member)))
}

/// An actor known here, by name, handle, address or id.
pub(super) async fn find_actor(cx: &mut Cx, named: &str) -> Result<Option<Actor>, PerformError> {
    Ok(actor_named(&mut cx.tx, cx.app.addresses.authority(), named).await?)
}

/// An actor known here, by name, handle, address or id. `authority`: of this instance.
///
/// # Errors
/// When the database fails.
pub async fn actor_named(tx: &mut ReadTx, authority: &str, named: &str) -> StoreResult<Option<Actor>> {
    let named = named.trim_start_matches(['@', '!']);
    if is_own_id(named) {
        return actors::by_id(tx, &ActorId(named.to_owned())).await;
    }
    if named.contains("://") {
        return actors::by_uri(tx, named).await;
    }
    match named.split_once('@') {
        Some((name, host)) if host == authority => actors::by_name_here(tx, name).await,
        Some((name, host)) => actors::by_handle(tx, name, host).await,
        None => actors::by_name_here(tx, named).await,
    }
}

/// The facts that decide whether a task needs a review, where its assignee is not the only one who could review it.
pub(super) fn need_facts(pursuance: &Pursuance, task: &Task) -> NeedFacts {
    NeedFacts {
        reviews: pursuance.reviews,
        may_skip: pursuance.may_skip_review,
        says: task.needs_review,
        has_reviewer: task.reviewer.is_some(),
        nobody_else: false,
        is_mirror: task.is_mirror(),
    }
}
