//! The origin's side: the steps of a task that was handed over, and their effects.

use pursuance_domain::allowed::AwayTask;
use pursuance_domain::delegation::message::Step;
use pursuance_domain::delegation::origin::{TaskAvailability, TaskGone};
use pursuance_domain::delegation::{
    FromOrigin, OfferUri, OriginCopy, OriginDecision, OriginEffect, OriginFacts, OriginStep, Side, State,
    SubmissionUri,
};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{
    NotTaken, OnwardAnswered, OnwardAsked, PhaseSet, TaskAssigned, TaskEdited, WorkAccepted,
};
use pursuance_domain::id::{DelegationId, FileId};
use pursuance_domain::task::Asks;
use pursuance_domain::task::asks::Edited;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_federation::vocab;

use super::block::{self, BlockWord};
use super::offer::Other;
use super::{DelegationCx, Said, Tell, wire};
use crate::actions::{Cx, PerformError, Refused, Thing, access, task};
use crate::store::closing;
use crate::store::delegations::{self, SideCopy};
use crate::store::discussions::{self, TaskFile};
use crate::store::jobs::Job;
use crate::store::tasks::{self, Edit, Task};
use crate::task_wire;

/// Whether the task can be given, regardless of this delegation.
pub(in crate::actions) fn availability(delegation: &DelegationCx) -> TaskAvailability {
    match &delegation.task {
        None => TaskAvailability::Deleted,
        Some(task) if task.away() != AwayTask::No => TaskAvailability::Deleted,
        Some(task) if task.phase.is_closed() => TaskAvailability::Closed,
        Some(task) => match &task.assignee {
            None => TaskAvailability::Free,
            Some(assignee) if *assignee == delegation.peer.id && delegation.row.state.holds_task() => {
                TaskAvailability::Free
            }
            Some(_) => TaskAvailability::Taken,
        },
    }
}

pub(in crate::actions) async fn facts(
    cx: &mut Cx,
    delegation: &DelegationCx,
    peer_down_since: Option<Time>,
) -> Result<OriginFacts, PerformError> {
    let is_suspended = delegation.is_suspended(cx).await?;
    // In a closed pursuance nobody begins anything.
    let is_closed =
        delegation.row.state.is_open() && closing::since(&mut cx.tx, &delegation.us.id).await?.is_some();
    let task = if is_closed { TaskAvailability::Closed } else { availability(delegation) };
    Ok(OriginFacts { now: cx.now, task, peer_down_since, is_suspended })
}

/// Carries out a step at the origin: effects, messages, the row, the event.
pub(in crate::actions) async fn apply(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    step: OriginStep,
    said: &Said,
    tell: Option<Tell>,
) -> Result<(), PerformError> {
    let Step { copy, messages, effects } = step;
    write_copy(cx, delegation, &copy);
    let moves_work = effects.iter().any(moves_work);
    let is_word = effects.iter().any(|effect| matches!(effect, OriginEffect::RecordProgress { .. }));
    let word = if is_word { BlockWord::Said } else { BlockWord::None };
    for effect in effects {
        take_effect(cx, delegation, &copy, effect).await?;
    }
    if let (true, Some(task)) = (moves_work, delegation.task.clone()) {
        // The task may itself be a mirror, whose origin gets a report.
        Box::pin(task::after_work(cx, &task)).await?;
    }
    let names = copy.standing().is_some_and(|offer| offer.terms.names);
    for message in &messages {
        super::note_verdict(cx, &delegation.row.id, message).await?;
        if let FromOrigin::AcceptWork { submission } = message {
            keep_work(cx, delegation, submission).await?;
        }
        wire::say_as_origin(cx, delegation, message, said, names).await?;
    }
    delegations::save(&mut cx.tx, &delegation.row).await?;
    if let Some(tell) = tell {
        delegation.event(cx, tell(delegation.decided(copy.round, copy.cut)));
    }
    block::settle(cx, delegation, word).await
}

