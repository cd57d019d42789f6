//! Tasks that wait for other tasks, also of other pursuances here.
//!
//! An edge concerns two pursuances: both streams are locked, in the order of their ids, and then the edges.

use std::collections::BTreeSet;

use pursuance_domain::action::{BlockTask, DependTask, ShowWaiting, TellWaiting, UnblockTask, UndependTask};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{Awaited, Blocked, BlockerMoved, Unblocked, WaitingShown, Waits};
use pursuance_domain::event::{Audience, Event, Happened, Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::task::dependency::{
    AtEnds, DependencyRefusal, LOOKED_AT_MAX, Stop, TOLD_AGAIN_AFTER, WaySearch, may_block, may_depend,
    named_of,
};
use pursuance_domain::time::Time;
use pursuance_domain::value::{BlockerRef, TaskRef};
use serde_json::{Value, json};

use super::access::{self, Access};
use super::undo::{self, Echo, WayBack};
use super::visible_tasks::Seeing;
use super::{Cx, InputRefusal, PerformError, Refused, Thing, names_task};
use super::{delegation, leaving};
use crate::addresses::Named;
use crate::store::dependencies::{self, Block, Found, Noted, SearchSide, Telling};
use crate::store::error::StoreError;
use crate::store::jobs::Job;
use crate::store::pursuances::MemberState;
use crate::store::tasks::Task;
use crate::store::texts::Body;
use crate::store::{events, pursuances, tasks};

carried_out! {
    DependTask => depend,
    UndependTask => undepend,
    ShowWaiting => show_waiting,
    BlockTask => block,
    UnblockTask => unblock,
    TellWaiting => tell_waiting,
}

/// How many waiting tasks one transaction tells; the job goes on with the rest.
pub const TOLD_AT_ONCE: i64 = 200;

async fn depend(cx: &mut Cx, a: DependTask) -> Result<Value, PerformError> {
    let (access, task, on) = both_ends(cx, &a.pursuance, a.task, SearchSide::WaitsFor, &a.on).await?;
    access.demand(Permission::Depend, Some(&task))?;
    wait(cx, &access, (&task, &on), false).await?;
    Ok(names_task(task.number, &task.id))
}

async fn undepend(cx: &mut Cx, a: UndependTask) -> Result<Value, PerformError> {
    let (side, other) = one_end(a.on.as_ref(), a.by.as_ref())?;
    let (access, task, other) = both_ends(cx, &a.pursuance, a.task, side, other).await?;
    let (waiting, on) = match side {
        SearchSide::WaitsFor => (&task, &other),
        SearchSide::Waiting => (&other, &task),
    };
    if waiting.pursuance == access.pursuance.id {
        access.demand(Permission::Depend, Some(waiting))?;
    } else {
        // Another pursuance noted the dependency; editors of the awaited task may remove it.
        access.demand(Permission::EditTask, Some(on))?;
    }
    if !end(cx, waiting, on).await? {
        return Err(DependencyRefusal::NotThere.into());
    }
    tell_other_sides(cx, waiting).await?;
    Ok(names_task(task.number, &task.id))
}

/// The other end that an input names, and its side: what is waited for, or what waits.
fn one_end<'a>(
    on: Option<&'a TaskRef>,
    by: Option<&'a TaskRef>,
) -> Result<(SearchSide, &'a TaskRef), PerformError> {
    match (on, by) {
        (Some(on), None) => Ok((SearchSide::WaitsFor, on)),
        (None, Some(by)) => Ok((SearchSide::Waiting, by)),
        (None, None) | (Some(_), Some(_)) => Err(Refused::Input(InputRefusal::OneEnd).into()),
    }
}

/// Removes the dependency of `task` on `on`, and tells people. Returns whether it existed.
async fn end(cx: &mut Cx, task: &Task, on: &Task) -> Result<bool, StoreError> {
    let is_shown = dependencies::is_shown(&mut cx.tx, &task.id, &on.id).await?;
    let was_there = dependencies::remove(&mut cx.tx, &task.id, &on.id).await?;
    if was_there {
        tell(cx, task, on, EdgeFacts { waits: false, is_shown }).await?;
    }
    Ok(was_there)
}

