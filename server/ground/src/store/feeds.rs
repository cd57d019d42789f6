//! Feeds of what somebody may read, each at an address that is a secret.

use pursuance_domain::id::{ActorId, FeedId, SearchId};
use pursuance_domain::time::Time;
use pursuance_domain::value::{FeedForm, Sha256};

use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, each, one, optional, run};
use super::error::{StoreError, StoreResult};

/// A feed; the secret itself is known only to its holder.
#[derive(Debug, Clone)]
pub struct Feed {
    pub id: FeedId,
    pub account: ActorId,
    /// The pursuance that it is about; none for one about the person.
    pub pursuance: Option<ActorId>,
    /// The saved search that it is about: the pursuance is then that in which the search looks.
    pub search: Option<SearchId>,
    pub name: String,
    pub form: FeedForm,
    /// When its present secret was made.
    pub made: Time,
    /// When it was fetched last.
    pub seen: Option<Time>,
}

#[derive(sqlx::FromRow)]
struct FeedRow {
    id: String,
    account: String,
    pursuance: Option<String>,
    search: Option<String>,
    name: String,
    form: String,
    made: i64,
    seen: Option<i64>,
}

impl StoredRow for FeedRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<FeedRow> for Feed {
    type Error = StoreError;

    fn try_from(row: FeedRow) -> StoreResult<Self> {
        Ok(Self {
            id: FeedId(row.id),
            account: ActorId(row.account),
            pursuance: row.pursuance.map(ActorId),
            search: row.search.map(SearchId),
            name: row.name,
            form: FeedForm::parse(&row.form)
                .map_err(|_| StoreError::unknown_word("feed", "form", row.form))?,
            made: Time(row.made),
            seen: row.seen.map(Time),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select f.id, f.account, f.pursuance, f.search, f.name, f.form, f.made, f.seen from feed f ",
            $rest
        )
    };
}

/// The feed with this secret hash, of somebody who may sign in.
pub async fn by_hash(tx: &mut ReadTx, secret_hash: &str) -> StoreResult<Option<Feed>> {
    const SQL: &str =
        select!("join account a on a.actor = f.account where f.secret_hash = $1 and a.suspended_at is null");
    single(optional!(tx, FeedRow, SQL, secret_hash)?)
}

/// The feed with this id.
pub async fn by_id(tx: &mut ReadTx, id: &FeedId) -> StoreResult<Option<Feed>> {
    single(optional!(tx, FeedRow, select!("where f.id = $1"), id.as_str())?)
}

/// The feeds of an account, the newest first, at most `limit`.
pub async fn list(tx: &mut ReadTx, account: &ActorId, limit: i64) -> StoreResult<Vec<Feed>> {
    const SQL: &str = select!("where f.account = $1 order by f.id desc limit +$2");
    Ok(listed(each!(tx, FeedRow, SQL, account.as_str(), limit)?))
}

/// Counts the feeds of an account.
pub async fn count(tx: &mut ReadTx, account: &ActorId) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from feed where account = $1", account.as_str())?.0)
}

/// Writes a feed.
pub async fn add(tx: &mut WriteTx, feed: &Feed, secret_hash: &Sha256) -> StoreResult<()> {
    const SQL: &str = "insert into feed (id, account, pursuance, name, form, secret_hash, made, search)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    run!(
        tx,
        SQL,
        feed.id.as_str(),
        feed.account.as_str(),
        feed.pursuance.as_ref().map(ActorId::as_str),
        &feed.name,
        feed.form.as_str(),
        secret_hash.as_str(),
        feed.made.0,
        feed.search.as_ref().map(SearchId::as_str)
    )
    .map(drop)
}

/// Gives a feed another secret.
pub async fn replace(tx: &mut WriteTx, id: &FeedId, secret_hash: &Sha256, now: Time) -> StoreResult<u64> {
    const SQL: &str = "update feed set secret_hash = $2, made = $3, seen = null where id = $1";
    run!(tx, SQL, id.as_str(), secret_hash.as_str(), now.0)
}

/// Notes that a feed was fetched.
pub async fn touch(tx: &mut WriteTx, id: &FeedId, now: Time) -> StoreResult<()> {
    run!(tx, "update feed set seen = $2 where id = $1", id.as_str(), now.0).map(drop)
}

/// Deletes a feed.
pub async fn remove(tx: &mut WriteTx, id: &FeedId) -> StoreResult<u64> {
    run!(tx, "delete from feed where id = $1", id.as_str())
}

/// Deletes every feed of an account.
pub async fn remove_all(tx: &mut WriteTx, account: &ActorId) -> StoreResult<u64> {
    run!(tx, "delete from feed where account = $1", account.as_str())
}
