//! Rooms of pursuances. Lists for readers take a [`Sight`]; what was said in a room is read by its
//! [`Thread`](pursuance_domain::allowed::Thread), in `discussions`.

use pursuance_domain::allowed::{Permission, Sight, Sights};
use pursuance_domain::id::{ActorId, MessageId, RoomId, TaskId};
use pursuance_domain::talk::{GENERAL, LIFETIME_LEAST_LEFT, Lifetime, RoomFacts, general_of, room_key};
use pursuance_domain::time::Time;
use pursuance_domain::value::RoomReaders;

use super::body::{Body, TitleRow, title_columns};
use super::damage::{StoredRow, listed};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::erase;
use super::error::{StoreError, StoreResult};
use super::fulltext;
use super::search;

/// A room.
#[derive(Debug, Clone)]
pub struct Room {
    pub id: RoomId,
    pub pursuance: ActorId,
    pub name: String,
    pub open: RoomReaders,
    pub is_general: bool,
    pub archived_at: Option<Time>,
    /// For how long its messages are kept, and since when that holds.
    pub lifetime: Option<(Lifetime, Time)>,
    pub slowed_until: Option<Time>,
    /// When something was said there last.
    pub said_at: Option<Time>,
}

impl Room {
    /// Returns the facts that the rules look at.
    pub fn facts(&self) -> RoomFacts {
        RoomFacts {
            is_general: self.is_general,
            is_archived: self.archived_at.is_some(),
            slowed_until: self.slowed_until,
        }
    }

    /// Returns the moment before which messages there have ended.
    pub fn ended_before(&self, now: Time) -> Option<Time> {
        self.lifetime.and_then(|(lifetime, since)| lifetime.ended_before(since, now))
    }

    /// Until when it is slowed, where it still is.
    pub fn slowed(&self, now: Time) -> Option<Time> {
        self.slowed_until.filter(|until| now < *until)
    }
}

#[derive(sqlx::FromRow)]
struct RoomRow {
    id: String,
    pursuance: String,
    name: String,
    open: String,
    is_general: bool,
    archived_at: Option<i64>,
    lifetime: Option<i64>,
    lifetime_since: Option<i64>,
    slowed_until: Option<i64>,
    said_at: Option<i64>,
}

impl StoredRow for RoomRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<RoomRow> for Room {
    type Error = StoreError;

    fn try_from(row: RoomRow) -> StoreResult<Self> {
        let open = RoomReaders::parse(&row.open);
        let lifetime = row.lifetime.map(|seconds| {
            let unknown = || StoreError::unknown_word("room", "lifetime", seconds.to_string());
            Lifetime::of_seconds(seconds).ok_or_else(unknown)
        });
        Ok(Self {
            open: open.map_err(|_| StoreError::unknown_word("room", "open", row.open))?,
            id: RoomId(row.id),
            pursuance: ActorId(row.pursuance),
            name: row.name,
            is_general: row.is_general,
            archived_at: row.archived_at.map(Time),
            lifetime: lifetime.transpose()?.zip(row.lifetime_since.map(Time)),
            slowed_until: row.slowed_until.map(Time),
            said_at: row.said_at.map(Time),
        })
    }
}

macro_rules! select {
    ($($rest:literal),+ $(,)?) => {
        concat!(
            "select r.id, r.pursuance, r.name, r.open, r.is_general, r.archived_at, r.lifetime, r.lifetime_since,
              r.slowed_until, r.said_at from room r ",
            $($rest),+
        )
    };
}

/// The room with this id, for a rule: it does not depend on a reader.
pub async fn by_id(tx: &mut ReadTx, id: &RoomId) -> StoreResult<Option<Room>> {
    optional!(tx, RoomRow, select!("where r.id = $1"), id.as_str())?.map(Room::try_from).transpose()
}

/// The rooms among some ids, for a rule that asks about each of them.
pub async fn by_ids(tx: &mut ReadTx, ids: impl IntoIterator<Item = &str>) -> StoreResult<Vec<Room>> {
    macro_rules! rooms {
        ($($which:literal),+) => {
            select!($($which),+)
        };
    }
    let sql = search::among!(rooms, "r.id", tx);
    Ok(listed(each!(tx, RoomRow, sql, search::list(ids))?))
}

/// The readers of rooms that somebody is among, as a statement takes them.
pub(super) fn readers(sight: &Sight) -> [&'static str; 2] {
    [RoomReaders::Everyone, RoomReaders::Members]
        .map(|open| if sight.sees_rooms(open) { open.as_str() } else { "" })
}

