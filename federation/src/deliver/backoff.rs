//! The backoff after failures: short at first, then daily (PROTOCOL §4.6).

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The waits after the first failures, in seconds. They add up to just under a day; later tries are daily.
const FIRST_STEPS: [u64; 8] = [30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];
/// The number of attempts in thirty days. A job with this number of failures in a row is given up.
pub const FAILURES_IN_A_MONTH: u32 = 38;

/// The wait after the `failures`-th failure in a row.
///
/// `jitter` in 0..1 spreads the wait by ±20 %, so that not all peers meet a returning host at once.
pub fn wait_after(failures: u32, jitter: f64) -> Duration {
    let seconds = FIRST_STEPS.get(failures.saturating_sub(1) as usize).copied().unwrap_or(DAY);
    let spread = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 0.5 };
    Duration::from_secs(seconds).mul_f64(0.8 + 0.4 * spread)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn waits_grow_to_a_day_and_stay_there() {
        let expected = [30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400];
        for (failures, seconds) in (1..).zip(expected) {
            assert_eq!(wait_after(failures, 0.5), Duration::from_secs(seconds), "failure {failures}");
        }
        assert_eq!(wait_after(u32::MAX, 0.5), Duration::from_secs(DAY), "nobody is forgotten");
    }

    #[test]
    fn the_last_attempt_of_a_month_is_on_day_thirty() {
        let total: Duration = (1..FAILURES_IN_A_MONTH).map(|failures| wait_after(failures, 0.5)).sum();
        assert!((29 * DAY..=30 * DAY).contains(&total.as_secs()), "{total:?}");
    }

    proptest! {
        #[test]
        fn jitter_moves_a_wait_by_a_fifth_at_most(failures in any::<u32>(), jitter in any::<f64>()) {
            let (exact, wait) = (wait_after(failures, 0.5), wait_after(failures, jitter));
            prop_assert!(wait >= exact.mul_f64(0.799) && wait <= exact.mul_f64(1.201));
        }
    }
}
