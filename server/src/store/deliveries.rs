//! Deliveries: one row per activity and inbox, one lane per host.

use pursuance_domain::delegation::timer::{Outage, PEER_DOWN_AFTER};
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::{StoreError, StoreResult};

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Not there yet.
    Waiting,
    /// The peer answered 2xx.
    Delivered,
    /// The peer does not want it.
    Refused,
    /// The peer is gone for good.
    GivenUp,
}

impl DeliveryState {
    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "waiting" => Ok(Self::Waiting),
            "delivered" => Ok(Self::Delivered),
            "refused" => Ok(Self::Refused),
            "given_up" => Ok(Self::GivenUp),
            _ => Err(StoreError::unknown_word("delivery", "state", word)),
        }
    }
}

/// A delivery as pages and the command line show it.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub id: String,
    pub activity: String,
    pub kind: String,
    pub inbox: String,
    pub host: String,
    pub seq: Option<i64>,
    pub state: DeliveryState,
    pub next_at: Time,
    pub attempts: i64,
    pub last_status: Option<i64>,
    pub last_error: Option<String>,
    pub created: Time,
    pub delivered_at: Option<Time>,
}

#[derive(sqlx::FromRow)]
struct DeliveryRow {
    id: String,
    activity: String,
    kind: String,
    inbox: String,
    host: String,
    seq: Option<i64>,
    state: String,
    next_at: i64,
    attempts: i64,
    last_status: Option<i64>,
    last_error: Option<String>,
    created: i64,
    delivered_at: Option<i64>,
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = StoreError;
    fn try_from(row: DeliveryRow) -> StoreResult<Self> {
        Ok(Self {
            id: row.id,
            activity: row.activity,
            kind: row.kind,
            inbox: row.inbox,
            host: row.host,
            seq: row.seq,
            state: DeliveryState::parse(&row.state)?,
            next_at: Time(row.next_at),
            attempts: row.attempts,
            last_status: row.last_status,
            last_error: row.last_error,
            created: Time(row.created),
            delivered_at: row.delivered_at.map(Time),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select d.id, d.activity, a.kind, d.inbox, d.host, d.seq, d.state, d.next_at, d.attempts, d.last_status, d.last_error, ",
            "d.created, d.delivered_at from delivery d join activity a on a.uri = d.activity and a.direction = 'out' ",
            $rest
        )
    };
}

/// What a new delivery is made of.
#[derive(Debug, Clone)]
pub struct NewDelivery<'a> {
    pub id: &'a str,
    pub activity: &'a str,
    pub sender: &'a str,
    pub inbox: &'a str,
    pub host: &'a str,
    pub channel: Option<&'a str>,
    pub epoch: Option<&'a str>,
    pub seq: Option<i64>,
    pub now: Time,
}

/// Writes a delivery and opens its host's lane, unless that waits after a failure.
pub async fn add(tx: &mut WriteTx, new: NewDelivery<'_>) -> StoreResult<()> {
    const SQL: &str = "insert into delivery (id, activity, sender, inbox, host, channel, epoch, seq, state, next_at, attempts, created)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, 0, $9)";
    const LANE: &str = "insert into host (name, next_at, failures, lease_until, blocked) values ($1, $2, 0, 0, false)
        on conflict (name) do update set next_at =
          case when host.next_at is null or (host.failures = 0 and host.next_at > excluded.next_at) then excluded.next_at else host.next_at end";
    run!(
        tx,
        SQL,
        new.id,
        new.activity,
        new.sender,
        new.inbox,
        new.host,
        new.channel,
        new.epoch,
        new.seq,
        new.now.0
    )?;
    run!(tx, LANE, new.host, new.now.0).map(drop)
}

/// What is known of a server we deliver to or hear from.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Host {
    pub name: String,
    pub next_at: Option<i64>,
    pub failures: i64,
    pub lease_until: i64,
    /// The signature form it takes: `rfc9421` or `cavage`; none until learnt.
    pub signature: Option<String>,
    pub signature_at: Option<i64>,
    /// How far its clock is from ours, in seconds; positive when it is ahead.
    pub clock_offset: Option<i64>,
    pub blocked: bool,
    pub last_ok: Option<i64>,
    pub last_error: Option<String>,
    pub down_since: Option<i64>,
}

impl Host {
    /// Since when it has not answered, where that is long enough to matter.
    pub fn down_since(&self, now: Time) -> Option<Time> {
        self.down_since.map(Time).filter(|since| since.plus(PEER_DOWN_AFTER) <= now)
    }
}

macro_rules! select_host {
    ($rest:literal) => {
        concat!(
            "select name, next_at, failures, lease_until, signature, signature_at, clock_offset, blocked, last_ok, last_error, down_since from host ",
            $rest
        )
    };
}

