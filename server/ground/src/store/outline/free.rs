//! Free tasks, in the order in which they are proposed (docs/rules.md §7): for the landing page, Home, `/tasks`, and a pursuance.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Sight, Sights};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::free::{Free, LATE_SOON, SOON, Spare};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Urgency};

use super::next::{list, nothing_blocks};
use super::query::rank;
use super::{Raw, Row, only_of, rows};
use crate::store::damage::{StoredRow, listed, or_none};
use crate::store::db::built::{Built, Value};
use crate::store::db::{ReadTx, all, each, one};
use crate::store::error::{StoreError, StoreResult};
use crate::store::grants::readable;
use crate::store::search;
use crate::store::states::with_states;

/// The most free tasks that a list sorts and counts.
pub const MOST: usize = 100;
/// The most tasks that are compared in total; each pursuance of the reader gets an equal share.
const COMPARED: usize = 400;
/// The smallest share of a pursuance.
const FEWEST: usize = 10;

/// The pursuances to search.
pub enum SearchedPursuances<'a> {
    /// Public pursuances, and those in which the reader may read every task.
    Everywhere(&'a Sights),
    /// Pursuances in which the reader may take tasks.
    Theirs(&'a Sights),
    /// One pursuance, as far as the reader may read it.
    One(&'a Sight),
}

/// Free tasks, best first.
#[derive(Debug, Default)]
pub struct Found {
    pub tasks: Vec<(TaskId, Free)>,
    /// Whether there are no others.
    pub is_all: bool,
}

/// The condition of the partial indices of free tasks.
macro_rules! unassigned {
    ($task:literal) => {
        concat!(
            $task,
            ".phase in ('new', 'help_wanted') and ",
            $task,
            ".archived_at is null and ",
            $task,
            ".assignee is null and ",
            $task,
            ".children = ",
            $task,
            ".children_done"
        )
    };
}

/// The condition that a task waits for nothing and is not on offer to another pursuance.
macro_rules! clear {
    ($task:literal) => {
        concat!(
            "(select true from delegation d where d.task = ",
            $task,
            ".id and d.side = 'origin' and d.state in {open} limit 1) is not true and ",
            nothing_blocks!($task)
        )
    };
}

/// The rank of the size of a task, exactly as in the indices of free tasks.
macro_rules! size_rank {
    ($task:literal) => {
        concat!(
            "case ",
            $task,
            ".size when 'xs' then 0 when 's' then 1 when 'none' then 2 when 'm' then 3 else 4 end"
        )
    };
}

/// The order of the indices of free tasks.
macro_rules! in_order {
    () => {
        concat!(
            "case n.urgency when 'urgent' then 0 else 1 end, ",
            size_rank!("n"),
            ", n.stage_since, n.number"
        )
    };
}

pub(super) use clear;
pub(in crate::store) use {in_order, size_rank, unassigned};

// Values on which an estimate would depend are in subqueries, so Postgres plans such a statement once on each connection. Planning takes
// longer than executing, and Postgres would plan each time if the plan for one value looks cheaper.

/// The first free tasks of a place, by the order of the index; by their dates; with others that wait for them; and with a skill of the
/// reader. `$place`: a condition on `n`; `$edges`: which dependencies are looked at; `$5`: the
/// place of the largest size. At most 2,000 tasks are looked at
/// for one that waits for nothing, so that a plan of many steps takes no longer.
macro_rules! first {
    ($place:expr) => {
        concat!(
            "select f.id from (select n.id, n.size from task n where ",
            $place,
            " and ",
            unassigned!("n"),
            "
              order by ",
            in_order!(),
            " limit 2000) f where ",
            size_rank!("f"),
            " <= $5 and ",
            clear!("f"),
            " limit (select +$3)"
        )
    };
}
macro_rules! dated {
    ($place:expr) => {
        concat!(
            "select f.id from (select n.id, n.due, n.size from task n where ",
            $place,
            " and n.due is not null and n.due <= (select +$4) and ",
            unassigned!("n"),
            " order by n.due, n.id limit 2000) f where ",
            size_rank!("f"),
            " <= $5 and ",
            clear!("f"),
            " limit (select +$3)"
        )
    };
}
macro_rules! awaited {
    ($edges:literal, $place:expr, sqlite) => {
        awaited!($edges, $place, "join task n on n.id = x.on_task")
    };
    // Otherwise Postgres scans every free task for the edges.
    ($edges:literal, $place:expr, postgres) => {
        awaited!(
            $edges,
            $place,
            "cross join lateral (select * from task o where o.id = x.on_task offset 0) n"
        )
    };
    ($edges:literal, $place:expr, $task:literal) => {
        concat!(
            "select n.id from (select e.on_task from task_dependency e where e.on_pursuance = e.pursuance",
            $edges,
            " limit 50) x ",
            $task,
            " where ",
            $place,
            " and ",
            unassigned!("n"),
            " and ",
            size_rank!("n"),
            " <= $5 and ",
            clear!("n")
        )
    };
}

/// The free tasks of a pursuance by their dates, up to `$3`, and the others that are urgent.
macro_rules! late_of {
    () => {
        concat!(
            "select * from (select f.id, f.due from (select n.id, n.due from task n where n.pursuance = m.value
              and n.due is not null and n.due <= (select +$3) and ",
            unassigned!("n"),
            " order by n.due, n.id limit 2000) f where ",
            clear!("f"),
            " limit (select +$2)) x union all
            select * from (select u.id, u.due from (select n.id, n.due from task n where n.pursuance = m.value
              and case n.urgency when 'urgent' then 0 else 1 end = 0 and ",
            unassigned!("n"),
            " order by ",
            in_order!(),
            " limit 2000) u where (u.due <= (select +$3)) is not true and ",
            clear!("u"),
            " limit (select +$2)) y"
        )
    };
}

/// The facts of the tasks whose ids `$ids` selects, as `$list` puts them into one value: hundreds of rows would cost more than they say.
/// `$task`: how such a task is looked up as `n`; `$past` keeps SQLite, which may have no statistics yet, from all edges of a pursuance.
macro_rules! facts {
    ($ids:expr, $list:literal, $task:literal, $past:literal) => {
        concat!(
            "select ",
            $list,
            "(n.id, n.pursuance, n.number, n.size, n.urgency, n.due, n.stage_since,
            coalesce((select min(case when s.skill_key in
              (select o.skill_key from person_skill o where o.actor = (select cast($2 as text)) and o.level <> 'learning') then 1 else 0 end)
              from task_skill s where s.task = n.id), 0),
            coalesce((select 1 from task_dependency e join task o on o.id = e.task
              where e.on_task = n.id and ",
            $past,
            "e.pursuance = n.pursuance and o.phase not in ('done', 'dropped')
                and o.archived_with is null and o.trashed_at is null limit 1), 0))) as text), '[]')
            from (", $ids, ") w cross join ", $task, "
            where n.id = w.id"
        )
    };
}

