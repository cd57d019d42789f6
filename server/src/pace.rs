//! The rate of actions, by the program's clock: a guard against runaway programs, in this process only.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

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
}

/// The program's clock in the form the limiter reads.
#[derive(Debug, Clone)]
struct Beat(Clock);

impl governor::clock::Clock for Beat {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().0).unwrap_or(0))
    }
}

impl<K: Hash + Eq + Clone> Pace<K> {
    /// Nothing counted yet.
    pub fn new(clock: &Clock, allowance: Allowance) -> Self {
        let at_once = NonZeroU32::new(allowance.at_once).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(allowance.then_every).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        let beat = Beat(clock.clone());
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
