//! Tasks: writing them down, changing them, and moving them along.

mod holding;
mod subtasks;

use pursuance_domain::action::{AddTasks, CreateTask, EditTask, MoveTask, SetPhase, SplitTask};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::origin::TaskGone;
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{
    PhaseMove, PhaseSet, TaskCreated, TaskEdited, TaskMoved, TaskNumber, TaskPlace, TaskReordered,
};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::asks_by_itself;
use pursuance_domain::task::Asks;
use pursuance_domain::task::asks::Edited;
use pursuance_domain::task::dependency::DependencyRefusal;
use pursuance_domain::task::phase::{self, MoveFacts, Phase, PhaseRefusal, PhaseStep, StepKind, Subtasks};
use pursuance_domain::task::tree::{self, SiblingPlace, TreeRefusal};
use pursuance_domain::time::Time;
use pursuance_domain::value::{ActorRef, Body};
use serde_json::{Value, json};

use self::holding::give_new;
pub(super) use self::holding::{Holder, assign_facts, begin_with, give, hand_back, holder};
pub use self::subtasks::SETTLED_AT_ONCE;
use self::subtasks::settle;
pub(super) use self::subtasks::{close_below, release};
use super::access::Access;
use super::review::{self, Review};
use super::thread::Tied;
use super::{
    Cx, InputRefusal, Newer, PerformError, Refused, Thing, access, delegation, discussion, leaving,
    names_task,
};
use crate::store::actors;
use crate::store::db::ReadTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::tasks::order::{self, Siblings};
use crate::store::tasks::{Edit, NewTask, Task};
use crate::store::{dependencies, pursuances, tasks};

carried_out! {
    CreateTask => create,
    AddTasks => add_list,
    EditTask => edit,
    MoveTask => place,
    SetPhase => set_phase,
    SettleSubtasks => settle,
    SplitTask => split,
}

async fn create(cx: &mut Cx, mut a: CreateTask) -> Result<Value, PerformError> {
    let (named, needs_review, assignee, wish) = (a.reviewer.take(), a.needs_review, a.assignee.take(), a.ask);
    let (pursuance, parent, asks) = a.into_parts();
    let access = access::lock(cx, &pursuance).await?;
    let parent = place_of_new(cx, &access, parent).await?;
    // The creator of a task may name its reviewer: they are at least Normal.
    let review = review::of_new(cx, &access, named.as_ref(), needs_review).await?;
    let asking = is_asking(&access, wish, &asks, assignee.as_ref());
    let (number, id) = write_down(cx, &access, parent.as_ref(), &asks, &review, asking, Texts::Open).await?;
    if let Some(assignee) = &assignee {
        give_new(cx, &access, &id, assignee).await?;
    }
    if let Some(parent) = parent {
        after_work(cx, &parent).await?;
    }
    Ok(names_task(number, &id))
}

/// The task under which a new one is written down, as far as the person may write it there.
pub(super) async fn place_of_new(
    cx: &mut Cx,
    access: &Access,
    parent: Option<i64>,
) -> Result<Option<Task>, PerformError> {
    let Some(number) = parent else {
        access.demand(Permission::CreateTask, None)?;
        return Ok(None);
    };
    let parent = access::find_place(cx, access, number).await?;
    access.demand(Permission::AddSubtask, Some(&parent))?;
    Ok(Some(parent))
}

/// Adds a list of tasks, each by the rules for a single task: all or none.
async fn add_list(cx: &mut Cx, a: AddTasks) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    let parent = place_of_new(cx, &access, a.parent).await?;
    // The task added last, and the tasks of the list above it.
    let mut above: Vec<Task> = Vec::new();
    let mut made = Vec::with_capacity(a.tasks.count());
    for listed in a.tasks.iter() {
        above.truncate(listed.depth);
        if let Some(above) = above.last() {
            access.demand(Permission::AddSubtask, Some(above))?;
        }
        let place = above.last().or(parent.as_ref());
        let asks = listed.asks();
        let asking = is_asking(&access, listed.ask, &asks, listed.assignee.as_ref());
        let (number, id) =
            write_down(cx, &access, place, &asks, &Review::default(), asking, Texts::Open).await?;
        if let Some(assignee) = &listed.assignee {
            give_new(cx, &access, &id, assignee).await?;
        }
        above.push(tasks::by_id(&mut cx.tx, &id).await?.ok_or(Refused::NotFound(Thing::Task))?);
        made.push(names_task(number, &id));
    }
    if let Some(parent) = parent {
        after_work(cx, &parent).await?;
    }
    Ok(json!({ "tasks": made }))
}