/// Attaches the files of accepted or thanked work to the task, where everybody looks for them. Files that could not be
/// fetched, or find no room on the task, stay with the work alone.
async fn keep_work(
    cx: &mut Cx,
    delegation: &DelegationCx,
    submission: &SubmissionUri,
) -> Result<(), PerformError> {
    let Some(task) = &delegation.task else { return Ok(()) };
    let there = discussions::hung_on(&mut cx.tx, task.id.as_str()).await?;
    let key = delegations::work_key(&delegation.row.id, submission.as_str());
    let mut new = discussions::hung_on(&mut cx.tx, &key).await?;
    new.retain(|file| file.error.is_none() && there.iter().all(|known| known.sha256 != file.sha256));
    let room = usize::try_from(discussions::FILES_MOST).unwrap_or(0).saturating_sub(there.len());
    for file in new.into_iter().take(room) {
        let (id, object) = (FileId(cx.new_id()), task.id.as_str().to_owned());
        let source_url = file.source_url.clone().filter(|_| !file.is_here);
        let copy = TaskFile { id: id.clone(), object, at: cx.now, source_url, message: None, ..file };
        discussions::add_file(&mut cx.tx, &copy).await?;
        if !copy.is_here {
            Job::FetchFile { file: id }.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        }
    }
    Ok(())
}

/// Whether an effect changes the assignee or the progress of the task.
fn moves_work(effect: &OriginEffect) -> bool {
    matches!(
        effect,
        OriginEffect::AssignDelegate
            | OriginEffect::SetPhase(_)
            | OriginEffect::RecordProgress { .. }
            | OriginEffect::ReleaseTask
            | OriginEffect::CompleteTask
    )
}

/// Writes the copy into the row, with the next moment at which a time limit may pass.
pub(super) fn write_copy(cx: &Cx, delegation: &mut DelegationCx, copy: &OriginCopy) {
    delegation.row.copy = SideCopy::Origin(copy.clone());
    delegation.row.state = copy.state;
    delegation.row.updated = cx.now;
    if let Some(at) = copy.last_activity {
        delegation.row.last_activity = at;
    }
    if let Some(newest) = copy.newest() {
        delegation.row.respond_by = Some(newest.terms.respond_by);
    }
    delegation.row.next_tick = copy.wakes_at();
}

async fn set_state(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    task: &Task,
    phase: Phase,
    delegate_has_it: bool,
) -> Result<(), PerformError> {
    let assignee = delegate_has_it.then_some(&delegation.peer.id);
    if task.phase == phase && task.assignee.as_ref() == assignee {
        return Ok(());
    }
    tasks::set_state(&mut cx.tx, &task.id, phase, assignee, cx.now).await?;
    // An act of the other side counts as a sign of life from the time in its message, not from its arrival.
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
    delegation.task = tasks::by_id(&mut cx.tx, &task.id).await?;
    Ok(())
}

