//! Rooms, and what was said in them.

use std::collections::HashMap;

use pursuance_domain::allowed::{Principal, Thread};
use pursuance_domain::id::{ActorId, FileId, MessageId, RoomId, TaskId};
use pursuance_domain::talk::Lifetime;
use pursuance_domain::time::Time;
use pursuance_domain::value::RoomReaders;
use schemars::JsonSchema;
use serde::Serialize;

use super::discussion::{FileView, HistoryView, file_views, files_with, history};
use super::message_extras::{BesideView, MessageExtras, Place, Reader, fitting, named};
use super::person::sights_in;
use super::{Actors, Page, one_more};
use crate::actions::access::Access;
use crate::actions::reading::{floor, floor_of_rooms};
use crate::actions::{PerformError, Refused, Thing};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Message, TaskFile};
use crate::store::error::StoreResult;
use crate::store::read_markers::{self, DiscussionNews, UnreadQuestion};
use crate::store::rooms::{self, Discussed, Room};
use crate::store::said_files;
use crate::store::sidebar::MemberPursuance;
use crate::store::texts::Body;

/// A room of a pursuance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Room")]
pub struct RoomView {
    /// Its id.
    pub room: RoomId,
    pub name: String,
    /// Its page.
    pub url: String,
    /// Who reads it: everyone who sees the pursuance, or its members.
    pub open: RoomReaders,
    /// Whether it is only read.
    pub archived: bool,
    /// For how many seconds its messages are kept; null: until somebody deletes them.
    pub lifetime: Option<Lifetime>,
    /// Since when that holds.
    pub lifetime_since: Option<Time>,
    /// Until when each person says one thing a minute.
    pub slowed_until: Option<Time>,
    /// When something was said there last.
    pub said_at: Option<Time>,
    /// How many messages you have not read there, up to 100; none of a room of which you are not told what is new.
    pub unread: i64,
    /// How many of them name you, or answer you.
    pub mentions: i64,
}

/// A room in a list, with what is unread there for the reader.
#[derive(Debug, Clone)]
pub struct ListedRoom {
    pub room: Room,
    pub news: Option<DiscussionNews>,
}

/// Where the pursuances of a member speak: what has something unread first, and then what was said last.
#[derive(Debug, Clone)]
pub struct Everywhere {
    pub rooms: Vec<ListedRoom>,
    pub tasks: Vec<(Discussed, Option<DiscussionNews>)>,
}

/// A message in a room.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Message")]
pub struct SaidView {
    pub message: MessageId,
    pub author: String,
    pub at: Time,
    /// Markdown; empty once it was retracted.
    pub body: Body,
    pub revision: i64,
    /// When it was edited, if it was.
    pub edited: Option<Time>,
    /// Whether it is gone: deleted by its author, or removed.
    pub retracted: bool,
    /// Whether somebody else than its author removed it.
    pub removed: bool,
    /// The files that came with it.
    pub files: Vec<FileView>,
    #[serde(flatten)]
    pub beside: BesideView,
}

/// A message in a room with its former texts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "MessageHistory")]
pub struct SaidHistory {
    #[serde(flatten)]
    pub said: SaidView,
    #[serde(flatten)]
    pub history: HistoryView,
}

/// The address of the page of a room.
pub fn room_url(app: &App, slug: &str, room: &RoomId) -> String {
    app.addresses.at(&format!("/p/{slug}/talk/{room}"))
}

fn view(app: &App, slug: &str, ListedRoom { room, news }: ListedRoom, now: Time) -> RoomView {
    RoomView {
        unread: news.as_ref().map_or(0, |news| news.unread),
        mentions: news.map_or(0, |news| news.mentions),
        url: room_url(app, slug, &room.id),
        open: room.open,
        archived: room.archived_at.is_some(),
        lifetime: room.lifetime.map(|(lifetime, _)| lifetime),
        lifetime_since: room.lifetime.map(|(_, since)| since),
        slowed_until: room.slowed(now),
        said_at: room.said_at,
        room: room.id,
        name: room.name,
    }
}

/// Counts the unread messages in the rooms of a pursuance for somebody who may read them.
///
/// # Errors
/// When the database fails.
pub async fn news_of(
    tx: &mut ReadTx,
    access: &Access,
    rooms: &[&Room],
) -> StoreResult<HashMap<String, DiscussionNews>> {
    let (Some(person), Some(floor)) = (access.who.person(), floor_of_rooms(tx, access).await?) else {
        return Ok(HashMap::new());
    };
    let asked: Vec<UnreadQuestion<'_>> = rooms.iter().map(|room| asked_of(room, floor, access.now)).collect();
    read_markers::news(tx, person, &asked).await
}