async fn split(cx: &mut Cx, a: SplitTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::AddSubtask, Some(&task))?;
    let mut parts = Vec::new();
    for title in a.into.iter() {
        let asks = Asks::titled(title.clone());
        let asking = is_asking(&access, a.ask, &asks, None);
        let (number, id) =
            write_down(cx, &access, Some(&task), &asks, &Review::default(), asking, Texts::Open).await?;
        parts.push(names_task(number, &id));
    }
    after_work(cx, &task).await?;
    Ok(json!({ "task": task.number, "id": task.id, "into": parts }))
}

/// Whether a new task asks for help from the first: as its writer wishes, else as its skills say.
pub(super) fn is_asking(
    access: &Access,
    wish: Option<bool>,
    asks: &Asks,
    assignee: Option<&ActorRef>,
) -> bool {
    let may_ask = assignee.is_none() && access.role().is_some_and(phase::decides_as_writer);
    asks_by_itself(wish, !asks.skills.is_empty(), may_ask)
}

/// How the texts of a new task are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    Open,
    /// They come with its first signed revision.
    Sealed,
}

/// Adds a new task, at the top or below a parent. Returns its number and id.
pub(super) async fn write_down(
    cx: &mut Cx,
    access: &Access,
    parent: Option<&Task>,
    asks: &Asks,
    review: &Review,
    asking: bool,
    texts: Texts,
) -> Result<(i64, TaskId), PerformError> {
    let person = cx.person()?;
    let id = TaskId(cx.new_id());
    if let Some(parent) = parent {
        let chain = chain_to(cx, parent).await?;
        tree::may_hang_under(&id, 0, &ids(&chain))?;
        tree::may_be_open_below(phases(&chain))?;
    }
    let number = pursuances::take_number(&mut cx.tx, &access.pursuance.id).await?;
    let new = NewTask {
        id: &id,
        pursuance: &access.pursuance.id,
        number,
        parent: parent.map(|parent| &parent.id),
        phase: if asking { Phase::HelpWanted } else { Phase::New },
        asks,
        author: &person,
        creator: &person,
        assignee: None,
        reviewer: review.reviewer.as_ref(),
        needs_review: review.is_needed,
        mirror_of: None,
        delegation: None,
        now: cx.now,
    };
    match texts {
        Texts::Open => tasks::add(&mut cx.tx, new).await?,
        Texts::Sealed => tasks::add_sealed(&mut cx.tx, new).await?,
    }
    let told = TaskCreated {
        number,
        parent: Some(parent.map(|parent| TaskNumber(parent.number))),
        mirror_of: None,
        delegation: None,
        reviewer: review.reviewer.clone(),
        needs_review: (!review.is_needed).then_some(false),
        asks: asking.then_some(true),
    };
    cx.event(&access.pursuance.id, Happened::TaskCreated(told), id.as_str(), Some(&id));
    Ok((number, id))
}

async fn edit(cx: &mut Cx, a: EditTask) -> Result<Value, PerformError> {
    let (access, before) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::EditTask, Some(&before))?;
    if a.reviewer.is_some() {
        // Before anybody is looked up: the answer would say who is a member.
        access.demand(Permission::SetReviewer, Some(&before))?;
    }
    let asked = access::asks_of(&mut cx.tx, &before).await?;
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
        Some(Some(named)) => {
            Some(review::reviewer_named(cx, &access, before.assignee.as_ref(), named).await?)
        }
        Some(None) => None,
        None => before.reviewer.clone(),
    };
    rewrite(cx, &before, (&asked, &asks), reviewer).await?;
    Ok(names_task(before.number, &before.id))
}

/// Writes the new asks of a task over the former ones, and its reviewer.
pub(super) async fn rewrite(
    cx: &mut Cx,
    task: &Task,
    (asked, asks): (&Asks, &Asks),
    reviewer: Option<ActorId>,
) -> Result<(), PerformError> {
    let person = cx.person()?;
    let next = task.revision + 1;
    let mut edited = Edited::between(&asked.changes(asks), task.texts, next);
    edited.note_reviewer(&task.reviewer, &reviewer);
    edited.note_needs_review(task.needs_review, task.needs_review || reviewer.is_some());
    if edited.changed.is_empty() {
        return Ok(());
    }
    let edit =
        Edit { task, before: asked, after: asks, reviewer: reviewer.as_ref(), author: &person, now: cx.now };
    tasks::edit(&mut cx.tx, edit).await?;
    let told = Happened::TaskEdited(TaskEdited::of(edited, next, None));
    cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
    // The reviewer concerns no other pursuance.
    if asked != asks {
        delegation::task_edited(cx, task, asked, asks).await?;
    }
    Ok(())
}

