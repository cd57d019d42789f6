//! A query in several pursuances at once: in the reader's, and in every public one.
//!
//! Every statement asks for leave to read first. The newest come first by the index of ids, which are made of the time; few tasks
//! are sorted instead. No index has another order of tasks of several pursuances: the first tasks of each pursuance are read by its
//! index, and put together. Tasks of one urgency, of one size or without a date are many equal ones, and a part of the list each
//! (`legs`), in the order of the ids.

use std::fmt;
use std::str::FromStr;

use pursuance_domain::allowed::Sights;
use pursuance_domain::id::ActorId;
use pursuance_domain::query::{Order, Query};
use pursuance_domain::value::{Size, Urgency};

use super::sorting::{Leg, LegWalk, Sorting};
use super::task_sources::{FEW, TaskSource, fewest};
use super::{
    Answer, AskedQuery, IndexHits, MatchedRow, NoPlace, QueryAsker, Row, TaskScope, USUAL, conditions,
    rank_of, selected,
};
use crate::store::damage::ListStretch;
use crate::store::db::built::{Built, Value};
use crate::store::db::{ReadTx, SearchTx};
use crate::store::error::{StoreError, StoreResult};
use crate::store::outline::next::list;

/// The pursuances in which somebody looks.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    /// The reader's pursuances, with the leave to read.
    pub sights: &'a Sights,
    /// Whether every public pursuance is looked at besides. Closed ones stand in no list for others.
    pub with_public: bool,
}

/// A place in a list of tasks of several pursuances: the sort key, and the id of the task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    key: i64,
    id: String,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.key, self.id)
    }
}

impl FromStr for Spot {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (key, id) = text.split_once('.').ok_or(NoPlace)?;
        let is_id = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_id {
            return Err(NoPlace);
        }
        Ok(Self { key: key.parse().map_err(|_| NoPlace)?, id: id.to_owned() })
    }
}

/// A task that was found somewhere.
#[derive(Debug, Clone)]
pub struct Found {
    pub row: Row,
    /// Its place in the list.
    pub spot: Spot,
}

impl TryFrom<MatchedRow> for Found {
    type Error = StoreError;

    fn try_from(found: MatchedRow) -> StoreResult<Self> {
        Ok(Self { spot: spot(&found), row: found.row.try_into()? })
    }
}

fn spot(found: &MatchedRow) -> Spot {
    Spot { key: found.sort_key, id: found.row.id.clone() }
}

impl Reach<'_> {
    /// `$1`: the pursuances whose tasks the reader may all read; `$2`: the reader, if `$3` is not empty; `$3`: the pursuances where they
    /// may read only their own tasks.
    pub(super) fn values(&self) -> Vec<Value> {
        let reader = self.sights.partly().map(|(_, reader)| reader.as_str()).next();
        let whole = list(self.sights.whole());
        let partly = list(self.sights.partly().map(|(pursuance, _)| pursuance));
        vec![Value::from(whole.as_str()), Value::from(reader), Value::from(partly.as_str())]
    }

    /// Every pursuance in which the reader may read anything, as the other side of a comparison.
    pub(super) fn places<'b>(&self, built: &'b mut Built, tx: &ReadTx) -> &'b mut Built {
        built.say(if tx.is_sqlite() { "in (" } else { "= any (array(" });
        built.say("select r.actor from pursuance r where ");
        self.reads_all(built, tx, "r").say(" or r.actor ").say(self.listed(tx).1);
        built.say(if tx.is_sqlite() { ")" } else { "))" })
    }

    /// The condition that every task of a pursuance may be read.
    fn reads_all<'b>(&self, built: &'b mut Built, tx: &ReadTx, pursuance: &'static str) -> &'b mut Built {
        if self.with_public {
            built.say("(").say(pursuance).say(".visibility = 'public' and ");
            built.say(pursuance).say(".archived_at is null) or ");
        }
        built.say(pursuance).say(".actor ").say(self.listed(tx).0)
    }

    /// The conditions of a pursuance whose tasks may all be read, and of one where only some may.
    fn listed(&self, tx: &ReadTx) -> (&'static str, &'static str) {
        if tx.is_sqlite() {
            ("in (select value from json_each($1))", "in (select value from json_each($3))")
        } else {
            (
                "= any (array(select json_array_elements_text(cast($1 as json))))",
                "= any (array(select json_array_elements_text(cast($3 as json))))",
            )
        }
    }

    /// Whether there are pursuances where only some tasks may be read.
    fn has_parts(&self) -> bool {
        self.sights.partly().next().is_some()
    }

    /// The condition that a task of the pursuance `p` may be read: `t`, or another one.
    pub(super) fn leave<'b>(&self, built: &'b mut Built, tx: &ReadTx, task: &'static str) -> &'b mut Built {
        built.say("(").say(task).say(".trashed_at is null and (");
        self.reads_all(built, tx, "p").say(" or (p.actor ").say(self.listed(tx).1).say(" and (");
        built.say(task).say(".assignee = cast($2 as text) or ").say(task);
        built.say(".id in (select g.task from task_grant g where g.actor = cast($2 as text))))))")
    }
}