/// Selects the newest tasks that need a skill of the reader.
macro_rules! fitting {
    ($place:expr, sqlite) => {
        concat!(
            "select n.id from person_skill o cross join task n on n.id in (select s.task from task_skill s
              where s.skill_key = o.skill_key order by s.task desc limit 60)
            where o.actor = (select cast($2 as text)) and o.level <> 'learning' and ",
            $place,
            " and ",
            unassigned!("n"),
            " and ",
            size_rank!("n"),
            " <= $5 and ",
            clear!("n")
        )
    };
    ($place:expr, postgres) => {
        concat!(
            "select n.id from person_skill o cross join lateral (select s.task from task_skill s
              where s.skill_key = o.skill_key order by s.task desc limit 60) s
            cross join lateral (select * from task t where t.id = s.task offset 0) n
            where o.actor = (select cast($2 as text)) and o.level <> 'learning' and ",
            $place,
            " and ",
            unassigned!("n"),
            " and ",
            size_rank!("n"),
            " <= $5 and ",
            clear!("n")
        )
    };
}

/// The tasks that need a skill, which is `$4`.
macro_rules! skilled {
    ($place:expr) => {
        concat!(
            "select n.id from (select s.task from task_skill s where s.skill_key = $4 order by s.task desc limit 2000) s
            cross join task n where n.id = s.task and ", $place, " and ", unassigned!("n"), " and ", size_rank!("n"), " <= $5 and ", clear!("n"), "
            limit (select +$3)"
        )
    };
}

