//! Personal boxes: what people keep here for themselves alone, and nobody else opens (docs/sealed.md §3.2).

use pursuance_domain::id::ActorId;
use pursuance_domain::sealed::BoxKind;
use pursuance_domain::time::Time;
use pursuance_sealed::ids::ObjectId;

use crate::store::db::{ReadTx, WriteTx, all, one, run};
use crate::store::error::StoreResult;

/// The boxes of somebody: the id of each in hexadecimal, and its bytes.
pub async fn of_kind(
    tx: &mut ReadTx,
    account: &ActorId,
    kind: BoxKind,
) -> StoreResult<Vec<(String, Vec<u8>)>> {
    const SQL: &str = "select oid, bytes from sealed_box where account = $1 and kind = $2 order by oid";
    all!(tx, (String, Vec<u8>), SQL, account.as_str(), kind.as_str())
}

/// The same of one alone, where it is there.
pub async fn by_oid(
    tx: &mut ReadTx,
    account: &ActorId,
    kind: BoxKind,
    oid: &ObjectId,
) -> StoreResult<Vec<(String, Vec<u8>)>> {
    const SQL: &str = "select oid, bytes from sealed_box where account = $1 and kind = $2 and oid = $3";
    all!(tx, (String, Vec<u8>), SQL, account.as_str(), kind.as_str(), oid.to_string())
}

/// How many somebody has, besides one.
pub async fn count_others(
    tx: &mut ReadTx,
    account: &ActorId,
    kind: BoxKind,
    oid: &ObjectId,
) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from sealed_box where account = $1 and kind = $2 and oid <> $3";
    Ok(one!(tx, (i64,), SQL, account.as_str(), kind.as_str(), oid.to_string())?.0)
}

/// Writes one, in place of the one before.
pub async fn put(
    tx: &mut WriteTx,
    account: &ActorId,
    kind: BoxKind,
    oid: &ObjectId,
    bytes: &[u8],
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "insert into sealed_box (account, kind, oid, bytes, written) values ($1, $2, $3, $4, $5)
        on conflict (account, kind, oid) do update set bytes = excluded.bytes, written = excluded.written";
    run!(tx, SQL, account.as_str(), kind.as_str(), oid.to_string(), bytes, now.0)?;
    tx.note_text(account.clone(), None);
    Ok(())
}

/// Forgets one; answers whether it was there.
pub async fn remove(tx: &mut WriteTx, account: &ActorId, kind: BoxKind, oid: &ObjectId) -> StoreResult<bool> {
    const SQL: &str = "delete from sealed_box where account = $1 and kind = $2 and oid = $3";
    Ok(run!(tx, SQL, account.as_str(), kind.as_str(), oid.to_string())? == 1)
}
