//! Channels: numbered, ordered delivery between a local actor and a peer, the exact bytes in both directions, and
//! messages that arrived ahead of a gap (PROTOCOL §2.4).

mod activities;

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

pub use self::activities::{
    SeenBefore, StoredActivity, activity, add_activity, forget_before, log, numbered, seen,
};
pub(super) use self::activities::{read_document, read_said};
use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};

/// The direction of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityDirection {
    In,
    Out,
}

impl ActivityDirection {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "in" => Ok(Self::In),
            "out" => Ok(Self::Out),
            _ => Err(StoreError::unknown_word("activity", "direction", word)),
        }
    }
}

/// Whether a channel's messages are processed, or the reason why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelState {
    Open,
    /// After equivocation.
    Suspended,
    /// The peer has processed more messages than this database has sent: the database is an older copy of itself.
    Restored,
    /// It was open when the peer's key changed, and no operator has compared the key yet.
    Unverified,
}

impl ChannelState {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Suspended => "suspended",
            Self::Restored => "restored",
            Self::Unverified => "unverified",
        }
    }

    /// Reads a stored word.
    pub(super) fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "open" => Ok(Self::Open),
            "suspended" => Ok(Self::Suspended),
            "restored" => Ok(Self::Restored),
            "unverified" => Ok(Self::Unverified),
            _ => Err(StoreError::unknown_word("channel", "state", word)),
        }
    }
}

/// The state of the numbered messages between two actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    pub id: String,
    pub local: String,
    pub peer: String,
    pub out_epoch: String,
    pub out_seq: i64,
    pub out_prev: String,
    /// The address of the peer's log for us, once the peer has told it.
    pub in_url: Option<String>,
    pub in_epoch: String,
    pub in_seq: i64,
    pub in_prev: String,
    /// The highest of our messages that the peer reports as processed.
    pub ack_epoch: String,
    pub ack_seq: i64,
    pub state: ChannelState,
    pub pull_at: Option<i64>,
    pub pulls: i64,
    /// Until when one new numbering of the peer is followed, after an operator has resumed the exchange.
    pub anew_until: Option<i64>,
    /// Since when the peer answers that the channel is stopped there.
    pub untaken_since: Option<i64>,
}

impl Channel {
    /// Whether messages are processed.
    pub fn is_open(&self) -> bool {
        self.state == ChannelState::Open
    }

    /// Whether a new numbering of the peer is followed.
    pub fn awaits_anew(&self, now: Time) -> bool {
        self.anew_until.is_some_and(|until| now.0 < until)
    }
}

#[derive(sqlx::FromRow)]
struct ChannelRow {
    id: String,
    local: String,
    peer: String,
    out_epoch: String,
    out_seq: i64,
    out_prev: String,
    in_url: Option<String>,
    in_epoch: String,
    in_seq: i64,
    in_prev: String,
    ack_epoch: String,
    ack_seq: i64,
    state: String,
    pull_at: Option<i64>,
    pulls: i64,
    anew_until: Option<i64>,
    untaken_since: Option<i64>,
}

