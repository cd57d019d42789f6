//! Days of a query, relative to today or named.

use std::fmt;

use chrono_tz::Tz;

use super::nearest::nearest;
use crate::time::Time;
use crate::value::Day;

/// A condition on the date of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DueCondition {
    /// `due:none`: it has none.
    None,
    /// `due:<2w`: before that day.
    Before(DayTerm),
    /// `due:>2w`: after that day.
    After(DayTerm),
    /// `due:2w`: on that day.
    On(DayTerm),
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayTerm {
    /// `today`, `tomorrow`, `2w`: so far ahead.
    Ahead(Amount),
    /// `yesterday`, `2 months ago`: so long ago.
    Ago(Amount),
    /// `fri`: the next such day, or today.
    On(Weekday),
    /// `2026-12-15`
    Date(Day),
}

/// A number of days, weeks, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    /// The number of units; at most [`Amount::MOST`].
    pub count: u16,
    /// The unit.
    pub unit: Unit,
}

/// A length of time of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Moments from one on and before another; `None` for no bound. A task without a date is in no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first moment in it.
    pub from: Option<Time>,
    /// The first moment behind it.
    pub until: Option<Time>,
}

impl DueCondition {
    /// The moments of the dates that it means; `None` for tasks without a date.
    ///
    /// Days follow the calendar where the reader lives. A date of a task is stored as the end of its day in UTC, and is
    /// that day for everybody: so the range is bounded by midnights in UTC.
    pub fn range(self, now: Time, zone: Tz) -> Option<Range> {
        let begins = |when: DayTerm| when.day(now, zone).begins(Tz::UTC);
        let ends = |when: DayTerm| when.day(now, zone).ends(Tz::UTC);
        match self {
            Self::None => None,
            Self::Before(when) => Some(Range { from: None, until: Some(begins(when)) }),
            Self::After(when) => Some(Range { from: Some(ends(when)), until: None }),
            Self::On(when) => Some(Range { from: Some(begins(when)), until: Some(ends(when)) }),
        }
    }
}

/// The moments of dates that are past where the reader lives: of an open task it is marked on pages.
pub fn overdue(now: Time, zone: Tz) -> Range {
    Range { from: None, until: Some(Day::at(now, zone).begins(Tz::UTC)) }
}

impl Range {
    /// Whether a moment is in it.
    pub fn contains(self, at: Time) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

impl DayTerm {
    /// Reads a day: `2026-12-15`, `today`, `fri`, `2w`, `2 months ago`. In whatever case.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some((_, when)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Some(*when);
        }
        if let Some(weekday) = Weekday::parse(&text) {
            return Some(Self::On(weekday));
        }
        if let Some(amount) = Amount::parse(&text) {
            return Some(Self::Ahead(amount));
        }
        if let Some(amount) = text.strip_suffix(AGO).filter(|amount| amount.ends_with(char::is_whitespace)) {
            return Amount::parse(amount).map(Self::Ago);
        }
        Day::parse(&text).ok().map(Self::Date)
    }

    /// The words that name a day by themselves.
    pub fn words() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name).chain(Weekday::ALL.iter().map(|weekday| weekday.as_str()))
    }

    /// The probable correction of a text that is no day.
    pub(super) fn meant(text: &str) -> Option<String> {
        let text = text.trim().to_ascii_lowercase();
        Amount::meant(&text).or_else(|| date_meant(&text)).or_else(|| {
            let names = Weekday::ALL.iter().map(|weekday| weekday.name());
            nearest(&text, [NO_DATE].into_iter().chain(Self::words()).chain(names)).map(str::to_owned)
        })
    }

    /// The day that it is for somebody who lives in a zone.
    pub(crate) fn day(self, now: Time, zone: Tz) -> Day {
        let today = Day::at(now, zone);
        match self {
            Self::Ahead(amount) => amount.away_from(today, 1),
            Self::Ago(amount) => amount.away_from(today, -1),
            Self::On(weekday) => {
                let ahead = (weekday.days_from_monday() + 7 - today.days_from_monday()) % 7;
                today.plus_days(i32::try_from(ahead).unwrap_or(0))
            }
            Self::Date(day) => day,
        }
    }
}

/// The word for tasks without a date.
pub(super) const NO_DATE: &str = "none";

