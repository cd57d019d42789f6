//! The order among siblings: positions with gaps, counted together by all tasks that are directly below one task, or at the top
//! of one pursuance. Archived and trashed tasks keep their position, so that they come back where they were. Every writer of tasks
//! of a pursuance holds its lock, so positions stay as they are between read and write.

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::order::{GAP, behind, between, spread};
use pursuance_domain::task::tree::SiblingPlace;

use super::Task;
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::StoreResult;

/// The ways siblings move apart where there is no room between two of them.
#[derive(Debug, Clone, Copy)]
enum Apart {
    AsTheyAre,
    /// This many on either side.
    Around(i64),
    /// All of them: that takes tens of thousands of moves to one place of a list that is longer than the step before.
    All,
}

/// The steps from one try to the next; each moves more of them.
const APART: [Apart; 4] = [Apart::AsTheyAre, Apart::Around(64), Apart::Around(1_024), Apart::All];

/// The tasks directly below one, or at the top of a pursuance.
#[derive(Debug, Clone, Copy)]
pub enum Siblings<'a> {
    Below(&'a TaskId),
    Top(&'a ActorId),
}

impl<'a> Siblings<'a> {
    /// The tasks directly below a task; without one, at the top.
    pub fn of(pursuance: &'a ActorId, parent: Option<&'a TaskId>) -> Self {
        parent.map_or(Self::Top(pursuance), Self::Below)
    }

    /// The value of `$1`.
    fn key(self) -> &'a str {
        match self {
            Self::Below(parent) => parent.as_str(),
            Self::Top(pursuance) => pursuance.as_str(),
        }
    }
}

/// A statement about siblings, each with an index of its own. `$1` says whose they are.
macro_rules! siblings {
    ($of:expr, $begin:literal, $end:literal) => {
        match $of {
            Siblings::Below(_) => concat!($begin, " from task t where t.parent = $1 ", $end),
            Siblings::Top(_) => {
                concat!($begin, " from task t where t.pursuance = $1 and t.parent is null ", $end)
            }
        }
    };
}

/// A sibling and its position.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Placed {
    id: String,
    number: i64,
    position: i64,
}

/// A position that a task can take, and the number of its neighbour there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub position: i64,
    /// The task right before it; none where it is the first.
    pub behind: Option<i64>,
}

/// The position behind all siblings.
pub async fn last(tx: &mut ReadTx, siblings: Siblings<'_>) -> StoreResult<i64> {
    let sql = siblings!(siblings, "select t.position", "order by t.position desc, t.number desc limit 1");
    let last = optional!(tx, (i64,), sql, siblings.key())?;
    Ok(behind(last.map(|(position,)| position)))
}

/// The number of the task right before one, in its present place.
pub async fn before(tx: &mut ReadTx, task: &Task) -> StoreResult<Option<i64>> {
    let siblings = Siblings::of(&task.pursuance, task.parent.as_ref());
    let Some(itself) = placed(tx, siblings, task.number).await? else { return Ok(None) };
    Ok(near(tx, siblings, &itself, task, OrderSide::Before, 1).await?.pop().map(|before| before.number))
}

/// The number of the last of some siblings, but for one.
pub async fn last_but(tx: &mut ReadTx, siblings: Siblings<'_>, task: &Task) -> StoreResult<Option<i64>> {
    let sql = siblings!(
        siblings,
        "select t.number",
        "and t.id <> $2 order by t.position desc, t.number desc limit 1"
    );
    let last = optional!(tx, (i64,), sql, siblings.key(), task.id.as_str())?;
    Ok(last.map(|(number,)| number))
}

/// The number of the first of some siblings, but for one.
pub async fn first_but(tx: &mut ReadTx, siblings: Siblings<'_>, task: &Task) -> StoreResult<Option<i64>> {
    let sql = siblings!(siblings, "select t.number", "and t.id <> $2 order by t.position, t.number limit 1");
    let first = optional!(tx, (i64,), sql, siblings.key(), task.id.as_str())?;
    Ok(first.map(|(number,)| number))
}

