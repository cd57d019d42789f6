//! The subtasks of a task are its work: while one is open, no assignee is searched for the task itself, and notices that nobody was found
//! are withdrawn. The search resumes once its last open subtask is closed, put away or moved elsewhere.

use pursuance_domain::event::Recorded;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::Phase;

use super::{Heard, Tasks, pairing};
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::{notices, tasks};

/// Processes an event that may change which subtasks of a task are open.
pub(super) async fn hear(
    heard: &mut Heard,
    app: &App,
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
) -> StoreResult<()> {
    if !event.what.moves_parts() {
        return Ok(());
    }
    for above in above(tx, tasks, event).await? {
        let Some(found) = tasks.find(tx, &above).await? else { continue };
        if !found.task.phase.is_unassigned() {
            continue;
        }
        if !found.task.has_open_parts() {
            if found.has_pairing && found.task.phase == Phase::HelpWanted {
                pairing::look_again(app, tx, tasks, event, &above).await?;
            }
        } else if found.has_pairing || found.task.asked.due.is_some() {
            heard.renews(notices::withdraw_pairing(tx, &above).await?);
        }
    }
    Ok(())
}

/// Finds the parent of the task of an event, and its former parent.
async fn above(tx: &mut WriteTx, tasks: &mut Tasks, event: &Recorded) -> StoreResult<Vec<TaskId>> {
    // The event of a trashed task is about its pursuance.
    let task = event.what.trashed().map(|told| &told.task).or(event.task.as_ref());
    let Some(task) = task else { return Ok(Vec::new()) };
    let mut above: Vec<TaskId> = Vec::new();
    above.extend(tasks.find(tx, task).await?.and_then(|found| found.task.parent.clone()));
    let before = event.what.moved().and_then(|told| told.before.as_ref()?.parent);
    if let Some(before) = before {
        let of = ActorId(event.stream.0.clone());
        above.extend(tasks::by_number(tx, &of, before.0).await?.map(|task| task.id));
    }
    Ok(above)
}
