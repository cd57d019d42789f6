//! The origin's side: what its people decide about a task they handed over, and what follows there.

use pursuance_domain::action::{
    AcceptWork, AnswerOnward, NudgeDelegation, RecallDelegation, RefuseWork, SendBack, StartReview,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::message::Step;
use pursuance_domain::delegation::origin::{Availability, Gone};
use pursuance_domain::delegation::timer::ANSWER_GRACE;
use pursuance_domain::delegation::{
    ActorUri, FromOrigin, OriginCopy, OriginDecision, OriginEffect, OriginFacts, OriginStep, Reason, Side,
    State,
};
use pursuance_domain::event::Verb;
use pursuance_domain::id::DelegationId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::Skills;
use serde_json::{Value, json};

use super::{Deal, Said, enter, wire};
use crate::actions::{Cx, PerformError, Refused, seat, task};
use crate::store::delegations;
use crate::store::tasks::{self, Task};

/// Whether the task can be given, this delegation aside.
pub(in crate::actions) fn availability(deal: &Deal) -> Availability {
    match &deal.task {
        None => Availability::Deleted,
        Some(task) if task.phase.is_closed() => Availability::Closed,
        Some(task) => match &task.assignee {
            None => Availability::Free,
            Some(assignee) if *assignee == deal.peer.id && deal.row.state.holds_task() => Availability::Free,
            Some(_) => Availability::Taken,
        },
    }
}

/// The facts when a message arrives.
pub(in crate::actions) fn facts_now(cx: &Cx, deal: &Deal) -> OriginFacts {
    facts(cx, deal, None)
}

pub(in crate::actions) fn facts(cx: &Cx, deal: &Deal, peer_down_since: Option<Time>) -> OriginFacts {
    OriginFacts { now: cx.now, task: availability(deal), peer_down_since }
}

/// Puts a decision to the rules and does what follows.
async fn decide(
    cx: &mut Cx,
    deal: &mut Deal,
    decision: OriginDecision,
    said: Said,
    verb: Verb,
) -> Result<Value, PerformError> {
    let copy = deal.origin_copy()?;
    let step = copy.decide(decision, &facts(cx, deal, None))?;
    apply(cx, deal, step, &said, Some(verb)).await?;
    Ok(deal.result())
}

/// Does what follows from a step at the origin: effects, messages, the row, the event.
pub(in crate::actions) async fn apply(
    cx: &mut Cx,
    deal: &mut Deal,
    step: OriginStep,
    said: &Said,
    verb: Option<Verb>,
) -> Result<(), PerformError> {
    let Step { copy, messages, effects } = step;
    write_copy(cx, deal, &copy)?;
    let moves_work = effects.iter().any(moves_work);
    for effect in effects {
        take_effect(cx, deal, &copy, effect).await?;
    }
    if let (true, Some(task)) = (moves_work, deal.task.clone()) {
        // It may itself be work for others, who hear how it goes.
        Box::pin(task::after_work(cx, &task)).await?;
    }
    let names = copy.standing().is_some_and(|offer| offer.terms.names);
    for message in &messages {
        wire::say_as_origin(cx, deal, message, said, names).await?;
    }
    delegations::save(&mut cx.tx, &deal.row).await?;
    if let Some(verb) = verb {
        deal.event(cx, verb, json!({ "round": copy.round }));
    }
    Ok(())
}

/// Whether something changes in who does the task or how far it is.
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

/// Takes the copy into the row, with the moment at which time may have something to say.
pub(super) fn write_copy(cx: &Cx, deal: &mut Deal, copy: &OriginCopy) -> Result<(), PerformError> {
    deal.row.copy = serde_json::to_string(copy).map_err(PerformError::damaged("a delegation"))?;
    deal.row.state = copy.state;
    deal.row.updated = cx.now;
    if let Some(at) = copy.last_activity {
        deal.row.last_activity = at;
    }
    if let Some(newest) = copy.newest() {
        deal.row.respond_by = Some(newest.terms.respond_by);
    }
    let heartbeat = copy.standing().map_or(DAY, |offer| offer.terms.heartbeat.0);
    deal.row.next_tick = match copy.state {
        State::Offered | State::Countered => {
            copy.newest().map(|offer| offer.terms.respond_by.plus(ANSWER_GRACE + 1))
        }
        State::Active => {
            let silent = copy.last_activity.unwrap_or(cx.now).plus(heartbeat * i64::from(copy.reminders + 1));
            Some(copy.nudged_at.map_or(silent, |at| silent.max(at.plus(DAY))))
        }
        State::Submitted if copy.review_reminders < 2 => {
            let within = copy.standing().map_or(DAY, |offer| offer.terms.review_within.0);
            Some(copy.submitted_at.unwrap_or(cx.now).plus(within * i64::from(copy.review_reminders + 1)))
        }
        State::Recalling => copy.recalled_at.map(|at| at.plus(14 * DAY)),
        _ => None,
    };
    Ok(())
}

async fn set_state(
    cx: &mut Cx,
    deal: &mut Deal,
    task: &Task,
    phase: Phase,
    delegate_has_it: bool,
) -> Result<(), PerformError> {
    let assignee = delegate_has_it.then_some(&deal.peer.id);
    if task.phase == phase && task.assignee.as_ref() == assignee {
        return Ok(());
    }
    tasks::set_state(&mut cx.tx, &task.id, phase, assignee, cx.now).await?;
    // What the other side did is a sign of life when it says so, not when we hear of it.
    if cx.who.person().is_none() {
        tasks::set_last_sign(&mut cx.tx, &task.id, task.last_sign).await?;
    }
    cx.event(
        &deal.us.id,
        Verb::TaskPhaseSet,
        task.id.as_str(),
        Some(&task.id),
        json!({ "before": task.phase, "after": phase, "delegation": deal.row.id }),
    );
    deal.task = tasks::by_id(&mut cx.tx, &task.id).await?;
    Ok(())
}

async fn take_effect(
    cx: &mut Cx,
    deal: &mut Deal,
    copy: &OriginCopy,
    effect: OriginEffect,
) -> Result<(), PerformError> {
    match effect {
        OriginEffect::AssignDelegate => {
            let task = deal.need_task()?;
            // A mirror that is handed on stays in the delegation it came by.
            if task.mirror_of.is_none() {
                tasks::set_delegation(&mut cx.tx, &task.id, Some(&deal.row.id)).await?;
            }
            tasks::set_state(&mut cx.tx, &task.id, Phase::Started, Some(&deal.peer.id), cx.now).await?;
            tasks::set_last_sign(&mut cx.tx, &task.id, task.last_sign).await?;
            cx.event(
                &deal.us.id, Verb::TaskAssigned, task.id.as_str(), Some(&task.id),
                json!({ "before": task.assignee, "after": deal.peer.id, "phase": Phase::Started, "delegation": deal.row.id }),
            );
            deal.task = tasks::by_id(&mut cx.tx, &task.id).await?;
        }
        OriginEffect::AdoptTerms { offer } => {
            if let (Some(mut task), Some(offer)) = (deal.task.clone(), copy.offer(&offer)) {
                let offered: Option<pursuance_federation::vocab::Delegation> =
                    read_offered(&deal.row.offered);
                let size = offered.and_then(|offered| offered.task.size).map(wire::read_size);
                if task.due != offer.terms.due || size.is_some_and(|size| size != task.size) {
                    task.due = offer.terms.due;
                    task.size = size.unwrap_or(task.size);
                    tasks::edit(&mut cx.tx, &task, task.revision, cx.now).await?;
                    deal.task = tasks::by_id(&mut cx.tx, &task.id).await?;
                }
            }
        }
        OriginEffect::SetPhase(phase) => {
            let task = deal.need_task()?;
            set_state(cx, deal, &task, phase, true).await?;
        }
        OriginEffect::WithdrawOtherOffers { gone } => {
            let task = deal.need_task()?;
            withdraw_offers(cx, &task, Some(&deal.row.id), gone).await?;
        }
        OriginEffect::ReleaseTask => {
            if let Some(task) = deal.task.clone() {
                if !task.phase.is_closed() {
                    set_state(cx, deal, &task, Phase::HelpWanted, false).await?;
                }
                if task.mirror_of.is_none() {
                    tasks::set_delegation(&mut cx.tx, &task.id, None).await?;
                }
            }
        }
        OriginEffect::CompleteTask => {
            let task = deal.need_task()?;
            // What we were asked for ourselves is done when those who asked say so (RULES §1).
            if task.mirror_of.is_some() {
                set_state(cx, deal, &task, Phase::ReadyForReview, false).await?;
            } else {
                set_state(cx, deal, &task, Phase::Done, true).await?;
            }
            delegations::set_verdict(&mut cx.tx, &deal.row.id, i64::from(copy.round), "accepted", cx.now)
                .await?;
            withdraw_offers(cx, &task, Some(&deal.row.id), Gone::Closed).await?;
        }
        OriginEffect::RecordProgress { last_activity, .. } => {
            deal.row.last_activity = last_activity;
            let task = deal.need_task()?;
            task::worked_elsewhere(cx, &task, last_activity).await?;
            if task.mirror_of.is_some() {
                deal.task = tasks::by_id(&mut cx.tx, &task.id).await?;
            }
        }
        OriginEffect::TellStalled => deal.event(cx, Verb::DelegationStalled, json!({})),
        OriginEffect::AskWhetherOnward { to } => {
            deal.event(cx, Verb::DelegationOnwardAsked, json!({ "to": to }));
        }
        OriginEffect::TellOnward { to } => {
            deal.event(cx, Verb::DelegationOnwardAnswered, json!({ "to": to, "allowed": true }));
        }
        OriginEffect::NoteRefusal { reason, their_state } => {
            deal.event(cx, Verb::DelegationRefused, json!({ "reason": reason, "their_state": their_state }));
        }
        OriginEffect::RemindReviewer | OriginEffect::EscalateReview => {
            deal.event(cx, Verb::DelegationNudged, json!({ "reviewer": true }));
        }
        OriginEffect::CreditLate { submission } => {
            deal.event(cx, Verb::DelegationWorkAccepted, json!({ "late": submission }));
        }
        OriginEffect::CountRound(round) => {
            delegations::set_verdict(
                &mut cx.tx,
                &deal.row.id,
                i64::from(round.saturating_sub(1)),
                "sent_back",
                cx.now,
            )
            .await?;
        }
        // The work itself is stored where it arrives (`receive`); what is shown follows from the state and the timeline.
        OriginEffect::StoreSubmission { .. }
        | OriginEffect::KeepLateSubmission { .. }
        | OriginEffect::KeepPartialWork
        | OriginEffect::ShowCounter { .. }
        | OriginEffect::SuggestNextCandidate
        | OriginEffect::TellReofferDeclined { .. } => {}
    }
    Ok(())
}

/// The delegation as offered last.
pub(in crate::actions) fn read_offered(text: &str) -> Option<pursuance_federation::vocab::Delegation> {
    pursuance_federation::vocab::Delegation::read(&serde_json::from_str(text).ok()?).ok()
}

/// Open offers of a task end, because somebody has it or nobody needs it any more.
async fn withdraw_offers(
    cx: &mut Cx,
    task: &Task,
    but: Option<&DelegationId>,
    gone: Gone,
) -> Result<(), PerformError> {
    for row in delegations::of_task(&mut cx.tx, &task.id).await? {
        if row.side != Side::Origin || !row.state.is_open() || but == Some(&row.id) {
            continue;
        }
        let mut deal = Deal::around(cx, row).await?;
        let step = deal.origin_copy()?.decide(OriginDecision::TaskGone { gone }, &facts(cx, &deal, None))?;
        Box::pin(apply(cx, &mut deal, step, &Said::default(), Some(Verb::DelegationWithdrawn))).await?;
    }
    Ok(())
}

/// A task was done, dropped or taken here while offers of it were open.
pub(in crate::actions) async fn task_gone(cx: &mut Cx, task: &Task, gone: Gone) -> Result<(), PerformError> {
    withdraw_offers(cx, task, None, gone).await
}

/// What is asked for reads differently: the delegate is told, or asked where it is asked for more (PROTOCOL §1.6).
pub(in crate::actions) async fn task_edited(
    cx: &mut Cx,
    before: &Task,
    old_skills: &Skills,
) -> Result<(), PerformError> {
    let after = tasks::by_id(&mut cx.tx, &before.id).await?.ok_or(Refused::NotFound("task"))?;
    let skills = tasks::skills(&mut cx.tx, &before.id).await?;
    let grows = after.size > before.size || skills.iter().any(|skill| !old_skills.contains(skill));
    for row in delegations::of_task(&mut cx.tx, &before.id).await? {
        if row.side != Side::Origin {
            continue;
        }
        let mut deal = Deal::around(cx, row).await?;
        let agreed = deal.origin_copy()?.standing().and_then(|offer| offer.terms.due);
        let is_earlier = after.due.is_some_and(|due| agreed.is_none_or(|agreed| due < agreed));
        let asks_more = grows || (after.due != before.due && is_earlier);
        match deal.row.state {
            State::Offered | State::Countered => {
                super::offer::offer_again(cx, &mut deal, after.due, None, None).await?;
            }
            State::Active if asks_more => {
                super::offer::offer_again(cx, &mut deal, after.due, None, None).await?;
            }
            State::Active | State::Submitted => {
                let decision = OriginDecision::TellChange { revision: after.revision };
                let step = deal.origin_copy()?.decide(decision, &facts(cx, &deal, None))?;
                apply(cx, &mut deal, step, &Said::default(), Some(Verb::DelegationUpdated)).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The origin's side of a delegation, for somebody who gives a verdict.
async fn for_verdict(cx: &mut Cx, id: &DelegationId) -> Result<Deal, PerformError> {
    let (seat, deal) = enter(cx, id, Side::Origin).await?;
    seat.demand(Permission::Verdict, deal.task.as_ref())?;
    Ok(deal)
}

async fn for_assigner(cx: &mut Cx, id: &DelegationId) -> Result<(seat::Seat, Deal), PerformError> {
    let (seat, deal) = enter(cx, id, Side::Origin).await?;
    seat.demand(Permission::Delegate, deal.task.as_ref())?;
    Ok((seat, deal))
}

fn saying(note: Option<String>) -> Said {
    Said { note, ..Said::default() }
}

pub async fn start_review(cx: &mut Cx, a: StartReview) -> Result<Value, PerformError> {
    let mut deal = for_verdict(cx, &a.delegation).await?;
    // The phase changes first, so that the message that tells of it carries the new one.
    let revision = deal.need_task()?.revision + 1;
    decide(
        cx,
        &mut deal,
        OriginDecision::StartReview { revision },
        Said::default(),
        Verb::DelegationReviewStarted,
    )
    .await
}

pub async fn accept_work(cx: &mut Cx, a: AcceptWork) -> Result<Value, PerformError> {
    let mut deal = for_verdict(cx, &a.delegation).await?;
    let said = saying(a.comment.map(|comment| comment.to_string()));
    decide(cx, &mut deal, OriginDecision::AcceptWork { seen: None }, said, Verb::DelegationWorkAccepted).await
}

pub async fn send_back(cx: &mut Cx, a: SendBack) -> Result<Value, PerformError> {
    let mut deal = for_verdict(cx, &a.delegation).await?;
    decide(
        cx,
        &mut deal,
        OriginDecision::SendBack { seen: None },
        saying(Some(a.comment.to_string())),
        Verb::DelegationSentBack,
    )
    .await
}

pub async fn refuse_work(cx: &mut Cx, a: RefuseWork) -> Result<Value, PerformError> {
    let mut deal = for_verdict(cx, &a.delegation).await?;
    let round = i64::from(deal.origin_copy()?.round);
    delegations::set_verdict(&mut cx.tx, &deal.row.id, round, "refused", cx.now).await?;
    decide(
        cx,
        &mut deal,
        OriginDecision::RefuseWork { seen: None },
        saying(Some(a.comment.to_string())),
        Verb::DelegationWorkRefused,
    )
    .await
}

pub async fn recall(cx: &mut Cx, a: RecallDelegation) -> Result<Value, PerformError> {
    let (_, mut deal) = for_assigner(cx, &a.delegation).await?;
    let said = saying(a.reason.map(|reason| reason.to_string()));
    if a.force {
        let since = super::clock::peer_down_since(cx, &deal).await?;
        let step = deal.origin_copy()?.decide(OriginDecision::ForceRecall, &facts(cx, &deal, since))?;
        apply(cx, &mut deal, step, &said, Some(Verb::DelegationRecalled)).await?;
        return Ok(deal.result());
    }
    let verb = if deal.row.state.is_open() { Verb::DelegationWithdrawn } else { Verb::DelegationRecalling };
    decide(cx, &mut deal, OriginDecision::Recall { reason: Reason::Other }, said, verb).await
}

pub async fn nudge(cx: &mut Cx, a: NudgeDelegation) -> Result<Value, PerformError> {
    let (_, mut deal) = for_assigner(cx, &a.delegation).await?;
    decide(
        cx,
        &mut deal,
        OriginDecision::Nudge,
        saying(a.note.map(|note| note.to_string())),
        Verb::DelegationNudged,
    )
    .await
}

pub async fn answer_onward(cx: &mut Cx, a: AnswerOnward) -> Result<Value, PerformError> {
    let (_, mut deal) = for_assigner(cx, &a.delegation).await?;
    let decision = OriginDecision::AnswerOnward { to: ActorUri(a.to.to_string()), allowed: a.allow };
    decide(cx, &mut deal, decision, Said::default(), Verb::DelegationOnwardAnswered).await
}

/// The event at the delegate that a message of the origin becomes.
pub(in crate::actions) fn event_of(message: &FromOrigin) -> Option<Verb> {
    match message {
        FromOrigin::Offer(_) => Some(Verb::DelegationReoffered),
        FromOrigin::Undo { .. } => Some(Verb::DelegationWithdrawn),
        FromOrigin::Grant { .. } => Some(Verb::DelegationGranted),
        FromOrigin::RejectAccept { .. } => Some(Verb::DelegationLost),
        FromOrigin::TaskChanged { .. } => Some(Verb::DelegationUpdated),
        FromOrigin::AcceptWork { .. } => Some(Verb::DelegationWorkAccepted),
        FromOrigin::SendBack { .. } => Some(Verb::DelegationSentBack),
        FromOrigin::RefuseWork { .. } => Some(Verb::DelegationWorkRefused),
        FromOrigin::Revoke { .. } => Some(Verb::DelegationRecalled),
        FromOrigin::AcceptLeave => Some(Verb::DelegationReturned),
        FromOrigin::Nudge => Some(Verb::DelegationNudged),
        FromOrigin::AnswerOnward { .. } => Some(Verb::DelegationOnwardAnswered),
        FromOrigin::Refused { .. } => None,
    }
}
