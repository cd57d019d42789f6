//! The messages about a delegation: its timeline.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::OnceLock;

use pursuance_domain::delegation::MessageKind;
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::Delegated;
use serde_json::Value;

use crate::store::channels::{ActivityDirection, read_document, read_said};
use crate::store::damage::{ListElement, StoredRow, listed, or_none, readable};
use crate::store::db::{ReadTx, WriteTx, all, each, one, optional, run};
use crate::store::error::{StoreError, StoreResult};

/// A line of the timeline: an activity about a delegation, with its bytes.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    pub direction: ActivityDirection,
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
    pub fn new(
        direction: ActivityDirection,
        activity: String,
        kind: MessageKind,
        at: Time,
        bytes: Vec<u8>,
    ) -> Self {
        Self { direction, activity, kind, at, human: None, bytes, said: OnceLock::new() }
    }

    /// Its content, read once. None when it cannot be read, which goes to the log: its kind is known all the same.
    pub fn said(&self) -> Option<&Delegated> {
        self.said.get_or_init(|| read_said(&self.bytes, &self.activity).map(Box::new)).as_deref()
    }

    /// The number of bytes that were sent.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The document that was sent; none when it is damaged, which goes to the log.
    pub fn document(&self) -> Option<Value> {
        or_none(read_document(&self.bytes, &self.activity))
    }
}

