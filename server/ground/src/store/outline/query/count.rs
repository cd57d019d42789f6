//! Counts the tasks that a query finds, up to a limit.

use pursuance_domain::allowed::Sight;
use pursuance_domain::query::Query;

use super::task_sources::FEW;
use super::{AskedQuery, IndexHits, LegWalk, QueryAsker, TaskScope, conditions};
use crate::store::damage::{StoredRow, listed};
use crate::store::db::SearchTx;
use crate::store::db::built::Built;
use crate::store::error::{StoreError, StoreResult};

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

impl StoredRow for CountRow {
    fn key(&self) -> String {
        "count".to_owned()
    }
}

struct CountPart(i64);

impl TryFrom<CountRow> for CountPart {
    type Error = StoreError;

    fn try_from(row: CountRow) -> StoreResult<Self> {
        Ok(Self(row.n))
    }
}

/// Counts the readable tasks of a pursuance that a query finds; at most `most`.
pub async fn found(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &QueryAsker<'_>,
    most: i64,
) -> StoreResult<i64> {
    let within = TaskScope::One(sight);
    let words = IndexHits::of(tx, within, query, asker, FEW).await?;
    let mut built =
        Built::new("select count(*) as n from (select 1 as one from task t where ", within.values());
    let walk = if words.is_list() { LegWalk::Other } else { LegWalk::Any };
    conditions(&mut built, tx, within, AskedQuery { query, words: &words, asker }, walk);
    built.say(" limit ").number(most).say(") c");
    counted(tx, built).await
}

/// Fetches the count that a statement selects as `n`.
pub(super) async fn counted(tx: &mut SearchTx, built: Built) -> StoreResult<i64> {
    let counted: Vec<CountPart> = listed(built.rows::<CountRow>(tx).await?);
    Ok(counted.first().map_or(0, |count| count.0))
}
