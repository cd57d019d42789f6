//! Tasks with a date, for calendars: open ones, and closed ones whose date is not long past.

use pursuance_domain::allowed::{Sight, Sights};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::next::{assigned, list, within};
use super::{Raw, Row, only_of, rows};
use crate::store::damage::listed;
use crate::store::db::{ReadTx, each};
use crate::store::error::StoreResult;
use crate::store::grants::readable;

/// Reads the tasks of a pursuance with a date: the open ones first, both kinds sorted by date. Closed tasks that were due before `since`
/// are omitted.
pub async fn of_pursuance(tx: &mut ReadTx, sight: &Sight, since: Time, limit: i64) -> StoreResult<Vec<Row>> {
    // Each has an index of its own.
    macro_rules! of {
        ($which:literal) => {
            concat!(
                "select * from (select t.* from task t where t.pursuance = $1 and t.due is not null and t.archived_at is null and ",
                $which,
                " and ",
                readable!("t", "$2"),
                " order by t.due, t.id limit +$4) x"
            )
        };
    }
    const SQL: &str = rows!(
        "(", of!("t.phase not in ('done', 'dropped')"), " union all ",
        of!("t.phase in ('done', 'dropped') and t.due >= $3"), ") t";
        "order by case when t.phase in ('done', 'dropped') then 1 else 0 end, t.due, t.id limit +$4"
    );
    Ok(listed(each!(tx, Raw, SQL, sight.pursuance().as_str(), only_of(sight), since.0, limit)?))
}

/// The tasks of an assignee that have a date, likewise.
pub async fn of_assignee(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    since: Time,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    let sql = assigned!(
        rows,
        " and t.due is not null and t.archived_at is null and (t.phase not in ('done', 'dropped') or t.due >= $4)
        order by case when t.phase in ('done', 'dropped') then 1 else 0 end, t.due, t.id limit +$3",
        tx
    );
    Ok(listed(each!(tx, Raw, sql, person.as_str(), list(sights.all()), limit, since.0)?))
}
