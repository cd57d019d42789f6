//! The rate of actions, by the program's clock: a guard against runaway programs, in this process only.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use pursuance_domain::time::{SECOND, Time};

use crate::clock::Clock;

/// So many at once, and then one in each span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    pub at_once: u32,
    pub then_every: Duration,
}

/// The rate of one person, through all doors: more than anybody does by hand, and less than would keep others waiting.
pub(crate) const ACTIONS: Allowance = Allowance { at_once: 300, then_every: Duration::from_secs(1) };

/// The rate of actions on one's own credentials: many browsers and tokens may have to end at once.
pub(crate) const CREDENTIALS: Allowance = Allowance { at_once: 100, then_every: Duration::from_secs(6) };

/// The messages of one server about delegations that are refused unread, each with an answer that is kept and delivered.
pub(crate) const REFUSED: Allowance = Allowance { at_once: 300, then_every: Duration::from_secs(10) };

/// Above this number, the quiet ones are forgotten.
const REMEMBERED: usize = 20_000;

/// Counts actions by their subject.
pub struct Pace<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, Beat, NoOpMiddleware<Duration>>,
    beat: Beat,
/// The messages of one delegation that crossed its end, which are not counted among those that are refused: their sender could not know.
pub(crate) const CROSSED: Allowance = Allowance { at_once: 500, then_every: Duration::from_secs(10) };

}

/// The program's clock in the form the limiter reads: the time that has passed. When it is set back, none has: whoever acted
/// before would wait until it is as late again.
#[derive(Debug, Clone)]
struct Beat {
    clock: Clock,
    passed: Arc<Mutex<Passed>>,
}

#[derive(Debug)]
struct Passed {
    /// In microseconds.
    time: i64,
    until: Time,
}

/// Two threads that read the clock one after the other may note that in the other order; further back it was set.
const SET_BACK: i64 = SECOND;

impl Beat {
    fn new(clock: &Clock) -> Self {
        let passed = Passed { time: 0, until: clock.now() };
        Self { clock: clock.clone(), passed: Arc::new(Mutex::new(passed)) }
    }
}

impl governor::clock::Clock for Beat {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let now = self.clock.now();
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now.0.saturating_sub(passed.until.0);
        if since > 0 {
            passed.time = passed.time.saturating_add(since);
        }
        if !(-SET_BACK..=0).contains(&since) {
            passed.until = now;
        }
        Duration::from_micros(u64::try_from(passed.time).unwrap_or(0))
    }
}

impl<K: Hash + Eq + Clone> Pace<K> {
    /// Nothing counted yet.
    pub fn new(clock: &Clock, allowance: Allowance) -> Self {
        let at_once = NonZeroU32::new(allowance.at_once).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(allowance.then_every).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        let beat = Beat::new(clock);
        let limiter =
            RateLimiter::new(quota.allow_burst(at_once), DashMapStateStore::default(), beat.clone());
        Self { limiter, beat }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// When there are too many: the seconds until the next one.
    pub fn count(&self, who: &K) -> Result<(), u64> {
        if self.limiter.len() > REMEMBERED {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(who).map_err(|until| until.wait_time_from(self.beat.now()).as_secs() + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use pursuance_domain::time::DAY;

    use super::*;

    #[test]
    fn a_clock_that_is_set_right_locks_nobody_out() {
        let moved = Arc::new(AtomicI64::new(0));
        let clock = Clock::Moved(moved.clone());
        let pace = Pace::new(&clock, Allowance { at_once: 1, then_every: Duration::from_mins(1) });
        moved.store(2 * DAY, Ordering::SeqCst);
        assert_eq!(pace.count(&"ana"), Ok(()));
        moved.store(0, Ordering::SeqCst);
        let wait = pace.count(&"ana").unwrap_err();
        assert!(wait <= 61, "a minute and not two days: {wait} s");
        moved.store(61 * SECOND, Ordering::SeqCst);
        assert_eq!(pace.count(&"ana"), Ok(()));
    }

    /// Fails where each step back counts as a new beginning: the second that the clock swings would pass each time.
    #[test]
    fn a_clock_that_swings_a_little_gives_nobody_time() {
        let moved = Arc::new(AtomicI64::new(0));
        let pace = Pace::new(
            &Clock::Moved(moved.clone()),
            Allowance { at_once: 1, then_every: Duration::from_hours(1) },
        );
        assert_eq!(pace.count(&"ana"), Ok(()));
        for _ in 0..10_000 {
            moved.store(-SET_BACK * 9 / 10, Ordering::SeqCst);
            assert!(pace.count(&"ana").is_err());
            moved.store(0, Ordering::SeqCst);
            assert!(pace.count(&"ana").is_err());
        }
    }
}
