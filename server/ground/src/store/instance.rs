//! The instance itself: its one row, the stored answers for idempotency keys, and the counters behind limits.

use pursuance_domain::id::ActorId;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::Door;

use super::db::{ReadTx, WriteTx, optional, run};
use super::error::{StoreError, StoreResult};

/// The facts about the instance.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Instance {
    pub base_url: String,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub door: Door,
    /// One sentence about the server; empty: none.
    pub about: String,
    /// Who runs it; empty: nobody says.
    pub run_by: String,
    pub rsa_public: String,
    pub rsa_private: Vec<u8>,
    pub setup_hash: Option<String>,
    /// The secret behind keyed hashes, as stored; none before the first start of a version that has it.
    pub secret: Option<Vec<u8>>,
}

const FIND: &str =
    "select base_url, name, door, about, run_by, rsa_public, rsa_private, setup_hash, secret from instance";

/// The instance, once it was founded.
pub async fn find(tx: &mut ReadTx) -> StoreResult<Option<Instance>> {
    optional!(tx, Instance, FIND)
}

/// The name of the instance with its host, or the host alone where it has no other name: as mails call it.
///
/// # Errors
/// When the database fails.
pub async fn called(tx: &mut ReadTx, host: &str) -> StoreResult<String> {
    let row = optional!(tx, (String,), "select name from instance")?;
    Ok(match row {
        Some((name,)) if !name.is_empty() && name != host => format!("{name} ({host})"),
        _ => host.to_owned(),
    })
}

/// Who may open an account: nobody while there is no operator who could close the door.
pub async fn door(tx: &mut ReadTx) -> StoreResult<Door> {
    const SQL: &str = "select door from instance where exists (select 1 from account where operator)";
    let row = optional!(tx, (String,), SQL)?;
    Ok(row.and_then(|(door,)| Door::parse(&door).ok()).unwrap_or_default())
}

/// Whether somebody runs the instance.
pub async fn has_operator(tx: &mut ReadTx) -> StoreResult<bool> {
    Ok(optional!(tx, (i32,), "select 1 from account where operator limit 1")?.is_some())
}

/// Writes the one row.
pub async fn add(tx: &mut WriteTx, instance: &Instance, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into instance (one, base_url, name, door, rsa_public, rsa_private, setup_hash, created, about, run_by)
        values (1, $1, $2, $3, $4, $5, $6, $7, $8, $9)";
    run!(
        tx,
        SQL,
        &instance.base_url,
        &instance.name,
        instance.door.as_str(),
        &instance.rsa_public,
        &instance.rsa_private,
        &instance.setup_hash,
        now.0,
        &instance.about,
        &instance.run_by
    )
    .map_err(|error| error.or_taken("the instance"))
    .map(drop)
}

/// Changes the settings that an operator may change.
pub async fn configure(
    tx: &mut WriteTx,
    name: &str,
    door: Door,
    (about, run_by): (&str, &str),
) -> StoreResult<()> {
    const SQL: &str = "update instance set name = $1, door = $2, about = $3, run_by = $4";
    run!(tx, SQL, name, door.as_str(), about, run_by).map(drop)
}

/// Replaces the hash of the one-time setup secret; `None` after its use.
pub async fn set_setup(tx: &mut WriteTx, hash: Option<&str>) -> StoreResult<()> {
    run!(tx, "update instance set setup_hash = $1", hash).map(drop)
}

/// Replaces the stored form of the instance's RSA key.
pub async fn set_rsa_private(tx: &mut WriteTx, stored: &[u8]) -> StoreResult<()> {
    run!(tx, "update instance set rsa_private = $1", stored).map(drop)
}

/// Stores the secret behind keyed hashes, unless there is one; `true` when it was stored.
pub async fn add_secret(tx: &mut WriteTx, stored: &[u8]) -> StoreResult<bool> {
    Ok(run!(tx, "update instance set secret = $1 where secret is null", stored)? == 1)
}

/// Replaces the stored form of that secret.
pub async fn set_secret(tx: &mut WriteTx, stored: &[u8]) -> StoreResult<()> {
    run!(tx, "update instance set secret = $1", stored).map(drop)
}

/// The key with which this instance signs what it pushes to browsers, as stored; none before the first start of a version that
/// has it.
pub async fn push_key(tx: &mut ReadTx) -> StoreResult<Option<Vec<u8>>> {
    Ok(optional!(tx, (Option<Vec<u8>>,), "select push_key from instance")?.and_then(|row| row.0))
}

/// Stores that key, unless there is one; `true` when it was stored.
pub async fn add_push_key(tx: &mut WriteTx, stored: &[u8]) -> StoreResult<bool> {
    Ok(run!(tx, "update instance set push_key = $1 where push_key is null", stored)? == 1)
}

/// Replaces the stored form of that key.
pub async fn set_push_key(tx: &mut WriteTx, stored: &[u8]) -> StoreResult<()> {
    run!(tx, "update instance set push_key = $1", stored).map(drop)
}

/// The name of an idempotency key in the error when it exists already.
pub const KEY: &str = "the idempotency key";

/// The beginning of the key of a form; that of a program has no blank.
pub const OF_FORM: &str = "form ";

/// For how long a repeated request of a program gets the same answer.
const KEPT: i64 = DAY;
/// For how long a repeated form of a script gets the same answer: it may wait in a browser for 30 days
/// (`templates/static/js/outline/lines.js`) until it is sent once more.
const FORM_KEPT: i64 = 31 * DAY;

/// The earliest time of an answer that still counts under a key.
fn kept_since(key: &str, now: Time) -> Time {
    now.plus(if key.starts_with(OF_FORM) { -FORM_KEPT } else { -KEPT })
}

