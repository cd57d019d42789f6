//! The people whom an event concerns. The compiler asks this question of each new kind of a pursuance, unless its line in the list
//! of kinds says that it concerns nobody.
//!
//! People with a part in a task are told in the transaction of the event; a group may be large, and is told by a job.

use super::{Cause, NoticeKind};
use crate::delegation::Side;
use crate::event::Happened;
use crate::event::happened::{
    Awaited, Blocked, BlockerMoved, Commented, Step, Suggestion, TaskAssigned, TaskEdited,
};
use crate::id::{ActorId, DelegationId, TaskId};
use crate::pairing::Reached;
use crate::people::parting::Parting;
use crate::task::asks::Fields;
use crate::task::phase::Phase;
use crate::time::{DAY, HOUR, Time};

/// Somebody with a part in an event. The server knows who that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Somebody whom the event names.
    Person(ActorId),
    /// The author of a suggestion.
    Author(ActorId),
    /// Somebody whose membership others have ended.
    Parted(ActorId),
    /// Somebody who is banned, or no longer, if they were ever a member or asked to join: a pursuance tells nothing to people who
    /// have nothing to do with it.
    Barred(ActorId),
    /// Somebody who is asked whether they join.
    Asked(ActorId),
    /// The people who do the task now.
    Assignee,
    /// The people who do another task now.
    AssigneeOf(TaskId),
    /// The reviewer of the task; without one, its creator.
    Judge,
    /// The creator of the task.
    Creator,
    /// The assignees and creators of tasks that went along with this one, or came back with it; without one, with the event's task.
    Below(Option<TaskId>),
    /// The person who handed the task over last, or accepted it.
    Partner,
    /// The person who can go on with the task: the assignee; while nobody has it, the person who handed it over, or its creator.
    Waiter,
    /// The person who last closed another task, or opened it again.
    Mover(TaskId),
    /// The person in another pursuance here whose act arrives, by this delegation, as the act of that pursuance.
    Sender(DelegationId),
    /// The assignee and the creator of the task, where they may do what is suggested about it.
    Holders,
    /// The Primary of the pursuance.
    Primary,
    /// The person who wrote what a message answers.
    Answered(ActorId),
    /// The people named in a text that the event brought.
    Named(Written),
}

/// A text that came with an event: of the object of the event, by its revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// A comment; people named in the version before were told of that one.
    Comment { before: Option<i64>, revision: i64 },
    /// The description of a task; the same holds there.
    Description { before: Option<i64>, revision: i64 },
}

/// People who are told by a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// People who watch the task, its pursuance or one of its skills.
    Watchers,
    /// Members who decide about requests to join.
    Deciders,
    /// Members of a private pursuance who have its key and write, and so let newcomers in.
    Keepers,
    /// Members who answer offers.
    Answerers,
    /// Members who may do what was suggested.
    Able,
    /// Members who may assign the task, while nobody has it.
    Assigners,
    /// The person who wrote the task, where they are told as a group is: by a job, and only of what is still true.
    Creator,
    /// Every member.
    Members,
    /// Members who read a room.
    Room,
}

/// Somebody who begins to watch a task by what they did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Began {
    pub who: ActorId,
    pub cause: Cause,
}

/// The people whom an event concerns: a person with two parts is told for the first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concerns {
    pub parts: Vec<(Part, NoticeKind)>,
    pub groups: Vec<(Group, NoticeKind)>,
    /// The people who were told of the same act by another event.
    pub except: Vec<Part>,
    /// The author, where a job left the event for them: nobody is told of their own act.
    pub doer: Option<Part>,
    /// The people who watch the task from now on.
    pub began: Vec<Began>,
    /// Whether the groups are told once a day, of all of it at once: what the program says by itself.
    pub is_daily: bool,
}

impl Concerns {
    fn none() -> Self {
        Self::default()
    }

    fn parts(parts: impl IntoIterator<Item = (Part, NoticeKind)>) -> Self {
        Self { parts: parts.into_iter().collect(), ..Self::default() }
    }

