//! Tasks that wait for other tasks, also of other pursuances here.
//!
//! An edge concerns two pursuances: both streams are locked, in the order of their ids, and then the edges.

use std::collections::BTreeSet;

use pursuance_domain::action::{BlockTask, DependTask, TellWaiting, UnblockTask, UndependTask};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{Awaited, Blocked, BlockerMoved, Unblocked, Waits};
use pursuance_domain::event::{Event, Happened, Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::dependency::{DependencyRefusal, LOOKED_AT_MAX, Search, may_block, may_depend};
use pursuance_domain::value::{BlockerRef, TaskRef};
use serde_json::{Value, json};

use super::access::{self, Access};
use super::delegation;
use super::seeing::Seeing;
use super::{Cx, InputRefusal, PerformError, Refused, Thing, names_task};
use crate::addresses::Named;
use crate::store::dependencies::{self, Block, Found};
use crate::store::error::StoreError;
use crate::store::jobs::Job;
use crate::store::pursuances::MemberState;
use crate::store::tasks::Task;
use crate::store::{events, tasks};

carried_out! {
    DependTask => depend,
    UndependTask => undepend,
    BlockTask => block,
    UnblockTask => unblock,
    TellWaiting => tell_waiting,
}

/// How many waiting tasks one transaction tells; the job goes on with the rest.
pub(crate) const TOLD_AT_ONCE: i64 = 200;

async fn depend(cx: &mut Cx, a: DependTask) -> Result<Value, PerformError> {
    let (access, task, on) = both_ends(cx, &a.pursuance, a.task, &a.on).await?;
    access.demand(Permission::Depend, Some(&task))?;
    wait(cx, &task, &on, false).await?;
    Ok(names_task(task.number, &task.id))
}

async fn undepend(cx: &mut Cx, a: UndependTask) -> Result<Value, PerformError> {
    let (access, task, on) = both_ends(cx, &a.pursuance, a.task, &a.on).await?;
    access.demand(Permission::Depend, Some(&task))?;
    if !dependencies::remove(&mut cx.tx, &task.id, &on.id).await? {
        return Err(DependencyRefusal::NotThere.into());
    }
    tell(cx, &task, &on, false);
    tell_origin(cx, &task).await?;
    Ok(names_task(task.number, &task.id))
}

async fn block(cx: &mut Cx, a: BlockTask) -> Result<Value, PerformError> {
    let (on, reason) = match (a.on, a.reason) {
        (Some(BlockerRef::Task(on)), None) => {
            let (access, task, on) = both_ends(cx, &a.pursuance, a.task, &on).await?;
            access.demand(Permission::Depend, Some(&task))?;
            may_block(task.phase, 0)?;
            wait(cx, &task, &on, true).await?;
            return Ok(names_task(task.number, &task.id));
        }
        (Some(BlockerRef::Person(person)), None) => (Some(person), String::new()),
        (None, Some(reason)) => (None, String::from(reason)),
        (None, None) | (Some(_), Some(_)) => return Err(Refused::Input(InputRefusal::OneBlocker).into()),
    };
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Depend, Some(&task))?;
    let blocks = dependencies::blocks(&mut cx.tx, &task.id).await?;
    may_block(task.phase, blocks.len())?;
    let on = match on {
        Some(named) => Some(member_named(cx, &access, &task, named.as_str()).await?),
        None => None,
    };
    let is_said = |block: &Block| block.on == on && block.reason == reason;
    if !blocks.iter().any(is_said) {
        let new =
            Block { id: cx.new_id(), on: on.clone(), reason, shared: a.share, by: cx.person()?, at: cx.now };
        dependencies::block(&mut cx.tx, &task, &new).await?;
        let told = Happened::TaskBlocked(Blocked { on });
        cx.event(&task.pursuance, told, new.id, Some(&task.id));
        tell_origin(cx, &task).await?;
    }
    Ok(names_task(task.number, &task.id))
}

/// A member who blocks a task: not the one who has it.
async fn member_named(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    named: &str,
) -> Result<ActorId, PerformError> {
    let found = access::member(cx, access, named).await?;
    let (actor, _) = found
        .filter(|(_, member)| member.state == MemberState::Active)
        .ok_or(Refused::Input(InputRefusal::BlockerNotAMember))?;
    if task.assignee.as_ref() == Some(&actor.id) {
        return Err(Refused::Input(InputRefusal::BlockerHasIt).into());
    }
    Ok(actor.id)
}

