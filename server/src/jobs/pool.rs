//! A pool of workers: keeps several works in progress at once, and claims more whenever there may be some.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::task::JoinSet;

use super::WorkerCx;
use crate::clock::Clock;
use crate::store::error::StoreResult;

/// How often an idle worker looks: another process may have written work without waking this one.
const IDLE: Duration = Duration::from_secs(1);
/// The same where a test moves the clock, which wakes no worker.
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

/// Work that is claimed.
pub(super) type Work = BoxFuture<'static, ()>;

/// Claims work with `claim`, which gets the number that may begin, and runs up to `most` at once until the process stops;
/// then waits for those that have begun.
pub(super) async fn run<F>(cx: &WorkerCx, most: usize, wake: Wake, mut claim: impl FnMut(usize) -> F)
where
    F: Future<Output = StoreResult<Vec<Work>>>,
{
    let mut running = JoinSet::new();
    while !cx.is_stopping() {
        let idle = idle(&cx.app.clock);
        // Listens before it claims, so that nothing is missed in between.
        let woken = cx.app.wake.notified();
        tokio::pin!(woken);
        woken.as_mut().enable();
        let mut found_some = false;
        if running.len() < most {
            match claim(most - running.len()).await {
                Ok(found) => {
                    found_some = !found.is_empty();
                    for work in found {
                        running.spawn(work);
                    }
                }
                Err(error) if cx.disk.is_news(&error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "A worker cannot read what there is to do"
                ),
                Err(_) => {}
            }
        }
        if found_some && running.len() < most {
            continue;
        }
        tokio::select! {
            () = cx.stopped() => {}
            () = woken, if wake == Wake::Notified => tokio::time::sleep(BREATH).await,
            ended = running.join_next(), if !running.is_empty() => note(ended),
            () = tokio::time::sleep(idle) => {}
        }
    }
    while let Some(ended) = running.join_next().await {
        note(Some(ended));
    }
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
    use std::sync::Arc;
    use std::sync::atomic::AtomicI64;

    use pursuance_domain::time::DAY;

    use super::*;

    #[test]
    fn once_its_story_is_told_a_demo_looks_for_work_no_oftener_than_any_server() {
        let told = |micros| Clock::Told(Arc::new(AtomicI64::new(micros)));
        assert_eq!(idle(&told(-DAY)), IDLE_MOVED);
        assert_eq!(idle(&told(0)), idle(&Clock::System));
        assert_eq!(idle(&Clock::System), IDLE);
    }
}
