//! The identities of accounts: the name of the keys with which a person signs in private pursuances (docs/sealed.md §3.2).

use pursuance_domain::id::ActorId;
use pursuance_sealed::ids::Iid;

use super::db::{ReadTx, optional};
use super::error::StoreResult;
use super::sealed::read_id;

/// The identity of an account, if it has one.
pub async fn of(tx: &mut ReadTx, account: &ActorId) -> StoreResult<Option<Iid>> {
    const SQL: &str = "select iid from identity where account = $1";
    let found = optional!(tx, (String,), SQL, account.as_str())?;
    found.map(|(iid,)| read_id("identity", "iid", &iid, Iid::from_slice)).transpose()
}

/// The account that has an identity.
pub async fn account_of(tx: &mut ReadTx, iid: &Iid) -> StoreResult<Option<ActorId>> {
    const SQL: &str = "select account from identity where iid = $1";
    Ok(optional!(tx, (String,), SQL, iid.to_string())?.map(|(account,)| ActorId(account)))
}
