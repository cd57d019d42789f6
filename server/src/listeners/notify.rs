//! Notices for people. People with a part in an event are told in its transaction, groups by a job for each event, in the
//! order of the events of their stream. Nobody is told twice of one event, of their own act, or of something that they may
//! not read.

use std::collections::{BTreeMap, HashSet};

use pursuance_domain::allowed::{Facts, Membership, Permission, Principal, Ruling, Via, allowed};
use pursuance_domain::event::{Audience, Happened, Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, ProposalId, RoomId, TaskId};
use pursuance_domain::notice::{
    Answered, Concerns, Group, NoticeId, NoticeKind, NoticeReason, Part, Reads, concerns, is_act, is_begun,
    is_found, may_be_told, reads, settles,
};
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::Level;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{RoomReaders, Visibility};

use super::named::named_in;
use super::{Heard, Tasks, outside};
use crate::state::{App, News};
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::notices::{self, NewNotice};
use crate::store::pursuances::{self, MemberState};
use crate::store::sealed::seals;
use crate::store::suggestions::{self, Suggestion};
use crate::store::tasks::{self, Task};
use crate::store::undoables::{self, Standing};
use crate::store::watches::{self, About, Question, Recipient, Recipients};
use crate::store::{actors, comments, delegations, endings, events, handover, settled};

/// How many people of a group are told in one transaction, so that others can write in between.
const TOLD_AT_ONCE: i64 = 1_000;

/// An event with everything around it that decides who is told.
struct Scene<'e> {
    event: &'e Recorded,
    audience: Audience,
    pursuance: ActorId,
    /// The task it happened to.
    task: Option<Task>,
}

/// Somebody with a part in an event, what they would be told, and why.
type Concerned = (ActorId, NoticeKind, NoticeReason);

/// Somebody who may be told of an event, as far as they want it and may read it.
struct Candidate<'s> {
    scene: &'s Scene<'s>,
    recipient: Recipient,
    kind: NoticeKind,
    reason: NoticeReason,
}

