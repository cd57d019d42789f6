//! The assignees and the reviewers of tasks: the tasks of a person, and letting go of one.

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::{Task, TaskRow, select};
use crate::store::damage::ListStretch;
use crate::store::db::{ReadTx, WriteTx, all, each, optional, run};
use crate::store::error::StoreResult;

/// Tasks of a pursuance by a condition on a person, in the order of their numbers; at most `limit`.
async fn of_person(
    tx: &mut ReadTx,
    sql: &'static str,
    pursuance: &ActorId,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Task>> {
    let mut list = ListStretch::new(limit, i64::MIN);
    while let Some((after, wanted)) = list.wanted() {
        let found = each!(tx, TaskRow, sql, person.as_str(), pursuance.as_str(), *after, wanted)?;
        list.take(found, |row| row.number);
    }
    Ok(list.rows())
}

/// A person's begun or assigned tasks in a pursuance; at most `limit`.
pub async fn under_way_of(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Task>> {
    const SQL: &str = select!(
        "where t.assignee = $1 and t.pursuance = $2 and t.phase in ('started', 'in_progress') and t.archived_at is null
          and t.number > $3 order by t.number limit +$4"
    );
    of_person(tx, SQL, pursuance, person, limit).await
}

/// A person's tasks in a pursuance that are not closed, also those whose work waits for a review; at most `limit`.
pub async fn open_of(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Task>> {
    const SQL: &str = select!(
        "where t.assignee = $1 and t.pursuance = $2 and t.phase not in ('done', 'dropped') and t.archived_at is null
          and t.number > $3 order by t.number limit +$4"
    );
    of_person(tx, SQL, pursuance, person, limit).await
}

/// The next task that a person has under way, in whichever pursuance, behind one.
pub async fn next_under_way(
    tx: &mut ReadTx,
    person: &ActorId,
    after: Option<&TaskId>,
) -> StoreResult<Option<TaskId>> {
    const SQL: &str = "select t.id from task t where t.assignee = $1 and t.phase in ('started', 'in_progress') and t.archived_at is null
          and t.id > $2 order by t.id limit 1";
    let after = after.map_or("", TaskId::as_str);
    Ok(optional!(tx, (String,), SQL, person.as_str(), after)?.map(|(id,)| TaskId(id)))
}

/// A person's reviews in a pursuance, due now or once the work is finished; at most `limit`.
pub async fn open_reviews_of(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Task>> {
    const SQL: &str = select!(
        "where t.reviewer = $1 and t.pursuance = $2 and t.phase not in ('done', 'dropped') and t.archived_at is null
          and t.number > $3 order by t.number limit +$4"
    );
    of_person(tx, SQL, pursuance, person, limit).await
}

/// Puts a task back to "help wanted", because its assignee is gone. That is no sign of life.
pub async fn let_go(tx: &mut WriteTx, id: &TaskId, by: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str = "update task set phase = 'help_wanted', assignee = null, left_by = $2, revision = revision + 1, updated = $3,
          stage_since = case when phase = 'help_wanted' then stage_since else $3 end where id = $1";
    run!(tx, SQL, id.as_str(), by.as_str(), now.0).map(drop)
}

/// Makes a task's creator its reviewer, because its reviewer is gone.
pub async fn let_go_of_review(tx: &mut WriteTx, id: &TaskId, by: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "update task set reviewer = null, left_by = $2, revision = revision + 1, updated = $3 where id = $1";
    run!(tx, SQL, id.as_str(), by.as_str(), now.0).map(drop)
}

/// Names the reviewer of a task, or none, or says that it needs no review.
pub async fn set_review(
    tx: &mut WriteTx,
    id: &TaskId,
    reviewer: Option<&ActorId>,
    needs_review: bool,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "update task set left_by = case when coalesce(reviewer, '') = coalesce($2, '') then left_by end,
        reviewer = $2, needs_review = $3, revision = revision + 1, updated = $4 where id = $1";
    run!(tx, SQL, id.as_str(), reviewer.map(ActorId::as_str), needs_review, now.0).map(drop)
}

/// Takes the reviewer from a task because the reviewer does it now: nobody has left it.
pub async fn end_review(tx: &mut WriteTx, id: &TaskId, now: Time) -> StoreResult<()> {
    const SQL: &str = "update task set reviewer = null, revision = revision + 1, updated = $2 where id = $1 and reviewer is not null";
    run!(tx, SQL, id.as_str(), now.0).map(drop)
}

/// The pursuances of a member, by slug, that have a task with a number.
///
/// # Errors
/// When the database fails.
pub async fn places_of_number(
    tx: &mut ReadTx,
    person: &ActorId,
    number: i64,
    limit: i64,
) -> StoreResult<Vec<String>> {
    const SQL: &str = "select p.slug from member m join pursuance p on p.actor = m.pursuance
        join task t on t.pursuance = m.pursuance and t.number = $2
        where m.actor = $1 and m.state = 'active' and p.deleted_at is null order by p.slug limit (select +$3)";
    let rows = all!(tx, (String,), SQL, person.as_str(), number, limit)?;
    Ok(rows.into_iter().map(|(slug,)| slug).collect())
}
