//! Tasks that are archived, in the trash, or deleted for good. Those below one go along with it.

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::body::{Body, TitleRow, title_columns};
use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::StoreResult;
use super::grants::readable;
use super::search::list;
use super::states::with_states;
use super::tasks::{Task, asked_columns, below, in_sums, take_share, task_columns};

/// A statement that ends with a list of ids in `$1`, for SQLite and for Postgres.
macro_rules! of_ids {
    ($tx:expr, $sql:expr) => {
        of_ids!($tx, $sql, "")
    };
    ($tx:expr, $sql:expr, $rest:literal) => {
        if $tx.is_sqlite() {
            concat!($sql, " in (select value from json_each($1))", $rest)
        } else {
            concat!($sql, " = any (array(select json_array_elements_text(cast($1 as json))))", $rest)
        }
    };
}

/// A task, or one below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub id: TaskId,
    pub is_archived: bool,
    pub is_trashed: bool,
}

/// A task and the tasks below it that were not deleted; at most `limit`.
pub async fn with_below(tx: &mut ReadTx, id: &TaskId, limit: usize) -> StoreResult<Vec<Part>> {
    const SQL: &str = below!(
        "t.id = $1",
        "select t.id, t.archived_at is not null, t.trashed_at is not null from below b cross join task t
        where t.id = b.id and t.deleted_at is null limit +$2"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = all!(tx, (String, bool, bool), SQL, id.as_str(), limit)?;
    let part = |(id, is_archived, is_trashed)| Part { id: TaskId(id), is_archived, is_trashed };
    Ok(rows.into_iter().map(part).collect())
}

/// Numbers of the tasks among one and those below it that are in a delegation, or on offer; a few of them.
pub async fn shared(tx: &mut ReadTx, id: &TaskId) -> StoreResult<Vec<i64>> {
    let sql = with_states!(below!(
        "t.id = $1",
        "select distinct t.number from below b cross join delegation d cross join task t
        where d.task = b.id and t.id = b.id and d.state in {live} order by t.number limit 20"
    ));
    Ok(all!(tx, (i64,), sql, id.as_str())?.into_iter().map(|row| row.0).collect())
}

fn ids(tasks: &[TaskId]) -> String {
    list(tasks.iter().map(TaskId::as_str))
}

/// Archives these tasks together with one of them. Its share in what is above it goes.
pub async fn archive(tx: &mut WriteTx, root: &Task, tasks: &[TaskId], now: Time) -> StoreResult<()> {
    let before = in_sums(tx, &root.id).await?;
    let sql = of_ids!(
        tx,
        "update task set archived_at = $2, archived_with = $3, revision = revision + 1, updated = $2
        where archived_at is null and id"
    );
    run!(tx, sql, ids(tasks), now.0, root.id.as_str())?;
    take_share(tx, &root.id, before).await
}

/// Puts these tasks into the trash together with one of them.
pub async fn trash(tx: &mut WriteTx, root: &Task, tasks: &[TaskId], now: Time) -> StoreResult<()> {
    let before = in_sums(tx, &root.id).await?;
    let sql = of_ids!(
        tx,
        "update task set archived_with = case when archived_at is null then cast($3 as text) else archived_with end,
          archived_at = coalesce(archived_at, $2), trashed_at = $2, trashed_with = $3, revision = revision + 1, updated = $2
        where trashed_at is null and id"
    );
    run!(tx, sql, ids(tasks), now.0, root.id.as_str())?;
    take_share(tx, &root.id, before).await
}

/// Brings a task back from the trash, with the tasks that went there along with it. Tasks archived before stay archived.
pub async fn take_out_of_trash(
    tx: &mut WriteTx,
    root: &Task,
    tasks: &[TaskId],
    now: Time,
) -> StoreResult<u64> {
    let before = in_sums(tx, &root.id).await?;
    let sql = of_ids!(
        tx,
        "update task set archived_with = case when archived_with = $3 and archived_at = trashed_at then null else archived_with end,
          archived_at = case when archived_with = $3 and archived_at = trashed_at then null else archived_at end,
          trashed_at = null, trashed_with = null, revision = revision + 1, updated = $2
        where trashed_with = $3 and deleted_at is null and id"
    );
    let with = root.trashed_with.as_ref().unwrap_or(&root.id);
    let back = run!(tx, sql, ids(tasks), now.0, with.as_str())?;
    take_share(tx, &root.id, before).await?;
    Ok(back)
}

/// Brings an archived task back, with the tasks that were archived along with it. Tasks trashed meanwhile stay in the trash, by
/// themselves.
pub async fn unarchive(tx: &mut WriteTx, root: &Task, tasks: &[TaskId], now: Time) -> StoreResult<u64> {
    let before = in_sums(tx, &root.id).await?;
    let with = root.archived_with.as_ref().unwrap_or(&root.id);
    let sql = of_ids!(
        tx,
        "update task set archived_at = trashed_at, archived_with = trashed_with
        where archived_with = $2 and trashed_at is not null and deleted_at is null and id"
    );
    run!(tx, sql, ids(tasks), with.as_str())?;
    let sql = of_ids!(
        tx,
        "update task set archived_at = null, archived_with = null, revision = revision + 1, updated = $2
        where archived_with = $3 and trashed_at is null and deleted_at is null and id"
    );
    let back = run!(tx, sql, ids(tasks), now.0, with.as_str())?;
    take_share(tx, &root.id, before).await?;
    Ok(back)
}

/// People who had or reviewed one of these open tasks, and are no members any more, or suspended.
pub async fn without_members(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    tasks: &[TaskId],
) -> StoreResult<Vec<ActorId>> {
    let sql = of_ids!(
        tx,
        "select distinct a.id from task t join actor a on a.id in (t.assignee, t.reviewer) and a.kind = 'person'
        left join member m on m.pursuance = $2 and m.actor = a.id and m.state = 'active'
        left join account c on c.actor = a.id
        where t.phase not in ('done', 'dropped') and (m.actor is null or c.suspended_at is not null) and t.id",
        " order by 1"
    );
    let rows = all!(tx, (String,), sql, ids(tasks), pursuance.as_str())?;
    Ok(rows.into_iter().map(|row| ActorId(row.0)).collect())
}

/// People of this instance who have or wrote a task below `root` that went along with it, or came back with it.
pub async fn people_below(tx: &mut ReadTx, root: &TaskId) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = below!(
        "t.parent = $1",
        "select distinct a.actor from below b cross join task t cross join account a
        where t.id = b.id and t.deleted_at is null and a.actor in (t.assignee, t.creator)
          and (t.archived_with = $1 or t.trashed_with = $1 or (t.archived_with is null and t.trashed_at is null)) order by a.actor"
    );
    Ok(all!(tx, (String,), SQL, root.as_str())?.into_iter().map(|row| ActorId(row.0)).collect())
}

