//! The tasks that a task waits for, and the search for a way between two tasks.
//!
//! Only ids are read here, for rules and for `reads::dependencies`, which asks for each task whether it may be seen.

mod blocks;
mod picture;

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::dependency::{AWAITED_ELSEWHERE_MAX, AWAITED_OF_STRANGER_MAX};
use pursuance_domain::task::edges::Looks;
pub use pursuance_domain::task::edges::{Found, SearchSide};
use pursuance_domain::time::Time;
use serde_json::json;

pub use self::blocks::{
    Block, block, blocked, blocked_by, blocks, first_blocks, is_blocked_here, lift, lift_told, told_in,
};
pub use self::picture::{
    EdgeBetween, Neighbour, PictureEdge, between, count_of_pursuance, next_to, of_pursuance,
    waiting_elsewhere,
};
use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;
use super::search::{among, list};
pub use super::tasks::BlockedCounts;
use super::tasks::Task;

/// The statement that goes along the edges in a direction, for this database. Its two texts take the column of the known tasks
/// and the column of the tasks behind them.
macro_rules! along {
    ($sqlite:ident, $postgres:ident, $side:expr, $tx:expr) => {
        match ($side, $tx.is_sqlite()) {
            (SearchSide::WaitsFor, true) => $sqlite!("task", "on_task"),
            (SearchSide::WaitsFor, false) => $postgres!("task", "on_task"),
            (SearchSide::Waiting, true) => $sqlite!("on_task", "task"),
            (SearchSide::Waiting, false) => $postgres!("on_task", "task"),
        }
    };
}
use along;

/// Ids whose edges are read by one statement.
const AT_ONCE: usize = 500;

/// One end of an edge, seen from the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    pub other: TaskId,
    /// Noted as "I am blocked by this".
    pub is_block: bool,
    pub at: Time,
    /// Whether everybody sees the other task at this one who may read both, and not the members of its pursuance alone.
    pub is_shown: bool,
}

fn edges(rows: Vec<(String, bool, i64, bool)>) -> Vec<Edge> {
    rows.into_iter()
        .map(|(other, is_block, at, is_shown)| Edge {
            other: TaskId(other),
            is_block,
            at: Time(at),
            is_shown,
        })
        .collect()
}

/// Whether everybody who reads the task that is waited for sees the edge `$d`: it is of the same pursuance, or somebody there who may
/// edit that task has said yes.
macro_rules! shown {
    ($d:literal) => {
        concat!("(", $d, ".pursuance = ", $d, ".on_pursuance or ", $d, ".shown_by is not null)")
    };
}
pub(in crate::store) use shown;

/// Whether everybody who reads the waiting task reads the name of the other one there: both are of one pursuance, or somebody who may
/// edit the waiting task stands by that name.
macro_rules! named {
    ($d:literal) => {
        concat!("(", $d, ".pursuance = ", $d, ".on_pursuance or ", $d, ".named_by is not null)")
    };
}
pub(in crate::store) use named;

/// The tasks that a task waits for, finished ones too, in the order in which they were noted.
pub async fn waits_for(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Edge>> {
    const SQL: &str = concat!(
        "select d.on_task, d.is_block, d.at, ",
        named!("d"),
        " from task_dependency d where d.task = $1 order by d.at, d.on_task"
    );
    Ok(edges(all!(tx, (String, bool, i64, bool), SQL, task.as_str())?))
}

/// The tasks that wait for a task: the open ones first, then in the order in which they were noted. `all`: also edges that members
/// alone see.
pub async fn waiting(tx: &mut ReadTx, task: &TaskId, all: bool, limit: i64) -> StoreResult<Vec<Edge>> {
    const SQL: &str = concat!(
        "select d.task, d.is_block, d.at, ",
        shown!("d"),
        " from task_dependency d join task t on t.id = d.task where d.on_task = $1 and ($2 or ",
        shown!("d"),
        ") order by case when t.phase in ('done', 'dropped') then 1 else 0 end, d.at, d.task limit +$3"
    );
    Ok(edges(all!(tx, (String, bool, i64, bool), SQL, task.as_str(), all, limit)?))
}

/// The ends of an edge between two pursuances that everybody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisibleEnds {
    /// The waiting task, at the one that is waited for.
    pub is_shown: bool,
    /// The one that is waited for, at the waiting task.
    pub is_named: bool,
}

