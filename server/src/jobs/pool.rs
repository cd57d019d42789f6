//! A pool of workers: keeps several works in progress at once, and claims more whenever there may be some.

use std::time::Duration;

use futures::future::{BoxFuture, OptionFuture};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::WorkerCx;
use crate::platform::clock::Clock;
use crate::store::error::{StoreError, StoreResult};

/// Time after which an idle worker looks again: another process may have written work without waking this one.
const IDLE: Duration = Duration::from_secs(1);
/// The idle time where a test moves the clock: that wakes no worker.
const IDLE_MOVED: Duration = Duration::from_millis(50);

/// The shortest time between two claims in a busy time: one claim finds the work of many transactions.
const BREATH: Duration = Duration::from_millis(5);

/// The event that makes a worker look for work; it also looks from time to time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wake {
    /// The transaction that writes work wakes it.
    Notified,
    /// Its work begins at a time that was set long before, so nothing wakes it.
    Timer,
}

/// A claimed piece of work.
pub(super) type Work = BoxFuture<'static, ()>;

/// Claims work with `claim`, which gets the number of free places, and runs up to `most` at once until the process stops;
/// then waits for the work that has begun.
pub(super) async fn run<F>(cx: &WorkerCx, most: usize, wake: Wake, mut claim: impl FnMut(usize) -> F)
where
    F: Future<Output = StoreResult<Vec<Work>>>,
{
    let mut running = JoinSet::new();
    let written = match wake {
        Wake::Notified => Some(cx.app.db.work()),
        Wake::Timer => None,
    };
    while !cx.is_stopping() {
        let claim = |free| {
            let claimed = claim(free);
            async move { claimed.await.unwrap_or_else(|error| unread(cx, &error)) }
        };
        turn(&mut running, most, written, idle(&cx.app.clock), cx.stopped(), claim).await;
    }
    while let Some(ended) = running.join_next().await {
        note(Some(ended));
    }
}

/// Claims work if there is room for some, and waits until there may be more.
async fn turn<F>(
    running: &mut JoinSet<()>,
    most: usize,
    written: Option<&Notify>,
    idle: Duration,
    stopped: impl Future<Output = ()>,
    claim: impl FnOnce(usize) -> F,
) where
    F: Future<Output = Vec<Work>>,
{
    // Listens before it claims, so that nothing is missed in between.
    let woken = OptionFuture::from(written.map(Notify::notified));
    if running.len() < most {
        let found = claim(most - running.len()).await;
        let found_some = !found.is_empty();
        for work in found {
            running.spawn(work);
        }
        if found_some && running.len() < most {
            return;
        }
    }
    tokio::select! {
        () = stopped => {}
        _ = woken, if written.is_some() => tokio::time::sleep(BREATH).await,
        ended = running.join_next(), if !running.is_empty() => note(ended),
        () = tokio::time::sleep(idle) => {}
    }
}

/// Logs that work could not be read, and returns none.
fn unread(cx: &WorkerCx, error: &StoreError) -> Vec<Work> {
    if cx.disk.is_news(error) {
        tracing::error!(error = error as &dyn std::error::Error, "A worker cannot read what there is to do");
    }
    Vec::new()
}

/// How long an idle worker waits before it looks again.
fn idle(clock: &Clock) -> Duration {
    if clock.is_moved() { IDLE_MOVED } else { IDLE }
}

fn note(ended: Option<Result<(), tokio::task::JoinError>>) {
    if let Some(Err(error)) = ended {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "A piece of work broke; it is done again when its lease runs out"
        );
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};

    use pursuance_domain::time::DAY;

    use super::*;

    #[test]
    fn once_its_story_is_told_a_demo_looks_for_work_no_oftener_than_any_server() {
        let told = |micros| Clock::Told(Arc::new(AtomicI64::new(micros)));
        assert_eq!(idle(&told(-DAY)), IDLE_MOVED);
        assert_eq!(idle(&told(0)), idle(&Clock::System));
        assert_eq!(idle(&Clock::System), IDLE);
    }

    /// Longer than the test may take: a worker that is not woken never looks again.
    const NEVER: Duration = Duration::from_hours(1);
    const PATIENCE: Duration = Duration::from_secs(60);

    /// Work that was written and waits to be claimed, and how much was done.
    #[derive(Default)]
    struct Board {
        written: Mutex<Vec<usize>>,
        done: AtomicUsize,
        told: Notify,
    }

    impl Board {
        fn write(&self, piece: usize) {
            self.written.lock().unwrap().push(piece);
            self.told.notify_waiters();
        }

        fn claim(self: &Arc<Self>, free: usize) -> Vec<Work> {
            let mut written = self.written.lock().unwrap();
            let rest = written.len().saturating_sub(free);
            let claimed = written.split_off(rest).into_iter();
            let work = |_| {
                let board = self.clone();
                Box::pin(async move {
                    tokio::task::yield_now().await;
                    board.done.fetch_add(1, Ordering::SeqCst);
                }) as Work
            };
            claimed.map(work).collect()
        }
    }

    #[tokio::test]
    async fn work_that_is_written_while_a_worker_looks_is_found_at_once() {
        let board = Arc::new(Board::default());
        let mut running = JoinSet::new();
        let looked = turn(&mut running, 2, Some(&board.told), NEVER, pending(), async |_| {
            let found = board.claim(2);
            board.write(7);
            found
        });
        tokio::time::timeout(PATIENCE, looked).await.unwrap();
        assert!(running.is_empty(), "it came too late for this look");
        assert_eq!(board.claim(2).len(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn of_much_work_that_many_write_at_once_nothing_waits_for_the_next_round() {
        const EACH: usize = 500;
        let board = Arc::new(Board::default());
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let board = board.clone();
                tokio::spawn(async move {
                    for piece in 0..EACH {
                        board.write(piece);
                        tokio::task::yield_now().await;
                    }
                })
            })
            .collect();
        let workers = (0..3).map(|_| {
            let board = board.clone();
            tokio::spawn(async move {
                let mut running = JoinSet::new();
                loop {
                    let claim = async |free| board.claim(free);
                    turn(&mut running, 4, Some(&board.told), NEVER, pending(), claim).await;
                }
            })
        });
        let _workers: Vec<_> = workers.collect();
        let all_done = async {
            for writer in writers {
                writer.await.unwrap();
            }
            while board.done.load(Ordering::SeqCst) < 8 * EACH {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, all_done).await;
        assert!(waited.is_ok(), "{} works wait", board.written.lock().unwrap().len());
    }
}