/// A task, its parent, and so on up to the top.
async fn chain_to(cx: &mut Cx, task: &Task) -> Result<Vec<Task>, StoreError> {
    let above = tasks::ancestors(&mut cx.tx, task).await?;
    Ok(std::iter::once(task.clone()).chain(above).collect())
}

fn ids(chain: &[Task]) -> Vec<TaskId> {
    chain.iter().map(|task| task.id.clone()).collect()
}

fn phases(chain: &[Task]) -> impl Iterator<Item = (i64, Phase)> {
    chain.iter().map(|task| (task.number, task.phase))
}

/// Whether a task may be placed under another one, with everything below it.
pub(super) async fn demand_place(cx: &mut Cx, task: &Task, parent: &Task) -> Result<(), PerformError> {
    let levels_below = tasks::levels_below(&mut cx.tx, &task.id).await?;
    let chain = chain_to(cx, parent).await?;
    tree::may_hang_under(&task.id, levels_below, &ids(&chain))?;
    if let Some(task) = dependencies::awaited_below(&mut cx.tx, &task.id, &ids(&chain)).await? {
        return Err(DependencyRefusal::PartOfIt { task }.into());
    }
    if !task.phase.is_closed() || tasks::open_below(&mut cx.tx, &task.id).await? > 0 {
        tree::may_be_open_below(phases(&chain))?;
    }
    Ok(())
}

/// Whether a closed task may be opened again: nothing above it is done.
pub(super) async fn may_open_again(tx: &mut ReadTx, task: &Task) -> StoreResult<Result<(), TreeRefusal>> {
    let above = tasks::ancestors(tx, task).await?;
    Ok(tree::may_be_open_below(phases(&above)))
}

pub(super) async fn place(cx: &mut Cx, a: MoveTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::MoveTask, Some(&task))?;
    let beside = SiblingPlace::of(task.number, a.before, a.after)?;
    let parent = match a.parent {
        Some(number) => Some(access::find_place(cx, &access, number).await?),
        None => None,
    };
    let parent_id = parent.as_ref().map(|parent| &parent.id);
    let is_elsewhere = task.parent.as_ref() != parent_id;
    if let Some(parent) = parent.as_ref().filter(|_| is_elsewhere) {
        demand_place(cx, &task, parent).await?;
    }
    let siblings = Siblings::of(&access.pursuance.id, parent_id);
    let gap = match beside {
        Some(beside) => {
            let gap = order::room(&mut cx.tx, siblings, &task, beside).await?;
            Some(gap.ok_or_else(|| beside.is_no_sibling())?)
        }
        None => None,
    };
    // The order is this pursuance's own affair: no other one is told.
    if is_elsewhere {
        let before = place_of(cx, &task).await?;
        let (position, behind) = match gap {
            Some(gap) => (gap.position, gap.behind),
            None => (
                order::last(&mut cx.tx, siblings).await?,
                order::last_but(&mut cx.tx, siblings, &task).await?,
            ),
        };
        tasks::set_place(&mut cx.tx, &task, parent_id, position, cx.now).await?;
        let parent = a.parent.map(TaskNumber);
        let after = TaskPlace { parent, behind: behind.map(TaskNumber) };
        let told = TaskMoved { parent, before: Some(before), after: Some(after), delegation: None };
        cx.event(&access.pursuance.id, Happened::TaskMoved(told), task.id.as_str(), Some(&task.id));
    } else if let Some(gap) = gap {
        let before = place_of(cx, &task).await?;
        let behind = gap.behind.map(TaskNumber);
        if before.behind != behind {
            order::set_position(&mut cx.tx, &task.id, gap.position).await?;
            let after = TaskPlace { parent: a.parent.map(TaskNumber), behind };
            let told = Happened::TaskReordered(TaskReordered { before, after });
            cx.event(&access.pursuance.id, told, task.id.as_str(), Some(&task.id));
        }
    }
    Ok(names_task(task.number, &task.id))
}

