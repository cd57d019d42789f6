//! How far people have read discussions: one mechanism for everything that has messages, by the id that stands in `message.thread`. A row
//! whose `thread` is a pursuance, or the person themselves, says that all was read there up to `moved`.
//!
//! What is unread is read beside tasks (`tasks::page_facts`, `outline::task_extras`), so that no list asks once for each of its rows.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, MessageId};
use pursuance_domain::reading::{Floor, Marker, Place};
use pursuance_domain::time::{DAY, Time};
use serde_json::json;

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;

/// The most unread messages of a discussion that are counted: beyond, a page says "so many or more".
pub const COUNTED: i64 = 100;

/// The number of messages behind a marker in which unread ones are looked for.
pub const BEHIND: i64 = 1_000;

/// The number of rooms of a pursuance that are looked at for the frame of a page: the rooms with the newest messages.
pub const ROOMS_SEEN: i64 = 10;

/// The number of discussions of tasks that are looked at there: the ones that the person read last.
pub const THREADS_SEEN: i64 = 50;

/// The number of tasks of a pursuance that are looked at there besides: the ones where something was said last.
pub const TASKS_SEEN: i64 = 10;

/// For how long the page of all talk lists a task after something was said there, and the frame counts it.
pub const DISCUSSED_WITHIN: i64 = 30 * DAY;

/// The number of newest notices about a discussion in which a mention of its reader is looked for.
const NOTICES_LOOKED_AT: i64 = 500;

/// The unread messages of a thread for a person: `u` is a message, and `k` their marker, where that counts.
/// Own ones are not unread, nor what was deleted or removed; an edit changes neither the time nor the id. Of those behind the marker
/// [`BEHIND`] are looked at: a long monologue does not make lists dearer.
macro_rules! unread {
    ($thread:literal, $person:literal, $floor:literal) => {
        concat!(
            "from (select b.id, b.at, b.author, b.retracted_at from message b where b.thread = ",
            $thread,
            " and (b.at, b.id) > (coalesce(k.at, ",
            $floor,
            "), coalesce(k.message, '~')) order by b.at, b.id limit 1000) u where u.author <> ",
            $person,
            " and u.retracted_at is null"
        )
    };
}
pub(in crate::store) use unread;

/// The marker of a person in a thread, joined as `k`: it counts unless they said later that all is read.
macro_rules! read_marker {
    ($thread:literal, $person:literal, $floor:literal) => {
        concat!(
            "read_marker k on k.account = ",
            $person,
            " and k.thread = ",
            $thread,
            " and k.moved >= ",
            $floor
        )
    };
}
pub(in crate::store) use read_marker;

/// The marker of a person in a thread.
pub async fn find(tx: &mut ReadTx, person: &ActorId, thread: &str) -> StoreResult<Option<Marker>> {
    const SQL: &str = "select at, message, moved from read_marker where account = $1 and thread = $2";
    let row = optional!(tx, (i64, String, i64), SQL, person.as_str(), thread)?;
    Ok(row.map(|(at, message, moved)| Marker {
        place: Place { at: Time(at), message: MessageId(message) },
        moved: Time(moved),
    }))
}

/// Sets the marker of a person in a thread.
pub async fn set(tx: &mut WriteTx, person: &ActorId, thread: &str, marker: &Marker) -> StoreResult<()> {
    const SQL: &str = "insert into read_marker (account, thread, at, message, moved) values ($1, $2, $3, $4, $5)
        on conflict (account, thread) do update set at = excluded.at, message = excluded.message, moved = excluded.moved";
    let Marker { place, moved } = marker;
    run!(tx, SQL, person.as_str(), thread, place.at.0, place.message.as_str(), moved.0).map(drop)
}

/// From when on something may be unread for a member of a pursuance who joined then.
pub async fn floor(
    tx: &mut ReadTx,
    person: &ActorId,
    pursuance: &ActorId,
    joined: Time,
) -> StoreResult<Floor> {
    const SQL: &str = "select coalesce((select i.unread_since from instance i), 0),
        (select max(r.moved) from read_marker r where r.account = $1 and r.thread in ($1, $2))";
    let (begun, all_read) = one!(tx, (i64, Option<i64>), SQL, person.as_str(), pursuance.as_str())?;
    Ok(Floor { joined, begun: Time(begun), all_read: all_read.map(Time) })
}

