//! The activities of channels with their exact bytes, as they went and came.

use pursuance_domain::time::Time;
use pursuance_federation::vocab::Delegated;
use serde_json::Value;

use super::ActivityDirection;
use crate::store::damage::or_none;
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::{StoreError, StoreResult};

/// An activity with its exact bytes.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StoredActivity {
    pub uri: String,
    pub direction: String,
    pub actor: String,
    pub kind: String,
    pub channel: Option<String>,
    pub epoch: Option<String>,
    pub seq: Option<i64>,
    pub bytes: Vec<u8>,
    pub sha256: String,
    pub at: i64,
    pub outcome: String,
}

impl StoredActivity {
    /// The document that was sent.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn document(&self) -> StoreResult<Value> {
        read_document(&self.bytes, &self.uri)
    }

    /// Its content, as a message between two pursuances; none when it cannot be read, which goes to the log.
    pub fn said(&self) -> Option<Delegated> {
        read_said(&self.bytes, &self.uri)
    }
}

/// The document of an activity with this address.
pub(in crate::store) fn read_document(bytes: &[u8], uri: &str) -> StoreResult<Value> {
    serde_json::from_slice(bytes).map_err(|error| unreadable(&error, uri))
}

/// Its content, as a message between two pursuances; none when it cannot be read, which goes to the log.
pub(in crate::store) fn read_said(bytes: &[u8], uri: &str) -> Option<Delegated> {
    let document = or_none(read_document(bytes, uri))?;
    or_none(Delegated::read(&document).map_err(|error| unreadable(&error, uri)))
}

fn unreadable(error: &(dyn std::error::Error + 'static), uri: &str) -> StoreError {
    StoreError::unreadable("activity", "bytes", error).in_row(uri.to_owned())
}

macro_rules! select_activity {
    ($rest:literal) => {
        concat!("select uri, direction, actor, kind, channel, epoch, seq, bytes, sha256, at, outcome from activity ", $rest)
    };
}

/// A stored activity, in one direction.
pub async fn activity(
    tx: &mut ReadTx,
    uri: &str,
    direction: ActivityDirection,
) -> StoreResult<Option<StoredActivity>> {
    optional!(
        tx,
        StoredActivity,
        select_activity!("where uri = $1 and direction = $2"),
        uri,
        direction.as_str()
    )
}

/// Where an activity that arrived before stands, and its hash.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SeenBefore {
    pub sha256: String,
    pub channel: Option<String>,
    pub epoch: Option<String>,
}

/// An activity that arrived before, if it did.
pub async fn seen(tx: &mut ReadTx, uri: &str) -> StoreResult<Option<SeenBefore>> {
    const SQL: &str = "select sha256, channel, epoch from activity where uri = $1 and direction = 'in'";
    optional!(tx, SeenBefore, SQL, uri)
}

/// Stores an activity. False when one with this address and direction is stored already.
pub async fn add_activity(tx: &mut WriteTx, activity: &StoredActivity) -> StoreResult<bool> {
    const SQL: &str =
        "insert into activity (uri, direction, actor, kind, channel, epoch, seq, bytes, sha256, at, outcome)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (uri, direction) do nothing";
    let added = run!(
        tx,
        SQL,
        &activity.uri,
        &activity.direction,
        &activity.actor,
        &activity.kind,
        &activity.channel,
        &activity.epoch,
        activity.seq,
        &activity.bytes,
        &activity.sha256,
        activity.at,
        &activity.outcome
    )
    .map_err(|error| error.or_taken("the number in the channel"))?;
    Ok(added == 1)
}

/// The activity with a number in an epoch of a channel.
pub async fn numbered(
    tx: &mut ReadTx,
    channel: &str,
    direction: ActivityDirection,
    epoch: &str,
    seq: i64,
) -> StoreResult<Option<StoredActivity>> {
    optional!(
        tx,
        StoredActivity,
        select_activity!("where channel = $1 and direction = $2 and epoch = $3 and seq = $4"),
        channel,
        direction.as_str(),
        epoch,
        seq
    )
}

/// The log of a channel after a number, in order (PROTOCOL §2.6 point 2).
pub async fn log(
    tx: &mut ReadTx,
    channel: &str,
    direction: ActivityDirection,
    epoch: &str,
    after: i64,
    limit: i64,
) -> StoreResult<Vec<StoredActivity>> {
    all!(
        tx,
        StoredActivity,
        select_activity!(
            "where channel = $1 and direction = $2 and epoch = $3 and seq > $4 order by seq limit +$5"
        ),
        channel,
        direction.as_str(),
        epoch,
        after,
        limit
    )
}

/// Deletes activities that are about no delegation and arrived before a time: they were kept to recognise duplicates.
pub async fn forget_before(tx: &mut WriteTx, before: Time) -> StoreResult<u64> {
    run!(tx, "delete from activity where direction = 'in' and channel is null and at < $1", before.0)
}
