//! Jobs: work written in the transaction that makes it necessary, done later by whoever claims it.

use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;

/// A job as claimed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct JobRow {
    pub id: String,
    pub kind: String,
    pub payload: String,
    pub attempts: i64,
}

/// Writes a job. One with the same `unique_key` that still waits is enough.
pub async fn add(
    tx: &mut WriteTx,
    id: &str,
    kind: &str,
    payload: &str,
    run_at: Time,
    unique_key: Option<&str>,
) -> StoreResult<()> {
    const SQL: &str = "insert into job (id, kind, payload, run_at, attempts, lease_until, unique_key) values ($1, $2, $3, $4, 0, 0, $5)
        on conflict (unique_key) do nothing";
    run!(tx, SQL, id, kind, payload, run_at.0, unique_key).map(drop)
}

/// Claims due jobs for a worker until a lease runs out.
pub async fn claim(
    tx: &mut WriteTx,
    worker: &str,
    now: Time,
    lease_until: Time,
    limit: i64,
) -> StoreResult<Vec<JobRow>> {
    const SQLITE: &str = "update job set lease_by = $1, lease_until = $2, attempts = attempts + 1 where id in
        (select id from job where run_at <= $3 and lease_until <= $3 order by run_at limit +$4) returning id, kind, payload, attempts";
    const POSTGRES: &str = "update job set lease_by = $1, lease_until = $2, attempts = attempts + 1 where id in
        (select id from job where run_at <= $3 and lease_until <= $3 order by run_at limit +$4 for update skip locked)
        returning id, kind, payload, attempts";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    all!(tx, JobRow, sql, worker, lease_until.0, now.0, limit)
}

/// A finished job goes.
pub async fn remove(tx: &mut WriteTx, id: &str, worker: &str) -> StoreResult<()> {
    run!(tx, "delete from job where id = $1 and lease_by = $2", id, worker).map(drop)
}

/// A failed job is tried again later.
pub async fn retry_at(tx: &mut WriteTx, id: &str, worker: &str, at: Time, error: &str) -> StoreResult<()> {
    run!(tx, "update job set run_at = $3, lease_by = null, lease_until = 0, error = $4 where id = $1 and lease_by = $2", id, worker, at.0, error)
        .map(drop)
}

/// How many jobs wait, and since when the oldest due one does.
pub async fn waiting(tx: &mut ReadTx, now: Time) -> StoreResult<(i64, Option<Time>)> {
    let row: (i64, Option<i64>) = one!(
        tx,
        (i64, Option<i64>),
        "select count(*), min(case when run_at <= $1 then run_at end) from job",
        now.0
    )?;
    Ok((row.0, row.1.map(Time)))
}

/// Whether a job is due that nobody is at; asked before [`claim`], which writes.
pub async fn has_due(tx: &mut ReadTx, now: Time) -> StoreResult<bool> {
    Ok(optional!(tx, (i32,), "select 1 from job where run_at <= $1 and lease_until <= $1 limit 1", now.0)?
        .is_some())
}

/// Gives back every job: only for a server that has the database to itself, at its start.
pub async fn give_back_all(tx: &mut WriteTx) -> StoreResult<()> {
    run!(tx, "update job set lease_by = null, lease_until = 0 where lease_until > 0").map(drop)
}

/// Gives back one job, as if it had not been claimed.
pub async fn give_back_one(tx: &mut WriteTx, id: &str, worker: &str) -> StoreResult<()> {
    const SQL: &str = "update job set lease_by = null, lease_until = 0, attempts = attempts - 1 where id = $1 and lease_by = $2";
    run!(tx, SQL, id, worker).map(drop)
}
