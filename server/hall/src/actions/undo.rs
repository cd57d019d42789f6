//! Taking back what one did to tasks (RULES §1, [decision 21](../../../docs/decisions/0021-undo.md)): which events were one act is
//! noted with the act; the way back is read from them, and gone with the functions and the rights of any other act.

use std::collections::HashSet;
use std::slice;

use pursuance_domain::action::{Action, MoveTask, Undo, UndoAct};
use pursuance_domain::allowed::{Permission, while_open};
use pursuance_domain::event::happened::{PhaseSet, TaskNumber, TaskPlace};
use pursuance_domain::event::{Happened, Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::task::asks::Fields;
use pursuance_domain::task::assign::{self, NewAssignee};
use pursuance_domain::task::ending::AT_ONCE_MAX;
use pursuance_domain::task::phase::{self, MoveFacts, Phase};
use pursuance_domain::task::tree::TreeRefusal;
use pursuance_domain::task::undo::{self, BackChange, Step, UndoObstacle, UndoRefusal, WITHIN};
use pursuance_domain::time::Time;
use pursuance_domain::value::ActorRef;
use serde_json::{Value, json};

use super::access::{self, Access};
use super::task::{self, Holder, SETTLED_AT_ONCE};
use super::{Cx, PerformError, Refused, Stage, Thing, Undoable, ending, leaving, review};
use crate::listeners::Heard;
use crate::store::error::{StoreError, StoreResult};
use crate::store::tasks::order::{self, Siblings};
use crate::store::tasks::{self, Task};
use crate::store::undoables::{self, Standing, UndoableAct};
use crate::store::{endings, events, karma, notices};

carried_out! {
    UndoAct => undo,
}

/// The part of an action in the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WayBack {
    /// Nothing.
    None,
    /// There is one, where its events have one.
    Left,
    /// It goes the one of an act in this pursuance.
    Gone { pursuance: ActorId, act: UndoableAct },
    /// It tells tasks that what they wait for is open again, because that was taken back.
    Echoes(Vec<Echo>),
}

/// A task that waits for one whose closing was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Echo {
    /// The waiting task.
    pub task: TaskId,
    /// The event that told it of the closing, and when; none where it was not told.
    pub told: Option<(i64, Time)>,
}

/// Leaves a way back for its person, where an action has one.
#[derive(Debug)]
pub(super) struct LeaveWayBack;

impl Stage for LeaveWayBack {
    fn begin(&self, cx: &mut Cx, action: &Action) {
        cx.way_back = match action.card().undo {
            Undo::Left => WayBack::Left,
            Undo::Nothing | Undo::Bound => WayBack::None,
        };
    }
}

/// Notes what an action did: that it can be taken back, or that it took something back.
pub(super) async fn note(
    cx: &mut Cx,
    heard: &mut Heard,
    events: &[Recorded],
) -> StoreResult<Option<Undoable>> {
    match cx.way_back.clone() {
        WayBack::None => Ok(None),
        WayBack::Left => {
            let Some(person) = cx.who.person().cloned().filter(|_| !cx.is_bound) else { return Ok(None) };
            let Some(pursuance) = place_of_act(events) else { return Ok(None) };
            let Some((first, last)) = undoables::range_in(&pursuance, events) else { return Ok(None) };
            let act = UndoableAct { first, last, actor: person, at: cx.now, undone_at: None };
            undoables::add(&mut cx.tx, &pursuance, &act).await?;
            Ok(Some(Undoable { pursuance, event: first, until: cx.now.plus(WITHIN) }))
        }
        WayBack::Gone { pursuance, act } => {
            let by = undoables::range_in(&pursuance, events);
            undoables::undone(&mut cx.tx, &pursuance, act.first, by, cx.now).await?;
            let told = ((act.first, act.last), act.at);
            heard.renews(notices::take_back(&mut cx.tx, &StreamId::of(&pursuance), told, by).await?);
            Ok(None)
        }
        WayBack::Echoes(echoes) => {
            for event in events.iter().filter(|event| event.what.verb() == Verb::TaskBlockerMoved) {
                let Some(echo) = echoes.iter().find(|echo| event.task.as_ref() == Some(&echo.task)) else {
                    continue;
                };
                let own = (event.seq, event.seq);
                let (told, back) = match echo.told {
                    Some((seq, at)) => (((seq, seq), at), Some(own)),
                    None => ((own, event.at), None),
                };
                heard.renews(notices::take_back(&mut cx.tx, &event.stream, told, back).await?);
            }
            Ok(None)
        }
    }
}