impl StoredRow for ChannelRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<ChannelRow> for Channel {
    type Error = StoreError;
    fn try_from(row: ChannelRow) -> StoreResult<Self> {
        Ok(Self {
            state: ChannelState::parse(&row.state)?,
            id: row.id,
            local: row.local,
            peer: row.peer,
            out_epoch: row.out_epoch,
            out_seq: row.out_seq,
            out_prev: row.out_prev,
            in_url: row.in_url,
            in_epoch: row.in_epoch,
            in_seq: row.in_seq,
            in_prev: row.in_prev,
            ack_epoch: row.ack_epoch,
            ack_seq: row.ack_seq,
            pull_at: row.pull_at,
            pulls: row.pulls,
            anew_until: row.anew_until,
            untaken_since: row.untaken_since,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        select!("", $rest)
    };
    ($more:literal, $rest:literal) => {
        concat!(
            "select c.id, c.local, c.peer, c.out_epoch, c.out_seq, c.out_prev, c.in_url, c.in_epoch, c.in_seq, c.in_prev, ",
            "c.ack_epoch, c.ack_seq, c.state, c.pull_at, c.pulls, c.anew_until, c.untaken_since", $more, " from channel c ",
            $rest
        )
    };
}

/// The channel between a local actor and a peer.
pub async fn find(tx: &mut ReadTx, local: &ActorId, peer: &ActorId) -> StoreResult<Option<Channel>> {
    single(optional!(
        tx,
        ChannelRow,
        select!("where local = $1 and peer = $2"),
        local.as_str(),
        peer.as_str()
    )?)
}

/// A channel as pages show it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownChannel {
    pub channel: Channel,
    /// Whether a message of ours has neither been delivered nor read by the peer in our log.
    pub has_open: bool,
}

#[derive(sqlx::FromRow)]
struct HeardRow {
    #[sqlx(flatten)]
    channel: ChannelRow,
    has_open: bool,
}

impl StoredRow for HeardRow {
    fn key(&self) -> String {
        self.channel.key()
    }
}

impl TryFrom<HeardRow> for ShownChannel {
    type Error = StoreError;
    fn try_from(row: HeardRow) -> StoreResult<Self> {
        Ok(Self { channel: Channel::try_from(row.channel)?, has_open: row.has_open })
    }
}

/// The channel between a local actor and a peer, and whether the peer has everything in it.
pub async fn heard(tx: &mut ReadTx, local: &ActorId, peer: &ActorId) -> StoreResult<Option<ShownChannel>> {
    const SQL: &str = select!(
        ", exists (select 1 from delivery d where d.channel = c.id and d.state <> 'delivered'
            and (d.epoch <> c.ack_epoch or d.seq > c.ack_seq)) as has_open",
        "where c.local = $1 and c.peer = $2"
    );
    single(optional!(tx, HeardRow, SQL, local.as_str(), peer.as_str())?)
}

/// The channels with a peer.
pub async fn with_peer(tx: &mut ReadTx, peer: &ActorId) -> StoreResult<Vec<Channel>> {
    Ok(listed(each!(tx, ChannelRow, select!("where peer = $1 order by id"), peer.as_str())?))
}

/// The channel with this id.
pub async fn by_id(tx: &mut ReadTx, id: &str) -> StoreResult<Option<Channel>> {
    single(optional!(tx, ChannelRow, select!("where id = $1"), id)?)
}

/// The channel between a local actor and a peer, created when missing, and locked until the end of the transaction.
pub async fn lock(
    tx: &mut WriteTx,
    new_id: &str,
    local: &ActorId,
    peer: &ActorId,
    now: Time,
) -> StoreResult<Channel> {
    // The row nearly always exists, and a lock writes less than an update that changes nothing.
    const SQLITE: &str = select!("where c.local = $1 and c.peer = $2");
    const POSTGRES: &str = select!("where c.local = $1 and c.peer = $2 for update");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    if let Some(channel) = single(optional!(tx, ChannelRow, sql, local.as_str(), peer.as_str())?)? {
        return Ok(channel);
    }
    const SQL: &str = "insert into channel (id, local, peer, out_epoch, out_seq, out_prev, in_epoch, in_seq, in_prev, ack_epoch, ack_seq, state, pulls, created)
        values ($1, $2, $3, $1, 0, $4, '', 0, $4, '', 0, 'open', 0, $5)
        on conflict (local, peer) do update set local = excluded.local
        returning id, local, peer, out_epoch, out_seq, out_prev, in_url, in_epoch, in_seq, in_prev, ack_epoch, ack_seq, state, pull_at, pulls, anew_until, untaken_since";
    Channel::try_from(one!(tx, ChannelRow, SQL, new_id, local.as_str(), peer.as_str(), FIRST_PREV, now.0)?)
}

/// The value of `prev` in the first message of an epoch.
pub const FIRST_PREV: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// Writes the state of a channel.
pub async fn save(tx: &mut WriteTx, channel: &Channel) -> StoreResult<()> {
    const SQL: &str = "update channel set out_epoch = $2, out_seq = $3, out_prev = $4, in_url = $5, in_epoch = $6, in_seq = $7, in_prev = $8,
        ack_epoch = $9, ack_seq = $10, state = $11, pull_at = $12, pulls = $13, anew_until = $14, untaken_since = $15 where id = $1";
    run!(
        tx,
        SQL,
        &channel.id,
        &channel.out_epoch,
        channel.out_seq,
        &channel.out_prev,
        &channel.in_url,
        &channel.in_epoch,
        channel.in_seq,
        &channel.in_prev,
        &channel.ack_epoch,
        channel.ack_seq,
        channel.state.as_str(),
        channel.pull_at,
        channel.pulls,
        channel.anew_until,
        channel.untaken_since
    )
    .map(drop)
}

