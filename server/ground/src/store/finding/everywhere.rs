//! The search by words in all pursuances of a reader, and in public ones.
//!
//! Only members find things in a closed or a hidden pursuance.

use std::collections::BTreeSet;

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::id::{ActorId, FileId, MessageId, RoomId};
use pursuance_domain::text::Phrase;
use pursuance_domain::time::Time;
use pursuance_domain::value::RoomReaders;

use crate::store::actors::ActorKind;
use crate::store::body::{Body, TextRow, TitleRow, text_columns, title_columns};
use crate::store::damage::{StoredRow, listed};
use crate::store::db::{ReadTx, all, each};
use crate::store::error::{StoreError, StoreResult};
use crate::store::fulltext::{IndexPlaces, Kind, Scope, brought_writers, look};
use crate::store::outline::found::{TaskHit, may_find};
use crate::store::outline::{self, Who};
use crate::store::rooms::Room;
use crate::store::search::list;
use crate::store::words::called;

/// Things that were found.
#[derive(Debug, Clone)]
pub struct Found<H> {
    /// The newest first; the next ones are before the place of the last.
    pub hits: Vec<H>,
    /// Whether more have the words than were looked at: older ones may be missing.
    pub is_cut: bool,
    /// Whether the reader has more pursuances than were looked in (`PURSUANCES_MAX`).
    pub is_narrowed: bool,
}

/// A comment on a task, or a message in a room.
#[derive(Debug, Clone)]
pub struct CommentHit {
    pub place: i64,
    pub id: MessageId,
    /// The pursuance: its name in addresses, and its display name.
    pub slug: String,
    pub pursuance: String,
    pub spot: FoundSpot,
    /// The title of the task, or the name of the room.
    pub title: Body,
    pub author: Who,
    /// The name of who wrote it, as the pursuance that is its author has told it.
    pub told: Option<String>,
    pub at: Time,
    pub body: Body,
}

/// Where something was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundSpot {
    /// On the task with this number.
    Task(i64),
    /// `is_general`: whether it is the first one of its pursuance.
    Room { id: RoomId, is_general: bool },
}

impl FoundSpot {
    /// The number of the task.
    pub fn task(&self) -> Option<i64> {
        match self {
            Self::Task(number) => Some(*number),
            Self::Room { .. } => None,
        }
    }

    /// The id of the room.
    pub fn room(&self) -> Option<RoomId> {
        match self {
            Self::Task(_) => None,
            Self::Room { id, .. } => Some(id.clone()),
        }
    }
}

/// The columns of a place where something was said or hung, and the title of the task or the name of the room.
#[derive(sqlx::FromRow)]
struct SpotRow {
    task: Option<String>,
    number: Option<i64>,
    #[sqlx(flatten)]
    title: TitleRow,
    room: Option<String>,
    room_name: Option<String>,
    is_general: Option<bool>,
}

impl SpotRow {
    /// `column`: where it stands what the place is of `of`.
    fn read(self, column: (&'static str, &'static str), of: &str) -> StoreResult<(FoundSpot, Body)> {
        match (self.room, self.task, self.number) {
            (Some(id), ..) => {
                let spot = FoundSpot::Room { id: RoomId(id), is_general: self.is_general == Some(true) };
                Ok((spot, self.room_name.unwrap_or_default().into()))
            }
            (None, Some(task), Some(number)) => Ok((FoundSpot::Task(number), self.title.read(&task))),
            (None, ..) => Err(StoreError::unknown_word(column.0, column.1, of.to_owned())),
        }
    }
}

/// A file on a task, or one that came with a message in a room.
#[derive(Debug, Clone)]
pub struct FileHit {
    pub place: i64,
    pub id: FileId,
    pub name: String,
    /// The pursuance: its name in addresses, and its display name.
    pub slug: String,
    pub pursuance: String,
    pub spot: FoundSpot,
    /// The title of the task, or the name of the room.
    pub title: Body,
    /// The comment or message that it came with.
    pub message: Option<MessageId>,
}

