//! The context of an event: the people with a part in it, and the decision who is notified.

use std::collections::HashSet;

use pursuance_domain::allowed::{Facts, Membership, Permission, Principal, Ruling, Via, allowed};
use pursuance_domain::event::{Audience, Happened, Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, ProposalId, TaskId};
use pursuance_domain::notice::{Concerns, NoticeKind, NoticeReason, Part, may_be_told};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::Visibility;

use crate::listeners::Tasks;
use crate::listeners::named::named_in;
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, MemberState};
use crate::store::suggestions::{self, Suggestion};
use crate::store::tasks::{self, Task};
use crate::store::watches::{self, About, Recipient, Recipients, WatchQuestion};
use crate::store::{actors, delegations, endings, events, handover};

/// An event with all the facts that decide who is notified.
pub(super) struct NoticeScene<'e> {
    pub(super) event: &'e Recorded,
    pub(super) audience: Audience,
    pub(super) pursuance: ActorId,
    /// The task it happened to.
    task: Option<Task>,
}

/// A person with a part in an event, the kind of their notice, and its reason.
pub(super) type Concerned = (ActorId, NoticeKind, NoticeReason);

impl<'e> NoticeScene<'e> {
    pub(super) async fn load(
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

    /// The reason for a member of a group: a watcher who is also assignee or reviewer is notified as such.
    pub(super) fn reason(&self, who: &ActorId, reason: NoticeReason) -> NoticeReason {
        let is = |other: Option<&ActorId>| other == Some(who);
        let task = self.task.as_ref().filter(|_| reason == NoticeReason::WatchesTask);
        match task {
            Some(task) if is(task.assignee.as_ref()) => NoticeReason::Assignee,
            Some(task) if is(task.reviewer.as_ref()) => NoticeReason::Reviewer,
            Some(_) | None => reason,
        }
    }

    /// Whether the task has no assignee, neither here nor elsewhere.
    pub(super) fn is_nobodys(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.assignee.is_none() && !is_handed_over(task))
    }

    /// The person who wrote the task.
    pub(super) async fn creator(&self, tx: &mut WriteTx, about: About<'_>) -> StoreResult<Recipients> {
        let creator: Vec<WatchQuestion<'_>> = self.task.iter().map(|task| (about, &task.creator)).collect();
        let found = watches::recipients(tx, &creator).await?;
        let people = found.into_iter().map(|(person, _)| (person, NoticeReason::Creator)).collect();
        Ok(Recipients { people, rest: None })
    }

    /// Finds the people with a part in the event, each once, except its author.
    pub(super) async fn concerned(
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

    /// Finds the people not to notify: the author, and people who are notified by another event of the same act.
    pub(super) async fn except(
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

    /// Finds the people with this part in the event, each with the reason.
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
                // People are notified of a decision about themselves even if others with the same part are not.
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

    /// Finds the assignee and the creator of a task, if that part lets them decide the suggestion about it.
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
                // They may see the task in any case: they are its assignee, or wrote it as a member.
                ..Facts::about(Visibility::Public, Membership::Active(member.role))
            };
            let person = Principal::Person { actor: who.clone(), via: Via::Session };
            if matches!(about.needs.ruling(&person, &facts, about.role(self.event.at)), Ruling::Yes) {
                holders.push((who.clone(), NoticeReason::Able));
            }
        }
        Ok(holders)
    }

    /// Finds the person who last handed the task over, or accepted it.
    async fn partner(&self, tx: &mut WriteTx, task: &Task) -> StoreResult<Vec<(ActorId, NoticeReason)>> {
        let who = events::partner_of(tx, &self.event.stream, &task.id).await?;
        Ok(who.map(|who| (who, NoticeReason::Partner)).into_iter().collect())
    }

    pub(super) fn about(&self, kind: NoticeKind) -> About<'_> {
        About {
            pursuance: &self.pursuance,
            task: self.event.task.as_ref(),
            room: self.event.what.room(),
            kind,
        }
    }

    /// The roles whose members have a permission, for any task.
    pub(super) fn roles(&self, permission: Permission) -> Vec<Role> {
        let who = Principal::Person { actor: self.pursuance.clone(), via: Via::Session };
        let may = |role: &Role| {
            let membership = Membership::Active(*role);
            allowed(&who, permission, &Facts::about(Visibility::Public, membership)).is_ok()
        };
        Role::ALL.into_iter().filter(may).collect()
    }

    /// The roles whose members may decide the suggestion, whatever part they have in the task.
    pub(super) async fn able(&self, tx: &mut WriteTx) -> StoreResult<Vec<Role>> {
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

    /// Decides whether a person is notified.
    pub(super) fn tells(&self, recipient: &Recipient, kind: NoticeKind, reason: NoticeReason) -> bool {
        let person = &recipient.account;
        let is_own_act = self.event.actor.as_ref() == Some(person);
        let wants = kind.is_duty() || (recipient.wants && !recipient.is_muted);
        let is_member = matches!(recipient.membership, Membership::Active(_));
        // The inviter or asker is notified of the answer as a member.
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
        // A group is notified step by step: meanwhile somebody may have been found, or the task may have got subtasks.
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

/// Finds the person who last closed or reopened a task, or put away or restored it or a task above it.
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

/// Whether another pursuance has the task.
fn is_handed_over(task: &Task) -> bool {
    task.delegation.is_some() && !task.is_mirror()
}
