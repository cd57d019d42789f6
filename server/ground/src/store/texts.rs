//! People's texts, apart from the rows that relate them: every version of every text, append-only.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, DelegationId, ReasonId};
use pursuance_domain::time::Time;

pub use super::body::{Body, Sealed, SignedPeople};
use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;
use super::search::{among, list};

/// A text of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectText {
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

impl ObjectText {
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
    pub body: Body,
}

/// One version of a mission.
#[derive(Debug, Clone)]
pub struct Mission {
    pub revision: i64,
    pub author: ActorId,
    pub at: Time,
    pub text: String,
}

/// Adds a version. Triggers count its bytes for its author, and for the pursuance in which it stands; the transaction notes both.
/// Reasons belong to no pursuance, and are never refused: a person who removes something gives one.
pub async fn add(
    tx: &mut WriteTx,
    object: &str,
    field: ObjectText,
    revision: i64,
    author: &ActorId,
    at: Time,
    body: &str,
) -> StoreResult<()> {
    const SQL: &str = "insert into text_version (object, field, revision, author, at, body, pursuance) values ($1, $2, $3, $4, $5, $6,
        case cast($2 as text) when 'mission' then cast($1 as text) when 'reason' then null
          when 'body' then coalesce((select t.pursuance from message m join task t on t.id = m.thread where m.id = $1),
            (select r.pursuance from message m join room r on r.id = m.thread where m.id = $1),
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
    if field != ObjectText::Reason {
        tx.note_text(author.clone(), pursuance.map(ActorId));
    }
    Ok(())
}

/// A version of a text that cannot be read here: an envelope.
#[derive(Debug)]
pub struct SealedVersion<'a> {
    pub object: &'a str,
    /// As its members call it (docs/sealed.md §3.6).
    pub field: &'a str,
    pub revision: i64,
    pub author: &'a ActorId,
    pub envelope: &'a [u8],
    pub pursuance: &'a ActorId,
}

/// Adds a version as an envelope. It takes room like a text.
pub async fn add_envelope(tx: &mut WriteTx, version: &SealedVersion<'_>, at: Time) -> StoreResult<()> {
    const SQL: &str =
        "insert into text_version (object, field, revision, author, at, body, envelope, pursuance)
        values ($1, $2, $3, $4, $5, null, $6, $7)";
    let SealedVersion { object, field, revision, author, envelope, pursuance } = *version;
    run!(tx, SQL, object, field, revision, author.as_str(), at.0, envelope, pursuance.as_str())?;
    tx.note_text(author.clone(), Some(pursuance.clone()));
    Ok(())
}

/// A version of a text.
pub async fn at_revision(
    tx: &mut ReadTx,
    object: &str,
    field: ObjectText,
    revision: i64,
) -> StoreResult<Body> {
    const SQL: &str =
        "select body, envelope from text_version where object = $1 and field = $2 and revision = $3";
    let row = optional!(tx, (Option<String>, Option<Vec<u8>>), SQL, object, field.as_str(), revision)?;
    Ok(row.map_or(Body::Forgotten, |(body, envelope)| Body::of(object, Some(revision), body, envelope)))
}

/// The reason of an act against a member, or against a pursuance; empty when there is none. It is never sealed: the person whom it is
/// about reads it, and they may have no key.
pub async fn reason(tx: &mut ReadTx, reason: &ReasonId) -> StoreResult<String> {
    at_revision(tx, reason.as_str(), ObjectText::Reason, 1).await?.clear()
}

/// The first version of the reasons of some objects, as far as there are any.
pub async fn reasons(
    tx: &mut ReadTx,
    objects: impl IntoIterator<Item = &str>,
) -> StoreResult<HashMap<String, Body>> {
    macro_rules! reasons {
        ($($which:literal),+) => {
            concat!(
                "select x.object, x.body, x.envelope from text_version x ",
                $($which,)+
                " and x.field = 'reason' and x.revision = 1"
            )
        };
    }
    let sql = among!(reasons, "x.object", tx);
    let rows = all!(tx, (String, Option<String>, Option<Vec<u8>>), sql, list(objects))?;
    let read = |(object, body, envelope): (String, Option<String>, Option<Vec<u8>>)| {
        let text = Body::of(&object, Some(1), body, envelope);
        (object, text)
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The versions of a text before a revision, the newest first.
pub async fn versions(
    tx: &mut ReadTx,
    object: &str,
    field: ObjectText,
    before: i64,
    limit: i64,
) -> StoreResult<Vec<TextVersion>> {
    const SQL: &str =
        "select revision, author, at, body, envelope from text_version where object = $1 and field = $2
        and revision < $3 order by revision desc limit +$4";
    let rows = all!(tx, VersionRow, SQL, object, field.as_str(), before, limit)?;
    Ok(rows.into_iter().map(|row| version(object, row)).collect())
}

type VersionRow = (i64, String, i64, Option<String>, Option<Vec<u8>>);

fn version(object: &str, (revision, author, at, body, envelope): VersionRow) -> TextVersion {
    let body = Body::of(object, Some(revision), body, envelope);
    TextVersion { revision, author: ActorId(author), at: Time(at), body }
}

/// The versions of the mission of a pursuance before a revision, the newest first. A mission is said to people who have no key, and so
/// is never sealed here.
pub async fn missions(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    before: i64,
    limit: i64,
) -> StoreResult<Vec<Mission>> {
    let found = versions(tx, pursuance.as_str(), ObjectText::Mission, before, limit).await?;
    let mission = |version: TextVersion| -> StoreResult<Mission> {
        let TextVersion { revision, author, at, body } = version;
        Ok(Mission { revision, author, at, text: body.clear()? })
    };
    found.into_iter().map(mission).collect()
}

/// The newest version of a text, if it was ever written.
pub async fn newest(tx: &mut ReadTx, object: &str, field: ObjectText) -> StoreResult<Option<TextVersion>> {
    const SQL: &str =
        "select revision, author, at, body, envelope from text_version where object = $1 and field = $2
        order by revision desc limit 1";
    let row = optional!(tx, VersionRow, SQL, object, field.as_str())?;
    Ok(row.map(|row| version(object, row)))
}

/// Deletes the oldest versions of a text for good, so that at most `most` are kept besides the present one.
pub async fn keep_former(tx: &mut WriteTx, object: &str, field: ObjectText, most: i64) -> StoreResult<()> {
    const SQL: &str = "delete from text_version where object = $1 and field = $2 and revision < (
        select v.revision from text_version v where v.object = $1 and v.field = $2 order by v.revision desc limit 1 offset +$3)";
    if run!(tx, SQL, object, field.as_str(), most)? > 0 {
        tx.deletes_words();
    }
    Ok(())
}

/// Deletes the versions of a text up to one for good; that they were there stays (DATA 8).
pub async fn forget(tx: &mut WriteTx, object: &str, field: ObjectText, up_to: i64) -> StoreResult<()> {
    const SQL: &str = "update text_version set body = null, envelope = null
        where object = $1 and field = $2 and revision <= $3 and (body is not null or envelope is not null)";
    if run!(tx, SQL, object, field.as_str(), up_to)? > 0 {
        tx.deletes_words();
    }
    Ok(())
}

/// The delegation of a text or file, directly or through the work submitted for it ([`Submission::key`](super::delegations::Submission::key)).
pub fn hung_on(object: &str) -> DelegationId {
    DelegationId(object.split('#').next().unwrap_or_default().to_owned())
}
