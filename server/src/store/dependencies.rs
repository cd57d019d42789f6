//! The tasks that a task waits for, and the search for a way between two tasks.
//!
//! Only ids are read here, for rules and for `reads::dependencies`, which asks for each task whether it may be seen.

use std::collections::HashMap;

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;
use super::grants::readable;
use super::search::list;
use super::tasks::Task;
use super::texts::{self, Field};

/// The key of the lock for edges, within the advisory locks of Postgres.
const EDGES: i64 = 0x7075_7273_6564_6765;

/// How many tasks are looked at first on either side: nearly always all there are.
const NEAR: usize = 100;

/// Ids whose edges are read by one statement.
const AT_ONCE: usize = 500;

/// Locks the edges until the end of the transaction, so that two people never close a circle together. Streams are
/// locked before. SQLite has one writer.
pub async fn lock(tx: &mut WriteTx) -> StoreResult<()> {
    if tx.is_sqlite() {
        return Ok(());
    }
    run!(tx, "select pg_advisory_xact_lock($1)", EDGES).map(drop)
}

/// One end of an edge, seen from the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    pub other: TaskId,
    /// Noted as "I am blocked by this".
    pub is_block: bool,
    pub at: Time,
}

fn edges(rows: Vec<(String, bool, i64)>) -> Vec<Edge> {
    rows.into_iter()
        .map(|(other, is_block, at)| Edge { other: TaskId(other), is_block, at: Time(at) })
        .collect()
}

/// The tasks that a task waits for, finished ones too, in the order in which they were noted.
pub async fn waits_for(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Edge>> {
    const SQL: &str =
        "select on_task, is_block, at from task_dependency where task = $1 order by at, on_task";
    Ok(edges(all!(tx, (String, bool, i64), SQL, task.as_str())?))
}

/// The tasks that wait for a task: the open ones first, then in the order in which they were noted.
pub async fn waiting(tx: &mut ReadTx, task: &TaskId, limit: i64) -> StoreResult<Vec<Edge>> {
    const SQL: &str = "select d.task, d.is_block, d.at from task_dependency d join task t on t.id = d.task
        where d.on_task = $1 order by case when t.phase in ('done', 'dropped') then 1 else 0 end, d.at, d.task limit +$2";
    Ok(edges(all!(tx, (String, bool, i64), SQL, task.as_str(), limit)?))
}

/// How many tasks a task waits for, and how many wait for it.
pub async fn count(tx: &mut ReadTx, task: &TaskId) -> StoreResult<(i64, i64)> {
    const SQL: &str = "select (select count(*) from task_dependency where task = $1), (select count(*) from task_dependency where on_task = $1)";
    one!(tx, (i64, i64), SQL, task.as_str())
}

/// Whether a task waits for another one.
pub async fn is_there(tx: &mut ReadTx, task: &TaskId, on: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from task_dependency where task = $1 and on_task = $2";
    Ok(optional!(tx, (i32,), SQL, task.as_str(), on.as_str())?.is_some())
}

/// Notes that a task waits for another one.
pub async fn add(
    tx: &mut WriteTx,
    task: &Task,
    on: &TaskId,
    is_block: bool,
    by: &ActorId,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into task_dependency (task, on_task, pursuance, is_block, added_by, at) values ($1, $2, $3, $4, $5, $6)";
    let Task { id, pursuance, .. } = task;
    run!(tx, SQL, id.as_str(), on.as_str(), pursuance.as_str(), is_block, by.as_str(), now.0).map(drop)
}

/// The tasks on which a task was said to be blocked.
pub async fn blocked_on(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = "select on_task from task_dependency where task = $1 and is_block order by on_task";
    let found = all!(tx, (String,), SQL, task.as_str())?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// Takes an edge away; answers whether there was one.
pub async fn remove(tx: &mut WriteTx, task: &TaskId, on: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "delete from task_dependency where task = $1 and on_task = $2";
    Ok(run!(tx, SQL, task.as_str(), on.as_str())? > 0)
}

/// Whether `t` is blocked: it is open, and waits for an open task, a person or something in words. The SQL twin of what
/// `task.block`, `task.depend` and the phases of others make of a task.
macro_rules! is_blocked {
    () => {
        "(t.phase not in ('done', 'dropped') and (exists (select 1 from task_dependency wd join task wt on wt.id = wd.on_task
            where wd.task = t.id and wt.phase not in ('done', 'dropped'))
          or exists (select 1 from task_block wb where wb.task = t.id and wb.lifted_at is null)))"
    };
}
pub(in crate::store) use is_blocked;