async fn take_effect(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    copy: &OriginCopy,
    effect: OriginEffect,
) -> Result<(), PerformError> {
    match effect {
        OriginEffect::AssignDelegate => {
            let task = delegation.need_task()?;
            // A mirror that is handed on stays in the delegation that it came from.
            if task.mirror_of.is_none() {
                tasks::set_delegation(&mut cx.tx, &task.id, Some(&delegation.row.id)).await?;
            }
            tasks::set_state(&mut cx.tx, &task.id, Phase::Started, Some(&delegation.peer.id), cx.now).await?;
            tasks::set_last_sign(&mut cx.tx, &task.id, task.last_sign).await?;
            let told = TaskAssigned {
                before: task.assignee.clone(),
                after: Some(delegation.peer.id.clone()),
                phase: Phase::Started,
                was: None,
                because: None,
                delegation: Some(delegation.row.id.clone()),
            };
            cx.event(&delegation.us.id, Happened::TaskAssigned(told), task.id.as_str(), Some(&task.id));
            delegation.task = tasks::by_id(&mut cx.tx, &task.id).await?;
        }
        OriginEffect::AdoptTerms { offer } => adopt_terms(cx, delegation, copy, &offer).await?,
        OriginEffect::SetPhase(phase) => {
            let task = delegation.need_task()?;
            // A closed task does not move by news from elsewhere.
            if !task.phase.is_closed() {
                set_state(cx, delegation, &task, phase, true).await?;
            }
        }
        OriginEffect::WithdrawOtherOffers { gone } => {
            let task = delegation.need_task()?;
            withdraw_offers(cx, &task, Some(&delegation.row.id), gone).await?;
        }
        OriginEffect::ReleaseTask => {
            if let Some(task) = delegation.task.clone() {
                if !task.phase.is_closed() {
                    set_state(cx, delegation, &task, Phase::HelpWanted, false).await?;
                }
                if task.mirror_of.is_none() {
                    tasks::set_delegation(&mut cx.tx, &task.id, None).await?;
                }
            }
        }
        OriginEffect::CompleteTask => {
            let task = delegation.need_task()?;
            // A task that we were asked for is done when the pursuance that asked says so (RULES §1).
            if task.mirror_of.is_some() {
                set_state(cx, delegation, &task, Phase::ReadyForReview, false).await?;
            } else {
                set_state(cx, delegation, &task, Phase::Done, true).await?;
            }
            withdraw_offers(cx, &task, Some(&delegation.row.id), TaskGone::Closed).await?;
        }
        OriginEffect::RecordProgress { last_activity } => {
            delegation.row.last_activity = last_activity;
            let task = delegation.need_task()?;
            task::worked_elsewhere(cx, &task, last_activity).await?;
            if task.mirror_of.is_some() {
                delegation.task = tasks::by_id(&mut cx.tx, &task.id).await?;
            }
        }
        OriginEffect::TellStalled => delegation.event(cx, Happened::DelegationStalled(delegation.step())),
        OriginEffect::AskWhetherOnward { to } => {
            let told = OnwardAsked { step: delegation.step(), to: Some(to) };
            delegation.event(cx, Happened::DelegationOnwardAsked(told));
        }
        OriginEffect::TellOnward { to } => {
            let told = OnwardAnswered { step: delegation.step(), to: Some(to), allowed: Some(true) };
            delegation.event(cx, Happened::DelegationOnwardAnswered(told));
        }
        OriginEffect::NoteRefusal { reason, their_state } => {
            let told = NotTaken { step: delegation.step(), reason, their_state };
            delegation.event(cx, Happened::DelegationRefused(told));
        }
        OriginEffect::RemindReviewer => {
            delegation.event(cx, Happened::DelegationReviewReminded(delegation.step()))
        }
        OriginEffect::EscalateReview => {
            delegation.event(cx, Happened::DelegationReviewEscalated(delegation.step()))
        }
        OriginEffect::CreditLate { submission } => {
            let told = WorkAccepted { step: delegation.step(), late: Some(submission) };
            delegation.event(cx, Happened::DelegationWorkAccepted(told));
        }
        // The work itself is stored on arrival (`receive`); what pages show follows from the state and the timeline.
        OriginEffect::StoreSubmission { .. }
        | OriginEffect::KeepLateSubmission { .. }
        | OriginEffect::KeepPartialWork
        | OriginEffect::ShowCounter { .. } => {}
    }
    Ok(())
}

/// Sets the asks of the task to the asks of an offer of ours: just agreed, or agreed before when the delegate refused
/// another.
async fn adopt_terms(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    copy: &OriginCopy,
    uri: &OfferUri,
) -> Result<(), PerformError> {
    let (Some(task), Some(offer)) = (delegation.task.clone(), copy.offer(uri)) else { return Ok(()) };
    let Some(offered) = offered(cx, delegation, copy, uri).await? else { return Ok(()) };
    let before = access::asks_of(&mut cx.tx, &task).await?;
    let offered = task_wire::read(&offered.task);
    let is_newest = copy.newest().is_some_and(|newest| newest.uri == *uri);
    let skills = if is_newest { before.skills.clone() } else { offered.skills.clone() };
    let after = before.clone().on_terms_of(Asks { due: offer.terms.due, skills, ..offered });
    let next = task.revision + 1;
    let edited = Edited::between(&before.changes(&after), task.texts, next);
    if edited.changed.is_empty() {
        return Ok(());
    }
    let edit = Edit {
        task: &task,
        before: &before,
        after: &after,
        reviewer: task.reviewer.as_ref(),
        author: &delegation.us.id,
        now: cx.now,
    };
    tasks::edit(&mut cx.tx, edit).await?;
    let told = Happened::TaskEdited(TaskEdited::of(edited, next, Some(delegation.row.id.clone())));
    cx.event(&delegation.us.id, told, task.id.as_str(), Some(&task.id));
    delegation.task = tasks::by_id(&mut cx.tx, &task.id).await?;
    Ok(())
}

