//! A walk through the tasks below a task, a stretch at a time: children before their parent, siblings in their order. A stretch
//! reads the tasks that it passes and nothing else, however large the tree is.

use std::collections::VecDeque;

use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;

use crate::store::db::{ReadTx, all, optional};
use crate::store::error::{StoreError, StoreResult};

/// The condition that a task is where it was written: no list counts archived or trashed tasks.
macro_rules! there {
    ($task:literal) => {
        concat!("(", $task, ".archived_with is null and ", $task, ".trashed_at is null)")
    };
}
pub(in crate::store) use there;

/// A statement about a task and the tasks below it, or about the latter alone: `below(id, depth)`, beginning with the tasks that
/// `t.…` finds; `there` leaves out archived and trashed tasks. A `cross join` keeps its order: SQLite with statistics would begin
/// with all tasks, and look for each among the found ones.
macro_rules! below {
    ($first:literal, there, $rest:literal) => {
        concat!(
            "with recursive below(id, depth) as (select t.id, 1 from task t where ",
            $first,
            " and ",
            $crate::store::tasks::there!("t"),
            " union all select t.id, b.depth + 1 from below b cross join task t
              where t.parent = b.id and b.depth < 1000 and ",
            $crate::store::tasks::there!("t"),
            ") ",
            $rest
        )
    };
    ($first:literal, $rest:literal) => {
        concat!(
            "with recursive below(id, depth) as (select t.id, 1 from task t where ",
            $first,
            " union all select t.id, b.depth + 1 from below b cross join task t
              where t.parent = b.id and b.depth < 1000) ",
            $rest
        )
    };
}
pub(in crate::store) use below;

/// Part of a walk.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Walked {
    /// The open tasks that were passed, each after the one it is part of.
    pub open: Vec<TaskId>,
    /// The open mirrors that were passed. They belong to other pursuances, so the walk does not go below them.
    pub mirrors: Vec<TaskId>,
    /// The last task that was passed, behind which the walk goes on; none once it is over, or where there were mirrors only.
    pub last: Option<TaskId>,
}

/// A task on the way, and the tasks directly below it that are still to come.
struct Place {
    task: Passed,
    /// Position and number of the last task below it that was passed.
    after: (i64, i64),
    next: VecDeque<Passed>,
    is_all_read: bool,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct Passed {
    id: String,
    parent: Option<String>,
    phase: String,
    position: i64,
    number: i64,
    /// Whether there are tasks below it.
    has_parts: bool,
    /// Whether it is the copy of a task of another pursuance.
    is_mirror: bool,
}

/// Before every sibling.
const FIRST: (i64, i64) = (i64::MIN, i64::MIN);

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select t.id, t.parent, t.phase, t.position, t.number, exists (select 1 from task c where c.parent = t.id and ",
            $crate::store::tasks::there!("c"),
            ") as has_parts, ",
            "t.mirror_of is not null and t.delegation is not null as is_mirror ",
            "from task t ",
            $rest
        )
    };
}

impl Passed {
    fn is_open(&self) -> StoreResult<bool> {
        let phase = Phase::parse(&self.phase);
        Ok(!phase.ok_or_else(|| StoreError::unknown_word("task", "phase", &self.phase))?.is_closed())
    }

    fn key(&self) -> (i64, i64) {
        (self.position, self.number)
    }
}

impl Place {
    fn at(task: Passed, after: (i64, i64)) -> Self {
        Self { is_all_read: !task.has_parts, task, after, next: VecDeque::new() }
    }

    /// The next task directly below; at most `most` of them are read.
    async fn below(&mut self, tx: &mut ReadTx, most: usize) -> StoreResult<Option<Passed>> {
        const SQL: &str = select!(
            "where t.parent = $1 and t.archived_with is null and t.trashed_at is null
              and (t.position, t.number) > ($2, $3) order by t.position, t.number limit +$4"
        );
        if self.next.is_empty() && !self.is_all_read {
            let (position, number) = self.after;
            let limit = i64::try_from(most).unwrap_or(i64::MAX);
            self.next = all!(tx, Passed, SQL, &self.task.id, position, number, limit)?.into();
            self.is_all_read = self.next.len() < most;
        }
        let next = self.next.pop_front();
        if let Some(next) = &next {
            self.after = next.key();
        }
        Ok(next)
    }
}

/// The next stretch below a task, of at most `most` tasks, behind the last task of the stretch before. If that is no longer below
/// the task, or is below a mirror there, the walk begins anew.
pub async fn walk_below(
    tx: &mut ReadTx,
    top: &TaskId,
    behind: Option<&TaskId>,
    most: usize,
) -> StoreResult<Walked> {
    let Some(mut way) = way_to(tx, top, behind).await? else { return Ok(Walked::default()) };
    let (mut stretch, mut passed) = (Walked::default(), 0);
    while passed < most {
        let Some(place) = way.last_mut() else { break };
        let task = match place.below(tx, most - passed).await? {
            Some(mirror) if mirror.is_mirror && mirror.is_open()? => {
                passed += 1;
                stretch.mirrors.push(TaskId(mirror.id));
                continue;
            }
            Some(below) if below.has_parts => {
                way.push(Place::at(below, FIRST));
                continue;
            }
            Some(below) => below,
            None => match way.pop() {
                Some(done) if !way.is_empty() => done.task,
                // The top is not below itself.
                Some(_) | None => break,
            },
        };
        passed += 1;
        if task.is_open()? {
            stretch.open.push(TaskId(task.id.clone()));
        }
        stretch.last = Some(TaskId(task.id));
    }
    if way.is_empty() {
        stretch.last = None;
    }
    stretch.open.reverse();
    Ok(stretch)
}

/// The places from the top down to a task that was passed; only the top where there is none. Nothing where there is no top.
async fn way_to(tx: &mut ReadTx, top: &TaskId, passed: Option<&TaskId>) -> StoreResult<Option<Vec<Place>>> {
    const SQL: &str = select!("where t.id = $1");
    let mut way = VecDeque::new();
    let mut next = passed.map(|passed| passed.0.clone());
    let mut after = None;
    while let Some(id) = next {
        let Some(task) = optional!(tx, Passed, SQL, &id)? else { break };
        if task.is_mirror && id != top.0 && task.is_open()? {
            break;
        }
        let (key, parent) = (task.key(), task.parent.clone());
        if let Some(after) = after.replace(key) {
            way.push_front(Place::at(task, after));
            if id == top.0 {
                return Ok(Some(way.into()));
            }
        }
        next = parent;
    }
    let top = optional!(tx, Passed, SQL, top.as_str())?;
    Ok(top.map(|top| vec![Place::at(top, FIRST)]))
}
