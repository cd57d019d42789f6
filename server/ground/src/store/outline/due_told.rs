//! Notifications about free tasks that are late or soon due, for the members who may assign (docs/rules.md §8); and the withdrawal of these
//! and of notices that a task has no assignee.

use std::collections::BTreeMap;

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::notice::day_of_telling;
use pursuance_domain::task::free::LATE_SOON;
use pursuance_domain::time::{DAY, Time};

use super::free::{clear, unassigned};
use super::next::nothing_blocks;
use super::only_of;
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::StoreResult;
use crate::store::grants::readable;
use crate::store::states::with_states;

/// How long after its date people are notified about a task.
const OLD: i64 = 30 * DAY;
/// The most tasks of one pursuance in one run.
const AT_ONCE: i64 = 60;
/// The most tasks of one run.
const LOOKED_AT: i64 = 500;

/// Finds tasks about which a pursuance has yet to be notified, the last due first.
///
/// # Errors
/// When the database fails.
pub async fn untold(tx: &mut ReadTx, now: Time) -> StoreResult<Vec<TaskId>> {
    let sql = with_states!(concat!(
        "select x.id from (
            select n.id, n.due, row_number() over (partition by n.pursuance order by n.due desc, n.id) as place
              from task n join pursuance p on p.actor = n.pursuance
              where n.due > $1 and n.due <= $2 and n.due is not null and p.archived_at is null and ",
        unassigned!("n"),
        " and not exists (select 1 from due_told d where d.task = n.id)
                and not exists (select 1 from due_told o where o.pursuance = n.pursuance and o.at >= $3) and ",
        clear!("n"),
        ") x where x.place <= $4 order by x.due desc, x.id limit (select +$5)"
    ));
    let (old, soon, told) = (now.plus(-OLD).0, now.plus(LATE_SOON).0, day_of_telling(now).0);
    let rows = all!(tx, (String,), sql, old, soon, told, AT_ONCE, LOOKED_AT)?;
    Ok(rows.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// Whether a task is free, and late or soon due.
///
/// # Errors
/// When the database fails.
pub async fn is_due(tx: &mut ReadTx, task: &TaskId, now: Time) -> StoreResult<bool> {
    let sql = with_states!(concat!(
        "select 1 from task n join pursuance p on p.actor = n.pursuance
            where n.id = $1 and n.due <= $2 and p.archived_at is null and ",
        unassigned!("n"),
        " and ",
        clear!("n")
    ));
    Ok(optional!(tx, (i32,), sql, task.as_str(), now.plus(LATE_SOON).0)?.is_some())
}

/// Records that people were notified about a task; returns whether this is new.
///
/// # Errors
/// When the database fails.
pub async fn tell(tx: &mut WriteTx, task: &TaskId, now: Time) -> StoreResult<bool> {
    const SQL: &str = "insert into due_told (task, pursuance, due, since, at)
        select t.id, t.pursuance, t.due, t.stage_since, $2 from task t where t.id = $1 and t.due is not null
        on conflict (task) do nothing";
    Ok(run!(tx, SQL, task.as_str(), now.0)? > 0)
}

/// Deletes the records and the unread notices about tasks to which they no longer apply. Returns the people who had not read them.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(tx: &mut WriteTx) -> StoreResult<Vec<ActorId>> {
    const NOTICES: &str = "delete from notice where object = $1 and kind = 'pairing' and read_at is null
        and exists (select 1 from event e where e.stream = notice.stream and e.seq = notice.seq and e.verb = 'task.due_unassigned')
        returning account";
    let sql = with_states!(concat!(
        "select d.task from due_told d where not exists (select 1 from task n
              join pursuance p on p.actor = n.pursuance
            where n.id = d.task and n.due = d.due and n.stage_since = d.since and p.archived_at is null and ",
        unassigned!("n"),
        " and ",
        clear!("n"),
        ") order by d.task limit (select +$1)"
    ));
    let mut people = Vec::new();
    for (task,) in all!(tx, (String,), sql, LOOKED_AT)? {
        run!(tx, "delete from due_told where task = $1", &task)?;
        let told = all!(tx, (String,), NOTICES, &task)?;
        people.extend(told.into_iter().map(|(account,)| ActorId(account)));
    }
    people.sort();
    people.dedup();
    Ok(people)
}

/// Finds the tasks with these numbers in a pursuance that a reader may see and that have no assignee, by number.
///
/// # Errors
/// When the database fails.
pub async fn nobodys_among(
    tx: &mut ReadTx,
    sight: &Sight,
    numbers: &[i64],
) -> StoreResult<BTreeMap<i64, TaskId>> {
    macro_rules! nobodys {
        ($numbers:literal) => {
            concat!(
                "select t.number, t.id from task t where t.pursuance = $1 and t.number ",
                $numbers,
                " and t.assignee is null and t.phase not in ('done', 'dropped') and t.archived_at is null
                  and t.trashed_at is null and ",
                readable!("t", "$3")
            )
        };
    }
    let sql = if tx.is_sqlite() {
        nobodys!("in (select value from json_each($2))")
    } else {
        nobodys!(
            "= any (array(select cast(value as bigint) from json_array_elements_text(cast($2 as json)) o(value)))"
        )
    };
    let numbers = serde_json::json!(numbers).to_string();
    let found = all!(tx, (i64, String), sql, sight.pursuance().as_str(), numbers, only_of(sight))?;
    Ok(found.into_iter().map(|(number, id)| (number, TaskId(id))).collect())
}
