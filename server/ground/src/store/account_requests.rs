//! Requests for an account, where operators let people in. Here is only the hash of the secret of their page. A row ends by its time,
//! or with the account that it leads to.

use pursuance_domain::id::AccountRequestId;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Introduction, Name, Sha256, fold_name};

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;

/// A request as it is made.
#[derive(Debug, Clone, Copy)]
pub struct NewRequest<'a> {
    pub id: &'a AccountRequestId,
    pub name: &'a Name,
    pub words: &'a Introduction,
    pub secret_hash: &'a Sha256,
    /// It waits for an answer before that.
    pub until: Time,
    /// The mark of the network that it comes from.
    pub network: Option<&'a str>,
}

/// A request as its person finds it.
#[derive(Debug, Clone)]
pub struct AccountRequest {
    pub id: AccountRequestId,
    pub name: String,
    pub asked: Time,
    /// Whether they are let in; none without an answer.
    pub let_in: Option<bool>,
    /// The end of the request.
    pub until: Time,
}

/// A request that waits for an answer.
#[derive(Debug, Clone)]
pub struct WaitingAccount {
    pub id: AccountRequestId,
    pub name: String,
    pub words: String,
    pub asked: Time,
}

/// Writes a request.
///
/// # Errors
/// When the database fails, or the name is kept for another request.
pub async fn add(tx: &mut WriteTx, new: NewRequest<'_>, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "insert into account_request (id, name, folded, words, secret_hash, asked, let_in, until, network)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let NewRequest { id, name, words, secret_hash, until, network } = new;
    let (name, folded) = (name.as_str(), fold_name(name.as_str()));
    let (id, words, secret_hash) = (id.as_str(), words.as_str(), secret_hash.as_str());
    run!(tx, SQL, id, name, folded, words, secret_hash, now.0, false, until.0, network)
        .map_err(|error| error.or_taken("a name that somebody asked for"))
        .map(drop)
}

/// Whether a name, folded, is kept for somebody who waits, or was let in and has not come yet.
///
/// # Errors
/// When the database fails.
pub async fn keeps(tx: &mut ReadTx, folded: &str, now: Time) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from account_request where folded = $1 and until > $2";
    Ok(one!(tx, (i64,), SQL, folded, now.0)?.0 > 0)
}

/// Counts the requests that wait for an answer.
///
/// # Errors
/// When the database fails.
pub async fn count_waiting(tx: &mut ReadTx, now: Time) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from account_request where answered is null and until > $1";
    Ok(one!(tx, (i64,), SQL, now.0)?.0)
}

/// Whether a request waits that came from a network, by its mark.
///
/// # Errors
/// When the database fails.
pub async fn waits_from(tx: &mut ReadTx, network: &str, now: Time) -> StoreResult<bool> {
    const SQL: &str =
        "select 1 from account_request where network = $1 and answered is null and until > $2 limit 1";
    Ok(optional!(tx, (i32,), SQL, network, now.0)?.is_some())
}

/// The requests that wait for an answer, the newest last.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut ReadTx, now: Time, limit: i64) -> StoreResult<Vec<WaitingAccount>> {
    const SQL: &str = "select id, name, words, asked from account_request
        where answered is null and until > $1 order by asked, id limit +$2";
    let rows = all!(tx, (String, String, String, i64), SQL, now.0, limit)?;
    let waiting = rows.into_iter().map(|(id, name, words, asked)| WaitingAccount {
        id: AccountRequestId(id),
        name,
        words,
        asked: Time(asked),
    });
    Ok(waiting.collect())
}

/// The request whose page has this secret, before its end.
///
/// # Errors
/// When the database fails.
pub async fn by_secret(tx: &mut ReadTx, secret_hash: &str, now: Time) -> StoreResult<Option<AccountRequest>> {
    const SQL: &str = "select id, name, asked, answered, let_in, until from account_request
        where secret_hash = $1 and until > $2";
    let row = optional!(tx, (String, String, i64, Option<i64>, bool, i64), SQL, secret_hash, now.0)?;
    Ok(row.map(|(id, name, asked, answered, let_in, until)| AccountRequest {
        id: AccountRequestId(id),
        name,
        asked: Time(asked),
        let_in: answered.map(|_| let_in),
        until: Time(until),
    }))
}

/// Answers a request that waits, which deletes its words; after a no, the name is kept no longer. The name, or none where no such
/// request waits.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    tx: &mut WriteTx,
    id: &AccountRequestId,
    let_in: bool,
    (now, until): (Time, Time),
) -> StoreResult<Option<String>> {
    const SQL: &str = "update account_request set answered = $2, let_in = $3, until = $4, words = '',
          folded = case when $3 then folded else null end
        where id = $1 and answered is null and until > $2 returning name";
    Ok(optional!(tx, (String,), SQL, id.as_str(), now.0, let_in, until.0)?.map(|(name,)| name))
}

/// Ends a request: its person has an account.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut WriteTx, id: &AccountRequestId) -> StoreResult<()> {
    run!(tx, "delete from account_request where id = $1", id.as_str()).map(drop)
}

/// Forgets the requests that have ended.
///
/// # Errors
/// When the database fails.
pub async fn forget_over(tx: &mut WriteTx, now: Time) -> StoreResult<()> {
    run!(tx, "delete from account_request where until <= $1", now.0).map(drop)
}