/// Lets everybody who reads a task see that one of another pursuance waits for it, or that it waits for that one.
async fn show_waiting(cx: &mut Cx, a: ShowWaiting) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (side, other) = one_end(a.on.as_ref(), a.by.as_ref())?;
    let (access, task, other) = both_ends(cx, &a.pursuance, a.task, side, other).await?;
    access.demand(Permission::EditTask, Some(&task))?;
    // An editor can agree only to a task that they may read.
    if Seeing::with(&access).tasks(&mut cx.tx, [&other.id]).await?.is_empty() {
        return Err(Refused::NotFound(Thing::Task).into());
    }
    if a.title.is_some_and(|title| !other.title.is(&title)) {
        return Err(Refused::Outdated.into());
    }
    let (is_new, told) = match side {
        SearchSide::Waiting => (
            dependencies::show(&mut cx.tx, (&other.id, &task.id), &person).await?,
            WaitingShown { by: Some(other.id), on: None },
        ),
        SearchSide::WaitsFor => (
            dependencies::name(&mut cx.tx, (&task.id, &other.id), &person).await?,
            WaitingShown { by: None, on: Some(other.id) },
        ),
    };
    match is_new {
        None => return Err(DependencyRefusal::NotThere.into()),
        Some(false) => {}
        Some(true) => {
            let told = Happened::TaskWaitingShown(told);
            cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
        }
    }
    Ok(names_task(task.number, &task.id))
}

async fn block(cx: &mut Cx, a: BlockTask) -> Result<Value, PerformError> {
    let (on, reason) = match (a.on, a.reason) {
        (Some(BlockerRef::Task(on)), None) => {
            let (access, task, on) = both_ends(cx, &a.pursuance, a.task, SearchSide::WaitsFor, &on).await?;
            access.demand(Permission::Depend, Some(&task))?;
            may_block(task.phase, 0)?;
            wait(cx, &access, (&task, &on), true).await?;
            return Ok(names_task(task.number, &task.id));
        }
        (Some(BlockerRef::Person(person)), None) => (Some(person), String::new()),
        (None, Some(reason)) => (None, String::from(reason)),
        (None, None) | (Some(_), Some(_)) => return Err(Refused::Input(InputRefusal::OneBlocker).into()),
    };
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Depend, Some(&task))?;
    let blocks = blocks_here(cx, &task).await?;
    let on = match on {
        Some(named) => Some(member_named(cx, &access, &task, named.as_str()).await?),
        None => None,
    };
    let is_said = |block: &Block| block.on == on && block.reason.is(&reason);
    if !blocks.iter().any(is_said) {
        say_blocked(cx, &task, on, (reason.into(), a.share)).await?;
    }
    Ok(names_task(task.number, &task.id))
}

/// The blocks of a task that were said here, where one more may be said.
async fn blocks_here(cx: &mut Cx, task: &Task) -> Result<Vec<Block>, PerformError> {
    let mut blocks = dependencies::blocks(&mut cx.tx, &task.id).await?;
    blocks.retain(Block::is_ours);
    may_block(task.phase, blocks.len())?;
    Ok(blocks)
}

/// Writes down a block, tells of it, and answers its id.
async fn say_blocked(
    cx: &mut Cx,
    task: &Task,
    on: Option<ActorId>,
    (reason, shared): (Body, bool),
) -> Result<String, PerformError> {
    let new = Block { id: cx.new_id(), on, reason, shared, by: cx.person()?, at: cx.now, told_in: None };
    dependencies::block(&mut cx.tx, task, &new).await?;
    let told = Happened::TaskBlocked(Blocked { on: new.on, delegation: None });
    cx.event(&task.pursuance, told, new.id.as_str(), Some(&task.id));
    tell_other_sides(cx, task).await?;
    Ok(new.id)
}

/// Says that a task is blocked, in words that come sealed: they hang on the id that is answered.
pub(super) async fn block_in_sealed_words(cx: &mut Cx, task: &Task) -> Result<String, PerformError> {
    blocks_here(cx, task).await?;
    // A block without words and without a person: its envelope follows.
    say_blocked(cx, task, None, (Body::Forgotten, false)).await
}

