//! Tasks: writing them down, changing them, moving them along, and who does them.

use pursuance_domain::action::{
    AssignTask, CreateTask, EditTask, HandBackTask, MoveTask, SetPhase, SettleSubtasks, TakeTask,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::Side;
use pursuance_domain::delegation::origin::Gone;
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{PhaseSet, TaskAssigned, TaskCreated, TaskEdited, TaskMoved};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::asks::Edited;
use pursuance_domain::task::assign::{self, AssignFacts, NewAssignee};
use pursuance_domain::task::phase::{self, MoveFacts, Phase, Subtasks};
use pursuance_domain::task::tree;
use pursuance_domain::time::Time;
use serde_json::{Value, json};

use super::access::Access;
use super::{
    Cx, InputRefusal, Newer, PerformError, Refused, Thing, access, delegation, discussion, leaving,
    names_task,
};
use crate::store::actors::{self, ActorKind};
use crate::store::error::StoreError;
use crate::store::jobs::{self, Job};
use crate::store::pursuances::MemberState;
use crate::store::tasks::{Edit, NewTask, Task, Walked};
use crate::store::{delegations, pursuances, tasks};

carried_out! {
    CreateTask => create,
    EditTask => edit,
    MoveTask => place,
    SetPhase => set_phase,
    SettleSubtasks => settle,
    AssignTask => assign,
    TakeTask => take,
    HandBackTask => hand_back,
}

/// How many subtasks one action closes together with their task; a job does the rest.
pub(crate) const SETTLED_AT_ONCE: usize = 200;

async fn create(cx: &mut Cx, a: CreateTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (pursuance, parent, asks) = a.into_parts();
    let access = access::lock(cx, &pursuance).await?;
    let id = TaskId(cx.new_id());
    let parent = match parent {
        Some(number) => {
            let parent = access::find_task(&mut cx.tx, &access, number).await?;
            access.demand(Permission::AddSubtask, Some(&parent))?;
            tree::may_hang_under(&id, 0, &chain_to(cx, &parent).await?)?;
            Some(parent)
        }
        None => {
            access.demand(Permission::CreateTask, None)?;
            None
        }
    };
    let number = pursuances::take_number(&mut cx.tx, &access.pursuance.id).await?;
    let new = NewTask {
        id: &id,
        pursuance: &access.pursuance.id,
        number,
        parent: parent.as_ref().map(|parent| &parent.id),
        phase: Phase::New,
        asks: &asks,
        author: &person,
        creator: &person,
        assignee: None,
        reviewer: None,
        mirror_of: None,
        delegation: None,
        now: cx.now,
    };
    tasks::add(&mut cx.tx, new).await?;
    let told = TaskCreated {
        number,
        parent: Some(parent.as_ref().map(|parent| parent.number)),
        mirror_of: None,
        delegation: None,
    };
    cx.event(&access.pursuance.id, Happened::TaskCreated(told), id.as_str(), Some(&id));
    if let Some(parent) = parent {
        after_work(cx, &parent).await?;
    }
    Ok(names_task(number, &id))
}

async fn edit(cx: &mut Cx, a: EditTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, before) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::EditTask, Some(&before))?;
    if a.reviewer.is_some() {
        // Before anybody is looked up: the answer would say who is a member.
        access.demand(Permission::SetReviewer, Some(&before))?;
    }
    let asked = tasks::asks(&mut cx.tx, &before).await?;
    if before.revision != a.revision {
        let reviewer = match &before.reviewer {
            Some(id) => actors::by_id(&mut cx.tx, id).await?.map(|actor| actor.name),
            None => None,
        };
        return Err(
            Refused::Stale(Box::new(Newer { revision: before.revision, asks: asked, reviewer })).into()
        );
    }
    let asks = a.asks_after(&asked);
    if before.is_mirror() && asks.is_some() {
        return Err(Refused::Input(InputRefusal::AskedElsewhere).into());
    }
    let asks = asks.unwrap_or_else(|| asked.clone());
    let reviewer = match &a.reviewer {
        Some(Some(named)) => Some(reviewer_named(cx, &access, &before, named.as_str()).await?),
        Some(None) => None,
        None => before.reviewer.clone(),
    };
    let next = before.revision + 1;
    let mut edited = Edited::between(&asked.changes(&asks), before.text_revisions(), next);
    edited.note_reviewer(&before.reviewer, &reviewer);
    if edited.changed.is_empty() {
        return Ok(names_task(before.number, &before.id));
    }
    let edit = Edit {
        task: &before,
        before: &asked,
        after: &asks,
        reviewer: reviewer.as_ref(),
        author: &person,
        now: cx.now,
    };
    tasks::edit(&mut cx.tx, edit).await?;
    let told = Happened::TaskEdited(TaskEdited::of(edited, next, None));
    cx.event(&access.pursuance.id, told, before.id.as_str(), Some(&before.id));
    // The reviewer concerns no other pursuance.
    if asked != asks {
        delegation::task_edited(cx, &before, &asked, &asks).await?;
    }
    Ok(names_task(before.number, &before.id))
}

