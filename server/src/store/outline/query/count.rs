//! How many tasks a query finds, counted up to a number: further ones are not looked at.

use pursuance_domain::allowed::Sight;
use pursuance_domain::query::Query;

use super::{Asker, Looked, Within, conditions};
use crate::store::built::Built;
use crate::store::damage::{Stored, listed};
use crate::store::db::ReadTx;
use crate::store::error::{StoreError, StoreResult};

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

impl Stored for CountRow {
    fn key(&self) -> String {
        "count".to_owned()
    }
}

struct Count(i64);

impl TryFrom<CountRow> for Count {
    type Error = StoreError;

    fn try_from(row: CountRow) -> StoreResult<Self> {
        Ok(Self(row.n))
    }
}

/// How many readable tasks of a pursuance a query finds; so many at most.
pub async fn found(
    tx: &mut ReadTx,
    sight: &Sight,
    query: &Query,
    asker: &Asker<'_>,
    most: i64,
) -> StoreResult<i64> {
    let within = Within::One(sight);
    let words = Looked::of(tx, within, query).await?;
    // What the conditions name beside the task.
    let mut built = Built::new(
        "select count(*) as n from (select 1 as one from task t
          left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
          left join actor a on a.id = t.assignee join pursuance p on p.actor = t.pursuance where ",
        within.values(),
    );
    conditions(&mut built, tx, within, query, asker, &words);
    built.say(" limit ").bind(most).say(") c");
    let counted: Vec<Count> = listed(built.rows::<CountRow>(tx).await?);
    Ok(counted.first().map_or(0, |count| count.0))
}
