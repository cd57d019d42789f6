//! How often somebody may do something, or how much of it: a guard against runaway programs, in this process only.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pursuance_domain::time::{SECOND, Time};

use crate::platform::clock::Clock;

/// An allowance: a number at once, and then one in each span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    pub at_once: u32,
    pub then_every: Duration,
}

impl Allowance {
    /// As much as `shares` of it together.
    pub fn times(self, shares: u32) -> Self {
        Self {
            at_once: self.at_once.saturating_mul(shares),
            then_every: self.then_every.checked_div(shares).unwrap_or(self.then_every),
        }
    }
}

/// The rate of one person, through all doors: more than anybody does by hand, and less than would keep others waiting.
pub const ACTIONS: Allowance = Allowance { at_once: 300, then_every: Duration::from_secs(1) };

/// The rate of actions on one's own credentials: many browsers and tokens may have to end at once.
pub const CREDENTIALS: Allowance = Allowance { at_once: 100, then_every: Duration::from_secs(6) };

/// How often a client asks how to sign in under a name.
pub const PRELOGIN: Allowance = Allowance { at_once: 20, then_every: Duration::from_secs(3) };

/// How often a client looks whether the keys for it have come: a device that waits asks every three seconds.
pub const MAILBOX: Allowance = Allowance { at_once: 60, then_every: Duration::from_secs(2) };

/// How many KiB of actions one person sends: lists of long texts weigh as much as many short ones.
pub const WEIGHT: Allowance = Allowance { at_once: 4 * 1024, then_every: Duration::from_millis(60) };

/// How many milliseconds the actions of one person keep the database from writing for others.
pub const WRITING: Allowance = Allowance { at_once: 30_000, then_every: Duration::from_millis(5) };

/// How many KiB the actions of one person leave in histories and as answers that are kept for a repeated request: what no sum of stored
/// text has. A program that does something each second reaches it after most of a day.
pub const HISTORY: Allowance = Allowance { at_once: 64 * 1024, then_every: Duration::from_secs(2) };

/// The reactions that one person gives and takes back, in all places: each is told to every open page of its discussion.
pub const REACTIONS: Allowance = Allowance { at_once: 60, then_every: Duration::from_secs(2) };

/// The messages of one server about delegations that are refused unread, each with an answer that is kept and delivered.
pub const REFUSED: Allowance = Allowance { at_once: 300, then_every: Duration::from_secs(10) };

/// The messages of one delegation that crossed its end. They do not count as refused: their sender could not know.
pub const CROSSED: Allowance = Allowance { at_once: 500, then_every: Duration::from_secs(10) };

/// Above this number, the quiet ones are forgotten.
const REMEMBERED: usize = 20_000;

/// Counts by key what is used up of an allowance.
#[derive(Debug)]
pub struct Rate<K> {
    pub allowance: Allowance,
    beat: Beat,
    /// When everything that a key has used up will have been given back.
    settled: Mutex<HashMap<K, Duration>>,
}

impl<K: Hash + Eq + Clone> Rate<K> {
    /// Nothing used up yet, by the program's clock.
    pub fn new(clock: &Clock, allowance: Allowance) -> Self {
        let passed = Mutex::new(PassedRate { time: 0, until: clock.now() });
        Self { allowance, beat: Beat::Program { clock: clock.clone(), passed }, settled: Mutex::default() }
    }

    /// Nothing used up yet, by the clock of the machine.
    pub fn of_machine(allowance: Allowance) -> Self {
        Self { allowance, beat: Beat::Machine(Instant::now()), settled: Mutex::default() }
    }

    fn settled(&self) -> (Duration, MutexGuard<'_, HashMap<K, Duration>>) {
        let now = self.beat.now();
        let mut settled = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
        if settled.len() > REMEMBERED {
            settled.retain(|_, until| now < *until);
        }
        (now, settled)
    }

    /// Counts one more.
    ///
    /// # Errors
    /// When there are too many: the seconds until the next one.
    pub fn count(&self, who: &K) -> Result<(), u64> {
        self.count_several(who, 1)
    }

    /// Counts `several` at once; never more than the allowance has at once.
    ///
    /// # Errors
    /// When there are too many: the seconds until there are few enough.
    pub fn count_several(&self, who: &K, several: u32) -> Result<(), u64> {
        let (now, mut settled) = self.settled();
        let several = several.min(self.allowance.at_once).max(1);
        let before = settled.get(who).copied().unwrap_or_default().max(now);
        let until = before + self.allowance.then_every.saturating_mul(several);
        self.allows(until - now)?;
        settled.insert(who.clone(), until);
        Ok(())
    }

    /// Gives one back that was counted.
    pub fn give_back(&self, who: &K) {
        if let Some(until) = self.settled().1.get_mut(who) {
            *until = until.saturating_sub(self.allowance.then_every);
        }
    }

    /// Whether not more is used up than may be.
    ///
    /// # Errors
    /// When it is: the seconds until it is not.
    pub fn check(&self, who: &K) -> Result<(), u64> {
        let (now, settled) = self.settled();
        self.allows(settled.get(who).map_or(Duration::ZERO, |until| until.saturating_sub(now)))
    }

    /// Adds what was used up, where that is known only afterwards. A client that has used more than its allowance waits before the
    /// next time.
    pub fn add(&self, who: &K, much: f64) {
        let (now, mut settled) = self.settled();
        let until = settled.entry(who.clone()).or_default();
        *until = (*until).max(now) + self.allowance.then_every.mul_f64(much);
    }

