//! The board of tasks that need help: for everybody the tasks of public pursuances, and for members the tasks of their own.

use pursuance_domain::allowed::{Sight, Sights};
use pursuance_domain::id::ActorId;

use super::next::list;
use super::{Raw, Row, only_of, rows};
use crate::store::damage::Stretch;
use crate::store::db::{ReadTx, each};
use crate::store::error::StoreResult;
use crate::store::grants::readable;
use crate::store::states::with_states;

/// The conditions of the board: help is wanted, nobody has the task, and no other pursuance is asked for it; a skill, if one
/// is named, and behind a task. The newest first.
macro_rules! board {
    ($place:literal, $which:expr, $rest:literal) => {
        rows!(
            "where t.phase = 'help_wanted' and t.archived_at is null and t.assignee is null and t.id < ",
            $place,
            " and p.archived_at is null and ",
            $which,
            " and (select true from delegation d where d.task = t.id and d.side = 'origin' and d.state in {open} limit 1) is not true
              and (cast($1 as text) = '' or exists (select 1 from task_skill s where s.task = t.id and s.skill_key = $1)) ",
            $rest
        )
    };
}

/// The tasks that need help in public pursuances, and in pursuances whose tasks the reader may read, behind one. `skill`: the
/// key of a skill they want; empty for any.
pub async fn everywhere(
    tx: &mut ReadTx,
    sights: &Sights,
    skill: &str,
    before: &str,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    macro_rules! sql {
        ($within:literal) => {
            with_states!(board!(
                "$3",
                concat!("(p.visibility = 'public' or t.pursuance ", $within, ")"),
                "order by t.id desc limit +$4"
            ))
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($2))")
    } else {
        sql!("= any (array(select json_array_elements_text(cast($2 as json))))")
    };
    let whole = list(sights.whole());
    let mut found = Stretch::new(limit, before.to_owned());
    while let Some((before, wanted)) = found.wanted() {
        let rows = each!(tx, Raw, sql, skill, &whole, before, wanted)?;
        found.take(rows, |row: &Raw| row.id.clone());
    }
    Ok(found.rows())
}

/// The tasks of one pursuance that need help, behind one.
pub async fn of_pursuance(
    tx: &mut ReadTx,
    sight: &Sight,
    skill: &str,
    before: &str,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    let sql = with_states!(board!(
        "$3",
        concat!("t.pursuance = $2 and ", readable!("t", "$5")),
        "order by t.id desc limit +$4"
    ));
    let of: &ActorId = sight.pursuance();
    let mut found = Stretch::new(limit, before.to_owned());
    while let Some((before, wanted)) = found.wanted() {
        let rows = each!(tx, Raw, sql, skill, of.as_str(), before, wanted, only_of(sight))?;
        found.take(rows, |row: &Raw| row.id.clone());
    }
    Ok(found.rows())
}
