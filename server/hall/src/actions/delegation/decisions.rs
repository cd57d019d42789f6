//! The decisions of people at the origin about a task they handed over: the verdict, taking it back, asking for news.

use pursuance_domain::action::{
    AcceptWork, AnswerOnward, NudgeDelegation, RecallDelegation, RefuseWork, SendBack, StartReview,
    ThankForWork,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::{ActorUri, DelegationRefusal, OriginDecision, Side};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::OnwardAnswered;
use pursuance_domain::id::DelegationId;
use serde_json::Value;

use super::origin::{apply, facts};
use super::{DelegationCx, Said, Tell, lock_side};
use crate::actions::{Cx, PerformError, access};
use crate::store::delegations;

carried_out! {
    StartReview => start_review,
    AcceptWork => accept_work,
    SendBack => send_back,
    RefuseWork => refuse_work,
    ThankForWork => thank,
    RecallDelegation => recall,
    NudgeDelegation => nudge,
    AnswerOnward => answer_onward,
}

/// Puts a decision to the rules and carries out the step.
async fn decide(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    decision: OriginDecision,
    said: Said,
    tell: Tell,
) -> Result<Value, PerformError> {
    let copy = delegation.origin_copy()?;
    let facts = facts(cx, delegation, None).await?;
    let step = copy.decide(decision, &facts)?;
    apply(cx, delegation, step, &said, Some(tell)).await?;
    Ok(delegation.result())
}

/// The origin's side of a delegation, for a person who gives a verdict.
async fn for_verdict(cx: &mut Cx, id: &DelegationId) -> Result<DelegationCx, PerformError> {
    let (access, delegation) = lock_side(cx, id, Side::Origin).await?;
    access.demand(Permission::Verdict, delegation.task.as_ref())?;
    Ok(delegation)
}

async fn for_assigner(
    cx: &mut Cx,
    id: &DelegationId,
) -> Result<(access::Access, DelegationCx), PerformError> {
    let (access, delegation) = lock_side(cx, id, Side::Origin).await?;
    access.demand(Permission::Delegate, delegation.task.as_ref())?;
    Ok((access, delegation))
}

fn saying(note: Option<String>) -> Said {
    Said { note, ..Said::default() }
}

async fn start_review(cx: &mut Cx, a: StartReview) -> Result<Value, PerformError> {
    let mut delegation = for_verdict(cx, &a.delegation).await?;
    // The phase changes first, so that the message about it carries the new one.
    let revision = delegation.need_task()?.revision + 1;
    decide(
        cx,
        &mut delegation,
        OriginDecision::StartReview { revision },
        Said::default(),
        Happened::DelegationReviewStarted,
    )
    .await
}

async fn accept_work(cx: &mut Cx, a: AcceptWork) -> Result<Value, PerformError> {
    let mut delegation = for_verdict(cx, &a.delegation).await?;
    let said = saying(a.comment.map(|comment| comment.to_string()));
    decide(cx, &mut delegation, OriginDecision::AcceptWork { seen: a.submission }, said, super::WORK_ACCEPTED)
        .await
}

async fn send_back(cx: &mut Cx, a: SendBack) -> Result<Value, PerformError> {
    let mut delegation = for_verdict(cx, &a.delegation).await?;
    decide(
        cx,
        &mut delegation,
        OriginDecision::SendBack { seen: a.submission },
        saying(Some(a.comment.to_string())),
        Happened::DelegationSentBack,
    )
    .await
}

async fn refuse_work(cx: &mut Cx, a: RefuseWork) -> Result<Value, PerformError> {
    let mut delegation = for_verdict(cx, &a.delegation).await?;
    decide(
        cx,
        &mut delegation,
        OriginDecision::RefuseWork { seen: a.submission },
        saying(Some(a.comment.to_string())),
        Happened::DelegationWorkRefused,
    )
    .await
}

/// Thanks for work that came too late to count but may be of use.
async fn thank(cx: &mut Cx, a: ThankForWork) -> Result<Value, PerformError> {
    let mut delegation = for_verdict(cx, &a.delegation).await?;
    let handed_in = delegations::submissions(&mut cx.tx, &delegation.row.id).await?;
    if handed_in.iter().any(|work| work.uri == a.submission.as_str() && work.verdict.is_some()) {
        return Err(DelegationRefusal::AlreadyAnswered.into());
    }
    let said = saying(a.comment.map(|comment| comment.to_string()));
    let decision = OriginDecision::ThankForLate { submission: a.submission };
    let step = delegation.origin_copy()?.decide(decision, &facts(cx, &delegation, None).await?)?;
    apply(cx, &mut delegation, step, &said, None).await?;
    Ok(delegation.result())
}

async fn recall(cx: &mut Cx, a: RecallDelegation) -> Result<Value, PerformError> {
    let (_, mut delegation) = for_assigner(cx, &a.delegation).await?;
    let said = saying(a.reason.map(|reason| reason.to_string()));
    if a.force {
        let since = super::clock::down_since(cx, &delegation.peer).await?;
        let facts = facts(cx, &delegation, since).await?;
        let step = delegation.origin_copy()?.decide(OriginDecision::ForceRecall, &facts)?;
        apply(cx, &mut delegation, step, &said, Some(Happened::DelegationRecalled)).await?;
        return Ok(delegation.result());
    }
    let tell = super::taken_back(delegation.row.state);
    decide(cx, &mut delegation, OriginDecision::Recall { reason: a.code.reason() }, said, tell).await
}

async fn nudge(cx: &mut Cx, a: NudgeDelegation) -> Result<Value, PerformError> {
    let (_, mut delegation) = for_assigner(cx, &a.delegation).await?;
    decide(
        cx,
        &mut delegation,
        OriginDecision::Nudge,
        saying(a.note.map(|note| note.to_string())),
        Happened::DelegationNudged,
    )
    .await
}

async fn answer_onward(cx: &mut Cx, a: AnswerOnward) -> Result<Value, PerformError> {
    let (_, mut delegation) = for_assigner(cx, &a.delegation).await?;
    let to = ActorUri(a.to.to_string());
    let decision = OriginDecision::AnswerOnward { to: to.clone(), allowed: a.allow };
    let copy = delegation.origin_copy()?;
    let step = copy.decide(decision, &facts(cx, &delegation, None).await?)?;
    apply(cx, &mut delegation, step, &Said::default(), None).await?;
    let copy = delegation.origin_copy()?;
    let told = OnwardAnswered {
        step: delegation.decided(copy.round, copy.cut),
        to: Some(to),
        allowed: Some(a.allow),
    };
    delegation.event(cx, Happened::DelegationOnwardAnswered(told));
    Ok(delegation.result())
}