/// Whether the pursuance of `n` is public, or one of `$1`.
macro_rules! open_to_all {
    ($within:literal) => {
        concat!(
            "(select o.archived_at is null and (o.visibility = 'public' or o.actor ",
            $within,
            ") from pursuance o
              where o.actor = n.pursuance) is true"
        )
    };
}

/// The ids of free tasks in some pursuances, which are `$1`. `$more`: a further condition on `n`.
macro_rules! few {
    ($leg:expr, sqlite) => {
        concat!("select c.id from json_each($1) m cross join task c on c.id in (", $leg, ")")
    };
    ($leg:expr, postgres) => {
        concat!(
            "select c.id from (select value from unnest(array(select json_array_elements_text(cast($1 as json)))) o(value)) m
            cross join lateral (",
            $leg,
            ") c"
        )
    };
    ($more:expr, $within:literal, $on:ident) => {
        concat!(
            few!(first!(concat!("n.pursuance = m.value", $more)), $on), " union ",
            few!(dated!(concat!("n.pursuance = m.value", $more)), $on), " union ",
            few!(
                awaited!(" and e.on_pursuance = m.value order by e.task desc", concat!("n.pursuance = m.value", $more), $on),
                $on
            ),
            " union ", fitting!(concat!("n.pursuance ", $within, $more), $on)
        )
    };
}

/// The same for public pursuances and the pursuances of the list `$1`.
macro_rules! everywhere {
    ($within:literal, $on:ident) => {
        concat!(
            "select * from (",
            first!(open_to_all!($within)),
            ") a union select * from (",
            dated!(open_to_all!($within)),
            ") b union ",
            awaited!(" order by e.seq desc", open_to_all!($within), $on),
            " union ",
            fitting!(open_to_all!($within), $on)
        )
    };
}

/// A statement of this database. `$ids` takes the condition on a list `$1` and the name of the database.
macro_rules! stated {
    ($ids:ident, $on_sqlite:expr) => {
        if $on_sqlite {
            with_states!(facts!(
                $ids!("in (select value from json_each($1))", sqlite),
                "coalesce(cast(json_group_array(json_array",
                "task n",
                "+"
            ))
        } else {
            with_states!(facts!(
                $ids!("= any (array(select json_array_elements_text(cast($1 as json))))", postgres),
                "coalesce(cast(json_agg(json_build_array",
                // `offset 0` forces a lookup by id, whatever Postgres estimates.
                "lateral (select * from task o where o.id = w.id offset 0) n",
                ""
            ))
        }
    };
}

/// The facts of a task, in the order of the statement.
#[derive(serde::Deserialize)]
struct FactsRow {
    id: String,
    pursuance: String,
    number: i64,
    size: String,
    urgency: String,
    due: Option<i64>,
    since: i64,
    fits: u8,
    is_awaited: u8,
}

/// A task with the pursuance that has it.
struct PlacedTask(TaskId, String, Free);

impl StoredRow for FactsRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<FactsRow> for PlacedTask {
    type Error = StoreError;
    fn try_from(row: FactsRow) -> StoreResult<Self> {
        let size = Size::parse(&row.size).map_err(|_| StoreError::unknown_word("task", "size", row.size))?;
        let urgency = Urgency::parse(&row.urgency)
            .map_err(|_| StoreError::unknown_word("task", "urgency", row.urgency))?;
        let free = Free {
            fits: row.fits == 1,
            due: row.due.map(Time),
            is_urgent: urgency == Urgency::Urgent,
            is_awaited: row.is_awaited == 1,
            size,
            since: Time(row.since),
            number: row.number,
        };
        Ok(Self(TaskId(row.id), row.pursuance, free))
    }
}

/// Parses the facts that a statement returned as one value; skips damaged rows.
fn read_facts(list: &str) -> StoreResult<Vec<PlacedTask>> {
    let read = |error: serde_json::Error| StoreError::unreadable("task", "facts", &error);
    let values: Vec<serde_json::Value> = serde_json::from_str(list).map_err(read)?;
    let rows = values.into_iter().filter_map(|one| or_none(serde_json::from_value(one).map_err(read)));
    Ok(listed(rows.collect::<Vec<FactsRow>>()))
}

/// Counts the tasks under one limit: the largest number of one pursuance if each has its own limit, otherwise all tasks.
fn most_together(facts: &[PlacedTask], is_each_limited: bool) -> usize {
    if !is_each_limited {
        return facts.len();
    }
    let mut counted: HashMap<&str, usize> = HashMap::new();
    for PlacedTask(_, pursuance, _) in facts {
        *counted.entry(pursuance).or_default() += 1;
    }
    counted.into_values().max().unwrap_or_default()
}

/// A query for free tasks.
#[derive(Debug, Clone, Copy, Default)]
pub struct FreeTasksQuery<'a> {
    /// The person whose skills count.
    pub reader: Option<&'a ActorId>,
    /// The key of a skill that the tasks need.
    pub skill: Option<&'a str>,
    /// The time that the reader can spare.
    pub spare: Option<Spare>,
}

