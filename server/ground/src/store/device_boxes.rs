//! The keys that somebody's first device leaves for another one, sealed to that device, which takes them once (docs/sealed.md
//! §3.2).

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, one, optional, run};
use super::error::StoreResult;

/// The name of a mailbox in the error when something lies in it.
pub const MAILBOX: &str = "the mailbox";

/// Leaves a box in a mailbox that has none.
///
/// # Errors
/// [`StoreError::Taken`](super::error::StoreError::Taken) when it has one.
pub async fn add(
    tx: &mut WriteTx,
    account: &ActorId,
    mailbox: &str,
    body: &str,
    until: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into device_box (mailbox, account, body, until) values ($1, $2, $3, $4)";
    run!(tx, SQL, mailbox, account.as_str(), body, until.0).map_err(|error| error.or_taken(MAILBOX)).map(drop)
}

/// How many boxes of an account wait.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut ReadTx, account: &ActorId, now: Time) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from device_box where account = $1 and until > $2";
    Ok(one!(tx, (i64,), SQL, account.as_str(), now.0)?.0)
}

/// Whether something waits in a mailbox.
///
/// # Errors
/// When the database fails.
pub async fn waits(tx: &mut ReadTx, mailbox: &str, now: Time) -> StoreResult<bool> {
    const SQL: &str = "select mailbox from device_box where mailbox = $1 and until > $2";
    Ok(optional!(tx, (String,), SQL, mailbox, now.0)?.is_some())
}

/// Takes what waits in a mailbox.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut WriteTx, mailbox: &str, now: Time) -> StoreResult<Option<String>> {
    const SQL: &str = "delete from device_box where mailbox = $1 and until > $2 returning body";
    Ok(optional!(tx, (String,), SQL, mailbox, now.0)?.map(|(body,)| body))
}

/// Removes the boxes of an account.
///
/// # Errors
/// When the database fails.
pub async fn remove_all(tx: &mut WriteTx, account: &ActorId) -> StoreResult<()> {
    run!(tx, "delete from device_box where account = $1", account.as_str()).map(drop)
}

/// Forgets the boxes of an account that nobody took in time.
///
/// # Errors
/// When the database fails.
pub async fn forget_over_of(tx: &mut WriteTx, account: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str = "delete from device_box where account = $1 and until <= $2";
    run!(tx, SQL, account.as_str(), now.0).map(drop)
}

/// Forgets the boxes that nobody took in time.
///
/// # Errors
/// When the database fails.
pub async fn forget_over(tx: &mut WriteTx, now: Time) -> StoreResult<()> {
    run!(tx, "delete from device_box where until <= $1", now.0).map(drop)
}
