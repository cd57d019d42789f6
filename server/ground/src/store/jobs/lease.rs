//! The lease of a job: a worker claims it, renews its lease while it works, and ends it.

use pursuance_domain::time::Time;

use super::Job;
use crate::store::damage::{StoredRow, listed};
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::{StoreError, StoreResult};

/// A job as claimed.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub id: String,
    pub job: Job,
    pub attempts: i64,
    /// Since when it is due; another moment says that it was asked for again since.
    pub run_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct JobRow {
    id: String,
    payload: String,
    attempts: i64,
    run_at: i64,
}

impl StoredRow for JobRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<JobRow> for Claimed {
    type Error = StoreError;
    fn try_from(row: JobRow) -> StoreResult<Self> {
        let job = serde_json::from_str(&row.payload).map_err(|error| super::unreadable(&error))?;
        Ok(Self { id: row.id, job, attempts: row.attempts, run_at: row.run_at })
    }
}

/// The due jobs that wait all the same, because the servers that they ask are asked enough at the moment.
#[derive(Debug, Clone, Default)]
pub struct Postponed {
    /// Whether no other server is asked.
    pub all_peers: bool,
    /// Whether no parcel is sent to another server.
    pub parcels: bool,
    /// Other servers that are not asked; an empty name is none.
    pub hosts: [String; 3],
    /// Owners of lanes that are not sent; an empty name is nobody.
    pub owners: [String; 2],
}

impl Postponed {
    /// The jobs that wait whatever server they ask, as a value for a statement: 0 for none, 1 for all jobs that ask others, 2 for
    /// jobs that send parcels.
    fn kinds(&self) -> i64 {
        match (self.all_peers, self.parcels) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => 0,
        }
    }
}

/// A statement around the condition that a job is due and not postponed.
macro_rules! due {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "run_at <= $1 and lease_until <= $1 and (kind not in ('fetch_file', 'refresh_actor', 'pin_instance', 'ask_skill_offer', 'send')
              or (kind = 'send' and unique_key not like '%://%') or (($2 = 0 or ($2 = 2 and kind <> 'send'))
              and unique_key not like '%://' || $3 || '/%' and unique_key not like '%://' || $4 || '/%' and unique_key not like '%://' || $5 || '/%'
              and unique_key not like 'send:' || $6 || ':%' and unique_key not like 'send:' || $7 || ':%'
              and not exists (select 1 from file f join actor a on a.id = f.added_by
                where job.kind = 'fetch_file' and f.id = substr(job.unique_key, 6) and a.host in ($3, $4, $5))))",
            $after
        )
    };
}

