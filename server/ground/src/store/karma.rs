//! The ledger of karma. Lines are added and never changed: to take a line back, a second line is set against it.

use pursuance_domain::allowed::{Sight, Sights};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::karma::{Deed, Points};
use pursuance_domain::time::Time;

use super::damage::{ListStretch, StoredRow};
use super::db::{ReadTx, WriteTx, all, each, one, run};
use super::error::{StoreError, StoreResult};
use super::search::list;

/// A line that is to be written.
#[derive(Debug, Clone)]
pub struct NewLine<'a> {
    pub id: String,
    pub pursuance: &'a ActorId,
    pub who: &'a ActorId,
    pub task: &'a TaskId,
    pub other: &'a ActorId,
    pub deed: Deed,
    pub points: Points,
    pub at: Time,
}

/// A line of the ledger.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: String,
    pub pursuance: ActorId,
    pub task: TaskId,
    pub other: ActorId,
    pub deed: Deed,
    /// Negative where it takes another line back.
    pub points: Points,
    pub at: Time,
}

#[derive(Debug, sqlx::FromRow)]
struct LineRow {
    id: String,
    pursuance: String,
    task: String,
    other: String,
    deed: String,
    points: i64,
    at: i64,
}

impl StoredRow for LineRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<LineRow> for Line {
    type Error = StoreError;
    fn try_from(row: LineRow) -> StoreResult<Self> {
        Ok(Self {
            deed: Deed::parse(&row.deed)
                .ok_or_else(|| StoreError::unknown_word("karma", "deed", row.deed))?,
            id: row.id,
            pursuance: ActorId(row.pursuance),
            task: TaskId(row.task),
            other: ActorId(row.other),
            points: Points(row.points),
            at: Time(row.at),
        })
    }
}

/// Writes a line.
pub async fn add(tx: &mut WriteTx, new: &NewLine<'_>) -> StoreResult<()> {
    const SQL: &str = "insert into karma (id, pursuance, actor, task, other, deed, points, at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let (pursuance, who) = (new.pursuance.as_str(), new.who.as_str());
    let (task, other, deed) = (new.task.as_str(), new.other.as_str(), new.deed.as_str());
    run!(tx, SQL, &new.id, pursuance, who, task, other, deed, new.points.0, new.at.0).map(drop)
}

/// The lines of a task that hold: none takes them back.
pub async fn holding_of_task(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<(String, ActorId)>> {
    const SQL: &str = "select k.id, k.actor from karma k where k.task = $1 and k.takes_back is null
        and not exists (select 1 from karma b where b.takes_back = k.id) order by k.id";
    let rows = all!(tx, (String, String), SQL, task.as_str())?;
    Ok(rows.into_iter().map(|(id, actor)| (id, ActorId(actor))).collect())
}

/// Writes the line that takes another one back.
pub async fn take_back(tx: &mut WriteTx, id: &str, line: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into karma (id, pursuance, actor, task, other, deed, points, at, takes_back)
        select $1, k.pursuance, k.actor, k.task, k.other, k.deed, -k.points, $3, k.id from karma k where k.id = $2";
    run!(tx, SQL, id, line, now.0).map(drop)
}

/// Writes the lines of a task anew that were taken back at a moment: what took them back was undone. `ids`: for the new lines.
pub async fn earn_again(
    tx: &mut WriteTx,
    task: &TaskId,
    taken_at: Time,
    now: Time,
    mut ids: impl FnMut() -> String,
) -> StoreResult<()> {
    const FIND: &str = "select b.takes_back from karma b where b.task = $1 and b.at = $2 and b.takes_back is not null order by b.id";
    const ADD: &str = "insert into karma (id, pursuance, actor, task, other, deed, points, at)
        select $1, k.pursuance, k.actor, k.task, k.other, k.deed, k.points, $3 from karma k where k.id = $2";
    for (line,) in all!(tx, (String,), FIND, task.as_str(), taken_at.0)? {
        run!(tx, ADD, ids(), line, now.0)?;
    }
    Ok(())
}

/// Counts how often a person earned together with another one since a time; lines that were taken back do not count.
pub async fn repeats(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    who: &ActorId,
    other: &ActorId,
    since: Time,
) -> StoreResult<u32> {
    const SQL: &str =
        "select count(*) from karma k where k.pursuance = $1 and k.actor = $2 and k.other = $3 and k.at > $4
        and k.takes_back is null and not exists (select 1 from karma b where b.takes_back = k.id)";
    let (count,) = one!(tx, (i64,), SQL, pursuance.as_str(), who.as_str(), other.as_str(), since.0)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The lines of a person in the pursuances that they may read, the newest first, before one.
pub async fn of_person(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    before: &str,
    limit: i64,
) -> StoreResult<Vec<Line>> {
    macro_rules! sql {
        ($within:literal) => {
            concat!(
                "select k.id, k.pursuance, k.task, k.other, k.deed, k.points, k.at from karma k
                where k.actor = $1 and k.id < $2 and k.pursuance ",
                $within,
                " order by k.id desc limit +$4"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($3))")
    } else {
        sql!("= any (array(select json_array_elements_text(cast($3 as json))))")
    };
    let within = list(sights.all().map(ActorId::as_str));
    let mut lines = ListStretch::new(limit, before.to_owned());
    while let Some((before, wanted)) = lines.wanted() {
        let found = each!(tx, LineRow, sql, person.as_str(), before.as_str(), &within, wanted)?;
        lines.take(found, |row| row.id.clone());
    }
    Ok(lines.rows())
}

/// The newest lines of a member, for readers of the pursuance.
pub async fn of_member(
    tx: &mut ReadTx,
    sight: &Sight,
    member: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Line>> {
    const SQL: &str = "select k.id, k.pursuance, k.task, k.other, k.deed, k.points, k.at from karma k
        where k.pursuance = $1 and k.actor = $2 and k.id < $3 order by k.id desc limit +$4";
    let mut lines = ListStretch::new(limit, LAST.to_owned());
    while let Some((before, wanted)) = lines.wanted() {
        let of = sight.pursuance().as_str();
        let found = each!(tx, LineRow, SQL, of, member.as_str(), before.as_str(), wanted)?;
        lines.take(found, |row| row.id.clone());
    }
    Ok(lines.rows())
}

/// Behind every id.
pub const LAST: &str = "~";

/// All points of a person in each of the pursuances that they may read, with its slug: also where they have none.
pub async fn totals(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
) -> StoreResult<Vec<(ActorId, String, Points)>> {
    macro_rules! sql {
        ($within:literal) => {
            concat!(
                "select p.actor, p.slug, (select cast(coalesce(sum(k.points), 0) as bigint) from karma k
                  where k.pursuance = p.actor and k.actor = $1) from pursuance p where p.actor ",
                $within
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($2))")
    } else {
        sql!("= any (array(select json_array_elements_text(cast($2 as json))))")
    };
    let within = list(sights.all().map(ActorId::as_str));
    let found = all!(tx, (String, String, i64), sql, person.as_str(), within)?;
    Ok(found.into_iter().map(|(id, slug, points)| (ActorId(id), slug, Points(points))).collect())
}
