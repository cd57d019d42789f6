//! Private pursuances: what is kept of them as the bytes that came, and cannot be read here (docs/sealed.md).

pub mod boxes;
pub mod lessons;
pub mod log;
pub mod messages;
pub mod objects;
pub mod seals;
pub mod seen;
pub mod suggestions;
pub mod tags;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pursuance_domain::id::ActorId;
use pursuance_domain::value::KeyRenewal;
use pursuance_sealed::ids::{Hash, Head, Iid, Pid};
use pursuance_sealed::log::{Entry, Fold};

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::{StoreError, StoreResult};
use crate::bounds::keep;

/// The name of a pursuance in the error when it is there already.
pub const PID: &str = "the pursuance";

/// How far the log of a private pursuance goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub pid: Pid,
    pub head: Head,
}

/// Reads an id in hexadecimal, as this program writes it.
pub(super) fn read_id<T>(
    table: &'static str,
    column: &'static str,
    text: &str,
    from: fn(&[u8]) -> Option<T>,
) -> StoreResult<T> {
    let read = hex::decode(text).ok().and_then(|bytes| from(&bytes));
    read.ok_or_else(|| StoreError::unknown_word(table, column, text))
}

/// A number that never grows beyond what both sides of JSON count exactly.
pub fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Bytes that are kept as they came, as a record of their kind (docs/sealed.md §3.17).
fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    [&[kind][..], &length.to_be_bytes(), body].concat()
}

/// The number of bytes after which a part of a list ends.
pub const PAGE_BYTES: usize = 2 * 1024 * 1024;

/// The number of the next change in a pursuance.
async fn next_change(tx: &mut WriteTx, pursuance: &ActorId) -> StoreResult<i64> {
    const SQL: &str =
        "update pursuance_sealed set changed = changed + 1 where pursuance = $1 returning changed";
    Ok(one!(tx, (i64,), SQL, pursuance.as_str())?.0)
}

/// Keeps after how many days keys are renewed; says whether it is another number than before.
pub async fn set_renewal(tx: &mut WriteTx, pursuance: &ActorId, after: KeyRenewal) -> StoreResult<bool> {
    const SQL: &str = "update pursuance_sealed set renew_keys = $2 where pursuance = $1 and renew_keys <> $2";
    Ok(run!(tx, SQL, pursuance.as_str(), after.as_str())? > 0)
}

