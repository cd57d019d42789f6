//! Blocked tasks, as statements about tasks ask for them; the rows are in `store::dependencies`.

use pursuance_domain::id::{ActorId, TaskId};

use crate::store::db::{WriteTx, run};
use crate::store::error::StoreResult;

/// Whether `t` is blocked: it is open, and waits for an open task, a person or something in words. The SQL twin of what
/// `task.block`, `task.depend` and the phases of others make of a task.
macro_rules! is_blocked {
    () => {
        "(t.phase not in ('done', 'dropped') and (exists (select 1 from task_dependency wd join task wt on wt.id = wd.on_task
            where wd.task = t.id and wt.phase not in ('done', 'dropped') and wt.archived_with is null and wt.trashed_at is null)
          or exists (select 1 from task_block wb where wb.task = t.id and wb.lifted_at is null)))"
    };
}
pub(in crate::store) use is_blocked;

/// The counts of what holds a task up, and of what it holds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct BlockedCounts {
    /// The tasks that it waits for, finished ones too.
    pub waits_for: i64,
    /// The ones among them on which it was said to be blocked.
    pub blocked_on: i64,
    /// The tasks that wait for it.
    pub waiting: i64,
    /// The ones among them that every reader of it sees.
    pub waiting_shown: i64,
    /// The blocks by a person or in words that hold.
    pub blocks: i64,
    /// The ones among them that the other side of a delegation tells.
    pub told: i64,
}

impl BlockedCounts {
    /// Whether it waits for a task, or a task waits for it.
    pub fn has_edge(self) -> bool {
        self.waits_for + self.waiting > 0
    }
}

/// Hides a task with a new title where others see that it waits, or that it is waited for: they see it again once somebody there has
/// said yes to that. A person who said yes before and writes the title need not say so again, as long as they may edit every task there.
pub async fn hide_renamed(tx: &mut WriteTx, task: &TaskId, by: &ActorId) -> StoreResult<()> {
    /// Whether this person said yes, and may edit every task there.
    macro_rules! is_own {
        ($said:literal, $there:literal) => {
            concat!(
                "(",
                $said,
                " = $2 and exists (select 1 from member m where m.pursuance = task_dependency.",
                $there,
                " and m.actor = $2 and m.state = 'active' and m.role in ('assistant_admin', 'admin', 'primary')))"
            )
        };
    }
    const SQL: &str = concat!(
        "update task_dependency set shown_by = case when task = $1 and not ",
        is_own!("shown_by", "on_pursuance"),
        " then null else shown_by end, named_by = case when on_task = $1 and not ",
        is_own!("named_by", "pursuance"),
        " then null else named_by end
        where pursuance <> on_pursuance
          and ((task = $1 and shown_by is not null) or (on_task = $1 and named_by is not null))"
    );
    run!(tx, SQL, task.as_str(), by.as_str()).map(drop)
}