/// A discussion of which somebody wants to know what is unread there for them.
#[derive(Debug, Clone, Copy)]
pub struct UnreadQuestion<'a> {
    pub thread: &'a str,
    pub pursuance: &'a ActorId,
    /// From when on something may be unread.
    pub floor: Time,
    /// The moment before which messages there have ended.
    pub from: Option<Time>,
}

/// The unread messages of a discussion for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscussionNews {
    /// How many messages, up to [`COUNTED`].
    pub unread: i64,
    /// How many of them name them, or answer them.
    pub mentions: i64,
    pub first: MessageId,
    /// When they said last how far they had read, if they did.
    pub read_at: Option<Time>,
}

/// Returns the unread messages of some discussions for a person, by thread; nothing of those where all is read, or that they
/// muted, or their pursuance. Whether they may read them is asked before. Who is named or answered is known by the notices that
/// told it.
pub async fn news(
    tx: &mut ReadTx,
    person: &ActorId,
    asked: &[UnreadQuestion<'_>],
) -> StoreResult<HashMap<String, DiscussionNews>> {
    macro_rules! news {
        ($asked:literal) => {
            concat!(
                "select o.thread,
                  (select count(*) from (select u.id ",
                unread!("o.thread", "$2", "o.bound"),
                " and u.at >= o.since limit +$3) n) as unread,
                  (select u.id ",
                unread!("o.thread", "$2", "o.bound"),
                " and u.at >= o.since order by u.at, u.id limit 1) as first,
                  (select count(distinct e.object) from (select n.stream, n.seq, n.kind from notice n where n.account = $2
                    and n.object = o.thread and n.at >= coalesce(k.at, o.bound) order by n.at desc limit +$4) n
                    join event e on e.stream = n.stream and e.seq = n.seq where n.kind in ('mention', 'reply')
                    and exists (select 1 from message u where u.id = e.object and u.thread = o.thread and u.author <> $2
                      and u.retracted_at is null and (u.at, u.id) > (coalesce(k.at, o.bound), coalesce(k.message, '~'))
                      and u.at >= o.since)) as mentions, k.moved as read_at
                from (select j.value ->> 0 as thread, j.value ->> 1 as pursuance, cast(j.value ->> 2 as bigint) as bound,
                  cast(j.value ->> 3 as bigint) as since from ",
                $asked,
                ") o left join ",
                read_marker!("o.thread", "$2", "o.bound"),
                " where not exists (select 1 from mute z where z.account = $2 and z.object in (o.thread, o.pursuance))"
            )
        };
    }
    #[derive(sqlx::FromRow)]
    struct Row {
        thread: String,
        unread: i64,
        first: Option<String>,
        mentions: i64,
        read_at: Option<i64>,
    }
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = if tx.is_sqlite() {
        news!("json_each($1) j")
    } else {
        news!("json_array_elements(cast($1 as json)) j(value)")
    };
    let row = |one: &UnreadQuestion<'_>| {
        json!([one.thread, one.pursuance, one.floor.0, one.from.unwrap_or(Time(0)).0])
    };
    let rows = json!(asked.iter().map(row).collect::<Vec<_>>()).to_string();
    let found = all!(tx, Row, sql, rows, person.as_str(), COUNTED, NOTICES_LOOKED_AT)?;
    let of = |row: Row| {
        let Row { thread, unread, first, mentions, read_at } = row;
        Some((
            thread,
            DiscussionNews { unread, mentions, first: MessageId(first?), read_at: read_at.map(Time) },
        ))
    };
    Ok(found.into_iter().filter_map(of).collect())
}

/// In one pursuance, what a person may read of its discussions, and from when on something may be unread there.
#[derive(Debug, Clone)]
pub struct ReadableDiscussions<'a> {
    pub pursuance: &'a ActorId,
    pub floor: Time,
    /// Whether they are told of its rooms.
    pub rooms: bool,
    /// Whether they read all its tasks; else only tasks that they have or were granted.
    pub whole: bool,
}

/// Writes the rows that [`with_news`] takes of a person: one for each of their pursuances.
pub(in crate::store) fn heard(rows: &[ReadableDiscussions<'_>]) -> String {
    let row = |one: &ReadableDiscussions<'_>| {
        json!([one.pursuance, one.floor.0, i64::from(one.rooms), i64::from(one.whole)])
    };
    json!(rows.iter().map(row).collect::<Vec<_>>()).to_string()
}

/// In how many discussions something is unread for a person, as a value of a statement for every page. So it looks at no more than
/// [`ROOMS_SEEN`] rooms and [`TASKS_SEEN`] tasks of each pursuance, those where something was said last; at the tasks among the
/// [`THREADS_SEEN`] discussions that they read last; and of each at a hundred messages behind the marker. It counts up to [`COUNTED`],
/// and of tasks those that `/talk` lists: none of a private pursuance, and none that was not discussed for [`DISCUSSED_WITHIN`].
///
/// Of the statement, `$1` is the person, `$5` what [`heard`] says of them, `$6` the moment, and `$7` the last one from which on the
/// lifetime of a room counts. The order of markers names each column of their index: by `moved` alone Postgres goes through everybody's.
/// It does not see who the person is, so that it does not plan the statement of every page anew for each.
/// A task is found by its id: with its pursuance as it is, SQLite would go through all that were discussed there.
/// `$heard`, `$rooms` and `$tasks` are the rows of `$5`, and the rooms `r` and tasks `w` of each, as the database finds them; `$looked_up`
/// is the task `t` of each id: Postgres expects more of them than there are, and would go through every task for a join.
macro_rules! with_news {
    ($heard:literal, $rooms:literal, $tasks:literal, $looked_up:literal) => {
        concat!(
            "(with p as (select cast($1 as text) as me), o as (select j.value ->> 0 as pursuance, cast(j.value ->> 1 as bigint) as bound, cast(j.value ->> 2 as bigint) as rooms,
                cast(j.value ->> 3 as bigint) as whole from ", $heard, ")
              select count(*) from (
                select r.id from o cross join ", $rooms, " left join ",
            $crate::store::read_markers::read_marker!("r.id", "(select p.me from p)", "o.bound"),
            " where o.rooms = 1 and not exists (select 1 from mute z where z.account = (select p.me from p) and z.object = r.id)
                  and exists (select 1 from (select u.author, u.retracted_at from message u where u.thread = r.id
                    and (u.at, u.id) > (coalesce(k.at, o.bound), coalesce(k.message, '~'))
                    and u.at >= case when r.lifetime_since <= $7 then $6 - r.lifetime * 1000000 else 0 end
                    order by u.at, u.id limit 100) u where u.author <> (select p.me from p) and u.retracted_at is null)
                union all
                select t.id from (select l.thread as id from (select n.thread from read_marker n where n.account = (select p.me from p)
                    order by n.moved desc, n.thread desc limit 50) l
                    union select l.id from (select w.id from o cross join ", $tasks, " order by w.said_at desc limit 100) l) c ", $looked_up, " join o on o.pursuance = t.pursuance || ''
                  join pursuance v on v.actor = t.pursuance and v.visibility <> 'sealed' left join ",
            $crate::store::read_markers::read_marker!("t.id", "(select p.me from p)", "o.bound"),
            " where t.archived_at is null and t.trashed_at is null and t.said_at > $6 - 2592000000000
                  and (o.whole = 1 or t.assignee = (select p.me from p) or exists (select 1 from task_grant g where g.task = t.id and g.actor = (select p.me from p)))
                  and not exists (select 1 from mute z where z.account = (select p.me from p) and z.object = t.id)
                  and exists (select 1 from (select u.author, u.retracted_at from message u where u.thread = t.id
                    and (u.at, u.id) > (coalesce(k.at, o.bound), coalesce(k.message, '~'))
                    order by u.at, u.id limit 100) u where u.author <> (select p.me from p) and u.retracted_at is null)
                limit 100) n)"
        )
    };
}
pub(in crate::store) use with_news;

const _: () = assert!(
    COUNTED == 100
        && ROOMS_SEEN == 10
        && TASKS_SEEN == 10
        && THREADS_SEEN == 50
        && BEHIND == 1_000
        && DISCUSSED_WITHIN == 2_592_000_000_000,
    "the statements look and count as far"
);

/// Forgets markers that were moved before a moment, at most `limit`.
pub async fn forget_before(tx: &mut WriteTx, before: Time, limit: i64) -> StoreResult<u64> {
    const SQL: &str = "delete from read_marker where (account, thread) in (
        select r.account, r.thread from read_marker r where r.moved < $1 order by r.moved limit +$2)";
    run!(tx, SQL, before.0, limit)
}
