//! The viewer's permissions on a task, and the people who could help where a permission is missing.

use pursuance_domain::allowed::{Permission, while_open};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::assign::{self, AssignFacts, AssignRefusal, NewAssignee};
use pursuance_domain::task::phase::{self, MoveFacts, Phase, PhaseStep, StepKind, Subtasks};
use pursuance_domain::value::Joining;

use crate::actions::access::Access;
use crate::reads::Actors;
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, Member};
use crate::store::tasks::Task;
use crate::web::frame::links;
use crate::web::frame::view::Party;
use crate::web::request::session::Visit;

/// The step by which a non-member gets a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayIn {
    /// They join, and take it.
    Join,
    /// They ask to join.
    Ask,
    /// They have asked to join.
    Asked,
}

impl WayIn {
    /// The key of the sentence about it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Join => "way-in-join",
            Self::Ask => "way-in-ask",
            Self::Asked => "way-in-asked",
        }
    }

    /// Whether the step is a link; after a request to join, the viewer waits for the answer.
    pub fn leads_on(self) -> bool {
        match self {
            Self::Join | Self::Ask => true,
            Self::Asked => false,
        }
    }
}

/// The other parties that have a task now, or are asked about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hands {
    /// Whether another pursuance has it.
    pub is_delegated: bool,
    /// Whether it is offered to another pursuance.
    pub is_offered: bool,
    /// Whether it is reserved for an heir, who alone is asked to take over.
    pub is_held: bool,
}

/// The viewer's permissions on a task, phase changes by their meaning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskMay {
    pub take: bool,
    /// Ask for help, or stop asking.
    pub call: bool,
    pub uncall: bool,
    /// `started → in_progress`.
    pub begin: bool,
    /// `started, in_progress → ready_for_review`.
    pub hand_in: bool,
    /// Done at once: the work needs no review.
    pub finish: bool,
    /// `ready_for_review → in_progress`, by the person who handed it in.
    pub take_up_again: bool,
    pub start_review: bool,
    pub accept: bool,
    pub send_back: bool,
    pub hand_back: bool,
    pub assign: bool,
    pub edit: bool,
    pub hand_over: bool,
    pub drop: bool,
    /// The phase after it is reopened.
    pub reopen: Option<Phase>,
    pub add_subtask: bool,
    /// Choose the reviewer.
    pub set_reviewer: bool,
    /// Grant rights on it to single members.
    pub grant: bool,
}

impl TaskMay {
    /// Splits the permissions by their place on the page: the next steps on top, and the others in the menu or elsewhere.
    fn by_place(self) -> (Self, Self) {
        let Self {
            take,
            call,
            uncall,
            begin,
            hand_in,
            finish,
            take_up_again,
            start_review,
            accept,
            send_back,
            hand_back,
            assign,
            edit,
            hand_over,
            drop,
            reopen,
            add_subtask,
            set_reviewer,
            grant,
        } = self;
        let steps = Self {
            take,
            begin,
            hand_in,
            finish,
            take_up_again,
            start_review,
            accept,
            send_back,
            reopen,
            ..Self::default()
        };
        let others = Self {
            call,
            uncall,
            hand_back,
            assign,
            edit,
            hand_over,
            drop,
            add_subtask,
            set_reviewer,
            grant,
            ..Self::default()
        };
        (steps, others)
    }

    /// Whether one of them is the next step on top of the page.
    pub fn has_step(self) -> bool {
        self.by_place().0 != Self::default()
    }

    /// The permissions without the next steps.
    #[must_use]
    pub fn without_step(self) -> Self {
        self.by_place().1
    }

    /// Whether the step on top is a verdict.
    pub fn reviews(&self) -> bool {
        self.start_review || self.accept || self.send_back
    }
}

/// Whether another pursuance has it.
pub(in crate::web) async fn is_delegated(
    tx: &mut ReadTx,
    actors: &mut Actors,
    task: &Task,
) -> StoreResult<bool> {
    match &task.assignee {
        Some(id) => Ok(actors.get(tx, id).await?.kind == ActorKind::Group),
        None => Ok(false),
    }
}

