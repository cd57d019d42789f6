//! Deliveries: one row per activity and inbox, one lane per host.

mod lane;

use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::time::Time;

pub use self::lane::{
    Host, LaneOutcome, Lanes, ask_again, barred, blocked, claim_lane, clear_shut_out, close_lane,
    count_known, forget_outages, give_back_all, has_due_lane, host, hosts, is_any_blocked, let_in,
    note_outage, note_shut_out, outages, release_lane, renew_lane, set_block_reason, set_blocked,
    set_signature, sleeps, troubled_hosts, wake,
};

use super::damage::{ListStretch, StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::parcels::Waiting;
use super::search::list;

/// The state of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Not delivered yet.
    Waiting,
    /// The peer answered 2xx.
    Delivered,
    /// The peer does not want it.
    Refused,
    /// The peer is gone for good.
    GivenUp,
    /// The peer's key has changed, and no operator has compared it yet.
    Stopped,
}

impl DeliveryState {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
            Self::Stopped => "stopped",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "waiting" => Ok(Self::Waiting),
            "delivered" => Ok(Self::Delivered),
            "refused" => Ok(Self::Refused),
            "given_up" => Ok(Self::GivenUp),
            "stopped" => Ok(Self::Stopped),
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
    /// The time of the last attempt; none before the first, and of attempts of older programs.
    pub tried_at: Option<Time>,
    pub created: Time,
    pub delivered_at: Option<Time>,
}

impl Delivery {
    /// Whether the last attempt was answered with "forbidden".
    pub fn was_forbidden(&self) -> bool {
        is_forbidden(self.last_status)
    }
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
    tried_at: Option<i64>,
    created: i64,
    delivered_at: Option<i64>,
}

impl StoredRow for DeliveryRow {
    fn key(&self) -> String {
        self.id.clone()
    }
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
            tried_at: row.tried_at.map(Time),
            created: Time(row.created),
            delivered_at: row.delivered_at.map(Time),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select d.id, d.activity, a.kind, d.inbox, d.host, d.seq, d.state, d.next_at, d.attempts, d.last_status, d.last_error, ",
            "d.tried_at, d.created, d.delivered_at from delivery d join activity a on a.uri = d.activity and a.direction = 'out' ",
            $rest
        )
    };
}

/// The parts of a new delivery.
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

/// Writes a delivery and opens its host's lane, unless the lane waits after a failure.
pub async fn add(tx: &mut WriteTx, new: NewDelivery<'_>) -> StoreResult<()> {
    const SQL: &str = "insert into delivery (id, activity, sender, inbox, host, channel, epoch, seq, state, next_at, attempts, created, missed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, case when exists (select 1 from channel c join actor_key k on k.actor = c.peer
            and k.standing = 'strange' where c.id = $6) then 'stopped' else 'waiting' end, $9, 0, $9, 0)";
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
    lane::open(tx, new.host, new.now).await
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
    /// The time of the first failed attempt, of the first missing inbox, and the number of attempts that found no
    /// inbox.
    pub failing_since: Option<i64>,
    pub missing_since: Option<i64>,
    pub missed: i64,
    /// The answer to the last attempt.
    pub last_status: Option<i64>,
    /// Whether the other side stopped taking what comes through its channel.
    pub is_untaken: bool,
    pub bytes: Vec<u8>,
}

impl DueDelivery {
    /// Whether the last attempt was answered with "forbidden".
    pub fn was_forbidden(&self) -> bool {
        is_forbidden(self.last_status)
    }
}

/// Whether a status means "forbidden".
fn is_forbidden(status: Option<i64>) -> bool {
    matches!(status, Some(401 | 403))
}

/// The due deliveries of a lane: a condition picks them, in an order, and only then are they read whole. Nothing leaves
/// through a channel whose peer knows more of it than this database.
macro_rules! select_due {
    ($join:literal, $which:literal, $order:literal, $limit:literal) => {
        concat!(
            "select d.id, d.activity, d.sender, s.uri as sender_uri, d.inbox, d.channel, d.seq, d.attempts, d.created, d.failing_since, ",
            "d.missing_since, d.missed, d.last_status, ",
            "exists (select 1 from channel u where u.id = d.channel and u.untaken_since is not null) as is_untaken, ",
            "a.bytes from delivery d join activity a on a.uri = d.activity and a.direction = 'out' ",
            "join actor s on s.id = d.sender where d.id in (select d.id from delivery d left join channel c on c.id = d.channel ",
            $join,
            " where d.host = $1 and d.state = 'waiting' and d.next_at <= $2 and (d.channel is null or c.state <> 'restored') and ",
            $which, " order by ", $order, " limit ", $limit, ") order by ", $order
        )
    };
}