/// Counts the unread messages in the discussion of a task for somebody who may read it.
///
/// # Errors
/// When the database fails.
pub async fn news_on(tx: &mut ReadTx, access: &Access, task: &TaskId) -> StoreResult<Option<DiscussionNews>> {
    let (Some(person), Some(floor)) = (access.who.person(), floor(tx, access).await?) else {
        return Ok(None);
    };
    let asked = UnreadQuestion { thread: task.as_str(), pursuance: &access.pursuance.id, floor, from: None };
    Ok(read_markers::news(tx, person, &[asked]).await?.remove(task.as_str()))
}

fn asked_of(room: &Room, floor: Time, now: Time) -> UnreadQuestion<'_> {
    UnreadQuestion {
        thread: room.id.as_str(),
        pursuance: &room.pursuance,
        floor,
        from: room.ended_before(now),
    }
}

/// The rooms of a pursuance that somebody may read: those with something unread, the first one, then those where something was said last.
///
/// # Errors
/// When the pursuance may not be read, or the database fails.
pub async fn listed(tx: &mut ReadTx, access: &Access) -> Result<Vec<ListedRoom>, PerformError> {
    let found = rooms::of_pursuance(tx, &access.sight()?).await?;
    let mut news = news_of(tx, access, &found.iter().collect::<Vec<_>>()).await?;
    Ok(unread_first(found, &mut news))
}

/// Rooms with what is unread there: those with something first, the archived ones last.
fn unread_first(rooms: Vec<Room>, news: &mut HashMap<String, DiscussionNews>) -> Vec<ListedRoom> {
    let with_news = |room: Room| ListedRoom { news: news.remove(room.id.as_str()), room };
    let mut listed: Vec<ListedRoom> = rooms.into_iter().map(with_news).collect();
    listed.sort_by_key(|one| (one.room.archived_at.is_some(), one.news.is_none()));
    listed
}

/// The open rooms of a member's pursuances, and the tasks there that were discussed after a moment: at most `limit` of each, those where
/// something was said last. `mine`: their pursuances.
///
/// # Errors
/// When the database fails.
pub async fn everywhere(
    tx: &mut ReadTx,
    who: &Principal,
    mine: &[MemberPursuance],
    (now, after): (Time, Time),
    limit: i64,
) -> StoreResult<Everywhere> {
    let sights = sights_in(who, mine.iter());
    let found = rooms::of_member(tx, &sights, limit).await?;
    let discussed = rooms::discussed(tx, &sights, after, limit).await?;
    let floors: HashMap<&str, Time> =
        mine.iter().filter_map(|one| Some((one.id.as_str(), one.floor?.at(now)))).collect();
    let floor = |pursuance: &ActorId| floors.get(pursuance.as_str()).copied();
    // Untrusted members read open rooms as visitors do, and are told of none.
    let is_told =
        |room: &&Room| sights.of(&room.pursuance).is_some_and(|sight| sight.sees_rooms(RoomReaders::Members));
    let in_rooms = found.iter().filter(is_told);
    let in_rooms = in_rooms.filter_map(|room| Some(asked_of(room, floor(&room.pursuance)?, now)));
    let on_tasks = discussed.iter().filter_map(|one| {
        let (thread, pursuance) = (one.id.as_str(), &one.pursuance);
        Some(UnreadQuestion { thread, pursuance, floor: floor(pursuance)?, from: None })
    });
    let asked: Vec<UnreadQuestion<'_>> = in_rooms.chain(on_tasks).collect();
    let mut news = match who.person() {
        Some(person) => read_markers::news(tx, person, &asked).await?,
        None => HashMap::new(),
    };
    let with_news = |one: Discussed| {
        let news = news.remove(one.id.as_str());
        (one, news)
    };
    let mut tasks: Vec<_> = discussed.into_iter().map(with_news).collect();
    tasks.sort_by_key(|(_, news)| news.is_none());
    Ok(Everywhere { rooms: unread_first(found, &mut news), tasks })
}

/// The rooms of a pursuance that somebody may read, in the order of [`listed`].
///
/// # Errors
/// When the pursuance may not be read, or the database fails.
pub async fn rooms(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
) -> Result<Page<RoomView, RoomId>, PerformError> {
    let found = listed(tx, access).await?;
    let slug = &access.pursuance.slug;
    let items = found.into_iter().map(|room| view(app, slug, room, access.now)).collect();
    Ok(Page { items, next: None })
}

