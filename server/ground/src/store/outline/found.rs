//! Tasks that were found by their words, in all pursuances of a reader and in public ones.

use pursuance_domain::allowed::Sights;

use super::next::list;
use super::{Raw, Row, selected};
use crate::store::body::{Body, TextRow, text_columns};
use crate::store::damage::{StoredRow, listed};
use crate::store::db::{ReadTx, each};
use crate::store::error::{StoreError, StoreResult};

/// A task that was found.
#[derive(Debug, Clone)]
pub struct TaskHit {
    pub place: i64,
    pub row: Row,
    /// Its deliverables.
    pub text: Body,
}

/// With a task and two lists: the condition that a task `t` of the pursuance `p` may be found. `$2`: the pursuances in which the reader may
/// read every task; `$3`: those in which they may read only tasks that are assigned or granted to them; `$4`: the reader. The same as
/// `Sight::reaches`, but without archived tasks and without hidden pursuances of others.
///
/// With a macro and a transaction: the text for this database. `$1`: positions in the index.
macro_rules! may_find {
    ($sql:ident, $tx:expr) => {
        if $tx.is_sqlite() {
            $sql!(
                "in (select value from json_each($1))",
                "in (select value from json_each($2))",
                "in (select value from json_each($3))"
            )
        } else {
            $sql!(
                "= any (array(select cast(value as bigint) from json_array_elements_text(cast($1 as json)) o(value)))",
                "= any (array(select json_array_elements_text(cast($2 as json))))",
                "= any (array(select json_array_elements_text(cast($3 as json))))"
            )
        }
    };
    ($task:literal, $whole:literal, $partly:literal) => {
        concat!(
            $task,
            ".trashed_at is null and ",
            $task,
            ".archived_at is null and p.deleted_at is null and (
              (p.visibility = 'public' and p.archived_at is null) or p.actor ",
            $whole,
            " or (p.actor ",
            $partly,
            " and (",
            $task,
            ".assignee = cast($4 as text) or ",
            $task,
            ".id in (select g.task from task_grant g where g.actor = cast($4 as text)))))"
        )
    };
}
pub(in crate::store) use may_find;

#[derive(sqlx::FromRow)]
struct FoundRow {
    #[sqlx(flatten)]
    row: Raw,
    place: i64,
    #[sqlx(flatten)]
    text: TextRow,
}

impl StoredRow for FoundRow {
    fn key(&self) -> String {
        self.row.key()
    }
}

impl TryFrom<FoundRow> for TaskHit {
    type Error = StoreError;

    fn try_from(found: FoundRow) -> StoreResult<Self> {
        let text = found.text.read(&found.row.id);
        Ok(Self { place: found.place, row: Row::try_from(found.row)?, text })
    }
}

/// Reads the readable tasks at some positions of the index, the newest first. `places`: a list of numbers.
pub(in crate::store) async fn at(
    tx: &mut ReadTx,
    sights: &Sights,
    places: &str,
    limit: i64,
) -> StoreResult<Vec<TaskHit>> {
    macro_rules! sql {
        ($places:literal, $whole:literal, $partly:literal) => {
            concat!(
                "select s.seq as place, ", text_columns!("d"), ", ",
                selected!(
                    "searched s join task t on t.id = s.object left join text_version d
                      on d.object = t.id and d.field = 'deliverables' and d.revision = t.deliverables_revision";
                    "where s.seq ", $places, " and ", may_find!("t", $whole, $partly), "
                    order by s.seq desc limit +$5"
                )
            )
        };
    }
    let sql = may_find!(sql, tx);
    let reader = sights.partly().map(|(_, reader)| reader.as_str()).next();
    let (whole, partly) = (list(sights.whole()), list(sights.partly().map(|(pursuance, _)| pursuance)));
    Ok(listed(each!(tx, FoundRow, sql, places, whole, partly, reader, limit)?))
}