/// The readable tasks for which every part of a query holds, in its order, behind a spot.
pub async fn answer(
    tx: &mut SearchTx,
    reach: &Reach<'_>,
    query: &Query,
    asker: &QueryAsker<'_>,
    after: Option<Spot>,
    limit: i64,
) -> StoreResult<Answer<Found>> {
    answer_with(tx, reach, query, asker, (after, limit), FEW).await
}

/// The same as [`answer`] with another limit for "few": for the test that looks for tasks in every way.
///
/// # Errors
/// When the database fails.
pub async fn answer_with(
    tx: &mut SearchTx,
    reach: &Reach<'_>,
    query: &Query,
    asker: &QueryAsker<'_>,
    (after, limit): (Option<Spot>, i64),
    few_are: i64,
) -> StoreResult<Answer<Found>> {
    let within = TaskScope::Reach(reach);
    let words = IndexHits::of(tx, within, query, asker, few_are).await?;
    let wanted = AskedQuery { query, words: &words, asker };
    let sort = Sorting::of(query.sort.unwrap_or(USUAL));
    let mut list = ListStretch::new(limit, after);
    for leg in sort.legs_everywhere(words.is_list()) {
        list.go_on();
        let mut few = None;
        if list.wanted().is_some_and(|(after, _)| behind(sort, leg, after.as_ref()).is_some()) {
            few = fewest(tx, within, of_leg(sort, leg), asker, few_are).await?;
        }
        while let Some((after, most)) = list.wanted() {
            let part = (sort, leg, few.as_ref());
            let Some(built) = statement(tx, reach, wanted, part, after.as_ref(), most) else { break };
            list.take(built.rows::<MatchedRow>(tx).await?, |found| Some(spot(found)));
        }
    }
    Ok(Answer { found: list.rows(), limits: words.limits })
}

