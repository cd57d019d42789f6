//! Notices for people. People with a part in an event are told in its transaction, groups by a job for each event, in the
//! order of the events of their stream. Nobody is told twice of one event, of their own act, or of something that they may
//! not read.

mod scene;

use std::collections::BTreeMap;

use pursuance_domain::allowed::Permission;
use pursuance_domain::event::{Audience, Recorded, StreamId};
use pursuance_domain::id::{ActorId, RoomId, TaskId};
use pursuance_domain::notice::{
    Answered, Concerns, Group, NoticeId, NoticeKind, NoticeReason, Reads, WaitedFor, concerns, is_act,
    is_begun, is_found, may_ask, may_end_questions, may_open_questions, reads, settles, waited_for,
};
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::LogLevel;
use pursuance_domain::time::Time;
use pursuance_domain::value::RoomReaders;

use self::scene::{Concerned, NoticeScene};
use super::{Heard, Tasks, outside};
use crate::state::{App, PageNews};
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::notices::{self, NewNotice};
use crate::store::sealed::seals;
use crate::store::undoables::{self, Standing};
use crate::store::watches::{self, Recipient, Recipients, WatchQuestion};
use crate::store::{comments, events, pursuances, settled};

/// The most people of a group who are notified in one transaction, so that others can write in between.
const TOLD_AT_ONCE: i64 = 1_000;

/// A person to notify about an event, if they want it and may read it.
struct NoticeCandidate<'s> {
    scene: &'s NoticeScene<'s>,
    recipient: Recipient,
    kind: NoticeKind,
    reason: NoticeReason,
}

