//! How far people have read discussions. Nobody else sees it, so it leaves no event but that what they were told of it is read.

use pursuance_domain::action::{ReadAllThreads, ReadThread};
use pursuance_domain::event::StreamId;
use pursuance_domain::id::{ActorId, MessageId};
use pursuance_domain::reading::{self, Marker, Place};
use pursuance_domain::time::Time;
use serde_json::{Value, json};

use super::access::Access;
use super::{Cx, PerformError, Refused, Thing, access, notice};
use crate::store::discussions::{self, Message};
use crate::store::{events, read_markers};

carried_out! {
    ReadThread => read,
    ReadAllThreads => read_all,
}

/// Finds a message of the discussion that is meant, which the person may read.
async fn find(cx: &mut Cx, a: &ReadThread) -> Result<(Access, Message), PerformError> {
    let who = cx.who.clone();
    let access = access::find(&mut cx.tx, &who, &a.pursuance, cx.now).await?;
    let task = access::find_task(&mut cx.tx, &access, a.task).await?;
    let found = discussions::by_id(&mut cx.tx, &a.message).await?;
    let message = found.filter(|message| message.thread == task.id.0);
    Ok((access, message.ok_or(Refused::NotFound(Thing::Comment))?))
}

/// From when on something may be unread for the person; none for somebody who is no member.
async fn floor(cx: &mut Cx, access: &Access, person: &ActorId) -> Result<Option<Time>, PerformError> {
    let Some(member) = access.member.as_ref().filter(|_| access.role().is_some()) else { return Ok(None) };
    let floor = read_markers::floor(&mut cx.tx, person, &access.pursuance.id, member.since).await?;
    Ok(Some(floor.at(cx.now)))
}

async fn read(cx: &mut Cx, a: ReadThread) -> Result<Value, PerformError> {
    let person = cx.person()?;
    // Two pages of one person may say it at once: the second one sees what the first one said.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let (access, message) = find(cx, &a).await?;
    let answer = |unread: i64| json!({ "message": a.message, "unread": unread });
    let Some(floor) = floor(cx, &access, &person).await? else { return Ok(answer(0)) };
    let marker = read_markers::find(&mut cx.tx, &person, &message.thread).await?;
    let named: (Time, &MessageId) = (message.at, &message.id);
    if let Some(place) = reading::moved_to(marker.as_ref(), floor, named, a.read) {
        let marker = Marker { place, moved: cx.now };
        read_markers::set(&mut cx.tx, &person, &message.thread, &marker).await?;
    }
    let unread = read_markers::count(&mut cx.tx, &person, &message.thread, floor).await?;
    if a.read {
        // Whoever has read all has read later wordings, too.
        let until = if unread == 0 { cx.now } else { message.at };
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
            // Nothing is unread for whoever is no member.
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
