//! Waiting for an answer that is almost there.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::time::{Duration, Instant};

/// How long to look again before going to sleep: what most statements take, and less than falling asleep and being woken
/// costs.
const LOOK: Duration = Duration::from_micros(40);

/// Waits for an answer of SQLite, which runs on a thread of its own beside this one.
///
/// Most statements take some microseconds; to put the caller to sleep for them and to wake it takes several times as long,
/// in time and in work. So the caller looks again for a moment, each time letting others have the core, and goes to sleep
/// only then (docs/decisions/0005 has the figures).
pub(super) async fn spin<F: Future>(answer: F) -> F::Output {
    let mut answer = pin!(answer);
    poll_fn(|context| {
        let mut polled = answer.as_mut().poll(context);
        let begun = Instant::now();
        while polled.is_pending() && begun.elapsed() < LOOK {
            std::thread::yield_now();
            polled = answer.as_mut().poll(context);
        }
        polled
    })
    .await
}
