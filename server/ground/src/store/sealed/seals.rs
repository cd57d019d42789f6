//! The keys of private pursuances, each sealed to one member. They are kept as long as the epoch is readable: a new device needs no
//! other member.

use std::collections::HashMap;

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::ids::Iid;

use super::{read_id, record};
use crate::store::db::{ReadTx, WriteTx, all, one, run};
use crate::store::error::{StoreError, StoreResult};

/// Writes a seal; answers whether its author had given none of this epoch to this member before.
pub async fn add(tx: &mut WriteTx, pursuance: &ActorId, author: &ActorId, seal: &Seal) -> StoreResult<bool> {
    const SQL: &str =
        "insert into sealed_seal (pursuance, epoch, iid, author, number, bytes) values ($1, $2, $3, $4,
        (select coalesce(max(s.number), 0) + 1 from sealed_seal s where s.pursuance = $1), $5)
        on conflict (pursuance, epoch, iid, author) do nothing";
    let bytes = seal.encode().map_err(|error| StoreError::unreadable("sealed_seal", "bytes", &error))?;
    let (epoch, iid) = (i64::from(seal.epoch), seal.to.to_string());
    let added = run!(tx, SQL, pursuance.as_str(), epoch, iid, author.as_str(), bytes)?;
    tx.note_text(author.clone(), Some(pursuance.clone()));
    Ok(added == 1)
}

/// How many seals there are of an epoch to a member that they have not said of that they do not open, and of how many they have.
pub async fn count(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    epoch: u32,
    to: &Iid,
) -> StoreResult<(usize, usize)> {
    const SQL: &str = "select count(*) - count(unopened_at), count(unopened_at) from sealed_seal
        where pursuance = $1 and epoch = $2 and iid = $3";
    let (good, bad) = one!(tx, (i64, i64), SQL, pursuance.as_str(), i64::from(epoch), to.to_string())?;
    let number = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
    Ok((number(good), number(bad)))
}

/// Notes that a member cannot open the seals of an epoch to them up to a number; how many of them that was not known of.
pub async fn refuse(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    (epoch, to): (u32, &Iid),
    until: i64,
    now: Time,
) -> StoreResult<u64> {
    const SQL: &str = "update sealed_seal set unopened_at = $5
        where pursuance = $1 and epoch = $2 and iid = $3 and number <= $4 and unopened_at is null";
    run!(tx, SQL, pursuance.as_str(), i64::from(epoch), to.to_string(), until, now.0)
}

/// The most senders that are named.
const SENDERS: i64 = 1_000;

/// Whose seals of an epoch members could not open, as they say: the names of accounts, by the member.
pub async fn unopened(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    epoch: u32,
) -> StoreResult<HashMap<Iid, Vec<String>>> {
    const SQL: &str = "select s.iid, a.name from sealed_seal s join actor a on a.id = s.author
        where s.pursuance = $1 and s.epoch = $2 and s.unopened_at is not null order by s.number limit +$3";
    let mut found: HashMap<Iid, Vec<String>> = HashMap::new();
    for (iid, name) in all!(tx, (String, String), SQL, pursuance.as_str(), i64::from(epoch), SENDERS)? {
        found.entry(read_id("sealed_seal", "iid", &iid, Iid::from_slice)?).or_default().push(name);
    }
    Ok(found)
}

/// The kind of their records.
const SEAL: u8 = 2;

/// The seals of an epoch to a member, as records.
pub async fn of_epoch(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    epoch: u32,
    to: &Iid,
) -> StoreResult<Vec<Vec<u8>>> {
    const SQL: &str =
        "select bytes from sealed_seal where pursuance = $1 and epoch = $2 and iid = $3 order by number";
    let found = all!(tx, (Vec<u8>,), SQL, pursuance.as_str(), i64::from(epoch), to.to_string())?;
    Ok(found.into_iter().map(|(bytes,)| record(SEAL, &bytes)).collect())
}

/// The seals to a member after a number as records, in the order in which they came, with their numbers.
pub async fn after(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    to: &Iid,
    after: i64,
    limit: i64,
) -> StoreResult<Vec<(i64, Vec<u8>)>> {
    const SQL: &str =
        "select number, bytes from sealed_seal where pursuance = $1 and iid = $2 and number > $3
        order by number limit +$4";
    let found = all!(tx, (i64, Vec<u8>), SQL, pursuance.as_str(), to.to_string(), after, limit)?;
    Ok(found.into_iter().map(|(number, bytes)| (number, record(SEAL, &bytes))).collect())
}

/// The members without a seal of an epoch that opens, in the order of their identities. `by`: the member who is asked to seal it; they
/// are asked once, even if their seal did not open.
pub async fn without(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    epoch: u32,
    by: Option<&ActorId>,
) -> StoreResult<Vec<Iid>> {
    const SQL: &str =
        "select m.iid from sealed_member m where m.pursuance = $1 and not exists (select 1 from sealed_seal s
        where s.pursuance = m.pursuance and s.epoch = $2 and s.iid = m.iid and (s.unopened_at is null or s.author = $3))
        order by m.iid";
    let by = by.map_or("", ActorId::as_str);
    let found = all!(tx, (String,), SQL, pursuance.as_str(), i64::from(epoch), by)?;
    found.into_iter().map(|(iid,)| read_id("sealed_member", "iid", &iid, Iid::from_slice)).collect()
}

/// The members to whom nobody has given a key yet that opens.
pub async fn at_the_door(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<Vec<(Iid, ActorId)>> {
    const SQL: &str = "select m.iid, m.actor from sealed_member m where m.pursuance = $1 and not exists (select 1 from sealed_seal s
        where s.pursuance = m.pursuance and s.iid = m.iid and s.unopened_at is null) order by m.iid";
    let found = all!(tx, (String, String), SQL, pursuance.as_str())?;
    let read = |iid: String| read_id("sealed_member", "iid", &iid, Iid::from_slice);
    found.into_iter().map(|(iid, actor)| Ok((read(iid)?, ActorId(actor)))).collect()
}

/// Deletes the seals of the epochs before one for good.
pub async fn shred(tx: &mut WriteTx, pursuance: &ActorId, floor: u32) -> StoreResult<()> {
    const SQL: &str = "delete from sealed_seal where pursuance = $1 and epoch < $2";
    run!(tx, SQL, pursuance.as_str(), i64::from(floor)).map(drop)
}