/// The word behind an amount that lies in the past.
pub(super) const AGO: &str = "ago";

const NAMED: [(&str, DayTerm); 3] = [
    ("today", DayTerm::Ahead(Amount { count: 0, unit: Unit::Day })),
    ("tomorrow", DayTerm::Ahead(Amount { count: 1, unit: Unit::Day })),
    ("yesterday", DayTerm::Ago(Amount { count: 1, unit: Unit::Day })),
];

/// A date in another form with unmistakable parts: `15.12.2026`, `2026/12/15`.
fn date_meant(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 {
        (first, third)
    } else if third.len() == 4 && text.contains('.') {
        (third, first)
    } else {
        return None;
    };
    Day::parse(&format!("{year}-{second}-{day}")).ok().map(|day| day.to_string())
}

impl Amount {
    /// The greatest number of days, weeks, months or years.
    pub const MOST: u16 = 9_999;

    /// Reads `2w`, `2 weeks`.
    fn parse(text: &str) -> Option<Self> {
        let (count, unit) = Self::halves(text)?;
        Some(Self { count, unit: Unit::parse(unit)? })
    }

    /// The number, and the word behind it.
    fn halves(text: &str) -> Option<(u16, &str)> {
        let text = text.trim();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (count, unit) = text.split_at_checked(digits)?;
        let count = count.parse().ok().filter(|count| *count <= Self::MOST)?;
        Some((count, unit.trim_start()))
    }

    fn meant(text: &str) -> Option<String> {
        let (behind, is_past) = match text.strip_suffix(AGO) {
            Some(amount) => (amount.trim_end(), true),
            None => (text, false),
        };
        let (behind, is_past) = match behind.strip_prefix('-') {
            Some(amount) => (amount, true),
            None => (behind.strip_prefix('+').unwrap_or(behind), is_past),
        };
        let (count, unit) = Self::halves(behind)?;
        let words = UNITS.iter().flat_map(|(_, words)| words.iter().copied());
        let unit = if unit.is_empty() { Unit::Day } else { Unit::parse(nearest(unit, words)?)? };
        let amount = Self { count, unit };
        Some(if is_past { DayTerm::Ago(amount) } else { DayTerm::Ahead(amount) }.to_string())
    }

    /// The day this amount ahead of `day`, or with -1 before it.
    fn away_from(self, day: Day, direction: i32) -> Day {
        let count = i32::from(self.count) * direction;
        match self.unit {
            Unit::Day => day.plus_days(count),
            Unit::Week => day.plus_days(count * 7),
            Unit::Month => day.plus_months(count),
            Unit::Year => day.plus_months(count * 12),
        }
    }
}

const UNITS: [(Unit, &[&str]); 4] = [
    (Unit::Day, &["d", "day", "days"]),
    (Unit::Week, &["w", "week", "weeks"]),
    (Unit::Month, &["month", "months", "mo", "m"]),
    (Unit::Year, &["year", "years", "y"]),
];

impl Unit {
    /// Reads a word for it, in small letters.
    pub(super) fn parse(word: &str) -> Option<Self> {
        UNITS.iter().find(|(_, words)| words.contains(&word)).map(|(unit, _)| *unit)
    }
}

impl Weekday {
    /// Every one, in order.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The word of the language.
    pub fn as_str(self) -> &'static str {
        self.name().get(..3).unwrap_or_default()
    }

    /// The whole name, which is read as well.
    fn name(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.as_str() == word || day.name() == word)
    }

    fn days_from_monday(self) -> u32 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }
}

impl fmt::Display for DayTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMED.iter().find(|(_, when)| when == self) {
            return f.write_str(name);
        }
        match self {
            Self::Ahead(amount) => amount.fmt(f),
            Self::Ago(amount) => write!(f, "{amount} {AGO}"),
            Self::On(weekday) => f.write_str(weekday.as_str()),
            Self::Date(day) => day.fmt(f),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, unit } = self;
        let plural = if *count == 1 { "" } else { "s" };
        match unit {
            Unit::Day => write!(f, "{count}d"),
            Unit::Week => write!(f, "{count}w"),
            Unit::Month => write!(f, "{count} month{plural}"),
            Unit::Year => write!(f, "{count} year{plural}"),
        }
    }
}
