//! Tasks that want help, or whose skills, deadline or hindrance has changed, are looked at by a job; and whoever has a task
//! about which they were asked has said yes to that. The yes of a mentor stands for the next learner when a task is free again.

use pursuance_domain::event::happened::{PhaseSet, TaskAssigned, TaskCreated, TaskEdited};
use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::Phase;

use super::Tasks;
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::{mentors, offers, pairing, succession};

/// The fields of a task on which it depends who is asked, and how soon.
const FIELDS: [&str; 3] = ["skills", "due", "urgency"];

/// What an event asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A look now: another wave, if people are asked.
    Now,
    /// A look, where nobody is asked at present.
    AtRest,
    /// A look that asks nobody: the task has ended.
    Ended,
}

/// Writes the job that an event of a task asks for.
pub(super) async fn hear(
    app: &App,
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
) -> StoreResult<()> {
    let Some(task) = &event.task else { return Ok(()) };
    if let Happened::TaskAssigned(TaskAssigned { after: Some(person), .. }) = &event.what {
        offers::took(tx, task, person, event.at).await?;
        if tasks.find(tx, task).await?.is_some_and(|found| found.has_succession) {
            succession::end(tx, task).await?;
        }
    }
    if let Happened::TaskAssigned(TaskAssigned { after: None, .. }) = &event.what {
        mentors::free(tx, task).await?;
    }
    if let Happened::TaskPhaseSet(_) = &event.what
        && tasks.find(tx, task).await?.is_some_and(|found| found.has_succession)
    {
        end_by_phase(tx, task).await?;
    }
    match look(&event.what) {
        Some(look) => wake(app, tx, tasks, event, task, look).await,
        None => Ok(()),
    }
}

/// Whoever keeps a task while they are away may still move it along.
async fn end_by_phase(tx: &mut WriteTx, task: &TaskId) -> StoreResult<()> {
    match succession::find(tx, task).await? {
        Some(found) if !found.keeps => succession::end(tx, task).await,
        Some(_) | None => Ok(()),
    }
}

async fn wake(
    app: &App,
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
    task: &TaskId,
    look: Look,
) -> StoreResult<()> {
    let pursuance = ActorId(event.stream.0.clone());
    let Some(found) = tasks.find(tx, task).await? else { return Ok(()) };
    let is_about = match look {
        Look::Now => found.is_to_be_paired(),
        // These begin no pairing.
        Look::AtRest | Look::Ended => found.has_pairing,
    };
    if !is_about {
        return Ok(());
    }
    // A later event of the act may end what this one begins.
    found.has_pairing = true;
    match look {
        Look::Now => pairing::wake(tx, task, &pursuance, event.at, false).await?,
        Look::AtRest => pairing::wake(tx, task, &pursuance, event.at, true).await?,
        Look::Ended => {}
    }
    Job::Pair { task: task.clone() }.write(tx, &app.clock, event.at).await
}

fn look(what: &Happened) -> Option<Look> {
    if let Happened::TaskCreated(TaskCreated { asks: Some(true), .. }) = what {
        return Some(Look::Now);
    }
    if let Happened::TaskPhaseSet(PhaseSet { after, .. }) = what {
        return match after {
            Phase::HelpWanted => Some(Look::Now),
            Phase::Done | Phase::Dropped => Some(Look::Ended),
            Phase::New | Phase::Started | Phase::InProgress | Phase::ReadyForReview | Phase::InReview => None,
        };
    }
    if let Happened::TaskAssigned(TaskAssigned { phase, .. }) = what {
        return (*phase == Phase::HelpWanted).then_some(Look::Now);
    }
    if let Happened::TaskEdited(TaskEdited { changed, .. }) = what {
        let is_felt = changed.iter().any(|field| FIELDS.contains(&field.as_str()));
        return is_felt.then_some(Look::Now);
    }
    is_freed(what).then_some(Look::AtRest)
}

/// Whether it may have ended what kept people from being asked: a block, an offer to another pursuance, an archive.
fn is_freed(what: &Happened) -> bool {
    matches!(
        what,
        Happened::TaskUnblocked(_)
            | Happened::TaskBlockerMoved(_)
            | Happened::TaskWaits(_)
            | Happened::TaskRestored(_)
            | Happened::DelegationDeclined(_)
            | Happened::DelegationWithdrawn(_)
            | Happened::DelegationExpired(_)
            | Happened::DelegationLost(_)
            | Happened::DelegationRecalled(_)
            | Happened::DelegationReturned(_)
            | Happened::DelegationWorkRefused(_)
            | Happened::DelegationVoided(_)
            | Happened::DelegationCutOff(_)
    )
}