/// When the act was done whose undo opened a task again, if that is how it was opened.
pub(super) async fn opened_by_undo(cx: &mut Cx, task: &Task) -> StoreResult<Option<Time>> {
    let ids = slice::from_ref(&task.id);
    let mut moves = events::newest_of_tasks(&mut cx.tx, ids, Verb::TaskPhaseSet).await?;
    moves.extend(events::newest_of_tasks(&mut cx.tx, ids, Verb::TaskRestored).await?);
    let Some(last) = moves.into_iter().max_by_key(|event| event.at) else { return Ok(None) };
    let Standing::TakesBack { first, .. } = undoables::standing(&mut cx.tx, &last).await? else {
        return Ok(None);
    };
    let act = undoables::find(&mut cx.tx, &task.pursuance, first).await?;
    Ok(act.map(|act| act.at))
}

/// The pursuance in whose stream the events of an act have a way back; their consequences elsewhere have none.
fn place_of_act(events: &[Recorded]) -> Option<ActorId> {
    let mut of_streams = events.chunk_by(|a, b| a.stream == b.stream);
    let found = of_streams.find(|same| undo::way_back(*same).is_some())?;
    found.first().map(|event| ActorId(event.stream.0.clone()))
}

async fn undo(cx: &mut Cx, a: UndoAct) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    let (first, _) = go_back(cx, access, a.event).await?;
    Ok(json!({ "event": first }))
}

/// Goes the way back of an act of the person, by the number of one of its events. Answers that of the first one, and the steps of
/// the way; none where it was gone before.
pub(super) async fn go_back(
    cx: &mut Cx,
    access: Access,
    event: i64,
) -> Result<(i64, Vec<Step>), PerformError> {
    let person = cx.person()?;
    while_open(Permission::EditTask, &access.facts(None))?;
    let pursuance = access.pursuance.id.clone();
    let act = undoables::find(&mut cx.tx, &pursuance, event).await?;
    let Some(act) = act.filter(|act| act.actor == person) else {
        return Err(no_way_back(cx, &pursuance, &person, event).await?.into());
    };
    let first = act.first;
    if act.undone_at.is_some() {
        return Ok((first, Vec::new()));
    }
    undoables::lock(&mut cx.tx, &pursuance, &act).await?;
    let events = events::range(&mut cx.tx, &StreamId::of(&pursuance), act.first, act.last).await?;
    let steps = undo::way_back(&events).ok_or(UndoRefusal::Bound)?;
    let since = since(cx, &pursuance, &act, &steps).await?;
    undo::may_undo(act.at, cx.now, since)?;
    let mut way = Way {
        access,
        taken: steps
            .iter()
            .filter(|step| matches!(step.back, BackChange::Holder { .. }))
            .map(task_of)
            .collect(),
        opened: HashSet::new(),
        at: act.at,
    };
    for step in &steps {
        way.go(cx, step).await?;
    }
    cx.way_back = WayBack::Gone { pursuance, act };
    Ok((first, steps))
}

fn task_of(step: &Step) -> TaskId {
    step.task.clone()
}

