//! Times in everyday words: "tomorrow", "Thu 16:02", "19 Nov"; near ones also as "3 hours ago". Computed from now, in the time zone of
//! the viewer and by their clock, and always with the exact time in `datetime`. Dates that a person wrote are the same day everywhere.

use askama::filters::HtmlSafe;
use chrono::Datelike;
use chrono_tz::Tz;
use pursuance_domain::time::{DAY, HOUR, MINUTE, Time};

use crate::store::texts::Body;
use crate::text::{Markup, Text, escape};

const WEEKDAYS: [&str; 7] =
    ["when-mon", "when-tue", "when-wed", "when-thu", "when-fri", "when-sat", "when-sun"];
const WHOLE_MONTHS: [&str; 12] = [
    "when-january",
    "when-february",
    "when-march",
    "when-april",
    "when-may-whole",
    "when-june",
    "when-july",
    "when-august",
    "when-september",
    "when-october",
    "when-november",
    "when-december",
];
const MONTHS: [&str; 12] = [
    "when-jan", "when-feb", "when-mar", "when-apr", "when-may", "when-jun", "when-jul", "when-aug",
    "when-sep", "when-oct", "when-nov", "when-dec",
];

/// A time or a day, for people (`words`), for programs (`datetime`) and in full (`full`, with the zone).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    pub words: String,
    pub datetime: String,
    pub full: String,
    /// How long ago it was, or will be: of a moment within a day of now, and empty for others and for days.
    pub near: String,
    /// The date, where the words do not name it: on paper "tomorrow" is soon wrong. Empty for others.
    pub date: String,
}

impl When {
    /// The date as an attribute, for paper.
    fn dated(&self) -> String {
        if self.date.is_empty() { String::new() } else { format!(" data-date=\"{}\"", escape(&self.date)) }
    }

    /// The `<time>` element of a time outside a sentence: "3 hours ago" if it is near, with the exact time as a tooltip. The script
    /// updates these words.
    pub fn alone(&self) -> Markup {
        if self.near.is_empty() {
            return Markup::trusted(self.to_string());
        }
        let (datetime, full, near) = (&self.datetime, escape(&self.full), escape(&self.near));
        let date = self.dated();
        Markup::trusted(format!(
            "<time datetime=\"{datetime}\" title=\"{full}\"{date} data-near>{near}</time>"
        ))
    }
}

impl std::fmt::Display for When {
    /// The `<time>` element.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let title =
            if self.near.is_empty() { self.full.clone() } else { format!("{} · {}", self.near, self.full) };
        let (datetime, title, words) = (&self.datetime, escape(&title), escape(&self.words));
        write!(f, "<time datetime=\"{datetime}\" title=\"{title}\"{}>{words}</time>", self.dated())
    }
}

impl HtmlSafe for When {}

impl When {
    /// The time for a heading, with a capital first letter; within a sentence the words are small, "today" as "heute".
    #[must_use]
    pub fn heading(&self) -> Self {
        Self { words: capital(&self.words), ..self.clone() }
    }
}

/// A text with a capital first letter, in scripts that have capitals.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The urgency of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressing {
    /// There is time.
    Later,
    /// Today or tomorrow.
    Soon,
    /// It has passed.
    Over,
}

/// A due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub day: When,
    pub pressing: Pressing,
}

impl Due {
    /// Whether the date has passed.
    pub fn is_over(&self) -> bool {
        self.pressing == Pressing::Over
    }

    /// Whether it is today or tomorrow.
    pub fn is_soon(&self) -> bool {
        self.pressing == Pressing::Soon
    }
}

/// A time: "today, 16:02", "yesterday, 16:02", "Thu 16:02" within a week, else "19 Nov, 16:02".
pub fn moment(t: Text, zone: Tz, now: Time, at: Time) -> When {
    let (today, that) = (now.utc().with_timezone(&zone), at.utc().with_timezone(&zone));
    let time = t.clock(&that);
    let apart = days_between(&today, &that);
    let words = match apart {
        0 => t.with("when-today-at").set("time", &time).to_string(),
        1 => t.with("when-tomorrow-at").set("time", &time).to_string(),
        -1 => t.with("when-yesterday-at").set("time", &time).to_string(),
        -6..=6 => t.with("when-weekday-at").set("day", weekday(t, &that)).set("time", &time).to_string(),
        _ if today.year() == that.year() => {
            t.with("when-date-at").set("date", date_words(t, &that)).set("time", &time).to_string()
        }
        _ => date_and_year(t, &that),
    };
    let date = if apart.abs() < 7 { date_and_year(t, &that) } else { String::new() };
    When { near: near(t, now, at), date, ..finish(t, words, zone, at) }
}