/// Whether a message of an epoch of a channel was ever sent, or received.
pub async fn has_epoch(
    tx: &mut ReadTx,
    channel: &str,
    direction: ActivityDirection,
    epoch: &str,
) -> StoreResult<bool> {
    const SQL: &str = "select 1 from activity where channel = $1 and direction = $2 and epoch = $3 limit 1";
    Ok(optional!(tx, (i32,), SQL, channel, direction.as_str(), epoch)?.is_some())
}

/// Notes that the peer answers that a channel is stopped there, or takes in messages again.
pub async fn note_untaken(tx: &mut WriteTx, id: &str, is_untaken: bool, now: Time) -> StoreResult<()> {
    const SINCE: &str = "update channel set untaken_since = $2 where id = $1 and untaken_since is null";
    const OVER: &str = "update channel set untaken_since = null where id = $1 and untaken_since is not null";
    if is_untaken { run!(tx, SINCE, id, now.0).map(drop) } else { run!(tx, OVER, id).map(drop) }
}

/// Replaces an activity of ours by the same one under another number.
pub async fn renumber(tx: &mut WriteTx, activity: &StoredActivity) -> StoreResult<()> {
    const SQL: &str = "update activity set epoch = $2, seq = $3, bytes = $4, sha256 = $5 where uri = $1 and direction = 'out'";
    run!(tx, SQL, &activity.uri, &activity.epoch, activity.seq, &activity.bytes, &activity.sha256).map(drop)
}

/// Notes how far the peer says it has processed our messages. Only pages use it; recovery does not trust it.
pub async fn hint_ack(tx: &mut WriteTx, id: &str, epoch: &str, seq: i64) -> StoreResult<()> {
    const SQL: &str = "update channel set ack_epoch = $2, ack_seq = $3
        where id = $1 and out_epoch = $2 and out_seq >= $3
          and ((ack_epoch <> $2 and pull_at is null) or (ack_epoch = $2 and ack_seq < $3))";
    run!(tx, SQL, id, epoch, seq).map(drop)
}

/// Channels with a gap whose next pull of the peer's log is due, except channels with the servers in `but`; an empty name is none.
pub async fn to_pull(tx: &mut ReadTx, now: Time, limit: i64, but: &[String; 3]) -> StoreResult<Vec<Channel>> {
    const SQL: &str = select!(
        "where c.pull_at is not null and c.pull_at <= $1 and c.state = 'open'
           and not exists (select 1 from actor a where a.id = c.peer and a.host in ($3, $4, $5))
         order by c.pull_at limit +$2"
    );
    let [one, two, three] = but;
    Ok(listed(each!(tx, ChannelRow, SQL, now.0, limit, one, two, three)?))
}

/// Claims a pull by moving the channel's next one, so that two workers do not pull both; answers whether this one may.
pub async fn claim_pull(tx: &mut WriteTx, id: &str, seen: Option<i64>, next: Time) -> StoreResult<bool> {
    Ok(run!(
        tx,
        "update channel set pull_at = $3, pulls = pulls + 1 where id = $1 and pull_at = $2",
        id,
        seen,
        next.0
    )? == 1)
}

/// Ends a pull: the log was read to its end. There is no further pull, unless a message waits behind a gap, or the time of the
/// next pull has changed since this one was claimed: then somebody has asked to read the log once more.
pub async fn end_pull(tx: &mut WriteTx, id: &str, next: Time) -> StoreResult<()> {
    const SQL: &str = "update channel set pull_at = null, pulls = 0 where id = $1 and pull_at = $2
        and not exists (select 1 from held where held.channel = channel.id)";
    run!(tx, SQL, id, next.0).map(drop)
}

/// Keeps a message that arrived ahead of a gap.
pub async fn hold(
    tx: &mut WriteTx,
    channel: &str,
    epoch: &str,
    seq: i64,
    bytes: &[u8],
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into held (channel, epoch, seq, bytes, at) values ($1, $2, $3, $4, $5) on conflict (channel, epoch, seq) do nothing";
    run!(tx, SQL, channel, epoch, seq, bytes, now.0).map(drop)
}