/// The answer stored for an idempotency key: the SHA-256 of the request body, and the answer.
pub async fn kept_answer(
    tx: &mut ReadTx,
    account: &ActorId,
    key: &str,
    now: Time,
) -> StoreResult<Option<(String, String)>> {
    const SQL: &str =
        "select body_sha256, answer from idempotency where account = $1 and key = $2 and at >= $3";
    optional!(tx, (String, String), SQL, account.as_str(), key, kept_since(key, now).0)
}

/// The sum to which an answer with this key counts, and how long it is kept: programs and forms have one each.
fn sum_of(key: &str) -> (&'static str, i64) {
    if key.starts_with(OF_FORM) { ("kept-forms", FORM_KEPT) } else { ("kept-answers", KEPT) }
}

fn day_of(at: Time) -> i64 {
    at.0.div_euclid(DAY)
}

/// The bytes of the answers of an account that are kept with keys like this one.
pub async fn kept_bytes(tx: &mut ReadTx, account: &ActorId, key: &str, now: Time) -> StoreResult<i64> {
    const SQL: &str = "select cast(coalesce(sum(n), 0) as bigint) from counter where scope = $1 and subject = $2 and slot >= $3";
    let (scope, kept) = sum_of(key);
    Ok(super::db::one!(tx, (i64,), SQL, scope, account.as_str(), day_of(now.plus(-kept)))?.0)
}

/// Stores an answer; it may replace one that is too old.
pub async fn keep_answer(
    tx: &mut WriteTx,
    account: &ActorId,
    key: &str,
    body_sha256: &str,
    answer: &str,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "insert into idempotency (account, key, body_sha256, answer, at) values ($1, $2, $3, $4, $5)
        on conflict (account, key) do update set body_sha256 = excluded.body_sha256, answer = excluded.answer, at = excluded.at
        where idempotency.at < $6";
    let bytes = [key, body_sha256, answer].into_iter().map(str::len).sum();
    tx.note_history(bytes);
    let (scope, _) = sum_of(key);
    count_several(tx, scope, account.as_str(), day_of(now), i64::try_from(bytes).unwrap_or(i64::MAX)).await?;
    let kept = run!(tx, SQL, account.as_str(), key, body_sha256, answer, now.0, kept_since(key, now).0)?;
    if kept == 0 { Err(StoreError::Taken(KEY)) } else { Ok(()) }
}

/// Deletes all answers that are too old.
pub async fn forget_answers(tx: &mut WriteTx, now: Time) -> StoreResult<()> {
    const SQL: &str = "delete from idempotency where at < $1 and (at < $2 or key not like 'form %')";
    run!(tx, SQL, now.plus(-KEPT).0, now.plus(-FORM_KEPT).0)?;
    for key in ["", OF_FORM] {
        let (scope, kept) = sum_of(key);
        forget_counters(tx, scope, day_of(now.plus(-kept))).await?;
    }
    Ok(())
}

/// Adds one to the counter of a time slot; answers the new count.
pub async fn count(tx: &mut WriteTx, scope: &str, subject: &str, slot: i64) -> StoreResult<i64> {
    count_several(tx, scope, subject, slot, 1).await
}

async fn count_several(
    tx: &mut WriteTx,
    scope: &str,
    subject: &str,
    slot: i64,
    more: i64,
) -> StoreResult<i64> {
    const SQL: &str = "insert into counter (scope, subject, slot, n) values ($1, $2, $3, $4)
        on conflict (scope, subject, slot) do update set n = counter.n + excluded.n returning n";
    let row: (i64,) = super::db::one!(tx, (i64,), SQL, scope, subject, slot, more)?;
    Ok(row.0)
}

/// The count in a slot.
pub async fn counted(tx: &mut ReadTx, scope: &str, subject: &str, slot: i64) -> StoreResult<i64> {
    const SQL: &str = "select n from counter where scope = $1 and subject = $2 and slot = $3";
    Ok(optional!(tx, (i64,), SQL, scope, subject, slot)?.map_or(0, |row| row.0))
}

/// Forgets counters of slots before `slot`.
pub async fn forget_counters(tx: &mut WriteTx, scope: &str, slot: i64) -> StoreResult<()> {
    run!(tx, "delete from counter where scope = $1 and slot < $2", scope, slot).map(drop)
}

/// The facts about the instance that visitors read on its first page.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Front {
    /// Public pursuances.
    pub pursuances: i64,
    pub accounts: i64,
    /// The servers that this one exchanges messages with.
    pub peers: i64,
    /// One sentence about the server; empty: none.
    pub about: String,
    /// Who runs it; empty: nobody says.
    pub run_by: String,
}

/// Returns the text and the numbers that visitors read about the instance.
pub async fn front(tx: &mut ReadTx) -> StoreResult<Front> {
    const SQL: &str = "select i.about, i.run_by,
        (select count(*) from pursuance where visibility = 'public' and archived_at is null) as pursuances,
        (select count(*) from account) as accounts, (select count(*) from host where not blocked) as peers
        from instance i";
    super::db::one!(tx, Front, SQL)
}

/// The use of the instance: tasks, and people who were active since either time. Counts every row, so it is only for
/// occasional use.
pub async fn usage(tx: &mut ReadTx, month_ago: Time, half_year_ago: Time) -> StoreResult<(i64, i64, i64)> {
    const SQL: &str = "select (select count(*) from task),
        (select count(distinct e.actor) from event e join account a on a.actor = e.actor where e.at >= $1),
        (select count(distinct e.actor) from event e join account a on a.actor = e.actor where e.at >= $2)";
    super::db::one!(tx, (i64, i64, i64), SQL, month_ago.0, half_year_ago.0)
}
