//! What happens later, by itself: deliveries, fetches, and what time brings.
//!
//! Everything here is a row written in the transaction that makes it necessary. A worker claims it with a lease, does it,
//! and notes what came of it; whoever is killed on the way leaves a lease that runs out, and doing a thing twice shows
//! nowhere. To add a job: its variant in [`Job`], and its arm in `queue`.

mod crew;
mod deliver;
mod fetch_file;
mod post;
mod pull;
mod queue;
mod sweep;
mod sweep_files;

use std::sync::Arc;

use pursuance_domain::id::{ActorId, FileId, TaskId};
use pursuance_domain::task::phase::Subtasks;
use pursuance_domain::time::Time;
use pursuance_federation::deliver::wait_after as backoff;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use self::sweep_files::{SweepError, UPLOAD_WAITS, sweep_files};
use crate::clock::{Clock, random};
use crate::inbox::Gate;
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::{deliveries, jobs};

/// Work that is neither a delivery nor due by the state of a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Fetches the copy of a file that came along with a message.
    FetchFile { file: FileId },
    /// Asks an actor's server how the actor stands.
    RefreshActor { uri: String },
    /// Pins the key of an instance that speaks for a pinned pursuance.
    PinInstance { uri: String },
    /// Ends what is shared with a server that still refuses everything by then.
    EndWithHost { host: String },
    /// Closes the rest of what is below a closed task.
    SettleSubtasks { task: TaskId, subtasks: Subtasks, by: ActorId },
}

impl Job {
    /// The word stored.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::FetchFile { .. } => "fetch_file",
            Self::RefreshActor { .. } => "refresh_actor",
            Self::PinInstance { .. } => "pin_instance",
            Self::EndWithHost { .. } => "end_with_host",
            Self::SettleSubtasks { .. } => "settle_subtasks",
        }
    }

    /// What there is to be done once, however often it is asked for.
    fn unique_key(&self) -> String {
        match self {
            Self::FetchFile { file } => format!("file:{file}"),
            Self::RefreshActor { uri } => format!("actor:{uri}"),
            Self::PinInstance { uri } => format!("instance:{uri}"),
            Self::EndWithHost { host } => format!("host:{host}"),
            Self::SettleSubtasks { task, .. } => format!("settle:{task}"),
        }
    }

    /// Writes the job, to be done from a moment on. One that waits already is enough.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self, tx: &mut WriteTx, clock: &Clock, run_at: Time) -> StoreResult<()> {
        // Ids and addresses: nothing that JSON cannot hold.
        let payload = serde_json::to_string(self).unwrap_or_default();
        jobs::add(tx, &clock.new_id(), self.kind(), &payload, run_at, Some(&self.unique_key())).await
    }
}

/// The workers of this process.
pub struct Worker {
    stop: watch::Sender<bool>,
    running: JoinSet<()>,
}

/// What every worker has.
#[derive(Clone)]
struct Desk {
    app: App,
    gate: Arc<Gate>,
    stop: watch::Receiver<bool>,
}

impl Desk {
    fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Waits until the process is to stop.
    async fn stopped(&self) {
        // An error means that the worker's handle is gone, which also means to stop.
        let _ = self.stop.clone().wait_for(|stop| *stop).await;
    }
}

impl Worker {
    /// Begins to work.
    pub fn spawn(app: &App) -> Self {
        let (stop, told) = watch::channel(false);
        let desk = Desk { app: app.clone(), gate: Arc::new(Gate::for_workers(app)), stop: told };
        let mut running = JoinSet::new();
        running.spawn(async move {
            give_back_what_was_left(&desk).await;
            tokio::join!(
                deliver::run(desk.clone()),
                queue::run(desk.clone()),
                pull::run(desk.clone()),
                sweep::run(desk)
            );
        });
        Self { stop, running }
    }

    /// Stops: what is under way is left as it is and given back.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        while let Some(ended) = self.running.join_next().await {
            if let Err(error) = ended {
                tracing::error!(error = &error as &dyn std::error::Error, "The workers broke");
            }
        }
    }
}

/// How long to wait after so many failures in a row, in the unit of [`Time`].
fn wait_after(failures: u32) -> i64 {
    let jitter = f64::from(u32::from_le_bytes(random())) / f64::from(u32::MAX);
    i64::try_from(backoff(failures, jitter).as_micros()).unwrap_or(i64::MAX)
}

/// A SQLite folder has one server (its lock says so): whatever is claimed at its start was claimed by one that is dead.
async fn give_back_what_was_left(desk: &Desk) {
    if !desk.app.db.is_sqlite() {
        return;
    }
    let given_back = async {
        let mut tx = desk.app.db.write().await?;
        deliveries::give_back_all(&mut tx).await?;
        jobs::give_back_all(&mut tx).await?;
        tx.commit().await
    };
    if let Err(error) = given_back.await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Old leases could not be given back; they run out by themselves"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_reads_back_as_it_was_written() {
        for job in [
            Job::FetchFile { file: FileId("1".to_owned()) },
            Job::RefreshActor { uri: "https://b.example/7".to_owned() },
            Job::PinInstance { uri: "https://b.example/i".to_owned() },
            Job::EndWithHost { host: "b.example".to_owned() },
            Job::SettleSubtasks {
                task: TaskId("1".to_owned()),
                subtasks: Subtasks::Drop,
                by: ActorId("2".to_owned()),
            },
        ] {
            let text = serde_json::to_string(&job).unwrap();
            assert!(text.contains(&format!("\"kind\":\"{}\"", job.kind())), "{text}");
            assert_eq!(serde_json::from_str::<Job>(&text).unwrap(), job);
        }
    }
}
