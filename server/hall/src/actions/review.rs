//! The review of a task: who decides whether the work is good, and the verdict (RULES §1).

use pursuance_domain::action::{ReviewTask, SetReviewer};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::TaskEdited;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::asks::Edited;
use pursuance_domain::task::phase::{self, Phase};
use pursuance_domain::task::review::{self, SkipFacts};
use pursuance_domain::value::ActorRef;
use serde_json::Value;

use super::access::{self, Access};
use super::task::{Holder, Said, advance, holder};
use super::{Cx, InputRefusal, PerformError, Refused, leaving, names_task};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, MemberState, Pursuance};
use crate::store::tasks::{self, Task};

carried_out! {
    SetReviewer => set_reviewer,
    ReviewTask => review,
}

/// The review of a task; without a reviewer its creator reviews.
pub(super) struct Review {
    pub reviewer: Option<ActorId>,
    pub is_needed: bool,
}

impl Default for Review {
    fn default() -> Self {
        Self { reviewer: None, is_needed: true }
    }
}

/// Decides the review of a new task.
pub(super) async fn of_new(
    cx: &mut Cx,
    access: &Access,
    named: Option<&ActorRef>,
    is_needed: bool,
) -> Result<Review, PerformError> {
    if !is_needed {
        review::skip(&SkipFacts {
            phase: Phase::New,
            may_skip: access.pursuance.lets_skip(),
            has_reviewer: named.is_some(),
            is_delegated: false,
            is_mirror: false,
        })?;
    }
    let reviewer = match named {
        Some(named) => Some(reviewer_named(cx, access, None, named).await?),
        None => None,
    };
    Ok(Review { reviewer, is_needed })
}

async fn set_reviewer(cx: &mut Cx, a: SetReviewer) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    // Before anybody is looked up: the answer would say who is a member.
    access.demand(Permission::SetReviewer, Some(&task))?;
    name(cx, &access, &task, a.reviewer.as_ref(), a.needs_review).await?;
    Ok(names_task(task.number, &task.id))
}

/// Names the reviewer of a task, or none, or says that it needs no review. The caller has checked the permission.
pub(super) async fn name(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    named: Option<&ActorRef>,
    needs_review: bool,
) -> Result<(), PerformError> {
    if !needs_review {
        review::skip(&SkipFacts {
            phase: task.phase,
            may_skip: access.pursuance.lets_skip(),
            has_reviewer: named.is_some(),
            is_delegated: holder(cx, task).await? == Holder::Pursuance,
            is_mirror: task.is_mirror(),
        })?;
    }
    let reviewer = match named {
        Some(named) => Some(reviewer_named(cx, access, task.assignee.as_ref(), named).await?),
        None => None,
    };
    let mut edited = Edited::default();
    edited.note_reviewer(&task.reviewer, &reviewer);
    edited.note_needs_review(task.needs_review, needs_review);
    if !edited.changed.is_empty() {
        tasks::set_review(&mut cx.tx, &task.id, reviewer.as_ref(), needs_review, cx.now).await?;
        let told = Happened::TaskEdited(TaskEdited::of(edited, task.revision + 1, None));
        cx.event(&access.pursuance.id, told, task.id.as_str(), Some(&task.id));
    }
    Ok(())
}

/// Names a reviewer for work that is handed in, where nobody is named and its creator did it, or may not assign: nobody reviews their
/// own work, and else those review who may assign. In a private pursuance a signed revision names them.
pub(super) async fn find_another(cx: &mut Cx, access: &Access, task: &Task) -> Result<(), PerformError> {
    let is_named = task.reviewer.is_some() || task.is_mirror() || access.pursuance.is_private();
    let Some(assignee) = task.assignee.as_ref().filter(|_| !is_named) else {
        return Ok(());
    };
    let of = &access.pursuance.id;
    let found = pursuances::another_reviewer(&mut cx.tx, of, [assignee; 2], &task.creator).await?;
    // A creator who may assign reviews without being named.
    let Some(reviewer) = found.filter(|found| *found != task.creator) else {
        return Ok(());
    };
    let mut edited = Edited::default();
    edited.note_reviewer(&task.reviewer, &Some(reviewer.clone()));
    tasks::set_review(&mut cx.tx, &task.id, Some(&reviewer), task.needs_review, cx.now).await?;
    let told = Happened::TaskEdited(TaskEdited::of(edited, task.revision + 1, None));
    cx.event(of, told, task.id.as_str(), Some(&task.id));
    Ok(())
}

/// Who reviews a task instead of its reviewer, who does not go on: another who may assign, where its creator may not. None where the
/// review falls to its creator, or nobody else may, and in a private pursuance, where a signed revision names them.
pub(super) async fn instead(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    task: &Task,
) -> StoreResult<Option<ActorId>> {
    // A creator who is named was chosen, whatever their role.
    let named = task.reviewer.as_ref().filter(|reviewer| **reviewer != task.creator);
    let Some(reviewer) = named.filter(|_| !task.is_mirror() && !pursuance.is_private()) else {
        return Ok(None);
    };
    // Where nothing is reviewed any more, nobody is given a review.
    if !review::is_needed(&access::need_facts(pursuance, task)) {
        return Ok(None);
    }
    let but = [task.assignee.as_ref().unwrap_or(reviewer), reviewer];
    let found = pursuances::another_reviewer(tx, &pursuance.id, but, &task.creator).await?;
    Ok(found.filter(|found| *found != task.creator))
}

/// A reviewer is an active member, and not the assignee.
pub(super) async fn reviewer_named(
    cx: &mut Cx,
    access: &Access,
    assignee: Option<&ActorId>,
    named: &ActorRef,
) -> Result<ActorId, PerformError> {
    let found = access::member(cx, access, named.as_str()).await?;
    let found = found.filter(|(_, member)| member.state == MemberState::Active);
    let (actor, member) = found.ok_or(Refused::Input(InputRefusal::ReviewerNotAMember))?;
    if leaving::is_gone(cx, &access.pursuance.id, &actor.id).await? {
        return Err(Refused::Input(InputRefusal::ReviewerNotAMember).into());
    }
    if member.role < Role::Normal {
        return Err(Refused::Input(InputRefusal::ReviewerRole).into());
    }
    if review::stays(Some(&actor.id), assignee).is_none() {
        return Err(Refused::Input(InputRefusal::ReviewerDoesIt).into());
    }
    Ok(actor.id)
}

async fn review(cx: &mut Cx, a: ReviewTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let said = Said { comment: a.comment, subtasks: a.subtasks };
    let rule = |facts: &phase::MoveFacts<'_>| phase::verdict(facts, a.verdict);
    advance(cx, &access, &task, a.verdict.to(), said, rule).await
}
