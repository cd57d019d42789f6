//! The unread notices that make the rows of an inbox. They are many, and a row shows few of them: what decides about rows is read of
//! each, and what is shown only of those.
//!
//! A notice is known here by its place, which is 1 for the newest. Places hold within one transaction.

use std::collections::BTreeMap;

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::event::StreamId;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::rows::{self, NoticeSort};
use pursuance_domain::notice::{NoticeId, NoticeReason};
use pursuance_domain::time::Time;
use serde::Deserialize;
use serde_json::json;

use super::{COUNTED, Notice, NoticeRow, Place};
use crate::store::damage::{StoredRow, listed};
use crate::store::db::{ReadTx, all, each, one};
use crate::store::error::{StoreError, StoreResult};
use crate::store::search;

/// The number of newest unread notices that make the rows of the inbox, where they are counted and where they are shown.
pub const IN_ROWS: i64 = 2_000;

/// The newest unread notices of a person. The account is a range and part of the order, which only one index has: of an order by `at`
/// Postgres walks through everybody's notices by age, also where the order names each column.
macro_rules! newest {
    ($columns:literal) => {
        concat!(
            "(select ",
            $columns,
            " from notice n where n.account >= $1 and n.account <= $1 and n.read_at is null
              order by n.account desc, n.at desc, n.stream desc, n.seq desc limit 2000)"
        )
    };
}

/// The same, each with its place.
macro_rules! placed {
    ($columns:literal) => {
        concat!(
            "(select f.*, row_number() over (order by f.at desc, f.stream desc, f.seq desc) as place from ",
            newest!($columns),
            " f)"
        )
    };
}

/// Groups the notices of `$from` that the person may read by what they are about. The condition is that of
/// [`pursuance_domain::notice::may_be_told`]; a test holds the two together.
macro_rules! may_read {
    ($select:expr, $from:expr, $whole:literal, $all:literal, $deciders:literal, $answerers:literal, $members:literal, $workers:literal) => {
        concat!(
            $select, " from ", $from, " n
            where (n.reason in ('parted', 'asked', 'member') and (n.then_name is not null or n.pursuance ", $all, "
                or exists (select 1 from pursuance p where p.actor = n.pursuance and p.visibility in ('public', 'unlisted')
                  and p.deleted_at is null)))
              or ((select z.trashed_at is not null from task z where z.id = n.object) is not true and (n.audience = 'readers' or n.reason = 'about'
                or (n.audience = 'deciders' and n.pursuance ", $deciders, ")
                or (n.audience = 'answerers' and n.pursuance ", $answerers, ")
                or (n.audience = 'members' and n.pursuance ", $members, ")
                or (n.reason = 'able' and n.pursuance ", $workers, "
                  and exists (select 1 from task h where h.id = n.object and (h.assignee = $1 or h.creator = $1))))
              and (n.pursuance ", $whole, "
                or exists (select 1 from pursuance p where p.actor = n.pursuance and p.visibility in ('public', 'unlisted')
                  and p.deleted_at is null)
                or (n.pursuance ", $all, " and (n.object = n.pursuance
                  or exists (select 1 from task t where t.id = n.object and t.assignee = $1)
                  or exists (select 1 from task_grant g where g.task = n.object and g.actor = $1)))))
            group by n.pursuance, case n.kind when 'pairing' then n.pursuance || ' pairing' else n.object end"
        )
    };
}

/// The number of the sort of a notice: its place in [`NoticeSort::ALL`], and 4 for none.
macro_rules! sort {
    () => {
        "case when n.kind = 'pairing' or n.object = n.pursuance then 4 when n.kind = 'task_offer' then 0 when n.kind = 'review' then 1
          when n.kind in ('assignment', 'verdict', 'mention', 'reply', 'waiting', 'nudge', 'suggestion', 'role') then 2 else 3 end"
    };
}

/// The number of a notice, as [`GroupNotice::read`] reads it.
macro_rules! told {
    () => {
        concat!("n.place * 16 + 2 * (", sort!(), ") + case n.kind when 'comment' then 1 else 0 end")
    };
}

