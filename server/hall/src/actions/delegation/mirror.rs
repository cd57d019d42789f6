//! The mirror, the delegate's copy of the task: made from the offer, changed by the origin's messages, taken over from
//! a delegation whose origin is silent, and ended with its delegation.

use pursuance_domain::delegation::delegate::DelegateDecision;
use pursuance_domain::delegation::{DelegationRefusal, Reason, Side, path};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{PhaseSet, TaskCreated, TaskEdited};
use pursuance_domain::id::TaskId;
use pursuance_domain::pairing::asks_by_itself;
use pursuance_domain::task::Asks;
use pursuance_domain::task::asks::Edited;
use pursuance_domain::task::phase::{Phase, Subtasks};

use super::files::fetch_files;
use super::{DelegationCx, Said, Tell, clock, delegate};
use crate::actions::{Cx, PerformError, Refused, Thing, access, leaving, task};
use crate::store::delegations::{self, RowDocument};
use crate::store::discussions;
use crate::store::pursuances;
use crate::store::tasks::{self, Edit, NewTask, Task};
use crate::task_wire;

/// Creates the local copy of the task. Its asks follow the origin, and nothing else writes them (PROTOCOL §2.2).
pub(super) async fn create(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    if delegation.task.is_some() {
        return refresh(cx, delegation, Terms::Agreed).await;
    }
    if let Some(known) = adoptable(cx, delegation).await? {
        delegation.row.task = Some(known.id.clone());
        delegation.task = Some(known);
        return Ok(());
    }
    let person = cx.person()?;
    let task = delegation.row.offered.read()?.task.clone();
    let due = delegation.delegate_copy()?.newest().and_then(|offer| offer.terms.due);
    let asks = Asks { due, ..task_wire::read(&task) };
    let id = TaskId(cx.new_id());
    let number = pursuances::take_number(&mut cx.tx, &delegation.us.id).await?;
    let new = NewTask {
        id: &id,
        pursuance: &delegation.us.id,
        number,
        parent: None,
        phase: Phase::New,
        asks: &asks,
        author: &delegation.peer.id,
        creator: &person,
        assignee: None,
        reviewer: None,
        needs_review: true,
        mirror_of: Some(task.id.as_str()),
        delegation: Some(&delegation.row.id),
        now: cx.now,
    };
    tasks::add(&mut cx.tx, new).await?;
    take_along(cx, delegation, &id).await?;
    delegation.row.task = Some(id.clone());
    delegation.task = tasks::by_id(&mut cx.tx, &id).await?;
    let told = TaskCreated {
        number,
        parent: None,
        mirror_of: Some(task.id.to_string()),
        delegation: Some(delegation.row.id.clone()),
        reviewer: None,
        needs_review: None,
        asks: None,
    };
    cx.event(&delegation.us.id, Happened::TaskCreated(told), id.as_str(), Some(&id));
    Ok(())
}

/// Moves the comments and files of the offer to the mirror.
pub(super) async fn take_along(
    cx: &mut Cx,
    delegation: &DelegationCx,
    mirror: &TaskId,
) -> Result<(), PerformError> {
    discussions::move_thread(&mut cx.tx, delegation.row.id.as_str(), mirror.as_str()).await?;
    discussions::move_files(&mut cx.tx, delegation.row.id.as_str(), mirror.as_str()).await?;
    fetch_files(cx, mirror.as_str()).await?;
    Ok(())
}

/// The mirror that this offer may continue: it has the same root, came from further down the chain, and its delegator is
/// silent (PROTOCOL §3.5). Until the Grant it stays in its delegation.
async fn adoptable(cx: &mut Cx, delegation: &DelegationCx) -> Result<Option<Task>, PerformError> {
    if !delegation.delegate_copy()?.may_adopt {
        return Ok(None);
    }
    for row in delegations::live_of_root(&mut cx.tx, &delegation.us.id, &delegation.row.root_uri).await? {
        let from = super::actor(cx, &row.origin).await?;
        let is_ancestor = path::is_ancestor(&delegation.row.path, &row.path);
        let (Side::Delegate, true, Some(task)) = (row.side, is_ancestor, &row.task) else {
            continue;
        };
        if row.state.holds_task() && clock::down_since(cx, &from).await?.is_some() {
            return Ok(tasks::by_id(&mut cx.tx, task).await?);
        }
    }
    Ok(None)
}

