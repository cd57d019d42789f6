//! The operators' view: totals, health, and who did what.

use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::accounts::Account;
use super::channels::ChannelState;
use super::damage::{StoredRow, listed};
use super::db::{ReadTx, all, each, one};
use super::error::{StoreError, StoreResult};
use super::search::{pattern, search};
use super::{accounts, events};

/// Totals of the instance.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    pub pursuances: i64,
    pub tasks: i64,
    pub delivered: i64,
    pub received: i64,
    pub stuck: i64,
    pub new_accounts: i64,
    pub files_bytes: i64,
    pub database_bytes: i64,
}

/// The totals, the traffic since a time, and the people who came within the week.
pub async fn totals(tx: &mut ReadTx, since: Time, week_ago: Time) -> StoreResult<Totals> {
    const SQL: &str = "select (select count(*) from pursuance), (select count(*) from task),
        (select count(*) from delivery where state = 'delivered' and delivered_at >= $1),
        (select count(*) from activity where direction = 'in' and at >= $1),
        (select count(*) from delivery where state in ('refused', 'given_up')),
        (select cast(coalesce(sum(bytes), 0) as bigint) from blob),
        (select count(*) from account where created >= $2)";
    const SQLITE_SIZE: &str = "select page_count * page_size from pragma_page_count(), pragma_page_size()";
    const POSTGRES_SIZE: &str = "select pg_database_size(current_database())";
    type Counts = (i64, i64, i64, i64, i64, i64, i64);
    let (pursuances, tasks, delivered, received, stuck, files_bytes, new_accounts): Counts =
        one!(tx, Counts, SQL, since.0, week_ago.0)?;
    let size = if tx.is_sqlite() { SQLITE_SIZE } else { POSTGRES_SIZE };
    let (database_bytes,): (i64,) = one!(tx, (i64,), size)?;
    Ok(Totals { pursuances, tasks, delivered, received, stuck, new_accounts, files_bytes, database_bytes })
}

/// Counts the waiting deliveries for each server.
pub async fn waiting_by_host(tx: &mut ReadTx) -> StoreResult<Vec<(String, i64)>> {
    all!(tx, (String, i64), "select host, count(*) from delivery where state = 'waiting' group by host")
}

/// The acts of operators and of the server itself, the newest first.
pub async fn lately(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<Recorded>> {
    events::lately_of_instance(tx, limit).await
}

/// Accounts with a name that contains some words, by name, after one; each with its last visit.
pub async fn accounts(
    tx: &mut ReadTx,
    words: &str,
    after: &str,
    limit: i64,
) -> StoreResult<Vec<(Account, Option<Time>)>> {
    macro_rules! sql {
        ($finds:literal) => {
            concat!(
                "select a.actor, (select max(s.seen) from session s where s.account = a.actor)
                from account a join actor p on p.id = a.actor
                where p.name > $1 and (p.name ",
                $finds,
                " $2 or p.display ",
                $finds,
                " $2) order by p.name limit +$3"
            )
        };
    }
    let (sql, words) = (search!(sql, tx), pattern(tx, words));
    let rows = all!(tx, (String, Option<i64>), sql, after, words, limit)?;
    let mut found = Vec::with_capacity(rows.len());
    for (actor, seen) in rows {
        if let Some(account) = accounts::by_actor(tx, &ActorId(actor)).await? {
            found.push((account, seen.map(Time)));
        }
    }
    Ok(found)
}

/// A conversation with an actor of another server.
#[derive(Debug, Clone)]
pub struct PeerTalk {
    pub local: ActorId,
    pub peer: ActorId,
    pub out_seq: i64,
    pub ack_seq: i64,
    pub in_seq: i64,
    pub held: i64,
    pub state: ChannelState,
    /// Since when the peer answers that it is stopped there.
    pub untaken_since: Option<Time>,
}

#[derive(sqlx::FromRow)]
struct TalkRow {
    id: String,
    local: String,
    peer: String,
    out_seq: i64,
    ack_seq: i64,
    in_seq: i64,
    held: i64,
    state: String,
    untaken_since: Option<i64>,
}

impl StoredRow for TalkRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<TalkRow> for PeerTalk {
    type Error = StoreError;
    fn try_from(row: TalkRow) -> StoreResult<Self> {
        Ok(Self {
            local: ActorId(row.local),
            peer: ActorId(row.peer),
            out_seq: row.out_seq,
            ack_seq: row.ack_seq,
            in_seq: row.in_seq,
            held: row.held,
            state: ChannelState::parse(&row.state)?,
            untaken_since: row.untaken_since.map(Time),
        })
    }
}

/// The conversations with the actors of a server.
pub async fn talks(tx: &mut ReadTx, host: &str) -> StoreResult<Vec<PeerTalk>> {
    const SQL: &str = "select c.id, c.local, c.peer, c.out_seq, case when c.ack_epoch = c.out_epoch then c.ack_seq else 0 end as ack_seq,
          c.in_seq, (select count(*) from held h where h.channel = c.id) as held, c.state, c.untaken_since
        from channel c join actor a on a.id = c.peer where a.host = $1 order by c.created limit 100";
    Ok(listed(each!(tx, TalkRow, SQL, host)?))
}