/// Finds the best free tasks of some pursuances, best first: at most [`MOST`].
///
/// # Errors
/// When the database fails.
pub async fn first(
    tx: &mut ReadTx,
    among: SearchedPursuances<'_>,
    asked: FreeTasksQuery<'_>,
    now: Time,
) -> StoreResult<Found> {
    macro_rules! of_few {
        ($within:literal, $on:ident) => {
            few!("", $within, $on)
        };
    }
    macro_rules! of_one {
        ($within:literal, $on:ident) => {
            few!(concat!(" and ", readable!("n", "$6")), $within, $on)
        };
    }
    macro_rules! of_few_skilled {
        ($within:literal, $on:ident) => {
            skilled!(concat!("n.pursuance ", $within))
        };
    }
    macro_rules! of_one_skilled {
        ($within:literal, $on:ident) => {
            skilled!(concat!("n.pursuance ", $within, " and ", readable!("n", "$6")))
        };
    }
    macro_rules! everywhere_skilled {
        ($within:literal, $on:ident) => {
            skilled!(open_to_all!($within))
        };
    }
    let pursuances: Vec<&ActorId> = match &among {
        SearchedPursuances::Everywhere(sights) => sights.whole().collect(),
        SearchedPursuances::Theirs(sights) => sights.where_may(Permission::TakeTask).collect(),
        SearchedPursuances::One(sight) => vec![sight.pursuance()],
    };
    if pursuances.is_empty() && !matches!(among, SearchedPursuances::Everywhere(_)) {
        return Ok(Found { tasks: Vec::new(), is_all: true });
    }
    let FreeTasksQuery { reader, skill, spare } = asked;
    let is_each_limited = matches!(among, SearchedPursuances::Theirs(_)) && skill.is_none();
    let compared = match skill {
        _ if is_each_limited => (COMPARED / pursuances.len().max(1)).clamp(FEWEST, MOST),
        // The statement finds the newest first; the best ones are chosen among those compared.
        Some(_) => COMPARED,
        None => MOST,
    };
    let limit = i64::try_from(compared).unwrap_or(i64::MAX);
    let (of, reader, soon) = (list(pursuances), reader.map(ActorId::as_str), now.plus(SOON).0);
    let largest = rank(Size::ALL, &spare.map_or(Size::L, Spare::largest));
    let on_sqlite = tx.is_sqlite();
    let (list,) = match (among, skill) {
        (SearchedPursuances::Everywhere(_), None) => {
            one!(tx, (String,), stated!(everywhere, on_sqlite), of, reader, limit, soon, largest)?
        }
        (SearchedPursuances::Everywhere(_), Some(key)) => {
            one!(tx, (String,), stated!(everywhere_skilled, on_sqlite), of, reader, limit, key, largest)?
        }
        (SearchedPursuances::Theirs(_), None) => {
            one!(tx, (String,), stated!(of_few, on_sqlite), of, reader, limit, soon, largest)?
        }
        (SearchedPursuances::Theirs(_), Some(key)) => {
            one!(tx, (String,), stated!(of_few_skilled, on_sqlite), of, reader, limit, key, largest)?
        }
        (SearchedPursuances::One(sight), None) => {
            one!(tx, (String,), stated!(of_one, on_sqlite), of, reader, limit, soon, largest, only_of(sight))?
        }
        (SearchedPursuances::One(sight), Some(key)) => one!(
            tx,
            (String,),
            stated!(of_one_skilled, on_sqlite),
            of,
            reader,
            limit,
            key,
            largest,
            only_of(sight)
        )?,
    };
    let mut facts = read_facts(&list)?;
    let is_all = facts.len() <= MOST && most_together(&facts, is_each_limited) < compared;
    facts.sort_by_cached_key(|PlacedTask(id, _, free)| (free.place(now), id.clone()));
    facts.truncate(MOST);
    Ok(Found { tasks: facts.into_iter().map(|PlacedTask(id, _, free)| (id, free)).collect(), is_all })
}

