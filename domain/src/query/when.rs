//! Days of a query, relative to today or named.

use std::fmt;

use chrono_tz::Tz;

use crate::time::{DAY, Time};
use crate::value::Day;

/// What is said of the date of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Due {
    /// `due:none`: it has none.
    None,
    /// `due:<2w`: before that day.
    Before(When),
    /// `due:>2w`: after that day.
    After(When),
    /// `due:2w`: on that day.
    On(When),
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
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
    /// How many; at most [`Amount::MOST`].
    pub count: u16,
    /// Of what.
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

