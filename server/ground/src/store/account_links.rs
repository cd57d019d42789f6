//! Links by which somebody sets the passphrase of an account, once. Here is only the hash of their secret; an account has one at most.

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_domain::value::Sha256;

use super::db::{ReadTx, WriteTx, optional, run};
use super::error::StoreResult;

/// A link that was made for an account, and takes the place of the one before. `until`: it works before that.
///
/// # Errors
/// When the database fails.
pub async fn set(
    tx: &mut WriteTx,
    account: &ActorId,
    secret_hash: &Sha256,
    made_by: Option<&ActorId>,
    (made, until): (Time, Time),
) -> StoreResult<()> {
    const SQL: &str =
        "insert into account_link (account, secret_hash, made_by, made, until) values ($1, $2, $3, $4, $5)
        on conflict (account) do update set secret_hash = excluded.secret_hash, made_by = excluded.made_by,
          made = excluded.made, until = excluded.until";
    let by = made_by.map(ActorId::as_str);
    run!(tx, SQL, account.as_str(), secret_hash.as_str(), by, made.0, until.0).map(drop)
}

/// The account whose passphrase a link sets now: the link works, and the account is not suspended.
///
/// # Errors
/// When the database fails.
pub async fn account_of(tx: &mut ReadTx, secret_hash: &str, now: Time) -> StoreResult<Option<ActorId>> {
    const SQL: &str = "select l.account from account_link l join account a on a.actor = l.account
        where l.secret_hash = $1 and l.until > $2 and a.suspended_at is null";
    Ok(optional!(tx, (String,), SQL, secret_hash, now.0)?.map(|(account,)| ActorId(account)))
}

/// Ends the link of an account.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut WriteTx, account: &ActorId) -> StoreResult<()> {
    run!(tx, "delete from account_link where account = $1", account.as_str()).map(drop)
}