/// A pursuance of this instance.
#[derive(Debug, Clone)]
pub struct PursuanceHit {
    pub place: i64,
    pub slug: String,
    pub display: String,
    pub mission: String,
}

/// A person of this instance.
#[derive(Debug, Clone)]
pub struct PersonHit {
    pub place: i64,
    pub name: String,
    pub display: String,
    /// Their words about themselves.
    pub about: String,
}

/// The lists that [`may_find`] takes.
struct Leave<'a> {
    whole: String,
    partly: String,
    reader: Option<&'a str>,
}

impl<'a> Leave<'a> {
    fn of(sights: &'a Sights) -> Self {
        Self {
            whole: list(sights.whole().map(ActorId::as_str)),
            partly: list(sights.partly().map(|(pursuance, _)| pursuance.as_str())),
            reader: sights.partly().map(|(_, reader)| reader.as_str()).next(),
        }
    }
}

impl<H> Found<H> {
    fn of(hits: Vec<H>, places: &IndexPlaces, limit: i64) -> Self {
        // The page after a full one looks at older hits.
        let is_full = i64::try_from(hits.len()).is_ok_and(|found| found >= limit);
        Self { hits, is_cut: places.is_cut && !is_full, is_narrowed: places.is_narrowed }
    }
}

/// Tasks with all of some phrases in their title and description, before a place.
pub async fn tasks(
    tx: &mut ReadTx,
    sights: &Sights,
    phrases: &[Phrase],
    before: Option<i64>,
    limit: i64,
) -> StoreResult<Found<TaskHit>> {
    let places = look(tx, Kind::Task, &Scope::of(sights, true), (phrases, &[]), before).await?;
    let hits = outline::found::at(tx, sights, &places.list(), limit).await?;
    Ok(Found::of(hits, &places, limit))
}

#[derive(sqlx::FromRow)]
struct CommentRow {
    place: i64,
    id: String,
    slug: String,
    pursuance: String,
    #[sqlx(flatten)]
    spot: SpotRow,
    who: String,
    who_kind: String,
    who_host: Option<String>,
    who_name: String,
    who_display: String,
    at: i64,
    #[sqlx(flatten)]
    body: TextRow,
}

impl StoredRow for CommentRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<CommentRow> for CommentHit {
    type Error = StoreError;

    fn try_from(row: CommentRow) -> StoreResult<Self> {
        let (spot, title) = row.spot.read(("message", "thread"), &row.id)?;
        Ok(Self {
            place: row.place,
            title,
            body: row.body.read(&row.id),
            id: MessageId(row.id),
            slug: row.slug,
            pursuance: row.pursuance,
            spot,
            author: Who {
                kind: ActorKind::parse(&row.who_kind).map_err(|error| error.in_row(row.who.clone()))?,
                id: ActorId(row.who),
                host: row.who_host,
                name: row.who_name,
                display: row.who_display,
            },
            told: None,
            at: Time(row.at),
        })
    }
}

/// The condition that a room `r` of the pursuance `p` may be found, and the message `m` in it: as `Permission::SeeRoom`. `$whole`: the
/// pursuances whose open rooms the reader reads; `$members`: those whose other rooms they read, too. `$6`: now.
macro_rules! may_find_in_room {
    ($whole:literal, $members:literal) => {
        concat!(
            "p.deleted_at is null and ((r.open = 'everyone' and ((p.visibility = 'public' and p.archived_at is null) or p.actor ",
            $whole,
            ")) or (r.open = 'members' and p.actor ",
            $members,
            ")) and (r.lifetime is null or m.at >= $6 - r.lifetime * 1000000 or r.lifetime_since > $6 - 60000000)"
        )
    };
}

/// The lists that take the place of the literals of a statement: places, the pursuances that the reader reads as a whole, and in part,
/// those whose rooms for members they read, and rooms.
macro_rules! with_rooms {
    ($sql:ident, $tx:expr) => {
        if $tx.is_sqlite() {
            $sql!(
                "in (select value from json_each($1))",
                "in (select value from json_each($2))",
                "in (select value from json_each($3))",
                "in (select value from json_each($7))",
                "in (select value from json_each($8))"
            )
        } else {
            $sql!(
                "= any (array(select cast(value as bigint) from json_array_elements_text(cast($1 as json)) o(value)))",
                "= any (array(select json_array_elements_text(cast($2 as json))))",
                "= any (array(select json_array_elements_text(cast($3 as json))))",
                "= any (array(select json_array_elements_text(cast($7 as json))))",
                "= any (array(select json_array_elements_text(cast($8 as json))))"
            )
        }
    };
}

