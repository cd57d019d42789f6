//! People's texts, apart from the rows that relate them: every version of every text, append-only.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;
use super::search::{among, list};

/// A text of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Title,
    Deliverables,
    Body,
    /// The newest note on progress from the people of a mirror.
    ProgressNote,
    /// The reason of an act against a member, and of what blocks a task.
    Reason,
    /// The mission of a pursuance.
    Mission,
}

impl Field {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Deliverables => "deliverables",
            Self::Body => "body",
            Self::ProgressNote => "progress_note",
            Self::Reason => "reason",
            Self::Mission => "mission",
        }
    }
}

/// One version of a text.
#[derive(Debug, Clone)]
pub struct TextVersion {
    pub revision: i64,
    pub author: ActorId,
    pub at: Time,
    pub body: String,
}

/// Adds a version. Triggers count its bytes for its author, and for the pursuance in which it stands; the transaction notes both.
/// Reasons belong to no pursuance, and are never refused: a person who removes something gives one.
pub async fn add(
    tx: &mut WriteTx,
    object: &str,
    field: Field,
    revision: i64,
    author: &ActorId,
    at: Time,
    body: &str,
) -> StoreResult<()> {
    const SQL: &str = "insert into text_version (object, field, revision, author, at, body, pursuance) values ($1, $2, $3, $4, $5, $6,
        case cast($2 as text) when 'mission' then cast($1 as text) when 'reason' then null
          when 'body' then coalesce((select t.pursuance from message m join task t on t.id = m.thread where m.id = $1),
            (select case d.side when 'origin' then d.origin else d.delegate end from delegation d
              where d.id = coalesce((select m.thread from message m where m.id = $1), $7)))
          else (select t.pursuance from task t where t.id = $1) end)
        returning pursuance";
    let hung_on = hung_on(object);
    let (pursuance,) = one!(
        tx,
        (Option<String>,),
        SQL,
        object,
        field.as_str(),
        revision,
        author.as_str(),
        at.0,
        body,
        hung_on.as_str()
    )?;
    if field != Field::Reason {
        tx.note_text(author.clone(), pursuance.map(ActorId));
    }
    Ok(())
}

/// A version of a text; empty when there is none.
pub async fn at_revision(tx: &mut ReadTx, object: &str, field: Field, revision: i64) -> StoreResult<String> {
    const SQL: &str =
        "select coalesce(body, '') from text_version where object = $1 and field = $2 and revision = $3";
    Ok(optional!(tx, (String,), SQL, object, field.as_str(), revision)?.map(|row| row.0).unwrap_or_default())
}

/// The first version of the reasons of some objects, as far as there are any.
pub async fn reasons(
    tx: &mut ReadTx,
    objects: impl IntoIterator<Item = &str>,
) -> StoreResult<HashMap<String, String>> {
    macro_rules! reasons {
        ($($which:literal),+) => {
            concat!(
                "select x.object, coalesce(x.body, '') from text_version x ",
                $($which,)+
                " and x.field = 'reason' and x.revision = 1"
            )
        };
    }
    let sql = among!(reasons, "x.object", tx);
    Ok(all!(tx, (String, String), sql, list(objects))?.into_iter().collect())
}

/// The versions of a text before a revision, the newest first.
pub async fn versions(
    tx: &mut ReadTx,
    object: &str,
    field: Field,
    before: i64,
    limit: i64,
) -> StoreResult<Vec<TextVersion>> {
    const SQL: &str =
        "select revision, author, at, coalesce(body, '') from text_version where object = $1 and field = $2
        and revision < $3 order by revision desc limit +$4";
    let rows = all!(tx, (i64, String, i64, String), SQL, object, field.as_str(), before, limit)?;
    Ok(rows.into_iter().map(version).collect())
}

fn version((revision, author, at, body): (i64, String, i64, String)) -> TextVersion {
    TextVersion { revision, author: ActorId(author), at: Time(at), body }
}

/// The newest version of a text, if it was ever written.
pub async fn newest(tx: &mut ReadTx, object: &str, field: Field) -> StoreResult<Option<TextVersion>> {
    const SQL: &str =
        "select revision, author, at, coalesce(body, '') from text_version where object = $1 and field = $2
        order by revision desc limit 1";
    let row = optional!(tx, (i64, String, i64, String), SQL, object, field.as_str())?;
    Ok(row.map(version))
}

/// Deletes the oldest versions of a text for good, so that at most `most` are kept besides the present one.
pub async fn keep_former(tx: &mut WriteTx, object: &str, field: Field, most: i64) -> StoreResult<()> {
    const SQL: &str = "delete from text_version where object = $1 and field = $2 and revision < (
        select v.revision from text_version v where v.object = $1 and v.field = $2 order by v.revision desc limit 1 offset +$3)";
    run!(tx, SQL, object, field.as_str(), most).map(drop)
}

/// Deletes the versions of a text up to one for good; that they were there stays (DATA 8).
pub async fn forget(tx: &mut WriteTx, object: &str, field: Field, up_to: i64) -> StoreResult<()> {
    const SQL: &str = "update text_version set body = null, envelope = null
        where object = $1 and field = $2 and revision <= $3 and (body is not null or envelope is not null)";
    run!(tx, SQL, object, field.as_str(), up_to).map(drop)
}

/// The delegation of a text or file, directly or through the work submitted for it ([`Submission::key`](super::delegations::Submission::key)).
pub fn hung_on(object: &str) -> DelegationId {
    DelegationId(object.split('#').next().unwrap_or_default().to_owned())
}