/// What is known of a host.
pub async fn host(tx: &mut ReadTx, name: &str) -> StoreResult<Option<Host>> {
    optional!(tx, Host, select_host!("where name = $1"), name)
}

/// Hosts by name, after one.
pub async fn hosts(tx: &mut ReadTx, after: &str, limit: i64) -> StoreResult<Vec<Host>> {
    all!(tx, Host, select_host!("where name > $1 order by name limit $2"), after, limit)
}

/// How many servers something is exchanged with.
pub async fn count_hosts(tx: &mut ReadTx) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from host where not blocked")?.0)
}

/// Claims a lane that is due, for a worker, until a lease runs out.
pub async fn claim_lane(
    tx: &mut WriteTx,
    worker: &str,
    now: Time,
    lease_until: Time,
) -> StoreResult<Option<Host>> {
    const SQLITE: &str = "update host set lease_by = $1, lease_until = $2 where name in
        (select name from host where next_at <= $3 and lease_until <= $3 and not blocked order by next_at limit 1)
        returning name, next_at, failures, lease_until, signature, signature_at, clock_offset, blocked, last_ok, last_error, down_since";
    const POSTGRES: &str = "update host set lease_by = $1, lease_until = $2 where name in
        (select name from host where next_at <= $3 and lease_until <= $3 and not blocked order by next_at limit 1 for update skip locked)
        returning name, next_at, failures, lease_until, signature, signature_at, clock_offset, blocked, last_ok, last_error, down_since";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    optional!(tx, Host, sql, worker, lease_until.0, now.0)
}

/// A delivery to be made, with the bytes to send.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct DueDelivery {
    pub id: String,
    pub activity: String,
    pub sender: String,
    pub sender_uri: String,
    pub inbox: String,
    pub channel: Option<String>,
    pub seq: Option<i64>,
    pub attempts: i64,
    pub created: i64,
    pub bytes: Vec<u8>,
}

/// The deliveries of a lane that are due, those of a channel in its order and never past one that waits.
pub async fn due(tx: &mut ReadTx, host: &str, now: Time, limit: i64) -> StoreResult<Vec<DueDelivery>> {
    const SQL: &str = "select d.id, d.activity, d.sender, s.uri as sender_uri, d.inbox, d.channel, d.seq, d.attempts, d.created, a.bytes
        from delivery d join activity a on a.uri = d.activity and a.direction = 'out' join actor s on s.id = d.sender
        where d.host = $1 and d.state = 'waiting' and d.next_at <= $2
          and (d.channel is null or not exists (select 1 from delivery e where e.channel = d.channel and e.epoch = d.epoch
            and e.seq < d.seq and e.state = 'waiting' and e.next_at > $2))
        order by d.channel, d.epoch, d.seq, d.id limit $3";
    all!(tx, DueDelivery, SQL, host, now.0, limit)
}

/// What became of an attempt.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    pub id: &'a str,
    pub state: DeliveryState,
    pub next_at: Time,
    pub status: Option<i64>,
    pub error: Option<&'a str>,
}

/// Notes what became of an attempt.
pub async fn record(tx: &mut WriteTx, attempt: &Attempt<'_>, now: Time) -> StoreResult<()> {
    const SQL: &str = "update delivery set state = $2, next_at = $3, attempts = attempts + 1, last_status = $4, last_error = $5,
        delivered_at = case when $2 = 'delivered' then $6 else delivered_at end where id = $1 and state = 'waiting'";
    let delivered_at: Option<i64> = (attempt.state == DeliveryState::Delivered).then_some(now.0);
    run!(
        tx,
        SQL,
        attempt.id,
        attempt.state.as_str(),
        attempt.next_at.0,
        attempt.status,
        attempt.error,
        delivered_at
    )
    .map(drop)
}

/// How a lane stands after a worker has been at it.
#[derive(Debug, Clone, Default)]
pub struct LaneOutcome {
    pub failures: i64,
    /// Not before this moment, after a failure.
    pub not_before: Option<Time>,
    pub ok: bool,
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
    const SQL: &str = "update host set lease_by = null, lease_until = 0, failures = $3,
          next_at = (select case when min(d.next_at) is null then null when min(d.next_at) < $4 then $4 else min(d.next_at) end
                     from delivery d where d.host = $1 and d.state = 'waiting' and (d.channel is null or not exists
                       (select 1 from delivery e where e.channel = d.channel and e.epoch = d.epoch and e.seq < d.seq
                          and e.state = 'waiting' and e.next_at > $6))),
          last_ok = case when $5 then cast($6 as bigint) else last_ok end,
          last_error = case when $5 then null else coalesce(cast($7 as text), last_error) end,
          down_since = case when $3 = 0 then null when $5 then $6 else coalesce(down_since, $6) end,
          signature = coalesce(cast($8 as text), signature), signature_at = case when cast($8 as text) is null then signature_at else $6 end,
          clock_offset = coalesce(cast($9 as bigint), clock_offset)
        where name = $1 and lease_by = $2";
    run!(
        tx,
        SQL,
        host,
        worker,
        outcome.failures,
        outcome.not_before.unwrap_or(now).0,
        outcome.ok,
        now.0,
        &outcome.error,
        outcome.signature,
        outcome.clock_offset
    )
    .map(drop)
}

