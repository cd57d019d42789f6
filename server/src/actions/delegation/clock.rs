//! What time brings to a delegation: expiry, reminders, heartbeats, a missing answer.

use pursuance_domain::action::TickDelegation;
use pursuance_domain::delegation::origin::Missed;
use pursuance_domain::delegation::timer::{DelegateClocks, OriginClocks};
use pursuance_domain::delegation::{DelegateFacts, OriginDecision, Side};
use pursuance_domain::event::Verb;
use pursuance_domain::task::phase::{Phase, WirePhase};
use pursuance_domain::time::{HOUR, Time};
use serde_json::Value;

use super::{Deal, Said, delegate, lock_party, origin};
use crate::actions::{Cx, PerformError, Refused, seat};
use crate::store::channels::Direction;
use crate::store::{delegations, deliveries};

/// Since when the other side's server has not answered.
pub(super) async fn peer_down_since(cx: &mut Cx, deal: &Deal) -> Result<Option<Time>, PerformError> {
    let Some(host) = &deal.peer.host else { return Ok(None) };
    Ok(deliveries::host(&mut cx.tx, host).await?.and_then(|host| host.down_since).map(Time))
}

/// Lets time pass for one side of a delegation.
pub async fn tick(cx: &mut Cx, a: TickDelegation) -> Result<Value, PerformError> {
    seat::demand_clock(cx)?;
    let row = delegations::by_id(&mut cx.tx, &a.delegation).await?.ok_or(Refused::NotFound("delegation"))?;
    lock_party(cx, &row.ours().clone()).await?;
    let row = delegations::by_id(&mut cx.tx, &a.delegation).await?.ok_or(Refused::NotFound("delegation"))?;
    let mut deal = Deal::around(cx, row).await?;
    match deal.row.side {
        Side::Origin => tick_origin(cx, &mut deal).await?,
        Side::Delegate => tick_delegate(cx, &mut deal).await?,
    }
    Ok(deal.result())
}

async fn tick_origin(cx: &mut Cx, deal: &mut Deal) -> Result<(), PerformError> {
    let copy = deal.origin_copy()?;
    let down = peer_down_since(cx, deal).await?;
    let offer = delegations::newest_message(&mut cx.tx, &deal.row.id, Direction::Out, "Offer").await?;
    let delivered = match offer {
        Some((uri, _)) => deliveries::of_activity(&mut cx.tx, &uri)
            .await?
            .into_iter()
            .find_map(|delivery| delivery.delivered_at),
        None => None,
    };
    let clocks = OriginClocks {
        now: cx.now,
        offer_delivered_at: delivered,
        is_peer_down: down.is_some_and(|since| cx.now > since.plus(HOUR)),
        peer_down_for: 0,
        auto_recall: false,
    };
    let Some(decision) = copy.due(&clocks) else { return look_again(cx, deal).await };
    let verb = match &decision {
        OriginDecision::Expire => Verb::DelegationExpired,
        OriginDecision::ForceRecall => Verb::DelegationRecalled,
        OriginDecision::HeartbeatMissed(Missed::Thrice) => Verb::DelegationRecalling,
        _ => Verb::DelegationNudged,
    };
    let step = copy.decide(decision, &origin::facts(cx, deal, down))?;
    origin::apply(cx, deal, step, &Said::default(), Some(verb)).await
}

async fn tick_delegate(cx: &mut Cx, deal: &mut Deal) -> Result<(), PerformError> {
    let copy = deal.delegate_copy()?;
    let Some(decision) = copy.due(&DelegateClocks { now: cx.now }) else { return look_again(cx, deal).await };
    let facts = DelegateFacts {
        now: cx.now,
        mirror: WirePhase::Is(deal.task.as_ref().map_or(Phase::New, |task| task.phase)),
        // The date of the last act of a person, never that of this heartbeat (PROTOCOL §3.3).
        last_activity: deal.task.as_ref().map_or(cx.now, |task| task.last_sign),
        open_subtasks: 0,
    };
    let step = copy.decide(decision, &facts)?;
    delegate::apply(cx, deal, step, &Said::default(), None).await
}

/// Nothing is due yet, for example because the other server is down: ask again in an hour.
async fn look_again(cx: &mut Cx, deal: &mut Deal) -> Result<(), PerformError> {
    if deal.row.next_tick.is_some_and(|at| at <= cx.now) {
        deal.row.next_tick = Some(cx.now.plus(HOUR));
        delegations::save(&mut cx.tx, &deal.row).await?;
    }
    Ok(())
}