/// Where it is looked: everywhere, or only in some rooms.
fn scope<'a>(sights: &'a Sights, within: &'a [Room]) -> Scope<'a> {
    if within.is_empty() {
        return Scope::of(sights, true);
    }
    let whole: BTreeSet<&ActorId> = within.iter().map(|room| &room.pursuance).collect();
    Scope { whole: whole.into_iter().collect(), ..Scope::default() }
}

/// The lists of [`with_rooms`] that ask about rooms: of pursuances whose rooms for members the reader reads, and of the rooms that it is
/// looked in.
fn of_rooms(sights: &Sights, within: &[Room]) -> (String, Option<String>) {
    let members = sights.where_may(Permission::SeeRoom { open: RoomReaders::Members });
    let rooms = (!within.is_empty()).then(|| list(within.iter().map(|room| room.id.as_str())));
    (list(members.map(ActorId::as_str)), rooms)
}

/// Comments on tasks and messages in rooms with all of some phrases, before a place. `within`: only in these rooms, where there are
/// some. `now`: what has ended by then is not found.
pub async fn comments(
    tx: &mut ReadTx,
    sights: &Sights,
    (phrases, within): (&[Phrase], &[Room]),
    (before, now): (Option<i64>, Time),
    limit: i64,
) -> StoreResult<Found<CommentHit>> {
    macro_rules! sql {
        ($places:literal, $whole:literal, $partly:literal, $members:literal, $rooms:literal) => {
            concat!(
                "select s.seq as place, m.id, t.id as task, r.id as room, r.name as room_name, r.is_general, p.slug,
                  g.display as pursuance, t.number, ",
                title_columns!(),
                ", a.id as who, a.kind as who_kind, a.host as who_host, a.name as who_name, ",
                called!("a", "p.actor", "$6"),
                " as who_display, m.at, ",
                text_columns!("b"),
                "
                from searched s join message m on m.id = s.object left join task t on t.id = m.thread
                left join room r on r.id = m.thread join pursuance p on p.actor = coalesce(t.pursuance, r.pursuance)
                join actor g on g.id = p.actor join actor a on a.id = m.author
                left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
                left join text_version b on b.object = m.id and b.field = 'body' and b.revision = m.revision
                where m.retracted_at is null and s.seq ",
                $places,
                " and ((t.id is not null and ",
                may_find!("t", $whole, $partly),
                ") or (r.id is not null and ",
                may_find_in_room!($whole, $members),
                ")) and (cast($8 as text) is null or r.id ",
                $rooms,
                ") order by s.seq desc limit +$5"
            )
        };
    }
    let places = look(tx, Kind::Comment, &scope(sights, within), (phrases, &[]), before).await?;
    let sql = with_rooms!(sql, tx);
    let Leave { whole, partly, reader } = Leave::of(sights);
    let (members, rooms) = of_rooms(sights, within);
    let (places_of, now) = (places.list(), now.0);
    let found = each!(tx, CommentRow, sql, places_of, whole, partly, reader, limit, now, members, rooms)?;
    let mut hits: Vec<CommentHit> = listed(found);
    let of_groups = hits.iter().filter(|hit| hit.author.kind == ActorKind::Group);
    let mut told = brought_writers(tx, &of_groups.map(|hit| hit.id.as_str()).collect::<Vec<_>>()).await?;
    for hit in &mut hits {
        hit.told = told.remove(hit.id.as_str());
    }
    Ok(Found::of(hits, &places, limit))
}

#[derive(sqlx::FromRow)]
struct FileRow {
    place: i64,
    id: String,
    name: String,
    slug: String,
    pursuance: String,
    #[sqlx(flatten)]
    spot: SpotRow,
    message: Option<String>,
}