/// Takes the mirror over from its former delegation, which is given back.
async fn adopt(cx: &mut Cx, delegation: &mut DelegationCx, mirror: &Task) -> Result<(), PerformError> {
    let former = match &mirror.delegation {
        Some(id) => delegations::by_id(&mut cx.tx, id).await?,
        None => None,
    };
    if let Some(row) = former {
        let mut former = DelegationCx::around(cx, row).await?;
        let facts = delegate::facts(cx, &former).await?;
        let back = DelegateDecision::Return { reason: Reason::Superseded };
        match former.delegate_copy()?.decide(back, &facts) {
            Ok(step) => {
                let tell: Option<Tell> = Some(Happened::DelegationReturning);
                Box::pin(delegate::apply(cx, &mut former, step, &Said::default(), tell)).await?;
            }
            // It has ended meanwhile, or is being given back.
            Err(DelegationRefusal::WrongState { .. }) => {}
            Err(refusal) => return Err(refusal.into()),
        }
        former.row.task = None;
        delegations::save(&mut cx.tx, &former.row).await?;
    }
    let origin = delegation.row.peer_task_uri.clone().ok_or(Refused::NotFound(Thing::Task))?;
    tasks::adopt(&mut cx.tx, &mirror.id, &origin, &delegation.row.id, cx.now).await?;
    take_along(cx, delegation, &mirror.id).await?;
    if mirror.phase.is_closed() {
        let phase = if mirror.assignee.is_some() { Phase::InProgress } else { Phase::New };
        tasks::set_state(&mut cx.tx, &mirror.id, phase, mirror.assignee.as_ref(), cx.now).await?;
        tasks::set_last_sign(&mut cx.tx, &mirror.id, mirror.last_sign).await?;
    }
    delegation.task = tasks::by_id(&mut cx.tx, &mirror.id).await?;
    Ok(())
}

/// The mirror is confirmed: the work may begin, or go on.
pub(super) async fn start(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    let Some(mirror) = delegation.task.clone() else { return Ok(()) };
    if !is_own(delegation) {
        adopt(cx, delegation, &mirror).await
    } else if mirror.assignee.is_some() && mirror.phase.is_unassigned() {
        set_phase(cx, delegation, Phase::Started).await
    } else if mirror.phase == Phase::New {
        call(cx, delegation, &mirror).await
    } else {
        Ok(())
    }
}

/// Asks for help with an unassigned mirror, as the person who accepted it wished, else as its skills say (RULES §4).
async fn call(cx: &mut Cx, delegation: &mut DelegationCx, mirror: &Task) -> Result<(), PerformError> {
    let wish = delegation.delegate_copy()?.ask;
    let has_skills = !tasks::skills(&mut cx.tx, &mirror.id).await?.is_empty();
    if !asks_by_itself(wish, has_skills, mirror.assignee.is_none()) {
        return Ok(());
    }
    let phase = Phase::HelpWanted;
    tasks::set_state(&mut cx.tx, &mirror.id, phase, None, cx.now).await?;
    tasks::set_last_sign(&mut cx.tx, &mirror.id, mirror.last_sign).await?;
    let told = PhaseSet { before: mirror.phase, after: phase, delegation: None, left: None };
    cx.event(&delegation.us.id, Happened::TaskPhaseSet(told), mirror.id.as_str(), Some(&mirror.id));
    // The origin's confirmation sets the time of asking; the person who accepted is its author.
    if let Some(event) = cx.events.last_mut() {
        event.actor = Some(mirror.creator.clone());
    }
    delegation.task = tasks::by_id(&mut cx.tx, &mirror.id).await?;
    Ok(())
}

/// The source of the date, size and skills of a mirror.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Terms {
    /// A person here accepted the newest offer.
    Agreed,
    /// The origin's newest message. A change that asks for more than was agreed waits for acceptance (PROTOCOL §1.6).
    Told,
}