/// Why an event is none that the person takes back.
async fn no_way_back(
    cx: &mut Cx,
    pursuance: &ActorId,
    person: &ActorId,
    seq: i64,
) -> Result<UndoRefusal, StoreError> {
    let found = events::find(&mut cx.tx, &StreamId::of(pursuance), seq).await?;
    let own = found.map(|(event, _)| event).filter(|event| event.actor.as_ref() == Some(person));
    let Some(event) = own else { return Ok(UndoRefusal::Nothing) };
    if cx.now > event.at.plus(WITHIN) {
        return Ok(UndoRefusal::Late);
    }
    let closed = undoables::beside(&mut cx.tx, &event, Verb::TaskPhaseSet, 4 * SETTLED_AT_ONCE).await?;
    // With the task itself.
    let is_much = closed > SETTLED_AT_ONCE;
    Ok(if is_much { UndoRefusal::TooMany { most: SETTLED_AT_ONCE } } else { UndoRefusal::Bound })
}

/// Later changes to the tasks of an act that block its undo.
async fn since(
    cx: &mut Cx,
    pursuance: &ActorId,
    act: &UndoableAct,
    steps: &[Step],
) -> Result<UndoObstacle, StoreError> {
    let made: HashSet<&TaskId> =
        steps.iter().filter(|step| step.back == BackChange::Remove).map(|step| &step.task).collect();
    let mut touched: HashSet<TaskId> = steps.iter().map(task_of).collect();
    let mut parts_of = None;
    for step in steps {
        match step.back {
            BackChange::Remove => {
                let below = endings::with_below(&mut cx.tx, &step.task, AT_ONCE_MAX + 1).await?;
                if below.iter().any(|part| !part.is_trashed && !made.contains(&part.id)) {
                    parts_of = Some(&step.task);
                }
            }
            // The tasks below it came back with it, and would go with it again.
            BackChange::PutAway { .. } => {
                let below = endings::with_below(&mut cx.tx, &step.task, AT_ONCE_MAX + 1).await?;
                touched.extend(below.into_iter().map(|part| part.id));
            }
            BackChange::Fields(_)
            | BackChange::Place(_)
            | BackChange::Phase { .. }
            | BackChange::Holder { .. }
            | BackChange::BringBack { .. } => {}
        }
    }
    let (others, own) = (undo::built_on_by_others(), undo::newer_of_ones_own());
    let person = &act.actor;
    let found =
        undoables::in_the_way(&mut cx.tx, pursuance, act.last, &touched, others, (person, own)).await?;
    if let Some((id, is_own)) = found {
        let number = endings::number_of(&mut cx.tx, &id).await?.unwrap_or_default();
        return Ok(if is_own { UndoObstacle::Own(number) } else { UndoObstacle::Other(number) });
    }
    Ok(match parts_of {
        Some(id) => UndoObstacle::Parts(endings::number_of(&mut cx.tx, id).await?.unwrap_or_default()),
        None => UndoObstacle::Nothing,
    })
}

/// The way back from one act.
struct Way {
    access: Access,
    /// The tasks that change hands on it.
    taken: HashSet<TaskId>,
    /// The tasks that it opened again so far.
    opened: HashSet<TaskId>,
    /// When the act was done.
    at: Time,
}

impl Way {
    async fn go(&mut self, cx: &mut Cx, step: &Step) -> Result<(), PerformError> {
        let found = tasks::by_id(&mut cx.tx, &step.task).await?;
        let number = found.ok_or(Refused::NotFound(Thing::Task))?.number;
        // A person who lost the right to see the task learns nothing more about it.
        let task = access::find_task(&mut cx.tx, &self.access, number).await?;
        match &step.back {
            BackChange::BringBack { from_trash } => return self.bring_back(cx, &task, *from_trash).await,
            BackChange::Remove
            | BackChange::Fields(_)
            | BackChange::Place(_)
            | BackChange::Phase { .. }
            | BackChange::Holder { .. }
            | BackChange::PutAway { .. } => access::demand_here(&task)?,
        }
        match &step.back {
            BackChange::Remove => {
                // Its creator needs to have kept the right to edit it.
                self.access.demand(Permission::EditTask, Some(&task))?;
                ending::into_trash(cx, &self.access, &task).await.map(drop)
            }
            // Of a private task the signed revision that comes with it says them.
            BackChange::Fields(_) if self.access.pursuance.is_private() => Ok(()),
            BackChange::Fields(before) => self.rewrite(cx, task, before).await,
            BackChange::Place(place) => self.place(cx, &task, place).await,
            BackChange::Phase { before, after, left } => {
                self.set_phase(cx, &task, (*before, *after), left.as_ref()).await
            }
            BackChange::Holder { before, after, was } => {
                self.give(cx, &task, (before.as_ref(), after.as_ref()), *was).await
            }
            BackChange::PutAway { to_trash } => {
                self.access.demand(Permission::ArchiveTask, Some(&task))?;
                if *to_trash {
                    ending::into_trash(cx, &self.access, &task).await.map(drop)
                } else {
                    ending::into_archive(cx, &self.access, &task).await.map(drop)
                }
            }
            BackChange::BringBack { .. } => Ok(()),
        }
    }

