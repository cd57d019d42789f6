//! Sends parcels (DATA 13): those of a lane one after the other, each until its receiver has it or it is given up. A carrier
//! says how they are handed over; tries, waits and the note of each attempt are the same for all.

mod mail;
mod push;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::HeaderMap;
use pursuance_domain::time::{HOUR, SECOND, Time};
use pursuance_federation::fetch::{FetchError, PostReply};
use pursuance_federation::reach::Origin;
use url::Url;

pub use self::mail::TRIED_FOR;
pub(super) use self::push::tell;
pub use self::push::{ANSWERED_WITHIN as PUSH_ANSWERED_WITHIN, TRIED_FOR as PUSH_TRIED_FOR};
use super::queue::Done;
use super::{WorkerCx, wait_after};
use crate::peers::host_policy::HostPolicy;
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::jobs;
use crate::store::parcels::{self, Attempt, Lane, Outcome, Parcel, WaitingLane};

/// How many parcels of a lane are sent before others have their turn, and for how long.
const IN_ONE: usize = 100;
const TURN: i64 = 10 * SECOND;
/// The longest wait for a receiver that cannot be spoken to: each parcel is put off by itself, and given up by itself.
const ASKED_WITHIN: i64 = HOUR;
/// How many characters of the cause of an attempt are kept: a receiver may say more.
const CAUSE_ROOM: usize = 500;

/// How parcels of one kind are handed over.
pub trait Carrier: Send + Sync {
    /// Its word in [`Lane::carrier`].
    fn word(&self) -> &'static str;

    /// Whether it sends; parcels wait as long as it does not.
    fn is_on(&self, _: &App) -> bool {
        true
    }

    /// Whether each start tries what waits at once: operators change how it is sent, and start the program again.
    fn tries_at_start(&self) -> bool {
        false
    }

    /// Whether a parcel was tried for so long that it is given up.
    fn gives_up(&self, parcel: &Parcel, now: Time) -> bool;

    /// Begins to send parcels of one lane.
    fn begin(&self) -> Box<dyn Round>;
}

/// Some parcels of one lane on their way, one after the other.
pub trait Round: Send {
    /// Decides whether a parcel goes now, in the transaction that notes the try.
    fn prepare<'a>(
        &'a mut self,
        app: &'a App,
        tx: &'a mut WriteTx,
        parcel: &'a Parcel,
        now: Time,
    ) -> BoxFuture<'a, StoreResult<Goes>>;

    /// Hands a parcel over. No connection to the database is held while the receiver is waited for.
    fn send<'a>(
        &'a mut self,
        app: &'a App,
        parcel: &'a Parcel,
        now: Time,
    ) -> BoxFuture<'a, StoreResult<Sent>>;

    /// Writes down that nothing more is done for a parcel, which is deleted in the same transaction.
    fn finish<'a>(
        &'a mut self,
        _app: &'a App,
        _tx: &'a mut WriteTx,
        _parcel: &'a Parcel,
        _now: Time,
    ) -> BoxFuture<'a, StoreResult<()>> {
        Box::pin(async { Ok(()) })
    }

    /// Ends: no other parcel comes.
    fn end(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}

/// Whether a parcel goes now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    Now,
    /// Not before this moment; that is no try.
    At(Time),
    /// There is nothing to send any more.
    Never,
}

/// The end of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The receiver has it.
    Taken,
    /// There was nothing to send any more.
    Dropped,
    /// It is not to go now; that was no try.
    PutOff(Time),
    /// The receiver did not take it for now; if it said so, not before this many microseconds from now.
    Later { after: Option<i64>, cause: String },
    /// The receiver cannot be spoken to: its lane waits.
    Unreachable { cause: String },
    /// It will never be taken.
    Refused { cause: String },
}

/// Posts to a server whose address somebody chose. The rules for other servers hold (PROTOCOL §4.7): each address behind its name is
/// checked when the connection is made, and no redirect is followed. None where operators have blocked the server. No connection
/// to the database is held while it is waited for.
pub async fn post(
    app: &App,
    url: &Url,
    headers: HeaderMap,
    body: Bytes,
    limit: Duration,
) -> StoreResult<Option<Result<PostReply, FetchError>>> {
    let policy = HostPolicy::load(&mut app.db.read().await?).await?;
    if Origin::of(url).is_ok_and(|origin| policy.covers(&origin.authority())) {
        return Ok(None);
    }
    Ok(Some(app.fetcher.post_within(url, headers, body, limit).await))
}

/// The carriers of a worker.
pub(super) type Carriers = Arc<[Arc<dyn Carrier>]>;

/// The carriers of this program.
pub(super) fn carriers() -> Vec<Arc<dyn Carrier>> {
    vec![Arc::new(mail::MailCarrier), Arc::new(push::PushCarrier)]
}

