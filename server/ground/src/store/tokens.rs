//! Bearer tokens of the API.

use pursuance_domain::id::{ActorId, TokenId};
use pursuance_domain::time::Time;
use pursuance_domain::value::TokenScope;

use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, each, one, optional, run};
use super::error::{StoreError, StoreResult};

/// A bearer token; the secret itself is known only to its holder.
#[derive(Debug, Clone)]
pub struct Token {
    pub id: TokenId,
    pub account: ActorId,
    pub account_name: String,
    pub name: String,
    pub scope: TokenScope,
    pub created: Time,
    pub expires: Time,
    pub seen: Option<Time>,
    pub revoked_at: Option<Time>,
}

impl Token {
    /// Whether it opens anything at that moment.
    pub fn is_live(&self, now: Time) -> bool {
        self.revoked_at.is_none() && now < self.expires
    }
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: String,
    account: String,
    account_name: String,
    name: String,
    scope: String,
    created: i64,
    expires: i64,
    seen: Option<i64>,
    revoked_at: Option<i64>,
}

impl StoredRow for TokenRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<TokenRow> for Token {
    type Error = StoreError;

    fn try_from(row: TokenRow) -> StoreResult<Self> {
        Ok(Self {
            id: TokenId(row.id),
            account: ActorId(row.account),
            account_name: row.account_name,
            name: row.name,
            scope: TokenScope::parse(&row.scope)
                .map_err(|_| StoreError::unknown_word("token", "scope", row.scope))?,
            created: Time(row.created),
            expires: Time(row.expires),
            seen: row.seen.map(Time),
            revoked_at: row.revoked_at.map(Time),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select t.id, t.account, p.name as account_name, t.name, t.scope, t.created, t.expires, t.seen, t.revoked_at ",
            "from token t join actor p on p.id = t.account ",
            $rest
        )
    };
}

/// The live token with this secret hash.
pub async fn by_hash(tx: &mut ReadTx, secret_hash: &str, now: Time) -> StoreResult<Option<Token>> {
    const SQL: &str = select!(
        "join account a on a.actor = t.account
        where t.secret_hash = $1 and t.revoked_at is null and t.expires > $2 and a.suspended_at is null"
    );
    single(optional!(tx, TokenRow, SQL, secret_hash, now.0)?)
}

/// The token with this id.
pub async fn by_id(tx: &mut ReadTx, id: &TokenId) -> StoreResult<Option<Token>> {
    single(optional!(tx, TokenRow, select!("where t.id = $1"), id.as_str())?)
}

/// The tokens of an account, or of all: the live ones first, and the newest of each.
pub async fn list(tx: &mut ReadTx, account: Option<&ActorId>) -> StoreResult<Vec<Token>> {
    const SQL: &str = select!(
        "where cast($1 as text) is null or t.account = $1
        order by case when t.revoked_at is null then 0 else 1 end, t.created desc limit 500"
    );
    Ok(listed(each!(tx, TokenRow, SQL, account.map(ActorId::as_str))?))
}

/// Counts the live tokens of an account.
pub async fn count_live(tx: &mut ReadTx, account: &ActorId, now: Time) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from token where account = $1 and revoked_at is null and expires > $2";
    Ok(one!(tx, (i64,), SQL, account.as_str(), now.0)?.0)
}

/// A token before it is written.
#[derive(Debug)]
pub struct NewToken<'a> {
    pub id: &'a TokenId,
    pub account: &'a ActorId,
    pub name: &'a str,
    pub secret_hash: &'a str,
    pub scope: TokenScope,
    pub expires: Time,
}

/// Writes a token.
pub async fn add(tx: &mut WriteTx, token: &NewToken<'_>, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into token (id, secret_hash, account, name, scope, created, expires) values ($1, $2, $3, $4, $5, $6, $7)";
    run!(
        tx,
        SQL,
        token.id.as_str(),
        token.secret_hash,
        token.account.as_str(),
        token.name,
        token.scope.as_str(),
        now.0,
        token.expires.0
    )
    .map(drop)
}

/// Notes that a token was used.
pub async fn touch(tx: &mut WriteTx, id: &TokenId, now: Time) -> StoreResult<()> {
    run!(tx, "update token set seen = $2 where id = $1", id.as_str(), now.0).map(drop)
}

/// Makes a token useless.
pub async fn revoke(tx: &mut WriteTx, id: &TokenId, now: Time) -> StoreResult<u64> {
    run!(tx, "update token set revoked_at = $2 where id = $1 and revoked_at is null", id.as_str(), now.0)
}

/// Makes every token of an account useless.
pub async fn revoke_all(tx: &mut WriteTx, account: &ActorId, now: Time) -> StoreResult<u64> {
    const SQL: &str = "update token set revoked_at = $2 where account = $1 and revoked_at is null";
    run!(tx, SQL, account.as_str(), now.0)
}

/// Forgets tokens that have been useless since before then.
pub async fn forget_ended(tx: &mut WriteTx, before: Time) -> StoreResult<u64> {
    run!(tx, "delete from token where (revoked_at is not null and revoked_at < $1) or expires < $1", before.0)
}
