//! The objects that are written sealed: the newest signed revision of each, and its fields. The envelopes are texts ([`texts`]).

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;
use pursuance_sealed::envelope::{ObjectType, SealedEnvelope};
use pursuance_sealed::error::DecodeError;
use pursuance_sealed::ids::ObjectId;
use pursuance_sealed::record::{Content, FieldRecord, Record};
use pursuance_sealed::revision::{REL, Rel, Revision};

use super::{next_change, number};
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::{StoreError, StoreResult};
use crate::store::search::{among, list};
use crate::store::texts;

/// An object as it is now.
#[derive(Debug, Clone)]
pub struct SealedObject {
    /// The name of its texts.
    pub id: String,
    pub revision: Revision,
    pub rel: Rel,
    /// The number of its last change.
    pub changed: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    changed: i64,
    bytes: Vec<u8>,
    rel: Vec<u8>,
}

impl TryFrom<Row> for SealedObject {
    type Error = StoreError;

    fn try_from(row: Row) -> StoreResult<Self> {
        let damaged =
            |column| move |error: DecodeError| StoreError::unreadable("sealed_revision", column, &error);
        Ok(Self {
            revision: Revision::decode(&row.bytes).map_err(damaged("bytes"))?,
            rel: Rel::decode(&row.rel).map_err(damaged("rel"))?,
            id: row.id,
            changed: row.changed,
        })
    }
}

/// Objects with their newest revision, and their newest relations.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select o.id, o.changed, r.bytes, (select q.rel from sealed_revision q where q.object = o.id and q.rel is not null
               order by q.revision desc limit 1) as rel
             from sealed_object o join sealed_revision r on r.object = o.id and r.revision = o.revision ",
            $rest
        )
    };
}

/// An object, if it was ever written.
pub async fn find(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    kind: ObjectType,
    object: &ObjectId,
) -> StoreResult<Option<SealedObject>> {
    const SQL: &str = select!("where o.pursuance = $1 and o.kind = $2 and o.object = $3");
    let (kind, object) = (i64::from(kind.number()), object.to_string());
    optional!(tx, Row, SQL, pursuance.as_str(), kind, object)?.map(SealedObject::try_from).transpose()
}

/// The object of a row here, such as a task.
pub async fn of_row(tx: &mut ReadTx, pursuance: &ActorId, id: &str) -> StoreResult<Option<SealedObject>> {
    const SQL: &str = select!("where o.pursuance = $1 and o.id = $2");
    optional!(tx, Row, SQL, pursuance.as_str(), id)?.map(SealedObject::try_from).transpose()
}

/// The objects that changed after a number, in the order of their last changes.
pub async fn after(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    after: i64,
    limit: i64,
) -> StoreResult<Vec<SealedObject>> {
    const SQL: &str = select!("where o.pursuance = $1 and o.changed > $2 order by o.changed limit +$3");
    let found = all!(tx, Row, SQL, pursuance.as_str(), after, limit)?;
    found.into_iter().map(SealedObject::try_from).collect()
}

/// The id here of a task that is named by the id that its members gave it.
pub async fn task(tx: &mut ReadTx, pursuance: &ActorId, object: &ObjectId) -> StoreResult<Option<TaskId>> {
    const SQL: &str = "select id from sealed_object where pursuance = $1 and kind = $2 and object = $3";
    let (kind, object) = (i64::from(ObjectType::Task.number()), object.to_string());
    Ok(optional!(tx, (String,), SQL, pursuance.as_str(), kind, object)?.map(|(id,)| TaskId(id)))
}

/// The numbers of the tasks among some objects, by their ids here.
pub async fn numbers(tx: &mut ReadTx, objects: &[SealedObject]) -> StoreResult<HashMap<String, i64>> {
    macro_rules! tasks {
        ($($which:literal),+) => {
            concat!("select t.id, t.number from task t ", $($which),+)
        };
    }
    let is_task = |object: &&SealedObject| object.revision.body.object_type == ObjectType::Task;
    let ids = list(objects.iter().filter(is_task).map(|object| object.id.as_str()));
    let sql = among!(tasks, "t.id", tx);
    Ok(all!(tx, (String, i64), sql, ids)?.into_iter().collect())
}

/// The name of a field among the texts of its object: what a task is to deliver, and what blocks it, have the names that they have in
/// other pursuances, too.
fn text_of(kind: ObjectType, field: &str) -> &str {
    match (kind, field) {
        (ObjectType::Task, DESCRIPTION) => texts::ObjectText::Deliverables.as_str(),
        (ObjectType::BlockNote, BLOCK_TEXT) => texts::ObjectText::Reason.as_str(),
        (_, field) => field,
    }
}

