//! Notices for people. People with a part in an event are told in its transaction, groups by a job for each event, in the
//! order of the events of their stream. Nobody is told twice of one event, of their own act, or of something that they may
//! not read.

mod groups;
mod read;
mod scene;

use std::collections::BTreeMap;

use pursuance_domain::event::{Audience, Recorded};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::notice::{
    Concerns, NoticeId, NoticeKind, NoticeReason, concerns, is_begun, is_found, may_end_questions,
    may_open_questions, reads, settles,
};

pub use self::groups::{GroupPlace, tell_some};
use self::read::{acted, end_reminders, read};
use self::scene::{Concerned, NoticeScene};
use super::{Heard, Tasks, outside};
use crate::state::{App, PageNews};
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::notices::{self, NewNotice};
use crate::store::settled;
use crate::store::watches::{self, Recipient, WatchQuestion};

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
        outside::NewNotices { event: scene.event, object: about.object(), people }.follow(app, tx).await?;
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