    fn group(group: Group, kind: NoticeKind) -> Self {
        Self { groups: vec![(group, kind)], ..Self::default() }
    }

    fn once_a_day(self) -> Self {
        Self { is_daily: true, ..self }
    }

    /// When the groups of an event of the time `at` are told.
    pub fn told_at(&self, at: Time) -> Time {
        if self.is_daily { day_of_telling(at).plus(DAY) } else { at }
    }

    fn and_begins(mut self, who: Option<&ActorId>, cause: Cause) -> Self {
        self.began.extend(who.map(|who| Began { who: who.clone(), cause }));
        self
    }
}

/// The hour of the day, in UTC, at which people are told of tasks that nobody has.
const TOLD_HOUR: i64 = 6 * HOUR;

/// The last moment, not after `at`, at which people were told of tasks that nobody has.
pub fn day_of_telling(at: Time) -> Time {
    let since = at.plus(-TOLD_HOUR).0.rem_euclid(DAY);
    at.plus(-since)
}

/// The people whom an event concerns. `actor`: its author; `object`: the id that the event is about.
/// `has_task`: whether it belongs to a task, as an offer does once it is accepted.
pub fn concerns(what: &Happened, actor: Option<&ActorId>, object: &str, has_task: bool) -> Concerns {
    let concerns = of_kind(what, actor, object, has_task);
    // An act that arrives from another pursuance of this instance has an author who may be a member of both.
    let sender = || what.delegation().filter(|_| concerns != Concerns::default());
    let doer = concerns.doer.clone().or_else(|| sender().cloned().map(Part::Sender));
    Concerns { doer, ..concerns }
}