/// Notes that a host which did not answer answers again, where that took long enough to matter.
pub async fn note_outage(tx: &mut WriteTx, host: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into outage (host, began, ended)
        select name, down_since, cast($2 as bigint) from host where name = $1 and down_since <= $3 on conflict (host, began) do nothing";
    run!(tx, SQL, host, now.0, now.plus(-PEER_DOWN_AFTER).0).map(drop)
}

/// When a host did not answer, beginning and end, as far as it ended after a moment.
pub async fn outages(tx: &mut ReadTx, host: &str, since: Time) -> StoreResult<Vec<Outage>> {
    const SQL: &str = "select began, ended from outage where host = $1 and ended > $2 order by began";
    let rows: Vec<(i64, i64)> = all!(tx, (i64, i64), SQL, host, since.0)?;
    Ok(rows.into_iter().map(|(began, ended)| Outage { from: Time(began), until: Time(ended) }).collect())
}

/// Forgets outages that ended before a moment.
pub async fn forget_outages(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from outage where ended < $1", before.0).map(drop)
}

/// Gives back the lanes a worker had claimed, when it stops.
pub async fn give_back(tx: &mut WriteTx, worker: &str) -> StoreResult<()> {
    run!(tx, "update host set lease_by = null, lease_until = 0 where lease_by = $1", worker).map(drop)
}

/// Notes that a host was heard of: its lane sleeps no longer than until now. Its failures stay counted (PROTOCOL §4.6).
pub async fn wake(tx: &mut WriteTx, host: &str, now: Time) -> StoreResult<()> {
    run!(tx, "update host set next_at = $2 where name = $1 and next_at > $2", host, now.0)?;
    run!(
        tx,
        "update delivery set next_at = $2 where host = $1 and state = 'waiting' and next_at > $2",
        host,
        now.0
    )
    .map(drop)
}

/// Whether a lane sleeps after failures; asked before [`wake`], which writes.
pub async fn sleeps(tx: &mut ReadTx, host: &str, now: Time) -> StoreResult<bool> {
    let row: Option<(i64,)> = optional!(
        tx,
        (i64,),
        "select failures from host where name = $1 and failures > 0 and next_at > $2",
        host,
        now.0
    )?;
    Ok(row.is_some())
}

/// Remembers which signature form a host takes.
pub async fn set_signature(tx: &mut WriteTx, host: &str, signature: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into host (name, failures, lease_until, blocked, signature, signature_at) values ($1, 0, 0, false, $2, $3)
        on conflict (name) do update set signature = excluded.signature, signature_at = excluded.signature_at";
    run!(tx, SQL, host, signature, now.0).map(drop)
}

/// Blocks a host, or no longer.
pub async fn set_blocked(tx: &mut WriteTx, host: &str, blocked: bool) -> StoreResult<()> {
    const SQL: &str = "insert into host (name, failures, lease_until, blocked) values ($1, 0, 0, $2)
        on conflict (name) do update set blocked = excluded.blocked";
    run!(tx, SQL, host, blocked).map(drop)
}

