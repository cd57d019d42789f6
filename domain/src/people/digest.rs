//! The daily digest: when it is sent, and how far ahead it looks (RULES §8).

use chrono::{Days, Timelike};
use chrono_tz::Tz;

use crate::time::{DAY, Time};
use crate::value::ClockTime;

/// The hour of the day, by the clocks of the person.
pub const HOUR: u16 = 7;
/// The time within which due tasks are named.
pub const AHEAD: i64 = 14 * DAY;

/// The next moment at which the clocks of a zone show seven in the morning, after a moment.
pub fn next(zone: Tz, now: Time) -> Time {
    let seven = ClockTime::of_minute(HOUR * 60).ok();
    let mut day = now.utc().with_timezone(&zone).date_naive();
    // Today or tomorrow; a day later where a zone left out a whole day.
    for _ in 0..3 {
        let moments = seven.into_iter().flat_map(|seven| seven.on(day, zone)).flatten();
        if let Some(at) = moments.filter(|at| *at > now).min() {
            return at;
        }
        let Some(after) = day.checked_add_days(Days::new(1)) else { break };
        day = after;
    }
    now.plus(DAY)
}

/// Whether it is seven or later in a zone. A person may have moved to another zone since the next digest was set.
pub fn is_time(zone: Tz, now: Time) -> bool {
    now.utc().with_timezone(&zone).hour() >= u32::from(HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn a_digest_comes_at_seven_by_the_clocks_of_the_person() {
        for (zone, now, next_at) in [
            (Tz::UTC, "2026-12-15T06:59:00Z", "2026-12-15T07:00:00Z"),
            (Tz::UTC, "2026-12-15T07:00:00Z", "2026-12-16T07:00:00Z"),
            (Tz::Asia__Tokyo, "2026-12-15T06:00:00Z", "2026-12-15T22:00:00Z"),
            (Tz::America__New_York, "2026-12-15T06:00:00Z", "2026-12-15T12:00:00Z"),
            // The clocks of Warsaw are put forward in that night.
            (Tz::Europe__Warsaw, "2026-03-28T12:00:00Z", "2026-03-29T05:00:00Z"),
        ] {
            assert_eq!(next(zone, at(now)), at(next_at), "{zone} {now}");
        }
    }

    #[test]
    fn whoever_has_gone_west_is_not_woken() {
        let sent = at("2026-12-15T06:00:00Z");
        assert!(is_time(Tz::Europe__Warsaw, sent));
        assert!(!is_time(Tz::America__New_York, sent));
    }
}
