//! The entries of the logs of private pursuances, and the notes of their invitations.

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_sealed::ids::InviteId;
use pursuance_sealed::log::{Entry, Fold};

use super::{PAGE_BYTES, number, record};
use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::StoreResult;

/// Writes the next entries of a log, and notes that they take room.
pub async fn add(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    author: &ActorId,
    entries: &[Entry],
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "insert into sealed_log (pursuance, seq, author, at, bytes) values ($1, $2, $3, $4, $5)";
    for entry in entries {
        let seq = number(entry.body.seq);
        run!(tx, SQL, pursuance.as_str(), seq, author.as_str(), now.0, entry.as_bytes())?;
    }
    tx.note_text(author.clone(), Some(pursuance.clone()));
    Ok(())
}

/// The entries of a log after a number, in order, with their numbers.
pub async fn after(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    after: i64,
    limit: i64,
) -> StoreResult<Vec<(i64, Vec<u8>)>> {
    const SQL: &str =
        "select seq, bytes from sealed_log where pursuance = $1 and seq > $2 order by seq limit +$3";
    all!(tx, (i64, Vec<u8>), SQL, pursuance.as_str(), after, limit)
}

/// How many entries are answered where somebody came late, and in one part of the log.
pub const NEWER: usize = 200;
pub const PAGE: usize = 1_000;
/// How many of them are read at once.
const AT_ONCE: usize = 100;

/// At most `most` entries after a number, as records with their numbers.
pub async fn records_after(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    mut from: i64,
    most: usize,
) -> StoreResult<Vec<(i64, Vec<u8>)>> {
    let (mut found, mut bytes) = (Vec::new(), 0);
    while found.len() < most && bytes < PAGE_BYTES {
        let wanted = AT_ONCE.min(most - found.len());
        let next = after(tx, pursuance, from, i64::try_from(wanted).unwrap_or(i64::MAX)).await?;
        let is_all = next.len() < wanted;
        for (seq, entry) in next {
            bytes += entry.len();
            from = seq;
            found.push((seq, record(ENTRY, &entry)));
        }
        if is_all {
            break;
        }
    }
    Ok(found)
}

/// The kind of its records.
const ENTRY: u8 = 1;

/// One entry.
pub async fn at(tx: &mut ReadTx, pursuance: &ActorId, seq: u64) -> StoreResult<Option<Vec<u8>>> {
    const SQL: &str = "select bytes from sealed_log where pursuance = $1 and seq = $2";
    let found = optional!(tx, (Vec<u8>,), SQL, pursuance.as_str(), number(seq))?;
    Ok(found.map(|(bytes,)| bytes))
}

/// Writes what the link of an invitation shows.
pub async fn add_note(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    author: &ActorId,
    invite: &InviteId,
    note: &[u8],
) -> StoreResult<()> {
    const SQL: &str = "insert into sealed_note (pursuance, invite_id, author, bytes) values ($1, $2, $3, $4)
        on conflict (pursuance, invite_id) do nothing";
    run!(tx, SQL, pursuance.as_str(), invite.to_string(), author.as_str(), note)?;
    tx.note_text(author.clone(), Some(pursuance.clone()));
    Ok(())
}

/// The kind of its records.
const NOTE: u8 = 10;

/// Returns the note that the link of an invitation shows, as a record.
pub async fn note(tx: &mut ReadTx, pursuance: &ActorId, invite: &InviteId) -> StoreResult<Option<Vec<u8>>> {
    const SQL: &str = "select bytes from sealed_note where pursuance = $1 and invite_id = $2";
    let found = optional!(tx, (Vec<u8>,), SQL, pursuance.as_str(), invite.to_string())?;
    let as_record = |bytes: Vec<u8>| record(NOTE, &[&invite.as_bytes()[..], &bytes].concat());
    Ok(found.map(|(bytes,)| as_record(bytes)))
}

/// Counts an account that is opened by an invitation; answers whether there were fewer than `most`, if there is a number. Of two that
/// are opened at the same moment the row lets the second see the first.
pub async fn count_account(tx: &mut WriteTx, invite: &InviteId, most: Option<i64>) -> StoreResult<bool> {
    const SQL: &str = "update sealed_note set accounts = accounts + 1
        where invite_id = $1 and (cast($2 as bigint) is null or accounts < $2)";
    Ok(run!(tx, SQL, invite.to_string(), most)? == 1)
}

/// How many accounts were opened by an invitation.
pub async fn accounts(tx: &mut ReadTx, invite: &InviteId) -> StoreResult<i64> {
    const SQL: &str = "select accounts from sealed_note where invite_id = $1";
    Ok(optional!(tx, (i64,), SQL, invite.to_string())?.map_or(0, |(accounts,)| accounts))
}

/// Forgets the notes of the invitations that are not open any more.
pub async fn forget_notes(tx: &mut WriteTx, pursuance: &ActorId, fold: &Fold) -> StoreResult<()> {
    const FIND: &str = "select invite_id from sealed_note where pursuance = $1";
    const REMOVE: &str = "delete from sealed_note where pursuance = $1 and invite_id = $2";
    let open: Vec<String> = fold.open_invites().map(|(id, _)| id.to_string()).collect();
    for (id,) in all!(tx, (String,), FIND, pursuance.as_str())? {
        if !open.contains(&id) {
            run!(tx, REMOVE, pursuance.as_str(), id)?;
        }
    }
    Ok(())
}
