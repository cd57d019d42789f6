//! The tasks above one: by one statement, the names that a reader may read, and what rules ask of every one of them.

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::{DelegationId, TaskId};
use pursuance_domain::task::phase::Phase;

use super::{Task, only_of};
use crate::store::body::{Body, TitleRow, title_columns};
use crate::store::damage::{StoredRow, or_none, readable as read};
use crate::store::db::{ReadTx, each};
use crate::store::error::{StoreError, StoreResult};
use crate::store::grants::readable;

/// A task above another one.
#[derive(Debug, Clone)]
struct Above {
    id: TaskId,
    number: i64,
    /// `None` when it is damaged.
    phase: Option<Phase>,
    /// Its title, where the reader may read it.
    title: Option<Body>,
    is_mirror: bool,
    delegation: Option<DelegationId>,
}

/// The tasks above one, the nearest first.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    /// The delegation of the task itself, where it is a mirror.
    own: Option<Option<DelegationId>>,
    above: Vec<Above>,
}

impl Chain {
    /// The tasks that the reader may read, the topmost first: number and title.
    pub fn shown(&self) -> impl Iterator<Item = (i64, &Body)> {
        self.above.iter().rev().filter_map(|one| Some((one.number, one.title.as_ref()?)))
    }

    /// Whether the reader may read the parent of the task.
    pub fn shows_parent(&self, task: &Task) -> bool {
        let is_shown = |parent: &Above| task.parent.as_ref() == Some(&parent.id) && parent.title.is_some();
        self.above.first().is_some_and(is_shown)
    }

    /// The number and the phase of each, for rules; damaged ones are left out, and so count as open.
    pub fn phases(&self) -> impl Iterator<Item = (i64, Phase)> {
        self.above.iter().filter_map(|one| Some((one.number, one.phase?)))
    }

    /// The delegation of the task, or of the nearest mirror above it.
    pub fn nearest_mirror(&self) -> Option<&DelegationId> {
        match &self.own {
            Some(own) => own.as_ref(),
            None => self.above.iter().find(|one| one.is_mirror)?.delegation.as_ref(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct AboveRow {
    id: String,
    number: i64,
    phase: String,
    is_readable: bool,
    #[sqlx(flatten)]
    title: TitleRow,
    is_mirror: bool,
    delegation: Option<String>,
}

impl StoredRow for AboveRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl From<AboveRow> for Above {
    fn from(row: AboveRow) -> Self {
        let unknown = || StoreError::unknown_word("task", "phase", &row.phase).in_row(row.id.clone());
        Self {
            phase: or_none(Phase::parse(&row.phase).ok_or_else(unknown)),
            title: row.is_readable.then(|| row.title.read(&row.id)),
            id: TaskId(row.id),
            number: row.number,
            is_mirror: row.is_mirror,
            delegation: row.delegation.map(DelegationId),
        }
    }
}

/// The tasks above one.
pub async fn chain(tx: &mut ReadTx, sight: &Sight, task: &Task) -> StoreResult<Chain> {
    // Each is looked up by its id, however many the database expects: it would read the whole table.
    macro_rules! above {
        ($which:literal) => {
            concat!(
                "with recursive above(id, up) as (select id, 0 from task where id = $1 union all
                  select (select p.parent from task p where p.id = a.id), a.up + 1 from above a where a.id is not null)
                select t.id, t.number, t.phase, t.mirror_of is not null as is_mirror, t.delegation,
                  case when t.pursuance = $2 and ",
                readable!("t", "$3"),
                " then true else false end as is_readable, ",
                title_columns!(),
                " from task t left join text_version x
                  on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
                where t.id ",
                $which,
                " order by (select a.up from above a where a.id = t.id)"
            )
        };
    }
    const SQLITE: &str = above!("in (select a.id from above a)");
    const POSTGRES: &str = above!("= any (array(select a.id from above a))");
    let own = task.mirror_of.as_ref().map(|_| task.delegation.clone());
    let Some(parent) = &task.parent else { return Ok(Chain { own, above: Vec::new() }) };
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = each!(tx, AboveRow, sql, parent.as_str(), sight.pursuance().as_str(), only_of(sight))?;
    Ok(Chain { own, above: read(found).into_iter().map(Above::from).collect() })
}
