//! The tasks and edges of the picture of a pursuance, or of the tasks around one.

use pursuance_domain::allowed::Sight;
use pursuance_domain::event::Audience;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::{SearchSide, along, named, shown};
use crate::store::db::{ReadTx, all, one};
use crate::store::error::StoreResult;
use crate::store::grants::readable;
use crate::store::search::list;
use crate::store::tasks::there;

/// A task at the other end of an edge, and the facts about it that decide whether it may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    pub task: TaskId,
    pub pursuance: ActorId,
    pub assignee: Option<ActorId>,
    /// The pursuance whose members alone see it beside the task that it waits for, or that waits for it.
    pub for_members_of: Option<ActorId>,
}

/// The pursuance whose members alone see the waiting task of an edge `d` beside the other one.
macro_rules! shown_to {
    () => {
        concat!("case when ", shown!("d"), " then null else d.on_pursuance end")
    };
}

/// The pursuance whose members alone see the other task of an edge `d` beside the waiting one.
macro_rules! named_to {
    () => {
        concat!("case when ", named!("d"), " then null else d.pursuance end")
    };
}

/// The tasks that some tasks wait for, or that wait for them, without archived and trashed ones; at most `limit`.
pub async fn next_to(
    tx: &mut ReadTx,
    side: SearchSide,
    tasks: &[TaskId],
    limit: usize,
) -> StoreResult<Vec<Neighbour>> {
    type Row = (String, String, Option<String>, Option<String>, Option<String>);
    macro_rules! sqlite {
        ($here:literal, $next:literal) => {
            concat!(
                "select distinct t.id, t.pursuance, t.assignee, ",
                shown_to!(),
                ", ",
                named_to!(),
                " from json_each($1) o cross join task_dependency d on d.",
                $here,
                " = o.value join task t on t.id = d.",
                $next,
                " where t.archived_with is null and t.trashed_at is null order by t.id limit +$2"
            )
        };
    }
    macro_rules! postgres {
        ($here:literal, $next:literal) => {
            concat!(
                "select distinct t.id, t.pursuance, t.assignee, ",
                shown_to!(),
                ", ",
                named_to!(),
                " from task_dependency d join task t on t.id = d.",
                $next,
                " where d.",
                $here,
                " = any (array(select json_array_elements_text(cast($1 as json))))
                  and t.archived_with is null and t.trashed_at is null order by t.id limit +$2"
            )
        };
    }
    let sql = along!(sqlite, postgres, side, tx);
    let ids = list(tasks.iter().map(TaskId::as_str));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = all!(tx, Row, sql, ids, limit)?;
    let neighbour = |(task, pursuance, assignee, shown_to, named_to): Row| Neighbour {
        task: TaskId(task),
        pursuance: ActorId(pursuance),
        assignee: assignee.map(ActorId),
        for_members_of: match side {
            SearchSide::WaitsFor => named_to.map(ActorId),
            SearchSide::Waiting => shown_to.map(ActorId),
        },
    };
    Ok(found.into_iter().map(neighbour).collect())
}

/// An edge of the picture of a pursuance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureEdge {
    /// Whether either task is closed: the picture begins with what holds something up.
    pub is_over: bool,
    pub at: Time,
    pub task: TaskId,
    pub on: TaskId,
    /// Whether [`count_of_pursuance`] counts the waiting task, and the other one.
    pub is_counted: (bool, bool),
}

impl PictureEdge {
    fn read((past, at, task, on, task_counted, on_counted): (i64, i64, String, String, i64, i64)) -> Self {
        Self {
            is_over: past != 0,
            at: Time(at),
            task: TaskId(task),
            on: TaskId(on),
            is_counted: (task_counted != 0, on_counted != 0),
        }
    }
}

macro_rules! picture_edges {
    ($counted:expr, $told:expr, $where:expr) => {
        concat!(
            "select cast(case when t.phase in ('done', 'dropped') or o.phase in ('done', 'dropped') then 1 else 0 end as bigint) as past,
              d.at, d.task, d.on_task, ",
            $counted,
            " from task_dependency d join task t on t.id = d.task join task o on o.id = d.on_task where ",
            there!("t"),
            " and ",
            there!("o"),
            " and ($4 or ",
            $told,
            ") and ",
            $where,
            " order by past, d.at desc, d.task, d.on_task limit +$3"
        )
    };
}

