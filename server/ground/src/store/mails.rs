//! Mail: where people get it, and which mails are to be sent.

use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::MailStop;
use pursuance_domain::time::Time;
use serde_json::json;

use super::damage::{StoredRow, single};
use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::{StoreError, StoreResult};
use super::notices::held;
use super::parcels::Lane;
use super::search;

/// The state of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressState {
    /// A link was sent there that nobody has opened yet.
    Asked,
    /// Mail is sent there.
    Confirmed,
    /// Nothing is sent there.
    Paused(MailStop),
}

/// Where somebody gets mail.
#[derive(Debug, Clone)]
pub struct MailReceiver {
    pub account: ActorId,
    /// The address, as the vault keeps it.
    pub sealed: Vec<u8>,
    /// Tells the same address from others.
    pub mark: String,
    pub state: AddressState,
    /// Since when it stands so.
    pub since: Time,
    /// Until when the link is good.
    pub link_until: Option<Time>,
    /// Mail was sent there before, though it is not now.
    pub was_confirmed: bool,
}

#[derive(sqlx::FromRow)]
struct AddressRow {
    account: String,
    address: Vec<u8>,
    mark: String,
    state: String,
    why: Option<String>,
    since: i64,
    link_until: Option<i64>,
    was_confirmed: bool,
}

impl StoredRow for AddressRow {
    fn key(&self) -> String {
        self.account.clone()
    }
}

impl TryFrom<AddressRow> for MailReceiver {
    type Error = StoreError;
    fn try_from(row: AddressRow) -> StoreResult<Self> {
        let unknown = |column, word| StoreError::unknown_word("mail_address", column, word);
        let why =
            row.why.map(|word| MailStop::parse(&word).ok_or_else(|| unknown("why", word))).transpose()?;
        let state = match (row.state.as_str(), why) {
            ("asked", _) => AddressState::Asked,
            ("confirmed", _) => AddressState::Confirmed,
            ("paused", Some(why)) => AddressState::Paused(why),
            _ => return Err(unknown("state", row.state)),
        };
        Ok(Self {
            account: ActorId(row.account),
            sealed: row.address,
            mark: row.mark,
            state,
            since: Time(row.since),
            link_until: row.link_until.map(Time),
            was_confirmed: row.was_confirmed,
        })
    }
}

/// The address of a person, if they have given one.
pub async fn address(tx: &mut ReadTx, account: &ActorId) -> StoreResult<Option<MailReceiver>> {
    const SQL: &str = "select account, address, mark, state, why, since, link_until, was_confirmed from mail_address where account = $1";
    single(optional!(tx, AddressRow, SQL, account.as_str())?)
}

/// An address that waits for its link to be opened.
pub struct NewAddress<'a> {
    pub account: &'a ActorId,
    pub sealed: &'a [u8],
    pub mark: &'a str,
    pub link_hash: &'a str,
    pub link_until: Time,
}

/// Writes an address in place of the one before.
pub async fn set_address(tx: &mut WriteTx, new: &NewAddress<'_>, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into mail_address (account, address, mark, state, why, since, link_hash, link_until)
        values ($1, $2, $3, 'asked', null, $4, $5, $6)
        on conflict (account) do update set address = excluded.address, mark = excluded.mark, state = excluded.state, why = null,
          since = excluded.since, link_hash = excluded.link_hash, link_until = excluded.link_until,
          was_confirmed = mail_address.mark = excluded.mark and (mail_address.was_confirmed or mail_address.state = 'confirmed')";
    let (account, until) = (new.account.as_str(), new.link_until.0);
    run!(tx, SQL, account, new.sealed, new.mark, now.0, new.link_hash, until).map(drop)
}