/// Computes the viewer's permissions: each button checks the same rule as its action.
pub(in crate::web) fn may(
    access: &Access,
    task: &Task,
    Hands { is_delegated, is_offered, is_held }: Hands,
) -> TaskMay {
    // A closed task gets no subtasks until it is opened again.
    let add_subtask = !task.phase.is_closed() && access.may(Permission::AddSubtask, Some(task));
    let facts = access.facts(Some(task));
    let is_open = while_open(Permission::WorkOnTask, &facts).is_ok();
    let Some(role) = access.role().filter(|_| is_open) else { return TaskMay::default() };
    let moves = MoveFacts {
        from: task.phase,
        role,
        is_assignee: facts.is_assignee,
        is_reviewer: facts.is_reviewer,
        is_creator: facts.is_creator,
        has_assignee: task.assignee.is_some(),
        has_reviewer: facts.has_reviewer,
        needs_review: access.needs_review(task),
        // The form adds a comment if one is required.
        has_comment: true,
        open_subtasks: 0,
        shared_subtasks: &[],
        subtasks: Some(Subtasks::Finish),
        has_open_parts: task.has_open_parts(),
        is_delegated,
        is_mirror: task.is_mirror(),
    };
    let step = |to: Phase| -> Option<PhaseStep> { phase::step(&moves, to).ok() };
    let is = |to: Phase, kind: StepKind| step(to).is_some_and(|step| step.kind == kind);
    let hands = AssignFacts {
        phase: task.phase,
        role,
        is_assignee: facts.is_assignee,
        has_assignee: task.assignee.is_some(),
        is_delegated,
        is_offered,
        may_withdraw: access.may(Permission::Delegate, Some(task)),
        is_held,
    };
    let reopens = [Phase::InProgress, Phase::HelpWanted, Phase::New];
    TaskMay {
        // The form tells the viewer that it withdraws an offer.
        take: assign::take(&hands, true).is_ok(),
        call: is(Phase::HelpWanted, StepKind::Call),
        uncall: is(Phase::New, StepKind::Call),
        begin: task.phase == Phase::Started && is(Phase::InProgress, StepKind::Work),
        hand_in: matches!(task.phase, Phase::Started | Phase::InProgress)
            && is(Phase::ReadyForReview, StepKind::Work),
        finish: is(Phase::Done, StepKind::Finish),
        take_up_again: task.phase == Phase::ReadyForReview && is(Phase::InProgress, StepKind::Work),
        start_review: is(Phase::InReview, StepKind::StartReview),
        accept: is(Phase::Done, StepKind::Accept),
        send_back: is(Phase::InProgress, StepKind::SendBack),
        hand_back: assign::hand_back(&hands).is_ok(),
        assign: assign::assign(&hands, NewAssignee::Member { has_it: false }).is_ok(),
        edit: access.may(Permission::EditTask, Some(task))
            // Only the reviewer of a mirror can be changed here.
            && (!task.is_mirror() || access.may(Permission::SetReviewer, Some(task))),
        hand_over: access.may(Permission::Delegate, Some(task))
            && task.assignee.is_none()
            && !task.phase.is_closed(),
        drop: is(Phase::Dropped, StepKind::Drop),
        reopen: reopens.into_iter().find(|to| is(*to, StepKind::Reopen)),
        add_subtask,
        set_reviewer: !task.phase.is_closed() && access.may(Permission::SetReviewer, Some(task)),
        grant: access.may(Permission::GrantOnTask, Some(task)),
    }
}

/// Finds people who can assign an unassigned task to a viewer who may not take it: a member, or anybody while the task is on offer.
pub(super) async fn can_help(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    is_offered: bool,
) -> StoreResult<Vec<Party>> {
    let is_free = task.phase.is_unassigned() && task.assignee.is_none();
    let is_told = (access.role().is_some() || is_offered) && access.may(Permission::SeeMembers, None);
    if !is_free || !is_told || access.may(Permission::Assign, Some(task)) {
        return Ok(Vec::new());
    }
    let able: Vec<Role> = Role::ALL.into_iter().filter(|role| *role >= Role::Assigner).collect();
    let found = pursuances::members_in(tx, &access.pursuance.id, &able, 2).await?;
    let party = |member: Member| Party::person(&member.display).linked(links::actor(&member.name));
    Ok(found.into_iter().filter(|member| visit.person() != Some(&member.actor)).map(party).collect())
}

/// Whether a new member could take this task.
pub(in crate::web) fn takeable(task: &Task, hands: Hands) -> Result<(), AssignRefusal> {
    let Hands { is_delegated, is_offered, is_held } = hands;
    let facts = AssignFacts {
        phase: task.phase,
        // The role of a new member.
        role: Role::Normal,
        is_assignee: false,
        has_assignee: task.assignee.is_some(),
        is_delegated,
        is_offered,
        may_withdraw: false,
        is_held,
    };
    assign::take(&facts, false).map(drop)
}

/// How a non-member can get this task; `None` when they cannot, or are a member.
pub(in crate::web) fn way_in(access: &Access, task: &Task, hands: Hands) -> Option<WayIn> {
    while_open(Permission::TakeTask, &access.facts(Some(task))).ok()?;
    takeable(task, hands).ok()?;
    if access.member.is_some() {
        let waits = access.role().is_none() && !access.may(Permission::Join, None);
        return (waits && access.may(Permission::Leave, None)).then_some(WayIn::Asked);
    }
    let may_join = access.who.person().is_none() || access.may(Permission::Join, None);
    may_join.then_some(match access.pursuance.joining {
        Joining::Open => WayIn::Join,
        Joining::Approval => WayIn::Ask,
    })
}
