//! The open subtasks of a task that is being closed.

use pursuance_domain::action::SettleSubtasks;
use pursuance_domain::delegation::origin::TaskGone;
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{PhaseSet, TaskMoved};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::{Phase, PhaseRefusal, Subtasks};
use serde_json::{Value, json};

use crate::actions::{Cx, PerformError, Refused, Thing, access, delegation};
use crate::store::jobs::{self, Job};
use crate::store::tasks::{Task, Walked};
use crate::store::{delegations, tasks};

/// How many subtasks one action closes together with their task; a job does the rest.
pub const SETTLED_AT_ONCE: usize = 200;

/// The most stretches of subtasks that one closing action reads: subtasks closed already are passed over.
const STRETCHES: usize = 10;

/// Closes the open subtasks of a task that is being closed, as far as they fit into this transaction; a job does the rest.
pub(in crate::actions) async fn close_below(
    cx: &mut Cx,
    task: &Task,
    subtasks: Subtasks,
    by: ActorId,
) -> Result<(), PerformError> {
    let (mut room, mut behind) = (SETTLED_AT_ONCE, None);
    for _ in 0..STRETCHES {
        let (settled, rest) = settle_subtasks(cx, task, subtasks, &by, behind.as_ref(), room).await?;
        let Rest::From(after) = rest else { return Ok(()) };
        (room, behind) = (room.saturating_sub(settled), after);
        if room == 0 || behind.is_none() {
            break;
        }
    }
    let left = tasks::open_below(&mut cx.tx, &task.id).await?;
    if left > 0 && cx.signed.is_some() {
        // No revision of a member would say what a job does.
        return Err(PhaseRefusal::OpenSubtasks { open: u32::try_from(left).unwrap_or(u32::MAX) }.into());
    }
    if left > 0 {
        let job = Job::SettleSubtasks { task: task.id.clone(), subtasks, by, after: behind };
        job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        // The job's changes are in no event of this act.
        cx.is_bound = true;
    }
    Ok(())
}

/// The open subtasks that are left below a task that is being closed.
enum Rest {
    Nothing,
    /// The rest begins behind this task, or at the first one again.
    From(Option<TaskId>),
}

/// Finishes or drops the next open subtasks of a finished task, each before its parent, at most `most`, behind the last
/// subtask read before. Returns their number.
async fn settle_subtasks(
    cx: &mut Cx,
    task: &Task,
    what: Subtasks,
    by: &ActorId,
    behind: Option<&TaskId>,
    most: usize,
) -> Result<(usize, Rest), PerformError> {
    let to = match what {
        Subtasks::Finish => Phase::Done,
        Subtasks::Drop => Phase::Dropped,
    };
    let Walked { open, mirrors, last } = tasks::walk_below(&mut cx.tx, &task.id, behind, most).await?;
    // The task was closed without any: they were placed here since then.
    let is_anew = behind.is_some() || !mirrors.is_empty();
    release(cx, task, mirrors, by).await?;
    let mut found = tasks::by_ids(&mut cx.tx, &open).await?;
    let on_offer = delegations::on_offer_among(&mut cx.tx, &open).await?;
    // The walk tells the whole before its parts; they are taken back in the opposite order, the whole first again.
    for id in open.iter().rev() {
        let Some(below) = found.remove(id) else { continue };
        // A mirror ends with its delegation, and so do its subtasks.
        let delegation = task.delegation.clone().filter(|_| task.is_mirror());
        let told = PhaseSet { before: below.phase, after: to, delegation, left: None };
        cx.event(&below.pursuance, Happened::TaskPhaseSet(told), id.as_str(), Some(id));
        if let Some(event) = cx.events.last_mut() {
            event.actor = Some(by.clone());
        }
        if on_offer.contains(id) {
            delegation::task_gone(cx, &below, TaskGone::Closed).await?;
        }
    }
    tasks::settle(&mut cx.tx, &open, to, cx.now).await?;
    if last.is_some() {
        return Ok((open.len(), Rest::From(last)));
    }
    // Meanwhile somebody may have put a task where the walk had passed.
    let is_anew = is_anew && tasks::open_below(&mut cx.tx, &task.id).await? > 0;
    Ok((open.len(), if is_anew { Rest::From(None) } else { Rest::Nothing }))
}

/// Lets mirrors below a task that ends go on by themselves, at the top: each was placed there for yet another pursuance.
pub(in crate::actions) async fn release(
    cx: &mut Cx,
    task: &Task,
    mirrors: Vec<TaskId>,
    by: &ActorId,
) -> Result<(), PerformError> {
    let mut found = tasks::by_ids(&mut cx.tx, &mirrors).await?;
    for id in mirrors {
        let Some(mirror) = found.remove(&id) else { continue };
        tasks::set_parent(&mut cx.tx, &mirror, None, cx.now).await?;
        let delegation = task.delegation.clone().filter(|_| task.is_mirror());
        let told = Happened::TaskMoved(TaskMoved { parent: None, before: None, after: None, delegation });
        cx.event(&mirror.pursuance, told, id.as_str(), Some(&id));
        if let Some(event) = cx.events.last_mut() {
            event.actor = Some(by.clone());
        }
    }
    Ok(())
}

/// Goes on where a task was closed together with more subtasks than are settled at once. Whether any are left is answered,
/// and behind which one.
pub(super) async fn settle(cx: &mut Cx, a: SettleSubtasks) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let find = async |cx: &mut Cx| tasks::by_id(&mut cx.tx, &a.task).await;
    let pursuance = find(cx).await?.ok_or(Refused::NotFound(Thing::Task))?.pursuance;
    delegation::lock_party(cx, &pursuance).await?;
    // The task was reopened meanwhile, and the rest stays as it is, or the choice has changed.
    let is_outdated = jobs::choice_for(&mut cx.tx, &a.task).await?.is_some_and(|newest| newest != a.subtasks);
    let task = find(cx).await?.filter(|task| task.phase.is_closed() && !is_outdated);
    let rest = match task {
        Some(task) => {
            settle_subtasks(cx, &task, a.subtasks, &a.by, a.after.as_ref(), SETTLED_AT_ONCE).await?.1
        }
        None => Rest::Nothing,
    };
    Ok(match rest {
        Rest::Nothing => json!({ "left": 0 }),
        Rest::From(after) => json!({ "left": 1, "after": after }),
    })
}
