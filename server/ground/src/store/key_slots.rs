//! The data that the server keeps for accounts whose passphrase stays on its device: the root key, sealed once with the
//! passphrase and once with the recovery code, and the identity that lies below it. All of it comes from browsers and is given
//! back as it came.

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::{StoreError, StoreResult};

/// The secret that opens a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    Passphrase,
    Recovery,
}

impl SlotKind {
    /// The word in the database.
    fn as_str(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
        }
    }
}

/// A sealed root key.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct KeySlot {
    /// The server and the name under which it was sealed.
    pub realm: String,
    pub name: String,
    /// In base64url.
    pub body: String,
    /// The hash of the key that comes from a recovery code, in hexadecimal; none for a passphrase.
    pub verifier: Option<String>,
}

/// A person's keys.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Identity {
    /// Its name, in hexadecimal.
    pub iid: String,
    /// The secret keys, sealed with the root key, in base64url.
    pub idbox: String,
    /// The public keys, in base64url.
    pub card: String,
}

/// A slot of an account.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut ReadTx, account: &ActorId, kind: SlotKind) -> StoreResult<Option<KeySlot>> {
    const SQL: &str = "select realm, name, body, verifier from key_slot where account = $1 and kind = $2";
    optional!(tx, KeySlot, SQL, account.as_str(), kind.as_str())
}

/// Writes a slot, in place of the one before.
///
/// # Errors
/// When the database fails.
pub async fn set(tx: &mut WriteTx, account: &ActorId, kind: SlotKind, slot: &KeySlot) -> StoreResult<()> {
    const SQL: &str = "insert into key_slot (account, kind, realm, name, body, verifier) values ($1, $2, $3, $4, $5, $6)
        on conflict (account, kind) do update set realm = excluded.realm, name = excluded.name, body = excluded.body,
          verifier = excluded.verifier";
    let KeySlot { realm, name, body, verifier } = slot;
    run!(tx, SQL, account.as_str(), kind.as_str(), realm, name, body, verifier.as_deref()).map(drop)
}

/// The identity of an account.
///
/// # Errors
/// When the database fails.
pub async fn identity(tx: &mut ReadTx, account: &ActorId) -> StoreResult<Option<Identity>> {
    const SQL: &str = "select iid, idbox, card from identity where account = $1";
    optional!(tx, Identity, SQL, account.as_str())
}

/// The name of an identity in the error when somebody has it.
pub const CARD: &str = "the card";

/// Refuses keys that an account had and has replaced: found keys are of no use.
async fn demand_unused(tx: &mut ReadTx, iid: &str) -> StoreResult<()> {
    const SQL: &str = "select number from former_identity where iid = $1";
    match optional!(tx, (i64,), SQL, iid)? {
        Some(_) => Err(StoreError::Taken(CARD)),
        None => Ok(()),
    }
}

/// Writes the identity of an account that has none.
///
/// # Errors
/// [`StoreError::Taken`] when another account has it, or somebody replaced it.
pub async fn add_identity(
    tx: &mut WriteTx,
    account: &ActorId,
    identity: &Identity,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into identity (account, iid, idbox, card, at) values ($1, $2, $3, $4, $5)";
    let Identity { iid, idbox, card } = identity;
    demand_unused(tx, iid).await?;
    run!(tx, SQL, account.as_str(), iid, idbox, card, now.0).map_err(|error| error.or_taken(CARD)).map(drop)
}

/// Keys of an account that were replaced.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Former {
    /// As in [`Identity`].
    pub idbox: String,
    pub card: String,
    /// The root key that opens them, sealed with the one that followed, in base64url.
    pub rootbox: String,
}

/// The replaced keys of an account, the last replaced first: each is opened by the one before.
///
/// # Errors
/// When the database fails.
pub async fn formers(tx: &mut ReadTx, account: &ActorId) -> StoreResult<Vec<Former>> {
    const SQL: &str =
        "select idbox, card, rootbox from former_identity where account = $1 order by number desc";
    all!(tx, Former, SQL, account.as_str())
}

/// Gives an account other keys, and keeps the former ones. `rootbox`: their root key, sealed with the new one.
///
/// # Errors
/// [`StoreError::Taken`] when somebody has or had the new keys.
pub async fn replace_identity(
    tx: &mut WriteTx,
    account: &ActorId,
    identity: &Identity,
    rootbox: &str,
    now: Time,
) -> StoreResult<()> {
    const KEEP: &str = "insert into former_identity (account, number, iid, idbox, card, rootbox, at)
        select i.account, (select coalesce(max(f.number), 0) + 1 from former_identity f where f.account = $1),
          i.iid, i.idbox, i.card, $2, $3 from identity i where i.account = $1";
    const REMOVE: &str = "delete from identity where account = $1";
    run!(tx, KEEP, account.as_str(), rootbox, now.0)?;
    run!(tx, REMOVE, account.as_str())?;
    add_identity(tx, account, identity, now).await
}

/// Forgets the slots and the identity of an account, and the boxes that nobody opens without them.
///
/// # Errors
/// When the database fails.
pub async fn remove_all(tx: &mut WriteTx, account: &ActorId) -> StoreResult<()> {
    run!(tx, "delete from key_slot where account = $1", account.as_str())?;
    run!(tx, "delete from sealed_box where account = $1", account.as_str())?;
    run!(tx, "delete from former_identity where account = $1", account.as_str())?;
    run!(tx, "delete from identity where account = $1", account.as_str()).map(drop)
}
