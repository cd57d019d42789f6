//! The parts of a task are its work: while one is open, nobody is looked for who does the task itself. What was told of nobody being
//! found for it is withdrawn then; and people are asked again once its last part is closed, put away, or belongs elsewhere.

use pursuance_domain::event::Recorded;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::Phase;

use super::{Heard, Tasks, pairing};
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::{notices, tasks};

/// Follows an event that may change which parts of a task are open.
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

/// The task above that of an event, and the one that was above it before.
async fn above(tx: &mut WriteTx, tasks: &mut Tasks, event: &Recorded) -> StoreResult<Vec<TaskId>> {
    // The event of what goes into the trash is about the pursuance.
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
