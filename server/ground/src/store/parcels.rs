//! Parcels: what leaves this server and is no delivery, with the tries of each, and the last attempts at each receiver (DATA 13).

use pursuance_domain::time::Time;

use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::jobs;
pub use super::jobs::Lane;
use crate::platform::clock::Clock;

/// How many attempts are kept for each receiver.
pub const ATTEMPTS_KEPT: i64 = 100;

/// The name of the job that sends the lane of a parcel `p`, as `jobs` makes it.
macro_rules! job_key {
    () => {
        "'send:' || p.owner || ':' || p.carrier || ':' || p.receiver || '/'"
    };
}

/// A parcel that waits for its receiver.
#[derive(Debug, Clone)]
pub struct Parcel {
    pub id: String,
    pub lane: Lane,
    pub thread: String,
    /// JSON, as its carrier reads it; empty where its id says all.
    pub body: String,
    pub made_at: Time,
    /// The number of tries that have begun.
    pub attempts: i64,
}

#[derive(sqlx::FromRow)]
struct ParcelRow {
    id: String,
    #[sqlx(flatten)]
    lane: Lane,
    thread: String,
    body: String,
    made_at: i64,
    attempts: i64,
}

impl StoredRow for ParcelRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<ParcelRow> for Parcel {
    type Error = StoreError;
    fn try_from(row: ParcelRow) -> StoreResult<Self> {
        Ok(Self {
            id: row.id,
            lane: row.lane,
            thread: row.thread,
            body: row.body,
            made_at: Time(row.made_at),
            attempts: row.attempts,
        })
    }
}

/// The parts of a new parcel.
#[derive(Debug, Clone)]
pub struct NewParcel<'a> {
    pub id: &'a str,
    pub lane: &'a Lane,
    /// Parcels of one thread tell of the same thing, the newest of all; empty where it stands for itself.
    pub thread: &'a str,
    pub body: &'a str,
    pub due_at: Time,
}

/// Writes a parcel, and has its lane sent when it is due.
pub async fn put(tx: &mut WriteTx, clock: &Clock, new: NewParcel<'_>, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "insert into parcel (id, carrier, receiver, owner, thread, body, made_at, due_at, attempts)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 0)";
    new.lane.open(tx, clock, new.due_at).await?;
    let Lane { carrier, owner, receiver } = new.lane;
    run!(tx, SQL, new.id, carrier, receiver, owner, new.thread, new.body, now.0, new.due_at.0).map(drop)
}

/// The next due parcel of a lane.
pub async fn due(tx: &mut ReadTx, lane: &Lane, now: Time) -> StoreResult<Option<Parcel>> {
    const SQL: &str = "select id, carrier, owner, receiver, thread, body, made_at, attempts from parcel
        where carrier = $1 and owner = $2 and receiver = $3 and due_at <= $4 order by due_at, id limit 1";
    single(optional!(tx, ParcelRow, SQL, &lane.carrier, &lane.owner, &lane.receiver, now.0)?)
}

/// When the next parcel of a lane is due.
pub async fn next_due(tx: &mut ReadTx, lane: &Lane) -> StoreResult<Option<Time>> {
    const SQL: &str = "select min(due_at) from parcel where carrier = $1 and owner = $2 and receiver = $3";
    Ok(one!(tx, (Option<i64>,), SQL, &lane.carrier, &lane.owner, &lane.receiver)?.0.map(Time))
}

/// A lane in which something waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingLane {
    pub lane: Lane,
    /// When its next parcel is due.
    pub due_at: Time,
    /// Whether it has a job that sends it.
    pub has_job: bool,
}

/// All lanes in which something waits.
pub async fn lanes(tx: &mut ReadTx) -> StoreResult<Vec<WaitingLane>> {
    const SQL: &str = concat!(
        "select p.carrier, p.owner, p.receiver, min(p.due_at) as due_at, count(j.id) > 0 as has_job
        from parcel p left join job j on j.unique_key = ",
        job_key!(),
        " group by p.carrier, p.owner, p.receiver"
    );
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        lane: Lane,
        due_at: i64,
        has_job: bool,
    }
    let rows = all!(tx, Row, SQL)?.into_iter();
    Ok(rows
        .map(|row| WaitingLane { lane: row.lane, due_at: Time(row.due_at), has_job: row.has_job })
        .collect())
}

