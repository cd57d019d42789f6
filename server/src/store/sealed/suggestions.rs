//! What members of private pursuances suggest: the records that they signed, kept apart as long as a suggestion is open. What it is
//! about stands in `proposal` (`store::suggestions`), without a text.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, ProposalId};

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

/// Forgets those of all that somebody suggested in a pursuance.
pub async fn forget_of(tx: &mut WriteTx, pursuance: &ActorId, author: &ActorId) -> StoreResult<()> {
    const SQL: &str = "delete from sealed_suggestion where pursuance = $1 and author = $2";
    run!(tx, SQL, pursuance.as_str(), author.as_str()).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_were_kept_together_come_apart_again() {
        let (one, two) = (vec![3, 0, 0, 0, 2, 7, 8], vec![4, 0, 0, 0, 0]);
        assert_eq!(parted(&[one.clone(), two.clone()].concat()), [one.clone(), two]);
        // What is cut off is no record.
        assert_eq!(parted(&[one.clone(), vec![4, 0, 0, 0, 9, 1]].concat()), [one]);
    }
}
