//! Sealed messages about tasks: what their senders say of them in the clear. Each is a comment, whose text is its envelope; one that
//! changes or ends a comment hangs on that one in place of the task.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, MessageId, TaskId};
use pursuance_domain::time::Time;
use pursuance_sealed::envelope::SealedEnvelope;
use pursuance_sealed::error::DecodeError;
use pursuance_sealed::ids::{Iid, ObjectId, UnitId};
use pursuance_sealed::record::{Message, Record};

use super::{next_change, number, read_id};
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::{StoreError, StoreResult};
use crate::store::search::{among, list};
use crate::store::texts;

/// A message as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The comment.
    pub id: MessageId,
    /// The id that its sender gave it.
    pub object: ObjectId,
    /// The task, its sender, and its number among theirs about it.
    pub unit: UnitId,
    pub sender: Iid,
    pub sender_seq: u64,
    /// The number of its change.
    pub changed: i64,
    /// None: its envelope was deleted for good.
    pub record: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    message: String,
    object: String,
    unit: String,
    iid: String,
    seq: i64,
    changed: i64,
    envelope: Option<Vec<u8>>,
}

impl TryFrom<Row> for Kept {
    type Error = StoreError;

    fn try_from(row: Row) -> StoreResult<Self> {
        const TABLE: &str = "sealed_message";
        let damaged = |error: DecodeError| StoreError::unreadable("text_version", "envelope", &error);
        let object = read_id(TABLE, "object", &row.object, ObjectId::from_slice)?;
        let unit = read_id(TABLE, "unit", &row.unit, UnitId::from_slice)?;
        let sender = read_id(TABLE, "iid", &row.iid, Iid::from_slice)?;
        let sender_seq =
            u64::try_from(row.seq).map_err(|_| StoreError::unknown_word(TABLE, "seq", row.seq))?;
        let record = match row.envelope {
            Some(bytes) => {
                let envelope = SealedEnvelope::decode(&bytes).map_err(damaged)?;
                let message = Message { unit, message: object, sender_seq, envelope };
                Some(Record::Message(message).encode().map_err(damaged)?)
            }
            None => None,
        };
        let id = MessageId(row.message);
        Ok(Self { id, object, unit, sender, sender_seq, changed: row.changed, record })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select s.message, s.object, s.unit, s.iid, s.seq, s.changed, x.envelope from sealed_message s
            left join text_version x on x.object = s.message and x.field = 'body' and x.revision = 1 ",
            $rest
        )
    };
}

/// The messages that came after a number of a change, in their order.
pub async fn after(tx: &mut ReadTx, pursuance: &ActorId, after: i64, limit: i64) -> StoreResult<Vec<Kept>> {
    const SQL: &str = select!("where s.pursuance = $1 and s.changed > $2 order by s.changed limit +$3");
    let found = all!(tx, Row, SQL, pursuance.as_str(), after, limit)?;
    found.into_iter().map(Kept::try_from).collect()
}

/// The newest message of somebody about a task.
pub async fn newest(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    unit: &UnitId,
    sender: &Iid,
) -> StoreResult<Option<Kept>> {
    const SQL: &str =
        select!("where s.pursuance = $1 and s.unit = $2 and s.iid = $3 order by s.seq desc limit 1");
    let (unit, sender) = (unit.to_string(), sender.to_string());
    optional!(tx, Row, SQL, pursuance.as_str(), unit, sender)?.map(Kept::try_from).transpose()
}

/// Whether somebody has sent a message with this number about a task.
pub async fn is_sent(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    message: &Message,
    sender: &Iid,
) -> StoreResult<bool> {
    const SQL: &str =
        "select seq from sealed_message where pursuance = $1 and unit = $2 and iid = $3 and seq = $4";
    let (unit, sender, seq) = (message.unit.to_string(), sender.to_string(), number(message.sender_seq));
    Ok(optional!(tx, (i64,), SQL, pursuance.as_str(), unit, sender, seq)?.is_some())
}

/// Whether there is a message with this id.
pub async fn is_there(tx: &mut ReadTx, pursuance: &ActorId, object: &ObjectId) -> StoreResult<bool> {
    const SQL: &str = "select seq from sealed_message where pursuance = $1 and object = $2";
    Ok(optional!(tx, (i64,), SQL, pursuance.as_str(), object.to_string())?.is_some())
}

/// Whether somebody has said something about a task since then that still stands.
pub async fn has_said(tx: &mut ReadTx, task: &TaskId, author: &ActorId, since: Time) -> StoreResult<bool> {
    const SQL: &str = "select m.at from message m where m.thread = $1 and m.author = $2 and m.at >= $3 and m.retracted_at is null limit 1";
    Ok(optional!(tx, (i64,), SQL, task.as_str(), author.as_str(), since.0)?.is_some())
}

/// The comment that its sender gave this id.
pub async fn comment(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    object: &ObjectId,
) -> StoreResult<Option<MessageId>> {
    const SQL: &str = "select message from sealed_message where pursuance = $1 and object = $2";
    let found = optional!(tx, (String,), SQL, pursuance.as_str(), object.to_string())?;
    Ok(found.map(|(id,)| MessageId(id)))
}

/// The other wordings of a comment that has not ended, in their order.
pub async fn edits(tx: &mut ReadTx, comment: &MessageId) -> StoreResult<Vec<Kept>> {
    const SQL: &str = select!("join message m on m.id = s.message where m.thread = $1 order by s.changed");
    all!(tx, Row, SQL, comment.as_str())?.into_iter().map(Kept::try_from).collect()
}

/// Under which identities comments were sent, in hexadecimal.
pub async fn senders<'a>(
    tx: &mut ReadTx,
    comments: impl IntoIterator<Item = &'a str>,
) -> StoreResult<HashMap<String, String>> {
    macro_rules! senders {
        ($($which:literal),+) => {
            concat!("select message, iid from sealed_message ", $($which),+)
        };
    }
    let sql = among!(senders, "message", tx);
    Ok(all!(tx, (String, String), sql, list(comments))?.into_iter().collect())
}

/// A message before it is written.
#[derive(Debug)]
pub struct NewMessage<'a> {
    /// The comment, which is there.
    pub id: &'a MessageId,
    pub message: &'a Message,
    pub sender: &'a Iid,
    pub author: &'a ActorId,
}

/// Writes what is said of a message in the clear, and its envelope as the text of its comment.
pub async fn add(tx: &mut WriteTx, pursuance: &ActorId, new: &NewMessage<'_>, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into sealed_message (message, pursuance, object, unit, iid, seq, changed)
        values ($1, $2, $3, $4, $5, $6, $7)";
    let NewMessage { id, message, sender, author } = *new;
    let changed = next_change(tx, pursuance).await?;
    let (object, unit, sender) = (message.message.to_string(), message.unit.to_string(), sender.to_string());
    let seq = number(message.sender_seq);
    run!(tx, SQL, id.as_str(), pursuance.as_str(), object, unit, sender, seq, changed)?;
    let unreadable = |error: DecodeError| StoreError::unreadable("text_version", "envelope", &error);
    let envelope = message.envelope.encode().map_err(unreadable)?;
    let version = texts::SealedVersion {
        object: id.as_str(),
        field: texts::ObjectText::Body.as_str(),
        revision: 1,
        author,
        envelope: &envelope,
        pursuance,
    };
    texts::add_envelope(tx, &version, now).await
}
