//! Blocks of a task besides other tasks: by a person, or in words, said here or by the other side of a delegation.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, DelegationId, TaskId};
use pursuance_domain::time::Time;

use crate::store::body::{Body, TextRow, text_columns};
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::StoreResult;
use crate::store::search::{among, list};
use crate::store::tasks::Task;
use crate::store::texts::{self, ObjectText};

/// Whether something that was said here blocks an open task: what other sides of delegations tell is left out, so that nobody
/// is told their own block.
pub async fn is_blocked_here(tx: &mut ReadTx, task: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from task t where t.id = $1 and t.phase not in ('done', 'dropped')
        and (exists (select 1 from task_dependency d join task o on o.id = d.on_task
            where d.task = t.id and o.phase not in ('done', 'dropped') and o.archived_with is null and o.trashed_at is null)
          or exists (select 1 from task_block b where b.task = t.id and b.lifted_at is null and b.told_in is null))";
    Ok(optional!(tx, (i32,), SQL, task.as_str())?.is_some())
}

/// A block by a person or in words.
#[derive(Debug, Clone)]
pub struct Block {
    pub id: String,
    /// The person; none where it is said in words.
    pub on: Option<ActorId>,
    /// The words.
    pub reason: Body,
    /// Whether the other side of a delegation reads the words.
    pub shared: bool,
    /// The author: a person here, or the pursuance on the other side.
    pub by: ActorId,
    pub at: Time,
    /// The delegation whose other side says so.
    pub told_in: Option<DelegationId>,
}

impl Block {
    /// Whether it was said here.
    pub fn is_ours(&self) -> bool {
        self.told_in.is_none()
    }
}

#[derive(sqlx::FromRow)]
struct BlockRow {
    id: String,
    task: String,
    on_actor: Option<String>,
    #[sqlx(flatten)]
    reason: TextRow,
    shared: bool,
    added_by: String,
    at: i64,
    told_in: Option<String>,
}

impl From<BlockRow> for Block {
    fn from(row: BlockRow) -> Self {
        Self {
            reason: row.reason.read(&row.id),
            id: row.id,
            on: row.on_actor.map(ActorId),
            shared: row.shared,
            by: ActorId(row.added_by),
            at: Time(row.at),
            told_in: row.told_in.map(DelegationId),
        }
    }
}

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "select b.id, b.task, b.on_actor, b.shared, b.added_by, b.at, b.told_in, ",
            text_columns!("x"),
            " from task_block b left join text_version x on x.object = b.id and x.field = 'reason' and x.revision = 1 ",
            $($rest),+
        )
    };
}

/// The blocks of a task that hold, in the order in which they were said.
pub async fn blocks(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Block>> {
    const SQL: &str = select!("where b.task = $1 and b.lifted_at is null order by b.at, b.id");
    let rows = all!(tx, BlockRow, SQL, task.as_str())?;
    Ok(rows.into_iter().map(Block::from).collect())
}

/// The first block that holds of each of these tasks.
pub async fn first_blocks(tx: &mut ReadTx, tasks: &[&TaskId]) -> StoreResult<HashMap<TaskId, Block>> {
    macro_rules! holding {
        ($($which:literal),+) => { select!($($which),+, " and b.lifted_at is null order by b.at, b.id") };
    }
    let sql = among!(holding, "b.task", tx);
    let rows = all!(tx, BlockRow, sql, list(tasks.iter().map(|task| task.as_str())))?;
    let mut first = HashMap::new();
    for row in rows {
        first.entry(TaskId(row.task.clone())).or_insert_with(|| Block::from(row));
    }
    Ok(first)
}

/// The block that the other side of a delegation now says the task has.
pub async fn told_in(tx: &mut ReadTx, delegation: &DelegationId) -> StoreResult<Option<Block>> {
    const SQL: &str = select!("where b.told_in = $1 and b.lifted_at is null");
    Ok(optional!(tx, BlockRow, SQL, delegation.as_str())?.map(Block::from))
}

/// Ends what the other side of a delegation said to block the task.
pub async fn lift_told(tx: &mut WriteTx, delegation: &DelegationId, now: Time) -> StoreResult<()> {
    const SQL: &str = "update task_block set lifted_at = $2 where told_in = $1 and lifted_at is null";
    run!(tx, SQL, delegation.as_str(), now.0).map(drop)
}

/// Says that a task is blocked.
pub async fn block(tx: &mut WriteTx, task: &Task, block: &Block) -> StoreResult<()> {
    const SQL: &str = "insert into task_block (id, task, pursuance, on_actor, shared, added_by, at, told_in)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let Block { id, on, reason, shared, by, at, told_in } = block;
    let (on, told_in) = (on.as_ref().map(ActorId::as_str), told_in.as_ref().map(DelegationId::as_str));
    run!(tx, SQL, id, task.id.as_str(), task.pursuance.as_str(), on, *shared, by.as_str(), at.0, told_in)?;
    // A block by a person has no words, and sealed words come with a revision that its author signed.
    match reason.open().filter(|reason| !reason.is_empty()) {
        Some(reason) => texts::add(tx, id, ObjectText::Reason, 1, by, *at, reason).await,
        None => Ok(()),
    }
}

/// Lifts the blocks of a task that were said here: all, or only the ones on one person. Answers how many.
pub async fn lift(tx: &mut WriteTx, task: &TaskId, only_on: Option<&ActorId>, now: Time) -> StoreResult<u64> {
    const SQL: &str = "update task_block set lifted_at = $2 where task = $1 and lifted_at is null
        and told_in is null and (cast($3 as text) is null or on_actor = $3)";
    run!(tx, SQL, task.as_str(), now.0, only_on.map(ActorId::as_str))
}

/// The tasks of a pursuance that a person or words block, at most `limit`.
pub async fn blocked(tx: &mut ReadTx, pursuance: &ActorId, limit: i64) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = "select distinct task from task_block where pursuance = $1 and lifted_at is null order by task limit +$2";
    let found = all!(tx, (String,), SQL, pursuance.as_str(), limit)?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// The next tasks of a pursuance that are said to wait for a person.
pub async fn blocked_by(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = "select distinct task from task_block
        where pursuance = $1 and on_actor = $2 and lifted_at is null order by task limit +$3";
    let found = all!(tx, (String,), SQL, pursuance.as_str(), person.as_str(), limit)?;
    Ok(found.into_iter().map(|(id,)| TaskId(id)).collect())
}
