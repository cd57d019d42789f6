//! Delegations: one row per side. The messages about them are in [`messages`], the submitted work is in [`work`].

mod copy;
mod document;
mod live;
mod messages;
mod work;

use std::collections::HashMap;

use pursuance_domain::delegation::path::Hop;
use pursuance_domain::delegation::state::{Side, State};
use pursuance_domain::id::{ActorId, DelegationId, TaskId};
use pursuance_domain::time::Time;
use pursuance_federation::vocab;

pub use self::copy::SideCopy;
pub use self::document::RowDocument;
pub use self::live::{is_on_offer, live_elsewhere, live_onward, live_with, on_offer_among};
pub use self::messages::{
    TimelineEntry, add_message, comments_between, count_offers_taken, count_said, heard_at, newest_message,
    of_activity, said, sender, speakers_up_to, story, timeline, timeline_before,
};
pub use self::work::{
    Submission, Verdict, add_submission, count_work, has_submission, set_verdict, submissions, work_key,
};
use super::damage::{ListStretch, StoredRow, listed, single, whole};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::{among, list};
use super::states::with_states;
pub use super::texts::hung_on;

/// One side of a task that one pursuance has handed to another.
#[derive(Debug, Clone)]
pub struct Delegation {
    pub id: DelegationId,
    /// The address both sides know it by, minted by the origin.
    pub uri: String,
    pub side: Side,
    pub state: State,
    pub copy: SideCopy,
    pub origin: ActorId,
    pub delegate: ActorId,
    /// The task handed over, or the mirror; the delegate has none before it accepts.
    pub task: Option<TaskId>,
    /// The address of the other side's task.
    pub peer_task_uri: Option<String>,
    /// The Grant under which the delegate works.
    pub grant_uri: Option<String>,
    pub root_uri: String,
    /// The pursuances above.
    pub path: Vec<Hop>,
    /// The agreement as offered last: the task and its terms.
    pub offered: RowDocument<vocab::Delegation>,
    /// The other side's task, as its newest message shows it.
    pub snapshot: Option<RowDocument<vocab::Task>>,
    pub respond_by: Option<Time>,
    /// The last human act on the side that does the work.
    pub last_activity: Time,
    pub next_tick: Option<Time>,
    pub created: Time,
    pub updated: Time,
}

impl Delegation {
    /// The pursuance of this side.
    pub fn ours(&self) -> &ActorId {
        match self.side {
            Side::Origin => &self.origin,
            Side::Delegate => &self.delegate,
        }
    }

    /// The pursuance of the other side.
    pub fn peer(&self) -> &ActorId {
        match self.side {
            Side::Origin => &self.delegate,
            Side::Delegate => &self.origin,
        }
    }
}

#[derive(sqlx::FromRow)]
struct DelegationRow {
    id: String,
    uri: String,
    side: String,
    state: String,
    copy: String,
    origin: String,
    delegate: String,
    task: Option<String>,
    peer_task_uri: Option<String>,
    grant_uri: Option<String>,
    root_uri: String,
    path: String,
    offered: String,
    snapshot: Option<String>,
    respond_by: Option<i64>,
    last_activity: i64,
    next_tick: Option<i64>,
    created: i64,
    updated: i64,
}

impl StoredRow for DelegationRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<DelegationRow> for Delegation {
    type Error = StoreError;
    fn try_from(row: DelegationRow) -> StoreResult<Self> {
        let side = read_side(&row.side)?;
        Ok(Self {
            offered: RowDocument::stored(&row.id, row.offered),
            snapshot: row.snapshot.map(|text| RowDocument::stored(&row.id, text)),
            id: DelegationId(row.id),
            uri: row.uri,
            side,
            state: read_state(&row.state)?,
            copy: SideCopy::read(side, &row.copy)?,
            origin: ActorId(row.origin),
            delegate: ActorId(row.delegate),
            task: row.task.map(TaskId),
            peer_task_uri: row.peer_task_uri,
            grant_uri: row.grant_uri,
            root_uri: row.root_uri,
            path: copy::read("path", &row.path)?,
            respond_by: row.respond_by.map(Time),
            last_activity: Time(row.last_activity),
            next_tick: row.next_tick.map(Time),
            created: Time(row.created),
            updated: Time(row.updated),
        })
    }
}

pub(in crate::store) fn read_side(word: &str) -> StoreResult<Side> {
    Side::parse(word).ok_or_else(|| StoreError::unknown_word("delegation", "side", word))
}

pub(in crate::store) fn read_state(word: &str) -> StoreResult<State> {
    State::parse(word).ok_or_else(|| StoreError::unknown_word("delegation", "state", word))
}

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "select d.id, d.uri, d.side, d.state, d.copy, d.origin, d.delegate, d.task, d.peer_task_uri, d.grant_uri, d.root_uri, d.path, ",
            "d.offered, d.snapshot, d.respond_by, d.last_activity, d.next_tick, d.created, d.updated from delegation d ",
            $($rest),+
        )
    };
}

