//! The tasks that a query finds, by the day on which they are due: a few tasks of each day, and how many there are.
//!
//! A date is stored as the end of its day in UTC, and is that day for everybody: so days are days of UTC here, as in `due:`.

use pursuance_domain::allowed::Sight;
use pursuance_domain::query::{Query, Range};
use pursuance_domain::time::DAY;
use serde_json::json;

use super::count::counted;
use super::task_sources::{FEW, phases};
use super::{
    AskedQuery, DUE_OR_LAST, IndexHits, LegWalk, Limits, OPEN, QueryAsker, Raw, Row, TaskScope, conditions,
    selected,
};
use crate::store::damage::{StoredRow, listed};
use crate::store::db::built::Built;
use crate::store::db::{ReadTx, SearchTx};
use crate::store::error::{StoreError, StoreResult};

/// A task on its day.
#[derive(Debug, Clone)]
pub struct OnDay {
    pub row: Row,
    /// The number of tasks due on that day, this one included; where not all are shown, counted up to [`COUNTED`].
    pub of_day: i64,
}

#[derive(sqlx::FromRow)]
struct OnDayRow {
    #[sqlx(flatten)]
    row: Raw,
    of_day: i64,
}

impl StoredRow for OnDayRow {
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

/// Done or dropped.
const CLOSED: &str = "t.phase in ('done', 'dropped')";

/// The tasks of a day are counted up to this number, where not all are shown.
pub const COUNTED: i64 = 100;

/// Finds the readable tasks that match a query and are due within a range, by day: the first ones of each day, open ones before closed
/// ones. Returns also the limits of the words of the query.
pub async fn within(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &QueryAsker<'_>,
    range: Range,
    each_day: i64,
) -> StoreResult<(Vec<OnDay>, Limits)> {
    let words = IndexHits::of(tx, TaskScope::One(sight), query, asker, FEW).await?;
    let wanted = AskedQuery { query, words: &words, asker };
    let found = match days(range) {
        Some(days) if !words.is_list() => walked(tx, sight, wanted, &days, each_day).await?,
        _ => picked(tx, sight, wanted, range, each_day).await?,
    };
    Ok((found, words.limits))
}

/// The moments at which the days of a range begin, where it is one of days and has an end.
fn days(range: Range) -> Option<Vec<i64>> {
    let (from, until) = (range.from?, range.until?);
    let is_whole = from.0.rem_euclid(DAY) == 0 && until.0.rem_euclid(DAY) == 0;
    let count = until.0.checked_sub(from.0)? / DAY;
    (is_whole && (0..=MOST_DAYS).contains(&count)).then(|| (0..count).map(|n| from.0 + n * DAY).collect())
}

/// The days of a month, at most.
const MOST_DAYS: i64 = 31;

/// The tasks of a range, numbered within their day by one statement.
async fn picked(
    tx: &mut SearchTx,
    sight: &Sight,
    wanted: AskedQuery<'_>,
    range: Range,
    each_day: i64,
) -> StoreResult<Vec<OnDay>> {
    let within = TaskScope::One(sight);
    // Only the shown tasks are read whole.
    let mut built = Built::new(
        "with f as (select * from (select t.id as id, t.due / 86400000000 as due_day,
          count(*) over (partition by t.due / 86400000000) as of_day,
          row_number() over (partition by t.due / 86400000000
            order by case when t.phase in ('done', 'dropped') then 1 else 0 end, t.due, t.id) as place_of_day
          from task t where ",
        within.values(),
    );
    let walk = if wanted.words.is_list() { LegWalk::Other } else { LegWalk::Dates(DUE_OR_LAST) };
    conditions(&mut built, tx, within, wanted, walk);
    due_within(&mut built, range);
    built.say(") d where d.place_of_day <= ").bind(each_day).say(") select f.of_day as of_day, ");
    built.say(selected!("f cross join task t"; "where t.id = f.id order by f.due_day, f.place_of_day"));
    Ok(listed(built.rows::<OnDayRow>(tx).await?))
}

/// The first tasks of each day, read along an index; the tasks of a day are counted only where there are more.
async fn walked(
    tx: &mut SearchTx,
    sight: &Sight,
    wanted: AskedQuery<'_>,
    days: &[i64],
    each_day: i64,
) -> StoreResult<Vec<OnDay>> {
    let first = first_of_days(tx, sight, wanted, days, each_day);
    let mut found: Vec<OnDay> = listed(first.rows::<OnDayRow>(tx).await?);
    let day = |found: &OnDay| found.row.asked.due.map(|due| due.0.div_euclid(DAY) * DAY);
    let mut full: Vec<i64> = found.iter().filter(|found| found.of_day > each_day).filter_map(day).collect();
    full.dedup();
    if full.is_empty() {
        return Ok(found);
    }
    let count = count_of_days(tx, sight, wanted, &full);
    let counted: Vec<Counted> = listed(count.rows::<CountedRow>(tx).await?);
    for found in &mut found {
        if let Some(of_day) = counted.iter().find(|of_day| Some(of_day.0) == day(found)) {
            found.of_day = of_day.1;
        }
    }
    Ok(found)
}

/// A day, and how many tasks it has.
struct Counted(i64, i64);

#[derive(sqlx::FromRow)]
struct CountedRow {
    day: i64,
    n: i64,
}

impl StoredRow for CountedRow {
    fn key(&self) -> String {
        self.day.to_string()
    }
}

impl TryFrom<CountedRow> for Counted {
    type Error = StoreError;

