//! Times of the day and days of the calendar, as a person means them in their own time zone.

use std::borrow::Cow;
use std::fmt;

use chrono::{Datelike, Days, LocalResult, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ValueRefusal;
use crate::time::Time;

/// A gap in the clocks, even one of a whole day, is shorter than this many minutes.
const LONGEST_GAP: i64 = 26 * 60;

/// A time of the day in whole minutes, `22:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// Minutes of a day.
    pub const MINUTES: u16 = 24 * 60;

    /// Reads `22:00`.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let (hour, minute) = text.trim().split_once(':').ok_or(ValueRefusal::ClockForm)?;
        let number = |digits: &str, below: u16| {
            let is_short = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
            let read = if is_short { digits.parse().ok() } else { None };
            read.filter(|number: &u16| *number < below).ok_or(ValueRefusal::ClockForm)
        };
        let (hour, minute) = (number(hour, 24)?, number(minute, 60)?);
        Ok(Self(hour * 60 + minute))
    }

    /// The time `minute` minutes after midnight.
    ///
    /// # Errors
    /// When a day has fewer.
    pub fn of_minute(minute: u16) -> Result<Self, ValueRefusal> {
        if minute < Self::MINUTES { Ok(Self(minute)) } else { Err(ValueRefusal::ClockForm) }
    }

    /// Minutes after midnight.
    pub fn minute(self) -> u16 {
        self.0
    }

    /// The moments at which the clocks of a zone show it on a day: two where they are put back, the end of the gap where they
    /// are put forward.
    pub(crate) fn on(self, day: NaiveDate, zone: Tz) -> [Option<Time>; 2] {
        let at = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.0) * 60, 0);
        let at = day.and_time(at.unwrap_or_default());
        let time = |local: chrono::DateTime<Tz>| Some(Time(local.timestamp_micros()));
        match zone.from_local_datetime(&at) {
            LocalResult::Single(only) => [time(only), None],
            LocalResult::Ambiguous(first, second) => [time(first), time(second)],
            LocalResult::None => {
                let after = (1..=LONGEST_GAP).find_map(|minutes| {
                    zone.from_local_datetime(&(at + TimeDelta::minutes(minutes))).earliest()
                });
                [after.and_then(time), None]
            }
        }
    }
}

/// A day of the calendar, `2026-12-15`; which moments belong to it says a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// Reads `2026-12-15`.
    ///
    /// # Errors
    /// When the text is no day, or outside the years 2000 to 2199.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let date = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| ValueRefusal::DayForm)?;
        if (2000..2200).contains(&date.year()) { Ok(Self(date)) } else { Err(ValueRefusal::DayForm) }
    }

    /// The day `days` later, or earlier when negative. The last day a calendar holds, where that is too far.
    #[must_use]
    pub(crate) fn plus_days(self, days: i32) -> Self {
        let (far, count) =
            (if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX }, Days::new(days.unsigned_abs().into()));
        let moved = if days < 0 { self.0.checked_sub_days(count) } else { self.0.checked_add_days(count) };
        Self(moved.unwrap_or(far))
    }

    /// The same day `months` later, or earlier when negative; the last of a month that is too short for it.
    #[must_use]
    pub(crate) fn plus_months(self, months: i32) -> Self {
        let (far, count) =
            (if months < 0 { NaiveDate::MIN } else { NaiveDate::MAX }, Months::new(months.unsigned_abs()));
        let moved =
            if months < 0 { self.0.checked_sub_months(count) } else { self.0.checked_add_months(count) };
        Self(moved.unwrap_or(far))
    }

    /// Number of days after Monday.
    pub(crate) fn days_from_monday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// The day of a moment in a zone.
    pub fn at(moment: Time, zone: Tz) -> Self {
        Self(moment.utc().with_timezone(&zone).date_naive())
    }

    /// Its first moment in a zone.
    pub fn begins(self, zone: Tz) -> Time {
        let [first, _] = ClockTime(0).on(self.0, zone);
        first.unwrap_or_else(|| Time(self.0.and_time(NaiveTime::MIN).and_utc().timestamp_micros()))
    }

    /// The first moment after it in a zone.
    pub fn ends(self, zone: Tz) -> Time {
        Self(self.0.checked_add_days(Days::new(1)).unwrap_or(self.0)).begins(zone)
    }
}

impl fmt::Display for ClockTime {
    /// As in time fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Display for Day {
    /// As in date fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

macro_rules! through_words {
    ($($name:ident: $description:literal, $example:literal);+ $(;)?) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $description, "examples": [$example] })
            }
        }
    )+};
}

through_words! {
    ClockTime: "a time of the day, HH:MM", "22:00";
    Day: "a day, YYYY-MM-DD", "2026-12-15";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_the_day_is_hours_and_minutes() {
        for (text, minute, again) in [("22:00", 1320, "22:00"), (" 7:05 ", 425, "07:05"), ("0:0", 0, "00:00")]
        {
            let read = ClockTime::parse(text).unwrap();
            assert_eq!((read.minute(), read.to_string().as_str()), (minute, again));
            assert_eq!(ClockTime::of_minute(minute), Ok(read));
        }
        for wrong in ["", "22", "24:00", "12:60", "-1:00", "12:000", "+1:00", "1:2:3", "22.00", "٢:00"] {
            assert_eq!(ClockTime::parse(wrong), Err(ValueRefusal::ClockForm), "{wrong:?}");
        }
        assert_eq!(ClockTime::of_minute(ClockTime::MINUTES), Err(ValueRefusal::ClockForm));
    }

    #[test]
    fn a_day_begins_and_ends_where_it_is_meant() {
        let time = |text| Time::parse(text).unwrap();
        let day = Day::parse("2026-12-15").unwrap();
        assert_eq!(day.begins(Tz::Europe__Warsaw), time("2026-12-14T23:00:00Z"));
        assert_eq!(day.ends(Tz::Asia__Tokyo), time("2026-12-15T15:00:00Z"));
        assert_eq!(Day::at(time("2026-12-14T23:30:00Z"), Tz::Europe__Warsaw), day);
        // The clocks of Santiago go forward at midnight: the day begins at one.
        let short = Day::parse("2026-09-06").unwrap();
        assert_eq!(short.begins(Tz::America__Santiago), time("2026-09-06T04:00:00Z"));
        for wrong in ["", "tomorrow", "2026-02-30", "1999-12-31", "2200-01-01"] {
            assert_eq!(Day::parse(wrong), Err(ValueRefusal::DayForm), "{wrong:?}");
        }
    }

    #[test]
    fn a_day_is_counted_from_another() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(day("2026-02-27").plus_days(2), day("2026-03-01"));
        assert_eq!(day("2026-03-01").plus_days(-2), day("2026-02-27"));
        assert_eq!(day("2026-12-31").plus_months(2), day("2027-02-28"));
        assert_eq!(day("2026-03-31").plus_months(-1), day("2026-02-28"));
        assert_eq!(day("2026-11-23").days_from_monday(), 0);
        for far in [i32::MIN, i32::MAX] {
            let ends = [day("2026-01-01").plus_days(far), day("2026-01-01").plus_months(far)];
            assert!(ends.iter().all(|end| (*end < day("2000-01-01")) == (far < 0)));
        }
    }
}