/// [`may_read!`] with lists of SQLite.
macro_rules! sqlite {
    ($select:expr, $from:expr) => {
        may_read!(
            $select,
            $from,
            "in (select value from json_each($2))",
            "in (select value from json_each($3))",
            "in (select value from json_each($4))",
            "in (select value from json_each($5))",
            "in (select value from json_each($6))",
            "in (select value from json_each($7))"
        )
    };
}

/// [`may_read!`] with lists of Postgres.
macro_rules! postgres {
    ($select:expr, $from:expr) => {
        may_read!(
            $select,
            $from,
            "= any (array(select json_array_elements_text(cast($2 as json))))",
            "= any (array(select json_array_elements_text(cast($3 as json))))",
            "= any (array(select json_array_elements_text(cast($4 as json))))",
            "= any (array(select json_array_elements_text(cast($5 as json))))",
            "= any (array(select json_array_elements_text(cast($6 as json))))",
            "= any (array(select json_array_elements_text(cast($7 as json))))"
        )
    };
}

const _: () = assert!(IN_ROWS == 2_000, "the statements look as far");

/// The lists of pursuances by what a person may do there, in the order of the numbers in [`may_read!`].
fn lists(sights: &Sights) -> [String; 6] {
    let where_may = |permission| search::list(sights.where_may(permission).map(ActorId::as_str));
    [
        search::list(sights.whole().map(ActorId::as_str)),
        search::list(sights.all().map(ActorId::as_str)),
        where_may(Permission::DecideMember),
        where_may(Permission::Delegate),
        where_may(Permission::SeeLog),
        where_may(Permission::TakeTask),
    ]
}

/// The sort with a number of the statements.
fn sort(number: i64) -> Option<NoticeSort> {
    usize::try_from(number).ok().and_then(|number| NoticeSort::ALL.get(number).copied())
}

/// Counts the rows of the inbox that a person has not read and may read, up to [`COUNTED`]: a row has all notices about an object,
/// one has all tasks of a pursuance for which nobody was found, and of many rows one has all tasks of a sort
/// ([`pursuance_domain::notice::rows`]; the numbers of the sorts are their places there, and a test holds the two together).
pub async fn count_unread(tx: &mut ReadTx, account: &ActorId, sights: &Sights) -> StoreResult<i64> {
    macro_rules! count {
        ($groups:expr) => {
            concat!(
                "select g.pursuance, g.sort, count(*) from (",
                $groups,
                ") g group by g.pursuance, g.sort"
            )
        };
    }
    macro_rules! groups {
        ($of:ident) => {
            $of!(
                concat!("select n.pursuance, min(", sort!(), ") as sort"),
                newest!("n.kind, n.pursuance, n.object, n.audience, n.reason, n.then_name")
            )
        };
    }
    let sql = if tx.is_sqlite() { count!(groups!(sqlite)) } else { count!(groups!(postgres)) };
    let [whole, of_all, deciders, answerers, members, workers] = lists(sights);
    let account = account.as_str();
    let found =
        all!(tx, (String, i32, i64), sql, account, whole, of_all, deciders, answerers, members, workers)?;
    let objects = found.into_iter().map(|(pursuance, number, count)| {
        (pursuance, sort(number.into()), usize::try_from(count).unwrap_or_default())
    });
    Ok(i64::try_from(rows::count(objects)).map_or(COUNTED, |count| count.min(COUNTED)))
}

/// Unread notices about one object, or that nobody was found for tasks of one pursuance.
#[derive(Debug, Clone)]
pub struct Group {
    pub pursuance: ActorId,
    /// The task, the room or the pursuance; of those for which nobody was found one of them.
    pub object: String,
    /// Whether nobody was found.
    pub is_search: bool,
    /// Each of them, the newest first; at least one.
    pub told: Vec<GroupNotice>,
    /// The reasons for them, each once.
    pub reasons: Vec<NoticeReason>,
}

impl Group {
    /// The place of the newest of them.
    pub fn newest(&self) -> i64 {
        self.told.first().map_or(i64::MAX, |told| told.place)
    }

    /// The sort of its task, if it is about one that is shown apart.
    pub fn sort(&self) -> Option<NoticeSort> {
        if self.is_search { None } else { self.told.iter().filter_map(|told| told.sort).min() }
    }
}

