//! Delegations: one row per side, the messages about them, and the work that was submitted.

mod copy;
mod document;
mod live;
pub(super) mod states;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

use pursuance_domain::delegation::MessageKind;
use pursuance_domain::delegation::path::Hop;
use pursuance_domain::delegation::state::{Side, State};
use pursuance_domain::id::{ActorId, DelegationId, TaskId};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{self, Delegated};
use serde_json::Value;

pub use self::copy::SideCopy;
pub use self::document::Document;
pub use self::live::{is_on_offer, live_elsewhere, live_with};
pub(in crate::store) use self::states::with_states;
use super::channels::{Direction, read_document, read_said};
use super::damage::{Stored, Stretch, listed, or_none, single, whole};
use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::{among, list};

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
    pub offered: Document<vocab::Delegation>,
    /// The other side's task, as its newest message shows it.
    pub snapshot: Option<Document<vocab::Task>>,
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

impl Stored for DelegationRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<DelegationRow> for Delegation {
    type Error = StoreError;
    fn try_from(row: DelegationRow) -> StoreResult<Self> {
        let side = read_side(&row.side)?;
        Ok(Self {
            offered: Document::stored(&row.id, row.offered),
            snapshot: row.snapshot.map(|text| Document::stored(&row.id, text)),
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
    let found: Vec<Delegation> = listed(all!(tx, DelegationRow, sql, ids)?);
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

/// Every delegation of a task, the newest first: those that hand it over, or the one that it mirrors.
pub async fn of_task(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Delegation>> {
    Ok(listed(all!(tx, DelegationRow, OF_TASK, task.as_str())?))
}

/// The same for a rule, which has to see every one: a damaged delegation is an error.
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
    let mut stretch = Stretch::new(limit, after.to_owned());
    while let Some((after, wanted)) = stretch.wanted() {
        let found = all!(tx, DelegationRow, SQL, pursuance.as_str(), after, wanted)?;
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
    Ok(listed(all!(tx, DelegationRow, sql, pursuance.as_str(), root_uri)?))
}

/// How many offers from one pursuance to another wait for an answer.
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

/// How many delegations a pursuance elsewhere has offered here since a moment.
pub async fn offered_since(tx: &mut ReadTx, origin: &ActorId, since: Time) -> StoreResult<i64> {
    const SQL: &str =
        "select count(*) from delegation where origin = $1 and side = 'delegate' and created > $2";
    Ok(one!(tx, (i64,), SQL, origin.as_str(), since.0)?.0)
}

/// How many offers to a pursuance wait for its answer; with a host, only those from that server.
pub async fn open_offers(tx: &mut ReadTx, delegate: &ActorId, host: Option<&str>) -> StoreResult<i64> {
    let sql = with_states!(
        "select count(*) from delegation d join actor a on a.id = d.origin
        where d.delegate = $1 and d.side = 'delegate' and d.state in {open}
          and (cast($2 as text) is null or a.host = $2)"
    );
    Ok(one!(tx, (i64,), sql, delegate.as_str(), host)?.0)
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
    d.snapshot.as_ref().map(Document::text)
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

/// A line of the timeline: an activity about a delegation, with its bytes.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    pub direction: Direction,
    pub activity: String,
    pub kind: MessageKind,
    pub at: Time,
    /// The person who decided, when it was a local one.
    pub human: Option<ActorId>,
    bytes: Vec<u8>,
    said: OnceLock<Option<Box<Delegated>>>,
}

impl TimelineEntry {
    /// An activity with the bytes that were sent.
    pub fn new(direction: Direction, activity: String, kind: MessageKind, at: Time, bytes: Vec<u8>) -> Self {
        Self { direction, activity, kind, at, human: None, bytes, said: OnceLock::new() }
    }

    /// Its content, read once. None when it cannot be read, which goes to the log: its kind is known all the same.
    pub fn said(&self) -> Option<&Delegated> {
        self.said.get_or_init(|| read_said(&self.bytes, &self.activity).map(Box::new)).as_deref()
    }

    /// How many bytes were sent.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The document that was sent; none when it is damaged, which goes to the log.
    pub fn document(&self) -> Option<Value> {
        or_none(read_document(&self.bytes, &self.activity))
    }
}

#[derive(sqlx::FromRow)]
struct TimelineRow {
    direction: String,
    activity: String,
    kind: String,
    at: i64,
    human: Option<String>,
    seq: Option<i64>,
    bytes: Vec<u8>,
}

impl Stored for TimelineRow {
    fn key(&self) -> String {
        self.activity.clone()
    }
}

impl TryFrom<TimelineRow> for TimelineEntry {
    type Error = StoreError;
    fn try_from(row: TimelineRow) -> StoreResult<Self> {
        let (direction, kind) = (Direction::parse(&row.direction)?, read_kind(&row.kind)?);
        let human = row.human.map(ActorId);
        Ok(Self { human, ..Self::new(direction, row.activity, kind, Time(row.at), row.bytes) })
    }
}

fn read_kind(word: &str) -> StoreResult<MessageKind> {
    MessageKind::parse(word).ok_or_else(|| StoreError::unknown_word("delegation_message", "kind", word))
}

/// Adds an activity to a delegation's timeline.
pub async fn add_message(
    tx: &mut WriteTx,
    delegation: &DelegationId,
    direction: Direction,
    activity: &str,
    kind: MessageKind,
    human: Option<&ActorId>,
    at: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into delegation_message (delegation, direction, activity, kind, at, human) values ($1, $2, $3, $4, $5, $6)
        on conflict (delegation, direction, activity) do nothing";
    run!(
        tx,
        SQL,
        delegation.as_str(),
        direction.as_str(),
        activity,
        kind.as_str(),
        at.0,
        human.map(ActorId::as_str)
    )
    .map(drop)
}

/// The time of the other side's last message in a delegation.
pub async fn heard_at(tx: &mut ReadTx, delegation: &DelegationId) -> StoreResult<Option<Time>> {
    const SQL: &str = "select max(at) from delegation_message where delegation = $1 and direction = 'in'";
    Ok(one!(tx, (Option<i64>,), SQL, delegation.as_str())?.0.map(Time))
}

/// The timeline of a delegation in order.
pub async fn timeline(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    limit: i64,
) -> StoreResult<Vec<TimelineEntry>> {
    timeline_before(tx, delegation, Time(i64::MAX), limit).await
}

/// The same before a moment.
pub async fn timeline_before(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    before: Time,
    limit: i64,
) -> StoreResult<Vec<TimelineEntry>> {
    const SQL: &str = "select m.direction, m.activity, m.kind, m.at, m.human, a.seq, a.bytes from delegation_message m
        join activity a on a.uri = m.activity and a.direction = m.direction where m.delegation = $1 and m.at < $2 order by m.at desc, m.activity desc limit +$3";
    let mut rows = all!(tx, TimelineRow, SQL, delegation.as_str(), before.0, limit)?;
    rows.sort_by(|one, other| one.at.cmp(&other.at).then_with(|| in_one_instant(one, other)));
    Ok(listed(rows))
}

/// The order of two messages of one transaction: the ids of one server rise, and a message from the other server comes
/// before our answer to it.
fn in_one_instant(one: &TimelineRow, other: &TimelineRow) -> Ordering {
    fn server(row: &TimelineRow) -> Option<&str> {
        row.activity.split('/').nth(2)
    }
    if one.direction == other.direction {
        // In the order of sending, when one transaction sent several.
        one.seq.cmp(&other.seq)
    } else if server(one) == server(other) {
        one.activity.cmp(&other.activity)
    } else {
        // "in" before "out".
        one.direction.cmp(&other.direction)
    }
}

/// The delegation that an activity is about, and the kind that was noted for it.
pub async fn of_activity(
    tx: &mut ReadTx,
    activity: &str,
    direction: Direction,
) -> StoreResult<Option<(DelegationId, MessageKind)>> {
    const SQL: &str =
        "select delegation, kind from delegation_message where activity = $1 and direction = $2";
    let row = optional!(tx, (String, String), SQL, activity, direction.as_str())?;
    let read = |(id, kind): (String, String)| {
        let kind = read_kind(&kind).map_err(|error| error.in_row(activity.to_owned()))?;
        Ok((DelegationId(id), kind))
    };
    row.map(read).transpose()
}

/// The newest activity of a kind in a delegation, in one direction.
pub async fn newest_message(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    direction: Direction,
    kind: MessageKind,
) -> StoreResult<Option<(String, Time)>> {
    const SQL: &str =
        "select activity, at from delegation_message where delegation = $1 and direction = $2 and kind = $3
        order by at desc, activity desc limit 1";
    let row = optional!(tx, (String, i64), SQL, delegation.as_str(), direction.as_str(), kind.as_str())?;
    Ok(row.map(|(activity, at)| (activity, Time(at))))
}

/// The people of this side who have written in a delegation, by their first message.
pub async fn speakers(tx: &mut ReadTx, delegation: &DelegationId) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = "select human from delegation_message where delegation = $1 and direction = 'out' and human is not null
        group by human order by min(at), human";
    Ok(all!(tx, (String,), SQL, delegation.as_str())?.into_iter().map(|row| ActorId(row.0)).collect())
}

/// Submitted work. Its text is in `texts`; its files belong to its address.
#[derive(Debug, Clone)]
pub struct Submission {
    pub uri: String,
    pub delegation: DelegationId,
    pub round: i64,
    pub at: Time,
    /// Arrived after the task had been recalled.
    pub late: bool,
    pub verdict: Option<Verdict>,
    pub verdict_at: Option<Time>,
}

/// The decision of the origin about work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Accepted,
    SentBack,
    Refused,
}

impl Verdict {
    /// The word in the database and for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::SentBack => "sent_back",
            Self::Refused => "refused",
        }
    }

    fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "accepted" => Ok(Self::Accepted),
            "sent_back" => Ok(Self::SentBack),
            "refused" => Ok(Self::Refused),
            _ => Err(StoreError::unknown_word("submission", "verdict", word)),
        }
    }
}