macro_rules! select_messages {
    ($rest:literal) => {
        concat!(
            "select m.direction, m.activity, m.kind, m.at, m.human, a.seq, a.bytes from delegation_message m ",
            "join activity a on a.uri = m.activity and a.direction = m.direction ",
            $rest
        )
    };
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

impl StoredRow for TimelineRow {
    fn key(&self) -> String {
        self.activity.clone()
    }
}

impl TryFrom<TimelineRow> for TimelineEntry {
    type Error = StoreError;
    fn try_from(row: TimelineRow) -> StoreResult<Self> {
        let (direction, kind) = (ActivityDirection::parse(&row.direction)?, read_kind(&row.kind)?);
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
    direction: ActivityDirection,
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

/// The person of this instance who said, for a pursuance here, what arrived last in a delegation from that pursuance, up to a
/// moment. None where it came from another server, or where nobody said it.
pub async fn sender(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    peer: &ActorId,
    until: Time,
) -> StoreResult<Option<ActorId>> {
    const SQL: &str = "select o.human from delegation_message i join delegation d on d.id = i.delegation
        join delegation_message o on o.activity = i.activity and o.direction = 'out'
        where i.delegation = $1 and i.direction = 'in' and i.at <= $3 and $2 in (d.origin, d.delegate)
        order by i.at desc, i.activity desc limit 1";
    let row = optional!(tx, (Option<String>,), SQL, delegation.as_str(), peer.as_str(), until.0)?;
    Ok(row.and_then(|(human,)| human).map(ActorId))
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

/// The timeline of a delegation before a moment, in order.
pub async fn timeline_before(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    before: Time,
    limit: i64,
) -> StoreResult<Vec<TimelineEntry>> {
    const SQL: &str = select_messages!(
        "where m.delegation = $1 and m.at < $2 order by m.at desc, m.activity desc limit +$3"
    );
    Ok(in_order(each!(tx, TimelineRow, SQL, delegation.as_str(), before.0, limit)?))
}

/// The newest messages of a kind in a delegation, one way, in order.
pub async fn said(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    direction: ActivityDirection,
    kind: MessageKind,
    limit: i64,
) -> StoreResult<Vec<TimelineEntry>> {
    const SQL: &str = select_messages!(
        "where m.delegation = $1 and m.direction = $2 and m.kind = $3 order by m.at desc, m.activity desc limit +$4"
    );
    let rows = each!(tx, TimelineRow, SQL, delegation.as_str(), direction.as_str(), kind.as_str(), limit)?;
    Ok(in_order(rows))
}

/// The newest decisions in a delegation until a time ([`MessageKind::is_decision`]).
const DECISIONS: &str = select_messages!(
    "where m.delegation = $1 and m.kind not in ('Note', 'Progress', 'Nudge', 'Refused') and m.at <= $2
    order by m.at desc, m.activity desc limit +$3"
);

/// The newest messages of a delegation before a time, in order, without comments. Where there are older ones, their newest
/// decisions and the first offers and grants are added: the meaning of an offer or an acceptance depends on whether the work
/// had begun, and many other messages must not push a decision off the page.
pub async fn story(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    before: Time,
    limit: i64,
) -> StoreResult<Vec<TimelineEntry>> {
    const NEWEST: &str = select_messages!(
        "where m.delegation = $1 and m.kind <> 'Note' and m.at < $2 order by m.at desc, m.activity desc limit +$3"
    );
    const FIRST: &str = select_messages!(
        "where m.delegation = $1 and m.kind = $2 and m.at <= $3 order by m.at, m.activity limit 5"
    );
    let mut rows = readable(each!(tx, TimelineRow, NEWEST, delegation.as_str(), before.0, limit)?);
    let oldest = rows.last().map(|row| row.at);
    if let (Some(oldest), true) = (oldest, i64::try_from(rows.len()).is_ok_and(|found| found >= limit)) {
        rows.extend(readable(each!(tx, TimelineRow, DECISIONS, delegation.as_str(), oldest, limit)?));
        for kind in [MessageKind::Offer, MessageKind::Grant] {
            rows.extend(readable(each!(tx, TimelineRow, FIRST, delegation.as_str(), kind.as_str(), oldest)?));
        }
        let mut known = HashSet::new();
        rows.retain(|row| known.insert((row.direction.clone(), row.activity.clone())));
    }
    Ok(in_order(rows))
}

/// The comments of the other side that arrived within a time, as the messages that brought them.
pub async fn comments_between(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    from: Time,
    to: Time,
    limit: i64,
) -> StoreResult<Vec<TimelineEntry>> {
    const SQL: &str = select_messages!(
        "where m.delegation = $1 and m.direction = 'in' and m.kind = 'Note' and m.at >= $2 and m.at <= $3
        order by m.at desc, m.activity desc limit +$4"
    );
    Ok(in_order(each!(tx, TimelineRow, SQL, delegation.as_str(), from.0, to.0, limit)?))
}

fn in_order<L: ListElement<Row = TimelineRow>>(rows: Vec<L>) -> Vec<TimelineEntry> {
    let mut rows = readable(rows);
    rows.sort_by(|one, other| one.at.cmp(&other.at).then_with(|| in_one_instant(one, other)));
    listed(rows)
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
    direction: ActivityDirection,
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
    direction: ActivityDirection,
    kind: MessageKind,
) -> StoreResult<Option<(String, Time)>> {
    const SQL: &str =
        "select activity, at from delegation_message where delegation = $1 and direction = $2 and kind = $3
        order by at desc, activity desc limit 1";
    let row = optional!(tx, (String, i64), SQL, delegation.as_str(), direction.as_str(), kind.as_str())?;
    Ok(row.map(|(activity, at)| (activity, Time(at))))
}

/// Counts the messages of a kind in a delegation since a moment, in one direction.
pub async fn count_said(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    direction: ActivityDirection,
    kind: MessageKind,
    since: Time,
) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from delegation_message where delegation = $1 and direction = $2 and kind = $3 and at > $4";
    Ok(one!(tx, (i64,), SQL, delegation.as_str(), direction.as_str(), kind.as_str(), since.0)?.0)
}

/// Counts our offers that their server has taken since a moment, or may still take.
pub async fn count_offers_taken(tx: &mut ReadTx, delegation: &DelegationId, since: Time) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from delegation_message m join delivery d on d.activity = m.activity
        where m.delegation = $1 and m.direction = 'out' and m.kind = 'Offer'
          and (d.state in ('waiting', 'stopped') or d.delivered_at > $2)";
    Ok(one!(tx, (i64,), SQL, delegation.as_str(), since.0)?.0)
}

/// The people of this side who have written in a delegation, by their first message (of one transaction, in its order), up
/// to one of them; all of them if that one has not written. Messages after their first one are not read.
pub async fn speakers_up_to(
    tx: &mut ReadTx,
    delegation: &DelegationId,
    human: &ActorId,
) -> StoreResult<Vec<ActorId>> {
    const FIRST: &str =
        "select at from delegation_message where delegation = $1 and direction = 'out' and human = $2
        order by at limit 1";
    const SQL: &str = "select m.human from delegation_message m
        left join activity a on a.uri = m.activity and a.direction = m.direction
        where m.delegation = $1 and m.at <= $2 and m.direction = 'out' and m.human is not null
        group by m.human order by min(m.at), min(a.seq), m.human";
    let first = optional!(tx, (i64,), FIRST, delegation.as_str(), human.as_str())?;
    let rows = all!(tx, (String,), SQL, delegation.as_str(), first.map_or(i64::MAX, |(at,)| at))?;
    Ok(rows.into_iter().map(|row| ActorId(row.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_leaves_out_what_decides_nothing() {
        for kind in MessageKind::ALL {
            let is_left_out = DECISIONS.contains(&format!("'{}'", kind.as_str()));
            assert_eq!(is_left_out, !kind.is_decision(), "{kind:?}");
        }
    }
}
