//! The deliverables of tasks that were found by their words: they show why, if the title lacks some of the words.

use std::collections::HashMap;

use pursuance_domain::id::TaskId;

use crate::store::db::{ReadTx, all};
use crate::store::error::StoreResult;
use crate::store::outline::Row;
use crate::store::search::{among, list};

/// The deliverables, as Markdown, of tasks that were found for their reader. Sealed ones are absent: they have no words that were looked
/// for.
pub async fn needed(tx: &mut ReadTx, rows: &[&Row]) -> StoreResult<HashMap<TaskId, String>> {
    macro_rules! needed {
        ($($which:literal),+) => {
            concat!(
                "select t.id, d.body from task t join text_version d
                  on d.object = t.id and d.field = 'deliverables' and d.revision = t.deliverables_revision ",
                $($which,)+
                " and d.body is not null"
            )
        };
    }
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = among!(needed, "t.id", tx);
    let found = all!(tx, (String, String), sql, list(rows.iter().map(|row| row.id.as_str())))?;
    Ok(found.into_iter().map(|(id, text)| (TaskId(id), text)).collect())
}