/// The due deliveries of a lane; within a channel in its order, and never past one that waits. The lowest waiting number is
/// looked up once for each channel: looked up for each waiting delivery, a long queue would take quadratic time.
pub async fn due(tx: &mut ReadTx, host: &str, now: Time, limit: i64) -> StoreResult<Vec<DueDelivery>> {
    const SQL: &str = select_due!(
        "left join (select channel, epoch, min(seq) as seq from delivery
            where host = $1 and state = 'waiting' and next_at > $2 and channel is not null group by channel, epoch) later
            on later.channel = d.channel and later.epoch = d.epoch",
        "(later.seq is null or d.seq < later.seq)",
        "d.channel, d.epoch, d.seq, d.id",
        "+$3"
    );
    all!(tx, DueDelivery, SQL, host, now.0, limit)
}

/// The due deliveries of a lane, without those in `lines`: channels, or single deliveries, with an attempt under way.
pub async fn due_besides(
    tx: &mut ReadTx,
    host: &str,
    lines: &[String],
    now: Time,
    limit: i64,
) -> StoreResult<Vec<DueDelivery>> {
    macro_rules! besides {
        ($is_another:literal) => {
            select_due!(
                "left join (select channel, epoch, min(seq) as seq from delivery
                    where host = $1 and state = 'waiting' and next_at > $2 and channel is not null group by channel, epoch) later
                    on later.channel = d.channel and later.epoch = d.epoch",
                $is_another,
                "d.channel, d.epoch, d.seq, d.id",
                "+$3"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        besides!(
            "(later.seq is null or d.seq < later.seq) and coalesce(d.channel, d.id) not in (select value from json_each($4))"
        )
    } else {
        besides!(
            "(later.seq is null or d.seq < later.seq)
              and coalesce(d.channel, d.id) <> all (array(select json_array_elements_text(cast($4 as json))))"
        )
    };
    all!(tx, DueDelivery, sql, host, now.0, limit, list(lines.iter().map(String::as_str)))
}

/// The delivery to probe a lane with: of the ones that wait for no other, the one with the fewest attempts. So a message that is never
/// accepted does not stop its whole host.
pub async fn probe(tx: &mut ReadTx, host: &str, now: Time) -> StoreResult<Option<DueDelivery>> {
    const SQL: &str = select_due!(
        "",
        "(d.channel is null or not exists (select 1 from delivery e where e.channel = d.channel and e.epoch = d.epoch
            and e.seq < d.seq and e.state = 'waiting'))",
        "d.attempts, d.id",
        "1"
    );
    optional!(tx, DueDelivery, SQL, host, now.0)
}

/// The waiting deliveries of a channel, in its order, each with its activity.
pub async fn waiting_in(tx: &mut ReadTx, channel: &str) -> StoreResult<Vec<(String, String)>> {
    const SQL: &str =
        "select id, activity from delivery where channel = $1 and state = 'waiting' order by epoch, seq";
    all!(tx, (String, String), SQL, channel)
}

/// Gives a delivery another number of its channel.
pub async fn renumber(
    tx: &mut WriteTx,
    id: &str,
    host: &str,
    epoch: &str,
    seq: i64,
    now: Time,
) -> StoreResult<()> {
    run!(tx, "update delivery set epoch = $2, seq = $3, next_at = $4 where id = $1", id, epoch, seq, now.0)?;
    lane::open(tx, host, now).await
}

/// The trouble that an attempt had, as it is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No answer decided anything.
    Failing,
    /// The inbox did not exist.
    Missing,
}

/// The result of an attempt.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    pub id: &'a str,
    pub state: DeliveryState,
    pub next_at: Time,
    pub status: Option<i64>,
    pub error: Option<&'a str>,
    pub trouble: Option<Trouble>,
}

/// Writes the result of an attempt.
pub async fn record(tx: &mut WriteTx, attempt: &Attempt<'_>, now: Time) -> StoreResult<()> {
    const SQL: &str = "update delivery set state = $2, next_at = $3, attempts = attempts + 1, last_status = $4, last_error = $5,
          tried_at = cast($6 as bigint), delivered_at = case when $2 = 'delivered' then cast($6 as bigint) else delivered_at end,
          failing_since = case when $7 then coalesce(failing_since, $6) else failing_since end,
          missing_since = case when $8 then coalesce(missing_since, $6) else missing_since end,
          missed = case when $8 then missed + 1 else missed end
        where id = $1 and state = 'waiting'";
    run!(
        tx,
        SQL,
        attempt.id,
        attempt.state.as_str(),
        attempt.next_at.0,
        attempt.status,
        attempt.error,
        now.0,
        attempt.trouble == Some(Trouble::Failing),
        attempt.trouble == Some(Trouble::Missing)
    )
    .map(drop)
}

