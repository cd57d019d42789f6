//! What a query finds, by the day on which it is due: a few tasks of each day, and how many there are.
//!
//! A date that somebody wrote is stored as the end of its day in UTC, and is that day for everybody: so days are those of UTC here,
//! as in `due:`.

use pursuance_domain::allowed::Sight;
use pursuance_domain::query::{Query, Range};

use super::count::counted;
use super::few::FEW;
use super::{Asker, DUE_OR_LAST, Limits, Looked, Raw, Row, Walk, Wanted, Within, conditions, selected};
use crate::store::built::Built;
use crate::store::damage::{Stored, listed};
use crate::store::db::SearchTx;
use crate::store::error::{StoreError, StoreResult};

/// A task on its day.
#[derive(Debug, Clone)]
pub struct OnDay {
    pub row: Row,
    /// How many tasks are due on that day, this one among them.
    pub of_day: i64,
}

#[derive(sqlx::FromRow)]
struct OnDayRow {
    #[sqlx(flatten)]
    row: Raw,
    of_day: i64,
}

impl Stored for OnDayRow {
    fn key(&self) -> String {
        self.row.key()
    }
}

impl TryFrom<OnDayRow> for OnDay {
    type Error = StoreError;

    fn try_from(found: OnDayRow) -> StoreResult<Self> {
        Ok(Self { row: found.row.try_into()?, of_day: found.of_day })
    }
}

/// The readable tasks for which every part of a query holds and that are due within a range, by day: of each day the first ones,
/// open ones before closed ones; and what the words of the query say about that.
pub async fn within(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &Asker<'_>,
    range: Range,
    each_day: i64,
) -> StoreResult<(Vec<OnDay>, Limits)> {
    let within = Within::One(sight);
    let words = Looked::of(tx, within, query, asker, FEW).await?;
    // Only what is shown is read whole.
    let mut built = Built::new(
        "with f as (select * from (select t.id as id, t.due / 86400000000 as due_day,
          count(*) over (partition by t.due / 86400000000) as of_day,
          row_number() over (partition by t.due / 86400000000
            order by case when t.phase in ('done', 'dropped') then 1 else 0 end, t.number) as place_of_day
          from task t where ",
        within.values(),
    );
    let walk = if words.is_list() { Walk::Other } else { Walk::Dates(DUE_OR_LAST) };
    conditions(&mut built, tx, within, Wanted { query, words: &words, asker }, walk);
    due_within(&mut built, range);
    built.say(") d where d.place_of_day <= ").bind(each_day).say(") select f.of_day as of_day, ");
    built.say(selected!("f cross join task t"; "where t.id = f.id order by f.due_day, f.place_of_day"));
    Ok((listed(built.rows::<OnDayRow>(tx).await?), words.limits))
}

/// The condition that the date of a task is in a range, as the index of dates has it.
fn due_within(built: &mut Built, range: Range) {
    built.say(" and t.due is not null");
    for (sign, at) in [(" >= ", range.from), (" < ", range.until)] {
        if let Some(at) = at {
            built.say(" and ").say(DUE_OR_LAST).say(sign).bind(at.0);
        }
    }
}

/// How many readable tasks without a date a query finds, counted up to a number. Its words say the same about that as about
/// the tasks with a date.
pub async fn count_undated(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &Asker<'_>,
    most: i64,
) -> StoreResult<i64> {
    let within = Within::One(sight);
    let words = Looked::of(tx, within, query, asker, FEW).await?;
    let mut built =
        Built::new("select count(*) as n from (select 1 as one from task t where ", within.values());
    built.say(DUE_OR_LAST).say(" = 9223372036854775807 and ");
    conditions(&mut built, tx, within, Wanted { query, words: &words, asker }, Walk::Other);
    built.say(" limit ").bind(most).say(") c");
    counted(tx, built).await
}