/// A reviewer is an active member, and not the assignee.
async fn reviewer_named(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    named: &str,
) -> Result<ActorId, PerformError> {
    let found =
        access::member(cx, access, named).await?.filter(|(_, member)| member.state == MemberState::Active);
    let (actor, member) = found.ok_or(Refused::Input(InputRefusal::ReviewerNotAMember))?;
    if leaving::is_gone(cx, &access.pursuance.id, &actor.id).await? {
        return Err(Refused::Input(InputRefusal::ReviewerNotAMember).into());
    }
    if member.role < Role::Normal {
        return Err(Refused::Input(InputRefusal::ReviewerRole).into());
    }
    if task.assignee.as_ref() == Some(&actor.id) {
        return Err(Refused::Input(InputRefusal::ReviewerDoesIt).into());
    }
    Ok(actor.id)
}

/// A task, its parent, and so on up to the top.
async fn chain_to(cx: &mut Cx, task: &Task) -> Result<Vec<TaskId>, StoreError> {
    let above = tasks::ancestors(&mut cx.tx, task).await?;
    Ok(std::iter::once(task.id.clone()).chain(above.into_iter().map(|task| task.id)).collect())
}

/// Whether a task may be placed under another one, with everything below it.
pub(super) async fn demand_place(cx: &mut Cx, task: &TaskId, parent: &Task) -> Result<(), PerformError> {
    let levels_below = tasks::levels_below(&mut cx.tx, task).await?;
    Ok(tree::may_hang_under(task, levels_below, &chain_to(cx, parent).await?)?)
}

async fn place(cx: &mut Cx, a: MoveTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::MoveTask, Some(&task))?;
    let parent = match a.parent {
        Some(number) => {
            let parent = access::find_task(&mut cx.tx, &access, number).await?;
            demand_place(cx, &task.id, &parent).await?;
            Some(parent)
        }
        None => None,
    };
    if task.parent != parent.as_ref().map(|parent| parent.id.clone()) {
        tasks::set_parent(&mut cx.tx, &task, parent.as_ref().map(|parent| &parent.id), cx.now).await?;
        let told = TaskMoved { parent: parent.map(|parent| parent.number), delegation: None };
        cx.event(&access.pursuance.id, Happened::TaskMoved(told), task.id.as_str(), Some(&task.id));
    }
    Ok(names_task(task.number, &task.id))
}

async fn set_phase(cx: &mut Cx, a: SetPhase) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let role = access.need_role(Permission::WorkOnTask, &task)?;
    let facts = access.facts(Some(&task));
    let is_finished = a.phase == Phase::Done;
    let open = if is_finished { tasks::open_below(&mut cx.tx, &task.id).await? } else { 0 };
    let shared = if open > 0 { tasks::shared_below(&mut cx.tx, &task.id).await? } else { Vec::new() };
    let holder = holder(cx, &task).await?;
    let step = phase::step(
        &MoveFacts {
            from: task.phase,
            role,
            is_assignee: facts.is_assignee,
            is_reviewer: facts.is_reviewer,
            is_creator: facts.is_creator,
            has_assignee: holder != Holder::Nobody,
            has_reviewer: task.reviewer.is_some(),
            has_comment: a.comment.is_some(),
            open_subtasks: u32::try_from(open).unwrap_or(u32::MAX),
            shared_subtasks: &shared,
            subtasks: a.subtasks,
            is_delegated: holder == Holder::Pursuance,
            is_mirror: task.is_mirror(),
        },
        a.phase,
    )?;
    if let Some(what) = step.subtasks {
        let person = cx.person()?;
        close_below(cx, &task, what, person).await?;
    }
    let is_reopened = task.phase.is_closed() && holder == Holder::Nobody;
    let (to, assignee) = if step.to.is_unassigned() || is_reopened {
        (step.to, None)
    } else {
        leaving::goes_on(cx, &task, step.to).await?
    };
    tasks::set_state(&mut cx.tx, &task.id, to, assignee.as_ref(), cx.now).await?;
    let told = PhaseSet { before: task.phase, after: to, delegation: None };
    cx.event(&access.pursuance.id, Happened::TaskPhaseSet(told), task.id.as_str(), Some(&task.id));
    if let Some(comment) = &a.comment {
        // What is said in a review here is for those who work here, whatever was agreed for the discussion.
        discussion::say(cx, &access, &task, comment.as_str(), Some(false)).await?;
    }
    if step.to.is_closed() {
        delegation::task_gone(cx, &task, Gone::Closed).await?;
    }
    after_work(cx, &task).await?;
    Ok(names_task(task.number, &task.id))
}