/// The carrier of a lane, where it sends.
fn carrier_of<'a>(cx: &'a WorkerCx, lane: &Lane) -> Option<&'a Arc<dyn Carrier>> {
    cx.carriers.iter().find(|carrier| carrier.word() == lane.carrier && carrier.is_on(&cx.app))
}

/// Gives every lane in which something waits a job where it has none: its carrier may not have sent before.
pub(super) async fn take_up(cx: &WorkerCx) -> StoreResult<()> {
    let lanes = parcels::lanes(&mut cx.app.db.read().await?).await?;
    let mut tx = cx.app.db.write().await?;
    for WaitingLane { lane, due_at, has_job } in &lanes {
        let Some(carrier) = carrier_of(cx, lane) else { continue };
        if !has_job {
            lane.open(&mut tx, &cx.app.clock, *due_at).await?;
        } else if carrier.tries_at_start() {
            jobs::send_now(&mut tx, lane, *due_at).await?;
        }
    }
    tx.commit().await
}

/// Sends the parcels of a lane that are due.
pub(super) async fn send(cx: &WorkerCx, lane: &Lane) -> StoreResult<Done> {
    let Some(carrier) = carrier_of(cx, lane) else { return Ok(Done::Finished) };
    let began = cx.app.clock.now();
    let mut round = carrier.begin();
    for _ in 0..IN_ONE {
        let now = cx.app.clock.now();
        if began.plus(TURN) < now {
            break;
        }
        let due = parcels::due(&mut cx.app.db.read().await?, lane, now).await?;
        let Some(parcel) = due else { break };
        match one(cx, carrier.as_ref(), round.as_mut(), &parcel, now).await {
            Ok(None) => {}
            Ok(Some(cause)) => return Ok(Done::Failed(cause)),
            Err(error) if error.is_about_data() => pass_over(cx, &parcel, now, &error).await?,
            Err(error) => return Err(error),
        }
    }
    round.end().await;
    Ok(Done::Finished)
}

/// Notes that a lane was sent: its job waits for the next parcel, if there is one. Parcels written meanwhile wait until the next
/// one has been looked up.
pub(super) async fn note(
    cx: &WorkerCx,
    tx: &mut WriteTx,
    lane: &Lane,
    job: &str,
    worker: &str,
) -> StoreResult<()> {
    if !jobs::hold(tx, job, worker).await? {
        return Ok(());
    }
    // Where nothing is sent, what waits would be due for ever. The next start that sends takes it up.
    let next = if carrier_of(cx, lane).is_some() { parcels::next_due(tx, lane).await? } else { None };
    match next {
        Some(at) => jobs::go_on_at(tx, job, worker, at).await,
        None => jobs::forget(tx, job, worker).await,
    }
}

/// The time of the next try after `failures` failed ones in a row. A receiver is never given up; the parcels waiting for it are.
pub(super) fn asked_again_at(failures: i64, now: Time) -> Time {
    now.plus(wait(failures).min(ASKED_WITHIN))
}

fn wait(failures: i64) -> i64 {
    wait_after(u32::try_from(failures).unwrap_or(u32::MAX))
}

/// Leaves a parcel for later that cannot be made: a damaged row of one person holds up nobody else's.
async fn pass_over(cx: &WorkerCx, parcel: &Parcel, now: Time, error: &StoreError) -> StoreResult<()> {
    tracing::error!(
        error = error as &dyn std::error::Error,
        parcel.id = parcel.id,
        parcel.carrier = parcel.lane.carrier,
        "A parcel cannot be made, and is tried again later"
    );
    let mut tx = cx.app.db.write().await?;
    parcels::begin_try(&mut tx, &parcel.id, now.plus(wait(parcel.attempts.saturating_add(1)))).await?;
    tx.commit().await
}