    /// Puts the fields back that an edit changed. A text is written once more, as a new version.
    async fn rewrite(&self, cx: &mut Cx, task: Task, before: &Fields) -> Result<(), PerformError> {
        let asked = access::asks_of(&mut cx.tx, &task).await?;
        let asks = tasks::as_before(&mut cx.tx, &task, asked.clone(), before).await?;
        let asks = asks.ok_or(Refused::SignatureNeeded)?;
        // A task that was deleted for good does not come back.
        if asks.title.as_str().is_empty() {
            return Err(UndoRefusal::Bound.into());
        }
        if asks != asked {
            self.access.demand(Permission::EditTask, Some(&task))?;
            task::rewrite(cx, &task, (&asked, &asks), task.reviewer.clone()).await?;
        }
        let (reviewer, needs_review) = (before.reviewer.clone(), before.needs_review);
        if reviewer.is_none() && needs_review.is_none() {
            return Ok(());
        }
        // A reviewer who took the task stopped being its reviewer with that: no right is needed to be it again.
        if !self.taken.contains(&task.id) {
            self.access.demand(Permission::SetReviewer, Some(&task))?;
        }
        let task = tasks::by_id(&mut cx.tx, &task.id).await?.ok_or(Refused::NotFound(Thing::Task))?;
        let reviewer = reviewer.unwrap_or_else(|| task.reviewer.clone());
        let reviewer = match reviewer {
            Some(id) => Some(ActorRef::parse(id.as_str()).map_err(|_| UndoRefusal::Bound)?),
            None => None,
        };
        let needs_review = needs_review.unwrap_or(task.needs_review);
        review::name(cx, &self.access, &task, reviewer.as_ref(), needs_review).await
    }

    /// Puts a task back to its former place; it comes last if the task before it is somewhere else now.
    async fn place(&self, cx: &mut Cx, task: &Task, place: &TaskPlace) -> Result<(), PerformError> {
        let parent = match place.parent {
            Some(TaskNumber(number)) => Some(access::find_place(cx, &self.access, number).await?),
            None => None,
        };
        let siblings = Siblings::of(&task.pursuance, parent.as_ref().map(|parent| &parent.id));
        let before = match place.behind {
            Some(_) => None,
            None => order::first_but(&mut cx.tx, siblings, task).await?,
        };
        let moved = MoveTask {
            pursuance: task.pursuance.0.clone(),
            task: task.number,
            parent: place.parent.map(|TaskNumber(number)| number),
            before,
            after: place.behind.map(|TaskNumber(number)| number),
        };
        match task::place(cx, moved.clone()).await {
            Err(PerformError::Refused(Refused::Rule(Refusal::Tree(TreeRefusal::NotASibling { .. })))) => {
                task::place(cx, MoveTask { before: None, after: None, ..moved }).await.map(drop)
            }
            placed => placed.map(drop),
        }
    }

