//! Servers we deal with no more, and actors that have ended: what becomes of the delegations with them (PROTOCOL §3.2,
//! §3.3).

use pursuance_domain::action::{ActorGone, BlockHost};
use pursuance_domain::delegation::{DelegateDecision, OriginDecision, Side};
use pursuance_domain::event::{Audience, StreamId, Verb};
use serde_json::{Value, json};

use super::{Deal, Said, delegate, lock_party, origin};
use crate::actions::{Cx, PerformError, Refused, seat};
use crate::store::delegations::{self, Delegation};
use crate::store::{actors, deliveries};

/// Deals no more with a server. Every live delegation with it ends on our side at once.
pub async fn block_host(cx: &mut Cx, a: BlockHost) -> Result<Value, PerformError> {
    seat::demand_operator(cx).await?;
    let host = a.host.trim().trim_end_matches('.').to_lowercase();
    if host.is_empty() || host == cx.app.addresses.authority() {
        let message = "Name another server, like law.example.".to_owned();
        return Err(Refused::Input { field: "host", message }.into());
    }
    let mut ended = 0;
    if a.blocked {
        for row in delegations::live_with(&mut cx.tx, None, Some(&host)).await? {
            end(cx, row, OriginDecision::Block, DelegateDecision::BlockPeer).await?;
            ended += 1;
        }
    }
    deliveries::set_blocked(&mut cx.tx, &host, a.blocked).await?;
    let data = json!({ "host": host, "blocked": a.blocked, "delegations": ended });
    cx.leave(StreamId::instance(), Audience::Operators, Verb::HostBlocked, host.clone(), None, data);
    Ok(json!({ "host": host, "blocked": a.blocked, "delegations": ended }))
}

/// An actor of another server has ended: what it asked of us becomes ours, what we asked of it wants help again.
pub async fn actor_gone(cx: &mut Cx, a: ActorGone) -> Result<Value, PerformError> {
    seat::demand_clock(cx)?;
    actors::set_gone(&mut cx.tx, &a.actor, cx.now).await?;
    let mut ended = 0;
    for row in delegations::live_with(&mut cx.tx, Some(&a.actor), None).await? {
        end(cx, row, OriginDecision::PeerGone, DelegateDecision::PeerGone).await?;
        ended += 1;
    }
    let data = json!({ "delegations": ended });
    cx.leave(StreamId::instance(), Audience::Operators, Verb::ActorGone, a.actor.as_str(), None, data);
    Ok(json!({ "actor": a.actor, "delegations": ended }))
}

async fn end(
    cx: &mut Cx,
    row: Delegation,
    there: OriginDecision,
    here: DelegateDecision,
) -> Result<(), PerformError> {
    lock_party(cx, &row.ours().clone()).await?;
    let mut deal = Deal::around(cx, row).await?;
    match deal.row.side {
        Side::Origin => {
            let step = deal.origin_copy()?.decide(there, &origin::facts(cx, &deal, None))?;
            origin::apply(cx, &mut deal, step, &Said::default(), Some(Verb::DelegationVoided)).await
        }
        Side::Delegate => {
            let facts = delegate::facts(cx, &deal).await?;
            let step = deal.delegate_copy()?.decide(here, &facts)?;
            delegate::apply(cx, &mut deal, step, &Said::default(), Some(Verb::DelegationVoided)).await
        }
    }
}