/// A member who blocks a task: not the one who has it.
async fn member_named(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    named: &str,
) -> Result<ActorId, PerformError> {
    // The answer would say who is a member.
    access.demand(Permission::SeeMembers, None)?;
    let found = access::member(cx, access, named).await?;
    let (actor, _) = found
        .filter(|(_, member)| member.state == MemberState::Active)
        .ok_or(Refused::Input(InputRefusal::BlockerNotAMember))?;
    if leaving::is_gone(cx, &access.pursuance.id, &actor.id).await? {
        return Err(Refused::Input(InputRefusal::BlockerNotAMember).into());
    }
    if task.assignee.as_ref() == Some(&actor.id) {
        return Err(Refused::Input(InputRefusal::BlockerHasIt).into());
    }
    Ok(actor.id)
}

/// Ends every block of a task. A person named as blocker may end only the blocks that name them.
async fn unblock(cx: &mut Cx, a: UnblockTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task, ended) = with_blockers(cx, &a.pursuance, a.task).await?;
    let blocks = dependencies::blocks(&mut cx.tx, &task.id).await?;
    access.demand_to_unblock(&task, &blocks)?;
    let may_all = access.may(Permission::Depend, Some(&task));
    let only_on = (!may_all).then_some(&person);
    let lifted = dependencies::lift(&mut cx.tx, &task.id, only_on, cx.now).await?;
    let ended = if may_all { ended } else { Vec::new() };
    if lifted == 0 && ended.is_empty() {
        return Err(DependencyRefusal::NotBlocked.into());
    }
    for on in &ended {
        end(cx, &task, on).await?;
    }
    if lifted > 0 {
        let told = unblocked(cx, &task, lifted, None).await?;
        cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
    }
    tell_other_sides(cx, &task).await?;
    Ok(names_task(task.number, &task.id))
}

/// Ends the blocks that name `gone`, a person who has left. Returns the event of the task.
pub(super) async fn lift_of(
    cx: &mut Cx,
    task: &Task,
    gone: &ActorId,
    because: Parting,
) -> Result<Happened, PerformError> {
    let lifted = dependencies::lift(&mut cx.tx, &task.id, Some(gone), cx.now).await?;
    tell_other_sides(cx, task).await?;
    Ok(unblocked(cx, task, lifted, Some(because)).await?)
}

async fn unblocked(
    cx: &mut Cx,
    task: &Task,
    lifted: u64,
    because: Option<Parting>,
) -> Result<Happened, StoreError> {
    let blocked = tasks::by_id(&mut cx.tx, &task.id).await?.is_some_and(|task| task.is_blocked);
    let blocks = usize::try_from(lifted).unwrap_or(usize::MAX);
    Ok(Happened::TaskUnblocked(Unblocked { blocks, blocked, because, delegation: None }))
}

/// Finds a task and the tasks that block it, and locks the pursuances of all of them.
async fn with_blockers(
    cx: &mut Cx,
    named: &str,
    number: i64,
) -> Result<(Access, Task, Vec<Task>), PerformError> {
    let (access, task, on) = find_with_blockers(cx, named, number).await?;
    let streams: BTreeSet<StreamId> =
        on.iter().chain([&task]).map(|task| StreamId::of(&task.pursuance)).collect();
    for stream in &streams {
        events::lock(&mut cx.tx, stream).await?;
    }
    if cx.tx.is_sqlite() {
        return Ok((access, task, on));
    }
    let (access, task, mut on) = find_with_blockers(cx, named, number).await?;
    // A task of another pursuance that was named at this moment goes on blocking: its stream is not locked.
    on.retain(|on| streams.contains(&StreamId::of(&on.pursuance)));
    Ok((access, task, on))
}

async fn find_with_blockers(
    cx: &mut Cx,
    named: &str,
    number: i64,
) -> Result<(Access, Task, Vec<Task>), PerformError> {
    let who = cx.who.clone();
    let access = access::find(&mut cx.tx, &who, named, cx.now).await?;
    access::demand_as_it_is(cx, &access)?;
    let task = access::find_task(&mut cx.tx, &access, number).await?;
    let ids = dependencies::blocked_on(&mut cx.tx, &task.id).await?;
    let mut known = tasks::by_ids(&mut cx.tx, &ids).await?;
    let on = ids.iter().filter_map(|id| known.remove(id)).collect();
    Ok((access, task, on))
}

