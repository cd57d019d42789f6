//! Live delegations: of a task, with an actor of another server, and with all actors of some servers.

use std::collections::HashSet;

use pursuance_domain::id::{ActorId, DelegationId, TaskId};

use super::{Delegation, by_ids};
use crate::store::db::{ReadTx, all, optional};
use crate::store::error::StoreResult;
use crate::store::search::list;
use crate::store::states::with_states;
use crate::store::tasks::below;

/// The live delegations with an actor of another server.
pub async fn live_with(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Vec<Delegation>> {
    let rows = live(tx, Some(actor)).await?;
    in_order(tx, rows.into_iter().map(|(id, _)| id)).await
}

/// The live delegations with actors of the servers that a test accepts.
pub async fn live_elsewhere(
    tx: &mut ReadTx,
    is_meant: impl Fn(&str) -> bool,
) -> StoreResult<Vec<Delegation>> {
    let rows = live(tx, None).await?;
    in_order(tx, rows.into_iter().filter(|(_, host)| is_meant(host)).map(|(id, _)| id)).await
}

/// Whether a task is on offer to another pursuance.
pub async fn is_on_offer(tx: &mut ReadTx, task: &TaskId) -> StoreResult<bool> {
    let sql = with_states!(
        "select 1 from delegation where task = $1 and side = 'origin' and state in {open} limit 1"
    );
    Ok(optional!(tx, (i32,), sql, task.as_str())?.is_some())
}

/// The tasks among `tasks` that are on offer to another pursuance.
pub async fn on_offer_among(tx: &mut ReadTx, tasks: &[TaskId]) -> StoreResult<HashSet<TaskId>> {
    let sql = if tx.is_sqlite() {
        with_states!(
            "select task from delegation where task in (select value from json_each($1))
            and side = 'origin' and state in {open}"
        )
    } else {
        with_states!(
            "select task from delegation where task = any (array(select json_array_elements_text(cast($1 as json))))
            and side = 'origin' and state in {open}"
        )
    };
    let rows = all!(tx, (String,), sql, list(tasks.iter().map(TaskId::as_str)))?;
    Ok(rows.into_iter().map(|row| TaskId(row.0)).collect())
}

/// The live delegations by which a task, or a task below it, was handed to others.
pub async fn live_onward(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Delegation>> {
    let sql = with_states!(below!(
        "t.id = $1",
        "select d.id from below b cross join delegation d
        where d.task = b.id and d.side = 'origin' and d.state in {live} order by d.id"
    ));
    let rows = all!(tx, (String,), sql, task.as_str())?;
    in_order(tx, rows.into_iter().map(|(id,)| id)).await
}

/// The ids of live delegations with other servers, each with the server.
async fn live(tx: &mut ReadTx, actor: Option<&ActorId>) -> StoreResult<Vec<(String, String)>> {
    let sql = with_states!(
        "select d.id, p.host from delegation d
        join actor p on p.id = case d.side when 'origin' then d.delegate else d.origin end
        where d.state in {live}
          and p.host is not null and (cast($1 as text) is null or p.id = $1) order by d.id"
    );
    all!(tx, (String, String), sql, actor.map(ActorId::as_str))
}

/// The rows with these ids, in their order.
async fn in_order(tx: &mut ReadTx, ids: impl Iterator<Item = String>) -> StoreResult<Vec<Delegation>> {
    let ids: Vec<DelegationId> = ids.map(DelegationId).collect();
    let mut found = by_ids(tx, &ids).await?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