/// The rooms of a pursuance that a reader may read: the first one, those where something was said last, the archived ones at the end.
pub async fn of_pursuance(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Vec<Room>> {
    const SQL: &str = select!(
        "where r.pursuance = $1 and r.open in ($2, $3)
        order by case when r.archived_at is null then 0 else 1 end, case when r.is_general then 0 else 1 end,
          coalesce(r.said_at, r.made_at) desc, r.id"
    );
    let [everyone, members] = readers(sight);
    Ok(listed(each!(tx, RoomRow, SQL, sight.pursuance().as_str(), everyone, members)?))
}

/// The open rooms of the pursuances of a member that they may read, those where something was said last first.
pub async fn of_member(tx: &mut ReadTx, sights: &Sights, limit: i64) -> StoreResult<Vec<Room>> {
    macro_rules! sql {
        ($everyone:literal, $members:literal) => {
            select!(
                "where r.archived_at is null and ((r.open = 'everyone' and r.pursuance ",
                $everyone,
                ") or (r.open = 'members' and r.pursuance ",
                $members,
                ")) order by coalesce(r.said_at, 0) desc, r.made_at desc, r.id limit +$3"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($1))", "in (select value from json_each($2))")
    } else {
        sql!(
            "= any (array(select json_array_elements_text(cast($1 as json))))",
            "= any (array(select json_array_elements_text(cast($2 as json))))"
        )
    };
    let of = |open| search::list(sights.where_may(Permission::SeeRoom { open }).map(ActorId::as_str));
    Ok(listed(each!(tx, RoomRow, sql, of(RoomReaders::Everyone), of(RoomReaders::Members), limit)?))
}

/// The rooms with some names in the pursuances of a member that they may read, the archived ones at the end.
pub async fn called<'a>(
    tx: &mut ReadTx,
    sights: &Sights,
    names: impl IntoIterator<Item = &'a str>,
) -> StoreResult<Vec<Room>> {
    macro_rules! sql {
        ($everyone:literal, $members:literal, $names:literal) => {
            select!(
                "where (r.open = 'everyone' and r.name_key ",
                $names,
                " and r.pursuance ",
                $everyone,
                ") or (r.open = 'members' and r.name_key ",
                $names,
                " and r.pursuance ",
                $members,
                ") order by case when r.archived_at is null then 0 else 1 end, coalesce(r.said_at, r.made_at) desc, r.id"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!(
            "in (select value from json_each($1))",
            "in (select value from json_each($2))",
            "in (select value from json_each($3))"
        )
    } else {
        sql!(
            "= any (array(select json_array_elements_text(cast($1 as json))))",
            "= any (array(select json_array_elements_text(cast($2 as json))))",
            "= any (array(select json_array_elements_text(cast($3 as json))))"
        )
    };
    let of = |open| search::list(sights.where_may(Permission::SeeRoom { open }).map(ActorId::as_str));
    let keys: Vec<String> = names.into_iter().map(room_key).collect();
    let keys = search::list(keys.iter().map(String::as_str));
    Ok(listed(each!(tx, RoomRow, sql, of(RoomReaders::Everyone), of(RoomReaders::Members), keys)?))
}

/// Whether another room of the pursuance has the name.
pub async fn is_taken(tx: &mut ReadTx, of: &ActorId, name: &str, but: Option<&RoomId>) -> StoreResult<bool> {
    const SQL: &str = "select id from room where pursuance = $1 and name_key = $2";
    let found = optional!(tx, (String,), SQL, of.as_str(), room_key(name))?;
    Ok(found.is_some_and(|(id,)| but.is_none_or(|but| but.as_str() != id)))
}

/// Counts the rooms of a pursuance, archived ones too.
pub async fn count(tx: &mut ReadTx, of: &ActorId) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from room where pursuance = $1", of.as_str())?.0)
}

/// Writes a room.
pub async fn add(
    tx: &mut WriteTx,
    (id, of): (&RoomId, &ActorId),
    name: &str,
    open: RoomReaders,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into room (id, pursuance, name, name_key, open, is_general, made_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    run!(tx, SQL, id.as_str(), of.as_str(), name, room_key(name), open.as_str(), false, now.0).map(drop)
}

/// Writes the first room of a pursuance, which was made a moment ago.
pub(super) async fn add_general(tx: &mut WriteTx, of: &ActorId) -> StoreResult<()> {
    const SQL: &str = "insert into room (id, pursuance, name, name_key, open, is_general, made_at)
        select $1, a.id, $3, $4, $5, $6, a.created from actor a where a.id = $2";
    let (id, open) = (general_of(of), RoomReaders::Everyone.as_str());
    run!(tx, SQL, id.as_str(), of.as_str(), GENERAL, room_key(GENERAL), open, true).map(drop)
}

fn demand_one(changed: u64) -> StoreResult<()> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale("the room")) }
}

