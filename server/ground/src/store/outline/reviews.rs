//! Tasks whose work waits for a verdict, in one pursuance or by one person. A mirror waits here until
//! it is handed in; then the other pursuance decides.

use pursuance_domain::allowed::{Permission, Sight, Sights};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::next::{list, within};
use super::{Raw, Row, only_of, rows};
use crate::store::damage::ListStretch;
use crate::store::db::{ReadTx, each, one};
use crate::store::error::StoreResult;
use crate::store::grants::readable;

/// A task in one of these lists is behind this one: the last change, and the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(pub Time, pub TaskId);

impl Place {
    /// The place before every task.
    pub fn first() -> Self {
        Self(Time(i64::MIN), TaskId(String::new()))
    }

    fn of(row: &Raw) -> Self {
        Self(Time(row.updated), TaskId(row.id.clone()))
    }
}

/// Whether work waits for a verdict here.
macro_rules! waits {
    () => {
        "t.phase in ('ready_for_review', 'in_review') and t.archived_at is null
          and (t.mirror_of is null or not exists (select 1 from delegation h
            where h.id = t.delegation and h.side = 'delegate' and h.state <> 'active'))"
    };
}
pub(in crate::store) use waits;

/// Tasks that wait for a person's verdict, as reviewer, or as creator where there is no reviewer; the longest untouched
/// first, behind a place.
pub async fn of_person(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    after: &Place,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    macro_rules! of {
        ($who:literal, $within:literal) => {
            concat!(
                "select * from (select t.* from task t where ",
                $who,
                " and t.pursuance ",
                $within,
                " and ",
                waits!(),
                " and (t.updated, t.id) > ($4, $5) order by t.updated, t.id limit +$3) x"
            )
        };
    }
    macro_rules! sql {
        ($within:literal) => {
            rows!(
                "(", of!("t.reviewer = $1", $within), " union all ",
                of!("t.creator = $1 and t.reviewer is null", $within), ") t";
                "order by t.updated, t.id limit +$3"
            )
        };
    }
    let sql = within!(sql, tx);
    let may_review = may_review(sights);
    let mut found = ListStretch::new(limit, after.clone());
    while let Some((after, wanted)) = found.wanted() {
        let (updated, id) = (after.0.0, after.1.as_str());
        let rows = each!(tx, Raw, sql, person.as_str(), &may_review, wanted, updated, id)?;
        found.take(rows, Place::of);
    }
    Ok(found.rows())
}

/// Counts the tasks that wait for a person's verdict, up to a hundred.
pub async fn count_of_person(tx: &mut ReadTx, sights: &Sights, person: &ActorId) -> StoreResult<i64> {
    macro_rules! sql {
        ($within:literal) => {
            concat!(
                "select count(*) from (select 1 as n from task t where t.reviewer = $1 and t.pursuance ",
                $within,
                " and ",
                waits!(),
                " union all select 1 from task t where t.creator = $1 and t.reviewer is null and t.pursuance ",
                $within,
                " and ",
                waits!(),
                " limit 100) c"
            )
        };
    }
    let sql = within!(sql, tx);
    Ok(one!(tx, (i64,), sql, person.as_str(), may_review(sights))?.0)
}

/// The pursuances in which the reader may review: members who may take tasks. Below that role, not even the creator of a task may.
fn may_review(sights: &Sights) -> String {
    list(sights.where_may(Permission::TakeTask))
}

/// A place in the list of a pursuance, which begins with what the reader decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Whether it is among the tasks that others decide on.
    pub is_others: bool,
    pub place: Place,
}

impl Ranked {
    /// The place before every task.
    pub fn first() -> Self {
        Self { is_others: false, place: Place::first() }
    }
}

impl Row {
    /// The actor who decides on its work: the reviewer, or else the creator.
    pub fn judge(&self) -> &ActorId {
        self.reviewer.as_ref().unwrap_or(&self.creator)
    }

    /// Whether a person decides on its work.
    pub fn is_judged_by(&self, person: Option<&ActorId>) -> bool {
        person == Some(self.judge())
    }
}

/// The readable tasks of a pursuance that wait for a verdict: the ones for `judge` first, then the longest untouched.
pub async fn of_pursuance(
    tx: &mut ReadTx,
    sight: &Sight,
    judge: Option<&ActorId>,
    after: &Ranked,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    macro_rules! rank {
        () => {
            "case when coalesce(t.reviewer, t.creator) = $2 then 0 else 1 end"
        };
    }
    const SQL: &str = rows!(
        "where t.pursuance = $1 and ",
        waits!(),
        " and (",
        rank!(),
        ", t.updated, t.id) > ($3, $4, $5) and ",
        readable!("t", "$7"),
        " order by ",
        rank!(),
        ", t.updated, t.id limit +$6"
    );
    let of = sight.pursuance().as_str();
    let rank = |row: &Raw| Ranked {
        is_others: judge.map(ActorId::as_str) != Some(row.reviewer.as_ref().unwrap_or(&row.creator).as_str()),
        place: Place::of(row),
    };
    let mut found = ListStretch::new(limit, after.clone());
    while let Some((after, wanted)) = found.wanted() {
        let (is_others, Place(updated, id)) = (i64::from(after.is_others), &after.place);
        let judge = judge.map(ActorId::as_str);
        let rows = each!(tx, Raw, SQL, of, judge, is_others, updated.0, id.as_str(), wanted, only_of(sight))?;
        found.take(rows, rank);
    }
    Ok(found.rows())
}