/// Ends everything that was said to block a task. The people it is said to wait for end what is said of them.
async fn unblock(cx: &mut Cx, a: UnblockTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let blocks = dependencies::blocks(&mut cx.tx, &task.id).await?;
    let may_all = access.may(Permission::Depend, Some(&task));
    if !may_all && !blocks.iter().any(|block| block.on.as_ref() == Some(&person)) {
        access.demand(Permission::Depend, Some(&task))?;
    }
    let only_on = (!may_all).then_some(&person);
    let lifted = dependencies::lift(&mut cx.tx, &task.id, only_on, cx.now).await?;
    let mut ended = Vec::new();
    if may_all {
        let ids = dependencies::blocked_on(&mut cx.tx, &task.id).await?;
        let mut known = tasks::by_ids(&mut cx.tx, &ids).await?;
        ended.extend(ids.iter().filter_map(|id| known.remove(id)));
    }
    if lifted == 0 && ended.is_empty() {
        return Err(DependencyRefusal::NotBlocked.into());
    }
    for on in &ended {
        dependencies::remove(&mut cx.tx, &task.id, &on.id).await?;
        tell(cx, &task, on, false);
    }
    if lifted > 0 {
        let blocked = tasks::by_id(&mut cx.tx, &task.id).await?.is_some_and(|task| task.is_blocked);
        let told = Unblocked { blocks: usize::try_from(lifted).unwrap_or(usize::MAX), blocked };
        cx.event(&task.pursuance, Happened::TaskUnblocked(told), task.id.as_str(), Some(&task.id));
    }
    tell_origin(cx, &task).await?;
    Ok(names_task(task.number, &task.id))
}

/// Has those that wait for a task told, where an event of this action closed it or opened it again.
pub(super) async fn after_moves(cx: &mut Cx) -> Result<(), StoreError> {
    let moved: Vec<TaskId> = cx.events.iter().filter_map(closed_or_opened).cloned().collect();
    if moved.is_empty() {
        return Ok(());
    }
    for task in dependencies::awaited_among(&mut cx.tx, &moved).await? {
        let job = Job::TellWaiting { task };
        job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    }
    Ok(())
}

fn closed_or_opened(event: &Event) -> Option<&TaskId> {
    let Happened::TaskPhaseSet(told) = &event.what else { return None };
    event.task.as_ref().filter(|_| told.before.is_closed() != told.after.is_closed())
}

/// Tells the next tasks that wait for a task that it was closed, or opened again. Whether any are left is answered, and
/// behind which one.
async fn tell_waiting(cx: &mut Cx, a: TellWaiting) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let ids = dependencies::next_waiting(&mut cx.tx, &a.task, a.after.as_ref(), TOLD_AT_ONCE).await?;
    let found = tasks::by_ids(&mut cx.tx, &ids).await?;
    let streams: BTreeSet<StreamId> = found.values().map(|task| StreamId::of(&task.pursuance)).collect();
    for stream in &streams {
        events::lock(&mut cx.tx, stream).await?;
    }
    let on = tasks::by_id(&mut cx.tx, &a.task).await?.ok_or(Refused::NotFound(Thing::Task))?;
    // Read once more, now that nobody changes them.
    let found = tasks::by_ids(&mut cx.tx, &ids).await?;
    // A worker that was killed begins anew; nobody is told twice.
    let told = events::newest_of_tasks(&mut cx.tx, &ids, Verb::TaskBlockerMoved).await?;
    let says_this = |event: &Recorded| matches!(&event.what, Happened::TaskBlockerMoved(told) if told.on == on.id && told.phase == on.phase);
    let is_told = |id: &TaskId| told.iter().any(|event| event.task.as_ref() == Some(id) && says_this(event));
    for id in ids.iter().filter(|id| !is_told(id)) {
        let Some(task) = found.get(id) else { continue };
        let told = BlockerMoved { on: on.id.clone(), phase: on.phase, blocked: task.is_blocked };
        cx.event(&task.pursuance, Happened::TaskBlockerMoved(told), id.as_str(), Some(id));
        tell_origin(cx, task).await?;
    }
    let is_over = i64::try_from(ids.len()).is_ok_and(|count| count < TOLD_AT_ONCE);
    Ok(match ids.last() {
        Some(last) if !is_over => json!({ "left": 1, "after": last }),
        Some(_) | None => json!({ "left": 0 }),
    })
}