/// The names of blocked hosts.
pub async fn blocked(tx: &mut ReadTx) -> StoreResult<Vec<String>> {
    let rows: Vec<(String,)> = all!(tx, (String,), "select name from host where blocked order by name")?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Deliveries in a state (any when none is named), the newest first, optionally to one host.
pub async fn page(
    tx: &mut ReadTx,
    state: Option<DeliveryState>,
    host: Option<&str>,
    limit: i64,
) -> StoreResult<Vec<Delivery>> {
    let state = state.map(DeliveryState::as_str);
    all!(
        tx, DeliveryRow,
        select!("where (cast($1 as text) is null or d.state = $1) and (cast($2 as text) is null or d.host = $2) order by d.created desc limit $3"),
        state, host, limit
    )?
    .into_iter()
    .map(Delivery::try_from)
    .collect()
}

/// Deliveries in a state (any when none is named), the newest first, from before a moment.
pub async fn before(
    tx: &mut ReadTx,
    state: Option<DeliveryState>,
    before: Time,
    limit: i64,
) -> StoreResult<Vec<Delivery>> {
    let state = state.map(DeliveryState::as_str);
    all!(
        tx, DeliveryRow,
        select!("where (cast($1 as text) is null or d.state = $1) and d.created < $2 order by d.created desc limit $3"),
        state, before.0, limit
    )?
    .into_iter()
    .map(Delivery::try_from)
    .collect()
}

/// How an activity of ours travels: the worst of its deliveries first.
pub async fn of_activity(tx: &mut ReadTx, activity: &str) -> StoreResult<Vec<Delivery>> {
    all!(
        tx,
        DeliveryRow,
        select!("where d.activity = $1 order by case d.state when 'delivered' then 1 else 0 end, d.id"),
        activity
    )?
    .into_iter()
    .map(Delivery::try_from)
    .collect()
}

/// Tries deliveries again now: one, or all that wait or were refused at a host.
pub async fn retry(tx: &mut WriteTx, id: Option<&str>, host: Option<&str>, now: Time) -> StoreResult<u64> {
    const SQL: &str = "update delivery set state = 'waiting', next_at = $3
        where state <> 'delivered' and (cast($1 as text) is null or id = $1) and (cast($2 as text) is null or host = $2)";
    const LANES: &str = "update host set next_at = $1 where name in (select host from delivery where state = 'waiting' and next_at <= $1)";
    let changed = run!(tx, SQL, id, host, now.0)?;
    run!(tx, LANES, now.0)?;
    Ok(changed)
}

/// How many deliveries wait, and since when the oldest does; how many were refused.
pub async fn waiting(tx: &mut ReadTx) -> StoreResult<(i64, Option<Time>, i64)> {
    const SQL: &str = "select count(case when state = 'waiting' then 1 end), min(case when state = 'waiting' then created end),
        count(case when state = 'refused' then 1 end) from delivery where state <> 'delivered'";
    let row: (i64, Option<i64>, i64) = one!(tx, (i64, Option<i64>, i64), SQL)?;
    Ok((row.0, row.1.map(Time), row.2))
}

/// The deliveries of a channel that have not arrived, in order.
pub async fn undelivered(tx: &mut ReadTx, channel: &str) -> StoreResult<Vec<Delivery>> {
    all!(
        tx,
        DeliveryRow,
        select!("where d.channel = $1 and d.state <> 'delivered' order by d.epoch, d.seq limit 50"),
        channel
    )?
    .into_iter()
    .map(Delivery::try_from)
    .collect()
}

/// Whether a lane is due that nobody is at; asked before [`claim_lane`], which writes.
pub async fn has_due_lane(tx: &mut ReadTx, now: Time) -> StoreResult<bool> {
    const SQL: &str = "select 1 from host where next_at <= $1 and lease_until <= $1 and not blocked limit 1";
    Ok(optional!(tx, (i32,), SQL, now.0)?.is_some())
}

/// Keeps a lane for longer; whether it is still this worker's.
pub async fn renew_lane(tx: &mut WriteTx, host: &str, worker: &str, lease_until: Time) -> StoreResult<bool> {
    const SQL: &str = "update host set lease_until = $3 where name = $1 and lease_by = $2";
    Ok(run!(tx, SQL, host, worker, lease_until.0)? == 1)
}

/// Gives back every lane: only for a server that has the database to itself, at its start.
pub async fn give_back_all(tx: &mut WriteTx) -> StoreResult<()> {
    run!(tx, "update host set lease_by = null, lease_until = 0 where lease_until > 0").map(drop)
}

/// An actor's inbox has moved: what waits goes to the new one, now.
pub async fn move_inbox(tx: &mut WriteTx, old: &str, new: &str, host: &str, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "update delivery set inbox = $2, host = $3, next_at = $4 where inbox = $1 and state = 'waiting'";
    const LANE: &str =
        "insert into host (name, next_at, failures, lease_until, blocked) values ($1, $2, 0, 0, false)
        on conflict (name) do update set next_at = excluded.next_at where host.failures = 0";
    if run!(tx, SQL, old, new, host, now.0)? > 0 {
        run!(tx, LANE, host, now.0)?;
    }
    Ok(())
}

/// Gives up what waits for an inbox whose owner has ended.
pub async fn give_up_inbox(tx: &mut WriteTx, inbox: &str) -> StoreResult<()> {
    const SQL: &str = "update delivery set state = 'given_up', last_error = 'the receiver has ended' where inbox = $1 and state = 'waiting'";
    run!(tx, SQL, inbox).map(drop)
}

/// Gives up what has waited since before a moment; what is about delegations waits for ever.
pub async fn give_up_old(tx: &mut WriteTx, before: Time) -> StoreResult<u64> {
    run!(
        tx,
        "update delivery set state = 'given_up' where state = 'waiting' and channel is null and created < $1",
        before.0
    )
}
