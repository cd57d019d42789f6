//! The dates of a person, and of a pursuance: for calendars.

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};

use super::{inbox, one_more, person, silence};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::store::db::ReadTx;
use crate::store::outline::reviews::{self, Place};
use crate::store::outline::{Row, dated};
use crate::store::silence as silences;
use crate::store::texts::Body;

/// The most dates of one calendar: of more, those are shown that are due first, whatever they are.
pub const MOST: usize = 500;
/// The most silences read for reminders: each is worked out by itself.
const SILENCES: i64 = 50;
/// The time for which the date of a closed task is shown afterwards.
const CLOSED_FOR: i64 = 30 * DAY;

/// The kind of a calendar entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarKind {
    /// A task with a date.
    Task,
    /// Work that waits for the person's verdict.
    Review,
    /// The person is reminded of a task, if nothing is heard of them until then.
    Reminder,
    /// A task goes to somebody else, if nothing is heard of the person until then.
    HandingOn,
}

/// One thing in a calendar.
#[derive(Debug, Clone)]
pub struct Entry {
    pub what: CalendarKind,
    pub task: TaskId,
    pub number: i64,
    pub title: Body,
    /// Its pursuance: the name in addresses, and the display name.
    pub slug: String,
    pub pursuance: String,
    pub phase: Phase,
    pub at: Option<Time>,
    /// When the task was changed last.
    pub updated: Time,
}

impl Entry {
    fn of(what: CalendarKind, row: Row) -> Self {
        Self {
            what,
            task: row.id,
            number: row.number,
            title: row.title,
            slug: row.slug,
            pursuance: row.pursuance,
            phase: row.phase,
            at: row.asked.due,
            updated: row.updated,
        }
    }
}

/// The dates of a calendar.
#[derive(Debug, Clone)]
pub struct Dates {
    /// The first due first, and closed tasks behind all others.
    pub entries: Vec<Entry>,
    /// Whether there are more.
    pub has_more: bool,
}

impl Dates {
    /// Keeps the entries that are due first, up to the limit of a calendar. Work that waits for a verdict without a date counts
    /// from its hand-in.
    fn first(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|one, other| one.rank().cmp(&other.rank()));
        let has_more = entries.len() > MOST;
        entries.truncate(MOST);
        Self { entries, has_more }
    }
}

impl Entry {
    fn rank(&self) -> (bool, Time, &TaskId) {
        (self.phase.is_closed(), self.at.unwrap_or(self.updated), &self.task)
    }
}

/// The tasks of a pursuance that have a date, as far as the reader may see them.
///
/// # Errors
/// When the reader may read none of its tasks, or the database fails.
pub async fn of_pursuance(tx: &mut ReadTx, access: &Access) -> Result<Dates, PerformError> {
    let since = access.now.plus(-CLOSED_FOR);
    let rows = dated::of_pursuance(tx, &access.sight()?, since, one_more(MOST)).await?;
    Ok(Dates::first(rows.into_iter().map(|row| Entry::of(CalendarKind::Task, row)).collect()))
}

/// The dates of some tasks.
pub fn of_rows(rows: Vec<Row>) -> Dates {
    Dates::first(rows.into_iter().map(|row| Entry::of(CalendarKind::Task, row)).collect())
}

/// The tasks of a person that have a date, the reviews that wait for them, and when they are reminded of something.
///
/// # Errors
/// When the database fails.
pub async fn of_person(tx: &mut ReadTx, who: &Principal, now: Time) -> Result<Dates, PerformError> {
    let Some(me) = who.person() else { return Ok(Dates::first(Vec::new())) };
    let sights = person::sights(tx, who).await?;
    let mut entries = Vec::new();
    let tasks = dated::of_assignee(tx, &sights, me, now.plus(-CLOSED_FOR), one_more(MOST)).await?;
    entries.extend(tasks.into_iter().map(|row| Entry::of(CalendarKind::Task, row)));
    let waiting = reviews::of_person(tx, &sights, me, &Place::first(), one_more(MOST)).await?;
    entries.extend(waiting.into_iter().map(|row| Entry::of(CalendarKind::Review, row)));
    let silences = silences::of_person(tx, me, SILENCES).await?;
    let ids: Vec<&str> = silences.iter().map(|row| row.task.as_str()).collect();
    let mut objects = inbox::objects(tx, (who, now), me, &ids).await?;
    for row in &silences {
        let Some(inbox::Object { access, task: Some(task), .. }) = objects.remove(row.task.as_str()) else {
            continue;
        };
        let Some(running) = silence::running(tx, &access, &task).await? else { continue };
        let (what, at) = match running.silence.nudged_at {
            None => (CalendarKind::Reminder, running.clock.nudge_at),
            Some(_) => (CalendarKind::HandingOn, running.clock.hand_on_at),
        };
        entries.push(Entry {
            what,
            task: task.id,
            number: task.number,
            title: task.title,
            slug: access.pursuance.slug,
            pursuance: access.pursuance.name,
            phase: task.phase,
            at: Some(at),
            updated: task.updated,
        });
    }
    Ok(Dates::first(entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(what: CalendarKind, number: usize, at: Option<i64>) -> Entry {
        Entry {
            what,
            task: TaskId(format!("{number:05}")),
            number: i64::try_from(number).unwrap(),
            title: Body::Forgotten,
            slug: String::new(),
            pursuance: String::new(),
            phase: if what == CalendarKind::Review { Phase::ReadyForReview } else { Phase::Started },
            at: at.map(|days| Time(days * DAY)),
            updated: Time(0),
        }
    }

    #[test]
    fn of_very_many_dates_those_are_shown_that_are_due_first_whatever_they_are() {
        let mut entries: Vec<Entry> = (0..MOST).map(|n| entry(CalendarKind::Task, n, Some(100))).collect();
        entries[0].phase = Phase::Done;
        entries[0].at = Some(Time(1));
        entries.extend([
            entry(CalendarKind::Review, 1_001, None),
            entry(CalendarKind::Review, 1_002, Some(5)),
            entry(CalendarKind::Review, 1_003, Some(200)),
            entry(CalendarKind::Reminder, 1_004, Some(3)),
        ]);
        let shown = Dates::first(entries);
        assert!(shown.has_more);
        assert_eq!(shown.entries.len(), MOST);
        let first: Vec<i64> = shown.entries.iter().take(3).map(|one| one.number).collect();
        assert_eq!(first, [1_001, 1_004, 1_002]);
        assert!(!shown.entries.iter().any(|one| one.phase.is_closed() || one.number == 1_003));
    }

    #[test]
    fn a_calendar_that_is_full_is_not_called_cut_off() {
        let entries = |most| (0..most).map(|n| entry(CalendarKind::Task, n, Some(1))).collect();
        assert!(!Dates::first(entries(MOST)).has_more);
        assert!(Dates::first(entries(MOST + 1)).has_more);
    }
}
