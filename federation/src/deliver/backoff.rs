//! How long to wait after failures: soon at first, then daily, for a month (PROTOCOL §4.6).

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The waits after the first failures, in seconds. They add up to just under a day.
const FIRST_STEPS: [u64; 8] = [30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];
/// Then once a day, so that the last attempt is made on day 30.
const DAILY_ATTEMPTS: u32 = 29;

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextAttempt {
    /// Try again after this long.
    In(Duration),
    /// Keep it, and try when the host shows signs of life: delegations are never dropped.
    Sleep,
    /// Drop it, and say so.
    GiveUp,
}

impl NextAttempt {
    /// Not before the time that the other server named.
    #[must_use]
    pub fn not_before(self, after: Option<Duration>) -> Self {
        match (self, after) {
            (Self::In(wait), Some(after)) => Self::In(wait.max(after)),
            (unchanged, _) => unchanged,
        }
    }
}

/// What follows the `failures`-th failure in a row.
///
/// `jitter` in 0..1 spreads the wait by ±20 %, so that a host that comes back is not met by all its peers at once.
/// `class_d` is delegation traffic (PROTOCOL §1.6).
pub fn next_attempt(failures: u32, jitter: f64, class_d: bool) -> NextAttempt {
    let step = failures.saturating_sub(1);
    let seconds = match FIRST_STEPS.get(step as usize) {
        Some(seconds) => *seconds,
        None if step < FIRST_STEPS.len() as u32 + DAILY_ATTEMPTS => DAY,
        None if class_d => return NextAttempt::Sleep,
        None => return NextAttempt::GiveUp,
    };
    let spread = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 0.5 };
    NextAttempt::In(Duration::from_secs(seconds).mul_f64(0.8 + 0.4 * spread))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn middle(failures: u32) -> NextAttempt {
        next_attempt(failures, 0.5, true)
    }

    #[test]
    fn waits_grow_to_a_day() {
        let expected = [30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400];
        for (failures, seconds) in (1..).zip(expected) {
            assert_eq!(middle(failures), NextAttempt::In(Duration::from_secs(seconds)), "failure {failures}");
        }
    }

    #[test]
    fn the_last_attempt_is_on_day_thirty() {
        let waits = (1..).map_while(|failures| match middle(failures) {
            NextAttempt::In(wait) => Some(wait),
            NextAttempt::Sleep | NextAttempt::GiveUp => None,
        });
        let total: Duration = waits.sum();
        assert!((29 * DAY..=30 * DAY).contains(&total.as_secs()), "{total:?}");
    }

    #[test]
    fn after_a_month_delegations_sleep_and_the_rest_is_given_up() {
        for failures in [38, 1_000, u32::MAX] {
            assert_eq!(next_attempt(failures, 0.5, true), NextAttempt::Sleep);
            assert_eq!(next_attempt(failures, 0.5, false), NextAttempt::GiveUp);
        }
        assert!(matches!(next_attempt(37, 0.5, false), NextAttempt::In(_)));
    }

    #[test]
    fn a_time_that_was_named_is_kept_but_shortens_nothing() {
        let hour = Some(Duration::from_secs(HOUR));
        assert_eq!(middle(1).not_before(hour), NextAttempt::In(Duration::from_secs(HOUR)));
        assert_eq!(middle(9).not_before(hour), middle(9));
        assert_eq!(middle(1).not_before(None), middle(1));
        assert_eq!(middle(99).not_before(hour), NextAttempt::Sleep);
    }

    proptest! {
        #[test]
        fn jitter_moves_a_wait_by_a_fifth_at_most(failures in 1_u32..38, jitter in any::<f64>()) {
            let NextAttempt::In(exact) = middle(failures) else { unreachable!("within the month") };
            let NextAttempt::In(wait) = next_attempt(failures, jitter, true) else { unreachable!("within the month") };
            prop_assert!(wait >= exact.mul_f64(0.799) && wait <= exact.mul_f64(1.201));
        }
    }
}
