//! Rooms, and what was said in them.

use pursuance_domain::id::{MessageId, RoomId};
use pursuance_domain::talk::Lifetime;
use pursuance_domain::time::Time;
use pursuance_domain::value::RoomReaders;
use schemars::JsonSchema;
use serde::Serialize;

use super::said::{Beside, BesideView, Place, Reader, fitting, named};
use super::{Actors, Page, one_more};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Message};
use crate::store::rooms::{self, Room};
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
    #[serde(flatten)]
    pub beside: BesideView,
}

/// The address of the page of a room.
pub fn room_url(app: &App, slug: &str, room: &RoomId) -> String {
    app.addresses.at(&format!("/p/{slug}/talk/{room}"))
}

fn view(app: &App, slug: &str, room: Room, now: Time) -> RoomView {
    RoomView {
        url: room_url(app, slug, &room.id),
        open: room.open,
        archived: room.archived_at.is_some(),
        lifetime: room.lifetime.map(|(lifetime, _)| lifetime),
        lifetime_since: room.lifetime.map(|(_, since)| since),
        slowed_until: room.slowed(now),
        room: room.id,
        name: room.name,
    }
}

/// The rooms of a pursuance that somebody may read: the first one, then those where something was said last. None for those who may
/// read none.
///
/// # Errors
/// When the pursuance may not be read, or the database fails.
pub async fn rooms(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
) -> Result<Page<RoomView, RoomId>, PerformError> {
    let found = rooms::of_pursuance(tx, &access.sight()?).await?;
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
    let place = Place::Room { slug: access.pursuance.slug.clone(), room: room.id.clone() };
    let reader = Reader { who: &access.who, now: access.now, here: (&thread, &place) };
    let beside = Beside::of(tx, reader, &rows).await?;
    let mut actors = Actors::default();
    let authors = rows.iter().map(|message| message.author.clone());
    actors.look_up(tx, authors.chain(beside.people()).collect()).await?;
    let mut items = Vec::with_capacity(rows.len());
    for message in rows {
        let author = actors.name(tx, &message.author).await?;
        let shown = BesideView::of(app, tx, &mut actors, (&beside, &message)).await?;
        items.push(said(message, author, shown));
    }
    Ok(Page { items, next })
}

fn said(message: Message, author: String, beside: BesideView) -> SaidView {
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
        beside,
    }
}