/// Puts a parcel off, as if it had not been tried now.
pub async fn put_off(tx: &mut WriteTx, id: &str, attempts: i64, until: Time) -> StoreResult<()> {
    run!(tx, "update parcel set attempts = $2, due_at = $3 where id = $1", id, attempts, until.0).map(drop)
}

/// Notes that a try begins, and when the next one is due; whether the parcel is still there.
pub async fn begin_try(tx: &mut WriteTx, id: &str, next_at: Time) -> StoreResult<bool> {
    const SQL: &str = "update parcel set attempts = attempts + 1, due_at = $2 where id = $1";
    Ok(run!(tx, SQL, id, next_at.0)? > 0)
}

/// Deletes a parcel.
pub async fn remove(tx: &mut WriteTx, id: &str) -> StoreResult<()> {
    run!(tx, "delete from parcel where id = $1", id).map(drop)
}

/// Deletes the parcels whose thread begins so; returns their bodies.
pub async fn drop_threads(tx: &mut WriteTx, begins: &str) -> StoreResult<Vec<String>> {
    const SQL: &str = "delete from parcel where thread >= $1 and thread < $2 and thread <> '' returning body";
    let rows = all!(tx, (String,), SQL, begins, behind(begins))?;
    Ok(rows.into_iter().map(|(body,)| body).collect())
}

/// Whether a parcel with a greater id waits in the thread of this one.
pub async fn is_overtaken(tx: &mut ReadTx, parcel: &Parcel) -> StoreResult<bool> {
    const SQL: &str = "select 1 from parcel where thread = $1 and id > $2 and thread <> '' limit 1";
    Ok(optional!(tx, (i32,), SQL, &parcel.thread, &parcel.id)?.is_some())
}

/// The least text behind all that begin so.
fn behind(begins: &str) -> String {
    format!("{begins}\u{10ffff}")
}

/// The end of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver has the parcel.
    Taken,
    /// It did not take the parcel for now.
    Later,
    /// It could not be spoken to.
    Unreachable,
    /// It will never take the parcel.
    Refused,
    /// It did not take the parcel for so long that it is not tried again.
    GivenUp,
}

impl Outcome {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Later => "later",
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
        }
    }

    fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "taken" => Ok(Self::Taken),
            "later" => Ok(Self::Later),
            "unreachable" => Ok(Self::Unreachable),
            "refused" => Ok(Self::Refused),
            "given_up" => Ok(Self::GivenUp),
            _ => Err(StoreError::unknown_word("parcel_attempt", "outcome", word)),
        }
    }
}

/// An attempt to hand a parcel over.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub id: String,
    pub parcel: String,
    pub at: Time,
    pub outcome: Outcome,
    /// The reason, in the receiver's words or in ours; empty where the parcel was taken.
    pub cause: String,
}

#[derive(sqlx::FromRow)]
struct AttemptRow {
    id: String,
    parcel: String,
    at: i64,
    outcome: String,
    cause: String,
}

impl StoredRow for AttemptRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<AttemptRow> for Attempt {
    type Error = StoreError;
    fn try_from(row: AttemptRow) -> StoreResult<Self> {
        let outcome = Outcome::parse(&row.outcome)?;
        Ok(Self { id: row.id, parcel: row.parcel, at: Time(row.at), outcome, cause: row.cause })
    }
}

/// Notes an attempt, and forgets those of its receiver behind the last hundred.
pub async fn note_attempt(tx: &mut WriteTx, lane: &Lane, attempt: &Attempt) -> StoreResult<()> {
    const SQL: &str = "insert into parcel_attempt (carrier, receiver, id, parcel, at, outcome, cause)
        values ($1, $2, $3, $4, $5, $6, $7)";
    const FORGET: &str = "delete from parcel_attempt where carrier = $1 and receiver = $2 and id <= (select id from parcel_attempt
        where carrier = $1 and receiver = $2 order by id desc limit 1 offset +$3)";
    let (carrier, receiver) = (&lane.carrier, &lane.receiver);
    let Attempt { id, parcel, at, outcome, cause } = attempt;
    run!(tx, SQL, carrier, receiver, id, parcel, at.0, outcome.as_str(), cause)?;
    run!(tx, FORGET, carrier, receiver, ATTEMPTS_KEPT).map(drop)
}

