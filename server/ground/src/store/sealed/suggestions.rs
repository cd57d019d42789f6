//! Suggestions of members of private pursuances: the records that they signed, kept apart as long as a suggestion is open. The
//! subject of one stands in `proposal` (`store::suggestions`), without a text.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, ProposalId};
use pursuance_domain::time::Time;
use pursuance_sealed::ids::Hash;
use pursuance_sealed::record::Record;

use crate::store::db::{ReadTx, WriteTx, all, optional, run};
use crate::store::error::StoreResult;
use crate::store::search::{among, list};

/// Keeps the records of a suggestion.
pub async fn add(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    id: &ProposalId,
    author: &ActorId,
    records: &[&[u8]],
) -> StoreResult<()> {
    const SQL: &str =
        "insert into sealed_suggestion (proposal, pursuance, author, bytes) values ($1, $2, $3, $4)";
    run!(tx, SQL, id.as_str(), pursuance.as_str(), author.as_str(), records.concat())?;
    tx.note_text(author.clone(), Some(pursuance.clone()));
    Ok(())
}

/// The records of a suggestion; none where it is not open, or of no private pursuance.
pub async fn find(tx: &mut ReadTx, id: &ProposalId) -> StoreResult<Vec<Vec<u8>>> {
    const SQL: &str = "select bytes from sealed_suggestion where proposal = $1";
    let found = optional!(tx, (Vec<u8>,), SQL, id.as_str())?;
    Ok(found.map(|(bytes,)| parted(&bytes)).unwrap_or_default())
}

/// The records of some suggestions, by one statement. One that is answered is not among them.
pub async fn of_each(tx: &mut ReadTx, ids: &[ProposalId]) -> StoreResult<HashMap<ProposalId, Vec<Vec<u8>>>> {
    macro_rules! records {
        ($($which:literal),+) => {
            concat!("select s.proposal, s.bytes from sealed_suggestion s ", $($which),+)
        };
    }
    let sql = among!(records, "s.proposal", tx);
    let found = all!(tx, (String, Vec<u8>), sql, list(ids.iter().map(ProposalId::as_str)))?;
    Ok(found.into_iter().map(|(id, bytes)| (ProposalId(id), parted(&bytes))).collect())
}

/// The records that were kept together: each begins with its kind and its length (docs/sealed.md §3.17).
fn parted(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    const HEAD: usize = 1 + 4;
    let mut parts = Vec::new();
    while let Some(length) = bytes.get(1..HEAD) {
        let length = length.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        let Some((one, rest)) = bytes.split_at_checked(length.saturating_add(HEAD)) else { break };
        parts.push(one.to_vec());
        bytes = rest;
    }
    parts
}

/// Forgets the records of a suggestion that is answered.
pub async fn forget(tx: &mut WriteTx, id: &ProposalId) -> StoreResult<()> {
    run!(tx, "delete from sealed_suggestion where proposal = $1", id.as_str()).map(drop)
}

/// Forgets the records of a suggestion that was not applied, and keeps which revision it was.
pub async fn decline(tx: &mut WriteTx, pursuance: &ActorId, id: &ProposalId, now: Time) -> StoreResult<()> {
    let records = find(tx, id).await?;
    note(tx, pursuance, &records, now).await?;
    forget(tx, id).await
}

/// Forgets the suggestions of a person in a pursuance, of which none was applied.
pub async fn forget_of(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    author: &ActorId,
    now: Time,
) -> StoreResult<()> {
    const FIND: &str = "select bytes from sealed_suggestion where pursuance = $1 and author = $2";
    const SQL: &str = "delete from sealed_suggestion where pursuance = $1 and author = $2";
    let found = all!(tx, (Vec<u8>,), FIND, pursuance.as_str(), author.as_str())?;
    for (bytes,) in found {
        note(tx, pursuance, &parted(&bytes), now).await?;
    }
    run!(tx, SQL, pursuance.as_str(), author.as_str()).map(drop)
}

/// Forgets all suggestions in a pursuance, of which none was applied.
pub async fn forget_all(tx: &mut WriteTx, pursuance: &ActorId, now: Time) -> StoreResult<()> {
    const FIND: &str = "select bytes from sealed_suggestion where pursuance = $1";
    let found = all!(tx, (Vec<u8>,), FIND, pursuance.as_str())?;
    for (bytes,) in found {
        note(tx, pursuance, &parted(&bytes), now).await?;
    }
    run!(tx, "delete from sealed_suggestion where pursuance = $1", pursuance.as_str()).map(drop)
}

/// Keeps which revisions among some records were suggested and not applied.
async fn note(tx: &mut WriteTx, pursuance: &ActorId, records: &[Vec<u8>], now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into sealed_declined (pursuance, hash, at) values ($1, $2, $3)
        on conflict (pursuance, hash) do update set at = excluded.at";
    for bytes in records {
        if let Ok(Record::Revision(revision)) = Record::decode(bytes) {
            run!(tx, SQL, pursuance.as_str(), revision.hash().to_string(), now.0)?;
        }
    }
    Ok(())
}

/// Whether a revision was suggested, and not applied.
pub async fn is_declined(tx: &mut ReadTx, pursuance: &ActorId, hash: &Hash) -> StoreResult<bool> {
    const SQL: &str = "select hash from sealed_declined where pursuance = $1 and hash = $2";
    let found = optional!(tx, (String,), SQL, pursuance.as_str(), hash.to_string())?;
    Ok(found.is_some())
}

/// A revision that was declined once, and suggested and applied later, is there like any other.
pub async fn apply(tx: &mut WriteTx, pursuance: &ActorId, hash: &Hash) -> StoreResult<()> {
    const SQL: &str = "delete from sealed_declined where pursuance = $1 and hash = $2";
    run!(tx, SQL, pursuance.as_str(), hash.to_string()).map(drop)
}

/// Forgets which were declined before a moment.
pub async fn forget_declined_before(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from sealed_declined where at < $1", before.0).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_were_kept_together_come_apart_again() {
        let (one, two) = (vec![3, 0, 0, 0, 2, 7, 8], vec![4, 0, 0, 0, 0]);
        assert_eq!(parted(&[one.clone(), two.clone()].concat()), [one.clone(), two]);
        // A piece that is cut off is no record.
        assert_eq!(parted(&[one.clone(), vec![4, 0, 0, 0, 9, 1]].concat()), [one]);
    }
}