/// The time of the day, "16:02" or "4:02 PM".
pub fn clock(t: Text, zone: Tz, at: Time) -> String {
    t.clock(&at.utc().with_timezone(&zone))
}

/// How long ago a moment was, or how soon it comes, in words; empty where it is a day or more.
fn near(t: Text, now: Time, at: Time) -> String {
    let ahead = at.0.saturating_sub(now.0);
    let apart = ahead.saturating_abs();
    let (unit, ago, coming) = if apart < MINUTE {
        return t.s("when-just-now").to_owned();
    } else if apart < HOUR {
        (MINUTE, "when-minutes-ago", "when-in-minutes")
    } else if apart < DAY {
        (HOUR, "when-hours-ago", "when-in-hours")
    } else {
        return String::new();
    };
    t.with(if ahead > 0 { coming } else { ago }).set("n", apart / unit).to_string()
}

/// A day: "today", "tomorrow", "Thu 26 Nov", with the year when it is another one.
pub fn day(t: Text, zone: Tz, now: Time, at: Time) -> When {
    let (today, that) = (now.utc().with_timezone(&zone), at.utc().with_timezone(&zone));
    When { date: unnamed(t, &today, &that), ..finish(t, day_words(t, &today, &that), zone, at) }
}

/// A date that a person wrote, as the day it names: it is stored as the end of that day in UTC.
pub fn date(t: Text, zone: Tz, now: Time, at: Time) -> When {
    let (today, that) = (now.utc().with_timezone(&zone), at.utc());
    When {
        words: day_words(t, &today, &that),
        datetime: at.date(),
        full: date_and_year(t, &that),
        near: String::new(),
        date: unnamed(t, &today, &that),
    }
}

/// The date of a day whose words do not name it; empty for others.
fn unnamed(t: Text, today: &impl Datelike, that: &impl Datelike) -> String {
    if days_between(today, that).abs() <= 1 { date_and_year(t, that) } else { String::new() }
}

fn day_words(t: Text, today: &impl Datelike, that: &impl Datelike) -> String {
    match days_between(today, that) {
        0 => t.s("when-today").to_owned(),
        1 => t.s("when-tomorrow").to_owned(),
        -1 => t.s("when-yesterday").to_owned(),
        _ if today.year() == that.year() => t
            .with("when-weekday-date")
            .set("day", weekday(t, that))
            .set("date", date_words(t, that))
            .to_string(),
        _ => date_and_year(t, that),
    }
}

/// A due date, and how urgent it is. A finished task is never urgent. `title` tells whether the task is a private one: of such a date a
/// server knows only the week, which ends on this day.
pub fn due(t: Text, zone: Tz, now: Time, at: Time, title: &Body, finished: bool) -> Due {
    let pressing = match days_between(&now.utc().with_timezone(&zone), &at.utc()) {
        _ if finished => Pressing::Later,
        ..=-1 => Pressing::Over,
        0 | 1 => Pressing::Soon,
        2.. => Pressing::Later,
    };
    let mut day = date(t, zone, now, at);
    if title.is_sealed() {
        day.words = t.with("when-in-week").set("day", &day.words).to_string();
    }
    Due { day, pressing }
}

fn days_between(from: &impl Datelike, to: &impl Datelike) -> i32 {
    to.num_days_from_ce() - from.num_days_from_ce()
}

/// The key of a day of the week. `after_monday`: the number of days after Monday.
pub fn weekday_key(after_monday: u32) -> &'static str {
    let index = usize::try_from(after_monday % 7).unwrap_or(0);
    WEEKDAYS.get(index).copied().unwrap_or_default()
}

/// A month with its year: "November 2026".
pub fn month(t: Text, at: &impl Datelike) -> String {
    let month = word(t, &WHOLE_MONTHS, at.month0());
    t.with("when-month-year").set("month", month).set("year", at.year().to_string()).to_string()
}