/// The delegation in an offer of ours.
pub(super) async fn offered(
    cx: &mut Cx,
    delegation: &DelegationCx,
    copy: &OriginCopy,
    uri: &OfferUri,
) -> Result<Option<vocab::Delegation>, PerformError> {
    if copy.newest().is_some_and(|newest| newest.uri == *uri) {
        return Ok(Some(delegation.row.offered.read()?.clone()));
    }
    let said = super::said_before(cx, uri.as_str()).await?;
    Ok(said.and_then(|said| vocab::Delegation::read(said.get("object")?).ok()))
}

/// Ends the open offers of a task, because somebody has it or it is no longer needed.
async fn withdraw_offers(
    cx: &mut Cx,
    task: &Task,
    but: Option<&DelegationId>,
    gone: TaskGone,
) -> Result<(), PerformError> {
    for row in delegations::of_task(&mut cx.tx, &task.id).await? {
        if row.side != Side::Origin || !row.state.is_open() || but == Some(&row.id) {
            continue;
        }
        let mut delegation = DelegationCx::around(cx, row).await?;
        let facts = facts(cx, &delegation, None).await?;
        let step = delegation.origin_copy()?.decide(OriginDecision::TaskGone { gone }, &facts)?;
        Box::pin(apply(cx, &mut delegation, step, &Said::default(), Some(Happened::DelegationWithdrawn)))
            .await?;
    }
    Ok(())
}

/// Ends the open offers of a task that was done, dropped or taken here.
pub(in crate::actions) async fn task_gone(
    cx: &mut Cx,
    task: &Task,
    gone: TaskGone,
) -> Result<(), PerformError> {
    withdraw_offers(cx, task, None, gone).await
}

/// Passes on changed asks: the delegate is informed, or has to accept when they ask for more (PROTOCOL §1.6).
pub(in crate::actions) async fn task_edited(
    cx: &mut Cx,
    before: &Task,
    was: &Asks,
    now: &Asks,
) -> Result<(), PerformError> {
    let after = tasks::by_id(&mut cx.tx, &before.id).await?.ok_or(Refused::NotFound(Thing::Task))?;
    // Parts that the edit left alone stay as offered: the offer may differ from the task.
    let due = (now.due != was.due).then_some(now.due);
    let size = (now.size != was.size).then_some(now.size);
    for row in delegations::of_task(&mut cx.tx, &before.id).await? {
        if row.side != Side::Origin || !row.state.is_live() {
            continue;
        }
        let mut delegation = DelegationCx::about(cx, row, after.clone()).await?;
        let agreed_due = delegation.origin_copy()?.standing().and_then(|offer| offer.terms.due);
        let agreed = Asks { due: agreed_due, ..was.clone() };
        let asked = Asks { due: due.unwrap_or(agreed_due), ..now.clone() };
        match delegation.row.state {
            State::Active | State::Submitted if !asked.is_more_than(&agreed) => {
                let facts = facts(cx, &delegation, None).await?;
                let decision = OriginDecision::TellChange { revision: after.revision };
                let step = delegation.origin_copy()?.decide(decision, &facts)?;
                let said = Said { asks: Some(now.clone()), ..Said::default() };
                apply(cx, &mut delegation, step, &said, Some(Happened::DelegationUpdated)).await?;
            }
            State::Offered | State::Countered | State::Active | State::Submitted => {
                let other = Other { due, size, note: None, asks: Some(now.clone()) };
                super::offer::offer_again(cx, &mut delegation, other).await?;
            }
            // It is agreed on already, or they have nothing of it any more.
            State::Accepting
            | State::Recalling
            | State::Returning
            | State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost
            | State::Completed
            | State::Refused
            | State::Recalled
            | State::Returned
            | State::Void => {}
        }
    }
    Ok(())
}