/// One notice of a [`Group`].
#[derive(Debug, Clone, Copy)]
pub struct GroupNotice {
    pub place: i64,
    /// None where it is about no task or room alone.
    pub sort: Option<NoticeSort>,
    /// Whether it is of the kind of comments and messages.
    pub is_comment: bool,
}

impl GroupNotice {
    /// A notice from its number: the place, the sort and whether it is a comment, in this order of size.
    fn read(number: i64) -> Self {
        Self { place: number / 16, sort: sort(number / 2 % 8), is_comment: number % 2 == 1 }
    }
}

#[derive(sqlx::FromRow)]
struct GroupRow {
    pursuance: String,
    object: String,
    is_search: bool,
    told: String,
    reasons: String,
}

impl StoredRow for GroupRow {
    fn key(&self) -> String {
        self.object.clone()
    }
}

impl TryFrom<GroupRow> for Group {
    type Error = StoreError;
    fn try_from(row: GroupRow) -> StoreResult<Self> {
        let unreadable =
            |column| move |error: serde_json::Error| StoreError::unreadable("notice", column, &error);
        let mut told: Vec<i64> = serde_json::from_str(&row.told).map_err(unreadable("kind"))?;
        told.sort_unstable();
        let reasons: Vec<String> = serde_json::from_str(&row.reasons).map_err(unreadable("reason"))?;
        let mut reasons: Vec<NoticeReason> =
            reasons.iter().filter_map(|word| NoticeReason::parse(word)).collect();
        reasons.sort_unstable();
        Ok(Self {
            pursuance: ActorId(row.pursuance),
            object: row.object,
            is_search: row.is_search,
            told: told.into_iter().map(GroupNotice::read).collect(),
            reasons,
        })
    }
}

