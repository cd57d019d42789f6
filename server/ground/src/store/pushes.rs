//! Push: the browsers to which the notices of people are pushed, and the notices that are to be pushed.

use pursuance_domain::event::Recorded;
use pursuance_domain::id::{ActorId, PushId, SessionId};
use pursuance_domain::time::Time;

use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::notices::held;
use super::search;

/// A browser to which notices are pushed.
#[derive(Debug, Clone)]
pub struct Browser {
    pub id: PushId,
    pub account: ActorId,
    /// The session that subscribed it, with which it ends.
    pub session: Option<SessionId>,
    /// A name for its person.
    pub name: String,
    /// Scheme, host and port of its push service.
    pub service: String,
    /// Its address and keys, as the vault keeps them.
    pub sealed: Vec<u8>,
    pub since: Time,
}

#[derive(sqlx::FromRow)]
struct BrowserRow {
    id: String,
    account: String,
    session: Option<String>,
    name: String,
    service: String,
    sealed: Vec<u8>,
    since: i64,
}

impl StoredRow for BrowserRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<BrowserRow> for Browser {
    type Error = StoreError;
    fn try_from(row: BrowserRow) -> StoreResult<Self> {
        Ok(Self {
            id: PushId(row.id),
            account: ActorId(row.account),
            session: row.session.map(SessionId),
            name: row.name,
            service: row.service,
            sealed: row.sealed,
            since: Time(row.since),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select b.id, b.account, b.session, b.name, b.service, b.sealed, b.since from push_browser b ",
            $rest
        )
    };
}

/// The browser with this id.
pub async fn by_id(tx: &mut ReadTx, id: &PushId) -> StoreResult<Option<Browser>> {
    single(optional!(tx, BrowserRow, select!("where b.id = $1"), id.as_str())?)
}

/// The browsers of an account, the newest first, at most `limit`.
pub async fn list(tx: &mut ReadTx, account: &ActorId, limit: i64) -> StoreResult<Vec<Browser>> {
    const SQL: &str = select!("where b.account = $1 order by b.id desc limit +$2");
    Ok(listed(each!(tx, BrowserRow, SQL, account.as_str(), limit)?))
}

/// Counts the browsers of an account.
pub async fn count(tx: &mut ReadTx, account: &ActorId) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from push_browser where account = $1", account.as_str())?.0)
}

/// Writes a browser.
pub async fn add(tx: &mut WriteTx, browser: &Browser, mark: &str) -> StoreResult<()> {
    const SQL: &str = "insert into push_browser (id, account, session, name, service, sealed, mark, since)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    run!(
        tx,
        SQL,
        browser.id.as_str(),
        browser.account.as_str(),
        browser.session.as_ref().map(SessionId::as_str),
        &browser.name,
        &browser.service,
        &browser.sealed,
        mark,
        browser.since.0
    )
    .map(drop)
}

/// Deletes the earlier entries of a browser: under the same address, of any account, or in the same session.
pub async fn remove_before(tx: &mut WriteTx, mark: &str, session: &SessionId) -> StoreResult<u64> {
    run!(tx, "delete from push_browser where mark = $1 or session = $2", mark, session.as_str())
}

/// Deletes a browser.
pub async fn remove(tx: &mut WriteTx, id: &PushId) -> StoreResult<u64> {
    run!(tx, "delete from push_browser where id = $1", id.as_str())
}

/// Deletes every browser of an account.
pub async fn remove_all(tx: &mut WriteTx, account: &ActorId) -> StoreResult<u64> {
    run!(tx, "delete from push_browser where account = $1", account.as_str())
}

/// The browsers whose stored form begins with this byte.
pub async fn sealed(tx: &mut ReadTx, first: u8) -> StoreResult<Vec<(PushId, Vec<u8>)>> {
    const SQL: &str = "select id, sealed from push_browser where substr(sealed, 1, 1) = $1";
    let rows = all!(tx, (String, Vec<u8>), SQL, &[first][..])?;
    Ok(rows.into_iter().map(|(id, stored)| (PushId(id), stored)).collect())
}

/// Replaces the stored form of a browser's address and keys.
pub async fn reseal(tx: &mut WriteTx, id: &PushId, stored: &[u8]) -> StoreResult<()> {
    run!(tx, "update push_browser set sealed = $2 where id = $1", id.as_str(), stored).map(drop)
}

/// Marks the notices that some people got of an event as due to be pushed.
pub async fn take_in(tx: &mut WriteTx, event: &Recorded, people: &[&ActorId]) -> StoreResult<()> {
    macro_rules! take_in {
        ($among:literal) => {
            concat!("update notice set push = 'due' where stream = $1 and seq = $2 and account ", $among)
        };
    }
    if people.is_empty() {
        return Ok(());
    }
    let sql = if tx.is_sqlite() {
        take_in!("in (select value from json_each($3))")
    } else {
        take_in!("= any (array(select json_array_elements_text(cast($3 as json))))")
    };
    let people = search::list(people.iter().map(|who| who.as_str()));
    run!(tx, sql, &event.stream.0, event.seq, people).map(drop)
}

/// Moves the due notices about an object into a message, by its id; returns how many.
pub async fn put_into(tx: &mut WriteTx, account: &ActorId, object: &str, message: &str) -> StoreResult<u64> {
    take_over(tx, account, object, "due", message).await
}

/// Moves the notices about an object from one message to another; returns how many.
pub async fn take_over(
    tx: &mut WriteTx,
    account: &ActorId,
    object: &str,
    before: &str,
    message: &str,
) -> StoreResult<u64> {
    const SQLITE: &str =
        "update notice set push = $4 where account = $1 and object = $2 and read_at is null and push = $3";
    const POSTGRES: &str = held!(
        "o.account = $1 and o.object = $2 and o.read_at is null and o.push = $3 order by o.at, o.stream, o.seq",
        "push = $4"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    run!(tx, sql, account.as_str(), object, before, message)
}