/// Gives a room another name.
pub async fn rename(tx: &mut WriteTx, id: &RoomId, name: &str) -> StoreResult<()> {
    const SQL: &str = "update room set name = $2, name_key = $3 where id = $1";
    demand_one(run!(tx, SQL, id.as_str(), name, room_key(name))?)
}

/// Says who reads a room. Its messages are taken into the index anew by a job.
pub async fn set_open(tx: &mut WriteTx, id: &RoomId, open: RoomReaders) -> StoreResult<()> {
    demand_one(run!(tx, "update room set open = $2 where id = $1", id.as_str(), open.as_str())?)?;
    fulltext::put_all_in(tx, id).await
}

/// Says for how long messages are kept, from now on.
pub async fn set_lifetime(
    tx: &mut WriteTx,
    id: &RoomId,
    lifetime: Option<Lifetime>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "update room set lifetime = $2, lifetime_since = $3 where id = $1";
    let since = lifetime.map(|_| now.0);
    demand_one(run!(tx, SQL, id.as_str(), lifetime.map(Lifetime::seconds), since)?)
}

/// Puts a room away, or brings it back.
pub async fn set_archived(tx: &mut WriteTx, id: &RoomId, at: Option<Time>) -> StoreResult<()> {
    const SQL: &str = "update room set archived_at = $2 where id = $1";
    demand_one(run!(tx, SQL, id.as_str(), at.map(|at| at.0))?)
}

/// Slows a room until a moment, or no longer.
pub async fn set_slowed(tx: &mut WriteTx, id: &RoomId, until: Option<Time>) -> StoreResult<()> {
    const SQL: &str = "update room set slowed_until = $2 where id = $1";
    demand_one(run!(tx, SQL, id.as_str(), until.map(|until| until.0))?)
}

/// Notes that something was said in a room.
pub async fn touch(tx: &mut WriteTx, id: &RoomId, now: Time) -> StoreResult<()> {
    demand_one(run!(tx, "update room set said_at = $2 where id = $1", id.as_str(), now.0)?)
}

/// Notes when something was said on a task, if that is what the thread is: [`discussed`] finds it by that.
pub(super) async fn note_said(tx: &mut WriteTx, thread: &str, at: Time) -> StoreResult<()> {
    const SQL: &str = "update task set said_at = $2 where id = $1 and coalesce(said_at, 0) < $2";
    run!(tx, SQL, thread, at.0).map(drop)
}

/// When somebody said something in a room last, if that was after a moment: what was said before is not looked at.
pub async fn last_said(
    tx: &mut ReadTx,
    id: &RoomId,
    author: &ActorId,
    after: Time,
) -> StoreResult<Option<Time>> {
    const SQL: &str = "select max(at) from message where thread = $1 and at > $3 and author = $2";
    let (at,) = one!(tx, (Option<i64>,), SQL, id.as_str(), author.as_str(), after.0)?;
    Ok(at.map(Time))
}

/// A task that is discussed.
#[derive(Debug, Clone)]
pub struct Discussed {
    pub id: TaskId,
    pub pursuance: ActorId,
    pub slug: String,
    /// The name of the pursuance.
    pub of: String,
    pub number: i64,
    pub title: Body,
    /// When something was said last.
    pub said_at: Time,
}

#[derive(sqlx::FromRow)]
struct DiscussedRow {
    id: String,
    pursuance: String,
    slug: String,
    display: String,
    number: i64,
    #[sqlx(flatten)]
    title: TitleRow,
    said_at: i64,
}

impl StoredRow for DiscussedRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<DiscussedRow> for Discussed {
    type Error = StoreError;

    fn try_from(row: DiscussedRow) -> StoreResult<Self> {
        let DiscussedRow { id, pursuance, slug, display, number, title, said_at } = row;
        Ok(Self {
            title: title.read(&id),
            id: TaskId(id),
            pursuance: ActorId(pursuance),
            slug,
            of: display,
            number,
            said_at: Time(said_at),
        })
    }
}