/// Closes what is open below a task that is being closed, as far as it fits into this transaction; a job does the rest.
pub(super) async fn close_below(
    cx: &mut Cx,
    task: &Task,
    subtasks: Subtasks,
    by: ActorId,
) -> Result<(), PerformError> {
    if let Rest::From(after) = settle_subtasks(cx, task, subtasks, &by, None).await? {
        let job = Job::SettleSubtasks { task: task.id.clone(), subtasks, by, after };
        job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    }
    Ok(())
}

/// What is left below a task that is being closed.
enum Rest {
    Nothing,
    /// What comes behind a task, or all of it once more.
    From(Option<TaskId>),
}

/// The open subtasks of a finished task are finished or dropped with it, each before the one it is part of and so many at
/// once, behind the last one that was looked at before.
async fn settle_subtasks(
    cx: &mut Cx,
    task: &Task,
    what: Subtasks,
    by: &ActorId,
    behind: Option<&TaskId>,
) -> Result<Rest, PerformError> {
    let to = match what {
        Subtasks::Finish => Phase::Done,
        Subtasks::Drop => Phase::Dropped,
    };
    let Walked { open, last } = tasks::walk_below(&mut cx.tx, &task.id, behind, SETTLED_AT_ONCE).await?;
    let mut found = tasks::by_ids(&mut cx.tx, &open).await?;
    let on_offer = delegations::on_offer_among(&mut cx.tx, &open).await?;
    for id in &open {
        let Some(below) = found.remove(id) else { continue };
        // A mirror ends with its delegation, and so does what is below it.
        let delegation = task.delegation.clone().filter(|_| task.is_mirror());
        let told = PhaseSet { before: below.phase, after: to, delegation };
        cx.event(&below.pursuance, Happened::TaskPhaseSet(told), id.as_str(), Some(id));
        if let Some(event) = cx.events.last_mut() {
            event.actor = Some(by.clone());
        }
        if on_offer.contains(id) {
            delegation::task_gone(cx, &below, Gone::Closed).await?;
        }
    }
    tasks::settle(&mut cx.tx, &open, to, cx.now).await?;
    if last.is_some() {
        return Ok(Rest::From(last));
    }
    // Meanwhile somebody may have put a task where the walk had passed.
    let is_anew = behind.is_some() && tasks::open_below(&mut cx.tx, &task.id).await? > 0;
    Ok(if is_anew { Rest::From(None) } else { Rest::Nothing })
}

/// Goes on where a task was closed together with more subtasks than are settled at once. Whether any are left is answered,
/// and behind which one.
async fn settle(cx: &mut Cx, a: SettleSubtasks) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let find = async |cx: &mut Cx| tasks::by_id(&mut cx.tx, &a.task).await;
    let pursuance = find(cx).await?.ok_or(Refused::NotFound(Thing::Task))?.pursuance;
    delegation::lock_party(cx, &pursuance).await?;
    // The task was reopened meanwhile, and the rest stays as it is, or the choice has changed.
    let is_outdated = jobs::choice_for(&mut cx.tx, &a.task).await?.is_some_and(|newest| newest != a.subtasks);
    let task = find(cx).await?.filter(|task| task.phase.is_closed() && !is_outdated);
    let rest = match task {
        Some(task) => settle_subtasks(cx, &task, a.subtasks, &a.by, a.after.as_ref()).await?,
        None => Rest::Nothing,
    };
    Ok(match rest {
        Rest::Nothing => json!({ "left": 0 }),
        Rest::From(after) => json!({ "left": 1, "after": after }),
    })
}

