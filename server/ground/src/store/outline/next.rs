//! The next tasks for a person, in all their pursuances. A task that the person cannot read is never next for them.

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::{Raw, Row, Who, rows};
use crate::store::actors::ActorKind;
use crate::store::damage::{StoredRow, listed};
use crate::store::db::{ReadTx, each};
use crate::store::error::{StoreError, StoreResult};
use crate::store::search;
use crate::store::words::called;

/// A statement for tasks of some pursuances: `$sql` takes the condition on the list of their ids, which is `$2`.
macro_rules! within {
    ($sql:ident, $tx:expr) => {
        if $tx.is_sqlite() {
            $sql!("in (select value from json_each($2))")
        } else {
            $sql!("= any (array(select json_array_elements_text(cast($2 as json))))")
        }
    };
}

/// A statement for the tasks of an assignee, who is `$1`, in some pursuances, whose ids are `$2`: `$tasks` takes the condition,
/// which ends with `$rest`.
macro_rules! assigned {
    ($tasks:ident, $rest:literal, $tx:expr) => {{
        macro_rules! sql {
            ($within:literal) => {
                $tasks!("where t.assignee = $1 and t.pursuance ", $within, $rest)
            };
        }
        within!(sql, $tx)
    }};
}

pub(super) use {assigned, within};

/// The first tasks of a condition that ends with an order and a limit, the longest untouched first. They are selected
/// before anything is joined to them: Postgres expects more of them than there are, and would begin with all tasks of a
/// pursuance.
macro_rules! chosen {
    ($($which:literal),+ $(,)?) => {
        rows!("(select t.* from task t ", $($which),+, ") t"; "order by t.updated")
    };
}

/// The condition that nothing blocks an open task. Postgres evaluates scalar subqueries for each task; for `not exists` it would join all
/// dependencies. `is not true`: for `is null` it estimates that hardly any task matches, and would read and sort all of them instead of
/// following an index until there are enough.
macro_rules! nothing_blocks {
    ($task:literal) => {
        concat!(
            "(select true from task_block b where b.task = ",
            $task,
            ".id and b.lifted_at is null limit 1) is not true
            and (select true from task_dependency e join task o on o.id = e.on_task
              where e.task = ",
            $task,
            ".id and o.phase not in ('done', 'dropped')
                and o.archived_with is null and o.trashed_at is null limit 1) is not true"
        )
    };
}
pub(super) use nothing_blocks;

pub(super) fn list<'a>(pursuances: impl IntoIterator<Item = &'a ActorId>) -> String {
    search::list(pursuances.into_iter().map(ActorId::as_str))
}

/// Open tasks of an assignee, at most `limit` of each kind: urgent ones, tasks due by a moment (the first due), and tasks that can
/// wait. The urgent ones come first; otherwise the longest untouched first.
pub async fn of_assignee(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    due_by: Time,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    // Urgent tasks and tasks with a date have indexes of their own. The values stand in subqueries, so that Postgres keeps one plan: it
    // takes four times as long to make one as to follow it.
    macro_rules! of {
        ($which:literal, $order:literal, $within:literal) => {
            concat!(
                "select * from (select t.* from task t where t.assignee = (select cast($1 as text)) and ",
                $which,
                " and t.phase in ('started', 'in_progress') and t.pursuance ",
                $within,
                " and t.archived_at is null order by ",
                $order,
                " limit (select +$3)) x"
            )
        };
    }
    macro_rules! sql {
        ($within:literal) => {
            rows!(
                "(", of!("t.urgency = 'urgent'", "t.updated", $within), " union all ",
                of!("t.urgency <> 'urgent' and t.due is not null and t.due <= (select +$4)", "t.due", $within), " union all ",
                of!("t.urgency <> 'urgent' and (t.due is null or t.due > (select +$4))", "t.updated", $within), ") t";
                "order by case when t.urgency = 'urgent' then 0 else 1 end, t.updated"
            )
        };
    }
    let sql = within!(sql, tx);
    Ok(listed(each!(tx, Raw, sql, person.as_str(), list(sights.all()), limit, due_by.0)?))
}

/// Reads those of `tasks` that have an assignee, the longest untouched first, in pursuances in which the person may read every task.
pub async fn under_way<'a>(
    tx: &mut ReadTx,
    sights: &Sights,
    tasks: impl IntoIterator<Item = &'a TaskId>,
) -> StoreResult<Vec<Row>> {
    macro_rules! sql {
        ($among:literal, $within:literal) => {
            chosen!(
                "where t.id ",
                $among,
                " and t.pursuance ",
                $within,
                " and t.phase in ('started', 'in_progress') and t.archived_at is null"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($1))", "in (select value from json_each($2))")
    } else {
        sql!(
            "= any (array(select json_array_elements_text(cast($1 as json))))",
            "= any (array(select json_array_elements_text(cast($2 as json))))"
        )
    };
    let tasks = search::list(tasks.into_iter().map(TaskId::as_str));
    Ok(listed(each!(tx, Raw, sql, tasks, list(sights.whole()))?))
}

/// Finished tasks of an assignee that were touched since a time, the longest untouched first.
pub async fn done_by(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    since: Time,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    // Planned once by Postgres, as above.
    macro_rules! sql {
        ($within:literal) => {
            chosen!(
                "where t.assignee = (select cast($1 as text)) and t.pursuance ",
                $within,
                " and t.phase = 'done' and t.updated > (select +$4) and t.archived_at is null
                order by t.updated desc limit (select +$3)"
            )
        };
    }
    let sql = within!(sql, tx);
    Ok(listed(each!(tx, Raw, sql, person.as_str(), list(sights.all()), limit, since.0)?))
}

#[derive(sqlx::FromRow)]
struct LeftRow {
    #[sqlx(flatten)]
    row: Raw,
    left_by: String,
    left_name: String,
    left_display: String,
}

/// A task, and the person who is gone.
struct LeftTask(Row, Who);

impl StoredRow for LeftRow {
    fn key(&self) -> String {
        self.row.key()
    }
}

impl TryFrom<LeftRow> for LeftTask {
    type Error = StoreError;
    fn try_from(found: LeftRow) -> StoreResult<Self> {
        let who = Who {
            id: ActorId(found.left_by),
            kind: ActorKind::Person,
            host: None,
            name: found.left_name,
            display: found.left_display,
        };
        Ok(Self(Row::try_from(found.row)?, who))
    }
}

/// Tasks whose assignee or reviewer is gone, where the person may choose the next one, the longest waiting first; with
/// the person who is gone.
pub async fn left(tx: &mut ReadTx, sights: &Sights, limit: i64, now: Time) -> StoreResult<Vec<(Row, Who)>> {
    macro_rules! left {
        ($within:literal) => {
            concat!(
                "select r.*, f.id as left_by, f.name as left_name, ",
                called!("f", "o.pursuance", "$3"),
                " as left_display from (",
                rows!(
                    "where t.left_by > '' and t.pursuance ",
                    $within,
                    " and t.archived_at is null order by t.updated limit +$1"
                ),
                ") r join task o on o.id = r.id join actor f on f.id = o.left_by order by r.updated"
            )
        };
    }
    let of = list(sights.where_may(Permission::Assign));
    let sql = within!(left, tx);
    let found: Vec<LeftTask> = listed(each!(tx, LeftRow, sql, limit, of, now.0)?);
    Ok(found.into_iter().map(|LeftTask(row, who)| (row, who)).collect())
}