/// The edges among `edges`, from the waiting task to the other one, that exist, each with what everybody sees of it.
pub async fn there_among(
    tx: &mut ReadTx,
    edges: &[(&TaskId, &TaskId)],
) -> StoreResult<HashMap<(TaskId, TaskId), VisibleEnds>> {
    macro_rules! there_among {
        ($pairs:literal) => {
            concat!(
                "select d.task, d.on_task, ",
                shown!("d"),
                ", ",
                named!("d"),
                " from ",
                $pairs,
                " join task_dependency d on d.task = j.value ->> 0 and d.on_task = j.value ->> 1"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        there_among!("json_each($1) j")
    } else {
        there_among!("json_array_elements(cast($1 as json)) j(value)")
    };
    let found = all!(tx, (String, String, bool, bool), sql, json!(edges).to_string())?;
    let told =
        |(task, on, is_shown, is_named)| ((TaskId(task), TaskId(on)), VisibleEnds { is_shown, is_named });
    Ok(found.into_iter().map(told).collect())
}

/// All tasks that a task waits for, or all that wait for it.
pub async fn beside(tx: &mut ReadTx, task: &TaskId, side: SearchSide) -> StoreResult<Vec<TaskId>> {
    let sql = match side {
        SearchSide::WaitsFor => "select on_task from task_dependency where task = $1",
        SearchSide::Waiting => "select task from task_dependency where on_task = $1",
    };
    let found = all!(tx, (String,), sql, task.as_str())?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// Counts what holds a task up and what it holds up, in one question: most tasks have none of it.
pub async fn count(tx: &mut ReadTx, task: &TaskId) -> StoreResult<BlockedCounts> {
    const SQL: &str = "select (select count(*) from task_dependency where task = $1) as waits_for,
          (select count(*) from task_dependency where task = $1 and is_block) as blocked_on,
          (select count(*) from task_dependency where on_task = $1) as waiting,
          (select count(*) from task_dependency where on_task = $1 and (pursuance = on_pursuance or shown_by is not null))
            as waiting_shown,
          (select count(*) from task_block where task = $1 and lifted_at is null) as blocks,
          (select count(*) from task_block where task = $1 and lifted_at is null and told_in is not null) as told";
    one!(tx, BlockedCounts, SQL, task.as_str())
}

/// Counts the tasks of other pursuances that wait for a task, and how many of these waits a person noted.
pub async fn count_elsewhere(tx: &mut ReadTx, on: &Task, person: &ActorId) -> StoreResult<(i64, i64, i64)> {
    const SQL: &str =
        "select count(*), cast(coalesce(sum(case when d.added_by = $3 then 1 else 0 end), 0) as bigint),
          cast(coalesce(sum(case when m.actor is null then 1 else 0 end), 0) as bigint)
        from task_dependency d
          left join member m on m.pursuance = $2 and m.actor = d.added_by and m.state = 'active'
        where d.on_task = $1 and d.pursuance <> $2";
    one!(tx, (i64, i64, i64), SQL, on.id.as_str(), on.pursuance.as_str(), person.as_str())
}

/// Notes who lets everybody see that a task of another pursuance waits for one. Answers whether that is new; none where it does not
/// wait for it.
pub async fn show(
    tx: &mut WriteTx,
    (task, on): (&TaskId, &TaskId),
    by: &ActorId,
) -> StoreResult<Option<bool>> {
    const SHOW: &str = "update task_dependency set shown_by = $3 where task = $1 and on_task = $2
        and pursuance <> on_pursuance and shown_by is null";
    if run!(tx, SHOW, task.as_str(), on.as_str(), by.as_str())? > 0 {
        return Ok(Some(true));
    }
    Ok(is_there(tx, task, on).await?.then_some(false))
}

/// Notes who lets everybody read the name of a task of another pursuance at one that waits for it. Answers whether that is new; none
/// where it does not wait for it.
pub async fn name(
    tx: &mut WriteTx,
    (task, on): (&TaskId, &TaskId),
    by: &ActorId,
) -> StoreResult<Option<bool>> {
    const NAME: &str = "update task_dependency set named_by = $3 where task = $1 and on_task = $2
        and pursuance <> on_pursuance and named_by is null";
    if run!(tx, NAME, task.as_str(), on.as_str(), by.as_str())? > 0 {
        return Ok(Some(true));
    }
    Ok(is_there(tx, task, on).await?.then_some(false))
}

/// Whether everybody who reads the task that is waited for sees an edge.
pub async fn is_shown(tx: &mut ReadTx, task: &TaskId, on: &TaskId) -> StoreResult<bool> {
    const SQL: &str =
        concat!("select ", shown!("d"), " from task_dependency d where d.task = $1 and d.on_task = $2");
    Ok(optional!(tx, (bool,), SQL, task.as_str(), on.as_str())?.is_some_and(|(is_shown,)| is_shown))
}

/// Hides the edges between two pursuances that a person noted, or let everybody see, from everybody but members: in the pursuance
/// `at`, or without it in all.
pub async fn hide_noted_by(tx: &mut WriteTx, person: &ActorId, at: Option<&ActorId>) -> StoreResult<()> {
    const SHOWN: &str =
        "update task_dependency set shown_by = null where (added_by = $1 or shown_by = $1) and shown_by is not null
        and pursuance <> on_pursuance and on_pursuance = coalesce($2, on_pursuance)";
    const NAMED: &str =
        "update task_dependency set named_by = null where (added_by = $1 or named_by = $1) and named_by is not null
        and pursuance <> on_pursuance and pursuance = coalesce($2, pursuance)";
    let (person, at) = (person.as_str(), at.map(ActorId::as_str));
    run!(tx, SHOWN, person, at)?;
    run!(tx, NAMED, person, at).map(drop)
}

/// Hides the tasks of a pursuance where others see that they wait or are waited for, from everybody but the members there.
pub async fn hide_of(tx: &mut WriteTx, pursuance: &ActorId) -> StoreResult<()> {
    const SHOWN: &str =
        "update task_dependency set shown_by = null where pursuance = $1 and shown_by is not null
        and pursuance <> on_pursuance";
    const NAMED: &str =
        "update task_dependency set named_by = null where on_pursuance = $1 and named_by is not null
        and pursuance <> on_pursuance";
    run!(tx, SHOWN, pursuance.as_str())?;
    run!(tx, NAMED, pursuance.as_str()).map(drop)
}

/// Whether a task waits for another one.
pub async fn is_there(tx: &mut ReadTx, task: &TaskId, on: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from task_dependency where task = $1 and on_task = $2";
    Ok(optional!(tx, (i32,), SQL, task.as_str(), on.as_str())?.is_some())
}

/// The edges of a task that may wait for another one, and the number of the edge that may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct WaitingEdges {
    /// Whether it waits for that one already.
    pub has_this: bool,
    /// The number of tasks it waits for, finished ones too.
    pub count: i64,
    /// The number that an edge gets which is added now.
    pub seq: i64,
}

/// Locks the edges until the end of the transaction, so that two people never close a circle together, and takes the next number.
/// Answers the edges of the waiting task before the new one; tasks that wait for it are not counted. Its stream is locked before,
/// so nobody else changes its edges.
pub async fn lock(tx: &mut WriteTx, task: &TaskId, on: &TaskId) -> StoreResult<WaitingEdges> {
    const SQL: &str =
        "update task_dependency_clock set added = added + 1 where id = 1 returning added as seq,
          exists (select 1 from task_dependency where task = $1 and on_task = $2) as has_this,
          (select count(*) from task_dependency where task = $1) as count";
    one!(tx, WaitingEdges, SQL, task.as_str(), on.as_str())
}

/// The edges of a way that no longer exist.
pub(super) async fn missing(tx: &mut ReadTx, way: &[TaskId]) -> StoreResult<Vec<(TaskId, TaskId)>> {
    macro_rules! missing {
        ($pairs:literal) => {
            concat!(
                "select j.value ->> 0, j.value ->> 1 from ",
                $pairs,
                " where not exists (select 1 from task_dependency d
                    where d.task = j.value ->> 0 and d.on_task = j.value ->> 1)"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        missing!("json_each($1) j")
    } else {
        missing!("json_array_elements(cast($1 as json)) j(value)")
    };
    let pairs: Vec<[&str; 2]> =
        way.iter().zip(way.iter().skip(1)).map(|(task, on)| [task.as_str(), on.as_str()]).collect();
    let found = all!(tx, (String, String), sql, json!(pairs).to_string())?;
    Ok(found.into_iter().map(|(task, on)| (TaskId(task), TaskId(on))).collect())
}

/// The facts of an edge to be noted.
#[derive(Debug, Clone, Copy)]
pub struct Noted<'a> {
    pub by: &'a ActorId,
    /// Noted as "I am blocked by this".
    pub is_block: bool,
    /// The person may edit the task that is waited for: everybody who reads that one sees it.
    pub is_shown: bool,
    /// The person may edit the waiting task: everybody who reads it reads the name of the other one there.
    pub is_named: bool,
    /// The number that [`lock`] took.
    pub seq: i64,
    pub at: Time,
}

/// Notes that a task waits for another one.
pub async fn add(tx: &mut WriteTx, (task, on): (&Task, &Task), noted: Noted<'_>) -> StoreResult<()> {
    const SQL: &str =
        "insert into task_dependency (task, on_task, pursuance, on_pursuance, is_block, added_by, at, seq, shown_by, named_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let (id, pursuance) = (task.id.as_str(), task.pursuance.as_str());
    let (on, there) = (on.id.as_str(), on.pursuance.as_str());
    let Noted { by, is_block, is_shown, is_named, seq, at } = noted;
    let by = by.as_str();
    let (shown_by, named_by) = (is_shown.then_some(by), is_named.then_some(by));
    run!(tx, SQL, id, on, pursuance, there, is_block, by, at.0, seq, shown_by, named_by).map(drop)
}

/// Notes that a dependency was said as a block, too. Answers whether that is new.
pub async fn set_block(tx: &mut WriteTx, task: &TaskId, on: &TaskId) -> StoreResult<bool> {
    const SQL: &str =
        "update task_dependency set is_block = true where task = $1 and on_task = $2 and not is_block";
    Ok(run!(tx, SQL, task.as_str(), on.as_str())? > 0)
}

/// The tasks on which a task was said to be blocked.
pub async fn blocked_on(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = "select on_task from task_dependency where task = $1 and is_block order by on_task";
    let found = all!(tx, (String,), SQL, task.as_str())?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// The number of one of some tasks for which a task waits, or one below it.
pub async fn awaited_below(tx: &mut ReadTx, task: &TaskId, on: &[TaskId]) -> StoreResult<Option<i64>> {
    macro_rules! sql {
        ($($which:literal),+) => {
            concat!(
                "with recursive below(id) as (select r.id from task r where r.id = $2 union all
                  select c.id from below b cross join task c where c.parent = b.id)
                select t.number from task t ", $($which,)+
                " and exists (select 1 from task_dependency e join below b on b.id = e.task where e.on_task = t.id)
                order by t.number limit 1"
            )
        };
    }
    let (sql, on) = (among!(sql, "t.id", tx), list(on.iter().map(TaskId::as_str)));
    Ok(optional!(tx, (i64,), sql, on, task.as_str())?.map(|(number,)| number))
}

/// Takes an edge away; answers whether there was one.
pub async fn remove(tx: &mut WriteTx, task: &TaskId, on: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "delete from task_dependency where task = $1 and on_task = $2";
    let is_removed = run!(tx, SQL, task.as_str(), on.as_str())? > 0;
    if is_removed {
        run!(tx, "update task_dependency_clock set removed = removed + 1 where id = 1")?;
    }
    Ok(is_removed)
}

/// A change of an edge of which people may have been told.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    pub task: &'a Task,
    pub on: &'a Task,
    pub waits: bool,
    /// The person who notes it, where they are no member of the pursuance of the task that is waited for.
    pub stranger: Option<&'a ActorId>,
}

/// Whether people were told since a moment that a task waits for another one, or no longer; for a task of another pursuance, also
/// whether the limit of such news is reached. Otherwise it is noted that they are told now.
pub async fn is_told_already(
    tx: &mut WriteTx,
    telling: Telling<'_>,
    since: Time,
    now: Time,
) -> StoreResult<bool> {
    const NOTE: &str =
        "insert into task_dependency_told (on_task, task, pursuance, waits, at, stranger) values ($1, $2, $3, $4, $5, $7)
        on conflict (on_task, task, waits) do update set at = excluded.at, stranger = excluded.stranger
          where task_dependency_told.at <= $6";
    const ELSEWHERE: &str =
        "select count(*), cast(coalesce(sum(case when stranger = $5 then 1 else 0 end), 0) as bigint)
        from task_dependency_told where on_task = $1 and waits = $2 and pursuance <> $3 and at > $4";
    let Telling { task, on, waits, stranger } = telling;
    let (id, of, stranger) = (on.id.as_str(), on.pursuance.as_str(), stranger.map(ActorId::as_str));
    if task.pursuance != on.pursuance {
        let (all, by_them) = one!(tx, (i64, i64), ELSEWHERE, id, waits, of, since.0, stranger)?;
        let is_full = |count, most| usize::try_from(count).is_ok_and(|count| count >= most);
        if is_full(all, AWAITED_ELSEWHERE_MAX) || is_full(by_them, AWAITED_OF_STRANGER_MAX) {
            return Ok(true);
        }
    }
    let noted =
        run!(tx, NOTE, id, task.id.as_str(), task.pursuance.as_str(), waits, now.0, since.0, stranger)?;
    Ok(noted == 0)
}

/// Forgets what people were told until a moment.
pub async fn forget_told(tx: &mut WriteTx, until: Time) -> StoreResult<()> {
    run!(tx, "delete from task_dependency_told where at <= $1", until.0).map(drop)
}

/// The tasks among `tasks` that others wait for.
pub async fn awaited_among(tx: &mut ReadTx, tasks: &[TaskId]) -> StoreResult<Vec<TaskId>> {
    const SQLITE: &str = "select o.value from json_each($1) o where exists (select 1 from task_dependency d where d.on_task = o.value)";
    const POSTGRES: &str = "select o.value from json_array_elements_text(cast($1 as json)) o(value)
        where exists (select 1 from task_dependency d where d.on_task = o.value)";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = all!(tx, (String,), sql, list(tasks.iter().map(TaskId::as_str)))?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// The next open tasks of a pursuance that tasks of others wait for.
pub async fn awaited_elsewhere(tx: &mut ReadTx, pursuance: &ActorId, limit: i64) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = "select distinct d.on_task from task_dependency d join task t on t.id = d.on_task
        where t.pursuance = $1 and d.pursuance <> $1 and t.phase not in ('done', 'dropped') order by d.on_task limit +$2";
    let found = all!(tx, (String,), SQL, pursuance.as_str(), limit)?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// Deletes the edges to a task that is deleted.
pub async fn end_of(tx: &mut WriteTx, on: &TaskId) -> StoreResult<()> {
    // Tells the edges in memory (`edge_cache`) that some are gone.
    run!(tx, "update task_dependency_clock set removed = removed + 1 where id = 1")?;
    run!(tx, "delete from task_dependency where on_task = $1", on.as_str()).map(drop)
}

/// The waiting tasks that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The tasks whose edge everybody sees.
    Shown,
    /// The tasks of the same pursuance: nobody else gives a task its weight.
    Own,
}

/// For each of some tasks that open tasks wait for: how many.
pub async fn waiting_open(
    tx: &mut ReadTx,
    tasks: &[&TaskId],
    counted: Counted,
) -> StoreResult<HashMap<TaskId, i64>> {
    const SQLITE: &str =
        "select d.on_task, count(*) from json_each($1) o cross join task_dependency d on d.on_task = o.value
        join task t on t.id = d.task join task w on w.id = d.on_task
        where t.phase not in ('done', 'dropped') and t.archived_with is null and t.trashed_at is null
          and (d.pursuance = w.pursuance or ($2 and d.shown_by is not null)) group by d.on_task";
    const POSTGRES: &str = "select d.on_task, count(*) from task_dependency d join task t on t.id = d.task join task w on w.id = d.on_task
        where d.on_task = any (array(select json_array_elements_text(cast($1 as json))))
          and t.phase not in ('done', 'dropped') and t.archived_with is null and t.trashed_at is null
          and (d.pursuance = w.pursuance or ($2 and d.shown_by is not null)) group by d.on_task";
    if tasks.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let with_shown = counted == Counted::Shown;
    let found = all!(tx, (String, i64), sql, list(tasks.iter().map(|id| id.as_str())), with_shown)?;
    Ok(found.into_iter().map(|(id, count)| (TaskId(id), count)).collect())
}

/// The next open tasks that wait for a task, by id, after one.
pub async fn next_waiting(
    tx: &mut ReadTx,
    on: &TaskId,
    after: Option<&TaskId>,
    limit: i64,
) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = "select d.task from task_dependency d join task t on t.id = d.task
        where d.on_task = $1 and d.task > $2 and t.phase not in ('done', 'dropped') order by d.task limit +$3";
    let found = all!(tx, (String,), SQL, on.as_str(), after.map_or("", TaskId::as_str), limit)?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// Whether the first task waits for the second one, directly or through others. It is looked for from both ends, and answered by
/// the end that has fewer tasks behind it.
pub(super) async fn look(tx: &mut ReadTx, from: &TaskId, to: &TaskId, most: usize) -> StoreResult<Found> {
    for (side, limit) in Looks::up_to(most).each() {
        let (start, end) = match side {
            SearchSide::WaitsFor => (from, to),
            SearchSide::Waiting => (to, from),
        };
        let rows = i64::try_from(limit).unwrap_or(i64::MAX);
        let (looked_at, met) = reach(tx, side, start, end, rows).await?;
        let looked_at = usize::try_from(looked_at).unwrap_or(usize::MAX);
        if let Some(found) = Looks::answer(side, limit, looked_at, met > 0) {
            return Ok(found);
        }
    }
    Ok(Found::GivenUp)
}

/// Counts the tasks behind one, itself included, up to a limit, and whether another is among them.
async fn reach(
    tx: &mut ReadTx,
    side: SearchSide,
    start: &TaskId,
    end: &TaskId,
    limit: i64,
) -> StoreResult<(i64, i64)> {
    // SQLite ends the search at the limit inside it, Postgres once no more rows are asked for.
    macro_rules! sqlite {
        ($here:literal, $next:literal) => {
            concat!(
                "with recursive reached(id) as (select id from task where id = $1 union select d.",
                $next,
                " from reached r cross join task_dependency d where d.",
                $here,
                " = r.id and r.id <> $2 limit +$3) select count(*), count(case when id = $2 then 1 end) from reached"
            )
        };
    }
    macro_rules! postgres {
        ($here:literal, $next:literal) => {
            concat!(
                "with recursive reached(id) as (select id from task where id = $1 union select d.",
                $next,
                " from reached r join task_dependency d on d.",
                $here,
                " = r.id where r.id <> $2) select count(*), count(case when id = $2 then 1 end) from (select id from reached limit +$3) x"
            )
        };
    }
    let sql = along!(sqlite, postgres, side, tx);
    one!(tx, (i64, i64), sql, start.as_str(), end.as_str(), limit)
}

/// The shortest way from one task to another in a direction, both included; empty when there is none. It is looked for as
/// far as [`look`] came.
pub async fn way(tx: &mut ReadTx, side: SearchSide, from: &TaskId, to: &TaskId) -> StoreResult<Vec<TaskId>> {
    macro_rules! sqlite {
        ($here:literal, $next:literal) => {
            concat!(
                "select d.",
                $here,
                ", d.",
                $next,
                " from json_each($1) o cross join task_dependency d where d.",
                $here,
                " = o.value"
            )
        };
    }
    macro_rules! postgres {
        ($here:literal, $next:literal) => {
            concat!(
                "select d.",
                $here,
                ", d.",
                $next,
                " from task_dependency d where d.",
                $here,
                " = any (array(select json_array_elements_text(cast($1 as json))))"
            )
        };
    }
    let sql = along!(sqlite, postgres, side, tx);
    let mut came_from: HashMap<String, String> = HashMap::new();
    let mut level = vec![from.0.clone()];
    while !level.is_empty() && !came_from.contains_key(to.as_str()) {
        let mut next = Vec::new();
        for some in level.chunks(AT_ONCE) {
            if came_from.contains_key(to.as_str()) {
                break;
            }
            for (here, there) in all!(tx, (String, String), sql, list(some.iter().map(String::as_str)))? {
                if there != from.0 && !came_from.contains_key(&there) {
                    next.push(there.clone());
                    came_from.insert(there, here);
                }
            }
        }
        level = next;
    }
    let mut way = vec![to.clone()];
    let mut at = to.as_str();
    while let Some(before) = came_from.get(at) {
        way.push(TaskId(before.clone()));
        at = before;
    }
    way.reverse();
    Ok(if way.first() == Some(from) { way } else { Vec::new() })
}
