//! The task as the delegate has it: made from the offer, changed by the origin's word, taken over from a delegation whose
//! origin is silent, and ended with its delegation.

use pursuance_domain::delegation::delegate::DelegateDecision;
use pursuance_domain::delegation::origin::Gone;
use pursuance_domain::delegation::{DelegationRefusal, Reason, Side, path};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{PhaseSet, TaskCreated, TaskMoved};
use pursuance_domain::id::TaskId;
use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::Size;

use super::offer::fetch_files;
use super::origin::task_gone;
use super::{DelegationCx, Said, Tell, clock, delegate};
use crate::actions::changes::Changes;
use crate::actions::{Cx, PerformError, Refused, Thing, leaving};
use crate::store::delegations;
use crate::store::discussions;
use crate::store::pursuances;
use crate::store::tasks::{self, Edit, NewTask, Task};
use crate::task_wire;

/// The copy of the task here. What is asked for in it follows the origin and is written by nothing else (PROTOCOL §2.2).
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
    let task = delegation.row.offered.task.clone();
    let due = delegation.delegate_copy()?.newest().and_then(|offer| offer.terms.due);
    let asks = Asks { due, ..task_wire::read(&task, Size::default()) };
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
    };
    cx.event(&delegation.us.id, Happened::TaskCreated(told), id.as_str(), Some(&id));
    Ok(())
}

/// What came with the offer belongs to the mirror from now on.
async fn take_along(cx: &mut Cx, delegation: &DelegationCx, mirror: &TaskId) -> Result<(), PerformError> {
    discussions::move_thread(&mut cx.tx, delegation.row.id.as_str(), mirror.as_str()).await?;
    discussions::move_files(&mut cx.tx, delegation.row.id.as_str(), mirror.as_str()).await?;
    fetch_files(cx, mirror.as_str()).await?;
    Ok(())
}

/// The mirror of ours that this offer may go on with: of the same root, from further down the chain, whoever handed it to us
/// being silent (PROTOCOL §3.5). Until the Grant it stays where it is.
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

/// Takes the mirror over from the delegation it came by, which is given back.
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
    } else {
        Ok(())
    }
}

/// Whence the date, size and skills of a mirror come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Terms {
    /// Somebody of ours said yes to the newest offer.
    Agreed,
    /// The origin says so. What asks for more than was agreed waits for a yes (PROTOCOL §1.6).
    Told,
}

/// The mirror takes what is asked for from the newest word of the origin.
pub(super) async fn refresh(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    terms: Terms,
) -> Result<(), PerformError> {
    let Some(mirror) = delegation.task.clone() else { return Ok(()) };
    let (told, offered) = (delegation.row.snapshot.as_deref(), &delegation.row.offered.task);
    let asks = match terms {
        Terms::Agreed => offered,
        Terms::Told => told.unwrap_or(offered),
    };
    // A later word on the text may have come before the yes to an offer, or after it.
    let says = told.filter(|told| told.revision > offered.revision).unwrap_or(offered);
    let before = tasks::asks(&mut cx.tx, &mirror).await?;
    let binding = task_wire::read(asks, before.size);
    let now = task_wire::read(says, before.size).on_terms_of(binding);
    let after = match terms {
        Terms::Agreed => now,
        Terms::Told => before.clone().told(now),
    };
    let next = mirror.revision + 1;
    let changed = Changes::between(&mirror, next, &before.changes(&after));
    if changed.is_empty() {
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
    let told = Happened::TaskEdited(changed.told(next, Some(delegation.row.id.clone())));
    cx.event(&delegation.us.id, told, mirror.id.as_str(), Some(&mirror.id));
    delegation.task = tasks::by_id(&mut cx.tx, &mirror.id).await?;
    Ok(())
}

/// Whether the mirror is this delegation's, and not still that of the one it is to be taken over from.
pub(super) fn is_own(delegation: &DelegationCx) -> bool {
    delegation.task.as_ref().is_some_and(|task| task.delegation.as_ref() == Some(&delegation.row.id))
}

fn own(delegation: &DelegationCx) -> Option<Task> {
    delegation.task.clone().filter(|_| is_own(delegation))
}

/// The mirror goes to another phase, by the origin's word.
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
    // What the other side decided is no sign of life of ours.
    if cx.who.person().is_none() {
        tasks::set_last_sign(&mut cx.tx, &task.id, task.last_sign).await?;
    }
    let told = PhaseSet { before: task.phase, after: phase, delegation: Some(delegation.row.id.clone()) };
    cx.event(&delegation.us.id, Happened::TaskPhaseSet(told), task.id.as_str(), Some(&task.id));
    Ok(())
}

/// Nobody works on the mirror any more, nor on anything below it: what is still open there was waived, or stops (PROTOCOL
/// §3.3).
pub(super) async fn end(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    phase: Phase,
) -> Result<(), PerformError> {
    let Some(mirror) = own(delegation).filter(|mirror| !mirror.phase.is_closed()) else { return Ok(()) };
    let mut kept: Vec<TaskId> = Vec::new();
    for id in tasks::ids_open_below(&mut cx.tx, &mirror.id).await? {
        let Some(below) = tasks::by_id(&mut cx.tx, &id).await? else { continue };
        if below.parent.as_ref().is_some_and(|parent| kept.contains(parent)) {
            kept.push(id);
        } else if below.is_mirror() {
            // What was placed here for yet another pursuance goes on by itself.
            tasks::set_parent(&mut cx.tx, &below, None, cx.now).await?;
            let told = TaskMoved { parent: None, delegation: Some(delegation.row.id.clone()) };
            cx.event(&delegation.us.id, Happened::TaskMoved(told), id.as_str(), Some(&id));
            kept.push(id);
        } else {
            move_to(cx, delegation, &below, Phase::Dropped).await?;
            Box::pin(task_gone(cx, &below, Gone::Closed)).await?;
        }
    }
    set_phase(cx, delegation, phase).await
}

/// The mirror is put away. One that was to be taken over stays where it was.
pub(super) async fn archive(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    let Some(mirror) = own(delegation) else {
        delegation.row.task = None;
        return Ok(());
    };
    end(cx, delegation, Phase::Dropped).await?;
    Ok(tasks::set_archived(&mut cx.tx, &mirror.id, Some(cx.now)).await?)
}

/// The mirror becomes a task of our own.
pub(super) async fn orphan(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    match own(delegation) {
        Some(mirror) => Ok(tasks::orphan(&mut cx.tx, &mirror.id, cx.now).await?),
        None => {
            delegation.row.task = None;
            Ok(())
        }
    }
}
