//! The health of a pursuance: the tasks that have waited longest, and the numbers of new and finished tasks. Only for readers of all its
//! tasks; for others everything is empty. Each statement follows an index, and reads no more rows than it returns or sums up.

use std::collections::{BTreeMap, HashMap};

use pursuance_domain::allowed::{Permission, Sight};
use pursuance_domain::health::{Counted, Offered, WEEK, WEEKS, since};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::free::{clear, unassigned};
use super::next::nothing_blocks;
use super::reviews::waits;
use super::{Raw, Row, Who, list, only_of, rows};
use crate::store::actors::ActorKind;
use crate::store::damage::{listed, or_none};
use crate::store::db::{ReadTx, all, each, one};
use crate::store::error::StoreResult;
use crate::store::grants::readable;
use crate::store::search::among;
use crate::store::states::with_states;

/// The number of most recently taken tasks from which the usual waiting time is computed.
const TAKEN: i64 = 2_000;

/// A task, and since when it waits.
pub type WaitingSince = (TaskId, Time);

/// A part of a list, and how many there are in all.
pub type Part<T> = (Vec<T>, i64);

/// Whether a reader may see the health of the pursuance.
fn may_see(sight: &Sight) -> bool {
    sight.only_of().is_none() && sight.may(Permission::SeeHealth)
}

