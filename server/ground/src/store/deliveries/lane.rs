//! Lanes: the facts about each server, the time of its next attempt, and the worker that has it.

use pursuance_domain::delegation::timer::{Outage, PEER_DOWN_AFTER};
use pursuance_domain::time::{MINUTE, Time};

use crate::store::db::{ReadTx, WriteTx, all, one, optional, run};
use crate::store::error::StoreResult;
use crate::store::search::list;

/// After a sign of life led to a new attempt at a refused delivery, the next such attempt waits this long: otherwise two
/// servers, one refusing the other, would keep each other busy.
const REFUSED_CALM: i64 = 5 * MINUTE;

/// The facts about a server that we deliver to or hear from.
#[derive(Debug, Clone, Default, PartialEq, sqlx::FromRow)]
pub struct Host {
    pub name: String,
    pub next_at: Option<i64>,
    pub failures: i64,
    pub lease_until: i64,
    /// The signature form that it accepts, a word of `peers::signing::Form`; none until learnt.
    pub signature: Option<String>,
    pub signature_at: Option<i64>,
    /// The difference of its clock to ours, in seconds; positive when it is ahead.
    pub clock_offset: Option<i64>,
    pub blocked: bool,
    /// Why it is blocked, in an operator's words.
    pub block_reason: Option<String>,
    pub last_ok: Option<i64>,
    pub last_error: Option<String>,
    pub down_since: Option<i64>,
    /// Since when it answers "forbidden".
    pub forbidden_since: Option<i64>,
    /// The next attempt by the steps after failures; a host that is heard of is tried earlier.
    pub retry_at: Option<i64>,
    /// Before this moment its lane is not woken.
    pub quiet_until: Option<i64>,
    /// Since when it refuses everything from this instance.
    pub shut_out_since: Option<i64>,
}

impl Host {
    /// Since when it has not answered, where that is long enough to matter.
    pub fn down_since(&self, now: Time) -> Option<Time> {
        self.down_since.map(Time).filter(|since| since.plus(PEER_DOWN_AFTER) <= now)
    }

    /// The time at which a sign of life wakes its lane.
    pub fn wakes_at(&self, now: Time) -> Time {
        now.max(Time(self.quiet_until.unwrap_or(now.0)))
    }

    /// The time at which a sign of life leads to a new attempt at a refused delivery; none while such an attempt is
    /// due.
    fn asks_again_at(&self, now: Time) -> Option<Time> {
        let at = self.wakes_at(now);
        (self.forbidden_since.is_some() && at <= now.plus(REFUSED_CALM)).then_some(at)
    }
}

macro_rules! select_host {
    ($rest:literal) => {
        concat!(
            "select name, next_at, failures, lease_until, signature, signature_at, clock_offset, blocked, block_reason, last_ok, last_error, down_since, forbidden_since, retry_at, quiet_until, shut_out_since from host ",
            $rest
        )
    };
}

/// The facts about a host.
pub async fn host(tx: &mut ReadTx, name: &str) -> StoreResult<Option<Host>> {
    optional!(tx, Host, select_host!("where name = $1"), name)
}

/// Hosts by name, after one.
pub async fn hosts(tx: &mut ReadTx, after: &str, limit: i64) -> StoreResult<Vec<Host>> {
    all!(tx, Host, select_host!("where name > $1 order by name limit +$2"), after, limit)
}

/// Servers with a problem that are not blocked: first with a changed key, then with suspended channels, with refused deliveries that wait,
/// and without an answer.
pub async fn troubled_hosts(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<Host>> {
    macro_rules! key {
        () => {
            "name in (select a.host from actor_key k join actor a on a.id = k.actor where k.standing = 'strange')"
        };
    }
    macro_rules! channel {
        () => {
            "name in (select a.host from channel c join actor a on a.id = c.peer where c.state <> 'open' or c.untaken_since is not null)"
        };
    }
    const SQL: &str = concat!(
        select_host!("where not blocked and (failures > 0 or "),
        key!(),
        " or ",
        channel!(),
        " or (forbidden_since is not null and exists (select 1 from delivery d where d.host = host.name and d.state = 'waiting'))) order by case when ",
        key!(),
        " then 0 when ",
        channel!(),
        " then 1 when failures = 0 then 2 else 3 end, name limit +$1"
    );
    all!(tx, Host, SQL, limit)
}

/// Counts the servers that this instance knows, including blocked ones.
pub async fn count_known(tx: &mut ReadTx) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from host")?.0)
}

