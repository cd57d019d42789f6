//! Notices that an event marks as read: because their person acted, or because it settles what they ask.

use pursuance_domain::event::{Audience, Recorded};
use pursuance_domain::id::{ActorId, RoomId, TaskId};
use pursuance_domain::notice::{Answered, Reads, WaitedFor, is_act, waited_for};
use pursuance_domain::time::Time;

use crate::listeners::Tasks;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::{notices, pursuances};

/// Marks the notices of a person about a task or a room as read, because they acted or wrote there. Returns the person, if something was
/// unread.
pub(super) async fn acted(
    tx: &mut WriteTx,
    person: &ActorId,
    events: &[(Recorded, Audience)],
) -> StoreResult<Option<ActorId>> {
    let mut objects: Vec<&str> = events.iter().filter_map(|(event, _)| acted_on(event)).collect();
    objects.sort_unstable();
    objects.dedup();
    let Some((first, _)) = events.first().filter(|_| !objects.is_empty()) else { return Ok(None) };
    let count = notices::read_of(tx, person, objects, first.at).await?;
    Ok((count > 0).then(|| person.clone()))
}

/// The task or the room on which the author of an event acted.
fn acted_on(event: &Recorded) -> Option<&str> {
    if is_act(&event.what) {
        return event.task.as_ref().map(TaskId::as_str);
    }
    event.what.said_in().map(RoomId::as_str)
}

/// Marks the notices that an event settles as read. Returns the people whose unread count has changed.
pub(super) async fn read(
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
    reads: Reads,
) -> StoreResult<Vec<ActorId>> {
    match reads {
        Reads::Own => Ok(event.actor.iter().cloned().collect()),
        Reads::Reminders => {
            let (gone, of) = (ActorId(event.object.clone()), ActorId(event.stream.0.clone()));
            // An open pursuance has no requests to join, and may have very many notices.
            let is_private = pursuances::by_id(tx, &of).await?.is_some_and(|found| found.is_private());
            let mut people = if is_private {
                notices::read_at_the_door(tx, &gone, &of, event.at).await?
            } else {
                Vec::new()
            };
            let count = notices::read_reminders(tx, &gone, &of, event.at).await?;
            people.extend((count > 0).then_some(gone));
            Ok(people)
        }
        Reads::AtTheDoor => {
            let (newcomer, of) = (ActorId(event.object.clone()), ActorId(event.stream.0.clone()));
            notices::read_at_the_door(tx, &newcomer, &of, event.at).await
        }
        Reads::Requests(answered) => match &event.task {
            Some(task) => end_requests(tx, tasks, task, answered, event.at).await,
            None => Ok(Vec::new()),
        },
    }
}

/// Marks settled requests for a review as read. Returns the people who had not read them.
async fn end_requests(
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    task: &TaskId,
    answered: Answered,
    now: Time,
) -> StoreResult<Vec<ActorId>> {
    let (judge, only_requests) = match answered {
        Answered::All => (None, false),
        Answered::Requests => (None, true),
        Answered::AllButTheJudge => {
            let found = tasks.find(tx, task).await?.map(|found| &found.task);
            (found.map(|task| task.reviewer.as_ref().unwrap_or(&task.creator).clone()), false)
        }
    };
    notices::read_reviews(tx, task, judge.as_ref(), only_requests, now).await
}

/// Marks the reminders of the person for whom a task waited before an event as read, unless it still waits for them. A task waits for its
/// reviewer or its assignee until it ends. Returns the person, if a reminder was unread. The author of the event has read everything about
/// the task anyway.
pub(super) async fn end_reminders(
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    event: &Recorded,
) -> StoreResult<Vec<ActorId>> {
    let nobody = Ok(Vec::new());
    let Some((id, waited_for)) = event.task.as_ref().zip(waited_for(&event.what)) else { return nobody };
    let Some(task) = tasks.find(tx, id).await?.map(|found| found.task.clone()) else { return nobody };
    let judge = || task.reviewer.clone().or_else(|| Some(task.creator.clone()));
    let before = match waited_for {
        WaitedFor::Person(person) => person.cloned(),
        WaitedFor::Assignee => task.assignee.clone(),
        WaitedFor::Judge => judge(),
        WaitedFor::Creator => Some(task.creator.clone()),
    };
    let now = match task.phase {
        phase if phase.is_under_review() => judge(),
        phase if phase.is_closed() => None,
        _ => task.assignee.clone(),
    };
    match before.filter(|before| now.as_ref() != Some(before) && event.actor.as_ref() != Some(before)) {
        Some(before) => notices::end_reminders(tx, id, before, event.at).await,
        None => nobody,
    }
}