fn of_kind(what: &Happened, actor: Option<&ActorId>, object: &str, has_task: bool) -> Concerns {
    let about = |kind| Concerns::parts([(Part::Person(ActorId(object.to_owned())), kind)]);
    match what {
        // Only events of a pursuance are told. Operators have their own pages.
        kinds_of_the_instance!() | kinds_of_both!() | kinds_for_nobody!() => Concerns::none(),

        Happened::PursuanceClosed(_) | Happened::PursuanceReopened(_) | Happened::PursuanceDeleted(_) => {
            Concerns::group(Group::Members, NoticeKind::Closing)
        }
        Happened::InviteUsed(told) => {
            Concerns::parts([(Part::Person(told.by.clone()), NoticeKind::Invitation)])
        }
        Happened::RecruitAsked(told) => {
            Concerns::parts([(Part::Asked(told.person.clone()), NoticeKind::Invitation)])
        }
        Happened::RecruitAnswered(told) => {
            Concerns::parts([(Part::Person(told.by.clone()), NoticeKind::Invitation)])
        }
        Happened::MemberJoined(told) if told.waits => {
            Concerns::group(Group::Keepers, NoticeKind::JoinRequest)
        }
        Happened::MemberJoined(_) => Concerns::none(),
        // Every member may compare the new key.
        Happened::MemberRekeyed(_) => Concerns::group(Group::Members, NoticeKind::JoinRequest),
        Happened::MemberAsked(told) if told.again => Concerns::none(),
        Happened::MemberAsked(_) => Concerns::group(Group::Deciders, NoticeKind::JoinRequest),
        Happened::MemberDecided(_) => about(NoticeKind::Admission),
        Happened::MemberRoleSet(_) | Happened::TransferAsked(_) | Happened::TaskGrantSet(_) => {
            about(NoticeKind::Role)
        }
        // The Primary learns that nobody takes over; the person who was asked, that the question has ended.
        Happened::TransferEnded(_) => {
            let asked = Part::Person(ActorId(object.to_owned()));
            Concerns::parts([(asked, NoticeKind::Role), (Part::Primary, NoticeKind::Role)])
        }
        Happened::MemberRemoved(_) => {
            Concerns::parts([(Part::Parted(ActorId(object.to_owned())), NoticeKind::Ban)])
        }
        Happened::MemberBanned(_) | Happened::MemberUnbanned(_) => {
            Concerns::parts([(Part::Barred(ActorId(object.to_owned())), NoticeKind::Ban)])
        }

        Happened::SuggestionMade(_) => Concerns {
            parts: vec![(Part::Holders, NoticeKind::Suggestion)],
            ..Concerns::group(Group::Able, NoticeKind::Suggestion)
        },
        Happened::SuggestionAccepted(told) => answered(&told.of),
        Happened::SuggestionDeclined(told) => answered(told),
        // Their author knows.
        Happened::SuggestionWithdrawn(_) | Happened::SuggestionClosed(_) => Concerns::none(),

        Happened::TaskCreated(told) => {
            let written = Written::Description { before: None, revision: 1 };
            let reviewer = told.reviewer.iter().map(|who| (Part::Person(who.clone()), NoticeKind::Review));
            Concerns::parts(reviewer.chain([(Part::Named(written), NoticeKind::Mention)]))
                .and_begins(actor, Cause::Made)
                .and_begins(told.reviewer.as_ref(), Cause::Reviews)
        }
        Happened::TaskEdited(edited) => task_edited(edited),
        Happened::TaskPhaseSet(set) if set.delegation.is_some() => moved_between(set.before, set.after),
        Happened::TaskPhaseSet(set) => phase_set(set.before, set.after, actor),
        Happened::TaskAssigned(assigned) => task_assigned(assigned),
        Happened::TaskAsked(_) | Happened::OfferEnded(_) | Happened::MentorAsked(_) => {
            about(NoticeKind::TaskOffer)
        }
        // A mentor watches the task.
        Happened::TaskAccompanied(told) => {
            about(NoticeKind::TaskOffer).and_begins(Some(&told.mentor), Cause::Chosen)
        }
        Happened::PairingMoved(told) => match told.way {
            Reached::Split => Concerns::group(Group::Creator, NoticeKind::Pairing).once_a_day(),
            Reached::Allied => Concerns::group(Group::Assigners, NoticeKind::Pairing).once_a_day(),
            Reached::Waves | Reached::Learners | Reached::Board => Concerns::none(),
        },
        // Only those hear of it who may hand the task over, or assign it.
        Happened::PairingAllied(_) => Concerns::group(Group::Assigners, NoticeKind::Pairing).once_a_day(),
        // It is looked for once a day.
        Happened::TaskDueUnassigned(_) => Concerns::group(Group::Assigners, NoticeKind::Pairing),
        Happened::HandOnAsked(told) => {
            Concerns::parts([(Part::Person(told.reviewer.clone()), NoticeKind::Nudge)])
        }
        Happened::TaskNudged(told) => {
            Concerns::parts([(Part::Person(told.person.clone()), NoticeKind::Nudge)])
        }
        Happened::TaskAwaited(told) => awaited(told),
        Happened::TaskBlocked(told) => blocked(told),
        Happened::TaskWaits(told) if told.again => Concerns::none(),
        Happened::TaskWaits(_) => Concerns::parts([(Part::Assignee, NoticeKind::Waiting)]),
        Happened::TaskUnblocked(_) => Concerns::parts([(Part::Waiter, NoticeKind::Waiting)]),
        Happened::TaskBlockerMoved(told) => blocker_moved(told),
        Happened::TaskArchived(_) | Happened::TaskRestored(_) => Concerns::parts([
            (Part::Assignee, NoticeKind::Assignment),
            (Part::Creator, NoticeKind::Outcome),
            (Part::Below(None), NoticeKind::Assignment),
        ]),
        Happened::TaskTrashed(told) => {
            let assignee =
                told.assignee.iter().map(|who| (Part::Person(who.clone()), NoticeKind::Assignment));
            Concerns::parts(assignee.chain([
                (Part::Person(told.creator.clone()), NoticeKind::Outcome),
                (Part::Below(Some(told.task.clone())), NoticeKind::Assignment),
            ]))
        }
        Happened::TaskCommented(said) => commented(said, actor),
        Happened::TaskCommentEdited(edited) => {
            let before = Some(edited.revision.saturating_sub(1));
            let written = Written::Comment { before, revision: edited.revision };
            Concerns::parts([(Part::Named(written), NoticeKind::Mention)])
        }
        Happened::TaskCommentRemoved(_) | Happened::TaskFileRemoved(_) => about(NoticeKind::Comment),

        Happened::RoomSaid(told) => {
            let written = Written::Comment { before: None, revision: told.revision };
            let called = told.calls.then_some((Group::Room, NoticeKind::Mention));
            let groups = called.into_iter().chain([(Group::Watchers, NoticeKind::Comment)]).collect();
            Concerns { groups, ..spoken(told.answers.as_ref(), written) }
        }
        Happened::RoomMessageEdited(told) => {
            let before = Some(told.revision.saturating_sub(1));
            let written = Written::Comment { before, revision: told.revision };
            Concerns::parts([(Part::Named(written), NoticeKind::Mention)])
        }
        Happened::RoomMessageRemoved(_) => about(NoticeKind::Comment),

        Happened::DelegationOffered(step) => match step.side {
            Side::Origin => Concerns::none(),
            Side::Delegate => Concerns::group(Group::Answerers, NoticeKind::Offer),
        },
        Happened::DelegationReoffered(step)
        | Happened::DelegationWithdrawn(step)
        | Happened::DelegationExpired(step)
        | Happened::DelegationDeclined(step) => match step.side {
            Side::Delegate if !has_task => Concerns::group(Group::Answerers, NoticeKind::Offer),
            Side::Origin | Side::Delegate => between(step, NoticeKind::Offer),
        },
        Happened::DelegationCountered(step) => between(step, NoticeKind::Offer),
        // An acceptance is two events at the origin, and the other way round at the delegate: each side hears of one.
        Happened::DelegationAccepted(step) => match step.side {
            Side::Origin => between(step, NoticeKind::Offer),
            Side::Delegate => Concerns::none(),
        },
        Happened::DelegationAcceptedTooLate(step)
        | Happened::DelegationGranted(step)
        | Happened::DelegationLost(step) => match step.side {
            Side::Origin => Concerns::none(),
            Side::Delegate => between(step, NoticeKind::Offer),
        },
        Happened::DelegationSubmitted(step) => match step.side {
            Side::Origin => {
                Concerns::parts([(Part::Judge, NoticeKind::Review), (Part::Partner, NoticeKind::Delegation)])
            }
            Side::Delegate => between(step, NoticeKind::Delegation),
        },
        Happened::DelegationWorkAccepted(told) => verdict(&told.step),
        Happened::DelegationSentBack(step) | Happened::DelegationWorkRefused(step) => verdict(step),
        Happened::DelegationReviewReminded(_) | Happened::DelegationReviewEscalated(_) => {
            Concerns::parts([(Part::Judge, NoticeKind::Review)])
        }
        // News that comes every few minutes is read on the page of the task.
        Happened::DelegationProgressed(_) | Happened::DelegationReviewStarted(_) => Concerns::none(),
        // People who work on it are reminded first; the next time also everybody who may give it to somebody else.
        Happened::DelegationNudged(step) if step.again && step.side == Side::Delegate => Concerns {
            groups: vec![(Group::Answerers, NoticeKind::Delegation)],
            ..between(step, NoticeKind::Delegation)
        },
        Happened::DelegationUpdated(step)
        | Happened::DelegationRecalling(step)
        | Happened::DelegationRecalled(step)
        | Happened::DelegationReturning(step)
        | Happened::DelegationReturned(step)
        | Happened::DelegationNudged(step)
        | Happened::DelegationStalled(step)
        | Happened::DelegationVoided(step)
        | Happened::DelegationCutOff(step) => between(step, NoticeKind::Delegation),
        Happened::DelegationOnwardAsked(told) => between(&told.step, NoticeKind::Delegation),
        Happened::DelegationOnwardAnswered(told) => between(&told.step, NoticeKind::Delegation),
        Happened::DelegationRefused(told) => between(&told.step, NoticeKind::Delegation),
        Happened::DelegationUndelivered(told) => between(&told.step, NoticeKind::Delegation),
    }
}

