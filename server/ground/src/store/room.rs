//! The room that the files and the texts of a person, a pursuance or another server take; and files that are no longer needed.
//!
//! Equal bytes count once for each of them, however often they are attached. What was made of a picture to be shown counts like a file.

use std::collections::HashMap;

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, one, run};
use super::error::StoreResult;
use super::search::{among, list};
use super::states::with_states;

/// The room that files take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileRoom {
    pub bytes: i64,
    /// The number of different files.
    pub files: i64,
}

impl From<(i64, i64)> for FileRoom {
    fn from((bytes, files): (i64, i64)) -> Self {
        Self { bytes, files }
    }
}

/// The bytes of the free pages in the file of SQLite: they are written before the file grows.
pub async fn free_pages(tx: &mut ReadTx) -> StoreResult<i64> {
    const SQL: &str =
        "select f.freelist_count * p.page_size from pragma_freelist_count f cross join pragma_page_size p";
    Ok(one!(tx, (i64,), SQL)?.0)
}

/// The different bytes of the files `f` of which a condition holds, and of what was made of them to be shown. `own` is 1 where they are a
/// file, and 0 where they only show one.
macro_rules! kept_bytes {
    ($which:literal) => {
        concat!(
            "select u.sha256, max(u.bytes) as bytes, max(u.own) as own from (
              select f.sha256, f.bytes, 1 as own from file f where f.blob is not null and ",
            $which,
            " union all select b.sha256, b.bytes, 0 from file f join blob b on b.sha256 = f.shown where f.blob is not null and ",
            $which,
            " union all select b.sha256, b.bytes, 0 from file f join blob b on b.sha256 = f.thumbnail where f.blob is not null and ",
            $which,
            ") u group by u.sha256"
        )
    };
}
pub(in crate::store) use kept_bytes;

macro_rules! taken {
    ($which:literal) => {
        concat!(
            "select cast(coalesce(sum(k.bytes), 0) as bigint), cast(coalesce(sum(k.own), 0) as bigint) from (",
            kept_bytes!($which),
            ") k"
        )
    };
}

/// The files that a person uploaded, or that a remote pursuance sent, with what is shown of them.
pub async fn of_adder(tx: &mut ReadTx, adder: &ActorId) -> StoreResult<FileRoom> {
    Ok(one!(tx, (i64, i64), taken!("f.added_by = $1"), adder.as_str())?.into())
}

/// The files on the tasks, offers and work of a local pursuance, with what is shown of them.
pub async fn of_pursuance(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<FileRoom> {
    Ok(one!(tx, (i64, i64), taken!("f.pursuance = $1"), pursuance.as_str())?.into())
}

/// The files from another server, with what is shown of them.
pub async fn of_host(tx: &mut ReadTx, host: &str) -> StoreResult<FileRoom> {
    const SQL: &str = taken!("f.added_by in (select a.id from actor a where a.host = $1)");
    Ok(one!(tx, (i64, i64), SQL, host)?.into())
}

/// The bytes of text of a person or a pursuance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextRoom {
    pub bytes: i64,
    /// Of those in a pursuance, how many are of the person who is asked for.
    pub by_person: i64,
}

/// The bytes of text of each of some people and pursuances, and how many of them are of a person; the ones without text are absent.
pub async fn texts_of_each(
    tx: &mut ReadTx,
    holders: impl IntoIterator<Item = &ActorId>,
    person: &ActorId,
) -> StoreResult<HashMap<ActorId, TextRoom>> {
    macro_rules! of {
        ($($which:literal),+) => {
            concat!(
                "select r.actor, r.bytes,
                  coalesce((select s.bytes from text_share s where s.pursuance = r.actor and s.author = $2), 0)
                from text_room r ",
                $($which),+
            )
        };
    }
    let sql = among!(of, "r.actor", tx);
    let holders = list(holders.into_iter().map(ActorId::as_str));
    let rows = all!(tx, (String, i64, i64), sql, holders, person.as_str())?;
    let texts = |(actor, bytes, by_person)| (ActorId(actor), TextRoom { bytes, by_person });
    Ok(rows.into_iter().map(texts).collect())
}

/// The bytes of text from another server.
pub async fn texts_of_host(tx: &mut ReadTx, host: &str) -> StoreResult<i64> {
    const SQL: &str =
        "select cast(coalesce(sum(r.bytes), 0) as bigint) from text_room r join actor a on a.id = r.actor
        where a.host = $1";
    Ok(one!(tx, (i64,), SQL, host)?.0)
}

/// Whether a person or remote pursuance has added these bytes already.
pub async fn adder_has(tx: &mut ReadTx, adder: &ActorId, sha256: &str) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from file where added_by = $1 and sha256 = $2 and blob is not null";
    Ok(one!(tx, (i64,), SQL, adder.as_str(), sha256)?.0 > 0)
}

/// Whether a person has a file already of which these bytes are shown small.
pub async fn adder_shows(tx: &mut ReadTx, adder: &ActorId, thumbnail: &str) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from file where thumbnail = $2 and added_by = $1 and blob is not null";
    Ok(one!(tx, (i64,), SQL, adder.as_str(), thumbnail)?.0 > 0)
}

/// Whether a pursuance has these bytes already.
pub async fn pursuance_has(tx: &mut ReadTx, pursuance: &ActorId, sha256: &str) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from file where pursuance = $1 and sha256 = $2 and blob is not null";
    Ok(one!(tx, (i64,), SQL, pursuance.as_str(), sha256)?.0 > 0)
}

/// Deletes uploads that were not attached.
pub async fn forget_uploads(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from file where object = added_by and at < $1", before.0).map(drop)
}

/// Deletes the files of offers that were not accepted.
pub async fn forget_offered(tx: &mut WriteTx) -> StoreResult<()> {
    const SQL: &str = "delete from file where source_url is not null and object in
        (select id from delegation where side = 'delegate' and task is null
            and state in {in_vain})";
    run!(tx, with_states!(SQL)).map(drop)
}

/// Bytes that no file refers to any longer, and that are the picture of nobody, with a hash in a range.
pub async fn unneeded(
    tx: &mut ReadTx,
    from: &str,
    to: &str,
    before: Time,
    limit: i64,
) -> StoreResult<Vec<String>> {
    const SQL: &str = "select b.sha256 from blob b where b.sha256 >= $1 and b.sha256 < $2 and b.at < $3
        and not exists (select 1 from file f where f.sha256 = b.sha256)
        and not exists (select 1 from file f where f.shown = b.sha256)
        and not exists (select 1 from file f where f.thumbnail = b.sha256)
        and not exists (select 1 from account a where a.picture = b.sha256) order by b.sha256 limit +$4";
    let rows = all!(tx, (String,), SQL, from, to, before.0, limit)?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Known bytes with a hash in a range.
pub async fn known(tx: &mut ReadTx, from: &str, to: &str) -> StoreResult<Vec<String>> {
    let rows = all!(tx, (String,), "select sha256 from blob where sha256 >= $1 and sha256 < $2", from, to)?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Deletes bytes, unless a file refers to them again, or somebody has them as their picture.
pub async fn forget(tx: &mut WriteTx, sha256: &str) -> StoreResult<()> {
    const SQL: &str = "delete from blob where sha256 = $1
        and not exists (select 1 from file f where f.sha256 = $1)
        and not exists (select 1 from file f where f.shown = $1)
        and not exists (select 1 from file f where f.thumbnail = $1)
        and not exists (select 1 from account a where a.picture = $1)";
    run!(tx, SQL, sha256).map(drop)
}