/// Where a task stands now: the numbers of the task above it, and of the one right before it.
async fn place_of(cx: &mut Cx, task: &Task) -> Result<TaskPlace, StoreError> {
    let parent = match &task.parent {
        Some(id) => tasks::by_id(&mut cx.tx, id).await?.map(|parent| TaskNumber(parent.number)),
        None => None,
    };
    Ok(TaskPlace { parent, behind: order::before(&mut cx.tx, task).await?.map(TaskNumber) })
}

async fn set_phase(cx: &mut Cx, a: SetPhase) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let said = Said { comment: a.comment, subtasks: a.subtasks };
    advance(cx, &access, &task, a.phase, said, |facts| phase::step(facts, a.phase)).await
}

/// The words that go with a move.
pub(super) struct Said {
    pub comment: Option<Body>,
    /// The fate of open subtasks of a finished task.
    pub subtasks: Option<Subtasks>,
}

/// Moves a task to a phase, as far as `rule` lets the person.
pub(super) async fn advance(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    to: Phase,
    said: Said,
    rule: impl FnOnce(&MoveFacts<'_>) -> Result<PhaseStep, PhaseRefusal>,
) -> Result<Value, PerformError> {
    let role = access.need_role(Permission::WorkOnTask, task)?;
    let facts = access.facts(Some(task));
    let open = if to == Phase::Done { tasks::open_below(&mut cx.tx, &task.id).await? } else { 0 };
    let shared = if open > 0 { tasks::shared_below(&mut cx.tx, &task.id).await? } else { Vec::new() };
    let holder = holder(cx, task).await?;
    let step = rule(&MoveFacts {
        from: task.phase,
        role,
        is_assignee: facts.is_assignee,
        is_reviewer: facts.is_reviewer,
        is_creator: facts.is_creator,
        has_assignee: holder != Holder::Nobody,
        has_reviewer: task.reviewer.is_some(),
        needs_review: access.needs_review(task),
        // In a private pursuance it comes sealed.
        has_comment: said.comment.is_some() || cx.signed.as_ref().is_some_and(|signed| signed.has_comment),
        open_subtasks: u32::try_from(open).unwrap_or(u32::MAX),
        shared_subtasks: &shared,
        subtasks: said.subtasks,
        has_open_parts: task.has_open_parts(),
        is_delegated: holder == Holder::Pursuance,
        is_mirror: task.is_mirror(),
    })?;
    if step.kind == StepKind::Reopen {
        may_open_again(&mut cx.tx, task).await??;
    }
    if let Some(what) = step.subtasks {
        let person = cx.person()?;
        close_below(cx, task, what, person).await?;
    }
    let is_reopened = task.phase.is_closed() && holder == Holder::Nobody;
    let (to, assignee) = if step.to.is_unassigned() || is_reopened {
        (step.to, None)
    } else {
        leaving::goes_on(cx, task, step.to).await?
    };
    if to == Phase::ReadyForReview {
        review::find_another(cx, access, task).await?;
    }
    tasks::set_state(&mut cx.tx, &task.id, to, assignee.as_ref(), cx.now).await?;
    let left = task.assignee.clone().filter(|_| assignee.is_none());
    let told = PhaseSet { before: task.phase, after: to, delegation: None, left };
    cx.event(&access.pursuance.id, Happened::TaskPhaseSet(told), task.id.as_str(), Some(&task.id));
    if let Some(comment) = &said.comment {
        // A review comment is only for people of this server, whatever was agreed for the discussion.
        let step = Some(PhaseMove { before: task.phase, after: to });
        discussion::say(cx, access, task, comment.as_str(), (Some(false), step), Tied::default()).await?;
    }
    if step.to.is_closed() {
        delegation::task_gone(cx, task, TaskGone::Closed).await?;
    }
    after_work(cx, task).await?;
    Ok(names_task(task.number, &task.id))
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

/// Notes work on a task that was handed over as a sign of life of the mirrors above it, too.
pub(super) async fn worked_elsewhere(cx: &mut Cx, task: &Task, at: Time) -> Result<(), StoreError> {
    for mirror in mirrors_above(cx, task).await? {
        tasks::set_last_sign(&mut cx.tx, &mirror.id, mirror.last_sign.max(at)).await?;
    }
    Ok(())
}