/// The newest messages in a room before one of them, in the order of time, as far as their texts fit; `next` is the first of them, where
/// there are more before.
///
/// # Errors
/// When there is no such room or message for the reader, or the database fails.
pub async fn messages(
    app: &App,
    tx: &mut ReadTx,
    (access, room): (&Access, &Room),
    before: Option<&str>,
    limit: usize,
) -> Result<Page<SaidView, MessageId>, PerformError> {
    let thread = access.heard(room)?;
    let before = named(tx, &thread, before).await?;
    let mut rows = discussions::thread_before(tx, &thread, before.as_ref(), one_more(limit)).await?;
    let is_cut = rows.len() > limit;
    if is_cut {
        rows.remove(0);
    }
    let read = rows.len();
    let rows = fitting(rows);
    let has_more = is_cut || rows.len() < read;
    let next = rows.first().filter(|_| has_more).map(|first| first.id.clone());
    let items = views(app, tx, (access, room, &thread), rows).await?;
    Ok(Page { items, next })
}

/// Messages in a room with all that stands beside them.
async fn views(
    app: &App,
    tx: &mut ReadTx,
    (access, room, thread): (&Access, &Room, &Thread),
    rows: Vec<Message>,
) -> Result<Vec<SaidView>, PerformError> {
    let place = Place::Room { slug: access.pursuance.slug.clone(), room: room.id.clone() };
    let reader = Reader { who: &access.who, now: access.now, here: (thread, &place) };
    let beside = MessageExtras::of(tx, reader, &rows).await?;
    let mut actors = Actors::default();
    let authors = rows.iter().map(|message| message.author.clone());
    actors.look_up(tx, authors.chain(beside.people()).collect()).await?;
    let ids: Vec<_> = rows.iter().map(|message| message.id.clone()).collect();
    let mut files = files_with(app, tx, thread, &ids).await?;
    let mut items = Vec::with_capacity(rows.len());
    for message in rows {
        let author = actors.name(tx, &message.author).await?;
        let shown = BesideView::of(app, tx, &mut actors, (&beside, &message)).await?;
        let with = files.remove(&message.id).unwrap_or_default();
        items.push(said(message, author, (with, shown)));
    }
    Ok(items)
}

/// A message in a room, with its former texts.
///
/// # Errors
/// When there is no such message for the reader, or the database fails.
pub async fn one(
    app: &App,
    tx: &mut ReadTx,
    (access, room): (&Access, &Room),
    id: &str,
) -> Result<SaidHistory, PerformError> {
    let thread = access.heard(room)?;
    let message = discussions::one_of(tx, &thread, id).await?;
    let message = message.ok_or(Refused::NotFound(Thing::Comment))?;
    let history = history(tx, access, None, &message).await?;
    let mut shown = views(app, tx, (access, room, &thread), vec![message]).await?;
    let said = shown.pop().ok_or(Refused::NotFound(Thing::Comment))?;
    Ok(SaidHistory { said, history })
}

/// The files that were said along in a room, the newest first, after one of them.
///
/// # Errors
/// When there is no such file for the reader, or the database fails.
pub async fn files(
    app: &App,
    tx: &mut ReadTx,
    (access, room): (&Access, &Room),
    after: Option<&str>,
    limit: usize,
) -> Result<Page<FileView, String>, PerformError> {
    let thread = access.heard(room)?;
    let after = match after {
        Some(id) => {
            let found = discussions::file(tx, &FileId(id.to_owned())).await?;
            let is_here = |file: &TaskFile| file.object == thread.as_str() && file.at >= thread.from();
            Some(found.filter(is_here).ok_or(Refused::NotFound(Thing::File))?)
        }
        None => None,
    };
    let before = after.as_ref().map_or((Time(i64::MAX), ""), |file| (file.at, file.id.as_str()));
    let found = said_files::in_room(tx, &thread, before, one_more(limit)).await?;
    let Page { items, next } = Page::cut(found, limit, |file| file.id.to_string());
    Ok(Page { items: file_views(app, tx, &mut Actors::default(), items).await?, next })
}

fn said(message: Message, author: String, (files, beside): (Vec<FileView>, BesideView)) -> SaidView {
    let (retracted, edited) = (message.retracted_at.is_some(), message.edited_at());
    SaidView {
        message: message.id,
        author,
        at: message.at,
        body: message.body,
        revision: message.revision,
        edited,
        retracted,
        removed: message.removed.is_some(),
        files,
        beside,
    }
}