/// Confirms an address by its link, which is good once; whether there is such a link.
pub async fn confirm(tx: &mut WriteTx, account: &ActorId, link_hash: &str, now: Time) -> StoreResult<bool> {
    const SQL: &str =
        "update mail_address set state = 'confirmed', since = $3, link_hash = null, link_until = null
        where account = $1 and link_hash = $2 and link_until > $3 and state = 'asked'";
    Ok(run!(tx, SQL, account.as_str(), link_hash, now.0)? > 0)
}

/// Stops the mail to an address; whether it was sent there, or waited for its link.
pub async fn pause(
    tx: &mut WriteTx,
    account: &ActorId,
    mark: &str,
    why: MailStop,
    now: Time,
) -> StoreResult<bool> {
    const SQL: &str =
        "update mail_address set state = 'paused', why = $3, since = $4, link_hash = null, link_until = null,
          was_confirmed = was_confirmed or state = 'confirmed'
        where account = $1 and mark = $2 and state <> 'paused'";
    Ok(run!(tx, SQL, account.as_str(), mark, why.as_str(), now.0)? > 0)
}

/// Forgets an address; whether there was one.
pub async fn remove_address(tx: &mut WriteTx, account: &ActorId) -> StoreResult<bool> {
    Ok(run!(tx, "delete from mail_address where account = $1", account.as_str())? > 0)
}

/// The addresses whose stored form begins with this byte.
pub async fn sealed_addresses(tx: &mut ReadTx, first: u8) -> StoreResult<Vec<(ActorId, Vec<u8>)>> {
    const SQL: &str = "select account, address from mail_address where substr(address, 1, 1) = $1";
    let rows = all!(tx, (String, Vec<u8>), SQL, &[first][..])?;
    Ok(rows.into_iter().map(|(account, stored)| (ActorId(account), stored)).collect())
}

/// Replaces the stored form of an address.
pub async fn reseal(tx: &mut WriteTx, account: &ActorId, stored: &[u8]) -> StoreResult<()> {
    run!(tx, "update mail_address set address = $2 where account = $1", account.as_str(), stored).map(drop)
}

/// The purpose of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The link to confirm the address.
    Confirm,
    /// The notices about one thing, at once.
    Notices,
    /// The notices of one day, and what is due.
    Digest,
    /// Tells an address that no more mail comes to it. It goes to the address itself, whose mark is the object.
    Former,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Notices => "notices",
            Self::Digest => "digest",
            Self::Former => "former",
        }
    }
}

/// A mail that is to be sent.
#[derive(Debug, Clone)]
pub struct Mail {
    pub id: String,
    pub account: ActorId,
    pub purpose: Purpose,
    /// The object: for notices a task or a pursuance, for a former address its mark; otherwise empty.
    pub object: String,
    pub made_at: Time,
}

#[derive(sqlx::FromRow)]
struct MailRow {
    id: String,
    account: String,
    purpose: String,
    object: String,
    made_at: i64,
}

impl StoredRow for MailRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<MailRow> for Mail {
    type Error = StoreError;
    fn try_from(row: MailRow) -> StoreResult<Self> {
        let purpose = match row.purpose.as_str() {
            "confirm" => Purpose::Confirm,
            "notices" => Purpose::Notices,
            "digest" => Purpose::Digest,
            "former" => Purpose::Former,
            _ => return Err(StoreError::unknown_word("mail", "purpose", row.purpose)),
        };
        Ok(Self {
            id: row.id,
            account: ActorId(row.account),
            purpose,
            object: row.object,
            made_at: Time(row.made_at),
        })
    }
}

/// A mail to be begun. An existing one of its kind that still takes notices in is enough; it becomes due no later.
pub struct NewMail {
    pub id: String,
    pub account: ActorId,
    pub due_at: Time,
}