/// The author of a suggestion hears of the answer.
fn answered(told: &Suggestion) -> Concerns {
    Concerns::parts([(Part::Author(told.by.clone()), NoticeKind::Suggestion)])
}

/// News between two pursuances, for the people of this side who work on it.
fn between(step: &Step, kind: NoticeKind) -> Concerns {
    match step.side {
        Side::Origin => Concerns::parts([(Part::Partner, kind), (Part::Judge, kind)]),
        Side::Delegate => {
            Concerns::parts([(Part::Assignee, kind), (Part::Partner, kind), (Part::Judge, kind)])
        }
    }
}

/// Tells a verdict: at the origin to the person who handed the task over, at the delegate also to the people who worked.
fn verdict(step: &Step) -> Concerns {
    let partner = (Part::Partner, NoticeKind::Delegation);
    match step.side {
        Side::Origin => Concerns::parts([partner]),
        Side::Delegate => Concerns::parts([(Part::Assignee, NoticeKind::Verdict), partner]),
    }
}

/// A move that follows from a delegation, whose own event tells the people with a part in it.
fn moved_between(before: Phase, after: Phase) -> Concerns {
    let except = match after {
        Phase::Done => vec![Part::Assignee, Part::Partner],
        Phase::New
        | Phase::HelpWanted
        | Phase::Started
        | Phase::InProgress
        | Phase::ReadyForReview
        | Phase::InReview
        | Phase::Dropped => vec![Part::Assignee, Part::Partner, Part::Judge],
    };
    Concerns { groups: phase_set(before, after, None).groups, except, ..Concerns::none() }
}

