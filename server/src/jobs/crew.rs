//! Keeps several pieces of work under way at once, and looks for more whenever there may be some.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::task::JoinSet;

use super::Desk;
use crate::clock::Clock;
use crate::store::error::StoreResult;

/// How often idle workers look: another process may have written something without waking this one.
const IDLE: Duration = Duration::from_secs(1);
/// The same where a test moves the clock, which wakes nobody.
const IDLE_MOVED: Duration = Duration::from_millis(50);

/// The least time between two looks at a busy time: one look finds what many have written.
const BREATH: Duration = Duration::from_millis(5);

/// What makes a worker look for work, besides looking now and then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// Whoever writes work wakes it.
    WhenWoken,
    /// Its work begins at a moment that was set long before.
    NowAndThen,
}

/// A piece of work, claimed.
pub(super) type Piece = BoxFuture<'static, ()>;

/// Claims pieces with `claim`, which is told how many more may begin, and works on up to `most` of them until the process
/// stops; then waits for those that have begun.
pub(super) async fn work<F>(desk: &Desk, most: usize, looks: Looks, mut claim: impl FnMut(usize) -> F)
where
    F: Future<Output = StoreResult<Vec<Piece>>>,
{
    let mut running = JoinSet::new();
    while !desk.is_stopping() {
        let idle = idle(&desk.app.clock);
        // Listens before it looks, so that nothing is missed in between.
        let woken = desk.app.wake.notified();
        tokio::pin!(woken);
        woken.as_mut().enable();
        let mut found_some = false;
        if running.len() < most {
            match claim(most - running.len()).await {
                Ok(pieces) => {
                    found_some = !pieces.is_empty();
                    for piece in pieces {
                        running.spawn(piece);
                    }
                }
                Err(error) if desk.disk.is_news(&error) => tracing::error!(
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
            () = desk.stopped() => {}
            () = woken, if looks == Looks::WhenWoken => tokio::time::sleep(BREATH).await,
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
