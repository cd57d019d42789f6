//! Rooms of a pursuance, and what is said in them.

use pursuance_domain::action::{ArchiveRoom, CreateRoom, EditRoom, SayInRoom, SlowRoom};
use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::event::happened::{RoomArchived, RoomCreated, RoomEdited, RoomSlowed, Said};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, MessageId, RoomId};
use pursuance_domain::talk::{Called, Lifetime, ROOMS_MAX, SLOW_PACE, SLOWED_FOR, TalkRefusal};
use pursuance_domain::time::Time;
use pursuance_domain::value::RoomReaders;
use serde_json::{Value, json};

use super::access::{self, Access};
use super::thread::Tied;
use super::{Counted, Cx, PerformError, Refused, Thing, attached_files, limits};
use crate::markdown;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Message};
use crate::store::rooms::{self, Room};
use crate::store::said_files;

carried_out! {
    CreateRoom => create,
    EditRoom => edit,
    ArchiveRoom => archive,
    SlowRoom => slow,
    SayInRoom => say,
}

/// Finds a room that somebody may read, with their access to its pursuance.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn find(
    tx: &mut ReadTx,
    who: &Principal,
    id: &RoomId,
    now: Time,
) -> Result<(Access, Room), PerformError> {
    let room = rooms::by_id(tx, id).await?.ok_or(Refused::NotFound(Thing::Room))?;
    let access = access::find(tx, who, room.pursuance.as_str(), now).await.map_err(hidden)?;
    access.heard(&room)?;
    Ok((access, room))
}

/// Nobody learns of a room by the refusal of its pursuance.
fn hidden(error: PerformError) -> PerformError {
    if matches!(error, PerformError::Refused(Refused::NotFound(_))) {
        Refused::NotFound(Thing::Room).into()
    } else {
        error
    }
}

/// Finds a room to act in, and locks its pursuance.
pub(super) async fn lock(cx: &mut Cx, id: &RoomId) -> Result<(Access, Room), PerformError> {
    let there = rooms::by_id(&mut cx.tx, id).await?.ok_or(Refused::NotFound(Thing::Room))?;
    let access = access::lock(cx, there.pursuance.as_str()).await.map_err(hidden)?;
    let room = rooms::by_id(&mut cx.tx, id).await?.ok_or(Refused::NotFound(Thing::Room))?;
    access.heard(&room)?;
    Ok((access, room))
}

/// Leaves an event that only those hear of who read the room.
pub(super) fn leave(cx: &mut Cx, access: &Access, open: RoomReaders, what: Happened, object: &str) {
    // Untrusted members of a closed pursuance read no room.
    let is_for_all = open == RoomReaders::Everyone && access.pursuance.visibility.is_open();
    let audience = if is_for_all { Audience::Readers } else { Audience::Members };
    cx.leave(StreamId::of(&access.pursuance.id), audience, what, object, None);
}

fn answer(cx: &Cx, access: &Access, room: &RoomId, name: &str) -> Value {
    let url = cx.app.addresses.at(&format!("/p/{}/talk/{room}", access.pursuance.slug));
    json!({ "room": room, "name": name, "url": url })
}

/// Refuses a name that another room has.
async fn demand_free(
    cx: &mut Cx,
    access: &Access,
    name: &str,
    but: Option<&RoomId>,
) -> Result<(), PerformError> {
    let is_taken = rooms::is_taken(&mut cx.tx, &access.pursuance.id, name, but).await?;
    if is_taken { Err(TalkRefusal::NameTaken.into()) } else { Ok(()) }
}

async fn create(cx: &mut Cx, a: CreateRoom) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::ManageRooms, None)?;
    if rooms::count(&mut cx.tx, &access.pursuance.id).await? >= ROOMS_MAX {
        return Err(Refused::Full { what: Counted::Rooms, most: ROOMS_MAX }.into());
    }
    demand_free(cx, &access, a.name.as_str(), None).await?;
    let id = RoomId(cx.new_id());
    rooms::add(&mut cx.tx, (&id, &access.pursuance.id), a.name.as_str(), a.open, cx.now).await?;
    leave(cx, &access, a.open, Happened::RoomCreated(RoomCreated { open: a.open }), id.as_str());
    Ok(answer(cx, &access, &id, a.name.as_str()))
}

async fn edit(cx: &mut Cx, a: EditRoom) -> Result<Value, PerformError> {
    let (access, room) = lock(cx, &a.room).await?;
    access.demand(Permission::ManageRooms, None)?;
    if a.lifetime.is_some() {
        access.demand(Permission::EditPursuance, None)?;
    }
    room.facts().demand_open()?;
    let name = a.name.filter(|name| name.as_str() != room.name);
    let open = a.open.filter(|open| *open != room.open);
    let lifetime = a.lifetime.filter(|wanted| *wanted != room.lifetime.map(|(lifetime, _)| lifetime));
    if let Some(name) = &name {
        demand_free(cx, &access, name.as_str(), Some(&room.id)).await?;
        rooms::rename(&mut cx.tx, &room.id, name.as_str()).await?;
    }
    if let Some(open) = open {
        rooms::set_open(&mut cx.tx, &room.id, open).await?;
    }
    if let Some(lifetime) = lifetime {
        end_what_has_ended(cx, &room).await?;
        rooms::set_lifetime(&mut cx.tx, &room.id, lifetime, cx.now).await?;
    }
    if name.is_some() || open.is_some() || lifetime.is_some() {
        let seconds = lifetime.map(|lifetime| lifetime.map(Lifetime::seconds));
        let told = RoomEdited { name: name.is_some(), open, lifetime: seconds };
        // Who reads it no more is told no more of it.
        let heard = open.map_or(room.open, |open| open.max(room.open));
        leave(cx, &access, heard, Happened::RoomEdited(told), room.id.as_str());
    }
    let name = name.map_or(room.name, String::from);
    Ok(answer(cx, &access, &room.id, &name))
}