    /// Takes a change of phase back; the person must still have the right to make it.
    async fn set_phase(
        &mut self,
        cx: &mut Cx,
        task: &Task,
        (before, after): (Phase, Phase),
        left: Option<&ActorId>,
    ) -> Result<(), PerformError> {
        let role = self.access.need_role(Permission::WorkOnTask, task)?;
        let above = tasks::ancestors(&mut cx.tx, task).await?;
        // A task that was closed together with one of these is opened together with it.
        let goes_along = above.iter().any(|above| self.opened.contains(&above.id));
        if !goes_along {
            let facts = self.access.facts(Some(task));
            let holder = task::holder(cx, task).await?;
            let had_it = left.is_some() && left == self.access.who.person();
            let facts = MoveFacts {
                from: before,
                role,
                is_assignee: facts.is_assignee || had_it,
                is_reviewer: facts.is_reviewer,
                is_creator: facts.is_creator,
                has_assignee: holder != Holder::Nobody || left.is_some(),
                has_reviewer: task.reviewer.is_some(),
                needs_review: self.access.needs_review(task),
                has_comment: true,
                open_subtasks: 0,
                shared_subtasks: &[],
                subtasks: None,
                // It had none when help was asked for.
                has_open_parts: false,
                is_delegated: holder == Holder::Pursuance,
                is_mirror: task.is_mirror(),
            };
            phase::step(&facts, after)?;
        }
        if after.is_closed() && !before.is_closed() {
            task::may_open_again(&mut cx.tx, task).await??;
            self.opened.insert(task.id.clone());
        }
        if before == Phase::Done && tasks::open_below(&mut cx.tx, &task.id).await? > 0 {
            return Err(UndoRefusal::HasParts { task: task.number }.into());
        }
        let (to, assignee) = match left {
            Some(left) => (before, Some(left.clone())),
            None => leaving::goes_on(cx, task, before).await?,
        };
        tasks::set_state(&mut cx.tx, &task.id, to, assignee.as_ref(), cx.now).await?;
        if before == Phase::Done {
            let clock = cx.app.clock.clone();
            let now = cx.now;
            karma::earn_again(&mut cx.tx, &task.id, self.at, now, || clock.new_id_at(now)).await?;
        }
        let told = PhaseSet { before: task.phase, after: to, delegation: None, left: None };
        cx.event(&task.pursuance, Happened::TaskPhaseSet(told), task.id.as_str(), Some(&task.id));
        task::after_work(cx, task).await
    }

    /// Gives a task back to its former assignee, or to nobody.
    async fn give(
        &self,
        cx: &mut Cx,
        task: &Task,
        (before, after): (Option<&ActorId>, Option<&ActorId>),
        was: Phase,
    ) -> Result<(), PerformError> {
        let (access, who) = (&self.access, self.access.who.person());
        if access.may(Permission::Assign, Some(task)) {
            let new = match before {
                None => NewAssignee::Nobody,
                Some(person) if leaving::is_gone(cx, &task.pursuance, person).await? => NewAssignee::Stranger,
                Some(person) => NewAssignee::Member { has_it: task.assignee.as_ref() == Some(person) },
            };
            assign::assign(&task::assign_facts(cx, access, task, Permission::Assign).await?, new)?;
        } else if before.is_none() && after == who {
            assign::hand_back(&task::assign_facts(cx, access, task, Permission::WorkOnTask).await?)?;
        } else if before == who && after.is_none() {
            assign::take(&task::assign_facts(cx, access, task, Permission::TakeTask).await?, false)?;
        } else {
            access.demand(Permission::Assign, Some(task))?;
        }
        task::give(cx, access, task, was, before).await.map(drop)
    }

    /// Brings a task back that was put away by itself, and by nobody since then.
    async fn bring_back(&self, cx: &mut Cx, task: &Task, from_trash: bool) -> Result<(), PerformError> {
        self.access.demand(Permission::ArchiveTask, Some(task))?;
        let is_as_left = if from_trash {
            task.trashed_with.as_ref() == Some(&task.id)
        } else {
            task.archived_with.as_ref() == Some(&task.id) && task.trashed_at.is_none()
        };
        if !is_as_left {
            return Err(UndoRefusal::BuiltOn { task: task.number }.into());
        }
        ending::bring_back(cx, &self.access, task).await.map(drop)
    }
}
