//! Changes of comments: other wordings, ends, and copies to other sides.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, DelegationId, MessageId, ReasonId};
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, run};
use super::discussions::Message;
use super::error::{StoreError, StoreResult};
use super::fulltext;
use super::reactions;
use super::search::{among, list};
use super::texts::{self, ObjectText};

/// Gives a comment another wording.
///
/// # Errors
/// [`StoreError::Stale`] when it has another wording than was seen, or has ended.
pub async fn reword(
    tx: &mut WriteTx,
    message: &Message,
    author: &ActorId,
    now: Time,
    body: &str,
) -> StoreResult<i64> {
    let (id, revision) = (message.id.as_str(), message.revision + 1);
    const SQL: &str =
        "update message set revision = $2 where id = $1 and revision = $3 and retracted_at is null";
    demand_one(run!(tx, SQL, id, revision, message.revision)?)?;
    texts::add(tx, id, ObjectText::Body, revision, author, now, body).await?;
    fulltext::put(tx, fulltext::Kind::Comment, id).await?;
    Ok(revision)
}

fn demand_one(changed: u64) -> StoreResult<()> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale("the comment")) }
}

/// Ends a comment whose author takes it back, also after its removal: its place stays, its texts are deleted.
///
/// # Errors
/// [`StoreError::Stale`] when it ended meanwhile.
pub async fn delete(tx: &mut WriteTx, message: &Message, now: Time) -> StoreResult<()> {
    const SQL: &str = "update message set retracted_at = $2 where id = $1 and retracted_at is null";
    if message.retracted_at.is_none() {
        demand_one(run!(tx, SQL, message.id.as_str(), now.0)?)?;
    }
    reactions::remove_all(tx, &message.id).await?;
    texts::forget(tx, message.id.as_str(), ObjectText::Body, message.revision).await
}

/// Removes a comment of somebody else; its texts are kept for an appeal, and take no room of the pursuance meanwhile.
///
/// # Errors
/// [`StoreError::Stale`] when it ended meanwhile.
pub async fn remove(
    tx: &mut WriteTx,
    message: &Message,
    by: &ActorId,
    reason: &ReasonId,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "update message set retracted_at = $2, removed_by = $3, removal = $4
        where id = $1 and retracted_at is null";
    const LEAVE: &str = "update text_version set pursuance = null where object = $1 and field = 'body'";
    demand_one(run!(tx, SQL, message.id.as_str(), now.0, by.as_str(), reason.as_str())?)?;
    run!(tx, LEAVE, message.id.as_str())?;
    reactions::remove_all(tx, &message.id).await?;
    fulltext::put(tx, fulltext::Kind::Comment, message.id.as_str()).await
}

/// Deletes the texts of comments that were removed before a moment, for good; at most `limit` comments.
pub async fn forget_removed(tx: &mut WriteTx, before: Time, limit: i64) -> StoreResult<u64> {
    const SQL: &str = "update text_version set body = null, envelope = null
        where field = 'body' and (body is not null or envelope is not null)
        and object in (select m.id from message m where m.removed_by is not null and m.retracted_at < $1 and exists
          (select 1 from text_version x where x.object = m.id and x.field = 'body'
            and (x.body is not null or x.envelope is not null)) limit +$2)";
    let forgotten = run!(tx, SQL, before.0, limit)?;
    if forgotten > 0 {
        tx.deletes_words();
    }
    Ok(forgotten)
}

/// Notes that the other side of a delegation is sent a comment.
pub async fn add_copy(tx: &mut WriteTx, id: &MessageId, delegation: &DelegationId) -> StoreResult<()> {
    const SQL: &str = "insert into message_copy (message, delegation) values ($1, $2)
        on conflict (message, delegation) do update set refused_at = null";
    run!(tx, SQL, id.as_str(), delegation.as_str()).map(drop)
}

/// Notes that the other side of a delegation refused a comment, which is named by its address.
pub async fn refuse_copy(
    tx: &mut WriteTx,
    uri: &str,
    delegation: &DelegationId,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "update message_copy set refused_at = $3
        where delegation = $2 and message in (select id from message where uri = $1)";
    run!(tx, SQL, uri, delegation.as_str(), now.0).map(drop)
}

/// The delegations whose other side was sent a comment, and whether it refused it.
pub async fn copies(tx: &mut ReadTx, id: &MessageId) -> StoreResult<Vec<(DelegationId, bool)>> {
    const SQL: &str =
        "select delegation, refused_at from message_copy where message = $1 order by delegation";
    let rows = all!(tx, (String, Option<i64>), SQL, id.as_str())?;
    Ok(rows.into_iter().map(|(id, refused_at)| (DelegationId(id), refused_at.is_some())).collect())
}

/// Which of some messages were neither deleted nor removed, and when they were said: for a rule. Whether the time of one is over is a
/// matter of its room.
pub async fn standing(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &str>,
) -> StoreResult<HashMap<MessageId, Time>> {
    macro_rules! standing {
        ($($which:literal),+) => {
            concat!("select m.id, m.at from message m ", $($which),+, " and m.retracted_at is null")
        };
    }
    let sql = among!(standing, "m.id", tx);
    let rows = all!(tx, (String, i64), sql, list(ids))?;
    Ok(rows.into_iter().map(|(id, at)| (MessageId(id), Time(at))).collect())
}
