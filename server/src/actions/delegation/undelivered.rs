//! Messages that other servers do not want: who waits for an answer is told, and so are operators (PROTOCOL §4.6).

use pursuance_domain::delegation::origin::SHUT_OUT_AFTER;
use pursuance_domain::event::happened::{NotLettingIn, Undelivered};
use pursuance_domain::event::{Audience, Happened, StreamId};

use super::DelegationCx;
use crate::actions::{Cx, PerformError};
use crate::store::channels::Direction;
use crate::store::jobs::Job;
use crate::store::{delegations, deliveries};

/// The other side's server does not want a message of ours about a delegation, and it is not sent again.
pub async fn undelivered(cx: &mut Cx, activity: &str, status: Option<u16>) -> Result<(), PerformError> {
    let Some((id, kind)) = delegations::of_activity(&mut cx.tx, activity, Direction::Out).await? else {
        return Ok(());
    };
    let Some(row) = delegations::by_id(&mut cx.tx, &id).await? else { return Ok(()) };
    let delegation = DelegationCx::around(cx, row).await?;
    let told = Undelivered { step: delegation.step(), message: kind, status };
    delegation.event(cx, Happened::DelegationUndelivered(told));
    Ok(())
}

/// A server does not let us in any longer.
pub fn not_let_in(cx: &mut Cx, host: &str, status: Option<u16>) {
    let told = Happened::HostNotLettingIn(NotLettingIn { host: host.to_owned(), status });
    cx.leave(StreamId::instance(), Audience::Operators, told, host, None);
}

/// A server says that it does not talk to this one. If it says so for a day, it is believed (PROTOCOL §3.6): what is shared
/// with it ends here.
pub async fn shut_out(cx: &mut Cx, host: &str) -> Result<(), PerformError> {
    let Some(since) = deliveries::note_shut_out(&mut cx.tx, host, cx.now).await? else { return Ok(()) };
    let job = Job::EndWithHost { host: host.to_owned() };
    Ok(job.write(&mut cx.tx, &cx.app.clock, since.plus(SHUT_OUT_AFTER).max(cx.now)).await?)
}