/// The sibling with a number, if it is one of them.
async fn placed(tx: &mut ReadTx, siblings: Siblings<'_>, number: i64) -> StoreResult<Option<Placed>> {
    // The number is found by its own index; at most one of the tasks with it, in all pursuances, is a sibling.
    const BELOW: &str = "select t.id, t.number, t.position from task o join task t on t.pursuance = o.pursuance and t.number = $2
        where o.id = $1 and t.parent = $1";
    const TOP: &str = "select t.id, t.number, t.position from task t where t.pursuance = $1 and t.number = $2 and t.parent is null";
    let sql = match siblings {
        Siblings::Below(_) => BELOW,
        Siblings::Top(_) => TOP,
    };
    optional!(tx, Placed, sql, siblings.key(), number)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OrderSide {
    Before,
    Behind,
}

/// The nearest siblings on one side of one, the nearest first; but for the task that is moved.
async fn near(
    tx: &mut ReadTx,
    siblings: Siblings<'_>,
    of: &Placed,
    but: &Task,
    side: OrderSide,
    most: i64,
) -> StoreResult<Vec<Placed>> {
    let sql = match side {
        OrderSide::Before => siblings!(
            siblings,
            "select t.id, t.number, t.position",
            "and (t.position, t.number) < ($2, $3) and t.id <> $4 order by t.position desc, t.number desc limit +$5"
        ),
        OrderSide::Behind => siblings!(
            siblings,
            "select t.id, t.number, t.position",
            "and (t.position, t.number) > ($2, $3) and t.id <> $4 order by t.position, t.number limit +$5"
        ),
    };
    all!(tx, Placed, sql, siblings.key(), of.position, of.number, but.id.as_str(), most)
}

/// Finds a place for a task beside a sibling, and makes room there where it has none; `None` where `place` names no sibling.
/// The task itself stays where it is, also if it is a sibling.
pub async fn room(
    tx: &mut WriteTx,
    siblings: Siblings<'_>,
    task: &Task,
    place: SiblingPlace,
) -> StoreResult<Option<Gap>> {
    for apart in APART {
        let Some(beside) = placed(tx, siblings, place.number()).await? else { return Ok(None) };
        let beside = match apart {
            Apart::AsTheyAre => Some(beside),
            Apart::Around(most) => {
                move_apart(tx, siblings, &beside, task, most).await?;
                placed(tx, siblings, place.number()).await?
            }
            Apart::All => {
                move_all_apart(tx, siblings).await?;
                placed(tx, siblings, place.number()).await?
            }
        };
        let Some(beside) = beside else { return Ok(None) };
        let (lower, upper) = match place {
            SiblingPlace::Before(_) => {
                (near(tx, siblings, &beside, task, OrderSide::Before, 1).await?.pop(), Some(beside))
            }
            SiblingPlace::Behind(_) => {
                let next = near(tx, siblings, &beside, task, OrderSide::Behind, 1).await?.pop();
                (Some(beside), next)
            }
        };
        let position_of = |one: &Option<Placed>| one.as_ref().map(|one| one.position);
        if let Some(position) = between(position_of(&lower), position_of(&upper)) {
            return Ok(Some(Gap { position, behind: lower.map(|lower| lower.number) }));
        }
    }
    // After the last step each has room on both sides.
    Ok(Some(Gap { position: last(tx, siblings).await?, behind: last_but(tx, siblings, task).await? }))
}

/// Renumbers up to `most` siblings on each side of `beside`, between siblings that keep their positions, if there is room for that.
async fn move_apart(
    tx: &mut WriteTx,
    siblings: Siblings<'_>,
    beside: &Placed,
    task: &Task,
    most: i64,
) -> StoreResult<()> {
    const SQL: &str = "update task set position = $2 where id = $1";
    let mut behind = near(tx, siblings, beside, task, OrderSide::Behind, most).await?;
    let mut before = near(tx, siblings, beside, task, OrderSide::Before, most).await?;
    let is_full = |found: &Vec<Placed>| i64::try_from(found.len()) == Ok(most);
    // At an end of the list nobody has to keep a position.
    let lower = if is_full(&before) { before.pop() } else { None };
    let upper = if is_full(&behind) { behind.pop() } else { None };
    let moved = || before.iter().rev().chain([beside]).chain(&behind);
    let bound = |one: Option<Placed>| one.map(|one| one.position);
    let Some(positions) = spread(bound(lower), bound(upper), moved().count()) else { return Ok(()) };
    for (one, position) in moved().zip(positions) {
        if one.position != position {
            run!(tx, SQL, &one.id, position)?;
        }
    }
    Ok(())
}

/// Spreads all siblings anew.
async fn move_all_apart(tx: &mut WriteTx, siblings: Siblings<'_>) -> StoreResult<()> {
    let sql = siblings!(
        siblings,
        "update task set position = r.place * $2
          from (select t.id, row_number() over (order by t.position, t.number) as place",
        ") r where task.id = r.id"
    );
    run!(tx, sql, siblings.key(), GAP).map(drop)
}

/// Puts a task at another place among its siblings. That changes nothing about the task itself: its revision stays.
pub async fn set_position(tx: &mut WriteTx, id: &TaskId, position: i64) -> StoreResult<()> {
    run!(tx, "update task set position = $2 where id = $1", id.as_str(), position).map(drop)
}
