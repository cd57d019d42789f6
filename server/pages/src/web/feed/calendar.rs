//! Dates as iCalendar (RFC 5545). Each task with a date is a to-do, and an event on its day besides: many calendars show no
//! to-dos.

use icalendar::{
    Calendar, Component, DatePerhapsTime, Event, EventLike, EventStatus, Property, Todo, TodoStatus,
};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, SECOND, Time};

use crate::reads::calendar::{CalendarKind, Dates, Entry, MOST};
use crate::state::App;
use crate::text::Text;
use crate::web::frame::links;

/// The name of this program in calendars (RFC 5545 §3.7.3).
const PROGRAM: &str = "-//Pursuance//Pursuance//EN";

/// The calendar with the name `name`.
pub(super) fn write(app: &App, t: Text, name: &str, dates: &Dates) -> String {
    let address = |entry: &Entry| app.addresses.at(&links::task(&entry.slug, entry.number));
    calendar(t, app.addresses.authority(), name, dates, address)
}

/// The calendar with the name `name`. `address`: the address of the page of an entry.
fn calendar(t: Text, host: &str, name: &str, dates: &Dates, address: impl Fn(&Entry) -> String) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PROGRAM), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.append_property(Property::new("X-WR-CALNAME", clean(name)));
    if dates.has_more {
        let more = t.with("feed-more").set("n", MOST).to_string();
        calendar.append_property(Property::new("X-WR-CALDESC", clean(&more)));
    }
    for entry in &dates.entries {
        let about = About {
            // The id of a task is the same in every calendar.
            uid: format!("{}-{}@{host}", entry.task, word(entry.what)),
            summary: clean(&summary(t, entry)),
            description: clean(&format!("#{} · {}", entry.number, entry.pursuance)),
            url: address(entry),
            updated: entry.updated,
        };
        match entry.what {
            CalendarKind::Task => {
                calendar.push(todo(&about, entry));
                if let Some(at) = entry.at.filter(|_| !entry.phase.is_closed()) {
                    let uid = format!("{}-date@{host}", entry.task);
                    calendar.push(event(&About { uid, ..about }, day_or_moment(at)));
                }
            }
            CalendarKind::Review => {
                calendar.push(todo(&about, entry));
            }
            CalendarKind::Reminder | CalendarKind::HandingOn => {
                if let Some(at) = entry.at {
                    calendar.push(event(&about, at.utc().into()));
                }
            }
        }
    }
    calendar.to_string()
}

/// The properties common to to-dos and events.
struct About {
    uid: String,
    summary: String,
    description: String,
    url: String,
    updated: Time,
}

impl About {
    fn put(&self, component: &mut impl Component) {
        let updated = self.updated.utc();
        component
            .uid(&self.uid)
            .summary(&self.summary)
            .description(&self.description)
            .url(&self.url)
            .last_modified(updated)
            // Without a scheduling method, the stamp is the time of the last change (RFC 5545 §3.8.7.2).
            .timestamp(updated);
    }
}

fn todo(about: &About, entry: &Entry) -> Todo {
    let mut todo = Todo::new();
    about.put(&mut todo);
    todo.status(match (entry.what, entry.phase) {
        (CalendarKind::Review, _) => TodoStatus::NeedsAction,
        (_, Phase::New | Phase::HelpWanted) => TodoStatus::NeedsAction,
        (_, Phase::Started | Phase::InProgress | Phase::ReadyForReview | Phase::InReview) => {
            TodoStatus::InProcess
        }
        (_, Phase::Done) => TodoStatus::Completed,
        (_, Phase::Dropped) => TodoStatus::Cancelled,
    });
    if let Some(at) = entry.at {
        todo.due(day_or_moment(at));
    }
    todo.done()
}

fn event(about: &About, at: DatePerhapsTime) -> Event {
    let mut event = Event::new();
    about.put(&mut event);
    // Nobody is busy because something is due (RFC 5545 §3.8.2.7).
    event.starts(at).status(EventStatus::Confirmed).add_property("TRANSP", "TRANSPARENT");
    event.done()
}

/// A date that somebody wrote as a day is stored as the end of that day in UTC, and is that day everywhere.
fn day_or_moment(at: Time) -> DatePerhapsTime {
    if at.0.rem_euclid(DAY) / SECOND == DAY / SECOND - 1 {
        at.utc().date_naive().into()
    } else {
        at.utc().into()
    }
}

/// The word in the id of an entry that distinguishes several entries of one task.
fn word(what: CalendarKind) -> &'static str {
    match what {
        CalendarKind::Task => "task",
        CalendarKind::Review => "review",
        CalendarKind::Reminder => "reminder",
        CalendarKind::HandingOn => "handing-on",
    }
}

fn summary(t: Text, entry: &Entry) -> String {
    let key = match entry.what {
        CalendarKind::Task => return entry.title.said(t).into_owned(),
        CalendarKind::Review => "feed-review",
        CalendarKind::Reminder => "feed-reminder",
        CalendarKind::HandingOn => "feed-handing-on",
    };
    t.with(key).set("title", &*entry.title.said(t)).to_string()
}

