//! The sums behind progress. Each task stores them for the tasks directly below it; a change is carried up to the top
//! as a difference, so its cost grows with the depth of the tree, not with its width.

use std::collections::BTreeMap;

use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::task::progress::ProgressSums;
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use crate::store::db::{WriteTx, one, run};
use crate::store::error::{StoreError, StoreResult};

/// The values behind the sums of a task and its share in those above it. Every writer of tasks of a pursuance holds its
/// lock, so they stay unchanged between read and write.
#[derive(Debug, Clone)]
pub(super) struct SumFacts {
    pub parent: Option<String>,
    pub phase: Phase,
    pub size: Size,
    pub sums: ProgressSums,
    /// Whether it was put away by itself: then nothing above it counts it.
    pub is_apart: bool,
}

#[derive(sqlx::FromRow)]
struct SumFactsRow {
    parent: Option<String>,
    phase: String,
    size: String,
    weight_total: i64,
    weight_done: i64,
    children: i64,
    children_done: i64,
    is_apart: bool,
}

impl SumFacts {
    pub async fn of(tx: &mut WriteTx, id: &str) -> StoreResult<Self> {
        const SQL: &str = "select parent, phase, size, weight_total, weight_done, children, children_done,
            (coalesce(archived_with = id, false) or coalesce(trashed_with = id, false)) as is_apart from task where id = $1";
        let row = one!(tx, SumFactsRow, SQL, id)?;
        let sums = ProgressSums {
            total: row.weight_total,
            done: row.weight_done,
            children: row.children,
            children_done: row.children_done,
        };
        Ok(Self {
            parent: row.parent,
            phase: Phase::parse(&row.phase)
                .ok_or_else(|| StoreError::unknown_word("task", "phase", row.phase))?,
            size: Size::parse(&row.size).map_err(|_| StoreError::unknown_word("task", "size", row.size))?,
            sums,
            is_apart: row.is_apart,
        })
    }

    /// Its share in the sums of its parent.
    pub fn share(&self) -> ProgressSums {
        if self.is_apart { ProgressSums::default() } else { self.sums.share(self.phase) }
    }

    /// The values after a difference in the sums below it.
    fn after(self, change: ProgressSums) -> Self {
        let sums = self.sums.after(change, self.phase, self.size);
        Self { sums, ..self }
    }
}

async fn write(tx: &mut WriteTx, id: &str, sums: ProgressSums) -> StoreResult<()> {
    const SQL: &str = "update task set weight_total = $2, weight_done = $3, children = $4, children_done = $5 where id = $1";
    run!(tx, SQL, id, sums.total, sums.done, sums.children, sums.children_done).map(drop)
}

/// Adds a difference to the sums of a task, and the resulting one to those above. Stops where nothing changes.
pub(super) async fn carry(
    tx: &mut WriteTx,
    mut above: Option<String>,
    mut change: ProgressSums,
) -> StoreResult<()> {
    while let Some(id) = above {
        if change == ProgressSums::default() {
            break;
        }
        let before = SumFacts::of(tx, &id).await?;
        let after = before.clone().after(change);
        if after.sums != before.sums {
            write(tx, &id, after.sums).await?;
        }
        change = after.share().minus(before.share());
        above = after.parent;
    }
    Ok(())
}

/// The share of a task in the sums of its parent.
pub(in crate::store) async fn in_sums(tx: &mut WriteTx, id: &TaskId) -> StoreResult<ProgressSums> {
    Ok(SumFacts::of(tx, id.as_str()).await?.share())
}

/// Makes the sums above a task right after it was put away or brought back. `before`: its share until then.
pub(in crate::store) async fn take_share(
    tx: &mut WriteTx,
    id: &TaskId,
    before: ProgressSums,
) -> StoreResult<()> {
    let after = SumFacts::of(tx, id.as_str()).await?;
    let change = after.share().minus(before);
    carry(tx, after.parent, change).await
}

/// Makes the sums right after the phase or the size of a task was written.
pub(super) async fn change(
    tx: &mut WriteTx,
    id: &TaskId,
    before: &SumFacts,
    after: SumFacts,
) -> StoreResult<()> {
    let after = after.after(ProgressSums::default());
    if after.sums != before.sums {
        write(tx, id.as_str(), after.sums).await?;
    }
    let change = after.share().minus(before.share());
    carry(tx, after.parent, change).await
}

/// Closes tasks, given with the deepest last. The share of each waits at its parent until that one's turn; otherwise
/// each task would carry its own difference to the top.
pub async fn settle(tx: &mut WriteTx, ids: &[TaskId], phase: Phase, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "update task set phase = $2, weight_total = $3, weight_done = $4, children = $5, children_done = $6,
        revision = revision + 1, updated = $7, last_sign = $7, stage_since = $7 where id = $1";
    let mut waiting: BTreeMap<String, ProgressSums> = BTreeMap::new();
    for id in ids.iter().rev() {
        let before = SumFacts::of(tx, id.as_str()).await?;
        let of_below = waiting.remove(id.as_str()).unwrap_or_default();
        let after = SumFacts { phase, ..before.clone() }.after(of_below);
        let ProgressSums { total, done, children, children_done } = after.sums;
        run!(tx, SQL, id.as_str(), phase.as_str(), total, done, children, children_done, now.0)?;
        if let Some(above) = &after.parent {
            let waits = waiting.entry(above.clone()).or_default();
            *waits = waits.plus(after.share().minus(before.share()));
        }
    }
    for (above, change) in waiting {
        carry(tx, Some(above), change).await?;
    }
    Ok(())
}