/// Who has a task now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    Nobody,
    Person,
    /// A pursuance, by a delegation that is live.
    Pursuance,
}

/// The present holder of a task. A pursuance that has finished its delegation holds nothing, although it is remembered
/// as the one that did the work.
pub(super) async fn holder(cx: &mut Cx, task: &Task) -> Result<Holder, StoreError> {
    let Some(assignee) = &task.assignee else { return Ok(Holder::Nobody) };
    if actors::by_id(&mut cx.tx, assignee).await?.is_none_or(|actor| actor.kind != ActorKind::Group) {
        return Ok(Holder::Person);
    }
    let rows = delegations::all_of_task(&mut cx.tx, &task.id).await?;
    let is_held = rows.iter().any(|row| row.side == Side::Origin && row.state.holds_task());
    Ok(if is_held { Holder::Pursuance } else { Holder::Nobody })
}

async fn assign_facts(
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
    })
}

async fn give(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    phase: Phase,
    to: Option<&ActorId>,
) -> Result<Value, PerformError> {
    if to.is_some() && task.reviewer.as_ref() == to {
        leaving::end_review(cx, task, None).await?;
    }
    tasks::set_state(&mut cx.tx, &task.id, phase, to, cx.now).await?;
    let told = TaskAssigned {
        before: task.assignee.clone(),
        after: to.cloned(),
        phase,
        because: None,
        delegation: None,
    };
    cx.event(&access.pursuance.id, Happened::TaskAssigned(told), task.id.as_str(), Some(&task.id));
    if to.is_some() {
        delegation::task_gone(cx, task, Gone::Taken).await?;
    }
    after_work(cx, task).await?;
    Ok(names_task(task.number, &task.id))
}

async fn take(cx: &mut Cx, a: TakeTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let facts = assign_facts(cx, &access, &task, Permission::TakeTask).await?;
    let phase = assign::take(&facts, a.withdraw)?;
    give(cx, &access, &task, phase, Some(&person)).await
}

async fn hand_back(cx: &mut Cx, a: HandBackTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let phase = assign::hand_back(&assign_facts(cx, &access, &task, Permission::WorkOnTask).await?)?;
    give(cx, &access, &task, phase, None).await
}

async fn assign(cx: &mut Cx, a: AssignTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let facts = assign_facts(cx, &access, &task, Permission::Assign).await?;
    let (new, to) = match &a.assignee {
        None => (NewAssignee::Nobody, None),
        Some(named) => match access::member(cx, &access, named.as_str()).await? {
            Some((actor, _)) if !leaving::is_gone(cx, &access.pursuance.id, &actor.id).await? => {
                (NewAssignee::Member { has_it: task.assignee.as_ref() == Some(&actor.id) }, Some(actor.id))
            }
            _ => (NewAssignee::Stranger, None),
        },
    };
    let phase = assign::assign(&facts, new)?;
    give(cx, &access, &task, phase, to.as_ref()).await
}

/// The mirrors a task is part of, itself included.
async fn mirrors_above(cx: &mut Cx, task: &Task) -> Result<Vec<Task>, StoreError> {
    let mut above = vec![task.clone()];
    above.extend(tasks::ancestors(&mut cx.tx, task).await?);
    above.retain(Task::is_mirror);
    Ok(above)
}

/// Work on a task counts as a sign of life of its mirror, and the origin gets a report.
pub(super) async fn after_work(cx: &mut Cx, task: &Task) -> Result<(), PerformError> {
    for mirror in mirrors_above(cx, task).await? {
        delegation::report(cx, &mirror.id).await?;
    }
    Ok(())
}

/// Work on a task that was handed over: that is a sign of life of its mirror, too.
pub(super) async fn worked_elsewhere(cx: &mut Cx, task: &Task, at: Time) -> Result<(), StoreError> {
    for mirror in mirrors_above(cx, task).await? {
        tasks::set_last_sign(&mut cx.tx, &mirror.id, mirror.last_sign.max(at)).await?;
    }
    Ok(())
}
