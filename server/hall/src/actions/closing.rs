//! Closing a pursuance, opening it again, and deleting it for good. That a closed one is only read is a rule of
//! `domain::allowed`; here is what ends with it.

use pursuance_domain::action::{
    ClosePursuance, DeletePursuance, ErasePursuance, ReopenPursuance, WindUpPursuance,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{self, Bare, PhaseSet};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::people::closing::{self, DeleteFacts};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::SECOND;
use serde_json::{Value, json};

use super::access::Access;
use super::{Cx, PerformError, Refused, Thing, access, delegation, farewell, member, skill_offer};
use crate::store::closing as closings;
use crate::store::erase::Removed;
use crate::store::jobs::{self, Job};
use crate::store::{deliveries, dependencies, erase, pursuances, tasks};

carried_out! {
    ClosePursuance => close,
    ReopenPursuance => reopen,
    DeletePursuance => delete,
    WindUpPursuance => go_on,
    ErasePursuance => erase,
}

/// How many delegations end in one transaction; a job does the rest.
pub(crate) const ENDED_AT_ONCE: i64 = 20;

/// How many rows of a deleted pursuance one transaction removes.
pub(crate) const ERASED_AT_ONCE: i64 = 200;

/// Wait before the removal checks again whether everybody has been told.
const LOOK_AGAIN: i64 = 2 * SECOND;

/// A pursuance that its Primary decides about.
async fn for_primary(cx: &mut Cx, named: &str) -> Result<Access, PerformError> {
    let access = access::lock(cx, named).await?;
    access.demand(Permission::DeletePursuance, None)?;
    Ok(access)
}

async fn close(cx: &mut Cx, a: ClosePursuance) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = for_primary(cx, &a.pursuance).await?;
    // Of a private one the server reads no reason: it comes with none, or not as far as here.
    let says_why = a.reason.is_some() || access.pursuance.is_private();
    closing::may_close(access.pursuance.closed_at, says_why)?;
    let id = access.pursuance.id;
    let ends = closings::what_ends(&mut cx.tx, &id, cx.now).await?;
    let reason = match &a.reason {
        Some(reason) => Some(member::reason(cx, reason).await?),
        None => None,
    };
    closings::close(&mut cx.tx, &id, &person, reason.as_ref(), cx.now).await?;
    closings::end_open(&mut cx.tx, &id, cx.now).await?;
    dependencies::hide_of(&mut cx.tx, &id).await?;
    skill_offer::end_all(cx, &id).await?;
    let delegations = ends.handed_out + ends.taken;
    let told = Happened::PursuanceClosed(happened::Closed { reason, delegations });
    cx.event(&id, told, id.as_str(), None);
    if wind_up(cx, &id, None).await?.is_some() {
        let job = Job::WindUp { pursuance: id.clone() };
        job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    }
    Ok(json!({
        "pursuance": access.pursuance.slug, "id": id, "closed": cx.now, "handed_out": ends.handed_out, "taken": ends.taken,
        "suggestions": ends.suggestions, "invites": ends.invites, "asking": ends.asking, "asked": ends.asked,
    }))
}

/// Ends the next delegations of a closed pursuance, behind one. Answers where to go on, if there may be more.
async fn wind_up(
    cx: &mut Cx,
    id: &ActorId,
    after: Option<&DelegationId>,
) -> Result<Option<DelegationId>, PerformError> {
    let Some(closed) = closings::about(&mut cx.tx, id).await?.filter(|closed| !closed.is_deleted) else {
        return Ok(None);
    };
    let rows = closings::to_wind_up(&mut cx.tx, id, after, ENDED_AT_ONCE).await?;
    let is_all = i64::try_from(rows.len()).is_ok_and(|count| count < ENDED_AT_ONCE);
    let last = rows.last().map(|row| row.id.clone());
    for row in rows {
        delegation::wind_up(cx, row, &closed).await?;
    }
    Ok(last.filter(|_| !is_all))
}

/// Goes on where a pursuance has more delegations than one transaction ends. One that was opened again meanwhile keeps the
/// rest.
async fn go_on(cx: &mut Cx, a: WindUpPursuance) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    delegation::lock_party(cx, &a.pursuance).await?;
    let next = wind_up(cx, &a.pursuance, a.after.as_ref()).await?;
    Ok(json!({ "left": u8::from(next.is_some()), "after": next }))
}

