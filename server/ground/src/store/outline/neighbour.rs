//! The task right above or below another one in the outline, directly below the same task.

use std::collections::HashSet;

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::TaskId;

use super::{Row, list, only_of};
use crate::store::db::{ReadTx, all, one, optional};
use crate::store::error::StoreResult;
use crate::store::grants::readable;
use crate::store::tasks::Task;

/// The side of a neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeighbourSide {
    Above,
    Below,
}

macro_rules! sql {
    ($whose:literal, $beyond:literal, $order:literal) => {
        concat!(
            "select t.number from task t where ",
            $whose,
            " and t.archived_at is null and (t.position, t.number) ",
            $beyond,
            " ($2, $3) and ",
            readable!("t", "$4"),
            " order by ",
            $order,
            " limit 1"
        )
    };
}

/// The number of the readable task there; none at the end of the list.
pub async fn neighbour(
    tx: &mut ReadTx,
    sight: &Sight,
    task: &Task,
    side: NeighbourSide,
) -> StoreResult<Option<i64>> {
    let (position,) = one!(tx, (i64,), "select position from task where id = $1", task.id.as_str())?;
    let sql = match (&task.parent, side) {
        (Some(_), NeighbourSide::Above) => sql!("t.parent = $1", "<", "t.position desc, t.number desc"),
        (Some(_), NeighbourSide::Below) => sql!("t.parent = $1", ">", "t.position, t.number"),
        (None, NeighbourSide::Above) => {
            sql!("t.pursuance = $1 and t.parent is null", "<", "t.position desc, t.number desc")
        }
        (None, NeighbourSide::Below) => {
            sql!("t.pursuance = $1 and t.parent is null", ">", "t.position, t.number")
        }
    };
    let whose = task.parent.as_ref().map_or(task.pursuance.as_str(), TaskId::as_str);
    let found = optional!(tx, (i64,), sql, whose, position, task.number, only_of(sight))?;
    Ok(found.map(|(number,)| number))
}

/// The tasks among `rows` that are mirrors: more people choose their place than that of other tasks.
pub async fn mirrors_among(tx: &mut ReadTx, rows: &[Row]) -> StoreResult<HashSet<TaskId>> {
    const SQLITE: &str = "select t.id from task t where t.mirror_of is not null
        and t.id in (select value from json_each($1))";
    const POSTGRES: &str = "select t.id from task t where t.mirror_of is not null
        and t.id = any (array(select json_array_elements_text(cast($1 as json))))";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = all!(tx, (String,), sql, list(rows.iter().map(|row| &row.id)))?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}