/// The last attempts at a receiver, the newest first.
pub async fn attempts(
    tx: &mut ReadTx,
    carrier: &str,
    receiver: &str,
    limit: i64,
) -> StoreResult<Vec<Attempt>> {
    const SQL: &str = "select id, parcel, at, outcome, cause from parcel_attempt
        where carrier = $1 and receiver = $2 order by id desc limit +$3";
    Ok(listed(each!(tx, AttemptRow, SQL, carrier, receiver, limit)?))
}

/// The carriers of which there are parcels or attempts.
pub async fn carriers(tx: &mut ReadTx) -> StoreResult<Vec<String>> {
    const SQL: &str =
        "select distinct carrier from parcel union select distinct carrier from parcel_attempt order by 1";
    Ok(all!(tx, (String,), SQL)?.into_iter().map(|(carrier,)| carrier).collect())
}

/// Carriers and receivers that were tried, the last one first; at most `limit`.
pub async fn tried(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<(String, String)>> {
    const SQL: &str = "select carrier, receiver from parcel_attempt group by carrier, receiver order by max(id) desc limit +$1";
    all!(tx, (String, String), SQL, limit)
}

/// Forgets attempts before a moment.
pub async fn forget_attempts(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from parcel_attempt where at < $1", before.0).map(drop)
}

/// The parcels that wait for a receiver, over all its lanes.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Waiting {
    pub receiver: String,
    pub waiting: i64,
    /// Since when the oldest waits.
    pub since: i64,
    /// When the next one is tried; none where nothing is sent to it.
    pub next_at: Option<i64>,
    /// The most tries of any of them.
    pub attempts: i64,
    /// The cause of the last attempt that did not succeed, unless one succeeded since.
    pub cause: Option<String>,
}

/// The receivers for which parcels are due or were tried, first those with the most tries; at most `limit`.
pub async fn waiting(tx: &mut ReadTx, carrier: &str, now: Time, limit: i64) -> StoreResult<Vec<Waiting>> {
    const SQL: &str = concat!(
        "select w.receiver, w.waiting, w.since, w.next_at, w.attempts,
          (select case when a.cause = '' then null else a.cause end from parcel_attempt a
            where a.carrier = $1 and a.receiver = w.receiver order by a.id desc limit 1) as cause
        from (select p.receiver, count(*) as waiting, min(p.made_at) as since, max(p.attempts) as attempts,
            min(case when j.run_at > p.due_at then j.run_at else p.due_at end) as next_at
          from parcel p left join job j on j.unique_key = ",
        job_key!(),
        " where p.carrier = $1 and (p.attempts > 0 or p.due_at <= $2) group by p.receiver) w
        order by w.attempts desc, w.receiver limit +$3"
    );
    all!(tx, Waiting, SQL, carrier, now.0, limit)
}

/// Has all parcels for a receiver tried now; how many those are.
pub async fn retry(
    tx: &mut WriteTx,
    clock: &Clock,
    carrier: &str,
    receiver: &str,
    now: Time,
) -> StoreResult<u64> {
    const LANES: &str = "select distinct carrier, owner, receiver from parcel where carrier = $1 and receiver = $2 order by owner";
    const SQL: &str =
        "update parcel set due_at = $3 where carrier = $1 and receiver = $2 and due_at > $3 and attempts > 0";
    // The job before the parcels, as writers of parcels do.
    for lane in all!(tx, Lane, LANES, carrier, receiver)? {
        lane.open(tx, clock, now).await?;
        jobs::send_now(tx, &lane, now).await?;
    }
    run!(tx, SQL, carrier, receiver, now.0)
}