impl StoredRow for FileRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<FileRow> for FileHit {
    type Error = StoreError;

    fn try_from(row: FileRow) -> StoreResult<Self> {
        let FileRow { place, id, name, slug, pursuance, spot, message } = row;
        let (spot, title) = spot.read(("file", "object"), &id)?;
        let message = message.map(MessageId);
        Ok(Self { place, id: FileId(id), name, slug, pursuance, spot, title, message })
    }
}

/// Files on tasks and of messages in rooms with all of some phrases in their names, before a place. `within`: only in these rooms, where
/// there are some. `now`: those of messages that have ended by then are not found.
pub async fn files(
    tx: &mut ReadTx,
    sights: &Sights,
    (phrases, within): (&[Phrase], &[Room]),
    (before, now): (Option<i64>, Time),
    limit: i64,
) -> StoreResult<Found<FileHit>> {
    macro_rules! sql {
        ($places:literal, $whole:literal, $partly:literal, $members:literal, $rooms:literal) => {
            concat!(
                "select s.seq as place, f.id, f.name, p.slug, g.display as pursuance, t.id as task, t.number, r.id as room,
                  r.name as room_name, r.is_general, f.message, ",
                title_columns!(),
                "
                from searched s join file f on f.id = s.object left join task t on t.id = f.object
                left join room r on r.id = f.object left join message m on m.id = f.message
                join pursuance p on p.actor = coalesce(t.pursuance, r.pursuance) join actor g on g.id = p.actor
                left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
                where s.seq ",
                $places,
                " and ((t.id is not null and ",
                may_find!("t", $whole, $partly),
                ") or (r.id is not null and ",
                may_find_in_room!($whole, $members),
                ")) and (cast($8 as text) is null or r.id ",
                $rooms,
                ") order by s.seq desc limit +$5"
            )
        };
    }
    let places = look(tx, Kind::File, &scope(sights, within), (phrases, &[]), before).await?;
    let sql = with_rooms!(sql, tx);
    let Leave { whole, partly, reader } = Leave::of(sights);
    let (members, rooms) = of_rooms(sights, within);
    let (places_of, now) = (places.list(), now.0);
    let found = each!(tx, FileRow, sql, places_of, whole, partly, reader, limit, now, members, rooms)?;
    Ok(Found::of(listed(found), &places, limit))
}

#[derive(sqlx::FromRow)]
struct PursuanceRow {
    place: i64,
    slug: String,
    display: String,
    mission: String,
}

impl StoredRow for PursuanceRow {
    fn key(&self) -> String {
        self.slug.clone()
    }
}

impl TryFrom<PursuanceRow> for PursuanceHit {
    type Error = StoreError;

    fn try_from(row: PursuanceRow) -> StoreResult<Self> {
        let PursuanceRow { place, slug, display, mission } = row;
        Ok(Self { place, slug, display, mission })
    }
}

/// Pursuances with all of some phrases in their names and their mission, before a place: public ones, and those of the reader.
pub async fn pursuances(
    tx: &mut ReadTx,
    sights: &Sights,
    phrases: &[Phrase],
    before: Option<i64>,
    limit: i64,
) -> StoreResult<Found<PursuanceHit>> {
    macro_rules! sql {
        ($places:literal, $of:literal) => {
            concat!(
                "select s.seq as place, p.slug, a.display, a.summary as mission
                from searched s join pursuance p on p.actor = s.object join actor a on a.id = p.actor
                where p.deleted_at is null and s.seq ",
                $places,
                " and ((p.visibility = 'public' and p.archived_at is null) or p.actor ",
                $of,
                ") order by s.seq desc limit +$3"
            )
        };
    }
    let scope = Scope { whole: sights.all().collect(), with_public: true, ..Scope::default() };
    let places = look(tx, Kind::Pursuance, &scope, (phrases, &[]), before).await?;
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($1))", "in (select value from json_each($2))")
    } else {
        sql!(
            "= any (array(select cast(value as bigint) from json_array_elements_text(cast($1 as json)) o(value)))",
            "= any (array(select json_array_elements_text(cast($2 as json))))"
        )
    };
    let all = list(sights.all().map(ActorId::as_str));
    let hits = listed(each!(tx, PursuanceRow, sql, places.list(), all, limit)?);
    Ok(Found::of(hits, &places, limit))
}

