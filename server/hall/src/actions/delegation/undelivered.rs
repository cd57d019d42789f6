//! Messages that other servers refuse: the people who wait for an answer learn of it, and so do operators (PROTOCOL
//! §4.6).

use pursuance_domain::delegation::origin::SHUT_OUT_AFTER;
use pursuance_domain::event::happened::{NotLettingIn, Undelivered};
use pursuance_domain::event::{Audience, Happened, StreamId};

use super::DelegationCx;
use crate::actions::{Cx, PerformError};
use crate::store::channels::ActivityDirection;
use crate::store::jobs::Job;
use crate::store::{delegations, deliveries};

/// The other side's server refuses a message of ours about a delegation, and it is not sent again.
pub async fn undelivered(cx: &mut Cx, activity: &str, status: Option<u16>) -> Result<(), PerformError> {
    let Some((id, kind)) = delegations::of_activity(&mut cx.tx, activity, ActivityDirection::Out).await?
    else {
        return Ok(());
    };
    let Some(row) = delegations::by_id(&mut cx.tx, &id).await? else { return Ok(()) };
    let delegation = DelegationCx::around(cx, row).await?;
    let told = Undelivered { step: delegation.step(), message: kind, status };
    delegation.event(cx, Happened::DelegationUndelivered(told));
    Ok(())
}

/// A server begins to answer "forbidden".
pub fn not_let_in(cx: &mut Cx, host: &str, status: Option<u16>) {
    let told = Happened::HostNotLettingIn(NotLettingIn { host: host.to_owned(), status });
    cx.leave(StreamId::instance(), Audience::Operators, told, host, None);
}

/// A server says that it does not talk to this one. After a day this is believed (PROTOCOL §3.6), and the delegations
/// with it end here.
pub async fn shut_out(cx: &mut Cx, host: &str) -> Result<(), PerformError> {
    let Some(since) = deliveries::note_shut_out(&mut cx.tx, host, cx.now).await? else { return Ok(()) };
    let job = Job::EndWithHost { host: host.to_owned() };
    Ok(job.write(&mut cx.tx, &cx.app.clock, since.plus(SHUT_OUT_AFTER).max(cx.now)).await?)
}