    /// Whether so much may wait to be given back; otherwise the seconds until then.
    fn allows(&self, owed: Duration) -> Result<(), u64> {
        let Allowance { at_once, then_every } = self.allowance;
        let wait = owed.saturating_sub(then_every.saturating_mul(at_once));
        if wait.is_zero() { Ok(()) } else { Err(wait.as_secs() + 1) }
    }
}

/// The time that has passed.
#[derive(Debug)]
enum Beat {
    /// By the clock of the machine, which nobody sets.
    Machine(Instant),
    /// By the program's clock. When it is set back, no act has passed: else its client would wait until it is as late again.
    Program { clock: Clock, passed: Mutex<PassedRate> },
}

#[derive(Debug)]
struct PassedRate {
    /// In microseconds.
    time: i64,
    until: Time,
}

/// Two threads that read the clock one after the other may note that in the other order; further back it was set.
const SET_BACK: i64 = SECOND;

impl Beat {
    fn now(&self) -> Duration {
        let (clock, passed) = match self {
            Self::Machine(begun) => return begun.elapsed(),
            Self::Program { clock, passed } => (clock, passed),
        };
        let now = clock.now();
        let mut passed = passed.lock().unwrap_or_else(PoisonError::into_inner);
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use pursuance_domain::time::DAY;

    use super::*;

    #[test]
    fn a_clock_that_is_set_right_locks_nobody_out() {
        let moved = Arc::new(AtomicI64::new(0));
        let clock = Clock::Moved(moved.clone());
        let rate = Rate::new(&clock, Allowance { at_once: 1, then_every: Duration::from_mins(1) });
        moved.store(2 * DAY, Ordering::SeqCst);
        assert_eq!(rate.count(&"ana"), Ok(()));
        moved.store(0, Ordering::SeqCst);
        let wait = rate.count(&"ana").unwrap_err();
        assert!(wait <= 61, "a minute and not two days: {wait} s");
        moved.store(61 * SECOND, Ordering::SeqCst);
        assert_eq!(rate.count(&"ana"), Ok(()));
    }

    #[test]
    fn whoever_has_used_up_their_time_waits_and_it_comes_back() {
        let moved = Arc::new(AtomicI64::new(0));
        let spent = Rate::new(&Clock::Moved(moved.clone()), WRITING);
        spent.add(&"eve", WRITING.at_once.into());
        assert_eq!((spent.check(&"eve"), spent.check(&"ana")), (Ok(()), Ok(())));
        spent.add(&"eve", 2_000.0);
        // The clock of the machine goes on meanwhile.
        let wait = spent.check(&"eve").unwrap_err();
        assert!((9..=11).contains(&wait) && spent.check(&"ana").is_ok(), "five times as long: {wait} s");
        moved.store(10 * SECOND, Ordering::SeqCst);
        assert_eq!(spent.check(&"eve"), Ok(()), "a fifth of the time");
        spent.add(&"eve", 1_000.0);
        let wait = spent.check(&"eve").unwrap_err();
        assert!((4..=6).contains(&wait), "{wait} s");
    }

    #[test]
    fn more_than_there_may_ever_be_at_once_counts_as_all_of_it() {
        let moved = Arc::new(AtomicI64::new(0));
        let rate =
            Rate::new(&Clock::Moved(moved), Allowance { at_once: 4, then_every: Duration::from_secs(1) });
        assert_eq!(rate.count_several(&"ana", u32::MAX), Ok(()));
        let wait = rate.count_several(&"ana", 3).unwrap_err();
        assert!((2..=4).contains(&wait), "{wait} s");
    }

    /// Fails where each step back counts as a new beginning: the second that the clock swings would pass each time.
    #[test]
    fn a_clock_that_swings_a_little_gives_nobody_time() {
        let moved = Arc::new(AtomicI64::new(0));
        let rate = Rate::new(
            &Clock::Moved(moved.clone()),
            Allowance { at_once: 1, then_every: Duration::from_hours(1) },
        );
        assert_eq!(rate.count(&"ana"), Ok(()));
        for _ in 0..10_000 {
            moved.store(-SET_BACK * 9 / 10, Ordering::SeqCst);
            assert!(rate.count(&"ana").is_err());
            moved.store(0, Ordering::SeqCst);
            assert!(rate.count(&"ana").is_err());
        }
    }

    #[test]
    fn what_is_given_back_costs_nothing() {
        let rate = Rate::of_machine(Allowance { at_once: 2, then_every: Duration::from_mins(1) });
        rate.give_back(&"ana");
        for _ in 0..10 {
            assert_eq!(rate.count(&"ana"), Ok(()));
            rate.give_back(&"ana");
        }
        assert_eq!((rate.count(&"ana"), rate.count(&"ana")), (Ok(()), Ok(())));
        let wait = rate.count(&"ana").unwrap_err();
        assert!((50..=61).contains(&wait), "{wait} s");
        rate.give_back(&"ana");
        assert_eq!(rate.count(&"ana"), Ok(()));
    }

    #[test]
    fn of_very_many_those_are_remembered_that_have_used_up_something() {
        let rate = Rate::of_machine(Allowance { at_once: 1, then_every: Duration::from_hours(1) });
        assert_eq!(rate.count(&usize::MAX), Ok(()));
        for n in 0..=REMEMBERED {
            rate.add(&n, 0.0);
        }
        assert!(rate.settled().1.len() < 10, "the quiet ones are forgotten");
        assert!(rate.count(&usize::MAX).is_err());
    }
}