/// Deliveries in a state (in any when none is given), the newest first, optionally to one host.
pub async fn page(
    tx: &mut ReadTx,
    state: Option<DeliveryState>,
    host: Option<&str>,
    limit: i64,
) -> StoreResult<Vec<Delivery>> {
    let state = state.map(DeliveryState::as_str);
    Ok(listed(each!(
        tx,
        DeliveryRow,
        select!(
            "where (cast($1 as text) is null or d.state = $1) and (cast($2 as text) is null or d.host = $2) order by d.created desc limit +$3"
        ),
        state,
        host,
        limit
    )?))
}

/// Deliveries in a state (in any when none is given), the newest first, behind one of that time and id.
pub async fn behind(
    tx: &mut ReadTx,
    state: Option<DeliveryState>,
    (at, id): (Time, String),
    limit: i64,
) -> StoreResult<Vec<Delivery>> {
    const SQL: &str = select!(
        "where (cast($1 as text) is null or d.state = $1) and (d.created, d.id) < ($2, $3)
        order by d.created desc, d.id desc limit +$4"
    );
    let state = state.map(DeliveryState::as_str);
    let mut list = ListStretch::new(limit, (at.0, id));
    while let Some(((created, id), wanted)) = list.wanted() {
        let found = each!(tx, DeliveryRow, SQL, state, *created, id, wanted)?;
        list.take(found, |row| (row.created, row.id.clone()));
    }
    Ok(list.rows())
}

/// The delivery that shows best how far the other side has our messages in a delegation: the newest that was refused or given
/// up and that the other side did not read in our log either; else, of our last message, first one that is not delivered.
pub async fn telling(tx: &mut ReadTx, delegation: &DelegationId) -> StoreResult<Option<Delivery>> {
    const SQL: &str = select!(
        "where d.activity = coalesce(
            (select m.activity from delegation_message m join delivery u on u.activity = m.activity
              join channel c on c.id = u.channel and c.out_epoch = u.epoch
              where m.delegation = $1 and m.direction = 'out' and u.state in ('refused', 'given_up')
                and (c.ack_epoch <> c.out_epoch or c.ack_seq < u.seq)
              order by m.at desc, m.activity desc limit 1),
            (select m.activity from delegation_message m where m.delegation = $1 and m.direction = 'out'
              order by m.at desc, m.activity desc limit 1))
        order by case d.state when 'delivered' then 1 else 0 end, d.id limit 1"
    );
    single(optional!(tx, DeliveryRow, SQL, delegation.as_str())?)
}

/// The first waiting delivery of the channel of a delivery: the others wait for it.
pub async fn first_in_line(tx: &mut ReadTx, id: &str) -> StoreResult<Option<Delivery>> {
    const SQL: &str = select!(
        "where d.state = 'waiting' and d.channel = (select channel from delivery where id = $1)
          and d.epoch = (select epoch from delivery where id = $1) order by d.seq limit 1"
    );
    single(optional!(tx, DeliveryRow, SQL, id)?)
}

/// Retries deliveries now: one, or all of a host that wait, were refused or were given up.
/// A delivery with a number of an earlier epoch stays as it is: the peer reads a later epoch by now.
pub async fn retry(tx: &mut WriteTx, id: Option<&str>, host: Option<&str>, now: Time) -> StoreResult<u64> {
    const SQL: &str = "update delivery set state = 'waiting', next_at = $3
        where state not in ('delivered', 'stopped') and (cast($1 as text) is null or id = $1) and (cast($2 as text) is null or host = $2)
          and (channel is null or exists (select 1 from channel c where c.id = delivery.channel and c.out_epoch = delivery.epoch))";
    const LANE: &str = "update host set next_at = $3 where (cast($2 as text) is null or name = $2)
        and name in (select host from delivery where state = 'waiting' and (cast($1 as text) is null or id = $1))";
    tx.leaves_work();
    let changed = run!(tx, SQL, id, host, now.0)?;
    run!(tx, LANE, id, host, now.0)?;
    Ok(changed)
}

