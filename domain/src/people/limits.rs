//! A person's own limits (RULES §10): how much they take on, how often they are asked, when they are left alone, and when they
//! are away. Everything that asks or tells people asks here.

use chrono::{Days, Timelike};
use chrono_tz::Tz;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::time::{DAY, Time};
use crate::value::{ClockTime, ValueRefusal, at_most, number};

pub use crate::value::{AwayTasks, SkillLevel};

/// The longest time for which somebody is away at once.
pub const AWAY_MAX: i64 = 366 * DAY;

/// At most a hundred things, each once, in the order they were given: the skills for which a person is not asked, and the
/// pursuances that do not ask them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Few<T>(Vec<T>);

/// The most entries of a [`Few`].
pub const FEW: usize = 100;

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> Few<T> {
    /// Makes a set, dropping repeats.
    ///
    /// # Errors
    /// When there are more than a hundred.
    pub fn new(given: impl IntoIterator<Item = T>) -> Result<Self, ValueRefusal> {
        let mut set: Vec<T> = Vec::new();
        for one in given {
            if !set.contains(&one) {
                // Stops reading at the limit.
                if set.len() == FEW {
                    return Err(ValueRefusal::TooMany { what: "entries", max: FEW });
                }
                set.push(one);
            }
        }
        Ok(Self(set))
    }

    /// Reads a list separated by commas or line breaks, as typed into a field.
    ///
    /// # Errors
    /// When an entry is invalid, or there are too many.
    pub fn parse(text: &str, one: impl Fn(&str) -> Result<T, ValueRefusal>) -> Result<Self, ValueRefusal> {
        let parts = text.split([',', '\n', ';']).map(str::trim).filter(|part| !part.is_empty());
        // One extra entry shows that there are too many.
        Self::new(parts.take(FEW + 1).map(one).collect::<Result<Vec<_>, _>>()?)
    }

    /// Iterates over the entries.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de> + PartialEq> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(at_most(deserializer, "entries", FEW)?).map_err(serde::de::Error::custom)
    }
}

impl<T: JsonSchema> JsonSchema for Few<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Few_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "type": "array", "items": one, "maxItems": FEW })
    }
}

number! {
    /// Hours a week that somebody has for all their pursuances.
    HoursAWeek("the number of hours", 0, 80),
    /// Tasks that somebody has under way at the same time before nobody asks them for more.
    InProgress("the number of tasks", 1, 20),
    /// Tasks that somebody is asked about in seven days at most.
    OffersAWeek("the number of questions", 0, 20),
}

impl Default for InProgress {
    fn default() -> Self {
        Self(3)
    }
}

impl Default for OffersAWeek {
    fn default() -> Self {
        Self(7)
    }
}

/// How much somebody takes on. Where nothing is said, the defaults hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Limits {
    /// Hours a week; null where nothing was said.
    pub hours_a_week: Option<HoursAWeek>,
    /// Tasks under way at the same time.
    pub in_progress: InProgress,
    /// Tasks that they are asked about in seven days.
    pub offers_a_week: OffersAWeek,
    /// The hours in which nothing is said to them; null for none.
    pub quiet: Option<QuietHours>,
}

/// Hours of every day, by the clocks of the person; from the evening to the morning they go over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// The first minute.
    pub from: ClockTime,
    /// The minute after the last; another one than the first.
    pub until: ClockTime,
}

impl QuietHours {
    /// Whether they have a length: the ends differ.
    pub fn is_sound(self) -> bool {
        self.from != self.until
    }

    fn has(self, minute: u16) -> bool {
        let (from, until) = (self.from.minute(), self.until.minute());
        if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until }
    }

    fn are_at(self, zone: Tz, at: Time) -> bool {
        let local = at.utc().with_timezone(&zone);
        self.has(u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default())
    }
}

/// The end of the quiet hours at the time `now`; none outside of them. Where the clocks are put forward over the end, it is
/// the moment at which that happens.
pub fn quiet_until(quiet: QuietHours, zone: Tz, now: Time) -> Option<Time> {
    if !quiet.are_at(zone, now) {
        return None;
    }
    let mut day = now.utc().with_timezone(&zone).date_naive();
    // Today or tomorrow; a day later where a zone left out a whole day.
    for _ in 0..3 {
        let ends = quiet.until.on(day, zone).into_iter().flatten();
        let next = ends.filter(|end| *end > now && !quiet.are_at(zone, *end)).min();
        if next.is_some() {
            return next;
        }
        day = day.checked_add_days(Days::new(1))?;
    }
    None
}

/// The first moment from now on at which a person may be told something that can wait.
pub fn first_awake(quiet: Option<QuietHours>, zone: Tz, now: Time) -> Time {
    quiet.and_then(|quiet| quiet_until(quiet, zone, now)).unwrap_or(now)
}

/// When somebody is away, and what becomes of their open tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Away {
    /// The first moment.
    pub from: Time,
    /// The moment from which they are back.
    pub until: Time,
    /// Their open tasks.
    pub tasks: AwayTasks,
}

/// Whether somebody is away at the time `now`.
pub fn is_away(away: Away, now: Time) -> bool {
    away.from <= now && now < away.until
}

/// The reason why somebody cannot be away like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwayRefusal {
    /// It is over before it begins, or before now.
    Over,
    /// It is longer than a year.
    TooLong,
}

/// Whether somebody may be away like that.
///
/// # Errors
/// [`AwayRefusal`] when it is over already, ends before it begins, or is longer than [`AWAY_MAX`].
pub fn may_be_away(away: Away, now: Time) -> Result<(), AwayRefusal> {
    if away.until <= away.from || away.until <= now {
        return Err(AwayRefusal::Over);
    }
    if away.until.0.saturating_sub(away.from.0) > AWAY_MAX
        || away.until.0.saturating_sub(now.0) > 2 * AWAY_MAX
    {
        return Err(AwayRefusal::TooLong);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
