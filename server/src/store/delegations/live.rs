//! Delegations that are under way with others: those that end when an actor does, or when its server is blocked, and those
//! of a task.

use pursuance_domain::delegation::Side;
use pursuance_domain::id::{ActorId, DelegationId, TaskId};

use super::{Delegation, by_id, of_task};
use crate::store::db::{ReadTx, all};
use crate::store::error::StoreResult;

/// The live delegations with an actor of another server.
pub async fn live_with(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Vec<Delegation>> {
    let rows = live(tx, Some(actor)).await?;
    by_ids(tx, rows.into_iter().map(|(id, _)| id)).await
}

/// The live delegations with actors of those servers that are meant.
pub async fn live_elsewhere(
    tx: &mut ReadTx,
    is_meant: impl Fn(&str) -> bool,
) -> StoreResult<Vec<Delegation>> {
    let rows = live(tx, None).await?;
    by_ids(tx, rows.into_iter().filter(|(_, host)| is_meant(host)).map(|(id, _)| id)).await
}

/// Whether another pursuance is asked whether it takes a task.
pub async fn is_on_offer(tx: &mut ReadTx, task: &TaskId) -> StoreResult<bool> {
    let rows = of_task(tx, task).await?;
    Ok(rows.iter().any(|row| row.side == Side::Origin && row.state.is_open()))
}

/// Their ids, and the server each is shared with.
async fn live(tx: &mut ReadTx, actor: Option<&ActorId>) -> StoreResult<Vec<(String, String)>> {
    const SQL: &str = "select d.id, p.host from delegation d
        join actor p on p.id = case d.side when 'origin' then d.delegate else d.origin end
        where d.state in ('offered', 'countered', 'accepting', 'active', 'submitted', 'recalling', 'returning')
          and p.host is not null and (cast($1 as text) is null or p.id = $1) order by d.id";
    all!(tx, (String, String), SQL, actor.map(ActorId::as_str))
}

async fn by_ids(tx: &mut ReadTx, ids: impl Iterator<Item = String>) -> StoreResult<Vec<Delegation>> {
    let mut found = Vec::new();
    for id in ids {
        found.extend(by_id(tx, &DelegationId(id)).await?);
    }
    Ok(found)
}