/// The most messages that have ended and that a change of the lifetime deletes: others wait to write meanwhile.
pub const ENDED_AT_ONCE: usize = 500;

/// Deletes what has ended and was not swept yet: by the new lifetime it might be there again.
async fn end_what_has_ended(cx: &mut Cx, room: &Room) -> Result<(), PerformError> {
    let Some(before) = room.ended_before(cx.now) else { return Ok(()) };
    let most = i64::try_from(ENDED_AT_ONCE).unwrap_or(i64::MAX).saturating_add(1);
    let ended = rooms::ended_in(&mut cx.tx, &room.id, before, most).await?;
    if ended.len() > ENDED_AT_ONCE {
        // The sweep deletes them in parts.
        return Err(TalkRefusal::Ending.into());
    }
    for message in &ended {
        said_files::end(&mut cx.tx, &cx.app.clock, message).await?;
        rooms::end(&mut cx.tx, message).await?;
    }
    Ok(())
}

async fn archive(cx: &mut Cx, a: ArchiveRoom) -> Result<Value, PerformError> {
    let (access, room) = lock(cx, &a.room).await?;
    access.demand(Permission::ManageRooms, None)?;
    room.facts().may_archive()?;
    if room.archived_at.is_some() != a.on {
        rooms::set_archived(&mut cx.tx, &room.id, a.on.then_some(cx.now)).await?;
        let told = RoomArchived { archived: a.on };
        leave(cx, &access, room.open, Happened::RoomArchived(told), room.id.as_str());
    }
    Ok(answer(cx, &access, &room.id, &room.name))
}

async fn slow(cx: &mut Cx, a: SlowRoom) -> Result<Value, PerformError> {
    let (access, room) = lock(cx, &a.room).await?;
    access.demand(Permission::Moderate, None)?;
    room.facts().demand_open()?;
    let until = a.on.then(|| cx.now.plus(SLOWED_FOR));
    if until.is_some() || room.slowed(cx.now).is_some() {
        rooms::set_slowed(&mut cx.tx, &room.id, until).await?;
        let told = RoomSlowed { until };
        leave(cx, &access, room.open, Happened::RoomSlowed(told), room.id.as_str());
    }
    Ok(json!({ "room": room.id, "slowed_until": until }))
}

/// Refuses a message in an archived room, and in a slowed room if its author wrote there just now.
pub(super) async fn demand_say(
    tx: &mut ReadTx,
    room: &Room,
    author: &ActorId,
    now: Time,
) -> Result<(), PerformError> {
    let last = match room.slowed(now) {
        Some(_) => rooms::last_said(tx, &room.id, author, now.plus(-SLOW_PACE)).await?,
        None => None,
    };
    Ok(room.facts().may_say(last, now)?)
}

async fn say(cx: &mut Cx, a: SayInRoom) -> Result<Value, PerformError> {
    let (access, room) = lock(cx, &a.room).await?;
    access.demand(Permission::Discuss, None)?;
    let author = cx.person()?;
    limits::say(&mut cx.tx, &author, cx.now).await?;
    demand_say(&mut cx.tx, &room, &author, cx.now).await?;
    attached_files::demand_few(&a.files)?;
    let thread = access.heard(&room)?;
    let named = markdown::references::named_in_room(a.body.as_str());
    let called = if named.calls_room { Some(call(cx, &access, &author).await?) } else { None };
    let Tied { ties, answered } = Tied::of(cx, &thread, a.reply_to.as_ref(), a.quote.as_ref()).await?;
    let id = MessageId(cx.new_id());
    let message = Message {
        uri: cx.app.addresses.note(id.as_str()),
        thread: room.id.0.clone(),
        author,
        at: cx.now,
        revision: 1,
        shared_with: None,
        retracted_at: None,
        removed: None,
        worded_at: cx.now,
        body: a.body.as_str().into(),
        is_refused: false,
        ties,
        id: id.clone(),
    };
    discussions::add(&mut cx.tx, &message).await?;
    rooms::touch(&mut cx.tx, &room.id, cx.now).await?;
    let calls = called == Some(Called::Told);
    let told = Happened::RoomSaid(Said { room: room.id.clone(), revision: 1, answers: answered, calls });
    leave(cx, &access, room.open, told, id.as_str());
    let mut files = Vec::with_capacity(a.files.len());
    for file in a.files {
        files.push(attached_files::file_facts(
            &attached_files::hang(cx, &access, room.id.as_str(), file, Some(id.clone())).await?,
        ));
    }
    let mut answer = json!({ "message": id, "room": room.id, "files": files });
    if let Some(called) = called {
        answer["at_room"] = json!(called);
    }
    if named.is_cut {
        answer["names_cut"] = json!(true);
    }
    Ok(answer)
}

/// The effect of `@room` in a message of somebody.
async fn call(cx: &mut Cx, access: &Access, author: &ActorId) -> Result<Called, PerformError> {
    if !access.may(Permission::CallRoom, None) {
        return Ok(Called::Role);
    }
    let has_room = limits::call_room(cx, author, &access.pursuance.id).await?;
    Ok(if has_room { Called::Told } else { Called::TooMany })
}
