//! Ed25519 keys of pinned actors, besides the pinned key itself (PROTOCOL §3.6, §4.3).

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::damage::{StoredRow, whole};
use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::{StoreError, StoreResult};

/// The relation of a key to the pinned one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyRelation {
    /// The pinned key vouched for it: it becomes the pinned key at its first use.
    Next,
    /// It was pinned before the present one.
    Former,
    /// The actor publishes it in place of the pinned key, and no known key vouched for it.
    Strange,
}

impl KeyRelation {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Former => "former",
            Self::Strange => "strange",
        }
    }

    fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "next" => Ok(Self::Next),
            "former" => Ok(Self::Former),
            "strange" => Ok(Self::Strange),
            _ => Err(StoreError::unknown_word("actor_key", "standing", word)),
        }
    }
}

/// A key of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorKey {
    /// As the owner publishes it, `z6Mk…`; empty when the owner publishes none any more.
    pub key: String,
    pub relation: KeyRelation,
    pub at: Time,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    actor: String,
    key: String,
    standing: String,
    at: i64,
}

impl StoredRow for KeyRow {
    fn key(&self) -> String {
        format!("{} {}", self.actor, self.key)
    }
}

impl TryFrom<KeyRow> for ActorKey {
    type Error = StoreError;
    fn try_from(row: KeyRow) -> StoreResult<Self> {
        Ok(Self { key: row.key, relation: KeyRelation::parse(&row.standing)?, at: Time(row.at) })
    }
}

/// The keys of an actor, every one: the identity of the actor rests on them.
pub async fn of(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Vec<ActorKey>> {
    const SQL: &str = "select actor, key, standing, at from actor_key where actor = $1 order by at, key";
    whole(all!(tx, KeyRow, SQL, actor.as_str())?)
}

/// The key that an actor publishes in place of the pinned one, without a voucher.
pub async fn strange(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Option<ActorKey>> {
    const SQL: &str = "select key, at from actor_key where actor = $1 and standing = 'strange' limit 1";
    let row: Option<(String, i64)> = optional!(tx, (String, i64), SQL, actor.as_str())?;
    Ok(row.map(|(key, at)| ActorKey { key, relation: KeyRelation::Strange, at: Time(at) }))
}

/// An actor whose published key differs from the pinned one.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ActorWithOtherKey {
    pub actor: String,
    pub uri: String,
    pub name: String,
    pub pinned: Option<Vec<u8>>,
    /// The new key; empty when there is none.
    pub key: String,
    pub at: i64,
}

/// The actors of a server whose published keys differ from the pinned ones.
pub async fn changed_at(tx: &mut ReadTx, host: &str) -> StoreResult<Vec<ActorWithOtherKey>> {
    const SQL: &str = "select a.id as actor, a.uri, a.name, a.ed25519_public as pinned, k.key, k.at
        from actor_key k join actor a on a.id = k.actor where k.standing = 'strange' and a.host = $1 order by a.uri";
    all!(tx, ActorWithOtherKey, SQL, host)
}

/// The servers with an actor whose published key differs from the pinned one.
pub async fn changed_hosts(tx: &mut ReadTx) -> StoreResult<Vec<String>> {
    const SQL: &str = "select distinct a.host from actor_key k join actor a on a.id = k.actor
        where k.standing = 'strange' and a.host is not null";
    Ok(all!(tx, (String,), SQL)?.into_iter().map(|(host,)| host).collect())
}

/// Notes the relation of a key. An actor has at most one next key and one strange key.
pub async fn set(
    tx: &mut WriteTx,
    actor: &ActorId,
    key: &str,
    relation: KeyRelation,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into actor_key (actor, key, standing, at) values ($1, $2, $3, $4)
        on conflict (actor, key) do update set standing = excluded.standing, at = excluded.at";
    match relation {
        KeyRelation::Next | KeyRelation::Strange => remove(tx, actor, relation).await?,
        KeyRelation::Former => {}
    }
    run!(tx, SQL, actor.as_str(), key, relation.as_str(), now.0).map(drop)
}

/// Deletes the keys of an actor of this relation.
pub async fn remove(tx: &mut WriteTx, actor: &ActorId, relation: KeyRelation) -> StoreResult<()> {
    run!(tx, "delete from actor_key where actor = $1 and standing = $2", actor.as_str(), relation.as_str())
        .map(drop)
}

/// Pins another key of an actor; the key pinned before becomes a former one.
pub async fn move_pin(
    tx: &mut WriteTx,
    actor: &ActorId,
    before: &str,
    key: (&str, &[u8]),
    now: Time,
) -> StoreResult<()> {
    set(tx, actor, before, KeyRelation::Former, now).await?;
    run!(tx, "delete from actor_key where actor = $1 and key = $2", actor.as_str(), key.0)?;
    run!(
        tx,
        "update actor set ed25519_public = $2, pinned_at = $3 where id = $1 and host is not null",
        actor.as_str(),
        key.1,
        now.0
    )
    .map(drop)
}
