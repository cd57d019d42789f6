//! The dates of a person, and of a pursuance: for calendars.

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};

use super::{inbox, person, silence};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::store::db::ReadTx;
use crate::store::outline::reviews::{self, Place};
use crate::store::outline::{Row, dated};
use crate::store::silence as silences;

/// The most dates of one calendar: of more, the last ones are left out.
pub const MOST: usize = 500;
/// The most silences that are looked at for reminders: each is worked out by itself.
const SILENCES: i64 = 50;
/// How long the date of a closed task is shown after it.
const CLOSED_FOR: i64 = 30 * DAY;

/// What stands in a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
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
    pub what: What,
    pub task: TaskId,
    pub number: i64,
    pub title: String,
    /// Its pursuance: the name in addresses, and the display name.
    pub slug: String,
    pub pursuance: String,
    pub phase: Phase,
    pub at: Option<Time>,
    /// When the task was changed last.
    pub updated: Time,
}

impl Entry {
    fn of(what: What, row: Row) -> Self {
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

/// [`MOST`] as statements take it.
fn most() -> i64 {
    i64::try_from(MOST).unwrap_or(i64::MAX)
}

/// The tasks of a pursuance that have a date, as far as the reader may see them.
///
/// # Errors
/// When the reader may read none of its tasks, or the database fails.
pub async fn of_pursuance(tx: &mut ReadTx, access: &Access) -> Result<Vec<Entry>, PerformError> {
    let since = access.now.plus(-CLOSED_FOR);
    let rows = dated::of_pursuance(tx, &access.sight()?, since, most()).await?;
    Ok(rows.into_iter().map(|row| Entry::of(What::Task, row)).collect())
}

/// The tasks of a person that have a date, the reviews that wait for them, and when they are reminded of something.
///
/// # Errors
/// When the database fails.
pub async fn of_person(tx: &mut ReadTx, who: &Principal, now: Time) -> Result<Vec<Entry>, PerformError> {
    let Some(me) = who.person() else { return Ok(Vec::new()) };
    let sights = person::sights(tx, who).await?;
    let mut entries = Vec::new();
    let tasks = dated::of_assignee(tx, &sights, me, now.plus(-CLOSED_FOR), most()).await?;
    entries.extend(tasks.into_iter().map(|row| Entry::of(What::Task, row)));
    let waiting = reviews::of_person(tx, &sights, me, &Place::first(), most()).await?;
    entries.extend(waiting.into_iter().map(|row| Entry::of(What::Review, row)));
    let silences = silences::of_person(tx, me, SILENCES).await?;
    let ids: Vec<&str> = silences.iter().map(|row| row.task.as_str()).collect();
    let mut objects = inbox::objects(tx, (who, now), me, &ids).await?;
    for row in &silences {
        let Some(inbox::Object { access, task: Some(task) }) = objects.remove(row.task.as_str()) else {
            continue;
        };
        let Some(running) = silence::running(tx, &access, &task).await? else { continue };
        let (what, at) = match running.silence.nudged_at {
            None => (What::Reminder, running.clock.nudge_at),
            Some(_) => (What::HandingOn, running.clock.hand_on_at),
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
    entries.truncate(MOST);
    Ok(entries)
}
