//! Tasks: writing them down, changing them, moving them along, and who does them.

use pursuance_domain::action::{
    AssignTask, CreateTask, EditTask, HandBackTask, MoveTask, SetPhase, SettleSubtasks, TakeTask,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::Side;
use pursuance_domain::delegation::origin::Gone;
use pursuance_domain::event::Verb;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::assign::{self, AssignFacts, NewAssignee};
use pursuance_domain::task::phase::{self, MoveFacts, Phase, Subtasks};
use pursuance_domain::task::tree;
use pursuance_domain::time::Time;
use serde_json::{Value, json};

use super::changes::Changes;
use super::seat::Seat;
use super::{
    Cx, InputRefusal, Newer, PerformError, Refused, Thing, delegation, discussion, leaving, names_task, seat,
};
use crate::store::actors::{self, ActorKind};
use crate::store::error::StoreError;
use crate::store::jobs::Job;
use crate::store::pursuances::MemberState;
use crate::store::tasks::{NewTask, Task};
use crate::store::texts::{self, Field};
use crate::store::{delegations, pursuances, tasks};

/// Subtasks that are closed together with their task in one action; a job does the rest.
pub(crate) const SETTLED_AT_ONCE: usize = 500;

pub async fn create(cx: &mut Cx, a: CreateTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let seat = seat::enter(cx, &a.pursuance).await?;
    let id = TaskId(cx.new_id());
    let parent = match a.parent {
        Some(number) => {
            let parent = seat::look_at_task(&mut cx.tx, &seat, number).await?;
            seat.demand(Permission::AddSubtask, Some(&parent))?;
            tree::may_hang_under(&id, 0, &chain_to(cx, &parent).await?)?;
            Some(parent)
        }
        None => {
            seat.demand(Permission::CreateTask, None)?;
            None
        }
    };
    let number = pursuances::take_number(&mut cx.tx, &seat.pursuance.id).await?;
    let new = NewTask {
        id: &id,
        pursuance: &seat.pursuance.id,
        number,
        parent: parent.as_ref().map(|parent| &parent.id),
        phase: Phase::New,
        size: a.size,
        urgency: a.urgency,
        due: a.due,
        creator: &person,
        assignee: None,
        reviewer: None,
        mirror_of: None,
        delegation: None,
        now: cx.now,
    };
    tasks::add(&mut cx.tx, new).await?;
    write_texts(cx, &id, &person, a.title.as_str(), a.deliverables.as_ref().map_or("", |text| text.as_str()))
        .await?;
    tasks::set_skills(&mut cx.tx, &id, &a.skills).await?;
    cx.event(
        &seat.pursuance.id,
        Verb::TaskCreated,
        id.as_str(),
        Some(&id),
        json!({ "number": number, "parent": parent.as_ref().map(|parent| parent.number) }),
    );
    if let Some(parent) = parent {
        after_work(cx, &parent).await?;
    }
    Ok(names_task(number, &id))
}

/// The first version of a task's texts.
pub(super) async fn write_texts(
    cx: &mut Cx,
    id: &TaskId,
    author: &ActorId,
    title: &str,
    deliverables: &str,
) -> Result<(), StoreError> {
    texts::add(&mut cx.tx, id.as_str(), Field::Title, 1, author, cx.now, title).await?;
    texts::add(&mut cx.tx, id.as_str(), Field::Deliverables, 1, author, cx.now, deliverables).await
}

pub async fn edit(cx: &mut Cx, a: EditTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (seat, before) = seat::enter_task(cx, &a.pursuance, a.task).await?;
    seat.demand(Permission::EditTask, Some(&before))?;
    let old_skills = tasks::skills(&mut cx.tx, &before.id).await?;
    let old_text =
        texts::at_revision(&mut cx.tx, before.id.as_str(), Field::Deliverables, before.deliverables_revision)
            .await?;
    if before.revision != a.revision {
        let reviewer = match &before.reviewer {
            Some(id) => actors::by_id(&mut cx.tx, id).await?.map(|actor| actor.name),
            None => None,
        };
        let newer = Newer {
            revision: before.revision,
            title: before.title,
            deliverables: old_text,
            skills: old_skills.iter().map(|skill| skill.as_str().to_owned()).collect(),
            due: before.due,
            size: before.size,
            urgency: before.urgency,
            reviewer,
        };
        return Err(Refused::Stale(Box::new(newer)).into());
    }
    let asks_for = a.title.is_some()
        || a.deliverables.is_some()
        || a.skills.is_some()
        || a.due.is_some()
        || a.size.is_some()
        || a.urgency.is_some();
    if before.is_mirror() && asks_for {
        return Err(Refused::Input(InputRefusal::AskedElsewhere).into());
    }
    let mut after = before.clone();
    let next = before.revision + 1;
    if let Some(title) = a.title.as_ref().filter(|title| title.as_str() != before.title) {
        texts::add(&mut cx.tx, before.id.as_str(), Field::Title, next, &person, cx.now, title.as_str())
            .await?;
        after.title_revision = next;
        title.as_str().clone_into(&mut after.title);
    }
    if let Some(text) = a.deliverables.as_ref().filter(|text| text.as_str() != old_text) {
        texts::add(&mut cx.tx, before.id.as_str(), Field::Deliverables, next, &person, cx.now, text.as_str())
            .await?;
        after.deliverables_revision = next;
    }
    if let Some(due) = a.due {
        after.due = due;
    }
    after.size = a.size.unwrap_or(before.size);
    after.urgency = a.urgency.unwrap_or(before.urgency);
    if let Some(reviewer) = &a.reviewer {
        after.reviewer = match reviewer {
            Some(named) => Some(reviewer_named(cx, &seat, &before, named.as_str()).await?),
            None => None,
        };
    }
    let mut changed = Changes::between(&before, &after);
    if let Some(skills) = a.skills.as_ref().filter(|skills| **skills != old_skills) {
        tasks::set_skills(&mut cx.tx, &before.id, skills).await?;
        changed.note("skills", &old_skills, skills);
    }
    if changed.is_empty() {
        return Ok(names_task(before.number, &before.id));
    }
    tasks::edit(&mut cx.tx, &after, a.revision, cx.now).await?;
    cx.event(
        &seat.pursuance.id,
        Verb::TaskEdited,
        before.id.as_str(),
        Some(&before.id),
        Value::Object(changed.told(next)),
    );
    if asks_for {
        delegation::task_edited(cx, &before, &old_skills).await?;
    }
    Ok(names_task(before.number, &before.id))
}

/// Whoever reviews is an active member, and not the one who does the work.
async fn reviewer_named(cx: &mut Cx, seat: &Seat, task: &Task, named: &str) -> Result<ActorId, PerformError> {
    let found =
        seat::member(cx, seat, named).await?.filter(|(_, member)| member.state == MemberState::Active);
    let (actor, member) = found.ok_or_else(|| Refused::Input(InputRefusal::ReviewerNotAMember))?;
    if leaving::is_gone(cx, &seat.pursuance.id, &actor.id).await? {
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

/// A task, the one it is part of, and so on up to the top.
async fn chain_to(cx: &mut Cx, task: &Task) -> Result<Vec<TaskId>, StoreError> {
    let above = tasks::ancestors(&mut cx.tx, task).await?;
    Ok(std::iter::once(task.id.clone()).chain(above.into_iter().map(|task| task.id)).collect())
}

/// Whether a task may be put under another one, with everything that is below it.
pub(super) async fn demand_place(cx: &mut Cx, task: &TaskId, parent: &Task) -> Result<(), PerformError> {
    let levels_below = tasks::levels_below(&mut cx.tx, task).await?;
    Ok(tree::may_hang_under(task, levels_below, &chain_to(cx, parent).await?)?)
}

pub async fn place(cx: &mut Cx, a: MoveTask) -> Result<Value, PerformError> {
    let (seat, task) = seat::enter_task(cx, &a.pursuance, a.task).await?;
    seat.demand(Permission::MoveTask, Some(&task))?;
    let parent = match a.parent {
        Some(number) => {
            let parent = seat::look_at_task(&mut cx.tx, &seat, number).await?;
            demand_place(cx, &task.id, &parent).await?;
            Some(parent)
        }
        None => None,
    };
    if task.parent != parent.as_ref().map(|parent| parent.id.clone()) {
        tasks::set_parent(&mut cx.tx, &task, parent.as_ref().map(|parent| &parent.id), cx.now).await?;
        cx.event(
            &seat.pursuance.id,
            Verb::TaskMoved,
            task.id.as_str(),
            Some(&task.id),
            json!({ "parent": parent.map(|parent| parent.number) }),
        );
    }
    Ok(names_task(task.number, &task.id))
}

pub async fn set_phase(cx: &mut Cx, a: SetPhase) -> Result<Value, PerformError> {
    let (seat, task) = seat::enter_task(cx, &a.pursuance, a.task).await?;
    let role = seat.need_role(Permission::WorkOnTask, &task)?;
    let facts = seat.facts(Some(&task));
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
        if settle_subtasks(cx, &task, what, &person).await? > 0 {
            let job = Job::SettleSubtasks { task: task.id.clone(), subtasks: what, by: person };
            job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        }
    }
    let is_reopened = task.phase.is_closed() && holder == Holder::Nobody;
    let (to, assignee) = if step.to.is_unassigned() || is_reopened {
        (step.to, None)
    } else {
        leaving::goes_on(cx, &task, step.to).await?
    };
    tasks::set_state(&mut cx.tx, &task.id, to, assignee.as_ref(), cx.now).await?;
    cx.event(
        &seat.pursuance.id,
        Verb::TaskPhaseSet,
        task.id.as_str(),
        Some(&task.id),
        json!({ "before": task.phase, "after": to }),
    );
    if let Some(comment) = &a.comment {
        discussion::say(cx, &seat, &task, comment.as_str(), None).await?;
    }
    if step.to.is_closed() {
        delegation::task_gone(cx, &task, Gone::Closed).await?;
    }
    after_work(cx, &task).await?;
    Ok(names_task(task.number, &task.id))
}

/// The open subtasks of a finished task are finished or dropped with it, the lowest first and so many at once; how many are
/// left.
async fn settle_subtasks(
    cx: &mut Cx,
    task: &Task,
    what: Subtasks,
    by: &ActorId,
) -> Result<usize, PerformError> {
    let to = match what {
        Subtasks::Finish => Phase::Done,
        Subtasks::Drop => Phase::Dropped,
    };
    let mut open = tasks::ids_open_below(&mut cx.tx, &task.id).await?;
    let left = open.len().saturating_sub(SETTLED_AT_ONCE);
    let now = open.split_off(left);
    for id in &now {
        let Some(below) = tasks::by_id(&mut cx.tx, id).await? else { continue };
        let data = json!({ "before": below.phase, "after": to });
        cx.event(&below.pursuance, Verb::TaskPhaseSet, id.as_str(), Some(id), data);
        if let Some(event) = cx.events.last_mut() {
            event.actor = Some(by.clone());
        }
        delegation::task_gone(cx, &below, Gone::Closed).await?;
    }
    tasks::settle(&mut cx.tx, &now, to, cx.now).await?;
    Ok(left)
}

/// Goes on where a task was closed together with more subtasks than are settled at once. How many are left is answered.
pub async fn settle(cx: &mut Cx, a: SettleSubtasks) -> Result<Value, PerformError> {
    seat::demand_clock(cx)?;
    let find = async |cx: &mut Cx| tasks::by_id(&mut cx.tx, &a.task).await;
    let pursuance = find(cx).await?.ok_or(Refused::NotFound(Thing::Task))?.pursuance;
    delegation::lock_party(cx, &pursuance).await?;
    // Whoever opened it again meanwhile wants the rest to stay as it is.
    let task = find(cx).await?.filter(|task| task.phase.is_closed());
    let left = match task {
        Some(task) => settle_subtasks(cx, &task, a.subtasks, &a.by).await?,
        None => 0,
    };
    Ok(json!({ "left": left }))
}

/// Who has a task now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    Nobody,
    Person,
    /// A pursuance, by a delegation that is live.
    Pursuance,
}

/// Who has a task now. A pursuance that has finished its delegation has nothing any more, although it is remembered as the
/// one that did it.
pub(super) async fn holder(cx: &mut Cx, task: &Task) -> Result<Holder, StoreError> {
    let Some(assignee) = &task.assignee else { return Ok(Holder::Nobody) };
    if actors::by_id(&mut cx.tx, assignee).await?.is_none_or(|actor| actor.kind != ActorKind::Group) {
        return Ok(Holder::Person);
    }
    let rows = delegations::of_task(&mut cx.tx, &task.id).await?;
    let is_held = rows.iter().any(|row| row.side == Side::Origin && row.state.holds_task());
    Ok(if is_held { Holder::Pursuance } else { Holder::Nobody })
}

async fn assign_facts(
    cx: &mut Cx,
    seat: &Seat,
    task: &Task,
    permission: Permission,
) -> Result<AssignFacts, PerformError> {
    let holder = holder(cx, task).await?;
    Ok(AssignFacts {
        phase: task.phase,
        role: seat.need_role(permission, task)?,
        is_assignee: seat.facts(Some(task)).is_assignee,
        has_assignee: holder != Holder::Nobody,
        is_delegated: holder == Holder::Pursuance,
        is_offered: delegations::is_on_offer(&mut cx.tx, &task.id).await?,
        may_withdraw: seat.may(Permission::Delegate, Some(task)),
    })
}

async fn give(
    cx: &mut Cx,
    seat: &Seat,
    task: &Task,
    phase: Phase,
    to: Option<&ActorId>,
) -> Result<Value, PerformError> {
    tasks::set_state(&mut cx.tx, &task.id, phase, to, cx.now).await?;
    cx.event(
        &seat.pursuance.id,
        Verb::TaskAssigned,
        task.id.as_str(),
        Some(&task.id),
        json!({ "before": task.assignee, "after": to, "phase": phase }),
    );
    if to.is_some() {
        delegation::task_gone(cx, task, Gone::Taken).await?;
    }
    after_work(cx, task).await?;
    Ok(names_task(task.number, &task.id))
}

pub async fn take(cx: &mut Cx, a: TakeTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (seat, task) = seat::enter_task(cx, &a.pursuance, a.task).await?;
    let facts = assign_facts(cx, &seat, &task, Permission::TakeTask).await?;
    let phase = assign::take(&facts, a.withdraw)?;
    give(cx, &seat, &task, phase, Some(&person)).await
}

pub async fn hand_back(cx: &mut Cx, a: HandBackTask) -> Result<Value, PerformError> {
    let (seat, task) = seat::enter_task(cx, &a.pursuance, a.task).await?;
    let phase = assign::hand_back(&assign_facts(cx, &seat, &task, Permission::WorkOnTask).await?)?;
    give(cx, &seat, &task, phase, None).await
}

pub async fn assign(cx: &mut Cx, a: AssignTask) -> Result<Value, PerformError> {
    let (seat, task) = seat::enter_task(cx, &a.pursuance, a.task).await?;
    let facts = assign_facts(cx, &seat, &task, Permission::Assign).await?;
    let (new, to) = match &a.assignee {
        None => (NewAssignee::Nobody, None),
        Some(named) => match seat::member(cx, &seat, named.as_str()).await? {
            Some((actor, _)) if !leaving::is_gone(cx, &seat.pursuance.id, &actor.id).await? => {
                (NewAssignee::Member { has_it: task.assignee.as_ref() == Some(&actor.id) }, Some(actor.id))
            }
            _ => (NewAssignee::Stranger, None),
        },
    };
    let phase = assign::assign(&facts, new)?;
    give(cx, &seat, &task, phase, to.as_ref()).await
}

/// The mirrors a task is part of, itself included.
async fn mirrors_above(cx: &mut Cx, task: &Task) -> Result<Vec<Task>, StoreError> {
    let mut above = vec![task.clone()];
    above.extend(tasks::ancestors(&mut cx.tx, task).await?);
    above.retain(Task::is_mirror);
    Ok(above)
}

/// Work on a task counts as a sign of life of the mirror it belongs to, and the origin is told how it goes.
pub(super) async fn after_work(cx: &mut Cx, task: &Task) -> Result<(), PerformError> {
    for mirror in mirrors_above(cx, task).await? {
        delegation::report(cx, &mirror.id).await?;
    }
    Ok(())
}

/// Somebody worked on a task that was handed over: that is a sign of life of the mirror it belongs to, too.
pub(super) async fn worked_elsewhere(cx: &mut Cx, task: &Task, at: Time) -> Result<(), StoreError> {
    for mirror in mirrors_above(cx, task).await? {
        tasks::set_last_sign(&mut cx.tx, &mirror.id, mirror.last_sign.max(at)).await?;
    }
    Ok(())
}