/// The notices of which [`count_unread`] counts the rows, grouped by what they are about, the group with the newest first.
pub async fn groups(tx: &mut ReadTx, account: &ActorId, sights: &Sights) -> StoreResult<Vec<Group>> {
    let sql = if tx.is_sqlite() {
        sqlite!(
            concat!("select n.pursuance, min(n.object) as object, max(case n.kind when 'pairing' then 1 else 0 end) = 1 as is_search,
            json_group_array(", told!(), ") as told, json_group_array(distinct n.reason) as reasons"),
            placed!("n.stream, n.seq, n.at, n.kind, n.pursuance, n.object, n.audience, n.reason, n.then_name")
        )
    } else {
        postgres!(
            concat!("select n.pursuance, min(n.object) as object, max(case n.kind when 'pairing' then 1 else 0 end) = 1 as is_search,
            cast(json_agg(", told!(), ") as text) as told,
            cast(json_agg(distinct n.reason) as text) as reasons"),
            placed!("n.stream, n.seq, n.at, n.kind, n.pursuance, n.object, n.audience, n.reason, n.then_name")
        )
    };
    let [whole, of_all, deciders, answerers, members, workers] = lists(sights);
    let account = account.as_str();
    let rows = each!(tx, GroupRow, sql, account, whole, of_all, deciders, answerers, members, workers)?;
    let mut groups: Vec<Group> = listed(rows);
    groups.sort_by_key(Group::newest);
    Ok(groups)
}

/// How many of the newest unread notices of a person are not behind a place.
pub async fn count_to(tx: &mut ReadTx, account: &ActorId, place: &Place) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from (select 1 as n from notice where account = $1 and read_at is null
        and (at, stream, seq) >= ($2, $3, $4) limit 2000) c";
    let (stream, seq) = (&place.id.stream.0, place.id.seq);
    Ok(one!(tx, (i64,), SQL, account.as_str(), place.at.0, stream, seq)?.0)
}

#[derive(sqlx::FromRow)]
struct PlacedRow {
    place: i64,
    #[sqlx(flatten)]
    notice: NoticeRow,
}

impl StoredRow for PlacedRow {
    fn key(&self) -> String {
        self.notice.key()
    }
}

impl TryFrom<PlacedRow> for (i64, Notice) {
    type Error = StoreError;
    fn try_from(row: PlacedRow) -> StoreResult<Self> {
        Ok((row.place, row.notice.try_into()?))
    }
}

/// The notices at some places, each with its place.
pub async fn at(tx: &mut ReadTx, account: &ActorId, places: &[i64]) -> StoreResult<Vec<(i64, Notice)>> {
    macro_rules! at {
        ($wanted:literal) => {
            concat!(
                "select n.place, e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action, n.kind, n.reason, n.pursuance,
                n.object as about, n.audience, n.read_at is not null as is_read, n.then_name, n.then_slug from ",
                placed!("n.stream, n.seq, n.at, n.kind, n.reason, n.pursuance, n.object, n.audience, n.read_at, n.then_name, n.then_slug"),
                " n join event e on e.stream = n.stream and e.seq = n.seq where n.place ",
                $wanted
            )
        };
    }
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let sql = if tx.is_sqlite() {
        at!("in (select value from json_each($2))")
    } else {
        at!("= any (array(select cast(json_array_elements_text(cast($2 as json)) as bigint)))")
    };
    Ok(listed(each!(tx, PlacedRow, sql, account.as_str(), json!(places).to_string())?))
}

/// The names of the notices at some places, in the order of the places.
pub async fn names(
    tx: &mut ReadTx,
    account: &ActorId,
    places: &[i64],
) -> StoreResult<BTreeMap<i64, NoticeId>> {
    macro_rules! names {
        ($wanted:literal) => {
            concat!(
                "select n.place, n.stream, n.seq from ",
                placed!("n.stream, n.seq, n.at"),
                " n where n.place ",
                $wanted
            )
        };
    }
    if places.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = if tx.is_sqlite() {
        names!("in (select value from json_each($2))")
    } else {
        names!("= any (array(select cast(json_array_elements_text(cast($2 as json)) as bigint)))")
    };
    let rows = all!(tx, (i64, String, i64), sql, account.as_str(), json!(places).to_string())?;
    let name = |(place, stream, seq)| (place, NoticeId { stream: StreamId(stream), seq });
    Ok(rows.into_iter().map(name).collect())
}

/// A new comment or message, of which a person is told, that still stands.
#[derive(Debug, Clone)]
pub struct Said {
    /// The place of the notice.
    pub place: i64,
    pub by: Option<ActorId>,
    /// When it was said.
    pub at: Time,
}

#[derive(Deserialize)]
struct SaidRow {
    place: i64,
    by: Option<String>,
    at: i64,
}

impl From<SaidRow> for Said {
    fn from(row: SaidRow) -> Self {
        Self { place: row.place, by: row.by.map(ActorId), at: Time(row.at) }
    }
}

/// Returns the messages that are told of at some places and were neither deleted nor removed, the newest first. Whether the time
/// of a message is over is a matter of its room.
pub async fn said(tx: &mut ReadTx, account: &ActorId, places: &[i64]) -> StoreResult<Vec<Said>> {
    macro_rules! said {
        ($all:literal, $wanted:literal) => {
            concat!(
                "select ",
                $all,
                " from ",
                placed!("n.stream, n.seq, n.at"),
                " n join event e on e.stream = n.stream and e.seq = n.seq join message m on m.id = e.object
                where e.verb in ('task.commented', 'room.said') and m.retracted_at is null and n.place ",
                $wanted
            )
        };
    }
    if places.is_empty() {
        return Ok(Vec::new());
    }
    // One value for all of them: they may be two thousand.
    let sql = if tx.is_sqlite() {
        said!(
            "json_group_array(json_object('place', n.place, 'by', e.actor, 'at', m.at))",
            "in (select value from json_each($2))"
        )
    } else {
        said!(
            "cast(coalesce(json_agg(json_build_object('place', n.place, 'by', e.actor, 'at', m.at)), '[]') as text)",
            "= any (array(select cast(json_array_elements_text(cast($2 as json)) as bigint)))"
        )
    };
    let (found,) = one!(tx, (String,), sql, account.as_str(), json!(places).to_string())?;
    let mut said: Vec<SaidRow> =
        serde_json::from_str(&found).map_err(|error| StoreError::unreadable("event", "actor", &error))?;
    said.sort_by_key(|said| said.place);
    Ok(said.into_iter().map(Said::from).collect())
}
