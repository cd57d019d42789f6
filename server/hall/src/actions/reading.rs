//! How far people have read discussions. Nobody else sees it, so it leaves no event but that what they were told of it is read.

use pursuance_domain::action::{ReadAllThreads, ReadThread};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::StreamId;
use pursuance_domain::id::MessageId;
use pursuance_domain::reading::{self, Marker, Place};
use pursuance_domain::time::Time;
use pursuance_domain::value::RoomReaders;
use serde_json::{Value, json};

use super::access::{self, Access};
use super::comment::{self, Named};
use super::{Cx, PerformError, Refused, Thing, notice};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::read_markers::{self, UnreadQuestion};
use crate::store::{events, watches};

carried_out! {
    ReadThread => read,
    ReadAllThreads => read_all,
}

/// From when on something may be unread for the reader in a pursuance; none for somebody who is no member.
///
/// # Errors
/// When the database fails.
pub(crate) async fn floor(tx: &mut ReadTx, access: &Access) -> StoreResult<Option<Time>> {
    let member = access.member.as_ref().filter(|_| access.role().is_some());
    let (Some(member), Some(person)) = (member, access.who.person()) else { return Ok(None) };
    let floor = read_markers::floor(tx, person, &access.pursuance.id, member.since).await?;
    Ok(Some(floor.at(access.now)))
}

/// From when on something may be unread for the reader in the rooms of a pursuance; none for somebody who is told of none.
///
/// # Errors
/// When the database fails.
pub(crate) async fn floor_of_rooms(tx: &mut ReadTx, access: &Access) -> StoreResult<Option<Time>> {
    // Untrusted members read open rooms as visitors do, who have read nothing and missed nothing.
    if access.may(Permission::SeeRoom { open: RoomReaders::Members }, None) {
        floor(tx, access).await
    } else {
        Ok(None)
    }
}

async fn read(cx: &mut Cx, a: ReadThread) -> Result<Value, PerformError> {
    let person = cx.person()?;
    // Two pages of one person may say it at once: the second one sees what the first one said.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let named = match (&a.room, a.pursuance.as_deref().zip(a.task)) {
        (Some(room), _) => Named::Room(room),
        (None, Some((pursuance, number))) => Named::Task(pursuance, number),
        (None, None) => return Err(Refused::NotFound(Thing::Comment).into()),
    };
    let who = cx.who.clone();
    let (access, place) = comment::Place::named(&mut cx.tx, &who, named, cx.now).await?;
    let message = place.find(cx, &a.message).await?;
    let answer = |unread: i64| json!({ "message": a.message, "unread": unread });
    let floor = match &place {
        comment::Place::Task(_) => floor(&mut cx.tx, &access).await?,
        comment::Place::Room(_) => floor_of_rooms(&mut cx.tx, &access).await?,
    };
    let Some(floor) = floor else { return Ok(answer(0)) };
    let marker = read_markers::find(&mut cx.tx, &person, &message.thread).await?;
    let named: (Time, &MessageId) = (message.at, &message.id);
    if let Some(place) = reading::moved_to(marker.as_ref(), floor, named, a.read) {
        let marker = Marker { place, moved: cx.now };
        read_markers::set(&mut cx.tx, &person, &message.thread, &marker).await?;
    }
    let from = place.ended_before(cx.now);
    let asked = UnreadQuestion { thread: place.thread(), pursuance: &access.pursuance.id, floor, from };
    let news = read_markers::news(&mut cx.tx, &person, &[asked]).await?;
    let unread = news.get(place.thread()).map_or(0, |news| news.unread);
    if a.read {
        // With nothing unread, later wordings are read, too. What is muted has no count.
        let places = [place.thread(), access.pursuance.id.as_str()];
        let is_all = unread == 0 && watches::muted_among(&mut cx.tx, &person, &places).await?.is_empty();
        let until = if is_all { cx.now } else { message.at };
        notice::read_said(cx, &person, &message.thread, until).await?;
    }
    Ok(answer(unread))
}

/// One row says it, however many discussions there are.
async fn read_all(cx: &mut Cx, a: ReadAllThreads) -> Result<Value, PerformError> {
    let person = cx.person()?;
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let of = match &a.pursuance {
        Some(named) => {
            let who = cx.who.clone();
            let access = access::find(&mut cx.tx, &who, named, cx.now).await?;
            // Without a membership nothing is unread.
            access.role().map(|_| access.pursuance.id)
        }
        None => Some(person.clone()),
    };
    if let Some(of) = &of {
        let marker = Marker { place: Place::of_moment(cx.now), moved: cx.now };
        read_markers::set(&mut cx.tx, &person, of.as_str(), &marker).await?;
    }
    Ok(json!({ "read_to": cx.now }))
}
