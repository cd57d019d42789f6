//! Comments on tasks and messages in rooms that were written: other wordings, and their ends.

use pursuance_domain::action::{DeleteComment, EditComment};
use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::discussion::{self, CommentEnd, CommentFacts, CommentRefusal};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{
    CommentDeleted, CommentEdited, CommentRemoved, InRoom, MessageRemoved, Said,
};
use pursuance_domain::id::{ActorId, MessageId, ReasonId, RoomId};
use pursuance_domain::time::Time;
use serde_json::{Value, json};

use super::access::Access;
use super::{Cx, PerformError, Refused, Thing, access, delegation, limits, member, talk};
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Message};
use crate::store::rooms::Room;
use crate::store::tasks::Task;
use crate::store::{comments, said_files};

carried_out! {
    EditComment => edit,
    DeleteComment => delete,
}

/// Where a message stands.
pub(crate) enum Place {
    Task(Box<Task>),
    Room(Room),
}

/// Where somebody means to read, or to say something.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    Task(&'a str, i64),
    Room(&'a RoomId),
}

impl Named<'_> {
    /// Refuses a person who may not discuss there.
    pub async fn demand_discuss(
        self,
        tx: &mut ReadTx,
        who: &Principal,
        now: Time,
    ) -> Result<(), PerformError> {
        let (access, place) = Place::named(tx, who, self, now).await?;
        place.demand_discuss(&access)
    }

    /// Refuses a person who may not write there now: they lack the permission, or write too often.
    pub(super) async fn demand_say(
        self,
        tx: &mut ReadTx,
        who: &Principal,
        now: Time,
    ) -> Result<(), PerformError> {
        let (access, place) = Place::named(tx, who, self, now).await?;
        place.demand_discuss(&access)?;
        let person = who.person().ok_or(Refused::SignInFirst)?;
        limits::say(tx, person, now).await?;
        match &place {
            Place::Task(_) => Ok(()),
            Place::Room(room) => talk::demand_say(tx, room, person, now).await,
        }
    }
}

impl Place {
    /// Finds the place that an action names, to change something there.
    pub(super) async fn lock(
        cx: &mut Cx,
        room: Option<&RoomId>,
        task: Option<(String, i64)>,
    ) -> Result<(Access, Self), PerformError> {
        match (room, task) {
            (Some(room), _) => {
                let (access, room) = talk::lock(cx, room).await?;
                Ok((access, Self::Room(room)))
            }
            (None, Some((pursuance, number))) => {
                let (access, task) = access::lock_task(cx, &pursuance, number).await?;
                Ok((access, Self::Task(Box::new(task))))
            }
            (None, None) => Err(Refused::NotFound(Thing::Comment).into()),
        }
    }

    /// Finds the place that somebody names, as they may read it.
    pub(crate) async fn named(
        tx: &mut ReadTx,
        who: &Principal,
        named: Named<'_>,
        now: Time,
    ) -> Result<(Access, Self), PerformError> {
        match named {
            Named::Room(room) => {
                let (access, room) = talk::find(tx, who, room, now).await?;
                Ok((access, Self::Room(room)))
            }
            Named::Task(pursuance, number) => {
                let access = access::find(tx, who, pursuance, now).await?;
                let task = access::find_task(tx, &access, number).await?;
                Ok((access, Self::Task(Box::new(task))))
            }
        }
    }

    /// Refuses a person who may not discuss here.
    pub(super) fn demand_discuss(&self, access: &Access) -> Result<(), PerformError> {
        access.demand(Permission::Discuss, self.task())?;
        if let Self::Room(room) = self {
            room.facts().demand_open()?;
        }
        Ok(())
    }

    pub(super) fn task(&self) -> Option<&Task> {
        match self {
            Self::Task(task) => Some(task),
            Self::Room(_) => None,
        }
    }

    pub(super) fn pursuance(&self) -> &ActorId {
        match self {
            Self::Task(task) => &task.pursuance,
            Self::Room(room) => &room.pursuance,
        }
    }

    pub(super) fn thread(&self) -> &str {
        match self {
            Self::Task(task) => task.id.as_str(),
            Self::Room(room) => room.id.as_str(),
        }
    }

    /// Returns the moment before which messages there have ended.
    pub(super) fn ended_before(&self, now: Time) -> Option<Time> {
        match self {
            Self::Task(_) => None,
            Self::Room(room) => room.ended_before(now),
        }
    }

    /// A message that stands here.
    pub(super) async fn find(&self, cx: &mut Cx, id: &MessageId) -> Result<Message, PerformError> {
        let ended = self.ended_before(cx.now);
        let is_here = |message: &Message| {
            message.thread == self.thread() && ended.is_none_or(|ended| message.at >= ended)
        };
        let found = discussions::by_id(&mut cx.tx, id).await?;
        Ok(found.filter(is_here).ok_or(Refused::NotFound(Thing::Comment))?)
    }

