//! Enqueues the pairing job for tasks that want help, or whose skills, deadline or obstacles have changed. Taking a task accepts an open
//! offer of it. When a task becomes free again, a mentor's acceptance is kept for the next assignee.

use pursuance_domain::event::Recorded;
use pursuance_domain::event::effect::{Effect, effect};
use pursuance_domain::event::happened::TaskAssigned;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::asks::Fields;
use pursuance_domain::task::phase::Phase;

use super::Tasks;
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::{mentors, offers, pairing, succession};

/// The kind of pairing run that an event causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PairingLook {
    /// A run now: the next wave, if people are being asked.
    Now,
    /// A run only if nobody is being asked at present.
    AtRest,
    /// A run that asks nobody, because the task has ended.
    Ended,
}

/// Writes the job that an event of a task causes.
pub(super) async fn hear(
    app: &App,
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
) -> StoreResult<()> {
    let Some(task) = &event.task else { return Ok(()) };
    let Some(effect) = effect(&event.what) else { return Ok(()) };
    follow(tx, tasks, event, task, effect).await?;
    match look(effect) {
        Some(look) => wake(app, tx, tasks, event, task, look).await,
        None => Ok(()),
    }
}

/// Ends the offers of a task that is taken or continued, and frees the acceptance of its mentor for the next assignee.
async fn follow(
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
    task: &TaskId,
    effect: Effect<'_>,
) -> StoreResult<()> {
    match effect {
        Effect::Assigned(TaskAssigned { after: Some(person), .. }) => {
            offers::took(tx, task, person, event.at).await?;
            if tasks.find(tx, task).await?.is_some_and(|found| found.has_succession) {
                succession::end(tx, task).await?;
            }
        }
        Effect::Assigned(TaskAssigned { after: None, .. }) => mentors::free(tx, task).await?,
        Effect::PhaseSet(set) => {
            // Reopened without its former assignee.
            if set.left.is_some() {
                mentors::free(tx, task).await?;
            }
            if tasks.find(tx, task).await?.is_some_and(|found| found.has_succession) {
                end_by_phase(tx, task).await?;
            }
        }
        Effect::Created(_)
        | Effect::Edited(_)
        | Effect::StillOnIt(_)
        | Effect::Worked
        | Effect::Blocked
        | Effect::Unblocked
        | Effect::Archived
        | Effect::Restored
        | Effect::Back
        | Effect::Parted
        | Effect::LetIn
        | Effect::Answered
        | Effect::Lapsed
        | Effect::NoticesRead => {}
    }
    Ok(())
}

/// Ends the succession of a task that changes its phase, unless it keeps its assignee, who may change it even while away.
async fn end_by_phase(tx: &mut WriteTx, task: &TaskId) -> StoreResult<()> {
    match succession::find(tx, task).await? {
        Some(found) if !found.keeps => succession::end(tx, task).await,
        Some(_) | None => Ok(()),
    }
}

/// Enqueues a run for a task whose obstacle may have ended.
pub(super) async fn look_again(
    app: &App,
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
    task: &TaskId,
) -> StoreResult<()> {
    wake(app, tx, tasks, event, task, PairingLook::AtRest).await
}

async fn wake(
    app: &App,
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
    task: &TaskId,
    look: PairingLook,
) -> StoreResult<()> {
    let pursuance = ActorId(event.stream.0.clone());
    let Some(found) = tasks.find(tx, task).await? else { return Ok(()) };
    // A search begins when help is wanted. People can be asked by name without a search.
    let (is_searched, asks) = match look {
        PairingLook::Now => (found.is_to_be_paired(), found.task.phase == Phase::HelpWanted),
        PairingLook::AtRest | PairingLook::Ended => (found.has_pairing, true),
    };
    if !(is_searched || asks && found.has_offers) {
        return Ok(());
    }
    if is_searched {
        // A later event of the act may end this search.
        found.has_pairing = true;
        match look {
            PairingLook::Now => pairing::wake(tx, task, &pursuance, event.at, false).await?,
            PairingLook::AtRest => pairing::wake(tx, task, &pursuance, event.at, true).await?,
            PairingLook::Ended => {}
        }
    }
    Job::Pair { task: task.clone() }.write(tx, &app.clock, event.at).await
}

/// The kind of run after an effect, if one is needed.
fn look(effect: Effect<'_>) -> Option<PairingLook> {
    match effect {
        Effect::Created(told) => (told.asks == Some(true)).then_some(PairingLook::Now),
        Effect::PhaseSet(set) => match set.after {
            Phase::HelpWanted => Some(PairingLook::Now),
            Phase::Done | Phase::Dropped => Some(PairingLook::Ended),
            Phase::New | Phase::Started | Phase::InProgress | Phase::ReadyForReview | Phase::InReview => None,
        },
        Effect::Assigned(told) => (told.phase == Phase::HelpWanted).then_some(PairingLook::Now),
        Effect::Edited(edited) => {
            edited.after.as_ref().is_some_and(Fields::are_about_asking).then_some(PairingLook::Now)
        }
        // An obstacle to asking people may have ended: a block, an offer to another pursuance, an archive.
        Effect::Unblocked | Effect::Restored | Effect::Back => Some(PairingLook::AtRest),
        Effect::StillOnIt(_)
        | Effect::Worked
        | Effect::Blocked
        | Effect::Archived
        | Effect::Parted
        | Effect::LetIn
        | Effect::Answered
        | Effect::Lapsed
        | Effect::NoticesRead => None,
    }
}