/// Notes that a host has a delivery; it is due as soon as its lane does not wait after a failure.
pub(super) async fn open(tx: &mut WriteTx, host: &str, at: Time) -> StoreResult<()> {
    const SQL: &str = "insert into host (name, next_at, failures, lease_until, blocked) values ($1, $2, 0, 0, false)
        on conflict (name) do update set next_at = case
          when host.next_at is null and host.retry_at > excluded.next_at then host.retry_at
          when host.next_at is null or (host.retry_at is null and host.next_at > excluded.next_at) then excluded.next_at
          else host.next_at end";
    tx.leaves_work();
    run!(tx, SQL, host, at.0).map(drop)
}

/// The lanes for which a worker is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lanes {
    All,
    /// Only lanes whose host did not fail at the last attempt.
    Sound,
}

/// The due lanes that no worker has; `$2`: also lanes of failing hosts.
macro_rules! due {
    () => {
        "next_at <= $1 and lease_until <= $1 and not blocked and (failures = 0 or $2)"
    };
}

/// Claims a due lane for a worker, with a lease.
pub async fn claim_lane(
    tx: &mut WriteTx,
    lanes: Lanes,
    worker: &str,
    now: Time,
    lease_until: Time,
) -> StoreResult<Option<Host>> {
    macro_rules! claim {
        ($chosen:literal, $locked:literal) => {
            concat!(
                "update host set lease_by = $3, lease_until = $4 where name ",
                $chosen,
                "(select name from host where ",
                due!(),
                " order by next_at limit 1",
                $locked,
                " returning name, next_at, failures, lease_until, signature, signature_at, clock_offset, blocked, block_reason, last_ok, ",
                "last_error, down_since, forbidden_since, retry_at, quiet_until, shut_out_since"
            )
        };
    }
    // An array is read once (see `jobs::claim`).
    let sql =
        if tx.is_sqlite() { claim!("in ", ")") } else { claim!("= any (array", " for update skip locked))") };
    optional!(tx, Host, sql, now.0, lanes == Lanes::All, worker, lease_until.0)
}

/// The state of a lane after a worker's run.
#[derive(Debug, Clone, Default)]
pub struct LaneOutcome {
    pub failures: i64,
    /// When it is tried next, after a failure.
    pub retry_at: Option<Time>,
    /// Not woken before this moment.
    pub quiet_until: Option<Time>,
    /// Whether it accepted a delivery.
    pub ok: bool,
    /// Whether it answered "forbidden".
    pub forbidden: bool,
    pub error: Option<String>,
    pub signature: Option<&'static str>,
    pub clock_offset: Option<i64>,
}

