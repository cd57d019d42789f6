//! Nonces of this server to which the key of somebody has answered: each counts once (docs/sealed.md §3.2). A nonce says itself when it was
//! made, so that nothing is kept of those to which nobody answers.

use pursuance_domain::time::{MINUTE, Time};

use super::db::{ReadTx, WriteTx, optional, run};
use super::error::StoreResult;

/// How long one is answered.
pub const GOOD_FOR: i64 = 5 * MINUTE;

/// Whether a nonce was used.
///
/// # Errors
/// When the database fails.
pub async fn is_used(tx: &mut ReadTx, nonce: &str) -> StoreResult<bool> {
    const SQL: &str = "select nonce from signin_nonce where nonce = $1";
    Ok(optional!(tx, (String,), SQL, nonce)?.is_some())
}

/// Uses a nonce; whether this was the first time.
///
/// # Errors
/// When the database fails.
pub async fn use_once(tx: &mut WriteTx, nonce: &str, now: Time) -> StoreResult<bool> {
    const SQL: &str = "insert into signin_nonce (nonce, until) values ($1, $2) on conflict do nothing";
    // Processes whose clocks differ a little count it as good for as long as either of them does.
    let until = now.plus(2 * GOOD_FOR);
    Ok(run!(tx, SQL, nonce, until.0)? == 1)
}

/// Forgets expired nonces.
///
/// # Errors
/// When the database fails.
pub async fn forget_over(tx: &mut WriteTx, now: Time) -> StoreResult<()> {
    run!(tx, "delete from signin_nonce where until <= $1", now.0).map(drop)
}
