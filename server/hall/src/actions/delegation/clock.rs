//! Time limits of a delegation: expiry, reminders, heartbeats, a missing answer.

use pursuance_domain::action::TickDelegation;
use pursuance_domain::delegation::Side;
use pursuance_domain::delegation::timer::{DelegateClocks, DelegateDue, OriginClocks, OriginDue, Outage};
use pursuance_domain::event::Happened;
use pursuance_domain::time::{HOUR, Time};
use serde_json::Value;

use super::{DelegationCx, Said, Tell, block, delegate, lock_party, origin};
use crate::actions::{Cx, PerformError, Refused, Thing, access};
use crate::store::actors::Actor;
use crate::store::{delegations, deliveries};

carried_out! {
    TickDelegation => tick,
}

/// The time since which a pursuance's server has not answered; none where that is too short to matter.
pub(super) async fn down_since(cx: &mut Cx, peer: &Actor) -> Result<Option<Time>, PerformError> {
    let Some(host) = &peer.host else { return Ok(None) };
    Ok(deliveries::host(&mut cx.tx, host).await?.and_then(|host| host.down_since(cx.now)))
}

/// When a pursuance's server has not answered since a moment, the present outage among them.
async fn outages(
    cx: &mut Cx,
    peer: &Actor,
    since: Time,
    down_since: Option<Time>,
) -> Result<Vec<Outage>, PerformError> {
    let Some(host) = &peer.host else { return Ok(Vec::new()) };
    let mut outages = deliveries::outages(&mut cx.tx, host, since).await?;
    outages.extend(down_since.map(|from| Outage { from, until: cx.now }));
    Ok(outages)
}

/// Applies the passage of time to one side of a delegation.
async fn tick(cx: &mut Cx, a: TickDelegation) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let row =
        delegations::by_id(&mut cx.tx, &a.delegation).await?.ok_or(Refused::NotFound(Thing::Delegation))?;
    lock_party(cx, &row.ours().clone()).await?;
    let row =
        delegations::by_id(&mut cx.tx, &a.delegation).await?.ok_or(Refused::NotFound(Thing::Delegation))?;
    let delegation = DelegationCx::around(cx, row).await?;
    let mut delegation = super::end_if_closed(cx, delegation).await?;
    match delegation.row.side {
        Side::Origin => tick_origin(cx, &mut delegation).await?,
        Side::Delegate => tick_delegate(cx, &mut delegation).await?,
    }
    Ok(delegation.result())
}

async fn tick_origin(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    let copy = delegation.origin_copy()?;
    let down = down_since(cx, &delegation.peer).await?;
    let outages = outages(cx, &delegation.peer, delegation.row.created, down).await?;
    let facts = origin::facts(cx, delegation, down).await?;
    let clocks = OriginClocks {
        now: cx.now,
        is_suspended: facts.is_suspended,
        is_peer_down: down.is_some(),
        outages: &outages,
    };
    let Some(due) = copy.due(&clocks) else {
        block::settle(cx, delegation, block::BlockWord::None).await?;
        return look_again(cx, delegation).await;
    };
    let tell: Option<Tell> = match due {
        OriginDue::Expire => Some(Happened::DelegationExpired),
        OriginDue::ForceRecall => Some(Happened::DelegationRecalled),
        OriginDue::HeartbeatMissed(_) => Some(Happened::DelegationNudged),
        // Its effect tells of it.
        OriginDue::ReviewOverdue => None,
    };
    let step = copy.decide(due.into(), &facts)?;
    origin::apply(cx, delegation, step, &Said::default(), tell).await
}

async fn tick_delegate(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    let copy = delegation.delegate_copy()?;
    let facts = delegate::facts(cx, delegation).await?;
    let clocks = DelegateClocks { now: cx.now, is_suspended: facts.is_suspended };
    let Some(due) = copy.due(&clocks) else { return look_again(cx, delegation).await };
    let tell: Option<Tell> = match due {
        DelegateDue::ForceReturn => Some(Happened::DelegationReturned),
        DelegateDue::Expire => Some(Happened::DelegationExpired),
        // People here need not hear of these steps.
        DelegateDue::Report | DelegateDue::Heartbeat | DelegateDue::AskForLog | DelegateDue::PutAway => None,
    };
    let said = Said { by: delegate::teller(cx, delegation, &copy).await?, ..Said::default() };
    let step = copy.decide(due.into(), &facts)?;
    delegate::apply(cx, delegation, step, &said, tell).await
}

/// Looks again in an hour: something holds up a due step, for example the other server is down.
async fn look_again(cx: &mut Cx, delegation: &mut DelegationCx) -> Result<(), PerformError> {
    if delegation.row.next_tick.is_some_and(|at| at <= cx.now) {
        delegation.row.next_tick = Some(cx.now.plus(HOUR));
        delegations::save(&mut cx.tx, &delegation.row).await?;
    }
    Ok(())
}
