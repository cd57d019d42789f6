//! Who has a task: it is taken, assigned and handed back.

use pursuance_domain::action::{AssignTask, HandBackTask, TakeTask};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::Side;
use pursuance_domain::delegation::origin::TaskGone;
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::TaskAssigned;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::assign::{self, AssignFacts, NewAssignee};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::ActorRef;
use serde_json::Value;

use super::after_work;
use crate::actions::access::{self, Access};
use crate::actions::{Cx, PerformError, Refused, Thing, delegation, leaving, mentor, names_task, succession};
use crate::store::actors::{self, ActorKind};
use crate::store::error::StoreError;
use crate::store::tasks::Task;
use crate::store::{delegations, tasks};

carried_out! {
    TakeTask => take,
    HandBackTask => hand_back,
    AssignTask => assign,
}

/// The present holder of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::actions) enum Holder {
    Nobody,
    Person,
    /// A pursuance, by a delegation that is live.
    Pursuance,
}

/// The present holder of a task. A pursuance that has finished its delegation holds nothing, although it is remembered
/// as the one that did the work.
pub(in crate::actions) async fn holder(cx: &mut Cx, task: &Task) -> Result<Holder, StoreError> {
    let Some(assignee) = &task.assignee else { return Ok(Holder::Nobody) };
    if actors::by_id(&mut cx.tx, assignee).await?.is_none_or(|actor| actor.kind != ActorKind::Group) {
        return Ok(Holder::Person);
    }
    let rows = delegations::all_of_task(&mut cx.tx, &task.id).await?;
    let is_held = rows.iter().any(|row| row.side == Side::Origin && row.state.holds_task());
    Ok(if is_held { Holder::Pursuance } else { Holder::Nobody })
}

pub(in crate::actions) async fn assign_facts(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    permission: Permission,
) -> Result<AssignFacts, PerformError> {
    let holder = holder(cx, task).await?;
    Ok(AssignFacts {
        phase: task.phase,
        role: access.need_role(permission, task)?,
        is_assignee: access.facts(Some(task)).is_assignee,
        has_assignee: holder != Holder::Nobody,
        is_delegated: holder == Holder::Pursuance,
        is_offered: delegations::is_on_offer(&mut cx.tx, &task.id).await?,
        may_withdraw: access.may(Permission::Delegate, Some(task)),
        is_held: succession::is_held(&mut cx.tx, task, access.who.person()).await?,
    })
}

pub(in crate::actions) async fn give(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    phase: Phase,
    to: Option<&ActorId>,
) -> Result<Value, PerformError> {
    leaving::end_review_by(cx, task, to, None).await?;
    tasks::set_state(&mut cx.tx, &task.id, phase, to, cx.now).await?;
    let told = TaskAssigned {
        before: task.assignee.clone(),
        after: to.cloned(),
        phase,
        was: Some(task.phase),
        because: None,
        delegation: None,
    };
    cx.event(&access.pursuance.id, Happened::TaskAssigned(told), task.id.as_str(), Some(&task.id));
    if let Some(to) = to {
        delegation::task_gone(cx, task, TaskGone::Taken).await?;
        mentor::begins(cx, access, task, to).await?;
    }
    after_work(cx, task).await?;
    Ok(names_task(task.number, &task.id))
}

/// Gives an unassigned task to a newcomer whose role may not take one, if the member who invited them may assign it.
pub(in crate::actions) async fn begin_with(
    cx: &mut Cx,
    maker: &Access,
    number: i64,
    newcomer: &ActorId,
) -> Result<(), PerformError> {
    let task = access::find_task(&mut cx.tx, maker, number).await?;
    let facts = assign_facts(cx, maker, &task, Permission::Assign).await?;
    if facts.has_assignee || facts.is_offered {
        return Ok(());
    }
    if let Ok(phase) = assign::assign(&facts, NewAssignee::Member { has_it: false }) {
        give(cx, maker, &task, phase, Some(newcomer)).await?;
    }
    Ok(())
}

async fn take(cx: &mut Cx, a: TakeTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let facts = assign_facts(cx, &access, &task, Permission::TakeTask).await?;
    let phase = assign::take(&facts, a.withdraw)?;
    give(cx, &access, &task, phase, Some(&person)).await
}

pub(in crate::actions) async fn hand_back(cx: &mut Cx, a: HandBackTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let phase = assign::hand_back(&assign_facts(cx, &access, &task, Permission::WorkOnTask).await?)?;
    give(cx, &access, &task, phase, None).await
}

async fn assign(cx: &mut Cx, a: AssignTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let facts = assign_facts(cx, &access, &task, Permission::Assign).await?;
    let (new, to) = match &a.assignee {
        None => (NewAssignee::Nobody, None),
        Some(named) => new_assignee(cx, &access, &task, named).await?,
    };
    let phase = assign::assign(&facts, new)?;
    give(cx, &access, &task, phase, to.as_ref()).await
}

/// Somebody who is named to get a task, for the rule.
async fn new_assignee(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    named: &ActorRef,
) -> Result<(NewAssignee, Option<ActorId>), PerformError> {
    Ok(match access::member(cx, access, named.as_str()).await? {
        Some((actor, _)) if !leaving::is_gone(cx, &access.pursuance.id, &actor.id).await? => {
            (NewAssignee::Member { has_it: task.assignee.as_ref() == Some(&actor.id) }, Some(actor.id))
        }
        _ => (NewAssignee::Stranger, None),
    })
}

/// Gives a new task to a member: its creator takes it, others are assigned.
pub(super) async fn give_new(
    cx: &mut Cx,
    access: &Access,
    id: &TaskId,
    named: &ActorRef,
) -> Result<(), PerformError> {
    let person = cx.person()?;
    let task = tasks::by_id(&mut cx.tx, id).await?.ok_or(Refused::NotFound(Thing::Task))?;
    let is_own = access::find_actor(cx, named.as_str()).await?.is_some_and(|actor| actor.id == person);
    if is_own {
        let facts = assign_facts(cx, access, &task, Permission::TakeTask).await?;
        let phase = assign::take(&facts, false)?;
        give(cx, access, &task, phase, Some(&person)).await?;
        return Ok(());
    }
    // Before anybody is looked up among the members: the answer would say who is one.
    let facts = assign_facts(cx, access, &task, Permission::Assign).await?;
    let (new, to) = new_assignee(cx, access, &task, named).await?;
    let phase = assign::assign(&facts, new)?;
    give(cx, access, &task, phase, to.as_ref()).await?;
    Ok(())
}
