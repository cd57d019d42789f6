//! What a query finds in several pursuances at once: in those of a reader, and in every public one.
//!
//! One statement, whose first condition asks for leave to read. The newest come first by the index of ids, which are made of the
//! time; another order sorts all that is found.

use std::fmt;
use std::str::FromStr;

use pursuance_domain::allowed::Sights;
use pursuance_domain::id::ActorId;
use pursuance_domain::query::{Order, Query};

use super::{Answer, Asker, Looked, MatchedRow, NoPlace, Row, Sorting, USUAL, Within, conditions, selected};
use crate::store::built::{Built, Value};
use crate::store::damage::Stretch;
use crate::store::db::ReadTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::outline::next::list;

/// The pursuances in which somebody looks.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    /// Those with the leave to read.
    pub sights: &'a Sights,
    /// Whether every public pursuance is looked at besides. Closed ones stand in no list for others.
    pub with_public: bool,
}

/// A place in a list of tasks of several pursuances: what it is sorted by, and the id of the task.
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
    /// `$1`: the pursuances of which every task may be read; `$2`: the reader, where some may not; `$3`: the pursuances of which
    /// only theirs may.
    pub(super) fn values(&self) -> Vec<Value> {
        let reader = self.sights.partly().map(|(_, reader)| reader.as_str()).next();
        let whole = list(self.sights.whole());
        let partly = list(self.sights.partly().map(|(pursuance, _)| pursuance));
        vec![Value::from(whole.as_str()), Value::from(reader), Value::from(partly.as_str())]
    }

    /// The condition that a task of the pursuance `p` may be read: `t`, or another one.
    pub(super) fn leave<'b>(&self, built: &'b mut Built, tx: &ReadTx, task: &'static str) -> &'b mut Built {
        let (whole, partly) = if tx.is_sqlite() {
            ("in (select value from json_each($1))", "in (select value from json_each($3))")
        } else {
            (
                "= any (array(select json_array_elements_text(cast($1 as json))))",
                "= any (array(select json_array_elements_text(cast($3 as json))))",
            )
        };
        built.say("(").say(task).say(".trashed_at is null and (");
        if self.with_public {
            built.say("(p.visibility = 'public' and p.archived_at is null) or ");
        }
        built.say("p.actor ").say(whole).say(" or (p.actor ").say(partly).say(" and (");
        built.say(task).say(".assignee = cast($2 as text) or ").say(task);
        built.say(".id in (select g.task from task_grant g where g.actor = cast($2 as text))))))")
    }
}

/// The readable tasks for which every part of a query holds, in its order, behind a spot.
pub async fn answer(
    tx: &mut ReadTx,
    reach: &Reach<'_>,
    query: &Query,
    asker: &Asker<'_>,
    after: Option<Spot>,
    limit: i64,
) -> StoreResult<Answer<Found>> {
    let words = Looked::of(tx, Within::Reach(reach), query).await?;
    let mut list = Stretch::new(limit, after);
    while let Some((after, wanted)) = list.wanted() {
        let built = statement(tx, reach, (query, &words), asker, after.as_ref(), wanted);
        list.take(built.rows::<MatchedRow>(tx).await?, |found| Some(spot(found)));
    }
    Ok(Answer { found: list.rows(), limits: words.limits })
}

fn statement(
    tx: &ReadTx,
    reach: &Reach<'_>,
    (query, words): (&Query, &Looked),
    asker: &Asker<'_>,
    after: Option<&Spot>,
    limit: i64,
) -> Built {
    let sort = Sorting::of(query.sort.unwrap_or(USUAL));
    let within = Within::Reach(reach);
    let mut built = Built::new("select ", within.values());
    sort.key(&mut built);
    built.say(" as sort_key, ").say(selected!("task t"; "where "));
    conditions(&mut built, tx, within, query, asker, words);
    if let Some(spot) = after {
        behind(sort, &mut built, spot);
    }
    built.say(order(sort)).say(" limit ").bind(limit);
    built
}

/// The order: numbers of tasks are those of their pursuance, and ids tell the same everywhere.
fn order(sort: Sorting) -> &'static str {
    match (sort.by, sort.is_descending) {
        (Order::New, true) => " order by t.id desc",
        (Order::New, false) => " order by t.id asc",
        (_, true) => " order by sort_key desc, t.id desc",
        (_, false) => " order by sort_key asc, t.id desc",
    }
}

/// The condition of what comes behind a spot.
fn behind(sort: Sorting, built: &mut Built, spot: &Spot) {
    let beyond = if sort.is_descending { " < " } else { " > " };
    if sort.by == Order::New {
        built.say(" and t.id").say(beyond).bind(spot.id.as_str());
        return;
    }
    sort.key(built.say(" and (")).say(beyond).bind(spot.key);
    sort.key(built.say(" or (")).say(" = ").bind(spot.key);
    built.say(" and t.id < ").bind(spot.id.as_str()).say("))");
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

/// What the tasks of a person are sorted by: the open ones before all others (`2^53` is later than any time), and of both the one that
/// was touched last.
const OPEN_FIRST: &str = "(t.updated + case when t.phase in ('done', 'dropped') then cast(0 as bigint) else cast(9007199254740992 as bigint) end)";

/// The readable tasks in which a person has a part, the open ones first, behind a spot. Of one person there are few: all of them are
/// found by an index, and sorted.
pub async fn of_person(
    tx: &mut ReadTx,
    reach: &Reach<'_>,
    (person, part): (&ActorId, PartIn),
    after: Option<Spot>,
    limit: i64,
) -> StoreResult<Vec<Found>> {
    let mut list = Stretch::new(limit, after);
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