/// A block by a person or in words.
#[derive(Debug, Clone)]
pub struct Block {
    pub id: String,
    /// The person; none where it is said in words.
    pub on: Option<ActorId>,
    /// The words.
    pub reason: String,
    /// Whether the other side of a delegation reads the words.
    pub shared: bool,
    pub by: ActorId,
    pub at: Time,
}

#[derive(sqlx::FromRow)]
struct BlockRow {
    id: String,
    on_actor: Option<String>,
    reason: Option<String>,
    shared: bool,
    added_by: String,
    at: i64,
}

/// The blocks of a task that hold, in the order in which they were said.
pub async fn blocks(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Block>> {
    const SQL: &str =
        "select b.id, b.on_actor, x.body as reason, b.shared, b.added_by, b.at from task_block b
        left join text_version x on x.object = b.id and x.field = 'reason' and x.revision = 1
        where b.task = $1 and b.lifted_at is null order by b.at, b.id";
    let rows = all!(tx, BlockRow, SQL, task.as_str())?;
    let block = |row: BlockRow| Block {
        id: row.id,
        on: row.on_actor.map(ActorId),
        reason: row.reason.unwrap_or_default(),
        shared: row.shared,
        by: ActorId(row.added_by),
        at: Time(row.at),
    };
    Ok(rows.into_iter().map(block).collect())
}

/// The words of a block, and the person it was on, whether it holds or not.
pub async fn block_text(tx: &mut ReadTx, id: &str) -> StoreResult<String> {
    texts::at_revision(tx, id, Field::Reason, 1).await
}

/// Says that a task is blocked.
pub async fn block(tx: &mut WriteTx, task: &Task, block: &Block) -> StoreResult<()> {
    const SQL: &str = "insert into task_block (id, task, pursuance, on_actor, shared, added_by, at) values ($1, $2, $3, $4, $5, $6, $7)";
    let Block { id, on, reason, shared, by, at } = block;
    let on = on.as_ref().map(ActorId::as_str);
    run!(tx, SQL, id, task.id.as_str(), task.pursuance.as_str(), on, *shared, by.as_str(), at.0)?;
    if reason.is_empty() {
        return Ok(());
    }
    texts::add(tx, id, Field::Reason, 1, by, *at, reason).await
}

/// Ends blocks of a task: all of them, or those on one person. Answers how many.
pub async fn lift(tx: &mut WriteTx, task: &TaskId, only_on: Option<&ActorId>, now: Time) -> StoreResult<u64> {
    const SQL: &str = "update task_block set lifted_at = $2 where task = $1 and lifted_at is null
        and (cast($3 as text) is null or on_actor = $3)";
    run!(tx, SQL, task.as_str(), now.0, only_on.map(ActorId::as_str))
}

/// Those of some tasks that others wait for.
pub async fn awaited_among(tx: &mut ReadTx, tasks: &[TaskId]) -> StoreResult<Vec<TaskId>> {
    const SQLITE: &str = "select o.value from json_each($1) o where exists (select 1 from task_dependency d where d.on_task = o.value)";
    const POSTGRES: &str = "select o.value from json_array_elements_text(cast($1 as json)) o(value)
        where exists (select 1 from task_dependency d where d.on_task = o.value)";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = all!(tx, (String,), sql, list(tasks.iter().map(TaskId::as_str)))?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// For each of some tasks that open tasks wait for: how many.
pub async fn waiting_open(tx: &mut ReadTx, tasks: &[&TaskId]) -> StoreResult<HashMap<TaskId, i64>> {
    const SQLITE: &str =
        "select d.on_task, count(*) from json_each($1) o cross join task_dependency d on d.on_task = o.value
        join task t on t.id = d.task where t.phase not in ('done', 'dropped') group by d.on_task";
    const POSTGRES: &str = "select d.on_task, count(*) from task_dependency d join task t on t.id = d.task
        where d.on_task = any (array(select json_array_elements_text(cast($1 as json))))
          and t.phase not in ('done', 'dropped') group by d.on_task";
    if tasks.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = all!(tx, (String, i64), sql, list(tasks.iter().map(|id| id.as_str())))?;
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

/// The result of the search for a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Way,
    NoWay,
    /// Both sides have more tasks than may be looked at.
    GivenUp,
}

/// Whether the first task waits for the second one, directly or through others. It is looked for from both ends, and
/// answered by the end that has fewer tasks behind it.
pub async fn is_way(tx: &mut ReadTx, from: &TaskId, to: &TaskId, most: usize) -> StoreResult<Found> {
    for most in [NEAR.min(most), most] {
        for (side, start, end) in [(Side::WaitsFor, from, to), (Side::Waiting, to, from)] {
            let limit = i64::try_from(most).unwrap_or(i64::MAX);
            let (looked_at, met) = reach(tx, side, start, end, limit).await?;
            if met > 0 {
                return Ok(Found::Way);
            }
            if looked_at < limit {
                return Ok(Found::NoWay);
            }
        }
    }
    Ok(Found::GivenUp)
}

/// The direction of a search.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    WaitsFor,
    Waiting,
}

/// How many tasks are behind one, itself included and counted up to a limit, and whether another is among them.
async fn reach(
    tx: &mut ReadTx,
    side: Side,
    start: &TaskId,
    end: &TaskId,
    limit: i64,
) -> StoreResult<(i64, i64)> {
    // SQLite ends the search at the limit inside it, Postgres once no more rows are asked for.
    macro_rules! sqlite {
        ($next:literal, $here:literal) => {
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
        ($next:literal, $here:literal) => {
            concat!(
                "with recursive reached(id) as (select id from task where id = $1 union select d.",
                $next,
                " from reached r join task_dependency d on d.",
                $here,
                " = r.id where r.id <> $2) select count(*), count(case when id = $2 then 1 end) from (select id from reached limit +$3) x"
            )
        };
    }
    let sql = match (side, tx.is_sqlite()) {
        (Side::WaitsFor, true) => sqlite!("on_task", "task"),
        (Side::WaitsFor, false) => postgres!("on_task", "task"),
        (Side::Waiting, true) => sqlite!("task", "on_task"),
        (Side::Waiting, false) => postgres!("task", "on_task"),
    };
    one!(tx, (i64, i64), sql, start.as_str(), end.as_str(), limit)
}

/// The shortest way from one task through what it waits for to another, both included; empty when there is none.
pub async fn way(tx: &mut ReadTx, from: &TaskId, to: &TaskId) -> StoreResult<Vec<TaskId>> {
    const SQLITE: &str =
        "select d.task, d.on_task from json_each($1) o cross join task_dependency d where d.task = o.value";
    const POSTGRES: &str = "select d.task, d.on_task from task_dependency d
        where d.task = any (array(select json_array_elements_text(cast($1 as json))))";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let mut came_from: HashMap<String, String> = HashMap::new();
    let mut level = vec![from.0.clone()];
    while !level.is_empty() && !came_from.contains_key(to.as_str()) {
        let mut next = Vec::new();
        for some in level.chunks(AT_ONCE) {
            for (task, on) in all!(tx, (String, String), sql, list(some.iter().map(String::as_str)))? {
                if on != from.0 && !came_from.contains_key(&on) {
                    next.push(on.clone());
                    came_from.insert(on, task);
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

/// The ids of those that a search from a task comes to, itself first, the nearest first; at most so many.
pub async fn reached(tx: &mut ReadTx, side: Side, start: &TaskId, limit: i64) -> StoreResult<Vec<TaskId>> {
    const SQLITE: [&str; 2] = [
        "with recursive reached(id) as (select id from task where id = $1 union select d.on_task
          from reached r cross join task_dependency d where d.task = r.id limit +$2) select id from reached",
        "with recursive reached(id) as (select id from task where id = $1 union select d.task
          from reached r cross join task_dependency d where d.on_task = r.id limit +$2) select id from reached",
    ];
    const POSTGRES: [&str; 2] = [
        "with recursive reached(id) as (select id from task where id = $1 union select d.on_task
          from reached r join task_dependency d on d.task = r.id) select id from reached limit +$2",
        "with recursive reached(id) as (select id from task where id = $1 union select d.task
          from reached r join task_dependency d on d.on_task = r.id) select id from reached limit +$2",
    ];
    let [waits_for, waiting] = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let sql = match side {
        Side::WaitsFor => waits_for,
        Side::Waiting => waiting,
    };
    let found = all!(tx, (String,), sql, start.as_str(), limit)?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// How many a search from a task comes to, itself included; counted up to a limit.
pub async fn count_reached(tx: &mut ReadTx, side: Side, start: &TaskId, limit: i64) -> StoreResult<i64> {
    Ok(reach(tx, side, start, &TaskId(String::new()), limit).await?.0)
}

/// What readable tasks of a pursuance wait for: waiting task and the other one, where both are open first,
/// then the newest.
pub async fn of_pursuance(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<Vec<(TaskId, TaskId)>> {
    const SQL: &str = concat!(
        "select d.task, d.on_task from task_dependency d join task t on t.id = d.task join task o on o.id = d.on_task
        where d.pursuance = $1 and ",
        readable!("t", "$2"),
        " order by case when t.phase in ('done', 'dropped') or o.phase in ('done', 'dropped') then 1 else 0 end,
          d.at desc, d.task, d.on_task limit +$3"
    );
    let (of, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    let found = all!(tx, (String, String), SQL, of, only_of, limit)?;
    Ok(found.into_iter().map(|(task, on)| (TaskId(task), TaskId(on))).collect())
}

/// How many tasks these edges connect.
pub async fn count_of_pursuance(tx: &mut ReadTx, sight: &Sight) -> StoreResult<i64> {
    const SQL: &str = concat!(
        "select count(*) from (select d.task as id from task_dependency d join task t on t.id = d.task
          where d.pursuance = $1 and ",
        readable!("t", "$2"),
        " union select d.on_task from task_dependency d join task t on t.id = d.task where d.pursuance = $1 and ",
        readable!("t", "$2"),
        ") x"
    );
    let (of, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    Ok(one!(tx, (i64,), SQL, of, only_of)?.0)
}

/// The edges between some tasks.
pub async fn between(tx: &mut ReadTx, tasks: &[TaskId]) -> StoreResult<Vec<(TaskId, TaskId)>> {
    const SQLITE: &str = "select d.task, d.on_task from json_each($1) o cross join task_dependency d
        where d.task = o.value and d.on_task in (select value from json_each($1)) order by d.task, d.on_task";
    const POSTGRES: &str = "select d.task, d.on_task from task_dependency d
        where d.task = any (array(select json_array_elements_text(cast($1 as json))))
          and d.on_task = any (array(select json_array_elements_text(cast($1 as json)))) order by d.task, d.on_task";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = all!(tx, (String, String), sql, list(tasks.iter().map(TaskId::as_str)))?;
    Ok(found.into_iter().map(|(task, on)| (TaskId(task), TaskId(on))).collect())
}
