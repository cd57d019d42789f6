//! Closed and deleted pursuances: tasks handed out are recalled, tasks taken are given back, each with its message and its
//! answer (PROTOCOL §3.5). A deleted pursuance sends nothing any more: the delegations end on each side.

use pursuance_domain::delegation::{DelegateDecision, DelegationRefusal, OriginDecision, Reason, Side};
use pursuance_domain::event::{Event, Happened};

use super::{DelegationCx, Said, Tell, delegate, origin, peers, taken_back};
use crate::actions::{Cx, PerformError};
use crate::store::closing::{self, Closed};
use crate::store::delegations::Delegation;

/// Ends a delegation of a closed pursuance, if this side may begin the end: withdraws or recalls, declines or gives back.
/// A delegation that is suspended, or waits for the other side's answer, ends later.
pub(in crate::actions) async fn wind_up(
    cx: &mut Cx,
    row: Delegation,
    closed: &Closed,
) -> Result<(), PerformError> {
    let mut delegation = DelegationCx::around(cx, row).await?;
    end(cx, &mut delegation, closed).await
}

/// Ends a delegation of a closed pursuance when a message, or time, has made that possible.
pub(in crate::actions) async fn end_if_closed(
    cx: &mut Cx,
    mut delegation: DelegationCx,
) -> Result<DelegationCx, PerformError> {
    let state = delegation.row.state;
    if (state.is_open() || state.is_at_work())
        && let Some(closed) = closing::about(&mut cx.tx, &delegation.us.id).await?
    {
        end(cx, &mut delegation, &closed).await?;
    }
    Ok(delegation)
}

async fn end(cx: &mut Cx, delegation: &mut DelegationCx, closed: &Closed) -> Result<(), PerformError> {
    let state = delegation.row.state;
    let note = Some(closed.why.clone()).filter(|why| !why.is_empty());
    let said = Said { note, by: closed.by.clone(), ..Said::default() };
    let refused = match delegation.row.side {
        Side::Origin => {
            let decision = OriginDecision::Recall { reason: Reason::Withdrawn };
            let facts = origin::facts(cx, delegation, None).await?;
            match delegation.origin_copy()?.decide(decision, &facts) {
                Ok(step) => {
                    let tell = taken_back(state);
                    origin::apply(cx, delegation, step, &said, Some(tell)).await?;
                    None
                }
                Err(refusal) => Some(refusal),
            }
        }
        Side::Delegate => {
            let copy = delegation.delegate_copy()?;
            let (decision, tell): (DelegateDecision, Tell) = match copy.newest() {
                Some(newest) if state.is_open() => {
                    let (offer, reason) = (newest.uri.clone(), Reason::NotNow);
                    (DelegateDecision::Decline { offer, reason }, Happened::DelegationDeclined)
                }
                Some(_) | None => {
                    let reason = Reason::ReturnBlocked;
                    (DelegateDecision::Return { reason }, Happened::DelegationReturning)
                }
            };
            let facts = delegate::facts(cx, delegation).await?;
            match copy.decide(decision, &facts) {
                Ok(step) => {
                    delegate::apply(cx, delegation, step, &said, Some(tell)).await?;
                    None
                }
                Err(refusal) => Some(refusal),
            }
        }
    };
    match refused {
        None => {
            if let (Some(by), true) = (&closed.by, cx.who.person().is_none()) {
                // A job or a message does it; the person who closed the pursuance brought it about.
                let of_it = |event: &&mut Event| event.object == delegation.row.id.as_str();
                if let Some(event) = cx.events.iter_mut().rev().find(of_it) {
                    event.actor = Some(by.clone());
                }
            }
            Ok(())
        }
        // The message follows when the channel goes on.
        Some(DelegationRefusal::Suspended) => Ok(()),
        Some(refusal) => Err(refusal.into()),
    }
}

/// Ends a delegation of a deleted pursuance: the other side, where it is here, hears that it is gone.
pub(in crate::actions) async fn end_with_deleted(cx: &mut Cx, row: Delegation) -> Result<(), PerformError> {
    peers::end(cx, row, OriginDecision::PeerGone, DelegateDecision::PeerGone).await.map(drop)
}