#[derive(sqlx::FromRow)]
struct SubmissionRow {
    uri: String,
    delegation: String,
    round: i64,
    at: i64,
    late: bool,
    verdict: Option<String>,
    verdict_at: Option<i64>,
}

impl Submission {
    /// The key of its text and its files. Each side has its own, also when both sides are local.
    pub fn key(&self) -> String {
        work_key(&self.delegation, &self.uri)
    }
}

/// As [`Submission::key`].
pub fn work_key(delegation: &DelegationId, submission: &str) -> String {
    format!("{delegation}#{submission}")
}

/// The delegation of a text or file, directly or through the work submitted for it ([`Submission::key`]).
pub fn hung_on(object: &str) -> DelegationId {
    DelegationId(object.split('#').next().unwrap_or_default().to_owned())
}

impl Stored for SubmissionRow {
    fn key(&self) -> String {
        work_key(&DelegationId(self.delegation.clone()), &self.uri)
    }
}

impl TryFrom<SubmissionRow> for Submission {
    type Error = StoreError;
    fn try_from(row: SubmissionRow) -> StoreResult<Self> {
        Ok(Self {
            uri: row.uri,
            delegation: DelegationId(row.delegation),
            round: row.round,
            at: Time(row.at),
            late: row.late,
            verdict: row.verdict.as_deref().map(Verdict::parse).transpose()?,
            verdict_at: row.verdict_at.map(Time),
        })
    }
}