/// The server that a delivery goes to.
pub async fn host_of(tx: &mut ReadTx, id: &str) -> StoreResult<Option<String>> {
    Ok(optional!(tx, (String,), "select host from delivery where id = $1", id)?.map(|row| row.0))
}

/// Counts the waiting and the refused deliveries, and answers since when the oldest waits.
pub async fn waiting(tx: &mut ReadTx) -> StoreResult<(i64, Option<Time>, i64)> {
    const SQL: &str = "select count(case when state = 'waiting' then 1 end), min(case when state = 'waiting' then created end),
        count(case when state = 'refused' then 1 end) from delivery where state <> 'delivered'";
    let row: (i64, Option<i64>, i64) = one!(tx, (i64, Option<i64>, i64), SQL)?;
    Ok((row.0, row.1.map(Time), row.2))
}

/// The hosts for which deliveries wait, first those with the most tries; at most `limit`.
pub async fn waiting_by_host(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<Waiting>> {
    const SQL: &str = "select h.name as receiver, w.waiting, w.since,
          case when h.blocked then null when h.retry_at > w.next_at then h.retry_at else w.next_at end as next_at, w.attempts,
          case when h.failures > 0 then h.last_error else (select d.last_error from delivery d
            where d.host = h.name and d.state = 'waiting' and d.last_error is not null order by d.next_at desc limit 1) end as cause
        from (select host, count(*) as waiting, min(created) as since, min(next_at) as next_at, max(attempts) as attempts
          from delivery where state = 'waiting' group by host) w join host h on h.name = w.host
        order by w.attempts desc, h.name limit +$1";
    all!(tx, Waiting, SQL, limit)
}

/// Counts the deliveries that are stopped until an operator compares the receiver's key.
pub async fn stopped(tx: &mut ReadTx) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from delivery where state = 'stopped'")?.0)
}

/// Moves the waiting deliveries of an actor to its new inbox, due now.
pub async fn move_inbox(tx: &mut WriteTx, old: &str, new: &str, host: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "update delivery set inbox = $2, host = $3, next_at = $4, failing_since = null, missing_since = null, missed = 0
        where inbox = $1 and state = 'waiting'";
    if run!(tx, SQL, old, new, host, now.0)? > 0 {
        lane::open(tx, host, now).await?;
    }
    Ok(())
}

/// Stops the deliveries to a peer that are about delegations.
pub async fn stop(tx: &mut WriteTx, peer: &ActorId) -> StoreResult<()> {
    const SQL: &str = "update delivery set state = 'stopped'
        where state = 'waiting' and channel in (select id from channel where peer = $1)";
    run!(tx, SQL, peer.as_str()).map(drop)
}

/// Lets stopped deliveries to a peer go on.
pub async fn go_on(tx: &mut WriteTx, peer: &ActorId, host: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "update delivery set state = 'waiting', next_at = $2
        where state = 'stopped' and channel in (select id from channel where peer = $1)";
    if run!(tx, SQL, peer.as_str(), now.0)? > 0 {
        lane::open(tx, host, now).await?;
        // The operator who compared the key expects a delivery at once.
        run!(tx, "update host set next_at = $2 where name = $1", host, now.0)?;
    }
    Ok(())
}

/// The next inboxes elsewhere, with their servers, to which an activity of an actor has not been sent: of its followers, and
/// of its channels' peers.
pub async fn not_told(
    tx: &mut ReadTx,
    actor: &ActorId,
    activity: &str,
    limit: i64,
) -> StoreResult<Vec<(String, String)>> {
    const SQL: &str = "select distinct a.inbox, a.host from actor a where a.host is not null and a.gone_at is null
        and a.id in (select peer from channel where local = $1 union select follower from follower where actor = $1)
        and not exists (select 1 from delivery d where d.activity = $2 and d.inbox = a.inbox) order by a.inbox limit +$3";
    all!(tx, (String, String), SQL, actor.as_str(), activity, limit)
}

/// Gives up the waiting deliveries to an inbox whose owner has ended.
pub async fn give_up_inbox(tx: &mut WriteTx, inbox: &str) -> StoreResult<()> {
    const SQL: &str = "update delivery set state = 'given_up', last_error = 'the receiver has ended' where inbox = $1 and state in ('waiting', 'stopped')";
    run!(tx, SQL, inbox).map(drop)
}

/// Gives up deliveries that have waited since before a time; those about delegations wait for ever.
pub async fn give_up_old(tx: &mut WriteTx, before: Time) -> StoreResult<u64> {
    run!(
        tx,
        "update delivery set state = 'given_up' where state = 'waiting' and channel is null and created < $1",
        before.0
    )
}