/// Counts the messages of a channel that wait behind a gap, and their bytes.
pub async fn held_size(tx: &mut ReadTx, channel: &str) -> StoreResult<(i64, i64)> {
    const SQL: &str =
        "select count(*), cast(coalesce(sum(length(bytes)), 0) as bigint) from held where channel = $1";
    one!(tx, (i64, i64), SQL, channel)
}

/// The number of bytes from one server that wait behind gaps.
pub async fn held_of_host(tx: &mut ReadTx, host: &str) -> StoreResult<i64> {
    const SQL: &str = "select cast(coalesce(sum(length(h.bytes)), 0) as bigint) from held h
        join channel c on c.id = h.channel join actor a on a.id = c.peer where a.host = $1";
    Ok(one!(tx, (i64,), SQL, host)?.0)
}

/// The held message with this number, if there is one.
pub async fn held(tx: &mut ReadTx, channel: &str, epoch: &str, seq: i64) -> StoreResult<Option<Vec<u8>>> {
    Ok(optional!(
        tx,
        (Vec<u8>,),
        "select bytes from held where channel = $1 and epoch = $2 and seq = $3",
        channel,
        epoch,
        seq
    )?
    .map(|row| row.0))
}

/// Forgets held messages up to a number, and held messages of other epochs.
pub async fn release(tx: &mut WriteTx, channel: &str, epoch: &str, upto: i64) -> StoreResult<()> {
    run!(tx, "delete from held where channel = $1 and (epoch <> $2 or seq <= $3)", channel, epoch, upto)
        .map(drop)
}

/// Deletes messages that have waited behind a gap since before a time (PROTOCOL §2.4). Their sender's log still has
/// them.
pub async fn release_before(tx: &mut WriteTx, before: Time) -> StoreResult<u64> {
    run!(tx, "delete from held where at < $1", before.0)
}

/// A message that contradicts an earlier one of its sender: kept as evidence beside it (PROTOCOL §2.3).
#[derive(Debug, Clone)]
pub struct Contradiction {
    pub id: String,
    pub channel: String,
    pub activity: String,
    pub bytes: Vec<u8>,
    pub why: String,
    pub at: i64,
}

/// Keeps a contradiction.
pub async fn add_contradiction(tx: &mut WriteTx, it: &Contradiction) -> StoreResult<()> {
    const SQL: &str =
        "insert into contradiction (id, channel, activity, bytes, why, at) values ($1, $2, $3, $4, $5, $6)";
    run!(tx, SQL, &it.id, &it.channel, &it.activity, &it.bytes, &it.why, it.at).map(drop)
}

/// The servers with suspended channels.
pub async fn suspended_hosts(tx: &mut ReadTx) -> StoreResult<Vec<String>> {
    const SQL: &str = "select distinct a.host from channel c join actor a on a.id = c.peer where c.state <> 'open' and a.host is not null";
    Ok(all!(tx, (String,), SQL)?.into_iter().map(|(host,)| host).collect())
}

/// The servers that have stopped a channel themselves.
pub async fn hosts_that_stopped(tx: &mut ReadTx) -> StoreResult<Vec<String>> {
    const SQL: &str = "select distinct a.host from channel c join actor a on a.id = c.peer where c.untaken_since is not null and a.host is not null";
    Ok(all!(tx, (String,), SQL)?.into_iter().map(|(host,)| host).collect())
}

/// The channels with a server, by a name of it.
pub async fn with_host(tx: &mut ReadTx, host: &str) -> StoreResult<Vec<Channel>> {
    // In the order in which everybody locks them.
    const SQL: &str =
        select!("join actor a on a.id = c.peer where a.host = $1 order by c.local, a.inbox, c.id");
    Ok(listed(each!(tx, ChannelRow, SQL, host)?))
}

/// The channels with a server that are suspended, by a name of it.
pub async fn suspended_with(tx: &mut ReadTx, host: &str) -> StoreResult<Vec<Channel>> {
    const SQL: &str =
        select!("where state <> 'open' and peer in (select id from actor where host = $1) order by id");
    Ok(listed(each!(tx, ChannelRow, SQL, host)?))
}