/// Deletes these tasks for good, together with one of them. Their numbers, authors and moments stay: no reference to them leads
/// nowhere (DATA 8).
pub async fn bury(tx: &mut WriteTx, root: &Task, tasks: &[TaskId], now: Time) -> StoreResult<()> {
    let (before, list) = (in_sums(tx, &root.id).await?, ids(tasks));
    tx.deletes_words();
    let sql = of_ids!(
        tx,
        "update text_version set body = null, envelope = null where (body is not null or envelope is not null) and object in
          (select m.id from message m where m.thread",
        ")"
    );
    run!(tx, sql, &list)?;
    // Messages about the outcome of a sealed one hang on it.
    let sql = of_ids!(
        tx,
        "update text_version set body = null, envelope = null where (body is not null or envelope is not null) and object in
          (select c.id from message c join message m on m.id = c.thread where m.thread",
        ")"
    );
    run!(tx, sql, &list)?;
    let sql =
        of_ids!(tx, "delete from reaction where message in (select m.id from message m where m.thread", ")");
    run!(tx, sql, &list)?;
    let sql = of_ids!(
        tx,
        "update text_version set body = null, envelope = null where (body is not null or envelope is not null) and object in
          (select b.id from task_block b where b.task",
        ")"
    );
    run!(tx, sql, &list)?;
    // The signed revision of a block says nothing without its words.
    let sql = of_ids!(
        tx,
        "delete from sealed_revision where object in (select b.id from task_block b where b.task",
        ")"
    );
    run!(tx, sql, &list)?;
    let sql =
        of_ids!(tx, "delete from sealed_object where id in (select b.id from task_block b where b.task", ")");
    run!(tx, sql, &list)?;
    // Tells the edges in memory (`edge_cache`) that some are gone.
    run!(tx, "update task_dependency_clock set removed = removed + 1 where id = 1")?;
    // The rows that hang on them, and the rows in which people wanted them.
    for sql in [
        of_ids!(
            tx,
            "update text_version set body = null, envelope = null where (body is not null or envelope is not null) and object"
        ),
        of_ids!(tx, "delete from file where object"),
        of_ids!(tx, "delete from proposal where task"),
        of_ids!(tx, "delete from proposal where made"),
        of_ids!(tx, "delete from task_dependency where task"),
        of_ids!(tx, "delete from task_dependency_told where task"),
        of_ids!(tx, "delete from task_dependency_told where on_task"),
        of_ids!(tx, "delete from task_block where task"),
        of_ids!(tx, "delete from task_grant where task"),
        of_ids!(tx, "delete from task_skill where task"),
        of_ids!(tx, "delete from sealed_tag where object"),
        of_ids!(tx, "delete from sealed_tagged where object"),
        of_ids!(tx, "delete from watch where object"),
        of_ids!(tx, "delete from mute where object"),
        of_ids!(tx, "delete from read_marker where thread"),
        of_ids!(tx, "delete from notice where object"),
        of_ids!(tx, "update invite set task = null where task"),
        of_ids!(tx, "update member set wanted = null where wanted"),
    ] {
        run!(tx, sql, &list)?;
    }
    let sql = of_ids!(
        tx,
        concat!(
            "update task set ",
            task_columns!(emptied),
            asked_columns!(emptied),
            "deleted_at = $2, trashed_at = coalesce(trashed_at, $2), trashed_with = $3,
          archived_at = coalesce(archived_at, $2), archived_with = $3, left_by = null, revision = revision + 1,
          updated = $2 where id"
        )
    );
    run!(tx, sql, &list, now.0, root.id.as_str())?;
    take_share(tx, &root.id, before).await?;
    let sql = of_ids!(tx, "update task set parent = null where id");
    run!(tx, sql, &list).map(drop)
}

/// The tasks whose time in the trash was over before a moment, at most `limit`; not the tasks that went along with them.
pub async fn due(tx: &mut ReadTx, before: Time, limit: i64) -> StoreResult<Vec<TaskId>> {
    const SQL: &str =
        "select id from task where trashed_at <= $1 and deleted_at is null and trashed_with = id
        order by trashed_at, id limit +$2";
    Ok(all!(tx, (String,), SQL, before.0, limit)?.into_iter().map(|row| TaskId(row.0)).collect())
}

/// A task in a list of archived or trashed tasks.
#[derive(Debug, Clone)]
pub struct PutAway {
    pub id: TaskId,
    pub number: i64,
    pub title: Body,
    pub at: Time,
    /// The number of tasks that went along, itself included.
    pub tasks: i64,
}

#[derive(sqlx::FromRow)]
struct PutAwayRow {
    id: String,
    number: i64,
    #[sqlx(flatten)]
    title: TitleRow,
    put_away: i64,
    tasks: i64,
}

fn put_away(row: PutAwayRow) -> PutAway {
    PutAway {
        title: row.title.read(&row.id),
        id: TaskId(row.id),
        number: row.number,
        at: Time(row.put_away),
        tasks: row.tasks.max(1),
    }
}

/// The place after which these lists continue: the moment and the number of the last one shown.
pub type AwayPosition = (Time, i64);

/// The readable archived tasks of a pursuance, the last archived first, before a place. A task that went along with another
/// one is counted there, not listed.
pub async fn archived(
    tx: &mut ReadTx,
    sight: &Sight,
    before: AwayPosition,
    limit: i64,
) -> StoreResult<Vec<PutAway>> {
    const SQL: &str = concat!(
        "select t.id, t.number, ",
        title_columns!(),
        ", t.archived_at as put_away,
          (select count(*) from task c where c.archived_with = t.id and c.trashed_at is null) as tasks
        from task t left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
        where t.pursuance = $1 and t.archived_at is not null and (t.archived_with is null or t.archived_with = t.id)
          and (t.archived_at, t.number) < ($3, $4) and ",
        readable!("t", "$2"),
        " order by t.archived_at desc, t.number desc limit +$5"
    );
    let (of, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    let rows = all!(tx, PutAwayRow, SQL, of, only_of, before.0.0, before.1, limit)?;
    Ok(rows.into_iter().map(put_away).collect())
}

/// The trashed tasks of a pursuance, the last one first, before a place. `by`: only tasks that this member wrote or has a
/// grant on; all without.
pub async fn trashed(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    by: Option<&ActorId>,
    before: AwayPosition,
    limit: i64,
) -> StoreResult<Vec<PutAway>> {
    const SQL: &str = concat!(
        "select t.id, t.number, ",
        title_columns!(),
        ", t.trashed_at as put_away, (select count(*) from task c where c.trashed_with = t.id) as tasks
        from task t left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
        where t.pursuance = $1 and t.trashed_at is not null and t.deleted_at is null and t.trashed_with = t.id
          and (t.trashed_at, t.number) < ($3, $4) and (cast($2 as text) is null or t.creator = $2
            or t.id in (select o.task from task_grant o where o.actor = $2))
        order by t.trashed_at desc, t.number desc limit +$5"
    );
    let by = by.map(ActorId::as_str);
    let rows = all!(tx, PutAwayRow, SQL, pursuance.as_str(), by, before.0.0, before.1, limit)?;
    Ok(rows.into_iter().map(put_away).collect())
}

/// The number of a task, for a sentence that names it.
pub async fn number_of(tx: &mut ReadTx, id: &TaskId) -> StoreResult<Option<i64>> {
    Ok(optional!(tx, (i64,), "select number from task where id = $1", id.as_str())?.map(|row| row.0))
}