/// A new reviewer is told; when reviews fall to the creator because somebody is gone, the creator is.
fn task_edited(edited: &TaskEdited) -> Concerns {
    let reviewer = |fields: &Option<Fields>| fields.as_ref().and_then(|fields| fields.reviewer.clone());
    let mut concerns = match reviewer(&edited.after) {
        Some(Some(who)) => Concerns::parts([(Part::Person(who.clone()), NoticeKind::Review)])
            .and_begins(Some(&who), Cause::Reviews),
        Some(None) if edited.because.is_some() => Concerns::parts([(Part::Creator, NoticeKind::Review)]),
        Some(None) | None => Concerns::none(),
    };
    // A silent reviewer is still here, and hears of it.
    if edited.because == Some(Parting::Silent) {
        let former = reviewer(&edited.before).flatten();
        concerns.parts.extend(former.map(|who| (Part::Person(who), NoticeKind::Nudge)));
    }
    let text = |fields: &Option<Fields>| fields.as_ref().and_then(|fields| fields.deliverables);
    if let Some(revision) = text(&edited.after) {
        let written = Written::Description { before: text(&edited.before), revision };
        concerns.parts.push((Part::Named(written), NoticeKind::Mention));
    }
    concerns
}

fn phase_set(before: Phase, after: Phase, actor: Option<&ActorId>) -> Concerns {
    let was_in_review = matches!(before, Phase::ReadyForReview | Phase::InReview);
    let reviews = actor.filter(|_| was_in_review);
    let outcome = || vec![(Group::Watchers, NoticeKind::Outcome)];
    match after {
        Phase::ReadyForReview => Concerns::parts([(Part::Judge, NoticeKind::Review)]),
        Phase::InReview => Concerns::none().and_begins(actor, Cause::Reviews),
        Phase::Done => Concerns {
            groups: outcome(),
            ..Concerns::parts([(Part::Assignee, NoticeKind::Verdict)]).and_begins(reviews, Cause::Reviews)
        },
        Phase::Dropped => Concerns { groups: outcome(), ..Concerns::none() },
        Phase::InProgress if was_in_review => {
            Concerns::parts([(Part::Assignee, NoticeKind::Verdict)]).and_begins(reviews, Cause::Reviews)
        }
        // The former assignee has to do it once more.
        Phase::New | Phase::HelpWanted | Phase::Started | Phase::InProgress if before.is_closed() => {
            Concerns { groups: outcome(), ..Concerns::parts([(Part::Assignee, NoticeKind::Assignment)]) }
        }
        Phase::New | Phase::HelpWanted | Phase::Started | Phase::InProgress => Concerns::none(),
    }
}