#[derive(sqlx::FromRow)]
struct FoundPersonRow {
    place: i64,
    name: String,
    display: String,
    about: String,
}

impl StoredRow for FoundPersonRow {
    fn key(&self) -> String {
        self.name.clone()
    }
}

impl TryFrom<FoundPersonRow> for PersonHit {
    type Error = StoreError;

    fn try_from(row: FoundPersonRow) -> StoreResult<Self> {
        let FoundPersonRow { place, name, display, about } = row;
        Ok(Self { place, name, display, about })
    }
}

/// People of this instance with all of some phrases in their names and their words about themselves, before a place: people who may
/// be found by others, and the members of pursuances whose members the reader may see.
pub async fn people(
    tx: &mut ReadTx,
    sights: &Sights,
    phrases: &[Phrase],
    before: Option<i64>,
    limit: i64,
) -> StoreResult<Found<PersonHit>> {
    macro_rules! sql {
        ($places:literal, $whole:literal) => {
            concat!(
                "select s.seq as place, a.name, a.display, a.summary as about
                from searched s join account c on c.actor = s.object join actor a on a.id = c.actor
                where c.suspended_at is null and a.gone_at is null and s.seq ",
                $places,
                " and (c.discoverable or exists (select 1 from member m join pursuance p on p.actor = m.pursuance
                  where m.actor = c.actor and m.state = 'active' and p.deleted_at is null
                    and ((p.visibility = 'public' and p.archived_at is null) or m.pursuance ",
                $whole,
                "))) order by s.seq desc limit +$3"
            )
        };
    }
    let scope = Scope { with_public: true, ..Scope::default() };
    let places = look(tx, Kind::Person, &scope, (phrases, &[]), before).await?;
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($1))", "in (select value from json_each($2))")
    } else {
        sql!(
            "= any (array(select cast(value as bigint) from json_array_elements_text(cast($1 as json)) o(value)))",
            "= any (array(select json_array_elements_text(cast($2 as json))))"
        )
    };
    let whole = list(sights.whole().map(ActorId::as_str));
    let hits = listed(each!(tx, FoundPersonRow, sql, places.list(), whole, limit)?);
    Ok(Found::of(hits, &places, limit))
}

/// The number of the newest comments of each person to look at.
const COMMENTS_LOOKED_AT: i64 = 200;

/// The people among `people` who wrote a comment on a task that the reader may find.
pub async fn have_written(
    tx: &mut ReadTx,
    sights: &Sights,
    people: &[&ActorId],
) -> StoreResult<Vec<ActorId>> {
    macro_rules! sql {
        ($people:literal, $whole:literal, $partly:literal) => {
            concat!(
                "select a.id from actor a where a.id ",
                $people,
                " and exists (select 1 from (select m.thread from message m where m.author = a.id and m.retracted_at is null
                    order by m.id desc limit +$5) w join task t on t.id = w.thread join pursuance p on p.actor = t.pursuance where ",
                may_find!("t", $whole, $partly),
                ")"
            )
        };
    }
    const SQLITE: &str = sql!(
        "in (select value from json_each($1))",
        "in (select value from json_each($2))",
        "in (select value from json_each($3))"
    );
    const POSTGRES: &str = sql!(
        "= any (array(select json_array_elements_text(cast($1 as json))))",
        "= any (array(select json_array_elements_text(cast($2 as json))))",
        "= any (array(select json_array_elements_text(cast($3 as json))))"
    );
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let people = list(people.iter().map(|id| id.as_str()));
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let Leave { whole, partly, reader } = Leave::of(sights);
    let rows = all!(tx, (String,), sql, people, whole, partly, reader, COMMENTS_LOOKED_AT)?;
    Ok(rows.into_iter().map(|(id,)| ActorId(id)).collect())
}