/// Updates the asks of the mirror from the newest message of the origin.
pub(super) async fn refresh(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    terms: Terms,
) -> Result<(), PerformError> {
    let Some(mirror) = delegation.task.clone() else { return Ok(()) };
    let told = delegation.row.snapshot.as_ref().map(RowDocument::read).transpose()?;
    let offered = &delegation.row.offered.read()?.task;
    let asks = match terms {
        Terms::Agreed => offered,
        Terms::Told => told.unwrap_or(offered),
    };
    // A later message about the text may have come before the acceptance of an offer, or after it.
    let says = told.filter(|told| told.revision > offered.revision).unwrap_or(offered);
    let before = access::asks_of(&mut cx.tx, &mirror).await?;
    let binding = task_wire::read(asks);
    let now = task_wire::read(says).on_terms_of(binding);
    let after = match terms {
        Terms::Agreed => now,
        Terms::Told => before.clone().told(now),
    };
    let next = mirror.revision + 1;
    let edited = Edited::between(&before.changes(&after), mirror.texts, next);
    if edited.changed.is_empty() {
        return Ok(());
    }
    let edit = Edit {
        task: &mirror,
        before: &before,
        after: &after,
        reviewer: mirror.reviewer.as_ref(),
        author: &delegation.peer.id,
        now: cx.now,
    };
    tasks::edit(&mut cx.tx, edit).await?;
    let told = Happened::TaskEdited(TaskEdited::of(edited, next, Some(delegation.row.id.clone())));
    cx.event(&delegation.us.id, told, mirror.id.as_str(), Some(&mirror.id));
    delegation.task = tasks::by_id(&mut cx.tx, &mirror.id).await?;
    Ok(())
}

/// Whether the mirror belongs to this delegation, and not still to the one that it takes over.
pub(super) fn is_own(delegation: &DelegationCx) -> bool {
    delegation.task.as_ref().is_some_and(|task| task.delegation.as_ref() == Some(&delegation.row.id))
}

fn own(delegation: &DelegationCx) -> Option<Task> {
    delegation.task.clone().filter(|_| is_own(delegation))
}

/// Moves the mirror to another phase, because a message of the origin says so.
pub(super) async fn set_phase(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    phase: Phase,
) -> Result<(), PerformError> {
    let Some(mirror) = own(delegation).filter(|mirror| mirror.phase != phase) else { return Ok(()) };
    move_to(cx, delegation, &mirror, phase).await?;
    delegation.task = tasks::by_id(&mut cx.tx, &mirror.id).await?;
    Ok(())
}

async fn move_to(
    cx: &mut Cx,
    delegation: &DelegationCx,
    task: &Task,
    phase: Phase,
) -> Result<(), PerformError> {
    let (phase, assignee) = leaving::goes_on(cx, task, phase).await?;
    tasks::set_state(&mut cx.tx, &task.id, phase, assignee.as_ref(), cx.now).await?;
    // A decision of the other side is no sign of life of ours.
    if cx.who.person().is_none() {
        tasks::set_last_sign(&mut cx.tx, &task.id, task.last_sign).await?;
    }
    let told = PhaseSet {
        before: task.phase,
        after: phase,
        delegation: Some(delegation.row.id.clone()),
        left: None,
    };
    cx.event(&delegation.us.id, Happened::TaskPhaseSet(told), task.id.as_str(), Some(&task.id));
    Ok(())
}

/// Ends the work on the mirror and below it: open tasks there were waived, or stop (PROTOCOL §3.3). A job does the rest where
/// they are many.
pub(super) async fn end(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    phase: Phase,
) -> Result<(), PerformError> {
    let Some(mirror) = own(delegation).filter(|mirror| !mirror.phase.is_closed()) else { return Ok(()) };
    let by = cx.who.actor().cloned().unwrap_or_else(|| delegation.peer.id.clone());
    let others = tasks::mirrors_below(&mut cx.tx, &mirror.id).await?;
    task::release(cx, &mirror, others, &by).await?;
    Box::pin(task::close_below(cx, &mirror, Subtasks::Drop, by)).await?;
    set_phase(cx, delegation, phase).await
}

/// Archives the mirror. One that was only to be taken over stays in its delegation.
pub(super) async fn archive(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    let Some(mirror) = own(delegation) else {
        delegation.row.task = None;
        return Ok(());
    };
    end(cx, delegation, Phase::Dropped).await?;
    Ok(tasks::set_archived(&mut cx.tx, &mirror.id, Some(cx.now)).await?)
}

/// Makes the mirror an ordinary task of ours.
pub(super) async fn orphan(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    match own(delegation) {
        Some(mirror) => Ok(tasks::orphan(&mut cx.tx, &mirror.id, cx.now).await?),
        None => {
            delegation.row.task = None;
            Ok(())
        }
    }
}