/// Tries one parcel. Answers why the lane has to wait, if it has to.
async fn one(
    cx: &WorkerCx,
    carrier: &dyn Carrier,
    round: &mut dyn Round,
    parcel: &Parcel,
    now: Time,
) -> StoreResult<Option<String>> {
    let app = &cx.app;
    if carrier.gives_up(parcel, now) {
        tracing::warn!(parcel.id = parcel.id, parcel.tries = parcel.attempts, "A parcel is given up");
        end(app, round, parcel, Some((Outcome::GivenUp, String::new())), now).await?;
        return Ok(None);
    }
    let mut tx = app.db.write().await?;
    match round.prepare(app, &mut tx, parcel, now).await? {
        Goes::Now => {}
        Goes::At(until) => {
            parcels::put_off(&mut tx, &parcel.id, parcel.attempts, until).await?;
            tx.commit().await?;
            return Ok(None);
        }
        Goes::Never => {
            finish(app, round, &mut tx, parcel, now).await?;
            tx.commit().await?;
            return Ok(None);
        }
    }
    let tries = parcel.attempts.saturating_add(1);
    // Noted before: a process that is killed in the middle does not try it again at once.
    let next_at = now.plus(wait(tries));
    let is_there = parcels::begin_try(&mut tx, &parcel.id, next_at).await?;
    tx.commit().await?;
    if !is_there {
        return Ok(None);
    }
    match round.send(app, parcel, now).await? {
        Sent::Taken => end(app, round, parcel, Some((Outcome::Taken, String::new())), now).await?,
        Sent::Dropped => end(app, round, parcel, None, now).await?,
        Sent::Refused { cause } => {
            tracing::warn!(
                parcel.id = parcel.id,
                parcel.carrier = parcel.lane.carrier,
                parcel.receiver = parcel.lane.receiver,
                answer = cause,
                "A parcel is refused"
            );
            end(app, round, parcel, Some((Outcome::Refused, cause)), now).await?;
        }
        Sent::PutOff(until) => {
            let mut tx = app.db.write().await?;
            parcels::put_off(&mut tx, &parcel.id, parcel.attempts, until).await?;
            tx.commit().await?;
        }
        Sent::Later { after, cause } => {
            tracing::info!(parcel.id = parcel.id, answer = cause, "A parcel waits for its receiver");
            // A receiver that wants it again at once waits as any other.
            let next_at = next_at.max(now.plus(after.unwrap_or(0)));
            put_off_after(app, parcel, tries, next_at, Outcome::Later, cause, now).await?;
        }
        // Also put off by itself: one on which its receiver breaks would be the first each time.
        Sent::Unreachable { cause } => {
            put_off_after(app, parcel, tries, next_at, Outcome::Unreachable, cause.clone(), now).await?;
            return Ok(Some(cause));
        }
    }
    Ok(None)
}

/// Notes an attempt, and when the parcel is tried again.
async fn put_off_after(
    app: &App,
    parcel: &Parcel,
    tries: i64,
    next_at: Time,
    outcome: Outcome,
    cause: String,
    now: Time,
) -> StoreResult<()> {
    let mut tx = app.db.write().await?;
    parcels::put_off(&mut tx, &parcel.id, tries, next_at).await?;
    note_attempt(app, &mut tx, parcel, outcome, cause, now).await?;
    tx.commit().await
}

/// How often, and after which time, the end of a parcel is noted again where the connection to the database was lost.
const LOSSES: u32 = 30;
const LOSS: Duration = Duration::from_secs(1);

/// Notes an attempt, if it was one, and ends the parcel.
async fn end(
    app: &App,
    round: &mut dyn Round,
    parcel: &Parcel,
    attempt: Option<(Outcome, String)>,
    now: Time,
) -> StoreResult<()> {
    let mut losses = 0;
    loop {
        let ended = async {
            let mut tx = app.db.write().await?;
            finish(app, round, &mut tx, parcel, now).await?;
            if let Some((outcome, cause)) = &attempt {
                note_attempt(app, &mut tx, parcel, *outcome, cause.clone(), now).await?;
            }
            tx.commit().await
        };
        match ended.await {
            // Postgres ends one of two transactions in a deadlock. A parcel that was taken is not sent again for that.
            Err(error) if error.is_retryable() => {}
            // Nor for a restart of Postgres.
            Err(error) if error.is_lost() && losses < LOSSES => {
                losses += 1;
                tokio::time::sleep(LOSS).await;
            }
            done => return done,
        }
    }
}

async fn finish(
    app: &App,
    round: &mut dyn Round,
    tx: &mut WriteTx,
    parcel: &Parcel,
    now: Time,
) -> StoreResult<()> {
    round.finish(app, tx, parcel, now).await?;
    parcels::remove(tx, &parcel.id).await
}

async fn note_attempt(
    app: &App,
    tx: &mut WriteTx,
    parcel: &Parcel,
    outcome: Outcome,
    cause: String,
    now: Time,
) -> StoreResult<()> {
    let cause = cause.chars().take(CAUSE_ROOM).collect();
    let attempt = Attempt { id: app.clock.new_id(), parcel: parcel.id.clone(), at: now, outcome, cause };
    parcels::note_attempt(tx, &parcel.lane, &attempt).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_down_is_asked_within_the_hour_however_long_it_was() {
        let now = Time(1_700_000_000_000_000);
        for failures in [1, 2, 10, 38, 1_000, i64::MAX] {
            let at = asked_again_at(failures, now);
            assert!(now < at && at <= now.plus(HOUR), "{failures}");
        }
    }
}