/// Notifies the people with a part in the events of an act, and enqueues jobs for the groups. `person`: the actor, if local.
pub(super) async fn hear(
    heard: &mut Heard,
    app: &App,
    tx: &mut WriteTx,
    tasks: &mut Tasks,
    person: Option<&ActorId>,
    events: &[(Recorded, Audience)],
) -> StoreResult<()> {
    if let Some(person) = person {
        heard.people.extend(acted(tx, person, events).await?);
    }
    let mut scenes: Vec<(NoticeScene<'_>, Vec<Concerned>)> = Vec::new();
    for (event, audience) in events {
        if let Some(reads) = reads(&event.what) {
            // It may mark notices of the preceding events as read, so these are written first.
            heard.people.extend(tell_each(app, tx, &std::mem::take(&mut scenes)).await?);
            heard.people.extend(read(tx, tasks, event, reads).await?);
        }
        if let Some(task) = &event.task
            && (is_found(&event.what) || is_begun(&event.what) && has_date(tx, tasks, task).await?)
        {
            heard.people.extend(notices::withdraw_pairing(tx, task).await?);
        }
        heard.people.extend(end_reminders(tx, tasks, event).await?);
        if let Some(task) = &event.task
            && may_end_questions(&event.what)
        {
            heard.people.extend(notices::read_questions(tx, [task], event.at).await?);
        }
        if let Some(task) = &event.task
            && may_open_questions(&event.what)
        {
            heard.people.extend(notices::open_questions(tx, [task], person).await?);
        }
        if let Some(question) = settles(&event.what, &event.object) {
            let of = ActorId(event.stream.0.clone());
            heard.people.extend(settled::read(tx, &of, question, event.at).await?);
        }
        let concerns = concerns(&event.what, event.actor.as_ref(), &event.object, event.task.is_some());
        if concerns == Concerns::default() {
            continue;
        }
        if let Some(task) = &event.task {
            for began in &concerns.began {
                watches::begin(tx, &began.who, task.as_str(), began.cause, event.at).await?;
            }
        }
        if !concerns.groups.is_empty() {
            let job = Job::Notify { stream: event.stream.clone(), seq: event.seq };
            job.write(tx, &app.clock, concerns.told_at(event.at)).await?;
        }
        if concerns.parts.is_empty() {
            continue;
        }
        let scene = NoticeScene::load(tx, tasks, event, *audience).await?;
        let concerned = scene.concerned(app, tx, tasks, &concerns).await?;
        scenes.push((scene, concerned));
    }
    heard.people.extend(tell_each(app, tx, &scenes).await?);
    Ok(())
}

/// Marks the notices of a person about a task or a room as read, because they acted or wrote there. Returns the person, if something was
/// unread.
async fn acted(
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

/// Whether a new message was deleted before the groups are notified.
async fn is_gone(tx: &mut WriteTx, event: &Recorded) -> StoreResult<bool> {
    if !event.what.is_said() {
        return Ok(false);
    }
    Ok(comments::standing(tx, [event.object.as_str()]).await?.is_empty())
}

/// Whether the question of an event was answered before the groups are notified. It cannot be answered during the transaction.
async fn is_settled(tx: &mut WriteTx, event: &Recorded) -> StoreResult<bool> {
    events::lock(tx, &event.stream).await?;
    let later = events::behind(tx, event).await?;
    let mut answers = later.iter().filter_map(|later| settles(&later.what, &later.object));
    Ok(answers.any(|question| question.was_asked_by(&event.what, &event.object)))
}

/// Notifies the people concerned by some events. Returns the people with a new notice.
async fn tell_each(
    app: &App,
    tx: &mut WriteTx,
    scenes: &[(NoticeScene<'_>, Vec<Concerned>)],
) -> StoreResult<Vec<ActorId>> {
    let concerned: Vec<(&NoticeScene<'_>, &Concerned)> =
        scenes.iter().flat_map(|(scene, people)| people.iter().map(move |one| (scene, one))).collect();
    let questions: Vec<WatchQuestion<'_>> =
        concerned.iter().map(|(scene, (who, kind, _))| (scene.about(*kind), who)).collect();
    let answers = watches::recipients(tx, &questions).await?;
    let candidates = answers.into_iter().filter_map(|(recipient, place)| {
        let (scene, (_, kind, reason)) = *concerned.get(place)?;
        Some(NoticeCandidate { scene, recipient, kind: *kind, reason: *reason })
    });
    write(app, tx, candidates.collect()).await
}

/// Writes the notices of those `candidates` who want them and may read them. Returns the people with a new notice.
async fn write(
    app: &App,
    tx: &mut WriteTx,
    mut candidates: Vec<NoticeCandidate<'_>>,
) -> StoreResult<Vec<ActorId>> {
    candidates.retain(|one| one.scene.tells(&one.recipient, one.kind, one.reason));
    let new: Vec<NewNotice<'_>> = candidates.iter().map(NoticeCandidate::notice).collect();
    let added = notices::add(tx, &new).await?;
    let mut together: BTreeMap<(NoticeId, NoticeKind), (&NoticeScene<'_>, Vec<&Recipient>)> = BTreeMap::new();
    for NoticeCandidate { scene, recipient, kind, .. } in &candidates {
        let id = NoticeId { stream: scene.event.stream.clone(), seq: scene.event.seq };
        if added.contains(&(id.clone(), recipient.account.clone())) {
            together.entry((id, *kind)).or_insert_with(|| (*scene, Vec::new())).1.push(recipient);
        }
    }
    for ((_, kind), (scene, people)) in &together {
        let about = scene.about(*kind);
        outside::Told { event: scene.event, object: about.object(), people }.follow(app, tx).await?;
    }
    Ok(added.into_iter().map(|(_, account)| account).collect())
}

impl NoticeCandidate<'_> {
    fn notice(&self) -> NewNotice<'_> {
        NewNotice {
            event: self.scene.event,
            audience: self.scene.audience,
            pursuance: &self.scene.pursuance,
            account: &self.recipient.account,
            kind: self.kind,
            reason: self.reason,
        }
    }
}

/// Marks the notices that an event settles as read. Returns the people whose unread count has changed.
async fn read(
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
async fn end_reminders(tx: &mut WriteTx, tasks: &mut Tasks, event: &Recorded) -> StoreResult<Vec<ActorId>> {
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

/// A position among the groups of an event: the group, and the last person handled.
#[derive(Debug, Clone, Default)]
pub struct GroupPlace {
    group: usize,
    after: String,
}

/// Notifies the next people of an event's groups. Returns the people with a new notice, and the next position if there are more.
pub async fn tell_some(
    app: &App,
    tx: &mut WriteTx,
    stream: &StreamId,
    seq: i64,
    place: &GroupPlace,
) -> StoreResult<(Vec<ActorId>, Option<GroupPlace>)> {
    let nothing = Ok((Vec::new(), None));
    let Some((event, audience)) = events::find(tx, stream, seq).await? else { return nothing };
    let concerns = concerns(&event.what, event.actor.as_ref(), &event.object, event.task.is_some());
    let Some((group, kind)) = concerns.groups.get(place.group).copied() else { return nothing };
    if may_ask(kind) && is_settled(tx, &event).await? {
        return nothing;
    }
    let standing = undoables::standing(tx, &event).await?;
    if standing == Standing::Undone || is_gone(tx, &event).await? {
        return nothing;
    }
    let mut tasks = Tasks::of([&event]);
    let scene = NoticeScene::load(tx, &mut tasks, &event, audience).await?;
    let about = scene.about(kind);
    let members = match group {
        Group::Watchers | Group::Creator => None,
        Group::Deciders => Some((scene.roles(Permission::DecideMember), NoticeReason::Decider)),
        Group::Able => Some((scene.able(tx).await?, NoticeReason::Able)),
        Group::Keepers => Some((writers(), NoticeReason::Member)),
        Group::Answerers => Some((scene.roles(Permission::Delegate), NoticeReason::Answerer)),
        Group::Assigners => Some((scene.roles(Permission::Assign), NoticeReason::Assigner)),
        Group::Members => Some((scene.roles(Permission::SeePursuance), NoticeReason::Member)),
        // Members from Viewer on read every room.
        Group::Room => {
            let reads = Permission::SeeRoom { open: RoomReaders::Members };
            Some((scene.roles(reads), NoticeReason::InRoom))
        }
    };
    let after = place.after.as_str();
    let found = match members {
        None if group == Group::Creator => scene.creator(tx, about).await?,
        None => watches::watchers(tx, about, after, TOLD_AT_ONCE).await?,
        Some(_) if group == Group::Assigners && !scene.is_nobodys() => Recipients::default(),
        Some((roles, reason)) => watches::members_in(tx, about, &roles, reason, after, TOLD_AT_ONCE).await?,
    };
    let next = match found.rest {
        Some(after) => Some(GroupPlace { group: place.group, after }),
        None if place.group + 1 < concerns.groups.len() => {
            Some(GroupPlace { group: place.group + 1, after: String::new() })
        }
        None => None,
    };
    let mut except = scene.except(app, tx, &mut tasks, &concerns).await?;
    if group == Group::Keepers {
        let waiting: Vec<ActorId> =
            seals::at_the_door(tx, &scene.pursuance).await?.into_iter().map(|(_, actor)| actor).collect();
        // The person was admitted meanwhile.
        if waiting.iter().all(|actor| actor.as_str() != event.object) {
            return nothing;
        }
        except.extend(waiting);
    }
    if group == Group::Watchers {
        let people: Vec<&ActorId> = found.people.iter().map(|(recipient, _)| &recipient.account).collect();
        except.extend(watches::not_watching(tx, about.object(), &people).await?);
    }
    let told = found.people.into_iter().filter(|(recipient, _)| !except.contains(&recipient.account));
    let mut told: Vec<(Recipient, NoticeReason)> = told.collect();
    if let Standing::TakesBack { first, last } = standing {
        // Only people who were notified about the act are notified about its undo.
        let people: Vec<&ActorId> = told.iter().map(|(recipient, _)| &recipient.account).collect();
        let know = undoables::told_of(tx, (about.object(), stream), (first, last), &people).await?;
        told.retain(|(recipient, _)| know.contains(&recipient.account));
    }
    let candidates = told.into_iter().map(|(recipient, reason)| {
        let reason = scene.reason(&recipient.account, reason);
        NoticeCandidate { scene: &scene, recipient, kind, reason }
    });
    Ok((write(app, tx, candidates.collect()).await?, next))
}

/// The roles that may write in a private pursuance.
fn writers() -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| LogLevel::of(*role) >= LogLevel::Writer).collect()
}

/// Whether a task has a date.
async fn has_date(tx: &mut WriteTx, tasks: &mut Tasks, task: &TaskId) -> StoreResult<bool> {
    Ok(tasks.find(tx, task).await?.is_some_and(|touched| touched.task.asked.due.is_some()))
}

/// Notifies the open pages of people with new notices.
pub fn tell(app: &App, people: impl IntoIterator<Item = ActorId>) {
    let people: Vec<ActorId> = people.into_iter().collect();
    if !people.is_empty() {
        // An error means that no page is open.
        let _ = app.live.send(PageNews::Notices(people.into()));
    }
}