/// Queues a job to tell the tasks waiting for a task that this action closed or reopened.
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

/// The news that a waiting task was told last, where the closing of `on` since `at` was taken back: that closing, or nothing
/// since then. Other moves since then are told.
fn echo(task: &TaskId, on: &Task, told: &[Recorded], at: Time) -> Option<Echo> {
    let last = told.iter().find(|event| event.task.as_ref() == Some(task) && event.at >= at);
    let told = match last.map(|event| (event, &event.what)) {
        None => None,
        Some((event, Happened::TaskBlockerMoved(moved))) if moved.on == on.id && !moved.is_open() => {
            Some((event.seq, event.at))
        }
        Some(_) => return None,
    };
    Some(Echo { task: task.clone(), told })
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
    let told_of = events::newest_of_tasks(&mut cx.tx, &ids, Verb::TaskBlockerMoved).await?;
    let is_open = on.holds_up();
    let says_this = |event: &Recorded| matches!(&event.what, Happened::TaskBlockerMoved(told) if told.on == on.id && told.is_open() == is_open);
    let is_told =
        |id: &TaskId| told_of.iter().any(|event| event.task.as_ref() == Some(id) && says_this(event));
    // Unread news of the closing goes; there is no need to say that it was taken back.
    let closed_at = if is_open { undo::opened_by_undo(cx, &on).await? } else { None };
    let mut echoes = Vec::new();
    for id in ids.iter().filter(|id| !is_told(id)) {
        let Some(task) = found.get(id) else { continue };
        let told =
            BlockerMoved { on: on.id.clone(), open: Some(is_open), phase: None, blocked: task.is_blocked };
        echoes.extend(closed_at.and_then(|at| echo(id, &on, &told_of, at)));
        cx.event(&task.pursuance, Happened::TaskBlockerMoved(told), id.as_str(), Some(id));
        tell_other_sides(cx, task).await?;
    }
    if !echoes.is_empty() {
        cx.way_back = WayBack::Echoes(echoes);
    }
    let is_over = i64::try_from(ids.len()).is_ok_and(|count| count < TOLD_AT_ONCE);
    if is_over && on.deleted_at.is_some() {
        dependencies::end_of(&mut cx.tx, &on.id).await?;
    }
    Ok(match ids.last() {
        Some(last) if !is_over => json!({ "left": 1, "after": last }),
        Some(_) | None => json!({ "left": 0 }),
    })
}

/// Notes that `task` waits for `on`, unless it does already.
async fn wait(
    cx: &mut Cx,
    access: &Access,
    (task, on): (&Task, &Task),
    is_block: bool,
) -> Result<(), PerformError> {
    let person = cx.person()?;
    access::demand_here(on)?;
    let there = access_elsewhere(cx, task, on).await?;
    if let Some(there) = &there {
        there.demand(Permission::AwaitTask, Some(on))?;
        if there.pursuance.is_private() {
            // No revision says that another pursuance has a part in a task, and it would be told there how far this one is.
            return Err(Refused::SignatureNeeded.into());
        }
    }
    let before = dependencies::lock(&mut cx.tx, &task.id, &on.id).await?;
    if before.has_this {
        // Said to block it now: then it ends with "no longer blocked".
        if is_block && dependencies::set_block(&mut cx.tx, &task.id, &on.id).await? {
            let told = Happened::TaskWaits(Waits { on: on.id.clone(), waits: true, again: false });
            cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
        }
        return Ok(());
    }
    if there.is_none() && tasks::ancestors(&mut cx.tx, task).await?.iter().any(|above| above.id == on.id) {
        return Err(DependencyRefusal::PartOfIt { task: on.number }.into());
    }
    let (elsewhere, by_them, by_strangers) = match &there {
        Some(_) => dependencies::count_elsewhere(&mut cx.tx, on, &person).await?,
        None => (0, 0, 0),
    };
    let is_stranger = there.as_ref().is_some_and(|there| there.role().is_none());
    let count = |count| usize::try_from(count).unwrap_or(usize::MAX);
    let has = AtEnds {
        waits_for: count(before.count),
        awaited_elsewhere: count(elsewhere),
        awaited_of_stranger: if is_stranger { count(by_them) } else { 0 },
        awaited_of_strangers: if is_stranger { count(by_strangers) } else { 0 },
    };
    may_depend(has, search(cx, &task.id, &on.id).await?)?;
    // An editor of both ends need not agree with themselves.
    let is_named = there.is_none() || access.may(Permission::EditTask, Some(task));
    let is_shown = there.is_none_or(|there| there.may(Permission::EditTask, Some(on)));
    let noted = Noted { by: &person, is_block, is_shown, is_named, seq: before.seq, at: cx.now };
    dependencies::add(&mut cx.tx, (task, on), noted).await?;
    tell(cx, task, on, EdgeFacts { waits: true, is_shown }).await?;
    tell_other_sides(cx, task).await
}

