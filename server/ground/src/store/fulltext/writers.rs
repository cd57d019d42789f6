//! The names of people of other pursuances who wrote comments: these are told by the messages that brought the comments
//! (PROTOCOL §1.6), since the author of such a comment is the pursuance.

use std::collections::HashMap;

use pursuance_domain::id::DelegationId;
use pursuance_federation::vocab::Act;

use super::{Kind, put};
use crate::store::channels::read_said;
use crate::store::db::{ReadTx, WriteTx, all, optional};
use crate::store::error::StoreResult;
use crate::store::search::{among, list};

#[derive(sqlx::FromRow)]
struct BroughtRow {
    message: String,
    uri: String,
    delegation: String,
    activity: String,
    bytes: Vec<u8>,
}

/// The names of the authors of some comments, by the ids of the comments, as far as another side told them.
pub async fn brought_writers(tx: &mut ReadTx, comments: &[&str]) -> StoreResult<HashMap<String, String>> {
    macro_rules! brought {
        ($($which:literal),+) => {
            concat!(
                "select m.id as message, m.uri, n.delegation, n.activity, a.bytes from message m
                  join delegation_message n on n.delegation = m.shared_with and n.at = m.at and n.direction = 'in' and n.kind = 'Note'
                  join activity a on a.uri = n.activity and a.direction = n.direction ",
                $($which),+
            )
        };
    }
    if comments.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = among!(brought, "m.id", tx);
    let rows = all!(tx, BroughtRow, sql, list(comments.iter().copied()))?;
    let named = rows.into_iter().filter_map(|row| {
        let said = read_said(&row.bytes, &row.activity)?;
        let Act::CreateNote(note) = &said.act else { return None };
        // One moment may have brought several.
        let is_it = uri_of_note(note.id.as_str(), &DelegationId(row.delegation)) == row.uri;
        said.head.person.filter(|_| is_it).map(|name| (row.message, name))
    });
    Ok(named.collect())
}

/// The name under which a comment is found: none where the person's own stays with their pursuance, which numbers them instead.
pub(super) async fn searched(tx: &mut ReadTx, comment: &str) -> StoreResult<String> {
    let named = brought_writers(tx, &[comment]).await?.remove(comment);
    let is_number = |name: &str| name.strip_prefix("Member ").is_some_and(|n| n.parse::<u32>().is_ok());
    Ok(named.filter(|name| !is_number(name)).unwrap_or_default())
}

/// Takes the comment into the index anew that an activity has brought, once that is stored: now it tells whose the comment is.
pub async fn put_brought(tx: &mut WriteTx, activity: &str) -> StoreResult<()> {
    const SQL: &str = "select n.delegation, a.bytes from delegation_message n
        join activity a on a.uri = n.activity and a.direction = n.direction where n.activity = $1 and n.direction = 'in'";
    const COMMENT: &str = "select id from message where uri = $1";
    let Some((delegation, bytes)) = optional!(tx, (String, Vec<u8>), SQL, activity)? else { return Ok(()) };
    let said = read_said(&bytes, activity);
    let Some(Act::CreateNote(note)) = said.map(|said| said.act) else { return Ok(()) };
    let uri = uri_of_note(note.id.as_str(), &DelegationId(delegation));
    match optional!(tx, (String,), COMMENT, &uri)? {
        Some((id,)) => put(tx, Kind::Comment, &id).await,
        None => Ok(()),
    }
}

/// The address under which the other side's comment is stored. When both sides are local, the comment exists already
/// under its own address, and each side has it in its own thread.
pub fn uri_of_note(note: &str, delegation: &DelegationId) -> String {
    format!("{note}#{delegation}")
}