/// A text on one line: values hold no control characters (RFC 5545 §3.1, §3.3.11), and the calendar library does not escape a
/// carriage return.
fn clean(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_control() {
            words.push(c);
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use pursuance_domain::id::TaskId;
    use pursuance_domain::value::Language;

    use super::*;

    fn entry(title: &str) -> Entry {
        Entry {
            what: CalendarKind::Task,
            task: TaskId("01a".to_owned()),
            number: 3,
            title: title.into(),
            slug: String::from("bees"),
            pursuance: "Bees, wasps; ants".to_owned(),
            phase: Phase::Started,
            at: Time::parse("2026-12-15").ok(),
            updated: Time::parse("2026-11-20T08:55:00Z").unwrap(),
        }
    }

    fn written(entries: &[Entry]) -> String {
        written_of(&Dates { entries: entries.to_vec(), has_more: false })
    }

    fn written_of(dates: &Dates) -> String {
        let address = |entry: &Entry| format!("https://commons.example/p/{}/t/{}", entry.slug, entry.number);
        calendar(Text::of(Language::English), "commons.example", "Mine", dates, address)
    }

    /// The content lines, unfolded: RFC 5545 §3.1 read strictly.
    fn lines(calendar: &str) -> Vec<String> {
        let text = calendar.strip_suffix("\r\n").expect("the last line ends, too");
        let mut lines: Vec<String> = Vec::new();
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "a line of {} bytes: {line:?}", line.len());
            assert!(!line.chars().any(char::is_control), "{line:?}");
            match line.strip_prefix(' ') {
                Some(more) => lines.last_mut().expect("the first line is not folded").push_str(more),
                None => lines.push(line.to_owned()),
            }
        }
        lines
    }

    /// The value of the first line with that name, unescaped.
    fn value(calendar: &str, name: &str) -> String {
        let lines = lines(calendar);
        let line = lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
        line.replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n").replace("\\\\", "\\")
    }

    #[test]
    fn a_dated_task_is_a_to_do_and_a_day() {
        let all = lines(&written(&[entry("Count the bees")]));
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Pursuance//Pursuance//EN",
            "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:Mine",
            "BEGIN:VTODO",
            "DESCRIPTION:#3 · Bees\\, wasps\\; ants",
            "DTSTAMP:20261120T085500Z",
            "DUE;VALUE=DATE:20261215",
            "LAST-MODIFIED:20261120T085500Z",
            "STATUS:IN-PROCESS",
            "SUMMARY:Count the bees",
            "UID:01a-task@commons.example",
            "URL:https://commons.example/p/bees/t/3",
            "END:VTODO",
            "BEGIN:VEVENT",
            "DESCRIPTION:#3 · Bees\\, wasps\\; ants",
            "DTSTAMP:20261120T085500Z",
            "DTSTART;VALUE=DATE:20261215",
            "LAST-MODIFIED:20261120T085500Z",
            "STATUS:CONFIRMED",
            "SUMMARY:Count the bees",
            "TRANSP:TRANSPARENT",
            "UID:01a-date@commons.example",
            "URL:https://commons.example/p/bees/t/3",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn a_moment_keeps_its_time_and_a_closed_task_has_no_day() {
        let at = Time::parse("2026-12-15T14:30:00Z").ok();
        let text = written(&[Entry { at, phase: Phase::Done, ..entry("Count") }]);
        assert_eq!(value(&text, "DUE"), "20261215T143000Z");
        assert_eq!(value(&text, "STATUS"), "COMPLETED");
        assert!(!text.contains("VEVENT"), "{text}");
    }

    #[test]
    fn nothing_in_a_title_ends_its_line() {
        let title = "Bees\r\nEND:VTODO\r\nBEGIN:VALARM\nTRIGGER:-PT5M\r\u{85}\u{0}; a\\b, \"c\"";
        let text = written(&[entry(title)]);
        assert!(lines(&text).iter().all(|line| line != "BEGIN:VALARM" && !line.starts_with("TRIGGER")));
        assert_eq!(lines(&text).iter().filter(|line| *line == "END:VTODO").count(), 1);
        assert_eq!(value(&text, "SUMMARY"), "Bees END:VTODO BEGIN:VALARM TRIGGER:-PT5M ; a\\b, \"c\"");
    }

    #[test]
    fn nothing_in_a_name_ends_the_name_of_a_calendar() {
        let name = "Bees, wasps; ants\\n and \"moths\"\r\nBEGIN:VEVENT";
        let address = |entry: &Entry| entry.slug.clone();
        let none = Dates { entries: Vec::new(), has_more: false };
        let text = calendar(Text::of(Language::English), "commons.example", name, &none, address);
        let expected = "X-WR-CALNAME:Bees\\, wasps\\; ants\\\\n and \"moths\" BEGIN:VEVENT";
        assert!(lines(&text).iter().any(|line| line == expected), "{text}");
    }

    #[test]
    fn a_long_title_is_folded_between_characters_and_comes_back_whole() {
        for piece in ["🐝", "é", "word ", "x", "👩‍👩‍👧 "] {
            let title: String = piece.chars().cycle().take(10_000).collect();
            let text = written(&[entry(&title)]);
            assert_eq!(value(&text, "SUMMARY"), title, "{piece}");
        }
    }

    #[test]
    fn a_calendar_says_where_it_has_not_all_dates() {
        let text = written_of(&Dates { entries: vec![entry("Count")], has_more: true });
        let said = value(&text, "X-WR-CALDESC");
        assert!(said.contains(&MOST.to_string()), "{said}");
        assert!(!written(&[entry("Count")]).contains("X-WR-CALDESC"));
    }

    #[test]
    fn a_calendar_of_nothing_is_one() {
        let all = lines(&written(&[]));
        assert_eq!(
            (all.first().unwrap().as_str(), all.last().unwrap().as_str()),
            ("BEGIN:VCALENDAR", "END:VCALENDAR")
        );
        assert_eq!(all.len(), 6);
    }
}
