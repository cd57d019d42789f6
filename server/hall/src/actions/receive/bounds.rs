//! Limits on what another server may offer, ask, hand in and say (PROTOCOL §4.9). A message over a limit is refused before
//! the rules of the delegation hear of it, and neither its bytes nor a line of the timeline is kept.

use pursuance_domain::delegation::bounds::{
    COMMENTS, COMMENTS_WITH_OFFER, LATE_WORK, OPEN_QUESTIONS, QUESTIONS, TERMS_AN_HOUR, TERMS_WITHOUT_ANSWER,
    WORK_OF_ROUND, is_heard,
};
use pursuance_domain::delegation::timer::{ANSWER_GRACE, OUTAGE_EXTENSION_MAX};
use pursuance_domain::delegation::{DelegateCopy, MessageKind, Side};
use pursuance_domain::event::Happened;
use pursuance_domain::time::{HOUR, Time};
use pursuance_federation::vocab::Act;

use super::read::ActClaim;
use crate::actions::delegation::{self, DelegationCx, Said};
use crate::actions::{Cx, PerformError, room};
use crate::store::actors::Actor;
use crate::store::channels::ActivityDirection;
use crate::store::delegations::{self, Delegation, SideCopy};

/// How many tasks one pursuance may offer to all of ours in an hour.
pub const OFFERS_AN_HOUR: i64 = 60;
/// The most offers that may wait for the answer of a pursuance of ours: from one server, from all servers with which it has
/// never had a task under way, and in total. Strangers take no place from partners.
pub const OPEN_OFFERS_OF_HOST: i64 = 20;
pub const OPEN_OFFERS_OF_STRANGERS: i64 = 100;
pub const OPEN_OFFERS: i64 = 200;
/// Whether as many offers as may be came from a pursuance, or wait for an answer already: strangers can make up pursuances
/// without end, and names of servers too.
pub(super) async fn are_too_many_open(cx: &mut Cx, us: &Actor, peer: &Actor) -> Result<bool, PerformError> {
    if delegations::offered_since(&mut cx.tx, &peer.id, cx.now.plus(-HOUR)).await? >= OFFERS_AN_HOUR {
        return Ok(true);
    }
    let ended = cx.now.plus(-(OUTAGE_EXTENSION_MAX + ANSWER_GRACE));
    let open = delegations::open_offers(&mut cx.tx, &us.id, peer.host.as_deref(), ended).await?;
    Ok(open.of_all >= OPEN_OFFERS
        || open.of_host >= OPEN_OFFERS_OF_HOST
        || (open.is_stranger && open.of_strangers >= OPEN_OFFERS_OF_STRANGERS))
}

/// Whether a delegation was offered on other terms too often already. Then this offer is declined unread.
pub(super) async fn is_offered_too_often(cx: &mut Cx, row: &Delegation) -> Result<bool, PerformError> {
    Ok(said(cx, row, MessageKind::Offer, cx.now.plus(-HOUR)).await? >= TERMS_AN_HOUR
        || (row.state.is_open() && said(cx, row, MessageKind::Offer, Time(0)).await? >= TERMS_WITHOUT_ANSWER))
}

/// Declines an offer unread here, too: the origin takes that answer as a no.
pub(super) async fn decline_unread(cx: &mut Cx, row: Delegation) -> Result<DelegationCx, PerformError> {
    let was_open = row.state.is_open();
    let mut delegation = DelegationCx::around(cx, row).await?;
    let step = DelegateCopy::decline_unread(&delegation.delegate_copy()?, cx.now);
    let tell = was_open.then_some(Happened::DelegationDeclined as delegation::Tell);
    delegation::apply_delegate(cx, &mut delegation, step, &Said::default(), tell).await?;
    Ok(delegation)
}

/// Whether the other side has asked, handed in or said as much of this kind as it may.
pub(super) async fn is_too_much(
    cx: &mut Cx,
    delegation: &DelegationCx,
    act: &Act,
) -> Result<bool, PerformError> {
    let row = &delegation.row;
    let heard = match &row.copy {
        SideCopy::Origin(copy) => copy.heard,
        SideCopy::Delegate(copy) => copy.heard,
    };
    let claim = ActClaim::of(act);
    if !claim.is_comment() && !is_heard(heard, row.created, cx.now) {
        return Ok(true);
    }
    let brings_text = claim.is_comment() || matches!(claim, ActClaim::Work(_));
    if brings_text
        && room::is_full_of_texts(cx, &delegation.peer).await?
        && !delegation::removes_note(cx, delegation, act).await?
    {
        return Ok(true);
    }
    Ok(match (claim, row.side) {
        (ActClaim::Comment { .. }, side) => {
            let is_stranger = side == Side::Delegate && row.state.is_open();
            let most = if is_stranger { COMMENTS_WITH_OFFER } else { COMMENTS };
            !delegation::removes_note(cx, delegation, act).await?
                && said(cx, row, MessageKind::Note, Time(0)).await? >= most
        }
        (ActClaim::Question(candidate), Side::Origin) => {
            let onward = &delegation.origin_copy()?.onward;
            let is_new = onward.iter().all(|question| question.to.as_str() != candidate.as_str());
            let open = onward.iter().filter(|question| question.allowed.is_none()).count();
            (is_new && open >= OPEN_QUESTIONS)
                || said(cx, row, MessageKind::AskOnward, Time(0)).await? >= QUESTIONS
        }
        (ActClaim::Work(submit), Side::Origin) => {
            let current = delegation.origin_copy()?.round;
            match (u32::try_from(submit.submission.round), row.state.is_at_work()) {
                (Ok(round), true) if round == current => work(cx, row, round, false).await? >= WORK_OF_ROUND,
                (Ok(round), _) if round <= current => work(cx, row, round, true).await? >= LATE_WORK,
                // No round of ours: at work the rules answer that, and afterwards nothing would count it.
                (_, is_at_work) => !is_at_work,
            }
        }
        (
            ActClaim::Question(_)
            | ActClaim::Work(_)
            | ActClaim::Yes(_)
            | ActClaim::OwnTask(_)
            | ActClaim::Return
            | ActClaim::Grant(_)
            | ActClaim::Recall(_)
            | ActClaim::Nothing,
            Side::Origin | Side::Delegate,
        ) => false,
    })
}

async fn said(cx: &mut Cx, row: &Delegation, kind: MessageKind, since: Time) -> Result<usize, PerformError> {
    let count = delegations::count_said(&mut cx.tx, &row.id, ActivityDirection::In, kind, since).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

async fn work(cx: &mut Cx, row: &Delegation, round: u32, late: bool) -> Result<usize, PerformError> {
    let count = delegations::count_work(&mut cx.tx, &row.id, i64::from(round), late).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}
