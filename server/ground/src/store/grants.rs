//! Grants: what a member may do with one task beyond their role. A membership that ends takes them along.

use pursuance_domain::allowed::{Granted, Grants, TaskGrant};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::damage::or_none;
use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::{StoreError, StoreResult};

/// The columns of a member's grants in a pursuance, as [`read`] takes them, for a statement that has both.
macro_rules! grants_of {
    ($pursuance:literal, $actor:literal) => {
        concat!(
            "(select string_agg(o.task || ' ' || o.may, ',') from task_grant o where o.actor = ",
            $actor,
            " and o.pursuance = ",
            $pursuance,
            ")"
        )
    };
}
pub(super) use grants_of;

/// The condition of every list of tasks: it is not in the trash, and the reader may read all of them (the parameter is null),
/// has the task, or has a grant on it. The same as `Sight::reaches`.
macro_rules! readable {
    ($task:literal, $reader:literal) => {
        concat!(
            "(",
            $task,
            ".trashed_at is null and (cast(",
            $reader,
            " as text) is null or ",
            $task,
            ".assignee = ",
            $reader,
            " or ",
            $task,
            ".id in (select o.task from task_grant o where o.actor = ",
            $reader,
            ")))"
        )
    };
}
pub(super) use readable;

/// The grants that [`grants_of`] selected. A damaged one is left out: that denies, and allows nothing.
pub(super) fn read(found: Option<&str>) -> Grants {
    let each = found.unwrap_or_default().split(',').filter_map(|one| one.split_once(' '));
    each.map(|(task, may)| (TaskId(task.to_owned()), granted(task, may))).collect()
}

/// The grants that `may` names, for a task.
pub(super) fn granted(task: &str, may: &str) -> Granted {
    let word = |word: &str| {
        let unknown = || StoreError::unknown_word("task_grant", "may", word).in_row(task.to_owned());
        or_none(TaskGrant::parse(word).ok_or_else(unknown))
    };
    may.split('+').filter_map(word).collect()
}

/// The grants of a member on the tasks of a pursuance.
pub async fn of_member(tx: &mut ReadTx, pursuance: &ActorId, member: &ActorId) -> StoreResult<Grants> {
    const SQL: &str = concat!("select ", grants_of!("$1", "$2"));
    let (found,) = one!(tx, (Option<String>,), SQL, pursuance.as_str(), member.as_str())?;
    Ok(read(found.as_deref()))
}

/// A member's grants on one task.
pub async fn on_task(tx: &mut ReadTx, task: &TaskId, member: &ActorId) -> StoreResult<Granted> {
    const SQL: &str = "select may from task_grant where task = $1 and actor = $2";
    let found = optional!(tx, (String,), SQL, task.as_str(), member.as_str())?;
    Ok(found.map(|(may,)| granted(task.as_str(), &may)).unwrap_or_default())
}

/// A member with grants on a task.
#[derive(Debug, Clone)]
pub struct Grantee {
    pub id: ActorId,
    pub name: String,
    pub display: String,
    pub may: Granted,
}

/// Everybody with grants on a task, by name.
pub async fn grantees(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Grantee>> {
    const SQL: &str = "select a.id, a.name, a.display, o.may from task_grant o join actor a on a.id = o.actor
        where o.task = $1 order by a.name";
    let found = all!(tx, (String, String, String, String), SQL, task.as_str())?;
    let grantee = |(id, name, display, may): (String, String, String, String)| Grantee {
        id: ActorId(id),
        name,
        display,
        may: granted(task.as_str(), &may),
    };
    Ok(found.into_iter().map(grantee).collect())
}

/// Counts the members with grants on a task, and the tasks of a pursuance on which a member has grants.
pub async fn counts(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    task: &TaskId,
    member: &ActorId,
) -> StoreResult<(i64, i64)> {
    const SQL: &str = "select (select count(*) from task_grant where task = $1),
          (select count(*) from task_grant where actor = $2 and pursuance = $3)";
    one!(tx, (i64, i64), SQL, task.as_str(), member.as_str(), pursuance.as_str())
}

/// Replaces the grants of a member on a task. `by`: none for the server itself.
pub async fn set(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    task: &TaskId,
    member: &ActorId,
    may: Granted,
    by: Option<&ActorId>,
    now: Time,
) -> StoreResult<()> {
    if !may.any() {
        const SQL: &str = "delete from task_grant where task = $1 and actor = $2";
        return run!(tx, SQL, task.as_str(), member.as_str()).map(drop);
    }
    const SQL: &str = "insert into task_grant (task, actor, pursuance, may, granted_by, at) values ($1, $2, $3, $4, $5, $6)
        on conflict (task, actor) do update set may = excluded.may, granted_by = excluded.granted_by, at = excluded.at";
    let words: Vec<&str> = may.list().into_iter().map(TaskGrant::as_str).collect();
    run!(
        tx,
        SQL,
        task.as_str(),
        member.as_str(),
        pursuance.as_str(),
        words.join("+"),
        by.map_or("", ActorId::as_str),
        now.0
    )
    .map(drop)
}

/// Takes the grants on a task that the server itself gave.
pub async fn remove_given_by_server(tx: &mut WriteTx, task: &TaskId) -> StoreResult<()> {
    run!(tx, "delete from task_grant where task = $1 and granted_by = ''", task.as_str()).map(drop)
}

/// Takes every grant in a pursuance from somebody who is no member any more.
pub async fn remove_all(tx: &mut WriteTx, pursuance: &ActorId, member: &ActorId) -> StoreResult<()> {
    const SQL: &str = "delete from task_grant where actor = $1 and pursuance = $2";
    run!(tx, SQL, member.as_str(), pursuance.as_str()).map(drop)
}
