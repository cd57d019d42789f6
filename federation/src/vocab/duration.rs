//! Durations in days and hours, as terms carry them (ISO 8601: `P7D`, `PT12H`, `P1DT6H`, `P2W`).

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// A whole number of hours, up to ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    hours: u32,
}

/// The text is not a duration of hours, days or weeks up to ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a duration in days and hours")]
pub struct NotASpan;

const MAX_HOURS: u32 = 10 * 366 * 24;

impl Span {
    /// # Errors
    /// When the duration is zero or longer than ten years.
    pub fn from_hours(hours: u32) -> Result<Self, NotASpan> {
        if (1..=MAX_HOURS).contains(&hours) { Ok(Self { hours }) } else { Err(NotASpan) }
    }

    pub fn hours(self) -> u32 {
        self.hours
    }
}

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.strip_prefix('P').ok_or(NotASpan)?;
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let mut hours: u32 = 0;
        let mut add = |number: &str, unit: u32| {
            let whole = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            let amount: u32 = if whole { number.parse().ok()? } else { return None };
            hours = hours.checked_add(amount.checked_mul(unit)?)?;
            Some(())
        };
        if let Some(weeks) = date.strip_suffix('W') {
            add(weeks, 7 * 24).ok_or(NotASpan)?;
        } else if !date.is_empty() {
            add(date.strip_suffix('D').ok_or(NotASpan)?, 24).ok_or(NotASpan)?;
        }
        if let Some(time) = time {
            add(time.strip_suffix('H').ok_or(NotASpan)?, 1).ok_or(NotASpan)?;
        }
        Self::from_hours(hours)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.hours / 24, self.hours % 24) {
            (0, hours) => write!(f, "PT{hours}H"),
            (days, 0) => write!(f, "P{days}D"),
            (days, hours) => write!(f, "P{days}DT{hours}H"),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_hours_and_weeks_are_read_and_written_in_one_form() {
        for (text, hours, written) in [
            ("P7D", 168, "P7D"),
            ("PT12H", 12, "PT12H"),
            ("PT36H", 36, "P1DT12H"),
            ("P1DT6H", 30, "P1DT6H"),
            ("P2W", 336, "P14D"),
            ("P07D", 168, "P7D"),
        ] {
            let span: Span = text.parse().unwrap();
            assert_eq!((span.hours(), span.to_string().as_str()), (hours, written), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "", "P", "7D", "P7", "PD", "P-7D", "P+7D", "P1.5D", "PT30M", "P1Y", "P1M", "PT", "P1DT", "P0D",
            "P99999D",
        ] {
            assert_eq!(text.parse::<Span>(), Err(NotASpan), "{text}");
        }
        assert_eq!("P99999999999D".parse::<Span>(), Err(NotASpan));
    }
}
