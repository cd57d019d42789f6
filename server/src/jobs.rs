//! Work that is done later: deliveries, fetches, timed work.
//!
//! All of it is a row written in the transaction that makes it necessary. A worker claims it with a lease, does it, and
//! notes the result; a worker that is killed leaves a lease that runs out, and jobs are idempotent. To add a job: its
//! variant in [`Job`](crate::store::jobs::Job), and its arm in `queue`.

mod deliver;
mod disk;
mod due;
mod fetch_file;
pub mod host_load;
mod notices;
mod pairing;
mod parcels;
mod pool;
mod post;
mod pull;
mod queue;
mod remove_bytes;
mod show_picture;
mod silence;
mod succession;
mod suspended;
mod sweep;
mod sweep_files;
mod sweep_rooms;

use std::sync::Arc;
use std::time::Duration;

use pursuance_federation::deliver::wait_after as backoff;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;

use self::disk::Disk;
pub use self::due::sweep_due;
pub use self::parcels::{
    Carrier, Goes, PUSH_ANSWERED_WITHIN, PUSH_TRIED_FOR, Round, Sent, TRIED_FOR, post as post_to,
};
pub use self::silence::sweep_silence;
pub use self::sweep::{ATTEMPTS_FOR, NOTICES_FOR, SUGGESTIONS_FOR};
pub use self::sweep_files::{SweepError, UPLOAD_WAITS, sweep_files};
use crate::peers::Gate;
use crate::platform::clock::{Clock, random};
use crate::state::App;
use crate::store::{deliveries, jobs};

/// The workers of this process.
pub struct Worker {
    stop: watch::Sender<bool>,
    running: JoinSet<()>,
}

/// The context of every worker.
#[derive(Clone)]
struct WorkerCx {
    app: App,
    gate: Arc<Gate>,
    disk: Disk,
    carriers: parcels::Carriers,
    /// Held by the one worker that tells groups of an event.
    notifying: Arc<Mutex<()>>,
    stop: watch::Receiver<bool>,
}

impl WorkerCx {
    fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Waits until the process stops.
    async fn stopped(&self) {
        // An error means that the worker's handle is gone, which also means to stop.
        let _ = self.stop.clone().wait_for(|stop| *stop).await;
    }
}

impl Worker {
    /// Begins to work.
    pub fn spawn(app: &App) -> Self {
        Self::spawn_with(app, Vec::new())
    }

    /// The same with more carriers of parcels than this program has.
    pub fn spawn_with(app: &App, more: Vec<Arc<dyn Carrier>>) -> Self {
        let carriers = parcels::carriers().into_iter().chain(more).collect();
        let (stop, told) = watch::channel(false);
        let gate = Arc::new(Gate::for_workers(app));
        let cx = WorkerCx {
            app: app.clone(),
            gate,
            disk: Disk::default(),
            carriers,
            notifying: Arc::default(),
            stop: told,
        };
        let mut running = JoinSet::new();
        running.spawn(async move {
            give_back_what_was_left(&cx).await;
            note_absence(&cx).await;
            take_up_parcels(&cx).await;
            tokio::join!(
                read_edges(&cx),
                suspended::let_go(&cx),
                deliver::run(cx.clone()),
                queue::run(cx.clone()),
                pull::run(cx.clone()),
                sweep::run(cx.clone())
            );
        });
        Self { stop, running }
    }

    /// Stops: work in progress is abandoned, and its lease given back.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        while let Some(ended) = self.running.join_next().await {
            if let Err(error) = ended {
                tracing::error!(error = &error as &dyn std::error::Error, "The workers broke");
            }
        }
    }
}

/// Reads what waits for what into memory, so that no action waits for that.
async fn read_edges(cx: &WorkerCx) {
    if let Err(error) = cx.app.edge_cache.keep_up(&cx.app.db).await {
        tracing::warn!("What waits for what could not be read into memory: {error}");
    }
}

/// How often a worker that waits for answers looks whether it has to renew its lease, and for more to send.
const LOOK: Duration = Duration::from_secs(1);
/// The same where a test moves the clock.
const LOOK_MOVED: Duration = Duration::from_millis(50);

fn look(clock: &Clock) -> Duration {
    if clock.is_moved() { LOOK_MOVED } else { LOOK }
}

/// The wait after a number of failures in a row, in microseconds.
fn wait_after(failures: u32) -> i64 {
    let jitter = f64::from(u32::from_le_bytes(random())) / f64::from(u32::MAX);
    i64::try_from(backoff(failures, jitter).as_micros()).unwrap_or(i64::MAX)
}

/// Notes for how long this server was down, before anybody is reminded of their silence.
async fn note_absence(cx: &WorkerCx) {
    if let Err(error) = silence::woken(&cx.app).await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "For how long this server was down could not be noted"
        );
    }
}

/// Has the parcels sent that wait: the settings of a carrier may be new.
async fn take_up_parcels(cx: &WorkerCx) {
    if let Err(error) = parcels::take_up(cx).await
        && cx.disk.is_news(&error)
    {
        tracing::error!(error = &error as &dyn std::error::Error, "Parcels that wait could not be taken up");
    }
}

/// An SQLite folder has one server (its lock makes sure): every lease at its start belongs to a dead one.
async fn give_back_what_was_left(cx: &WorkerCx) {
    if !cx.app.db.is_sqlite() {
        return;
    }
    let given_back = async {
        let mut tx = cx.app.db.write().await?;
        deliveries::give_back_all(&mut tx).await?;
        jobs::give_back_all(&mut tx).await?;
        tx.commit().await
    };
    if let Err(error) = given_back.await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Old leases could not be given back; they run out by themselves"
        );
    }
}