async fn reopen(cx: &mut Cx, a: ReopenPursuance) -> Result<Value, PerformError> {
    let access = for_primary(cx, &a.pursuance).await?;
    closing::may_reopen(access.pursuance.closed_at)?;
    let id = access.pursuance.id;
    closings::reopen(&mut cx.tx, &id).await?;
    cx.event(&id, Happened::PursuanceReopened(Bare {}), id.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "id": id }))
}

async fn delete(cx: &mut Cx, a: DeletePursuance) -> Result<Value, PerformError> {
    let access = for_primary(cx, &a.pursuance).await?;
    let id = access.pursuance.id;
    let facts = DeleteFacts {
        since: access.pursuance.closed_at,
        delegations: closings::count_holding(&mut cx.tx, &id).await?,
        is_named: a.confirm.as_str() == access.pursuance.slug,
        now: cx.now,
    };
    closing::may_delete(&facts)?;
    let us = delegation::actor(cx, &id).await?;
    closings::delete(&mut cx.tx, &id, cx.now).await?;
    deliveries::give_up_inbox(&mut cx.tx, &us.inbox).await?;
    cx.event(&id, Happened::PursuanceDeleted(Bare {}), id.as_str(), None);
    let told = Happened::PursuanceEnded(Bare {});
    cx.leave(StreamId::instance(), Audience::Operators, told, id.as_str(), None);
    let job = Job::Erase { pursuance: id.clone() };
    job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    Ok(json!({ "pursuance": access.pursuance.slug, "id": id }))
}

/// Removes the next part of a deleted pursuance: first everybody is told who has to know, then the rows go.
async fn erase(cx: &mut Cx, a: ErasePursuance) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let more = Ok(json!({ "left": 1 }));
    delegation::lock_party(cx, &a.pursuance).await?;
    let pursuance = pursuances::by_id(&mut cx.tx, &a.pursuance).await?;
    let pursuance = pursuance.filter(|pursuance| pursuance.deleted_at.is_some());
    let id = pursuance.ok_or(Refused::NotFound(Thing::Pursuance))?.id;
    if end_delegations(cx, &id).await? || farewell::say_some(cx, &id).await? || drop_awaited(cx, &id).await? {
        return more;
    }
    let stream = StreamId::of(&id);
    let is_told = jobs::first_to_notify(&mut cx.tx, &stream, i64::MAX).await?.is_none()
        && !jobs::tell_waiting_of(&mut cx.tx, &id).await?;
    if !is_told {
        let job = Job::Erase { pursuance: id };
        job.write(&mut cx.tx, &cx.app.clock, cx.now.plus(LOOK_AGAIN)).await?;
        return Ok(json!({ "left": 0 }));
    }
    let removed = erase::some(&mut cx.tx, &id, a.part, ERASED_AT_ONCE).await?;
    Ok(match removed {
        Some(Removed { part, .. }) => json!({ "left": 1, "part": part }),
        None => json!({ "left": 0 }),
    })
}

/// Ends the next delegations with a deleted pursuance, on each side that is here. Returns whether there were any.
async fn end_delegations(cx: &mut Cx, id: &ActorId) -> Result<bool, PerformError> {
    let mut rows = closings::live_with(&mut cx.tx, id, ENDED_AT_ONCE).await?;
    let are_any = !rows.is_empty();
    // Streams are locked in the order of their ids.
    rows.sort_by(|one, other| one.ours().cmp(other.ours()));
    for row in rows {
        delegation::end_with_deleted(cx, row).await?;
    }
    Ok(are_any)
}

/// Drops the next open tasks that tasks of other pursuances wait for: so these learn that they wait no longer.
async fn drop_awaited(cx: &mut Cx, id: &ActorId) -> Result<bool, PerformError> {
    let awaited = dependencies::awaited_elsewhere(&mut cx.tx, id, ENDED_AT_ONCE).await?;
    let found = tasks::by_ids(&mut cx.tx, &awaited).await?;
    for task in found.values() {
        tasks::set_state(&mut cx.tx, &task.id, Phase::Dropped, None, cx.now).await?;
        let told = PhaseSet { before: task.phase, after: Phase::Dropped, delegation: None, left: None };
        cx.event(id, Happened::TaskPhaseSet(told), task.id.as_str(), Some(&task.id));
    }
    Ok(!awaited.is_empty())
}