    fn try_from(found: CountedRow) -> StoreResult<Self> {
        Ok(Self(found.day, found.n))
    }
}

/// Adds the list of days, as `d`.
fn say_days<'b>(built: &'b mut Built, tx: &ReadTx, days: &[i64]) -> &'b mut Built {
    let list = json!(days).to_string();
    if tx.is_sqlite() {
        return built.say("json_each(").bind(list.as_str()).say(") d");
    }
    // Postgres knows the length of an array. For any JSON it estimates a hundred rows, and would rather scan all tasks than look up a
    // hundred.
    let list = list.replace('[', "{").replace(']', "}");
    built.say("unnest(cast(").bind(list.as_str()).say(" as bigint[])) d(value)")
}

/// The statement that reads the first tasks of each day, the open ones first. An index has each of both in this order.
fn first_of_days(tx: &ReadTx, sight: &Sight, wanted: AskedQuery<'_>, days: &[i64], each_day: i64) -> Built {
    let within = TaskScope::One(sight);
    let mut built = Built::new("with h as (", within.values());
    // SQLite looks for each day what a list of ids has, and has no `lateral`.
    let (list, end) = if tx.is_sqlite() {
        (" cross join task c where c.id in (select t.id as id from task t where ", ")")
    } else {
        (" cross join lateral (select t.id as id, t.due as due from task t where ", ") c")
    };
    let left = phases(wanted.query).filter(|left| !left.is_empty());
    // If the query matches only open tasks, closed ones are not scanned; and the other way round.
    let is_left = |is_closed: bool| {
        left.as_ref().is_none_or(|left| left.iter().any(|phase| phase.is_closed() == is_closed))
    };
    let halves = [
        ("select c.id as id, c.due as due, d.value as day, 0 as is_closed from ", OPEN, is_left(false)),
        ("select c.id as id, c.due as due, d.value as day, 1 as is_closed from ", CLOSED, is_left(true)),
    ];
    for (n, (begin, which, _)) in halves.into_iter().filter(|(.., is_left)| *is_left).enumerate() {
        built.say(if n > 0 { " union all " } else { "" });
        say_days(built.say(begin), tx, days).say(list);
        conditions(&mut built, tx, within, wanted, LegWalk::Other);
        built
            .say(" and t.due is not null and t.due >= d.value and t.due < d.value + 86400000000 and ")
            .say(which);
        built.say(" order by t.due, t.id limit ").bind(each_day.saturating_add(1)).say(end);
    }
    built.say(
        "), f as (select * from (select h.id as id, h.day as day, count(*) over (partition by h.day) as of_day,
          row_number() over (partition by h.day order by h.is_closed, h.due, h.id) as place_of_day
          from h) o where o.place_of_day <= ",
    );
    built.bind(each_day).say(") select f.of_day as of_day, ");
    built.say(selected!("f cross join task t"; "where t.id = f.id order by f.day, f.place_of_day"));
    built
}

/// The statement that counts the tasks of some days, up to a number each.
fn count_of_days(tx: &ReadTx, sight: &Sight, wanted: AskedQuery<'_>, days: &[i64]) -> Built {
    let within = TaskScope::One(sight);
    let mut built = Built::new(
        "select d.value as day, (select count(*) from (select 1 as one from task t where ",
        within.values(),
    );
    conditions(&mut built, tx, within, wanted, LegWalk::Dates(DUE_OR_LAST));
    built.say(" and t.due is not null and ").say(DUE_OR_LAST).say(" >= d.value and ").say(DUE_OR_LAST);
    built.say(" < d.value + 86400000000 limit ").bind(COUNTED).say(") c) as n from ");
    say_days(&mut built, tx, days);
    built
}

/// The query plans of the first tasks of some days, and of their counts: for the test that both use their indices.
///
/// # Errors
/// When the database fails.
pub async fn plans(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &Query,
    asker: &QueryAsker<'_>,
    range: Range,
    each_day: i64,
) -> StoreResult<Vec<String>> {
    let words = IndexHits::of(tx, TaskScope::One(sight), query, asker, -1).await?;
    let wanted = AskedQuery { query, words: &words, asker };
    let days = days(range).unwrap_or_default();
    let (first, count) =
        (first_of_days(tx, sight, wanted, &days, each_day), count_of_days(tx, sight, wanted, &days));
    Ok(vec![first.plan(tx).await?, count.plan(tx).await?])
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

/// Counts the readable tasks without a date that a query finds, up to `most`. The limits of its words are the same as for the
/// tasks with a date.
pub async fn count_undated(
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
    built.say(DUE_OR_LAST).say(" = 9223372036854775807 and ");
    conditions(&mut built, tx, within, AskedQuery { query, words: &words, asker }, LegWalk::Other);
    built.say(" limit ").bind(most).say(") c");
    counted(tx, built).await
}
