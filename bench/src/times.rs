//! What a series of times says.

use std::time::Duration;

/// The time, in milliseconds, below which `percent` of a series lie; 0 where there are none.
pub fn millis(times: &mut [Duration], percent: usize) -> f64 {
    times.sort();
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).map_or(0.0, Duration::as_secs_f64) * 1000.0
}