/// The row with this id.
pub async fn by_id(tx: &mut ReadTx, id: &DelegationId) -> StoreResult<Option<Delegation>> {
    single(optional!(tx, DelegationRow, select!("where d.id = $1"), id.as_str())?)
}

/// The rows with these ids, as far as they exist.
pub async fn by_ids(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &DelegationId>,
) -> StoreResult<HashMap<DelegationId, Delegation>> {
    let (sql, ids) = (among!(select, "d.id", tx), list(ids.into_iter().map(DelegationId::as_str)));
    let found: Vec<Delegation> = listed(each!(tx, DelegationRow, sql, ids)?);
    Ok(found.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// One side of the delegation with this address.
pub async fn by_uri(tx: &mut ReadTx, uri: &str, side: Side) -> StoreResult<Option<Delegation>> {
    single(optional!(tx, DelegationRow, select!("where d.uri = $1 and d.side = $2"), uri, side.as_str())?)
}

/// The side of the delegation with this address that belongs to a local pursuance.
pub async fn of_party(tx: &mut ReadTx, uri: &str, ours: &ActorId) -> StoreResult<Option<Delegation>> {
    single(optional!(
        tx,
        DelegationRow,
        select!(
            "where d.uri = $1 and ((d.side = 'origin' and d.origin = $2) or (d.side = 'delegate' and d.delegate = $2))"
        ),
        uri,
        ours.as_str()
    )?)
}

/// Whether a local pursuance has this side of the delegation.
pub async fn is_known(tx: &mut ReadTx, uri: &str, side: Side) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from delegation where uri = $1 and side = $2";
    Ok(one!(tx, (i64,), SQL, uri, side.as_str())?.0 > 0)
}

const OF_TASK: &str = select!("where d.task = $1 order by d.created desc");

/// Every delegation of a task, the newest first: the ones that hand it over, or the one that it mirrors.
pub async fn of_task(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Delegation>> {
    Ok(listed(each!(tx, DelegationRow, OF_TASK, task.as_str())?))
}

/// Every delegation of a task, for a rule, which has to see all: a damaged delegation is an error.
pub async fn all_of_task(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Delegation>> {
    whole(all!(tx, DelegationRow, OF_TASK, task.as_str())?)
}

/// Both sides of every delegation of a pursuance, by id, after one.
pub async fn after(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    after: &str,
    limit: i64,
) -> StoreResult<Vec<Delegation>> {
    const SQL: &str = select!(
        "where ((d.origin = $1 and d.side = 'origin') or (d.delegate = $1 and d.side = 'delegate')) and d.id > $2 order by d.id limit +$3"
    );
    let mut stretch = ListStretch::new(limit, after.to_owned());
    while let Some((after, wanted)) = stretch.wanted() {
        let found = each!(tx, DelegationRow, SQL, pursuance.as_str(), after, wanted)?;
        stretch.take(found, |row| row.id.clone());
    }
    Ok(stretch.rows())
}

/// Live delegations of the same root a pursuance has part in, on either side (PROTOCOL §3.5).
pub async fn live_of_root(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    root_uri: &str,
) -> StoreResult<Vec<Delegation>> {
    let sql = with_states!(select!(
        "where ((d.origin = $1 and d.side = 'origin') or (d.delegate = $1 and d.side = 'delegate')) and d.root_uri = $2
            and d.state in {live}"
    ));
    Ok(listed(each!(tx, DelegationRow, sql, pursuance.as_str(), root_uri)?))
}

/// Counts the offers from one pursuance to another that wait for an answer.
pub async fn count_unanswered(
    tx: &mut ReadTx,
    origin: &ActorId,
    delegate: &ActorId,
    side: Side,
) -> StoreResult<i64> {
    let sql = with_states!(
        "select count(*) from delegation where origin = $1 and delegate = $2 and side = $3 and state in {open}"
    );
    Ok(one!(tx, (i64,), sql, origin.as_str(), delegate.as_str(), side.as_str())?.0)
}

/// Counts the delegations that a pursuance elsewhere has offered here since a moment.
pub async fn offered_since(tx: &mut ReadTx, origin: &ActorId, since: Time) -> StoreResult<i64> {
    const SQL: &str =
        "select count(*) from delegation where origin = $1 and side = 'delegate' and created > $2";
    Ok(one!(tx, (i64,), SQL, origin.as_str(), since.0)?.0)
}

/// The numbers of offers that wait for an answer of a pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOffers {
    pub of_all: i64,
    /// From servers with which it has never had a task under way.
    pub of_strangers: i64,
    /// From the server that was named.
    pub of_host: i64,
    /// Whether that server is one of those strangers.
    pub is_stranger: bool,
}

/// Counts the open offers to a pursuance, without offers that their senders must have ended before a moment.
pub async fn open_offers(
    tx: &mut ReadTx,
    delegate: &ActorId,
    host: Option<&str>,
    ended_before: Time,
) -> StoreResult<OpenOffers> {
    // The same definition of strangers as on a page (`waiting::offers`).
    let sql = with_states!(
        "with known(host) as (
          select p.host from delegation g join actor p on p.id = case g.side when 'origin' then g.delegate else g.origin end
          where ((g.origin = $1 and g.side = 'origin') or (g.delegate = $1 and g.side = 'delegate'))
            and g.grant_uri is not null and p.host is not null)
        select count(*), count(case when a.host is not null and a.host not in (select host from known) then 1 end),
          count(case when a.host = $2 then 1 end),
          cast(case when cast($2 as text) is null or cast($2 as text) in (select host from known) then 0 else 1 end as bigint)
        from delegation d join actor a on a.id = d.origin
        where d.delegate = $1 and d.side = 'delegate' and d.state in {open} and coalesce(d.respond_by, d.created) >= $3"
    );
    let (of_all, of_strangers, of_host, stranger) =
        one!(tx, (i64, i64, i64, i64), sql, delegate.as_str(), host, ended_before.0)?;
    Ok(OpenOffers { of_all, of_strangers, of_host, is_stranger: stranger != 0 })
}

/// Whether a pursuance of another server has ever had a task under way with one here.
pub async fn has_worked_with(tx: &mut ReadTx, host: &str) -> StoreResult<bool> {
    const SQL: &str = "select 1 from actor p where p.host = $1 and (
        exists (select 1 from delegation d where d.origin = p.id and d.side = 'delegate' and d.grant_uri is not null)
        or exists (select 1 from delegation d where d.delegate = p.id and d.side = 'origin' and d.grant_uri is not null))
        limit 1";
    Ok(optional!(tx, (i32,), SQL, host)?.is_some())
}

