//! Moments in time: microseconds since 1970 UTC, the same number on the wire of both databases.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wording::Wording;

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// One second in the unit of [`Time`].
pub const SECOND: i64 = 1_000_000;
/// One minute in the unit of [`Time`].
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in the unit of [`Time`].
pub const HOUR: i64 = 60 * MINUTE;
/// One day in the unit of [`Time`].
pub const DAY: i64 = 24 * HOUR;

/// 2000-01-01 and 2200-01-01: dates outside are refused (PROTOCOL §1.5).
const EARLIEST: Time = Time(946_684_800 * SECOND);
const LATEST: Time = Time(7_258_118_400 * SECOND);

/// The reason why a text is no accepted moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeRefusal {
    /// Neither a date nor an RFC 3339 time.
    #[error("this is not a date we can read; write it like 2026-12-15")]
    Unreadable,
    /// Before 2000 or after 2199.
    #[error("this date is outside the years 2000 to 2199")]
    OutOfRange,
}

impl TimeRefusal {
    /// The words of the refusal beside the field.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Unreadable => Wording::new("refusal-date-form"),
            Self::OutOfRange => Wording::new("refusal-date-range"),
        }
    }
}

impl Time {
    /// Reads `2026-12-15` (the end of that day, UTC) or an RFC 3339 time.
    ///
    /// # Errors
    /// [`TimeRefusal`] when the text is neither, or the year is not between 2000 and 2199.
    pub fn parse(text: &str) -> Result<Self, TimeRefusal> {
        let text = text.trim();
        let time = if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            let end = day.and_hms_opt(23, 59, 59).ok_or(TimeRefusal::Unreadable)?;
            Self(end.and_utc().timestamp_micros())
        } else {
            let moment = DateTime::parse_from_rfc3339(text).map_err(|_| TimeRefusal::Unreadable)?;
            Self(moment.timestamp_micros())
        };
        if time < EARLIEST || time >= LATEST {
            return Err(TimeRefusal::OutOfRange);
        }
        Ok(time)
    }

    /// The moment as RFC 3339 in UTC with whole seconds, as sent to other servers.
    pub fn rfc3339(self) -> String {
        self.utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// The day as `2026-12-15`, for date fields.
    pub fn date(self) -> String {
        self.utc().format("%Y-%m-%d").to_string()
    }

    /// The moment for calendar arithmetic. Values no calendar holds become 1970.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    /// Seconds since 1970, rounded down.
    pub fn unix_seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// The moment `micros` later (earlier when negative).
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.utc().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "RFC 3339 time, or a date (the end of that day, UTC)",
            "examples": ["2026-12-15", "2026-12-15T18:00:00Z"]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_means_the_end_of_that_day() {
        assert_eq!(Time::parse("2026-12-15").unwrap().rfc3339(), "2026-12-15T23:59:59Z");
        assert_eq!(Time::parse("2026-12-15").unwrap().date(), "2026-12-15");
    }

    #[test]
    fn nonsense_and_far_years_are_refused() {
        assert_eq!(Time::parse("soon"), Err(TimeRefusal::Unreadable));
        assert_eq!(Time::parse("1999-12-31"), Err(TimeRefusal::OutOfRange));
        assert_eq!(Time::parse("2200-01-01"), Err(TimeRefusal::OutOfRange));
    }

    #[test]
    fn times_round_trip_through_json() {
        let time = Time(1_700_000_000_123_456);
        let text = serde_json::to_string(&time).unwrap();
        assert_eq!(serde_json::from_str::<Time>(&text).unwrap(), time);
    }
}