/// Gives a lane back: its next time is that of its earliest delivery that waits for no other, or later after a failure.
pub async fn release_lane(
    tx: &mut WriteTx,
    host: &str,
    worker: &str,
    outcome: &LaneOutcome,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "update host set lease_by = null, lease_until = 0, failures = $3, retry_at = cast($4 as bigint),
          next_at = (select case when min(d.next_at) is null then null when min(d.next_at) < $5 then $5 else min(d.next_at) end
                     from delivery d left join channel c on c.id = d.channel
                     left join (select channel, epoch, min(seq) as seq from delivery
                       where host = $1 and state = 'waiting' and next_at > $6 and channel is not null group by channel, epoch) later
                       on later.channel = d.channel and later.epoch = d.epoch
                     where d.host = $1 and d.state = 'waiting' and (later.seq is null or d.seq <= later.seq)
                       and (d.channel is null or c.state <> 'restored')),
          quiet_until = coalesce(cast($7 as bigint), quiet_until),
          last_ok = case when $8 then cast($6 as bigint) else last_ok end,
          last_error = case when $8 then cast($9 as text) else coalesce(cast($9 as text), last_error) end,
          down_since = case when $3 = 0 then null when $8 then $6 else coalesce(down_since, $6) end,
          forbidden_since = case when $10 then coalesce(forbidden_since, $6)
            when $8 and not exists (select 1 from delivery d where d.host = $1 and d.state = 'waiting' and d.last_status in (401, 403))
              then null else forbidden_since end,
          signature = coalesce(cast($11 as text), signature), signature_at = case when cast($11 as text) is null then signature_at else $6 end,
          clock_offset = coalesce(cast($12 as bigint), clock_offset)
        where name = $1 and lease_by = $2";
    const LOCK: &str = "select 1 from host where name = $1 for update";
    if !tx.is_sqlite() {
        // A transaction that adds a delivery holds the row until it commits. A statement of Postgres that waits for the
        // row counts the deliveries from before its wait, so the wait has to be over before the counting begins.
        optional!(tx, (i32,), LOCK, host)?;
    }
    run!(
        tx,
        SQL,
        host,
        worker,
        outcome.failures,
        outcome.retry_at.map(|at| at.0),
        outcome.retry_at.unwrap_or(now).0,
        now.0,
        outcome.quiet_until.map(|at| at.0),
        outcome.ok,
        &outcome.error,
        outcome.forbidden,
        outcome.signature,
        outcome.clock_offset
    )
    .map(drop)
}

/// Notes the end of a host's outage, if it was long enough to matter.
pub async fn note_outage(tx: &mut WriteTx, host: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into outage (host, began, ended)
        select name, down_since, cast($2 as bigint) from host where name = $1 and down_since <= $3 on conflict (host, began) do nothing";
    run!(tx, SQL, host, now.0, now.plus(-PEER_DOWN_AFTER).0).map(drop)
}

/// The outages of a host, beginning and end, that ended after a time.
pub async fn outages(tx: &mut ReadTx, host: &str, since: Time) -> StoreResult<Vec<Outage>> {
    const SQL: &str = "select began, ended from outage where host = $1 and ended > $2 order by began";
    let rows: Vec<(i64, i64)> = all!(tx, (i64, i64), SQL, host, since.0)?;
    Ok(rows.into_iter().map(|(began, ended)| Outage { from: Time(began), until: Time(ended) }).collect())
}

/// Forgets outages that ended before a moment.
pub async fn forget_outages(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from outage where ended < $1", before.0).map(drop)
}

/// Gives back the lane of a blocked server, if it is still blocked by the names of all blocked servers. No block is lifted before
/// this is written: lifting one opens the lane again ([`set_blocked`]).
pub async fn close_lane(
    tx: &mut WriteTx,
    host: &str,
    worker: &str,
    is_blocked: impl FnOnce(&[String]) -> bool,
) -> StoreResult<bool> {
    const POSTGRES: &str = "select name from host where blocked order by name for update";
    const SQL: &str =
        "update host set lease_by = null, lease_until = 0, next_at = null where name = $1 and lease_by = $2";
    let names: Vec<String> = if tx.is_sqlite() {
        blocked(tx).await?
    } else {
        all!(tx, (String,), POSTGRES)?.into_iter().map(|row| row.0).collect()
    };
    if !is_blocked(&names) {
        return Ok(false);
    }
    run!(tx, SQL, host, worker)?;
    Ok(true)
}

/// The delivery with the fewest attempts among the waiting ones that a host answered with "forbidden".
const REFUSED: &str = "select d.id from delivery d left join channel c on c.id = d.channel
    where d.host = $1 and d.state = 'waiting' and d.last_status in (401, 403) and d.next_at > $2
      and (d.channel is null or c.state <> 'restored') order by d.attempts, d.id limit 1";