/// Notes that a task waits for another one, unless it does already.
async fn wait(cx: &mut Cx, task: &Task, on: &Task, is_block: bool) -> Result<(), PerformError> {
    let person = cx.person()?;
    dependencies::lock(&mut cx.tx).await?;
    if dependencies::is_there(&mut cx.tx, &task.id, &on.id).await? {
        return Ok(());
    }
    let (has, _) = dependencies::count(&mut cx.tx, &task.id).await?;
    let search = search(cx, &task.id, &on.id).await?;
    may_depend(usize::try_from(has).unwrap_or(usize::MAX), search)?;
    dependencies::add(&mut cx.tx, task, &on.id, is_block, &person, cx.now).await?;
    tell(cx, task, on, true);
    tell_origin(cx, task).await
}

/// Looks for a way from the wanted task back to the waiting one.
async fn search(cx: &mut Cx, task: &TaskId, on: &TaskId) -> Result<Search, PerformError> {
    let back = if task == on {
        vec![on.clone()]
    } else {
        match dependencies::is_way(&mut cx.tx, on, task, LOOKED_AT_MAX).await? {
            Found::NoWay => return Ok(Search::NoWay),
            Found::GivenUp => return Ok(Search::GivenUp),
            Found::Way => dependencies::way(&mut cx.tx, on, task).await?,
        }
    };
    let way: Vec<TaskId> = std::iter::once(task.clone()).chain(back).collect();
    Ok(Search::Way(Seeing::of(&cx.who).way(&mut cx.tx, &way).await?))
}

/// A mirror that is blocked now, or no longer: its origin is told.
async fn tell_origin(cx: &mut Cx, task: &Task) -> Result<(), PerformError> {
    if task.is_mirror() { delegation::report(cx, &task.id).await } else { Ok(()) }
}

/// Leaves an event for either task, in the stream of its pursuance.
fn tell(cx: &mut Cx, task: &Task, on: &Task, waits: bool) {
    let told = Happened::TaskWaits(Waits { on: on.id.clone(), waits });
    cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
    let told = Happened::TaskAwaited(Awaited { by: task.id.clone(), waits });
    cx.event(&on.pursuance, told, on.id.as_str(), Some(&on.id));
}

/// Finds the waiting task and the other one, and locks their pursuances.
async fn both_ends(
    cx: &mut Cx,
    named: &str,
    number: i64,
    on: &TaskRef,
) -> Result<(Access, Task, Task), PerformError> {
    let found = find_both(cx, named, number, on).await?;
    let mut streams = [StreamId::of(&found.1.pursuance), StreamId::of(&found.2.pursuance)];
    streams.sort();
    for stream in &streams {
        events::lock(&mut cx.tx, stream).await?;
    }
    if cx.tx.is_sqlite() { Ok(found) } else { find_both(cx, named, number, on).await }
}

async fn find_both(
    cx: &mut Cx,
    named: &str,
    number: i64,
    on: &TaskRef,
) -> Result<(Access, Task, Task), PerformError> {
    let who = cx.who.clone();
    let access = access::find(&mut cx.tx, &who, named).await?;
    let task = access::find_task(&mut cx.tx, &access, number).await?;
    let on = find_on(cx, &access, &task, on).await?;
    Ok((access, task, on))
}

/// The task that a reference means: one that the person may see, or one that the task waits for already.
async fn find_on(cx: &mut Cx, access: &Access, task: &Task, on: &TaskRef) -> Result<Task, PerformError> {
    let who = cx.who.clone();
    let id = match on {
        TaskRef::Number(number) => return access::find_task(&mut cx.tx, access, *number).await,
        TaskRef::Of { pursuance, number } => {
            let there = access::find(&mut cx.tx, &who, pursuance).await?;
            return access::find_task(&mut cx.tx, &there, *number).await;
        }
        TaskRef::Id(id) => id.clone(),
        TaskRef::Address(address) => match cx.app.addresses.named(address) {
            Some(Named::Task(id)) => TaskId(id.to_owned()),
            Some(Named::Instance | Named::Person(_) | Named::Group(_)) | None => {
                let (pursuance, number) =
                    cx.app.addresses.task_page(address).ok_or(Refused::NotFound(Thing::Task))?;
                let there = access::find(&mut cx.tx, &who, pursuance).await?;
                return access::find_task(&mut cx.tx, &there, number).await;
            }
        },
    };
    let is_noted = dependencies::is_there(&mut cx.tx, &task.id, &id).await?;
    let found = if is_noted {
        tasks::by_id(&mut cx.tx, &id).await?
    } else {
        Seeing::with(access).tasks(&mut cx.tx, [&id]).await?.remove(&id).map(|(task, _)| task)
    };
    Ok(found.ok_or(Refused::NotFound(Thing::Task))?)
}