/// Where the tasks of a part are found, if they are few.
fn of_leg(sort: Sorting, leg: Leg) -> Vec<TaskSource> {
    match (leg, sort.by) {
        (Leg::Undated, _) => vec![TaskSource::Undated],
        (Leg::Rank(rank), Order::Urgency) => {
            rank_of(Urgency::ALL, rank).map(TaskSource::Urgency).into_iter().collect()
        }
        (Leg::Rank(rank), Order::Size) => {
            rank_of(Size::ALL, rank).map(TaskSource::Size).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a spot is in a part; `None`: the part ends before it.
fn behind(sort: Sorting, leg: Leg, after: Option<&Spot>) -> Option<bool> {
    after.map_or(Some(false), |spot| sort.behind(leg, spot.key))
}

/// The statement of a part of a list; none where the part ends before the spot. `few`: where its tasks are, if they are few.
fn statement(
    tx: &ReadTx,
    reach: &Reach<'_>,
    wanted: AskedQuery<'_>,
    (sort, leg, few): (Sorting, Leg, Option<&TaskSource>),
    after: Option<&Spot>,
    limit: i64,
) -> Option<Built> {
    let after = if behind(sort, leg, after)? { after } else { None };
    let within = TaskScope::Reach(reach);
    let is_list = wanted.words.is_list();
    let order = order(sort, leg);
    let narrow = |built: &mut Built, walk: LegWalk| {
        conditions(built, tx, within, wanted, walk);
        say_among(sort, leg, built);
        if let Some(few) = few {
            few.say_among(built, tx, within, (wanted.query, wanted.asker));
        }
        if let Some(spot) = after {
            say_behind(sort, leg, built, spot);
        }
    };
    let mut built;
    if is_list || !is_put_together(sort, leg) {
        built = Built::new("with f as (select t.id as id, ", reach.values());
        // SQLite keeps the order of a `cross join`: it begins with the tasks.
        sort.key(&mut built, leg)
            .say(" as sort_key from task t cross join pursuance p where p.actor = t.pursuance and ");
        narrow(&mut built, LegWalk::Other);
    } else {
        built = Built::new("with h as (", reach.values());
        // The same condition in two forms: SQLite looks up a list of ids for each pursuance, and has no `lateral`.
        let (begin, of_each, end) = if tx.is_sqlite() {
            ("select c.id as id from pursuance p cross join task c where (", ") and c.id in (", ")")
        } else {
            ("select c.id as id from pursuance p cross join lateral (", "", ") c where ")
        };
        let first = |built: &mut Built| {
            built.say("select t.id as id from task t where t.pursuance = p.actor and ");
            narrow(built, sort.walk(leg, false));
            sort.key(built.say(" order by "), leg).say(order.0).say(" limit ").bind(limit);
        };
        built.say(begin);
        if tx.is_sqlite() {
            reach.reads_all(&mut built, tx, "p").say(of_each);
            first(&mut built);
            built.say(end);
        } else {
            first(&mut built);
            reach.reads_all(built.say(end), tx, "p");
        }
        if reach.has_parts() {
            built.say(" union select t.id as id from task t cross join pursuance p where p.actor = t.pursuance and ");
            narrow(&mut built, LegWalk::Other);
            TaskSource::Held.say_among(&mut built, tx, within, (wanted.query, wanted.asker));
        }
        built.say("), f as (select t.id as id, ");
        sort.key(&mut built, leg).say(" as sort_key from h cross join task t where t.id = h.id");
    }
    built.say(order.1).say(" limit ").bind(limit).say(") select f.sort_key as sort_key, ");
    built.say(selected!("f cross join task t"; "where t.id = f.id")).say(order.1);
    Some(built)
}

/// Whether no index has this part in its order: the first ones of each pursuance are put together.
fn is_put_together(sort: Sorting, leg: Leg) -> bool {
    match sort.by {
        Order::New => false,
        Order::Updated | Order::Order => leg == Leg::Whole,
        Order::Due | Order::Urgency | Order::Size => matches!(leg, Leg::Dated(_)),
    }
}

/// The order: behind the sort key, and as a whole. Numbers of tasks belong to their pursuance; ids mean the same everywhere.
fn order(sort: Sorting, leg: Leg) -> (&'static str, &'static str) {
    match (leg, sort.by, sort.is_descending) {
        (Leg::Undated | Leg::Rank(_), ..) | (_, Order::New, true) => (" desc", " order by t.id desc"),
        (_, Order::New, false) => (" asc", " order by t.id asc"),
        (_, _, true) => (" desc, t.id desc", " order by sort_key desc, t.id desc"),
        (_, _, false) => (" asc, t.id desc", " order by sort_key asc, t.id desc"),
    }
}

/// The condition that a task belongs to a part. Many equal tasks are walked by their ids: in these words no index of a pursuance serves
/// it, with which Postgres would sort all of them.
fn say_among(sort: Sorting, leg: Leg, built: &mut Built) {
    let word = match (leg, sort.by) {
        // The word itself, and no value: an index has the urgent ones alone.
        (Leg::Rank(rank), Order::Urgency) => {
            let word = rank_of(Urgency::ALL, rank).map_or("", Urgency::as_str);
            built.say(" and t.urgency = '").say(word).say("'");
            return;
        }
        (Leg::Rank(rank), _) => {
            built.say(" and t.size = ");
            rank_of(Size::ALL, rank).map(Size::as_str)
        }
        (Leg::Undated, _) => {
            built.say(" and t.due is null");
            return;
        }
        (Leg::Whole | Leg::Dated(_), _) => return sort.among(built, leg),
    };
    built.bind(word);
}

/// The condition that a task comes behind a spot in a part.
fn say_behind(sort: Sorting, leg: Leg, built: &mut Built, spot: &Spot) {
    let beyond = if sort.is_descending { " < " } else { " > " };
    match (leg, sort.by) {
        (Leg::Undated | Leg::Rank(_), _) => {
            built.say(" and t.id < ").bind(spot.id.as_str());
        }
        (_, Order::New) => {
            built.say(" and t.id").say(beyond).bind(spot.id.as_str());
        }
        _ => {
            // An index can begin with the first condition.
            let not_before = if sort.is_descending { " <= " } else { " >= " };
            sort.key(built.say(" and "), leg).say(not_before).bind(spot.key);
            sort.key(built.say(" and ("), leg).say(beyond).bind(spot.key);
            built.say(" or t.id < ").bind(spot.id.as_str()).say(")");
        }
    }
}

/// The part that a person has in tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartIn {
    /// They do, or did, the work.
    Does,
    /// They made the task.
    Made,
    /// They review the work.
    Reviews,
}

impl PartIn {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Does, Self::Made, Self::Reviews];

    fn column(self) -> &'static str {
        match self {
            Self::Does => "t.assignee",
            Self::Made => "t.creator",
            Self::Reviews => "t.reviewer",
        }
    }
}