/// Whether something waits until a host is heard of: its lane after failures, deliveries to a missing inbox or to a channel
/// that is stopped there (202, and waiting), or deliveries it answered with "forbidden". Asked before [`wake`], which writes.
pub async fn sleeps(tx: &mut ReadTx, host: &Host, now: Time) -> StoreResult<bool> {
    let at = host.wakes_at(now);
    if host.failures == 0
        && let Some(at) = host.asks_again_at(now)
        && optional!(tx, (String,), REFUSED, &host.name, at.0)?.is_some()
    {
        return Ok(true);
    }
    const SQL: &str = "select 1 from delivery where host = $1 and state = 'waiting' and (missing_since is not null or last_status = 202) and next_at > $2 limit 1";
    if host.next_at.is_none_or(|next| next <= at.0) {
        return Ok(false);
    }
    Ok(host.failures > 0 || optional!(tx, (i32,), SQL, &host.name, at.0)?.is_some())
}

/// Notes that a host was heard of, which ends those waits. Its failures stay counted (PROTOCOL §4.6).
pub async fn wake(tx: &mut WriteTx, host: &Host, now: Time) -> StoreResult<()> {
    const MISSING: &str = "update delivery set next_at = $2
        where host = $1 and state = 'waiting' and (missing_since is not null or last_status = 202) and next_at > $2";
    const LANE: &str =
        "update host set next_at = $2 where name = $1 and next_at > $2 and ($3 or failures > 0)";
    let at = host.wakes_at(now);
    tx.leaves_work();
    let has_missing = run!(tx, MISSING, &host.name, at.0)? > 0;
    // A host that does not answer is first probed.
    if host.failures == 0 {
        ask_again(tx, host, now).await?;
    }
    run!(tx, LANE, &host.name, at.0, has_missing).map(drop)
}

/// Retries one delivery that a host answered with "forbidden", as the host accepts or sends others: at most one at a
/// time, so that a long queue is no storm. Once one is accepted, all are retried ([`let_in`]).
pub async fn ask_again(tx: &mut WriteTx, host: &Host, now: Time) -> StoreResult<()> {
    // The delivery first and then its host, in the order of all writers. Another process may have read the same rows: only one of
    // them changes the delivery, and then the host is quiet.
    const AGAIN: &str = "update delivery set next_at = $3 where id = $1 and next_at > $3
        and exists (select 1 from host where name = $2 and (quiet_until is null or quiet_until <= $3))";
    const CALM: &str =
        "update host set quiet_until = $2, next_at = case when next_at > $3 then $3 else next_at end
        where name = $1";
    let Some(at) = host.asks_again_at(now) else { return Ok(()) };
    let Some((id,)) = optional!(tx, (String,), REFUSED, &host.name, at.0)? else { return Ok(()) };
    if run!(tx, AGAIN, id, &host.name, at.0)? == 0 {
        return Ok(());
    }
    tx.leaves_work();
    run!(tx, CALM, &host.name, at.plus(REFUSED_CALM).0, at.0).map(drop)
}

/// A host accepts again: the other deliveries that it answered with "forbidden" are due now.
pub async fn let_in(tx: &mut WriteTx, host: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "update delivery set next_at = $2
        where host = $1 and state = 'waiting' and last_status in (401, 403) and next_at > $2";
    tx.leaves_work();
    run!(tx, SQL, host, now.0).map(drop)
}

/// Remembers the signature form that a host accepts.
pub async fn set_signature(tx: &mut WriteTx, host: &str, signature: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into host (name, failures, lease_until, blocked, signature, signature_at) values ($1, 0, 0, false, $2, $3)
        on conflict (name) do update set signature = excluded.signature, signature_at = excluded.signature_at";
    run!(tx, SQL, host, signature, now.0).map(drop)
}