/// The edges from readable tasks of a pursuance, as far as the other task is named to the reader there: those between two open tasks
/// first, then the newest.
pub async fn of_pursuance(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<Vec<PictureEdge>> {
    const SQL: &str = picture_edges!(
        "cast(1 as bigint), cast(1 as bigint)",
        named!("d"),
        concat!("d.pursuance = $1 and ", readable!("t", "$2"))
    );
    picture(tx, sight, SQL, limit).await
}

/// The tasks of other pursuances that wait for readable ones of this pursuance, in the same order, as far as these are shown to the
/// reader there. Whether the reader may see the tasks themselves is not asked here.
pub async fn waiting_elsewhere(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<Vec<PictureEdge>> {
    // Not by the index of all edges of the pursuance: that of the end is short.
    macro_rules! in_an_edge {
        ($by:literal, $end:literal) => {
            concat!(
                "exists (select 1 from task_dependency x join task y on y.id = x.task join task z on z.id = x.on_task where ",
                there!("y"),
                " and ",
                there!("z"),
                " and x.",
                $by,
                " = ",
                $end,
                " and x.pursuance || '' = $1 and ($4 or ",
                named!("x"),
                ") and ",
                readable!("y", "$2"),
                ")"
            )
        };
    }
    macro_rules! counted {
        ($end:literal) => {
            concat!(
                "cast(case when ",
                in_an_edge!("task", $end),
                " or ",
                in_an_edge!("on_task", $end),
                " then 1 else 0 end as bigint)"
            )
        };
    }
    const SQL: &str = picture_edges!(
        concat!(counted!("d.task"), ", ", counted!("d.on_task")),
        shown!("d"),
        concat!("d.on_pursuance = $1 and d.pursuance <> $1 and ", readable!("o", "$2"))
    );
    picture(tx, sight, SQL, limit).await
}

async fn picture(
    tx: &mut ReadTx,
    sight: &Sight,
    sql: &'static str,
    limit: i64,
) -> StoreResult<Vec<PictureEdge>> {
    let (of, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    let is_member = sight.hears(Audience::Members);
    let found = all!(tx, (i64, i64, String, String, i64, i64), sql, of, only_of, limit, is_member)?;
    Ok(found.into_iter().map(PictureEdge::read).collect())
}

/// Counts the tasks that the edges of [`of_pursuance`] connect.
pub async fn count_of_pursuance(tx: &mut ReadTx, sight: &Sight) -> StoreResult<i64> {
    const SQL: &str = concat!(
        "select count(*) from (select d.task as id from task_dependency d join task t on t.id = d.task
          join task o on o.id = d.on_task and o.archived_with is null and o.trashed_at is null
          where d.pursuance = $1 and t.archived_with is null and ($3 or ",
        named!("d"),
        ") and ",
        readable!("t", "$2"),
        " union select d.on_task from task_dependency d join task t on t.id = d.task and t.archived_with is null
          join task o on o.id = d.on_task and o.archived_with is null and o.trashed_at is null where d.pursuance = $1 and ($3 or ",
        named!("d"),
        ") and ",
        readable!("t", "$2"),
        ") x"
    );
    let (of, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    Ok(one!(tx, (i64,), SQL, of, only_of, sight.hears(Audience::Members))?.0)
}

/// An edge between two tasks of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeBetween {
    pub task: TaskId,
    pub on: TaskId,
    /// The pursuance of the task that is waited for, where its members alone see the edge at that task.
    pub shown_to: Option<ActorId>,
    /// The pursuance of the waiting task, where its members alone see the edge at that task.
    pub named_to: Option<ActorId>,
}

/// The edges between some tasks.
pub async fn between(tx: &mut ReadTx, tasks: &[TaskId]) -> StoreResult<Vec<EdgeBetween>> {
    type Row = (String, String, Option<String>, Option<String>);
    const SQLITE: &str = concat!(
        "select d.task, d.on_task, ",
        shown_to!(),
        ", ",
        named_to!(),
        " from json_each($1) o cross join task_dependency d
        where d.task = o.value and d.on_task in (select value from json_each($1)) order by d.task, d.on_task"
    );
    const POSTGRES: &str = concat!(
        "select d.task, d.on_task, ",
        shown_to!(),
        ", ",
        named_to!(),
        " from task_dependency d
        where d.task = any (array(select json_array_elements_text(cast($1 as json))))
          and d.on_task = any (array(select json_array_elements_text(cast($1 as json)))) order by d.task, d.on_task"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = all!(tx, Row, sql, list(tasks.iter().map(TaskId::as_str)))?;
    let edge = |(task, on, shown_to, named_to): Row| EdgeBetween {
        task: TaskId(task),
        on: TaskId(on),
        shown_to: shown_to.map(ActorId),
        named_to: named_to.map(ActorId),
    };
    Ok(found.into_iter().map(edge).collect())
}
