//! Files that come in pieces: how far each has come. A row stays for a while when its file is whole, for whom the answer was lost.

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, one, optional, run};
use super::error::StoreResult;

/// An upload of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: String,
    /// How many bytes were announced.
    pub bytes: i64,
    /// How many are on the disk.
    pub arrived: i64,
    /// The hash of the file, once it is whole.
    pub sha256: Option<String>,
}

/// The uploads of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    pub all: i64,
    /// Uploads that are not complete, and the bytes that were announced of them.
    pub unfinished: i64,
    pub announced: i64,
}

/// How many uploads somebody has.
///
/// # Errors
/// When the database fails.
pub async fn own(tx: &mut ReadTx, account: &ActorId) -> StoreResult<Own> {
    const SQL: &str = "select count(*), count(case when sha256 is null then 1 end),
        cast(coalesce(sum(case when sha256 is null then bytes end), 0) as bigint) from upload where account = $1";
    let (all, unfinished, announced) = one!(tx, (i64, i64, i64), SQL, account.as_str())?;
    Ok(Own { all, unfinished, announced })
}

/// Begins an upload.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut WriteTx, account: &ActorId, id: &str, bytes: i64, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into upload (id, account, bytes, arrived, at) values ($1, $2, $3, 0, $4)";
    run!(tx, SQL, id, account.as_str(), bytes, now.0).map(drop)
}

/// An upload of somebody, whose last piece is not older than that.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut ReadTx, account: &ActorId, id: &str, since: Time) -> StoreResult<Option<Upload>> {
    const SQL: &str = "select bytes, arrived, sha256 from upload where id = $1 and account = $2 and at >= $3";
    let row = optional!(tx, (i64, i64, Option<String>), SQL, id, account.as_str(), since.0)?;
    Ok(row.map(|(bytes, arrived, sha256)| Upload { id: id.to_owned(), bytes, arrived, sha256 }))
}

/// Notes that a piece is on the disk. False when the upload is gone, or has gone on without it.
///
/// # Errors
/// When the database fails.
pub async fn advance(tx: &mut WriteTx, id: &str, from: i64, to: i64, now: Time) -> StoreResult<bool> {
    const SQL: &str =
        "update upload set arrived = $1, at = $2 where id = $3 and arrived = $4 and sha256 is null";
    Ok(run!(tx, SQL, to, now.0, id, from)? == 1)
}

/// Notes that the file is whole.
///
/// # Errors
/// When the database fails.
pub async fn finish(tx: &mut WriteTx, id: &str, sha256: &str, now: Time) -> StoreResult<()> {
    run!(tx, "update upload set sha256 = $1, at = $2 where id = $3", sha256, now.0, id).map(drop)
}

/// Forgets an upload.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut WriteTx, id: &str) -> StoreResult<()> {
    run!(tx, "delete from upload where id = $1", id).map(drop)
}

/// Forgets `many` complete uploads of a person, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn forget_whole(tx: &mut WriteTx, account: &ActorId, many: i64) -> StoreResult<()> {
    const SQL: &str = "delete from upload where id in
        (select id from upload where account = $1 and sha256 is not null order by at, id limit +$2)";
    run!(tx, SQL, account.as_str(), many).map(drop)
}

/// Forgets the uploads whose last piece came before that.
///
/// # Errors
/// When the database fails.
pub async fn forget_before(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from upload where at < $1", before.0).map(drop)
}

/// Whether more of an upload is to come.
///
/// # Errors
/// When the database fails.
pub async fn is_unfinished(tx: &mut ReadTx, id: &str) -> StoreResult<bool> {
    const SQL: &str = "select id from upload where id = $1 and sha256 is null";
    Ok(optional!(tx, (String,), SQL, id)?.is_some())
}