/// The acting principal's access to the pursuance of the awaited task `on`; none where both tasks are in one pursuance.
async fn access_elsewhere(cx: &mut Cx, task: &Task, on: &Task) -> Result<Option<Access>, StoreError> {
    if on.pursuance == task.pursuance {
        return Ok(None);
    }
    let Some(pursuance) = pursuances::by_id(&mut cx.tx, &on.pursuance).await? else { return Ok(None) };
    let who = cx.who.clone();
    Access::load(&mut cx.tx, &who, pursuance, cx.now).await.map(Some)
}

/// Looks for a way from the wanted task back to the waiting one.
async fn search(cx: &mut Cx, task: &TaskId, on: &TaskId) -> Result<WaySearch, PerformError> {
    let back = if task == on {
        vec![on.clone()]
    } else {
        let app = cx.app.clone();
        match app.edge_cache.search(&mut cx.tx, on, task, LOOKED_AT_MAX).await? {
            (Found::NoWay, _) => return Ok(WaySearch::NoWay),
            (Found::GivenUp, _) => return Ok(WaySearch::GivenUp),
            (Found::Way(_), way) => way,
        }
    };
    let way: Vec<TaskId> = std::iter::once(task.clone()).chain(back).collect();
    // Only the stops that are told are looked up.
    let (head, left_out, tail) = named_of(&way);
    let mut seeing = Seeing::of(&cx.who, cx.now);
    let mut path = seeing.way(&mut cx.tx, head).await?;
    if left_out > 0 {
        path.push(Stop::LeftOut { left_out });
    }
    path.extend(seeing.way(&mut cx.tx, tail).await?);
    Ok(WaySearch::Way(path))
}

/// Tells the other sides of a task's delegations that it is blocked or no longer: the origin of a mirror, and the delegates that
/// do the work.
async fn tell_other_sides(cx: &mut Cx, task: &Task) -> Result<(), PerformError> {
    if task.is_mirror() {
        delegation::report(cx, &task.id).await?;
    }
    delegation::tell_delegates(cx, task).await
}

/// The facts about an edge that its events tell.
#[derive(Debug, Clone, Copy)]
struct EdgeFacts {
    /// Whether the one waits for the other from now on, or no longer.
    waits: bool,
    /// Whether every reader of the awaited task sees it.
    is_shown: bool,
}