/// The tasks of a member's pursuances that they may read and that were discussed after a moment, the latest first. Those of private
/// pursuances are not among them: their titles are read on devices. Of each pursuance no more than `limit` are looked at, along an index,
/// however many it has.
pub async fn discussed(
    tx: &mut ReadTx,
    sights: &Sights,
    after: Time,
    limit: i64,
) -> StoreResult<Vec<Discussed>> {
    macro_rules! sql {
        ($whole:literal, $last:literal, $partly:literal) => {
            concat!(
                "select t.id, t.pursuance, p.slug, g.display, t.number, ",
                title_columns!(),
                ", t.said_at from (select w.id, w.said_at from ", $whole,
                " join pursuance v on v.actor = o.value and v.visibility <> 'sealed' cross join ", $last,
                " union select w.id, w.said_at from task w where w.assignee = cast($3 as text) and w.pursuance ", $partly,
                " and w.said_at > $4 and w.archived_at is null and w.trashed_at is null
                union select w.id, w.said_at from task_grant o join task w on w.id = o.task
                where o.actor = cast($3 as text) and o.pursuance ", $partly,
                " and w.said_at > $4 and w.archived_at is null and w.trashed_at is null
                order by said_at desc, id limit +$5) f
                join task t on t.id = f.id join pursuance p on p.actor = t.pursuance join actor g on g.id = t.pursuance
                left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
                where p.visibility <> 'sealed' order by t.said_at desc, t.id limit +$5"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!(
            "json_each($1) o",
            "task w on w.id in (select n.id from task n where n.pursuance = o.value and n.said_at > $4
              and n.archived_at is null and n.trashed_at is null order by n.said_at desc limit +$5)",
            "in (select value from json_each($2))"
        )
    } else {
        sql!(
            "json_array_elements_text(cast($1 as json)) o(value)",
            "lateral (select n.id, n.said_at from task n where n.pursuance = o.value and n.said_at > $4
              and n.archived_at is null and n.trashed_at is null order by n.said_at desc limit +$5) w",
            "= any (array(select json_array_elements_text(cast($2 as json))))"
        )
    };
    let whole = search::list(sights.whole().map(ActorId::as_str));
    let partly = search::list(sights.partly().map(|(pursuance, _)| pursuance.as_str()));
    let reader = sights.partly().map(|(_, reader)| reader.as_str()).next();
    Ok(listed(each!(tx, DiscussedRow, sql, whole, partly, reader, after.0, limit)?))
}

/// Messages whose lifetime is over, as [`Lifetime::ended_before`] says, each with its pursuance.
pub async fn ended(tx: &mut ReadTx, now: Time, limit: i64) -> StoreResult<Vec<(MessageId, ActorId)>> {
    const SQL: &str = "select m.id, r.pursuance from room r join message m on m.thread = r.id
        where r.lifetime is not null and r.lifetime_since <= $2 and m.at < $1 - r.lifetime * 1000000 limit +$3";
    let since = now.plus(-LIFETIME_LEAST_LEFT);
    let rows = all!(tx, (String, String), SQL, now.0, since.0, limit)?;
    Ok(rows.into_iter().map(|(id, of)| (MessageId(id), ActorId(of))).collect())
}

/// The messages of one room whose lifetime is over.
pub async fn ended_in(
    tx: &mut ReadTx,
    room: &RoomId,
    before: Time,
    limit: i64,
) -> StoreResult<Vec<MessageId>> {
    const SQL: &str = "select id from message where thread = $1 and at < $2 order by at, id limit +$3";
    let rows = all!(tx, (String,), SQL, room.as_str(), before.0, limit)?;
    Ok(rows.into_iter().map(|(id,)| MessageId(id)).collect())
}

/// Deletes a message for good, with its texts and what is found of it; its files have gone before.
pub async fn end(tx: &mut WriteTx, message: &MessageId) -> StoreResult<()> {
    if !tx.is_sqlite() {
        // An edit that is under way is waited for: its wording goes, too.
        all!(tx, (String,), "select id from message where id = $1 for update", message.as_str())?;
    }
    for sql in erase::COMMENT {
        run!(tx, *sql, message.as_str())?;
    }
    tx.deletes_words();
    Ok(())
}
