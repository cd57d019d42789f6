//! Due silences: reminders, and tasks that are handed on. Each silence has a transaction of its own that checks again whether it
//! is due, so that nothing is done twice. And the mark of being awake: people who could not reach this server were not silent.

use std::collections::HashSet;

use pursuance_domain::action::{Action, TickSilence};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::TaskId;
use pursuance_domain::time::MINUTE;

use crate::actions::PerformError;
use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::silence;

/// Number of silences that are looked up at once.
const AT_ONCE: usize = 100;
/// Without a mark for this long, the server was down.
const DOWN_AFTER: i64 = 3 * MINUTE;

/// Why nothing was done about a silence.
#[derive(Debug, thiserror::Error)]
pub enum Unswept {
    #[error(transparent)]
    Failed(#[from] PerformError),
    /// The sweep would repeat it without end.
    #[error("it is due as before")]
    StillDue,
}

/// Looks at a silence; it is due no more then.
async fn look_at(app: &App, clock: &Principal, task: &TaskId) -> Result<(), Unswept> {
    // A silence that becomes due meanwhile waits for the next look.
    let now = app.clock.now();
    app.perform(clock, Action::TickSilence(TickSilence { task: task.clone() })).await?;
    let row = silence::of_task(&mut app.db.read().await.map_err(PerformError::from)?, task).await;
    let row = row.map_err(PerformError::from)?;
    let is_due = row.and_then(|row| row.look_at).is_some_and(|at| at <= now);
    if is_due { Err(Unswept::StillDue) } else { Ok(()) }
}

/// Handles the silences that are due now, until `stops`. Returns the tasks that failed; `leave`: tasks to skip.
///
/// # Errors
/// When the database fails.
pub async fn sweep_silence(
    app: &App,
    leave: &HashSet<TaskId>,
    stops: impl Fn() -> bool,
) -> Result<Vec<(TaskId, Unswept)>, PerformError> {
    let clock = Principal::Clock { job: "sweep".to_owned() };
    let mut failed: Vec<(TaskId, Unswept)> = Vec::new();
    loop {
        // Skipped tasks come first in the result, so more rows are read.
        let wanted = AT_ONCE + leave.len() + failed.len();
        let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
        let mut due = silence::due(&mut app.db.read().await?, app.clock.now(), wanted).await?;
        due.retain(|task| !leave.contains(task) && failed.iter().all(|(other, _)| other != task));
        if due.is_empty() {
            return Ok(failed);
        }
        for task in due {
            if stops() {
                return Ok(failed);
            }
            if let Err(error) = look_at(app, &clock, &task).await {
                failed.push((task, error));
            }
        }
    }
}

/// Notes for how long this server was down before it started.
pub(super) async fn woken(app: &App) -> StoreResult<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if let Some(last) = silence::awake_at(&mut tx).await?
        && last.plus(DOWN_AFTER) < now
    {
        silence::add_outage(&mut tx, last, now).await?;
    }
    silence::set_awake(&mut tx, now).await?;
    tx.commit().await
}

/// Notes that this server is awake.
pub(super) async fn awake(app: &App) -> StoreResult<()> {
    let mut tx = app.db.write().await?;
    silence::set_awake(&mut tx, app.clock.now()).await?;
    tx.commit().await
}