/// The work submitted on one side, in order.
pub async fn submissions(tx: &mut ReadTx, delegation: &DelegationId) -> StoreResult<Vec<Submission>> {
    const SQL: &str = "select uri, delegation, round, at, late, verdict, verdict_at from submission where delegation = $1 order by at, uri";
    Ok(listed(all!(tx, SubmissionRow, SQL, delegation.as_str())?))
}

/// Whether this work was handed in before.
pub async fn has_submission(tx: &mut ReadTx, delegation: &DelegationId, uri: &str) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from submission where delegation = $1 and uri = $2";
    Ok(one!(tx, (i64,), SQL, delegation.as_str(), uri)?.0 > 0)
}

/// Writes submitted work.
pub async fn add_submission(tx: &mut WriteTx, s: &Submission) -> StoreResult<()> {
    const SQL: &str = "insert into submission (uri, delegation, round, at, late) values ($1, $2, $3, $4, $5)";
    run!(tx, SQL, &s.uri, s.delegation.as_str(), s.round, s.at.0, s.late).map(drop)
}

/// Writes the verdict on work that was handed in.
pub async fn set_verdict(
    tx: &mut WriteTx,
    delegation: &DelegationId,
    submission: &str,
    verdict: Verdict,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "update submission set verdict = $3, verdict_at = $4 where delegation = $1 and uri = $2";
    run!(tx, SQL, delegation.as_str(), submission, verdict.as_str(), now.0).map(drop)
}