/// A day with its day of the week: "Thu 26 Nov".
pub fn weekday_and_date(t: Text, at: &impl Datelike) -> String {
    t.with("when-weekday-date").set("day", weekday(t, at)).set("date", date_words(t, at)).to_string()
}

fn weekday(t: Text, at: &impl Datelike) -> &'static str {
    word(t, &WEEKDAYS, at.weekday().num_days_from_monday())
}

fn date_words(t: Text, at: &impl Datelike) -> String {
    t.with("when-day-month").set("day", at.day()).set("month", word(t, &MONTHS, at.month0())).to_string()
}

/// A day with its year: "1 Dec 2025".
pub fn date_and_year(t: Text, at: &impl Datelike) -> String {
    // A year is written as text: a number would be grouped in some languages.
    t.with("when-date-year").set("date", date_words(t, at)).set("year", at.year().to_string()).to_string()
}

fn word(t: Text, keys: &[&'static str], index: u32) -> &'static str {
    usize::try_from(index).ok().and_then(|index| keys.get(index)).map_or("", |key| t.s(key))
}

fn finish(t: Text, words: String, zone: Tz, at: Time) -> When {
    let that = at.utc().with_timezone(&zone);
    let full = t
        .with("when-full")
        .set("date", date_and_year(t, &that))
        .set("time", t.clock(&that))
        .set("zone", that.format("%Z").to_string())
        .to_string();
    When { words, datetime: at.rfc3339(), full, near: String::new(), date: String::new() }
}

#[cfg(test)]
mod tests {
    use pursuance_domain::value::Language;

    use super::*;
    use crate::store::texts::Sealed;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    /// The due date of a task whose title everybody reads.
    fn due_open(zone: Tz, now: &str, day: &str, finished: bool) -> Due {
        due(Text::english(), zone, at(now), at(day), &Body::from("Count"), finished)
    }

    fn words(text: &str) -> (String, String) {
        let (t, now) = (Text::english(), at("2026-11-20T09:00:00Z"));
        (moment(t, Tz::UTC, now, at(text)).words, day(t, Tz::UTC, now, at(text)).words)
    }

    #[test]
    fn near_times_have_names_and_far_ones_dates() {
        let expected = [
            ("2026-11-20T08:51:00Z", "today, 08:51", "today"),
            ("2026-11-21T08:51:00Z", "tomorrow, 08:51", "tomorrow"),
            ("2026-11-19T23:59:59Z", "yesterday, 23:59", "yesterday"),
            ("2026-11-16T09:14:00Z", "Mon 09:14", "Mon 16 Nov"),
            ("2026-11-09T18:20:00Z", "9 Nov, 18:20", "Mon 9 Nov"),
            ("2027-01-15T00:00:00Z", "15 Jan 2027", "15 Jan 2027"),
        ];
        for (time, moment, day) in expected {
            assert_eq!(words(time), (moment.to_owned(), day.to_owned()), "{time}");
        }
    }

    #[test]
    fn a_heading_begins_with_a_capital_and_says_the_same_moment() {
        let now = at("2026-11-20T09:00:00Z");
        for (language, words) in [(Language::English, "Yesterday"), (Language::German, "Gestern")] {
            let said = day(Text::of(language), Tz::UTC, now, at("2026-11-19T12:00:00Z"));
            let heading = said.heading();
            assert_eq!((heading.words.as_str(), &heading.datetime), (words, &said.datetime));
        }
        for (text, words) in [("", ""), ("1 Nov", "1 Nov"), ("été", "Été"), ("今日", "今日")] {
            assert_eq!(capital(text), words);
        }
    }

    #[test]
    fn only_what_is_unfinished_presses() {
        let pressing = |day, finished| due_open(Tz::UTC, "2026-11-20T09:00:00Z", day, finished).pressing;
        assert_eq!(pressing("2026-11-18", false), Pressing::Over);
        assert_eq!(pressing("2026-11-18", true), Pressing::Later);
        assert_eq!(pressing("2026-11-21", false), Pressing::Soon);
        assert_eq!(pressing("2026-11-22", false), Pressing::Later);
    }

    #[test]
    fn of_the_date_of_a_private_task_the_week_is_told() {
        let (t, now) = (Text::english(), at("2026-11-20T09:00:00Z"));
        let sealed = Body::Sealed(Sealed::default());
        let told = due(t, Tz::UTC, now, at("2026-11-22"), &sealed, false);
        assert_eq!(told.day.words, "in the week to Sun 22 Nov");
        assert_eq!(told.day.datetime, "2026-11-22", "programs read the day on which it ends");
        assert_eq!(due_open(Tz::UTC, "2026-11-20T09:00:00Z", "2026-11-22", false).day.words, "Sun 22 Nov");
    }

    #[test]
    fn the_element_carries_the_exact_moment() {
        let when = moment(Text::english(), Tz::UTC, at("2026-11-20T09:00:00Z"), at("2026-11-19T16:02:00Z"));
        assert_eq!(
            when.to_string(),
            "<time datetime=\"2026-11-19T16:02:00Z\" title=\"16 hours ago · 19 Nov 2026, 16:02 UTC\" data-date=\"19 Nov 2026\">yesterday, 16:02</time>"
        );
        assert_eq!(
            when.alone().to_string(),
            "<time datetime=\"2026-11-19T16:02:00Z\" title=\"19 Nov 2026, 16:02 UTC\" data-date=\"19 Nov 2026\" data-near>16 hours ago</time>"
        );
        let far = moment(Text::english(), Tz::UTC, at("2026-11-20T09:00:00Z"), at("2026-11-16T16:02:00Z"));
        assert_eq!(far.alone().to_string(), far.to_string());
    }

    #[test]
    fn what_is_near_is_told_by_how_long_ago_it_was_and_the_rest_by_its_date() {
        let (t, now) = (Text::english(), at("2026-11-20T09:00:00Z"));
        for (time, words) in [
            ("2026-11-20T09:00:40Z", "just now"),
            ("2026-11-20T08:59:30Z", "just now"),
            ("2026-11-20T08:59:00Z", "1 minute ago"),
            ("2026-11-20T08:00:01Z", "59 minutes ago"),
            ("2026-11-20T08:00:00Z", "1 hour ago"),
            ("2026-11-19T09:00:01Z", "23 hours ago"),
            ("2026-11-19T09:00:00Z", ""),
            ("2026-11-20T09:20:00Z", "in 20 minutes"),
            ("2026-11-20T12:59:00Z", "in 3 hours"),
            ("2026-11-21T09:00:00Z", ""),
        ] {
            assert_eq!(near(t, now, at(time)), words, "{time}");
        }
    }

    #[test]
    fn a_reader_with_a_clock_of_twelve_hours_reads_their_hours() {
        let t = Text::english().telling(Some(pursuance_domain::value::HourClock::Twelve), None);
        let when = moment(t, Tz::UTC, at("2026-11-20T09:00:00Z"), at("2026-11-18T16:02:00Z"));
        assert_eq!(
            (when.words.as_str(), when.full.as_str()),
            ("Wed 4:02\u{a0}PM", "18 Nov 2026, 4:02\u{a0}PM UTC")
        );
        assert_eq!(clock(t, Tz::UTC, at("2026-11-18T00:30:00Z")), "12:30\u{a0}AM");
    }

    #[test]
    fn a_moment_is_told_in_the_zone_of_whoever_reads_and_a_date_is_the_same_day_everywhere() {
        let (t, now) = (Text::english(), at("2026-11-20T20:00:00Z"));
        let words = |zone: Tz| moment(t, zone, now, at("2026-11-20T23:30:00Z"));
        assert_eq!(words(Tz::UTC).words, "today, 23:30");
        assert_eq!(words(Tz::Europe__Warsaw).words, "tomorrow, 00:30");
        assert_eq!(words(Tz::Asia__Tokyo).words, "today, 08:30");
        assert_eq!(words(Tz::Europe__Warsaw).full, "21 Nov 2026, 00:30 CET");
        for zone in [Tz::UTC, Tz::Europe__Warsaw, Tz::America__Los_Angeles] {
            let wanted = due_open(zone, "2026-11-20T20:00:00Z", "2026-11-21", false);
            assert_eq!((wanted.day.words.as_str(), wanted.pressing), ("tomorrow", Pressing::Soon), "{zone}");
        }
        // In Tokyo that day has begun.
        let in_tokyo = |day| due_open(Tz::Asia__Tokyo, "2026-11-20T20:00:00Z", day, false);
        assert_eq!(in_tokyo("2026-11-21").day.words, "today");
        assert_eq!(in_tokyo("2026-11-20").pressing, Pressing::Over);
    }
}