/// Begins mails for one purpose and object, or locks the existing ones that take notices in: until the end of the transaction
/// nobody tries them, so no notice comes too late for its mail. The lane of the mail was opened before.
pub async fn begin(
    tx: &mut WriteTx,
    purpose: Purpose,
    object: &str,
    new: &[NewMail],
    now: Time,
) -> StoreResult<()> {
    macro_rules! begin {
        ($rows:literal) => {
            concat!(
                "insert into mail (id, account, purpose, object, made_at, is_open)
                select j.value ->> 0, j.value ->> 1, cast($2 as text), cast($3 as text), cast($4 as bigint), true from ",
                $rows,
                " where true order by 2 on conflict (account, purpose, object) where is_open do update set made_at = mail.made_at"
            )
        };
    }
    macro_rules! due {
        ($rows:literal) => {
            concat!(
                "insert into parcel (id, carrier, receiver, owner, thread, body, made_at, due_at, attempts)
                select m.id, cast($5 as text), cast($6 as text), cast($7 as text), '', '', cast($4 as bigint),
                  cast(j.value ->> 2 as bigint), 0 from ",
                $rows,
                " join mail m on m.account = j.value ->> 1 and m.purpose = $2 and m.object = $3 and m.is_open
                where true order by m.account on conflict (id) do update
                set due_at = case when parcel.due_at > excluded.due_at then excluded.due_at else parcel.due_at end"
            )
        };
    }
    if new.is_empty() {
        return Ok(());
    }
    let (mails, parcels) = if tx.is_sqlite() {
        (begin!("json_each($1) j"), due!("json_each($1) j"))
    } else {
        (
            begin!("json_array_elements(cast($1 as json)) j(value)"),
            due!("json_array_elements(cast($1 as json)) j(value)"),
        )
    };
    let rows: Vec<_> = new.iter().map(|new| json!([new.id, new.account, new.due_at.0])).collect();
    let rows = json!(rows).to_string();
    run!(tx, mails, &rows, purpose.as_str(), object, now.0)?;
    let Lane { carrier, owner, receiver } = Lane::mail();
    run!(tx, parcels, rows, purpose.as_str(), object, now.0, carrier, receiver, owner).map(drop)
}

/// Adds the notices that some people got of an event to those mails.
pub async fn take_in(
    tx: &mut WriteTx,
    purpose: Purpose,
    object: &str,
    event: &Recorded,
    people: &[&ActorId],
) -> StoreResult<()> {
    macro_rules! take_in {
        ($among:literal) => {
            concat!(
                "update notice set mail = (select m.id from mail m where m.account = notice.account and m.purpose = $3
                  and m.object = $4 and m.is_open)
                where stream = $1 and seq = $2 and account ",
                $among
            )
        };
    }
    if people.is_empty() {
        return Ok(());
    }
    let sql = if tx.is_sqlite() {
        take_in!("in (select value from json_each($5))")
    } else {
        take_in!("= any (array(select json_array_elements_text(cast($5 as json))))")
    };
    let people = search::list(people.iter().map(|who| who.as_str()));
    run!(tx, sql, &event.stream.0, event.seq, purpose.as_str(), object, people).map(drop)
}

/// The mail with this id.
pub async fn by_id(tx: &mut ReadTx, id: &str) -> StoreResult<Option<Mail>> {
    single(optional!(
        tx,
        MailRow,
        "select id, account, purpose, object, made_at from mail where id = $1",
        id
    )?)
}

/// Locks a mail until the end of the transaction: a writer who adds to it waits. Answers whether it is still there.
pub async fn hold(tx: &mut WriteTx, id: &str) -> StoreResult<bool> {
    Ok(run!(tx, "update mail set is_open = is_open where id = $1", id)? > 0)
}

/// Notes that a locked mail takes no notices in any more.
pub async fn close(tx: &mut WriteTx, id: &str) -> StoreResult<()> {
    run!(tx, "update mail set is_open = false where id = $1", id).map(drop)
}

