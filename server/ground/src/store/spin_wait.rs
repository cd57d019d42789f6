//! A short spin before sleep, for answers that arrive within microseconds.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::time::{Duration, Instant};

/// The length of the spin: longer than most statements take, and shorter than going to sleep and waking up.
const LOOK: Duration = Duration::from_micros(40);

/// Waits for an answer of SQLite, which runs on a thread of its own.
///
/// Most statements take some microseconds; sleep and wake-up take several times as long, in time and in work. So the
/// caller polls for a moment, yields the core each time, and only then goes to sleep (docs/decisions/0005 has the
/// figures).
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