/// The field of a task that says what it is to deliver.
pub const DESCRIPTION: &str = "desc";

/// The field with the words of what blocks a task.
pub const BLOCK_TEXT: &str = "text";

/// A revision before it is written, with the fields that it changes.
#[derive(Debug)]
pub struct NewRevision<'a> {
    /// The name of its texts.
    pub id: &'a str,
    pub revision: &'a Revision,
    pub fields: &'a [FieldRecord],
    pub author: &'a ActorId,
    /// The number of the newest one there; none: it is the first one here.
    pub before: Option<u64>,
}

/// Writes the next revision of an object, or a later one; answers whether the one before was the newest.
pub async fn put(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    new: &NewRevision<'_>,
    now: Time,
) -> StoreResult<bool> {
    const FIRST: &str = "insert into sealed_object (id, pursuance, kind, object, revision, changed)
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
    const NEXT: &str = "update sealed_object set revision = $2, changed = $3 where id = $1 and revision = $4";
    const REVISION: &str = "insert into sealed_revision (object, revision, author, at, bytes, rel) values ($1, $2, $3, $4, $5, $6)";
    let body = &new.revision.body;
    let (rev, kind) = (number(body.rev), i64::from(body.object_type.number()));
    let changed = next_change(tx, pursuance).await?;
    let written = match new.before {
        None => run!(tx, FIRST, new.id, pursuance.as_str(), kind, body.object.to_string(), rev, changed)?,
        Some(before) => run!(tx, NEXT, new.id, rev, changed, number(before))?,
    };
    if written != 1 {
        return Ok(false);
    }
    let unreadable = |error: DecodeError| StoreError::unreadable("sealed_revision", "rel", &error);
    let mut rel = None;
    for field in new.fields {
        let bytes = field.content.encode().map_err(unreadable)?;
        match field.content {
            Content::Rel(_) => rel = Some(bytes),
            Content::Sealed(_) => {
                let version = texts::SealedVersion {
                    object: new.id,
                    field: text_of(body.object_type, field.name.as_str()),
                    revision: number(field.rev),
                    author: new.author,
                    envelope: &bytes,
                    pursuance,
                };
                texts::add_envelope(tx, &version, now).await?;
            }
        }
    }
    let author = new.author.as_str();
    run!(tx, REVISION, new.id, rev, author, now.0, new.revision.as_bytes(), rel)?;
    tx.note_text(new.author.clone(), Some(pursuance.clone()));
    Ok(true)
}

/// The records of some objects: each with its newest revision, and the fields that it has.
pub async fn records(tx: &mut ReadTx, objects: &[SealedObject]) -> StoreResult<Vec<Vec<Vec<u8>>>> {
    macro_rules! envelopes {
        ($($which:literal),+) => {
            concat!(
                "select v.object, v.field, v.revision, v.envelope from text_version v ",
                $($which,)+
                " and v.envelope is not null and v.revision = (select max(w.revision) from text_version w
                   where w.object = v.object and w.field = v.field)"
            )
        };
    }
    let sql = among!(envelopes, "v.object", tx);
    let ids = list(objects.iter().map(|object| object.id.as_str()));
    let mut found: HashMap<(String, String, i64), Vec<u8>> = HashMap::new();
    for (object, field, revision, envelope) in all!(tx, (String, String, i64, Vec<u8>), sql, ids)? {
        found.insert((object, field, revision), envelope);
    }
    objects.iter().map(|object| records_of(object, &found)).collect()
}

fn records_of(
    object: &SealedObject,
    envelopes: &HashMap<(String, String, i64), Vec<u8>>,
) -> StoreResult<Vec<Vec<u8>>> {
    let damaged = |error: DecodeError| StoreError::unreadable("text_version", "envelope", &error);
    let body = &object.revision.body;
    let mut records = vec![Record::Revision(object.revision.clone())];
    for field in &body.fields {
        let content = if field.name.as_str() == REL {
            Content::Rel(object.rel.clone())
        } else {
            let name = text_of(body.object_type, field.name.as_str());
            let key = (object.id.clone(), name.to_owned(), number(field.rev));
            // A missing one is noticed by the reader of the revision.
            let Some(bytes) = envelopes.get(&key) else { continue };
            Content::Sealed(SealedEnvelope::decode(bytes).map_err(damaged)?)
        };
        records.push(Record::Field(FieldRecord {
            object_type: body.object_type,
            object: body.object,
            unit: body.unit,
            name: field.name.clone(),
            rev: field.rev,
            content,
        }));
    }
    records.iter().map(|record| record.encode().map_err(damaged)).collect()
}
