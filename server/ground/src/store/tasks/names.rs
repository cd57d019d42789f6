//! The names and numbers that programs read for the ids in a task.

use pursuance_domain::allowed::{Sight, TaskSight};
use pursuance_domain::id::TaskId;

use super::{LongTexts, LongTextsRow, only_of};
use crate::store::db::{ReadTx, all, optional};
use crate::store::error::StoreResult;
use crate::store::grants::readable;
use crate::store::search::{among, list};
use crate::store::states::with_states;

/// Names and numbers for the ids in a task, and its longer texts, for programs.
#[derive(Debug, Clone)]
pub struct TaskNames {
    pub number: i64,
    /// The number of its parent, when that is readable too.
    pub parent: Option<i64>,
    pub texts: LongTexts,
    pub creator: String,
    pub assignee: Option<String>,
    /// Whether another pursuance has it, or did it.
    pub is_delegated: bool,
    pub reviewer: Option<String>,
    /// Its current delegation, else the live one of its offers, else the newest.
    pub delegation: Option<String>,
}

#[derive(sqlx::FromRow)]
struct NamesRow {
    id: String,
    number: i64,
    parent: Option<i64>,
    #[sqlx(flatten)]
    texts: LongTextsRow,
    creator: String,
    assignee: Option<String>,
    is_delegated: bool,
    reviewer: Option<String>,
    delegation: Option<String>,
}

impl From<NamesRow> for TaskNames {
    fn from(row: NamesRow) -> Self {
        Self {
            number: row.number,
            parent: row.parent,
            texts: row.texts.read(&row.id),
            creator: row.creator,
            assignee: row.assignee,
            is_delegated: row.is_delegated,
            reviewer: row.reviewer,
            delegation: row.delegation,
        }
    }
}

macro_rules! select_names {
    ($reader:literal, $($rest:expr),+ $(,)?) => {
        concat!(
            "select t.id, t.number, p.number as parent, ", $crate::store::tasks::long_texts!(), ",
              c.name || coalesce('@' || c.host, '') as creator, a.name || coalesce('@' || a.host, '') as assignee,
              coalesce(a.kind = 'group', false) as is_delegated,
              r.name || coalesce('@' || r.host, '') as reviewer,
              coalesce(t.delegation, (select d.id from delegation d where d.task = t.id order by case when d.state in
                {live} then 0 else 1 end, d.created desc limit 1))
                as delegation
            from task t left join task p on p.id = t.parent and ", readable!("p", $reader), " join actor c on c.id = t.creator
            left join actor a on a.id = t.assignee left join actor r on r.id = t.reviewer",
            $crate::store::tasks::long_texts_joined!(),
            $($rest),+
        )
    };
}

/// The names for the readable tasks of a pursuance, from one number to another.
pub async fn names(tx: &mut ReadTx, sight: &Sight, first: i64, last: i64) -> StoreResult<Vec<TaskNames>> {
    const SQL: &str = select_names!(
        "$4",
        "where t.pursuance = $1 and t.number between $2 and $3 and ",
        readable!("t", "$4"),
        " order by t.number"
    );
    let of = sight.pursuance().as_str();
    let rows = all!(tx, NamesRow, with_states!(SQL), of, first, last, only_of(sight))?;
    Ok(rows.into_iter().map(TaskNames::from).collect())
}

/// The names for the readable tasks among `tasks`, of one pursuance.
pub async fn names_of_each(
    tx: &mut ReadTx,
    sight: &Sight,
    tasks: impl IntoIterator<Item = &TaskId>,
) -> StoreResult<Vec<TaskNames>> {
    macro_rules! sql {
        ($($which:literal),+) => {
            with_states!(select_names!("$3", $($which,)+ " and t.pursuance = $2 and ", readable!("t", "$3")))
        };
    }
    let (sql, ids) = (among!(sql, "t.id", tx), list(tasks.into_iter().map(TaskId::as_str)));
    let rows = all!(tx, NamesRow, sql, ids, sight.pursuance().as_str(), only_of(sight))?;
    Ok(rows.into_iter().map(TaskNames::from).collect())
}

/// The names for one readable task, wherever it is.
pub async fn names_of(tx: &mut ReadTx, sight: &Sight, task: &TaskSight) -> StoreResult<Option<TaskNames>> {
    const SQL: &str = select_names!("$2", "where t.id = $1");
    let row = optional!(tx, NamesRow, with_states!(SQL), task.task().as_str(), only_of(sight))?;
    Ok(row.map(TaskNames::from))
}