/// Reads those of some tasks that are readable.
pub async fn by_ids(tx: &mut ReadTx, sight: &Sight, ids: &[&TaskId]) -> StoreResult<HashMap<TaskId, Row>> {
    macro_rules! of {
        ($($which:literal),+) => {
            rows!($($which),+, " and t.pursuance = $2 and ", readable!("t", "$3"))
        };
    }
    let sql = among!(of, "t.id", tx);
    let found: Vec<Row> =
        listed(each!(tx, Raw, sql, list(ids.iter().copied()), sight.pursuance().as_str(), only_of(sight))?);
    Ok(found.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// The first tasks that meet a condition, and how many meet it.
macro_rules! part {
    ($tx:expr, $sight:expr, $most:expr, $from:literal, $since:literal, $which:expr $(, $more:expr)*) => {{
        const SQL: &str = concat!(
            "select t.id, ", $since, " as since from ", $from, " where t.pursuance = $1 and t.trashed_at is null and ", $which,
            " order by ", $since, ", t.id limit +$2"
        );
        const COUNT: &str = concat!(
            "select count(*) from ", $from, " where t.pursuance = $1 and $2 >= 0 and t.trashed_at is null and ", $which
        );
        if !may_see($sight) {
            return Ok((Vec::new(), 0));
        }
        let of = $sight.pursuance().as_str();
        let found = all!($tx, (String, i64), SQL, of, $most $(, $more)*)?;
        let (count,) = one!($tx, (i64,), COUNT, of, $most $(, $more)*)?;
        Ok((found.into_iter().map(|(id, since)| (TaskId(id), Time(since))).collect(), count))
    }};
}

/// The free tasks that have looked for help longest.
pub async fn wanting(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<Part<WaitingSince>> {
    macro_rules! looking {
        () => {
            concat!(
                "from task t where t.pursuance = $1 and t.phase = 'help_wanted' and ",
                unassigned!("t"),
                " and ",
                clear!("t")
            )
        };
    }
    if !may_see(sight) {
        return Ok((Vec::new(), 0));
    }
    let of = sight.pursuance().as_str();
    let first = with_states!(concat!(
        "select t.id, t.stage_since ",
        looking!(),
        " order by t.stage_since, t.id limit +$2"
    ));
    let found = all!(tx, (String, i64), first, of, limit)?;
    let (count,) = one!(tx, (i64,), with_states!(concat!("select count(*) ", looking!())), of)?;
    Ok((found.into_iter().map(|(id, since)| (TaskId(id), Time(since))).collect(), count))
}

/// The open tasks that are over their date, the longest first.
pub async fn late(tx: &mut ReadTx, sight: &Sight, now: Time, limit: i64) -> StoreResult<Part<WaitingSince>> {
    part!(
        tx,
        sight,
        limit,
        "task t",
        "t.due",
        "t.due is not null and t.due < $3 and t.archived_at is null and t.phase not in ('done', 'dropped')",
        now.0
    )
}

/// The tasks whose work has waited longest for its verdict here.
pub async fn in_review(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<Part<WaitingSince>> {
    part!(tx, sight, limit, "task t", "t.stage_since", waits!())
}

/// The tasks that have been blocked longest and have an assignee. A waiting task without one is only planned for later.
pub async fn blocked(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<Part<WaitingSince>> {
    const SQL: &str = "select w.id, min(w.at) as since, count(*) over () as total from (
            select d.task as id, d.at from task_dependency d join task b on b.id = d.on_task
              where d.pursuance = $1 and b.phase not in ('done', 'dropped') and b.archived_with is null
                and b.trashed_at is null
            union all select k.task, k.at from task_block k where k.pursuance = $1 and k.lifted_at is null) w
          join task t on t.id = w.id
        where t.phase not in ('done', 'dropped') and t.archived_at is null and t.trashed_at is null
          and t.assignee is not null
        group by w.id order by since, w.id limit +$2";
    if !may_see(sight) {
        return Ok((Vec::new(), 0));
    }
    let found = all!(tx, (String, i64, i64), SQL, sight.pursuance().as_str(), limit)?;
    let total = found.first().map_or(0, |row| row.2);
    Ok((found.into_iter().map(|(id, at, _)| (TaskId(id), Time(at))).collect(), total))
}

/// The number of the first unfinished task of its pursuance that each of these tasks waits for.
pub async fn first_waited(tx: &mut ReadTx, tasks: &[&TaskId]) -> StoreResult<HashMap<TaskId, i64>> {
    macro_rules! first {
        ($($which:literal),+) => {
            concat!("select d.task, min(o.number) from task_dependency d join task o on o.id = d.on_task ", $($which),+,
                " and d.on_pursuance = d.pursuance and o.phase not in ('done', 'dropped') and o.archived_with is null
                and o.trashed_at is null group by d.task")
        };
    }
    let sql = among!(first, "d.task", tx);
    let found = all!(tx, (String, i64), sql, list(tasks.iter().copied()))?;
    Ok(found.into_iter().map(|(task, number)| (TaskId(task), number)).collect())
}

/// A task without a sign of life for a long time.
#[derive(Debug, Clone)]
pub struct Silent {
    pub task: TaskId,
    /// The person who is waited for.
    pub who: ActorId,
    pub since: Time,
    /// The time of their reminder.
    pub nudged_at: Option<Time>,
    /// The time at which it is handed on, if it is.
    pub hand_on_at: Option<Time>,
}

/// The tasks under way with the longest silence: tasks whose person was reminded, and tasks without a sign of life since a moment.
pub async fn silent(
    tx: &mut ReadTx,
    sight: &Sight,
    quiet_since: Time,
    limit: i64,
) -> StoreResult<Part<Silent>> {
    const SQL: &str = "select z.task, z.who, z.since, z.nudged_at,
          case when z.nudged_at is not null and z.due_at is not null then z.hand_on_at end, count(*) over () as total
        from silence z join task t on t.id = z.task
        where z.pursuance = $1 and z.part = 'assignee' and (z.nudged_at is not null or z.since <= $2) and z.paused_at is null
          and t.archived_at is null and t.trashed_at is null
        order by z.since, z.task limit +$3";
    type Found = (String, String, i64, Option<i64>, Option<i64>, i64);
    if !may_see(sight) {
        return Ok((Vec::new(), 0));
    }
    let found = all!(tx, Found, SQL, sight.pursuance().as_str(), quiet_since.0, limit)?;
    let total = found.first().map_or(0, |row| row.5);
    let silent = |(task, who, since, nudged_at, hand_on_at, _): Found| Silent {
        task: TaskId(task),
        who: ActorId(who),
        since: Time(since),
        nudged_at: nudged_at.map(Time),
        hand_on_at: hand_on_at.map(Time),
    };
    Ok((found.into_iter().map(silent).collect(), total))
}

/// The open work of a member.
#[derive(Debug, Clone)]
pub struct Load {
    pub who: Who,
    /// Tasks that they have begun, or are to begin.
    pub under_way: i64,
    /// Tasks whose work waits for their verdict.
    pub reviews: i64,
}

#[derive(sqlx::FromRow)]
struct LoadRow {
    id: String,
    kind: String,
    host: Option<String>,
    name: String,
    display: String,
    under_way: i64,
    reviews: i64,
    people: i64,
}

/// Finds the members with the most open work; empty for a reader who may not assign tasks.
pub async fn load(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<Part<Load>> {
    const SQL: &str = concat!(
        "select a.id, a.kind, a.host, a.name, a.display, l.under_way, l.reviews, count(*) over () as people from (
            select x.who, cast(sum(x.under_way) as bigint) as under_way, cast(sum(x.reviews) as bigint) as reviews from (
              select t.assignee as who, count(*) as under_way, 0 as reviews from task t
                where t.pursuance = $1 and t.phase in ('started', 'in_progress') and t.archived_at is null
                group by t.assignee
              union all select coalesce(t.reviewer, t.creator), 0, count(*) from task t
                where t.pursuance = $1 and ",
        waits!(),
        " group by coalesce(t.reviewer, t.creator)) x group by x.who) l
          join member m on m.pursuance = $1 and m.actor = l.who and m.state = 'active' join actor a on a.id = l.who
        order by l.under_way + l.reviews desc, a.name, a.id limit +$2"
    );
    if !may_see(sight) || !sight.may(Permission::Assign) {
        return Ok((Vec::new(), 0));
    }
    let found = all!(tx, LoadRow, SQL, sight.pursuance().as_str(), limit)?;
    let people = found.first().map_or(0, |row| row.people);
    let read = |row: LoadRow| {
        let kind = ActorKind::parse(&row.kind).map_err(|error| error.in_row(row.id.clone()));
        let LoadRow { id, host, name, display, under_way, reviews, .. } = row;
        let who = Who { kind: or_none(kind)?, id: ActorId(id), host, name, display };
        Some(Load { who, under_way, reviews })
    };
    Ok((found.into_iter().filter_map(read).collect(), people))
}

/// The counts of each of the last weeks.
pub async fn weeks(tx: &mut ReadTx, sight: &Sight, now: Time) -> StoreResult<[Counted; WEEKS]> {
    macro_rules! by_week {
        ($at:literal, $which:literal) => {
            concat!(
                "select cast((",
                $at,
                " - $2) / $3 as bigint) as week, count(*) from task t where t.pursuance = $1 and ",
                $at,
                " > $2 and t.trashed_at is null",
                $which,
                " group by 1"
            )
        };
    }
    const MADE: &str = by_week!("t.created", "");
    const DONE: &str = by_week!("t.stage_since", " and t.phase = 'done'");
    const DROPPED: &str = by_week!("t.stage_since", " and t.phase = 'dropped'");
    const ARCHIVED: &str =
        by_week!("t.archived_at", " and t.archived_at is not null and t.phase not in ('done', 'dropped')");
    let mut counted = [Counted::default(); WEEKS];
    if !may_see(sight) {
        return Ok(counted);
    }
    type Add = fn(&mut Counted, i64);
    let add: [(&'static str, Add); 4] = [
        (MADE, |week, count| week.made += count),
        (DONE, |week, count| week.finished += count),
        (DROPPED, |week, count| week.left += count),
        (ARCHIVED, |week, count| week.left += count),
    ];
    for (sql, add) in add {
        for (week, count) in all!(tx, (i64, i64), sql, sight.pursuance().as_str(), since(now).0, WEEK)? {
            // An event of this very moment belongs to the last week.
            let week = usize::try_from(week).unwrap_or(0).min(WEEKS - 1);
            add(&mut counted[week], count);
        }
    }
    Ok(counted)
}

/// The waiting times of the most recently taken tasks.
pub async fn waited(tx: &mut ReadTx, sight: &Sight, now: Time) -> StoreResult<Vec<i64>> {
    const SQL: &str = "select t.taken_at - t.wanted_at from task t where t.pursuance = $1 and t.taken_at > $2
          and t.wanted_at is not null and t.trashed_at is null order by t.taken_at desc limit +$3";
    if !may_see(sight) {
        return Ok(Vec::new());
    }
    let found = all!(tx, (i64,), SQL, sight.pursuance().as_str(), since(now).0, TAKEN)?;
    Ok(found.into_iter().map(|(waited,)| waited.max(0)).collect())
}

/// Counts the offers of the last weeks by their result.
pub async fn offered(tx: &mut ReadTx, sight: &Sight, now: Time) -> StoreResult<Offered> {
    const SQL: &str = "select count(case when o.state in ('open', 'later') then 1 end),
          count(case when o.state in ('accepted', 'standing_by', 'stood_down', 'released') then 1 end), count(*)
        from offer o where o.pursuance = $1 and o.at > $2";
    if !may_see(sight) {
        return Ok(Offered::default());
    }
    let of = sight.pursuance().as_str();
    let (waiting, accepted, all) = one!(tx, (i64, i64, i64), SQL, of, since(now).0)?;
    Ok(Offered { ended: all - waiting, accepted, waiting })
}

/// Counts the people who were asked about each of some tasks, and the missing answers; tasks without any are absent. Empty for a reader
/// who may not assign tasks.
pub async fn asked(
    tx: &mut ReadTx,
    sight: &Sight,
    tasks: &[&TaskId],
) -> StoreResult<BTreeMap<TaskId, (i64, i64)>> {
    macro_rules! of {
        ($($which:literal),+) => {
            concat!(
                "select o.task, count(*), cast(sum(case when o.state = 'open' then 1 else 0 end) as bigint) from offer o ",
                $($which),+, " and o.pursuance = $2 group by o.task"
            )
        };
    }
    if !may_see(sight) || !sight.may(Permission::Assign) || tasks.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = among!(of, "o.task", tx);
    let found = all!(tx, (String, i64, i64), sql, list(tasks.iter().copied()), sight.pursuance().as_str())?;
    Ok(found.into_iter().map(|(task, asked, open)| (TaskId(task), (asked, open))).collect())
}