/// A server says that it does not talk to this one. Answers since when.
pub async fn note_shut_out(tx: &mut WriteTx, host: &str, now: Time) -> StoreResult<Option<Time>> {
    const SQL: &str = "update host set shut_out_since = coalesce(shut_out_since, $2) where name = $1 returning shut_out_since";
    Ok(optional!(tx, (i64,), SQL, host, now.0)?.map(|(since,)| Time(since)))
}

/// A server accepts something from here again.
pub async fn clear_shut_out(tx: &mut WriteTx, host: &str) -> StoreResult<()> {
    run!(tx, "update host set shut_out_since = null where name = $1", host).map(drop)
}

/// Blocks a host or unblocks it; unblocking opens its lane again.
pub async fn set_blocked(tx: &mut WriteTx, host: &str, blocked: bool, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into host (name, failures, lease_until, blocked) values ($1, 0, 0, $2)
        on conflict (name) do update set blocked = excluded.blocked";
    const OPEN: &str = "update host set next_at = $1 where next_at is null
        and exists (select 1 from delivery d where d.host = host.name and d.state = 'waiting')";
    run!(tx, SQL, host, blocked)?;
    if !blocked {
        tx.leaves_work();
        run!(tx, OPEN, now.0)?;
    }
    Ok(())
}

/// Keeps in an operator's words why a host is blocked.
pub async fn set_block_reason(tx: &mut WriteTx, host: &str, reason: Option<&str>) -> StoreResult<()> {
    run!(tx, "update host set block_reason = $2 where name = $1", host, reason).map(drop)
}

/// The two bars on the way to a host: the names of blocked hosts, and since when it refuses everything from here.
pub async fn barred(tx: &mut ReadTx, host: &str) -> StoreResult<(Vec<String>, Option<Time>)> {
    const SQL: &str = "select name, blocked, shut_out_since from host where blocked or name = $1";
    let rows: Vec<(String, bool, Option<i64>)> = all!(tx, (String, bool, Option<i64>), SQL, host)?;
    let since = rows.iter().find(|(name, ..)| name == host).and_then(|(.., since)| since.map(Time));
    Ok((rows.into_iter().filter(|(_, blocked, _)| *blocked).map(|(name, ..)| name).collect(), since))
}

/// The names of blocked hosts.
pub async fn blocked(tx: &mut ReadTx) -> StoreResult<Vec<String>> {
    let rows: Vec<(String,)> = all!(tx, (String,), "select name from host where blocked order by name")?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Whether a host with one of these names is blocked.
pub async fn is_any_blocked<'a>(
    tx: &mut ReadTx,
    names: impl IntoIterator<Item = &'a str>,
) -> StoreResult<bool> {
    const SQLITE: &str =
        "select 1 from host where name in (select value from json_each($1)) and blocked limit 1";
    const POSTGRES: &str = "select 1 from host
        where name = any (array(select json_array_elements_text(cast($1 as json)))) and blocked limit 1";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    Ok(optional!(tx, (i32,), sql, list(names))?.is_some())
}

/// Whether a lane is due that no worker has; asked before [`claim_lane`], which writes.
pub async fn has_due_lane(tx: &mut ReadTx, lanes: Lanes, now: Time) -> StoreResult<bool> {
    const SQL: &str = concat!("select 1 from host where ", due!(), " limit 1");
    Ok(optional!(tx, (i32,), SQL, now.0, lanes == Lanes::All)?.is_some())
}

/// Extends the lease of a lane; false when it is another worker's by now.
pub async fn renew_lane(tx: &mut WriteTx, host: &str, worker: &str, lease_until: Time) -> StoreResult<bool> {
    const SQL: &str = "update host set lease_until = $3 where name = $1 and lease_by = $2";
    Ok(run!(tx, SQL, host, worker, lease_until.0)? == 1)
}

/// Gives back every lane: only for a server that has the database to itself, at its start.
pub async fn give_back_all(tx: &mut WriteTx) -> StoreResult<()> {
    run!(tx, "update host set lease_by = null, lease_until = 0 where lease_until > 0").map(drop)
}