/// Whether two pursuances have any delegation, whatever became of it.
pub async fn has_any_between(tx: &mut ReadTx, one: &ActorId, other: &ActorId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from delegation where (origin = $1 and delegate = $2) or (origin = $2 and delegate = $1) limit 1";
    Ok(optional!(tx, (i32,), SQL, one.as_str(), other.as_str())?.is_some())
}

/// Delegations with a time limit that has passed.
pub async fn due(tx: &mut ReadTx, now: Time, limit: i64) -> StoreResult<Vec<DelegationId>> {
    let rows: Vec<(String,)> = all!(
        tx,
        (String,),
        "select id from delegation where next_tick is not null and next_tick <= $1 order by next_tick limit +$2",
        now.0,
        limit
    )?;
    Ok(rows.into_iter().map(|row| DelegationId(row.0)).collect())
}

/// Writes a new row.
pub async fn add(tx: &mut WriteTx, d: &Delegation) -> StoreResult<()> {
    let (copy, path) = (d.copy.written()?, copy::write("path", &d.path)?);
    const SQL: &str = "insert into delegation (id, uri, side, state, copy, origin, delegate, task, peer_task_uri, grant_uri, root_uri, path,
        offered, snapshot, respond_by, last_activity, next_tick, created, updated)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    run!(
        tx,
        SQL,
        d.id.as_str(),
        &d.uri,
        d.side.as_str(),
        d.state.as_str(),
        copy,
        d.origin.as_str(),
        d.delegate.as_str(),
        d.task.as_ref().map(TaskId::as_str),
        &d.peer_task_uri,
        &d.grant_uri,
        &d.root_uri,
        path,
        d.offered.text(),
        snapshot(d),
        d.respond_by.map(|t| t.0),
        d.last_activity.0,
        d.next_tick.map(|t| t.0),
        d.created.0,
        d.updated.0
    )
    .map(drop)
}

/// Writes the offer as it is now. It is a long text and changes only with the offer.
pub async fn set_offered(tx: &mut WriteTx, d: &Delegation) -> StoreResult<()> {
    run!(tx, "update delegation set offered = $2 where id = $1", d.id.as_str(), d.offered.text()).map(drop)
}

fn snapshot(d: &Delegation) -> Option<&str> {
    d.snapshot.as_ref().map(RowDocument::text)
}

/// Writes the row, without the offer.
pub async fn save(tx: &mut WriteTx, d: &Delegation) -> StoreResult<()> {
    let copy = d.copy.written()?;
    const SQL: &str = "update delegation set state = $2, copy = $3, task = $4, peer_task_uri = $5, snapshot = $6, respond_by = $7,
        last_activity = $8, next_tick = $9, updated = $10, grant_uri = $11 where id = $1";
    run!(
        tx,
        SQL,
        d.id.as_str(),
        d.state.as_str(),
        copy,
        d.task.as_ref().map(TaskId::as_str),
        &d.peer_task_uri,
        snapshot(d),
        d.respond_by.map(|t| t.0),
        d.last_activity.0,
        d.next_tick.map(|t| t.0),
        d.updated.0,
        &d.grant_uri
    )
    .map(drop)
}
