//! Public keys of other servers, fetched once and cached.

use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, optional, run};
use super::error::StoreResult;

/// A key as fetched.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CachedKey {
    pub owner: String,
    /// PEM for RSA, Multikey for Ed25519.
    pub key: String,
    pub fetched_at: i64,
    /// When fetching it failed last, if that was after.
    pub failed_at: Option<i64>,
    /// The number of fetches in a row that failed for a passing reason; none after an answer that was not the key.
    pub failures: Option<i64>,
}

/// The key with this id.
pub async fn find(tx: &mut ReadTx, key_id: &str) -> StoreResult<Option<CachedKey>> {
    optional!(
        tx,
        CachedKey,
        "select owner, key, fetched_at, failed_at, failures from key_cache where key_id = $1",
        key_id
    )
}

/// Keeps a key.
pub async fn save(tx: &mut WriteTx, key_id: &str, owner: &str, key: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into key_cache (key_id, owner, key, fetched_at) values ($1, $2, $3, $4)
        on conflict (key_id) do update set owner = excluded.owner, key = excluded.key, fetched_at = excluded.fetched_at, failed_at = null, failures = null";
    run!(tx, SQL, key_id, owner, key, now.0).map(drop)
}

/// Forgets keys that were neither fetched nor asked for in vain since a moment: a sender who comes back is asked for the key again.
pub async fn forget_before(tx: &mut WriteTx, before: Time, most: i64) -> StoreResult<()> {
    const SQL: &str = "delete from key_cache where key_id in (
        select o.key_id from key_cache o where o.fetched_at < $1 and (o.failed_at is null or o.failed_at < $1) limit +$2)";
    run!(tx, SQL, before.0, most).map(drop)
}

/// Notes a failed fetch of a key, so that it is not fetched again at once; answers the number of failures in a row, if
/// the reason was a passing one.
pub async fn set_failed(tx: &mut WriteTx, key_id: &str, failures: Option<i64>, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into key_cache (key_id, owner, key, fetched_at, failed_at, failures) values ($1, '', '', 0, $2, $3)
        on conflict (key_id) do update set failed_at = excluded.failed_at, failures = excluded.failures";
    run!(tx, SQL, key_id, now.0, failures).map(drop)
}