/// After how many days keys are renewed; none of a pursuance that is not private.
pub async fn renewal(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Option<KeyRenewal>> {
    const SQL: &str = "select renew_keys from pursuance_sealed where pursuance = $1";
    let found = optional!(tx, (String,), SQL, pursuance.as_str())?;
    found.map(|(word,)| read_renewal(&word)).transpose()
}

/// After how many days keys are renewed, as a row says it.
pub(super) fn read_renewal(word: &str) -> StoreResult<KeyRenewal> {
    KeyRenewal::parse(word).map_err(|_| StoreError::unknown_word("pursuance_sealed", "renew_keys", word))
}

/// The number of the last change in a pursuance.
pub async fn last_change(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<i64> {
    const SQL: &str = "select changed from pursuance_sealed where pursuance = $1";
    Ok(optional!(tx, (i64,), SQL, pursuance.as_str())?.map_or(0, |(changed,)| changed))
}

/// The pursuance with this id in its log.
pub async fn by_pid(tx: &mut ReadTx, pid: &Pid) -> StoreResult<Option<ActorId>> {
    const SQL: &str = "select pursuance from pursuance_sealed where pid = $1";
    Ok(optional!(tx, (String,), SQL, pid.to_string())?.map(|(id,)| ActorId(id)))
}

/// How far the log of a pursuance goes; none for one that is not private.
pub async fn standing(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Option<Standing>> {
    const SQL: &str = "select pid, head_seq, head from pursuance_sealed where pursuance = $1";
    let Some((pid, seq, hash)) = optional!(tx, (String, i64, String), SQL, pursuance.as_str())? else {
        return Ok(None);
    };
    let pid = read_id("pursuance_sealed", "pid", &pid, Pid::from_slice)?;
    let hash = read_id("pursuance_sealed", "head", &hash, Hash::from_slice)?;
    let seq =
        u64::try_from(seq).map_err(|_| StoreError::unknown_word("pursuance_sealed", "head_seq", seq))?;
    Ok(Some(Standing { pid, head: Head { seq, hash } }))
}

/// Reads the meaning of the log of a private pursuance, as it is stored. Where another version of the program stored it, all
/// entries are verified anew.
async fn fold(tx: &mut ReadTx, pursuance: &ActorId, pid: Pid) -> StoreResult<Option<Fold>> {
    const SQL: &str = "select fold from pursuance_sealed where pursuance = $1";
    let Some((bytes,)) = optional!(tx, (Vec<u8>,), SQL, pursuance.as_str())? else { return Ok(None) };
    if let Ok(fold) = Fold::from_bytes(&bytes) {
        return Ok(Some(fold));
    }
    let mut fold = Fold::new(pid);
    loop {
        let after = fold.head().map_or(-1, |head| number(head.seq));
        let entries = log::after(tx, pursuance, after, AT_ONCE).await?;
        if entries.is_empty() {
            return Ok(Some(fold));
        }
        for (_, bytes) in entries {
            let entry = Entry::decode(&bytes).map_err(|error| damaged(&error))?;
            fold.apply(&entry).map_err(|error| damaged(&error))?;
        }
    }
}

/// How many entries are read at once where all are read.
const AT_ONCE: i64 = 500;

fn damaged(why: &(dyn std::error::Error + 'static)) -> StoreError {
    StoreError::unreadable("sealed_log", "bytes", why)
}

/// The meanings of the logs that were asked for lately: to read a stored one takes a moment for each member. A log that has gone
/// on, also through another process, has another head.
#[derive(Debug, Default)]
pub struct Folds(Mutex<HashMap<ActorId, Arc<Fold>>>);

/// How many of them.
const KEPT: usize = 50;

impl Folds {
    fn kept(&self) -> MutexGuard<'_, HashMap<ActorId, Arc<Fold>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the meaning of the log of a private pursuance, as far as the log goes now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        &self,
        tx: &mut ReadTx,
        pursuance: &ActorId,
        standing: &Standing,
    ) -> StoreResult<Option<Arc<Fold>>> {
        let known = self.kept().get(pursuance).cloned();
        if let Some(known) = known.filter(|known| known.head() == Some(standing.head)) {
            return Ok(Some(known));
        }
        let Some(read) = fold(tx, pursuance, standing.pid).await? else { return Ok(None) };
        let read = Arc::new(read);
        self.keep(pursuance, read.clone());
        Ok(Some(read))
    }

    /// Keeps what a log means. What is never committed has a head that nobody asks for.
    pub fn keep(&self, pursuance: &ActorId, fold: Arc<Fold>) {
        keep(&mut self.kept(), KEPT, pursuance.clone(), fold);
    }
}

fn bytes_of(fold: &Fold) -> StoreResult<Vec<u8>> {
    fold.to_bytes().map_err(|error| StoreError::unreadable("pursuance_sealed", "fold", &error))
}

/// Writes that a pursuance is private, with what the beginning of its log means.
pub async fn add(tx: &mut WriteTx, pursuance: &ActorId, fold: &Fold, head: Head) -> StoreResult<()> {
    const SQL: &str =
        "insert into pursuance_sealed (pursuance, pid, head_seq, head, fold, changed, epoch, epoch_seq)
        values ($1, $2, $3, $4, $5, 0, $6, $3)";
    let bytes = bytes_of(fold)?;
    let (pid, seq, hash) = (fold.pid().to_string(), number(head.seq), head.hash.to_string());
    let added = run!(tx, SQL, pursuance.as_str(), pid, seq, hash, bytes, i64::from(fold.epoch()));
    added.map_err(|error| error.or_taken(PID)).map(drop)
}

/// Writes what the log means after more entries; answers whether it ended before them where the caller saw its end.
pub async fn advance(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    before: Head,
    fold: &Fold,
    head: Head,
) -> StoreResult<bool> {
    const SQL: &str = "update pursuance_sealed set head_seq = $2, head = $3, fold = $4, epoch = $7,
          epoch_seq = case when epoch = $7 then epoch_seq else $2 end
        where pursuance = $1 and head_seq = $5 and head = $6";
    let bytes = bytes_of(fold)?;
    let (seq, hash) = (number(head.seq), head.hash.to_string());
    let (seen, of) = (number(before.seq), before.hash.to_string());
    let epoch = i64::from(fold.epoch());
    Ok(run!(tx, SQL, pursuance.as_str(), seq, hash, bytes, seen, of, epoch)? == 1)
}

/// Whose account an identity in the log of a pursuance is.
pub async fn actor_of(tx: &mut ReadTx, pursuance: &ActorId, iid: &Iid) -> StoreResult<Option<ActorId>> {
    const SQL: &str = "select actor from sealed_member where pursuance = $1 and iid = $2";
    Ok(optional!(tx, (String,), SQL, pursuance.as_str(), iid.to_string())?.map(|(id,)| ActorId(id)))
}

/// Under which identity an account is a member of a private pursuance.
pub async fn seat_of(tx: &mut ReadTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<Option<Iid>> {
    const SQL: &str = "select iid from sealed_member where pursuance = $1 and actor = $2";
    let found = optional!(tx, (String,), SQL, pursuance.as_str(), actor.as_str())?;
    found.map(|(iid,)| read_id("sealed_member", "iid", &iid, Iid::from_slice)).transpose()
}

/// A private pursuance that somebody is a member of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub slug: String,
    pub pid: Pid,
    /// Under which identity.
    pub iid: Iid,
}

/// The private pursuances of an account, as many as the side of a page knows.
pub async fn of_member(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Vec<Place>> {
    const SQL: &str = "select p.slug, s.pid, i.iid from member m join pursuance_sealed s on s.pursuance = m.pursuance
          join sealed_member i on i.pursuance = m.pursuance and i.actor = m.actor join pursuance p on p.actor = m.pursuance
        where m.actor = $1 and m.state = 'active' and p.deleted_at is null order by p.slug limit 500";
    let found = all!(tx, (String, String, String), SQL, actor.as_str())?;
    let read = |(slug, pid, iid): (String, String, String)| {
        let pid = read_id("pursuance_sealed", "pid", &pid, Pid::from_slice)?;
        Ok(Place { slug, pid, iid: read_id("sealed_member", "iid", &iid, Iid::from_slice)? })
    };
    found.into_iter().map(read).collect()
}

/// In how many private pursuances somebody is a member, and in how many of them under another identity than that of their account now.
pub async fn under_former(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<(i64, i64)> {
    const SQL: &str = "select count(*), count(case when i.iid <> k.iid then 1 end) from member m
          join sealed_member i on i.pursuance = m.pursuance and i.actor = m.actor join pursuance p on p.actor = m.pursuance
          join identity k on k.account = m.actor
        where m.actor = $1 and m.state = 'active' and p.deleted_at is null";
    one!(tx, (i64, i64), SQL, actor.as_str())
}

/// Notes whose account an identity in the log is.
pub async fn seat(tx: &mut WriteTx, pursuance: &ActorId, iid: &Iid, actor: &ActorId) -> StoreResult<()> {
    const SQL: &str = "insert into sealed_member (pursuance, iid, actor) values ($1, $2, $3)";
    run!(tx, SQL, pursuance.as_str(), iid.to_string(), actor.as_str()).map(drop)
}

/// Forgets it, and what they can do: they are a member no more.
pub async fn unseat(tx: &mut WriteTx, pursuance: &ActorId, iid: &Iid) -> StoreResult<()> {
    const SQL: &str = "delete from sealed_member where pursuance = $1 and iid = $2";
    tags::forget_member(tx, pursuance, iid).await?;
    run!(tx, SQL, pursuance.as_str(), iid.to_string()).map(drop)
}