    /// Leaves the event of the task, or that of the room.
    fn tell(&self, cx: &mut Cx, access: &Access, object: &str, what: MessageOutcome) {
        match self {
            Self::Task(task) => {
                cx.event(&access.pursuance.id, what.on_task(), object, Some(&task.id));
            }
            Self::Room(room) => {
                talk::leave(cx, access, room.open, what.in_room(&room.id), object);
            }
        }
    }

    pub(super) fn answer(&self, message: &MessageId) -> Value {
        match self {
            Self::Task(task) => json!({ "message": message, "task": task.number }),
            Self::Room(room) => json!({ "message": message, "room": room.id }),
        }
    }
}

/// The outcome of a message.
enum MessageOutcome {
    Edited(i64),
    Deleted,
    Removed(MessageId, ReasonId),
}

impl MessageOutcome {
    fn on_task(self) -> Happened {
        match self {
            Self::Edited(revision) => {
                Happened::TaskCommentEdited(CommentEdited { revision, delegation: None })
            }
            Self::Deleted => Happened::TaskCommentDeleted(CommentDeleted { delegation: None }),
            Self::Removed(comment, reason) => {
                Happened::TaskCommentRemoved(CommentRemoved { comment, reason })
            }
        }
    }

    fn in_room(self, room: &RoomId) -> Happened {
        let room = room.clone();
        match self {
            Self::Edited(revision) => {
                Happened::RoomMessageEdited(Said { room, revision, answers: None, calls: false })
            }
            Self::Deleted => Happened::RoomMessageDeleted(InRoom { room }),
            Self::Removed(message, reason) => {
                Happened::RoomMessageRemoved(MessageRemoved { room, message, reason })
            }
        }
    }
}

/// The facts about a comment for a person.
pub(crate) fn facts(message: &Message, person: Option<&ActorId>) -> CommentFacts {
    CommentFacts {
        is_author: person == Some(&message.author),
        is_gone: message.retracted_at.is_some(),
        revision: message.revision,
    }
}

/// Whether the person may read the texts of a comment that was removed: they wrote it, or may remove comments. `task`: the one it is
/// about; none of a message in a room.
pub fn may_appeal(access: &Access, task: Option<&Task>, message: &Message) -> bool {
    access.who.person() == Some(&message.author) || access.may(Permission::Moderate, task)
}

async fn edit(cx: &mut Cx, a: EditComment) -> Result<Value, PerformError> {
    let (access, place) = Place::lock(cx, a.room.as_ref(), a.pursuance.zip(a.task)).await?;
    place.demand_discuss(&access)?;
    let message = place.find(cx, &a.comment).await?;
    let person = cx.person()?;
    discussion::may_edit(facts(&message, Some(&person)), a.revision)?;
    let answer = |revision: i64| {
        let mut answer = place.answer(&message.id);
        answer["revision"] = json!(revision);
        answer
    };
    if message.body.is_sealed() {
        return Err(Refused::SignatureNeeded.into());
    }
    if message.body.is(a.body.as_str()) {
        delegation::share_again(cx, &message).await?;
        return Ok(answer(message.revision));
    }
    let revision = comments::reword(&mut cx.tx, &message, &person, cx.now, a.body.as_str()).await?;
    place.tell(cx, &access, message.id.as_str(), MessageOutcome::Edited(revision));
    let answer = answer(revision);
    let now = Message { revision, worded_at: cx.now, body: a.body.as_str().into(), ..message };
    delegation::share_edit(cx, &now).await?;
    Ok(answer)
}

async fn delete(cx: &mut Cx, a: DeleteComment) -> Result<Value, PerformError> {
    let (access, place) = Place::lock(cx, a.room.as_ref(), a.pursuance.zip(a.task)).await?;
    access.demand(Permission::Discuss, place.task())?;
    let message = place.find(cx, &a.comment).await?;
    let person = cx.person()?;
    let facts = facts(&message, Some(&person));
    if !facts.is_author {
        access.demand(Permission::Moderate, place.task())?;
    }
    match (discussion::ends(facts, a.reason.is_some())?, &a.reason) {
        (CommentEnd::Deleted, _) => {
            comments::delete(&mut cx.tx, &message, cx.now).await?;
            said_files::end(&mut cx.tx, &cx.app.clock, &message.id).await?;
            place.tell(cx, &access, message.id.as_str(), MessageOutcome::Deleted);
        }
        (CommentEnd::Removed, Some(reason)) => {
            let reason = member::reason(cx, reason).await?;
            comments::remove(&mut cx.tx, &message, &person, &reason, cx.now).await?;
            said_files::end(&mut cx.tx, &cx.app.clock, &message.id).await?;
            place.tell(
                cx,
                &access,
                message.author.as_str(),
                MessageOutcome::Removed(message.id.clone(), reason),
            );
        }
        (CommentEnd::Removed, None) => return Err(CommentRefusal::ReasonNeeded.into()),
    }
    delegation::share_end(cx, &message).await?;
    Ok(place.answer(&message.id))
}