/// Free tasks that are late, due within two days, or urgent, where the person may assign; by their dates, then the urgent, of which
/// those with a date come first: the first `shown` of them, and how many there are, up to [`MOST`].
///
/// # Errors
/// When the database fails.
pub async fn late(
    tx: &mut ReadTx,
    sights: &Sights,
    now: Time,
    shown: usize,
) -> StoreResult<(Vec<TaskId>, usize)> {
    let mut assigns = sights.where_may(Permission::Assign).peekable();
    if assigns.peek().is_none() {
        return Ok((Vec::new(), 0));
    }
    let of = list(assigns);
    let [most, shown] = [MOST, shown].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
    let sql = if tx.is_sqlite() {
        with_states!(concat!(
            "select c.id, count(*) over () from json_each($1) m cross join task c on c.id in (select id from (",
            late_of!(),
            ")) order by coalesce(c.due, 9223372036854775807), c.id limit (select +$4)"
        ))
    } else {
        with_states!(concat!(
            "select c.id, count(*) over () from (select value from unnest(array(select json_array_elements_text(cast($1 as json)))) o(value)) m
            cross join lateral (",
            late_of!(),
            ") c order by coalesce(c.due, 9223372036854775807), c.id limit (select +$4)"
        ))
    };
    let rows = all!(tx, (String, i64), sql, of, most, now.plus(LATE_SOON).0, shown)?;
    let count = rows.first().map_or(0, |(_, count)| usize::try_from(*count).unwrap_or(MOST).min(MOST));
    Ok((rows.into_iter().map(|(id, _)| TaskId(id)).collect(), count))
}

/// Reads these tasks, in this order.
///
/// # Errors
/// When the database fails.
pub async fn rows_of(tx: &mut ReadTx, tasks: &[TaskId]) -> StoreResult<Vec<Row>> {
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    const SQLITE: &str = rows!("json_each($1) o cross join task t"; "where t.id = o.value");
    const POSTGRES: &str =
        rows!("where t.id = any (array(select json_array_elements_text(cast($1 as json))))");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let place: HashMap<&TaskId, usize> = tasks.iter().enumerate().map(|(at, id)| (id, at)).collect();
    let mut rows: Vec<Row> = listed(each!(tx, Raw, sql, search::list(tasks.iter().map(TaskId::as_str)))?);
    rows.sort_by_key(|row| place.get(&row.id).copied());
    Ok(rows)
}

/// The query plan of the free tasks of everybody: for the test that it uses its indices.
///
/// # Errors
/// When the database fails.
pub async fn plan(tx: &mut ReadTx) -> StoreResult<String> {
    let sql = stated!(everywhere, tx.is_sqlite());
    Built::new(sql, [Value::from("[]"), Value::from(""), Value::from(5), Value::from(0), Value::from(4)])
        .plan(tx)
        .await
}
