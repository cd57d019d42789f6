//! Blocks on either side of a delegation (PROTOCOL §3.4): the other side's, noted here, and those said here, told to it. Each side
//! tells only its own.

use pursuance_domain::delegation::delegate::NEWS_EVERY;
use pursuance_domain::delegation::{DelegateDecision, OriginDecision, Side, State};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{Blocked, Unblocked};
use pursuance_domain::task::phase::{Phase, WirePhase};

use super::{DelegationCx, Said, delegate, origin, wire};
use crate::actions::{Cx, PerformError};
use crate::store::delegations::{self, SideCopy};
use crate::store::dependencies::{self, Block};
use crate::store::tasks::{self, Task};

/// Whether the other side's block, or its end, was just said by it: then it is told here. It also ends with what becomes of
/// the delegation, which is told by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockWord {
    Said,
    None,
}

/// Notes the other side's block of the task, and tells it the block here, where either has changed.
pub(super) async fn settle(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    word: BlockWord,
) -> Result<(), PerformError> {
    heed(cx, delegation, word).await?;
    match delegation.row.side {
        Side::Origin => tell_delegate(cx, delegation).await,
        Side::Delegate => tell_origin(cx, delegation).await,
    }
}

/// The other side's block, in its words.
fn said_there(delegation: &DelegationCx) -> Result<Option<String>, PerformError> {
    Ok(match &delegation.row.copy {
        SideCopy::Origin(copy) if copy.is_blocked_there() => {
            let told = delegation.row.snapshot.as_ref().map(|told| told.read()).transpose()?;
            Some(told.and_then(|told| told.progress_note.clone()).unwrap_or_default())
        }
        SideCopy::Origin(_) => None,
        SideCopy::Delegate(copy) => copy.blocked_there().map(str::to_owned),
    })
}

async fn heed(cx: &mut Cx, delegation: &mut DelegationCx, word: BlockWord) -> Result<(), PerformError> {
    let Some(task) = delegation.task.clone() else { return Ok(()) };
    let said = said_there(delegation)?;
    // A closed task does not show that it is blocked.
    if said.is_none() && !task.is_blocked && !task.phase.is_closed() {
        return Ok(());
    }
    let known = dependencies::told_in(&mut cx.tx, &delegation.row.id).await?;
    let is_known = match (&known, &said) {
        (Some(block), Some(said)) => block.reason.is(said),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if is_known {
        return Ok(());
    }
    dependencies::lift_told(&mut cx.tx, &delegation.row.id, cx.now).await?;
    let told = Some(delegation.row.id.clone());
    let is_blocked = said.is_some();
    let new = Block {
        id: cx.new_id(),
        on: None,
        reason: said.unwrap_or_default().into(),
        shared: false,
        by: delegation.peer.id.clone(),
        at: cx.now,
        told_in: told.clone(),
    };
    if is_blocked {
        dependencies::block(&mut cx.tx, &task, &new).await?;
    }
    delegation.task = tasks::by_id(&mut cx.tx, &task.id).await?;
    if word == BlockWord::Said {
        let (what, object) = if is_blocked {
            (Happened::TaskBlocked(Blocked { on: None, delegation: told }), new.id.as_str())
        } else {
            let blocked = delegation.task.as_ref().is_some_and(|task| task.is_blocked);
            let told = Unblocked { blocks: 1, blocked, because: None, delegation: told };
            (Happened::TaskUnblocked(told), task.id.as_str())
        };
        cx.event(&delegation.us.id, what, object, Some(&task.id));
    }
    Ok(())
}

/// The phase of a task as the other side of its delegation is told it. What waits for a review is told as that, so that it can
/// be handed in, and judged.
pub(super) async fn told_phase(cx: &mut Cx, task: &Task) -> Result<WirePhase, PerformError> {
    Ok(match task.phase {
        Phase::New | Phase::HelpWanted | Phase::Started | Phase::InProgress
            if task.is_blocked && dependencies::is_blocked_here(&mut cx.tx, &task.id).await? =>
        {
            WirePhase::Blocked
        }
        Phase::New
        | Phase::HelpWanted
        | Phase::Started
        | Phase::InProgress
        | Phase::ReadyForReview
        | Phase::InReview
        | Phase::Done
        | Phase::Dropped => WirePhase::Is(task.phase),
    })
}

/// Tells the delegates of a task what blocks it here, or that nothing does any more, where they do not know yet.
pub(in crate::actions) async fn tell_delegates(cx: &mut Cx, task: &Task) -> Result<(), PerformError> {
    if task.delegation.is_none() {
        return Ok(());
    }
    for row in delegations::of_task(&mut cx.tx, &task.id).await? {
        if row.side == Side::Origin && matches!(row.state, State::Active | State::Submitted) {
            let mut delegation = DelegationCx::around(cx, row).await?;
            tell_delegate(cx, &mut delegation).await?;
        }
    }
    Ok(())
}

async fn tell_delegate(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    let copy = delegation.origin_copy()?;
    let is_at_work = matches!(copy.state, State::Active | State::Submitted);
    let Some(task) = delegation.task.clone().filter(|_| is_at_work) else { return Ok(()) };
    let block = match told_phase(cx, &task).await? {
        WirePhase::Blocked => Some(wire::what_blocks(cx, &task).await?),
        WirePhase::Is(_) => None,
    };
    let waits = copy.owes_block.is_some_and(|since| cx.now < since.plus(NEWS_EVERY));
    if waits || (copy.told_block == block && copy.owes_block.is_none()) {
        return Ok(());
    }
    let facts = origin::facts(cx, delegation, None).await?;
    let step = copy.decide(OriginDecision::TellBlock { revision: task.revision, block }, &facts)?;
    Box::pin(origin::apply(cx, delegation, step, &Said::default(), None)).await
}

/// Tells the origin of a mirror that is already blocked when a round begins, or when work is taken over.
async fn tell_origin(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    let copy = delegation.delegate_copy()?;
    let Some(task) = delegation.task.clone().filter(|_| copy.state == State::Active) else { return Ok(()) };
    let is_blocked = told_phase(cx, &task).await? == WirePhase::Blocked;
    if copy.has_news || is_blocked == copy.told_blocked {
        return Ok(());
    }
    Box::pin(delegate::decide(cx, delegation, DelegateDecision::Report, Said::default(), None))
        .await
        .map(drop)
}