/// Claims due jobs for a worker, with a lease. A damaged one is named in the log and deleted: no worker can ever do it.
pub async fn claim(
    tx: &mut WriteTx,
    worker: &str,
    now: Time,
    lease_until: Time,
    limit: i64,
    postponed: &Postponed,
) -> StoreResult<Vec<Claimed>> {
    const SQLITE: &str = due!(
        "update job set lease_by = $8, lease_until = $9, attempts = attempts + 1 where id in (select id from job where ",
        " order by run_at limit +$10) returning id, payload, attempts, run_at"
    );
    // An array is read once. A subquery behind `in` may be read for each row of the table, and then its limit is none.
    const POSTGRES: &str = due!(
        "update job set lease_by = $8, lease_until = $9, attempts = attempts + 1 where id = any (array(select id from job where ",
        " order by run_at limit +$10 for update of job skip locked)) returning id, payload, attempts, run_at"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    const DAMAGED: &str = "delete from job where id = $1 and lease_by = $2";
    let Postponed { hosts: [one, two, three], owners: [this, that], .. } = postponed;
    let kinds = postponed.kinds();
    let rows =
        all!(tx, JobRow, sql, now.0, kinds, one, two, three, this, that, worker, lease_until.0, limit)?;
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let claimed: Vec<Claimed> = listed(rows);
    for id in ids.iter().filter(|id| !claimed.iter().any(|claimed| claimed.id == **id)) {
        run!(tx, DAMAGED, id, worker)?;
    }
    Ok(claimed)
}

/// Renews the lease of a job; whether it is still this worker's.
pub async fn renew(tx: &mut WriteTx, id: &str, worker: &str, lease_until: Time) -> StoreResult<bool> {
    const SQL: &str = "update job set lease_until = $3 where id = $1 and lease_by = $2";
    Ok(run!(tx, SQL, id, worker, lease_until.0)? > 0)
}

/// Deletes a finished job, unless it was written again while it was in progress: then it is done once more.
pub async fn remove(tx: &mut WriteTx, done: &Claimed, worker: &str) -> StoreResult<()> {
    const SQL: &str = "delete from job where id = $1 and lease_by = $2 and run_at = $3";
    const AGAIN: &str =
        "update job set lease_by = null, lease_until = 0, attempts = 0 where id = $1 and lease_by = $2";
    if run!(tx, SQL, &done.id, worker, done.run_at)? == 0 {
        run!(tx, AGAIN, &done.id, worker)?;
        tx.leaves_work();
    }
    Ok(())
}

/// Puts a failed job off. If it was written again for a sooner moment while it was in progress, it is due then: that is another
/// reason to do it, not the one that failed.
pub async fn retry_at(
    tx: &mut WriteTx,
    failed: &Claimed,
    worker: &str,
    at: Time,
    error: &str,
) -> StoreResult<()> {
    const SQL: &str = "update job set run_at = case when run_at <> $3 and run_at < $4 then run_at else cast($4 as bigint) end,
        lease_by = null, lease_until = 0, error = $5 where id = $1 and lease_by = $2";
    run!(tx, SQL, &failed.id, worker, failed.run_at, at.0, error).map(drop)
}

/// Has a job that is held done once more, at a moment.
pub async fn go_on_at(tx: &mut WriteTx, id: &str, worker: &str, at: Time) -> StoreResult<()> {
    const SQL: &str = "update job set run_at = $3, lease_by = null, lease_until = 0, error = ''
        where id = $1 and lease_by = $2";
    run!(tx, SQL, id, worker, at.0).map(drop)
}

/// Puts off a job that has done its part for now, unless it was written again while it was in progress.
pub async fn put_off(
    tx: &mut WriteTx,
    claimed: &Claimed,
    worker: &str,
    until: Time,
    why: &str,
) -> StoreResult<()> {
    const SQL: &str = "update job set run_at = case when run_at = $3 then cast($4 as bigint) else run_at end,
        lease_by = null, lease_until = 0, error = $5 where id = $1 and lease_by = $2";
    run!(tx, SQL, &claimed.id, worker, claimed.run_at, until.0, why).map(drop)
}

/// Locks a job that its worker is about to end: a writer of the same job waits. Answers whether it is still this worker's.
pub async fn hold(tx: &mut WriteTx, id: &str, worker: &str) -> StoreResult<bool> {
    const SQL: &str = "update job set attempts = 0 where id = $1 and lease_by = $2";
    Ok(run!(tx, SQL, id, worker)? > 0)
}

/// Deletes a job that is held.
pub async fn forget(tx: &mut WriteTx, id: &str, worker: &str) -> StoreResult<()> {
    run!(tx, "delete from job where id = $1 and lease_by = $2", id, worker).map(drop)
}

/// Whether a job is due that no worker has; asked before [`claim`], which writes.
pub async fn has_due(tx: &mut ReadTx, now: Time, postponed: &Postponed) -> StoreResult<bool> {
    const SQL: &str = due!("select 1 from job where ", " limit 1");
    let Postponed { hosts: [one, two, three], owners: [this, that], .. } = postponed;
    Ok(optional!(tx, (i32,), SQL, now.0, postponed.kinds(), one, two, three, this, that)?.is_some())
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