/// Tells that another task waits for this one to everybody who can change that: the people who work on it, or, while nobody has
/// it, the members who may assign it. The end of the waiting asks nothing of them, and the same is told once a day.
fn awaited(told: &Awaited) -> Concerns {
    if !told.waits || told.again {
        return Concerns::none();
    }
    Concerns {
        groups: vec![(Group::Watchers, NoticeKind::Waiting), (Group::Assigners, NoticeKind::Waiting)],
        // They are told by the event of their own waiting task.
        except: vec![Part::AssigneeOf(told.by.clone())],
        ..Concerns::parts([(Part::Assignee, NoticeKind::Waiting), (Part::Judge, NoticeKind::Waiting)])
    }
}

/// Tells the person who can go on with a task that it may be free, or waits once more.
fn blocker_moved(told: &BlockerMoved) -> Concerns {
    let waiter = Concerns::parts([(Part::Waiter, NoticeKind::Waiting)]);
    Concerns { doer: Some(Part::Mover(told.on.clone())), ..waiter }
}

/// Tells the person for whom a task waits, and its assignee. A block on the other side of a delegation is told to the person who
/// goes on with the work, or who handed it over.
fn blocked(told: &Blocked) -> Concerns {
    if told.delegation.is_some() {
        return Concerns::parts([(Part::Waiter, NoticeKind::Waiting)]);
    }
    let named = told.on.iter().map(|who| (Part::Person(who.clone()), NoticeKind::Waiting));
    Concerns::parts(named.chain([(Part::Assignee, NoticeKind::Waiting)]))
}

/// A comment that was written with a step is not told beside it: one act is one notice.
fn commented(said: &Commented, actor: Option<&ActorId>) -> Concerns {
    let step = said.step.as_ref().map(|step| phase_set(step.before, step.after, actor)).unwrap_or_default();
    let is_told = !step.groups.is_empty();
    let groups = if is_told { Vec::new() } else { vec![(Group::Watchers, NoticeKind::Comment)] };
    let except = step.parts.into_iter().map(|(part, _)| part).collect();
    let written = Written::Comment { before: None, revision: said.revision };
    let spoken = spoken(said.answers.as_ref(), written);
    Concerns { groups, except, ..spoken.and_begins(actor, Cause::Commented) }
}

/// Tells the person who is answered, and each person who is named: one notice for a person who is both.
fn spoken(answers: Option<&ActorId>, written: Written) -> Concerns {
    let answered = answers.map(|who| (Part::Answered(who.clone()), NoticeKind::Reply));
    Concerns::parts(answered.into_iter().chain([(Part::Named(written), NoticeKind::Mention)]))
}

/// Tells the new assignee, and the former assignee if they are still here.
fn task_assigned(assigned: &TaskAssigned) -> Concerns {
    // A silent person is still here, and may take it back.
    let is_here = matches!(assigned.because, None | Some(Parting::Silent));
    let former = assigned.before.clone().filter(|_| is_here);
    let concerned = assigned.after.iter().cloned().chain(former);
    Concerns::parts(concerned.map(|who| (Part::Person(who), NoticeKind::Assignment)))
        .and_begins(assigned.after.as_ref(), Cause::Took)
}