/// Sets the next digest of a person to be sent no later than a moment.
pub async fn hasten_digest(tx: &mut WriteTx, account: &ActorId, at: Time) -> StoreResult<()> {
    const SQL: &str = "update parcel set due_at = $2 where due_at > $2
        and id in (select m.id from mail m where m.account = $1 and m.purpose = 'digest' and m.is_open)";
    run!(tx, SQL, account.as_str(), at.0).map(drop)
}

/// A statement that changes the notices of some mails, on Postgres in the order in which everybody locks them.
macro_rules! told_of {
    ($tx:expr, $mail:literal, $change:literal) => {
        if $tx.is_sqlite() {
            concat!("update notice set ", $change, " where mail ", $mail)
        } else {
            held!(concat!("o.mail ", $mail, " order by o.at, o.stream, o.seq, o.account"), $change)
        }
    };
}

/// Moves the notices of a mail to the next digest of its person, which exists and still takes notices in.
pub async fn leave_to_digest(tx: &mut WriteTx, mail: &Mail) -> StoreResult<()> {
    let sql = told_of!(
        tx,
        "= $1",
        "mail = (select d.id from mail d where d.account = $2 and d.purpose = 'digest' and d.object = '' and d.is_open)"
    );
    run!(tx, sql, &mail.id, mail.account.as_str()).map(drop)
}

/// Deletes a mail that was sent, or need not be. Its parcel goes by itself.
pub async fn finish(tx: &mut WriteTx, id: &str) -> StoreResult<()> {
    let sql = told_of!(tx, "= $1", "mail = null");
    run!(tx, sql, id)?;
    run!(tx, "delete from mail where id = $1", id).map(drop)
}

/// Deletes every mail to the address of a person, except the one that tells a former address that it is none any more.
pub async fn finish_all(tx: &mut WriteTx, account: &ActorId) -> StoreResult<()> {
    const PARCELS: &str = "delete from parcel where id in (select m.id from mail m where m.account = $1 and m.purpose <> 'former')";
    let sql = told_of!(tx, "in (select m.id from mail m where m.account = $1)", "mail = null");
    run!(tx, sql, account.as_str())?;
    run!(tx, PARCELS, account.as_str())?;
    run!(tx, "delete from mail where account = $1 and purpose <> 'former'", account.as_str()).map(drop)
}

/// Has an address told that no more mail comes to it. It is kept with the mail, as nothing else keeps it.
pub async fn tell_former(tx: &mut WriteTx, address: &MailReceiver, id: String, now: Time) -> StoreResult<()> {
    const KEEP: &str =
        "update mail set address = $3 where account = $1 and purpose = 'former' and object = $2 and is_open";
    let mail = NewMail { id, account: address.account.clone(), due_at: now };
    begin(tx, Purpose::Former, &address.mark, &[mail], now).await?;
    run!(tx, KEEP, address.account.as_str(), &address.mark, &address.sealed).map(drop)
}

/// The address to which a mail goes by itself, as the vault keeps it.
pub async fn former(tx: &mut ReadTx, id: &str) -> StoreResult<Option<Vec<u8>>> {
    let row = optional!(tx, (Option<Vec<u8>>,), "select address from mail where id = $1", id)?;
    Ok(row.and_then(|(address,)| address))
}

/// The former addresses whose stored form begins with this byte, each with the mail that tells it, and their account.
pub async fn sealed_former(tx: &mut ReadTx, first: u8) -> StoreResult<Vec<(String, ActorId, Vec<u8>)>> {
    const SQL: &str =
        "select id, account, address from mail where address is not null and substr(address, 1, 1) = $1";
    let rows = all!(tx, (String, String, Vec<u8>), SQL, &[first][..])?;
    Ok(rows.into_iter().map(|(id, account, stored)| (id, ActorId(account), stored)).collect())
}

/// Replaces the stored form of a former address.
pub async fn reseal_former(tx: &mut WriteTx, id: &str, stored: &[u8]) -> StoreResult<()> {
    run!(tx, "update mail set address = $2 where id = $1", id, stored).map(drop)
}