/// The sort key of a person's tasks: the open ones before all others (`2^53` is later than any time), and in both groups the last
/// touched first.
const OPEN_FIRST: &str = "(t.updated + case when t.phase in ('done', 'dropped') then cast(0 as bigint) else cast(9007199254740992 as bigint) end)";

/// The readable tasks in which a person has a part, the open ones first, behind a spot. Of one person there are few: all of them are
/// found by an index, and sorted.
pub async fn of_person(
    tx: &mut SearchTx,
    reach: &Reach<'_>,
    (person, part): (&ActorId, PartIn),
    after: Option<Spot>,
    limit: i64,
) -> StoreResult<Vec<Found>> {
    let mut list = ListStretch::new(limit, after);
    while let Some((after, wanted)) = list.wanted() {
        let mut built = Built::new("select ", reach.values());
        built.say(OPEN_FIRST).say(" as sort_key, ").say(selected!("task t"; "where "));
        built.say(part.column()).say(" = ").bind(person.as_str()).say(" and t.archived_at is null and ");
        reach.leave(&mut built, tx, "t");
        if let Some(spot) = &after {
            built.say(" and (").say(OPEN_FIRST).say(" < ").bind(spot.key);
            built.say(" or (").say(OPEN_FIRST).say(" = ").bind(spot.key);
            built.say(" and t.id < ").bind(spot.id.as_str()).say("))");
        }
        built.say(" order by sort_key desc, t.id desc limit ").bind(wanted);
        list.take(built.rows::<MatchedRow>(tx).await?, |found| Some(spot(found)));
    }
    Ok(list.rows())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_is_read_as_it_is_written() {
        let spot = Spot { key: -250, id: "01m7xfkdnwen59fh5ebfzxkxvt".to_owned() };
        assert_eq!(spot.to_string().parse(), Ok(spot));
        for text in ["", ".", "1", "1.", "a.b", "1.a b", "1.a.b", "99999999999999999999.a"] {
            assert_eq!(text.parse::<Spot>(), Err(NoPlace), "{text}");
        }
    }
}