/// Leaves an event for either task, in the stream of its pursuance. People are told of an edge once a day, however often it is
/// noted and taken away. On the side of the awaited task, only members are told of an edge that is not shown to others.
async fn tell(
    cx: &mut Cx,
    task: &Task,
    on: &Task,
    EdgeFacts { waits, is_shown }: EdgeFacts,
) -> Result<(), StoreError> {
    let since = cx.now.plus(-TOLD_AGAIN_AFTER);
    let there = access_elsewhere(cx, task, on).await?;
    let person = cx.who.person().cloned();
    let stranger = person.as_ref().filter(|_| there.is_some_and(|there| there.role().is_none()));
    let telling = Telling { task, on, waits, stranger };
    let again = dependencies::is_told_already(&mut cx.tx, telling, since, cx.now).await?;
    let audience = |is_public: bool| if is_public { Audience::Readers } else { Audience::Members };
    let told = Happened::TaskWaits(Waits { on: on.id.clone(), waits, again });
    cx.leave(StreamId::of(&task.pursuance), audience(!again), told, task.id.as_str(), Some(&task.id));
    let told = Happened::TaskAwaited(Awaited { by: task.id.clone(), waits, again });
    let is_public = is_shown && !again;
    cx.leave(StreamId::of(&on.pursuance), audience(is_public), told, on.id.as_str(), Some(&on.id));
    Ok(())
}

/// Finds a task and the task at the other end, on this `side`, and locks their pursuances.
async fn both_ends(
    cx: &mut Cx,
    named: &str,
    number: i64,
    side: SearchSide,
    other: &TaskRef,
) -> Result<(Access, Task, Task), PerformError> {
    // It is in the same pursuance.
    if let TaskRef::Number(other) = other {
        let access = access::lock(cx, named).await?;
        let (task, other) = access::find_two(cx, &access, (number, *other)).await?;
        return Ok((access, task, other));
    }
    if !cx.tx.is_sqlite() {
        let (_, task, other) = find_both(cx, named, number, side, other).await?;
        let streams: BTreeSet<StreamId> =
            [task, other].iter().map(|task| StreamId::of(&task.pursuance)).collect();
        for stream in &streams {
            events::lock(&mut cx.tx, stream).await?;
        }
    }
    find_both(cx, named, number, side, other).await
}

async fn find_both(
    cx: &mut Cx,
    named: &str,
    number: i64,
    side: SearchSide,
    other: &TaskRef,
) -> Result<(Access, Task, Task), PerformError> {
    let who = cx.who.clone();
    let access = access::find(&mut cx.tx, &who, named, cx.now).await?;
    access::demand_as_it_is(cx, &access)?;
    let task = access::find_place(cx, &access, number).await?;
    let other = find_other(cx, &access, &task, side, other).await?;
    Ok((access, task, other))
}

/// The task that a reference means, if the person may see it or it is noted on this side already.
async fn find_other(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    side: SearchSide,
    other: &TaskRef,
) -> Result<Task, PerformError> {
    let who = cx.who.clone();
    let id = match other {
        TaskRef::Number(number) => return access::find_task(&mut cx.tx, access, *number).await,
        TaskRef::Of { pursuance, number } => {
            let there = access::find(&mut cx.tx, &who, pursuance, cx.now).await?;
            return access::find_task(&mut cx.tx, &there, *number).await;
        }
        TaskRef::Id(id) => id.clone(),
        TaskRef::Address(address) => match cx.app.addresses.named(address) {
            Some(Named::Task(id)) => TaskId(id.to_owned()),
            Some(Named::Instance | Named::Person(_) | Named::Group(_)) | None => {
                let (pursuance, number) =
                    cx.app.addresses.task_page(address).ok_or(Refused::NotFound(Thing::Task))?;
                let there = access::find(&mut cx.tx, &who, pursuance, cx.now).await?;
                return access::find_task(&mut cx.tx, &there, number).await;
            }
        },
        TaskRef::Hidden(_) => {
            let noted = dependencies::beside(&mut cx.tx, &task.id, side).await?;
            let is_meant = |id: &TaskId| TaskRef::hidden(id) == *other;
            noted.into_iter().find(is_meant).ok_or(Refused::NotFound(Thing::Task))?
        }
    };
    let is_noted = match side {
        SearchSide::WaitsFor => dependencies::is_there(&mut cx.tx, &task.id, &id).await?,
        SearchSide::Waiting => dependencies::is_there(&mut cx.tx, &id, &task.id).await?,
    };
    let found = if is_noted {
        tasks::by_id(&mut cx.tx, &id).await?
    } else {
        Seeing::with(access).tasks(&mut cx.tx, [&id]).await?.remove(&id).map(|(task, _)| task)
    };
    Ok(found.ok_or(Refused::NotFound(Thing::Task))?)
}
