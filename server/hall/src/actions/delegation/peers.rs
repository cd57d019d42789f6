//! Blocked servers, and actors that have ended: the end of the delegations with them (PROTOCOL §3.2,
//! §3.3).

use pursuance_domain::action::{ActorGone, BlockHost, HostShutOut};
use pursuance_domain::delegation::origin::SHUT_OUT_AFTER;
use pursuance_domain::delegation::{Cut, DelegateDecision, OriginDecision, Side, State};
use pursuance_domain::event::{Audience, Happened, StreamId, happened};
use pursuance_domain::time::{MINUTE, Time};
use pursuance_domain::value::Note;
use serde_json::{Value, json};

use super::{DelegationCx, Said, Tell, delegate, keys, lock_party, origin};
use crate::actions::{Cx, InputRefusal, PerformError, Refused, Thing, access};
use crate::peers::host_policy::HostPolicy;
use crate::store::delegations::{self, Delegation};
use crate::store::jobs::Job;
use crate::store::{actors, deliveries, followers};

/// A transaction that was under way at a block or a suspension has ended after this time.
pub(in crate::actions) const UNDER_WAY: i64 = MINUTE;

carried_out! {
    BlockHost => block_host,
    ActorGone => actor_gone,
    HostShutOut => host_shut_out,
}

/// Blocks a server, or unblocks it. A block ends every live delegation with it, at once and on our side.
async fn block_host(cx: &mut Cx, a: BlockHost) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    let host = a.host.trim().trim_end_matches('.').to_lowercase();
    let policy = HostPolicy::blocking(&host);
    if host.is_empty() || policy.covers(cx.app.addresses.authority()) {
        return Err(Refused::Input(InputRefusal::NoOtherServer).into());
    }
    let mut ended = 0;
    if a.blocked {
        for row in delegations::live_elsewhere(&mut cx.tx, |host| policy.covers(host)).await? {
            ended += i64::from(end(cx, row, OriginDecision::Block, DelegateDecision::BlockPeer).await?);
        }
    }
    deliveries::set_blocked(&mut cx.tx, &host, a.blocked, cx.now).await?;
    if a.blocked {
        // Other transactions may have read that it is not blocked and write at this moment: this job ends their delegations.
        let job = Job::EndWithHost { host: host.clone() };
        job.write(&mut cx.tx, &cx.app.clock, cx.now.plus(UNDER_WAY)).await?;
    }
    deliveries::set_block_reason(&mut cx.tx, &host, a.reason.as_ref().map(Note::as_str)).await?;
    let told = happened::HostBlocked { host: host.clone(), blocked: a.blocked, delegations: ended };
    cx.leave(StreamId::instance(), Audience::Operators, Happened::HostBlocked(told), host.clone(), None);
    Ok(json!({ "host": host, "blocked": a.blocked, "delegations": ended }))
}

/// A server has refused everything from here for a day: the delegations with it end on our side, and people learn that
/// it refuses (PROTOCOL §3.6). With a blocked one those end that were left while it was being blocked.
async fn host_shut_out(cx: &mut Cx, a: HostShutOut) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    if HostPolicy::load(&mut cx.tx).await?.covers(&a.host) {
        let policy = HostPolicy::blocking(&a.host);
        let mut ended = 0;
        for row in delegations::live_elsewhere(&mut cx.tx, |host| policy.covers(host)).await? {
            ended += i64::from(end(cx, row, OriginDecision::Block, DelegateDecision::BlockPeer).await?);
        }
        return Ok(json!({ "host": a.host, "delegations": ended }));
    }
    let host = deliveries::host(&mut cx.tx, &a.host).await?;
    // A server that does not answer at all may have ended the refusal by then; if not, its next answer says so again.
    let since = host.filter(|host| host.failures == 0).and_then(|host| host.shut_out_since);
    let mut ended = 0;
    // It may have begun to listen again.
    if since.is_some_and(|since| Time(since).plus(SHUT_OUT_AFTER) <= cx.now) {
        for row in delegations::live_elsewhere(&mut cx.tx, |host| host == a.host).await? {
            ended += i64::from(end(cx, row, OriginDecision::ShutOut, DelegateDecision::ShutOut).await?);
        }
    }
    Ok(json!({ "host": a.host, "delegations": ended }))
}

/// An actor of another server has ended: the mirrors of its tasks become ours, the tasks handed to it want help again.
/// It is no longer a follower, and nothing waits for it.
async fn actor_gone(cx: &mut Cx, a: ActorGone) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let actor = actors::by_id(&mut cx.tx, &a.actor).await?.filter(|actor| !actor.is_here());
    let actor = actor.ok_or(Refused::NotFound(Thing::Actor))?;
    actors::set_gone(&mut cx.tx, &actor.id, cx.now).await?;
    followers::remove_everywhere(&mut cx.tx, &actor.id).await?;
    let mut ended = 0;
    for row in delegations::live_with(&mut cx.tx, &actor.id).await? {
        ended += i64::from(end(cx, row, OriginDecision::PeerGone, DelegateDecision::PeerGone).await?);
    }
    deliveries::give_up_inbox(&mut cx.tx, &actor.inbox).await?;
    keys::forget_change(cx, &actor.id).await?;
    let told = Happened::ActorGone(happened::ActorGone { delegations: ended });
    cx.leave(StreamId::instance(), Audience::Operators, told, a.actor.as_str(), None);
    Ok(json!({ "actor": a.actor, "delegations": ended }))
}

/// Ends a delegation from our side, unless it has ended meanwhile.
pub(super) async fn end(
    cx: &mut Cx,
    row: Delegation,
    there: OriginDecision,
    here: DelegateDecision,
) -> Result<bool, PerformError> {
    lock_party(cx, &row.ours().clone()).await?;
    let row = delegations::by_id(&mut cx.tx, &row.id).await?.filter(|row| row.state.is_live());
    let Some(row) = row else { return Ok(false) };
    let mut delegation = DelegationCx::around(cx, row).await?;
    match delegation.row.side {
        Side::Origin => {
            let step =
                delegation.origin_copy()?.decide(there, &origin::facts(cx, &delegation, None).await?)?;
            let tell = ended(step.copy.state, step.copy.cut);
            origin::apply(cx, &mut delegation, step, &Said::default(), Some(tell)).await?;
        }
        Side::Delegate => {
            let facts = delegate::facts(cx, &delegation).await?;
            let step = delegation.delegate_copy()?.decide(here, &facts)?;
            let tell = ended(step.copy.state, step.copy.cut);
            delegate::apply(cx, &mut delegation, step, &Said::default(), Some(tell)).await?;
        }
    }
    Ok(true)
}

/// The event of an end without the other side.
fn ended(state: State, cut: Option<Cut>) -> Tell {
    if cut.is_some() {
        return Happened::DelegationCutOff;
    }
    match state {
        State::Declined => Happened::DelegationDeclined,
        State::Withdrawn => Happened::DelegationWithdrawn,
        State::Recalled => Happened::DelegationRecalled,
        State::Offered
        | State::Countered
        | State::Accepting
        | State::Active
        | State::Submitted
        | State::Recalling
        | State::Returning
        | State::Expired
        | State::Lost
        | State::Completed
        | State::Refused
        | State::Returned
        | State::Void => Happened::DelegationVoided,
    }
}
