//! The meaning of queries.

use chrono_tz::Tz;

use super::super::*;
use super::cases;
use crate::task::phase::{Phase, ShownPhase};
use crate::time::Time;
use crate::value::{Size, Skill, Urgency};

fn time(text: &str) -> Time {
    Time::parse(text).unwrap()
}

/// A Sunday; in Warsaw, Monday has begun.
fn now() -> Time {
    time("2026-11-22T23:30:00Z")
}

/// The parts of a task that queries ask for; the facts of it borrow from here.
struct Task {
    texts: Vec<&'static str>,
    phase: ShownPhase,
    due: Option<Time>,
    holder: Option<&'static str>,
    reader: Option<&'static str>,
}

impl Task {
    fn is_found(&self, text: &str) -> bool {
        self.is_found_in(text, Tz::UTC)
    }

    fn is_found_in(&self, text: &str, zone: Tz) -> bool {
        let handle = |text: &str| HandleTerm::parse(text).unwrap();
        let (holder, reader) = (self.holder.map(handle), self.reader.map(handle));
        let (creator, reviewer) = (handle("mara"), handle("iris@hive.example"));
        let skills = [Skill::parse("Language:French").unwrap(), Skill::parse("Maps:Rivers").unwrap()];
        let host = HostTerm::parse("hive.example").unwrap();
        let facts = QueryFacts {
            reader: reader.as_ref(),
            texts: &self.texts,
            number: 12,
            slug: "river-watch",
            phase: self.phase,
            is_delegated: false,
            is_free: false,
            skills: &skills,
            due: self.due,
            size: Size::M,
            urgency: Urgency::Urgent,
            holder: holder.as_ref(),
            creator: &creator,
            reviewer: Some(&reviewer),
            is_watched: true,
            parent: Some(4),
            depends: &[7, 9],
            from: Some(&host),
        };
        parse(text).unwrap().matches(&facts, now(), zone)
    }
}

fn task() -> Task {
    Task {
        texts: vec!["Map the river bank", "In ΟΔΥΣΣΕΥΣ, and at the Straße"],
        phase: ShownPhase::Is(Phase::InProgress),
        due: Some(time("2026-12-06")),
        holder: Some("ana"),
        reader: Some("ana"),
    }
}

#[test]
fn a_term_is_true_of_a_task_or_its_opposite() {
    for (text, is_true) in cases().holds {
        assert_eq!(task().is_found(&text), is_true, "{text}");
        if !text.is_empty() && !text.starts_with("sort") {
            assert_eq!(task().is_found(&format!("!{text}")), !is_true, "!{text}");
        }
    }
    assert!(task().is_found("map @me !is:blocked") && !task().is_found("map @me is:blocked"), "every part");
}

#[test]
fn without_an_account_there_is_no_me() {
    let visited = Task { reader: None, ..task() };
    assert!(!visited.is_found("@me") && visited.is_found("!@me") && visited.is_found("@ana"));
    let free = Task { reader: None, holder: None, ..task() };
    assert!(!free.is_found("@me") && free.is_found("@-"));
}

#[test]
fn a_blocked_task_is_open_and_shown_as_blocked() {
    let blocked = Task { phase: ShownPhase::Blocked, ..task() };
    assert!(blocked.is_found("is:open is:blocked status:blocked !status:in_progress"));
    let later = Task { phase: ShownPhase::Blocked, holder: None, ..task() };
    assert!(later.is_found("is:open is:later status:blocked !is:blocked") && !blocked.is_found("is:later"));
    let dropped = Task { phase: ShownPhase::Is(Phase::Dropped), ..task() };
    assert!(dropped.is_found("!is:open !is:done status:dropped"));
    assert!(Task { phase: ShownPhase::Is(Phase::Done), ..task() }.is_found("is:done !is:open"));
}

#[test]
fn dates_are_counted_in_days_from_today() {
    // 14 days ahead.
    for (text, is_true) in cases().dates {
        assert_eq!(task().is_found(&text), is_true, "{text}");
    }
    for (date, text, is_true) in cases().days {
        let task = Task { due: Some(time(&date)), ..task() };
        assert_eq!(task.is_found(&text), is_true, "{date} {text}");
    }
    let over = Task { phase: ShownPhase::Is(Phase::Done), due: Some(time("2026-11-21")), ..task() };
    assert!(!over.is_found("is:overdue"), "what is done is not late");
}

#[test]
fn today_is_the_day_where_the_reader_lives() {
    let due = |date| Task { due: Some(time(date)), ..task() };
    assert!(due("2026-11-23").is_found_in("due:today due:mon", Tz::Europe__Warsaw));
    assert!(due("2026-11-22").is_found_in("due:yesterday is:overdue", Tz::Europe__Warsaw));
    assert!(due("2026-11-22").is_found_in("due:today !is:overdue", Tz::America__Santiago));
    // With a time of the day, as programs may give one: it is the same day for everybody.
    assert!(due("2026-11-22T00:00:00Z").is_found_in("due:today", Tz::America__Santiago));
    assert!(!due("2026-11-23T00:00:00Z").is_found_in("due:today", Tz::America__Santiago));
}

#[test]
fn tasks_without_a_date_are_in_no_range_and_stay_outside_of_it() {
    let undated = Task { due: None, ..task() };
    for text in ["due:<2w", "due:>2w", "due:today", "due:<9999 years", "due:>9999 years ago", "is:overdue"] {
        assert!(!undated.is_found(text), "{text}");
        assert!(undated.is_found(&format!("!{text}")), "!{text}");
    }
    assert!(undated.is_found("due:none @me is:open !due:<2 months ago"));
}

#[test]
fn before_on_and_after_leave_out_nothing() {
    for when in
        ["today", "2w", "3 months ago", "1 year", "fri", "2026-12-06", "9999 years", "9999y ago", "9999w ago"]
    {
        for date in ["2000-01-01", "2026-11-22", "2026-12-06", "2026-12-06T00:00:00Z", "2199-12-31"] {
            let task = Task { due: Some(time(date)), ..task() };
            let found = ["<", "", ">"].map(|bound| task.is_found(&format!("due:{bound}{when}")));
            assert_eq!(found.iter().filter(|found| **found).count(), 1, "{date} and {when}");
        }
    }
}
