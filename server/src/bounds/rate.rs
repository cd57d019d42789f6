//! The rate of actions, by the program's clock: a guard against runaway programs, in this process only.

use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{InsufficientCapacity, Quota, RateLimiter};
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

/// How many KiB of actions one person sends: lists of long texts weigh as much as many short ones.
pub(crate) const WEIGHT: Allowance = Allowance { at_once: 4 * 1024, then_every: Duration::from_millis(60) };

/// How many milliseconds the actions of one person keep the database from writing for others.
pub(crate) const WRITING: Allowance = Allowance { at_once: 30_000, then_every: Duration::from_millis(5) };

/// The messages of one server about delegations that are refused unread, each with an answer that is kept and delivered.
pub(crate) const REFUSED: Allowance = Allowance { at_once: 300, then_every: Duration::from_secs(10) };

/// The messages of one delegation that crossed its end, which are not counted among those that are refused: their sender could not know.
pub(crate) const CROSSED: Allowance = Allowance { at_once: 500, then_every: Duration::from_secs(10) };

/// Above this number, the quiet ones are forgotten.
const REMEMBERED: usize = 20_000;

/// Counts actions by their subject.
pub struct Pace<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, Beat, NoOpMiddleware<Duration>>,
    at_once: NonZeroU32,
    beat: Beat,
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
        Self { limiter, at_once, beat }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// When there are too many: the seconds until the next one.
    pub fn count(&self, who: &K) -> Result<(), u64> {
        self.count_several(who, NonZeroU32::MIN)
    }

    /// Counts so many more at once; never more than there may be at once.
    ///
    /// # Errors
    /// When there are too many: the seconds until there are few enough.
    pub fn count_several(&self, who: &K, several: NonZeroU32) -> Result<(), u64> {
        if self.limiter.len() > REMEMBERED {
            self.limiter.retain_recent();
        }
        let several = several.min(self.at_once);
        match self.limiter.check_key_n(who, several) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => Err(until.wait_time_from(self.beat.now()).as_secs() + 1),
            // It is no more than there may be at once.
            Err(InsufficientCapacity(_)) => Err(1),
        }
    }
}

/// Counts what is known only once it is done, as time: whoever has used up more than the allowance waits before the next.
pub struct Spent<K> {
    allowance: Allowance,
    beat: Beat,
    /// When everything that somebody has used up will have been given back.
    settled: Mutex<HashMap<K, Duration>>,
}

impl<K: Hash + Eq + Clone> Spent<K> {
    /// Nothing used up yet, of an allowance in milliseconds.
    pub fn new(clock: &Clock, allowance: Allowance) -> Self {
        Self { allowance, beat: Beat::new(clock), settled: Mutex::default() }
    }

    fn settled(&self) -> MutexGuard<'_, HashMap<K, Duration>> {
        self.settled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is some left.
    ///
    /// # Errors
    /// When there is none: the seconds until there is.
    pub fn check(&self, who: &K) -> Result<(), u64> {
        let now = self.beat.now();
        let owed = self.settled().get(who).map_or(Duration::ZERO, |until| until.saturating_sub(now));
        let Allowance { at_once, then_every } = self.allowance;
        let wait = owed.saturating_sub(then_every.saturating_mul(at_once));
        if wait.is_zero() { Ok(()) } else { Err(wait.as_secs() + 1) }
    }

    /// Notes time that was used up.
    pub fn add(&self, who: &K, spent: Duration) {
        let now = self.beat.now();
        let mut settled = self.settled();
        if settled.len() > REMEMBERED {
            settled.retain(|_, until| now < *until);
        }
        let until = settled.entry(who.clone()).or_default();
        *until = (*until).max(now) + self.allowance.then_every.mul_f64(spent.as_secs_f64() * 1_000.0);
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

    #[test]
    fn whoever_has_used_up_their_time_waits_and_it_comes_back() {
        let moved = Arc::new(AtomicI64::new(0));
        let spent = Spent::new(&Clock::Moved(moved.clone()), WRITING);
        let most = Duration::from_millis(WRITING.at_once.into());
        spent.add(&"eve", most);
        assert_eq!((spent.check(&"eve"), spent.check(&"ana")), (Ok(()), Ok(())));
        spent.add(&"eve", Duration::from_secs(2));
        // The clock of the machine goes on meanwhile.
        let wait = spent.check(&"eve").unwrap_err();
        assert!((9..=11).contains(&wait) && spent.check(&"ana").is_ok(), "five times as long: {wait} s");
        moved.store(10 * SECOND, Ordering::SeqCst);
        assert_eq!(spent.check(&"eve"), Ok(()), "a fifth of the time");
        spent.add(&"eve", Duration::from_secs(1));
        let wait = spent.check(&"eve").unwrap_err();
        assert!((4..=6).contains(&wait), "{wait} s");
    }

    #[test]
    fn more_than_there_may_ever_be_at_once_counts_as_all_of_it() {
        let moved = Arc::new(AtomicI64::new(0));
        let pace =
            Pace::new(&Clock::Moved(moved), Allowance { at_once: 4, then_every: Duration::from_secs(1) });
        assert_eq!(pace.count_several(&"ana", NonZeroU32::MAX), Ok(()));
        let wait = pace.count_several(&"ana", NonZeroU32::new(3).unwrap()).unwrap_err();
        assert!((2..=4).contains(&wait), "{wait} s");
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