/// Tells those with a part in the events of an act, and leaves the groups to jobs. `person`: who acts, if somebody of this instance does.
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
    let mut scenes: Vec<(Scene<'_>, Vec<Concerned>)> = Vec::new();
    for (event, audience) in events {
        if let Some(reads) = reads(&event.what) {
            // It may be about notices of the events before it.
            heard.people.extend(tell_each(app, tx, &std::mem::take(&mut scenes)).await?);
            heard.people.extend(read(tx, tasks, event, reads).await?);
        }
        if let Some(task) = &event.task
            && (is_found(&event.what) || is_begun(&event.what) && has_date(tx, tasks, task).await?)
        {
            heard.people.extend(notices::withdraw_pairing(tx, task).await?);
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
        let scene = Scene::load(tx, tasks, event, *audience).await?;
        let concerned = scene.concerned(app, tx, tasks, &concerns).await?;
        scenes.push((scene, concerned));
    }
    heard.people.extend(tell_each(app, tx, &scenes).await?);
    Ok(())
}

/// Whoever acts on a task, or speaks in a room, has read what they were told about it. Returns the person, if they had not.
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

/// Whether what a new message said is gone before the groups are told of it.
async fn is_gone(tx: &mut WriteTx, event: &Recorded) -> StoreResult<bool> {
    if !event.what.is_said() {
        return Ok(false);
    }
    Ok(comments::standing(tx, [event.object.as_str()]).await?.is_empty())
}

/// Tells the people concerned by some events. Returns the people with a new notice.
async fn tell_each(
    app: &App,
    tx: &mut WriteTx,
    scenes: &[(Scene<'_>, Vec<Concerned>)],
) -> StoreResult<Vec<ActorId>> {
    let concerned: Vec<(&Scene<'_>, &Concerned)> =
        scenes.iter().flat_map(|(scene, people)| people.iter().map(move |one| (scene, one))).collect();
    let questions: Vec<Question<'_>> =
        concerned.iter().map(|(scene, (who, kind, _))| (scene.about(*kind), who)).collect();
    let answers = watches::recipients(tx, &questions).await?;
    let candidates = answers.into_iter().filter_map(|(recipient, place)| {
        let (scene, (_, kind, reason)) = *concerned.get(place)?;
        Some(Candidate { scene, recipient, kind: *kind, reason: *reason })
    });
    write(app, tx, candidates.collect()).await
}

/// Writes the notices of `candidates` who are to be told. Returns the people with a new notice.
async fn write(app: &App, tx: &mut WriteTx, mut candidates: Vec<Candidate<'_>>) -> StoreResult<Vec<ActorId>> {
    candidates.retain(|one| one.scene.tells(&one.recipient, one.kind, one.reason));
    let new: Vec<NewNotice<'_>> = candidates.iter().map(Candidate::notice).collect();
    let added = notices::add(tx, &new).await?;
    let mut together: BTreeMap<(NoticeId, NoticeKind), (&Scene<'_>, Vec<&Recipient>)> = BTreeMap::new();
    for Candidate { scene, recipient, kind, .. } in &candidates {
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

impl Candidate<'_> {
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

/// The person who last closed or reopened a task, or put away or restored it or a task above it.
async fn mover(tx: &mut WriteTx, moved: &TaskId) -> StoreResult<Option<ActorId>> {
    let Some(task) = tasks::by_id(tx, moved).await? else { return Ok(None) };
    let mut last = events::newest_of_tasks(tx, std::slice::from_ref(moved), Verb::TaskPhaseSet).await?;
    let mut with = tasks::ancestors(tx, &task).await?;
    with.push(task.clone());
    let ids: Vec<TaskId> = with.into_iter().map(|task| task.id).collect();
    for verb in [Verb::TaskArchived, Verb::TaskRestored] {
        last.extend(events::newest_of_tasks(tx, &ids, verb).await?);
    }
    if let Some(at) = task.trashed_at {
        last.extend(
            events::put_into_trash(tx, &StreamId::of(&task.pursuance), at).await?.into_iter().filter(
                |event| {
                    event.what.trashed().is_some_and(|told| task.trashed_with.as_ref() == Some(&told.task))
                },
            ),
        );
    }
    Ok(last.into_iter().max_by_key(|event| event.at).and_then(|event| event.actor))
}

/// Marks the notices that an event is about as read. Returns the people whose number of unread notices has changed.
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
            // Nobody waits at the door of an open one, whose notices may be many.
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

/// Marks requests for a review as read that ask nothing more. Returns the people who had not read them.
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

/// A place among the groups of an event: the group, and its last person read.
#[derive(Debug, Clone, Default)]
pub(crate) struct GroupPlace {
    group: usize,
    after: String,
}

/// Tells the next people of an event's groups. Returns the people with a new notice, and where to go on if there are more.
pub(crate) async fn tell_some(
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
    let standing = undoables::standing(tx, &event).await?;
    if standing == Standing::Undone || is_gone(tx, &event).await? {
        return nothing;
    }
    let mut tasks = Tasks::of([&event]);
    let scene = Scene::load(tx, &mut tasks, &event, audience).await?;
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
        // Somebody has let them in meanwhile.
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
        // People who were not told of the act are not told that it was taken back.
        let people: Vec<&ActorId> = told.iter().map(|(recipient, _)| &recipient.account).collect();
        let know = undoables::told_of(tx, (about.object(), stream), (first, last), &people).await?;
        told.retain(|(recipient, _)| know.contains(&recipient.account));
    }
    let candidates = told.into_iter().map(|(recipient, reason)| {
        let reason = scene.reason(&recipient.account, reason);
        Candidate { scene: &scene, recipient, kind, reason }
    });
    Ok((write(app, tx, candidates.collect()).await?, next))
}

impl<'e> Scene<'e> {
    async fn load(
        tx: &mut WriteTx,
        tasks: &mut Tasks,
        event: &'e Recorded,
        audience: Audience,
    ) -> StoreResult<Self> {
        let task = match &event.task {
            Some(task) => tasks.find(tx, task).await?.map(|found| found.task.clone()),
            None => None,
        };
        Ok(Self { event, audience, pursuance: ActorId(event.stream.0.clone()), task })
    }

    /// Why a member of a group is told: a watcher who is assignee or reviewer is told as that.
    fn reason(&self, who: &ActorId, reason: NoticeReason) -> NoticeReason {
        let is = |other: Option<&ActorId>| other == Some(who);
        let task = self.task.as_ref().filter(|_| reason == NoticeReason::WatchesTask);
        match task {
            Some(task) if is(task.assignee.as_ref()) => NoticeReason::Assignee,
            Some(task) if is(task.reviewer.as_ref()) => NoticeReason::Reviewer,
            Some(_) | None => reason,
        }
    }

    /// Whether nobody does the task, neither here nor elsewhere.
    fn is_nobodys(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.assignee.is_none() && !is_handed_over(task))
    }

    /// The person who wrote the task.
    async fn creator(&self, tx: &mut WriteTx, about: About<'_>) -> StoreResult<Recipients> {
        let creator: Vec<Question<'_>> = self.task.iter().map(|task| (about, &task.creator)).collect();
        let found = watches::recipients(tx, &creator).await?;
        let people = found.into_iter().map(|(person, _)| (person, NoticeReason::Creator)).collect();
        Ok(Recipients { people, rest: None })
    }

    /// The people with a part in the event, each once, except its author.
    async fn concerned(
        &self,
        app: &App,
        tx: &mut WriteTx,
        tasks: &mut Tasks,
        concerns: &Concerns,
    ) -> StoreResult<Vec<Concerned>> {
        let mut concerned: Vec<Concerned> = Vec::new();
        for (part, kind) in &concerns.parts {
            for (who, reason) in self.people(app, tx, tasks, part).await? {
                let is_own_act = self.event.actor.as_ref() == Some(&who);
                if !is_own_act && concerned.iter().all(|(known, ..)| *known != who) {
                    concerned.push((who, *kind, reason));
                }
            }
        }
        if !concerned.is_empty() {
            let except = self.except(app, tx, tasks, concerns).await?;
            concerned.retain(|(who, ..)| !except.contains(who));
        }
        Ok(concerned)
    }

    /// The people who are not told: the author, and people told of the same act by another event.
    async fn except(
        &self,
        app: &App,
        tx: &mut WriteTx,
        tasks: &mut Tasks,
        concerns: &Concerns,
    ) -> StoreResult<HashSet<ActorId>> {
        let mut except = HashSet::new();
        for part in concerns.except.iter().chain(&concerns.doer) {
            except.extend(self.people(app, tx, tasks, part).await?.into_iter().map(|(who, _)| who));
        }
        Ok(except)
    }

    /// The people who have a part in the event, and why they are told.
    async fn people(
        &self,
        app: &App,
        tx: &mut WriteTx,
        tasks: &mut Tasks,
        part: &Part,
    ) -> StoreResult<Vec<(ActorId, NoticeReason)>> {
        let task = self.task.as_ref();
        let one = |who: Option<&ActorId>, reason| who.map(|who| (who.clone(), reason)).into_iter().collect();
        Ok(match part {
            Part::Person(who) => {
                let is = |other: Option<&ActorId>| other == Some(who);
                // People hear of a decision about themselves even where others with the same part do not.
                let reason = if let Some(told) = self.event.what.trashed() {
                    let is_assignee = told.assignee.as_ref() == Some(who);
                    if is_assignee { NoticeReason::Assignee } else { NoticeReason::Creator }
                } else if self.event.object == who.as_str() {
                    NoticeReason::About
                } else if is(task.and_then(|task| task.assignee.as_ref())) {
                    NoticeReason::Assignee
                } else if is(task.and_then(|task| task.reviewer.as_ref())) {
                    NoticeReason::Reviewer
                } else {
                    NoticeReason::About
                };
                vec![(who.clone(), reason)]
            }
            Part::Author(who) => vec![(who.clone(), NoticeReason::About)],
            Part::Parted(who) => vec![(who.clone(), NoticeReason::Parted)],
            Part::Barred(who) => {
                let was_here = events::ever_came(tx, &self.event.stream, who).await?;
                one(Some(who).filter(|_| was_here), NoticeReason::Parted)
            }
            Part::Asked(who) => vec![(who.clone(), NoticeReason::Asked)],
            Part::AssigneeOf(other) => {
                let other = tasks.find(tx, other).await?;
                one(other.and_then(|other| other.task.assignee.as_ref()), NoticeReason::Assignee)
            }
            Part::Sender(delegation) => {
                let by = self.event.actor.as_ref().filter(|by| by.as_str() != self.event.stream.0);
                let sender = match by {
                    Some(by) => delegations::sender(tx, delegation, by, self.event.at).await?,
                    None => None,
                };
                one(sender.as_ref(), NoticeReason::About)
            }
            Part::Primary => {
                let of = ActorId(self.event.stream.0.clone());
                let primary = handover::primary(tx, &of).await?;
                one(primary.as_ref().map(|(primary, _)| primary), NoticeReason::About)
            }
            Part::Holders => match task {
                Some(task) => self.holders(tx, task).await?,
                None => Vec::new(),
            },
            Part::Assignee => one(task.and_then(|task| task.assignee.as_ref()), NoticeReason::Assignee),
            Part::Judge => match task.and_then(|task| task.reviewer.as_ref()) {
                Some(reviewer) => vec![(reviewer.clone(), NoticeReason::Reviewer)],
                None => one(task.map(|task| &task.creator), NoticeReason::Creator),
            },
            Part::Creator => one(task.map(|task| &task.creator), NoticeReason::Creator),
            Part::Below(root) => match root.as_ref().or(task.map(|task| &task.id)) {
                Some(root) => {
                    let people = endings::people_below(tx, root).await?;
                    people.into_iter().map(|who| (who, NoticeReason::Below)).collect()
                }
                None => Vec::new(),
            },
            Part::Partner => match task {
                Some(task) => self.partner(tx, task).await?,
                None => Vec::new(),
            },
            Part::Waiter => match task {
                Some(Task { assignee: Some(assignee), .. }) => one(Some(assignee), NoticeReason::Assignee),
                Some(task) if is_handed_over(task) => self.partner(tx, task).await?,
                Some(task) => one(Some(&task.creator), NoticeReason::Creator),
                None => Vec::new(),
            },
            Part::Mover(moved) => {
                let mover = mover(tx, moved).await?;
                one(mover.as_ref(), NoticeReason::About)
            }
            Part::Answered(who) => vec![(who.clone(), NoticeReason::Answered)],
            Part::Named(written) => {
                let mut people = Vec::new();
                let in_room = self.event.what.room().is_some();
                for handle in named_in(tx, &self.event.object, *written, in_room).await? {
                    let found = match &handle.host {
                        Some(host) if host != app.addresses.authority() => {
                            actors::by_handle(tx, &handle.name, host).await?
                        }
                        Some(_) | None => actors::by_name_here(tx, &handle.name).await?,
                    };
                    people.extend(found.map(|actor| (actor.id, NoticeReason::Mentioned)));
                }
                people
            }
        })
    }

    /// The suggestion that the event is about.
    async fn suggestion(&self, tx: &mut WriteTx) -> StoreResult<Option<Suggestion>> {
        let (of, id) = (ActorId(self.event.stream.0.clone()), ProposalId(self.event.object.clone()));
        suggestions::by_id(tx, &of, &id).await
    }

    /// The assignee and the creator of a task, as far as that part lets them do what is suggested about it.
    async fn holders(&self, tx: &mut WriteTx, task: &Task) -> StoreResult<Vec<(ActorId, NoticeReason)>> {
        let Some(suggestion) = self.suggestion(tx).await? else { return Ok(Vec::new()) };
        let about = &suggestion.about;
        let mut holders = Vec::new();
        for who in task.assignee.iter().chain(std::iter::once(&task.creator)) {
            let member = pursuances::member(tx, &task.pursuance, who).await?;
            let Some(member) = member.filter(|member| member.state == MemberState::Active) else { continue };
            let facts = Facts {
                is_assignee: task.assignee.as_ref() == Some(who),
                is_creator: task.creator == *who,
                is_mirror: about.is_mirror,
                // A role that may see the task is no question: they have it, or wrote it as a member.
                ..Facts::about(Visibility::Public, Membership::Active(member.role))
            };
            let person = Principal::Person { actor: who.clone(), via: Via::Session };
            if matches!(about.needs.ruling(&person, &facts, about.role(self.event.at)), Ruling::Yes) {
                holders.push((who.clone(), NoticeReason::Able));
            }
        }
        Ok(holders)
    }

    /// The person who handed the task over last, or accepted it.
    async fn partner(&self, tx: &mut WriteTx, task: &Task) -> StoreResult<Vec<(ActorId, NoticeReason)>> {
        let who = events::partner_of(tx, &self.event.stream, &task.id).await?;
        Ok(who.map(|who| (who, NoticeReason::Partner)).into_iter().collect())
    }

    fn about(&self, kind: NoticeKind) -> About<'_> {
        About {
            pursuance: &self.pursuance,
            task: self.event.task.as_ref(),
            room: self.event.what.room(),
            kind,
        }
    }

    /// The roles whose members have a permission, for any task.
    fn roles(&self, permission: Permission) -> Vec<Role> {
        let who = Principal::Person { actor: self.pursuance.clone(), via: Via::Session };
        let may = |role: &Role| {
            let membership = Membership::Active(*role);
            allowed(&who, permission, &Facts::about(Visibility::Public, membership)).is_ok()
        };
        Role::ALL.into_iter().filter(may).collect()
    }

    /// The roles whose members may do what is suggested, whatever they have to do with the task.
    async fn able(&self, tx: &mut WriteTx) -> StoreResult<Vec<Role>> {
        let Some(suggestion) = self.suggestion(tx).await? else { return Ok(Vec::new()) };
        let about = suggestion.about;
        let who = Principal::Person { actor: self.pursuance.clone(), via: Via::Session };
        let may = |role: &Role| {
            let facts = Facts {
                is_mirror: about.is_mirror,
                ..Facts::about(Visibility::Public, Membership::Active(*role))
            };
            matches!(about.needs.ruling(&who, &facts, about.role(self.event.at)), Ruling::Yes)
        };
        Ok(Role::ALL.into_iter().filter(may).collect())
    }

    /// Whether somebody is told.
    fn tells(&self, recipient: &Recipient, kind: NoticeKind, reason: NoticeReason) -> bool {
        let person = &recipient.account;
        let is_own_act = self.event.actor.as_ref() == Some(person);
        let wants = kind.is_duty() || (recipient.wants && !recipient.is_muted);
        let is_member = matches!(recipient.membership, Membership::Active(_));
        // The inviter or asker hears of the answer as a member.
        let is_for_members =
            reason.is_for_members() || (kind == NoticeKind::Invitation && reason != NoticeReason::Asked);
        let is_meant = is_member || !is_for_members;
        let is = |other: Option<&ActorId>| other == Some(person);
        let task = self.task.as_ref();
        let facts = Facts {
            is_assignee: is(task.and_then(|task| task.assignee.as_ref())),
            is_reviewer: is(task.and_then(|task| task.reviewer.as_ref())),
            is_creator: is(task.map(|task| &task.creator)),
            away: task.map(Task::away).unwrap_or_default(),
            granted: recipient.granted,
            ..Facts::about(recipient.visibility, recipient.membership)
        };
        // A group is told by and by: until then somebody may have been found, or the task has parts.
        let is_true = match (&self.event.what, task) {
            (_, None) => true,
            (Happened::TaskDueUnassigned(told), Some(task)) => {
                let is_open = matches!(task.phase, Phase::New | Phase::HelpWanted);
                let is_nobodys = task.assignee.is_none() && !task.has_open_parts();
                is_open && is_nobodys && task.asked.due == Some(told.due)
            }
            (_, Some(task)) => {
                kind != NoticeKind::Pairing || (task.phase == Phase::HelpWanted && !task.has_open_parts())
            }
        };
        let task = self.event.task.as_ref();
        let reads = || may_be_told(person, &self.pursuance, task, &facts, self.audience, reason);
        !is_own_act && wants && is_meant && is_true && reads()
    }
}

/// The roles of those who write in a private pursuance.
fn writers() -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| Level::of(*role) >= Level::Writer).collect()
}

/// Whether a task has a date.
async fn has_date(tx: &mut WriteTx, tasks: &mut Tasks, task: &TaskId) -> StoreResult<bool> {
    Ok(tasks.find(tx, task).await?.is_some_and(|touched| touched.task.asked.due.is_some()))
}

/// Whether another pursuance has the task.
fn is_handed_over(task: &Task) -> bool {
    task.delegation.is_some() && !task.is_mirror()
}

/// Informs the open pages of people who have new notices.
pub(crate) fn tell(app: &App, people: impl IntoIterator<Item = ActorId>) {
    let people: Vec<ActorId> = people.into_iter().collect();
    if !people.is_empty() {
        // An error means that no page is open.
        let _ = app.live.send(News::Notices(people.into()));
    }
}
