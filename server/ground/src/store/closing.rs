//! Closed pursuances, what ends when one is closed, and deleted ones.

use pursuance_domain::id::{ActorId, DelegationId, ReasonId};
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::delegations::{Delegation, by_ids};
use super::error::StoreResult;
use super::fulltext;
use super::sealed;
use super::states::with_states;
use super::texts;

/// Closes a pursuance.
pub async fn close(
    tx: &mut WriteTx,
    id: &ActorId,
    by: &ActorId,
    why: Option<&ReasonId>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "update pursuance set archived_at = $2, closed_by = $3, closed_why = $4 where actor = $1";
    run!(tx, SQL, id.as_str(), now.0, by.as_str(), why.map(ReasonId::as_str)).map(drop)
}

/// Opens a closed pursuance again.
pub async fn reopen(tx: &mut WriteTx, id: &ActorId) -> StoreResult<()> {
    const SQL: &str =
        "update pursuance set archived_at = null, closed_by = null, closed_why = null where actor = $1";
    run!(tx, SQL, id.as_str()).map(drop)
}

/// Since when a pursuance is closed; none while it is open, and of other actors.
pub async fn since(tx: &mut ReadTx, id: &ActorId) -> StoreResult<Option<Time>> {
    const SQL: &str = "select archived_at from pursuance where actor = $1 and archived_at is not null";
    Ok(optional!(tx, (i64,), SQL, id.as_str())?.map(|(at,)| Time(at)))
}

/// A closed pursuance: since when, by whom, and why.
#[derive(Debug, Clone)]
pub struct Closed {
    pub since: Time,
    pub by: Option<ActorId>,
    /// The reason, as it was written; empty of a private one.
    pub why: String,
    pub is_deleted: bool,
}

/// The facts of the closing of a pursuance; none while it is open.
pub async fn about(tx: &mut ReadTx, id: &ActorId) -> StoreResult<Option<Closed>> {
    const SQL: &str = "select archived_at, closed_by, closed_why, deleted_at is not null from pursuance
        where actor = $1 and archived_at is not null";
    let found = optional!(tx, (i64, Option<String>, Option<String>, bool), SQL, id.as_str())?;
    let Some((since, by, why, is_deleted)) = found else { return Ok(None) };
    let why = match why {
        Some(why) => texts::reason(tx, &ReasonId(why)).await?,
        None => String::new(),
    };
    Ok(Some(Closed { since: Time(since), by: by.map(ActorId), why, is_deleted }))
}

/// The numbers of things that end when a pursuance is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct ClosingEnds {
    /// Tasks handed to others, and those on offer to them.
    pub handed_out: i64,
    /// Tasks taken from others, and offers that wait for an answer.
    pub taken: i64,
    pub suggestions: i64,
    pub invites: i64,
    /// People who ask to join.
    pub asking: i64,
    /// People who are asked whether they join.
    pub asked: i64,
}

/// Counts the things that would end if the pursuance were closed at a moment.
pub async fn what_ends(tx: &mut ReadTx, id: &ActorId, now: Time) -> StoreResult<ClosingEnds> {
    let sql = with_states!(
        "select (select count(*) from delegation where origin = $1 and side = 'origin' and state in {live}) as handed_out,
          (select count(*) from delegation where delegate = $1 and side = 'delegate' and state in {live}) as taken,
          (select count(*) from proposal where pursuance = $1 and state = 'open') as suggestions,
          (select count(*) from invite where pursuance = $1 and revoked_at is null and (expires is null or expires > $2)
            and (uses is null or used < uses)) as invites,
          (select count(*) from member where pursuance = $1 and state = 'pending') as asking,
          (select count(*) from recruit_ask where pursuance = $1 and state = 'open') as asked"
    );
    one!(tx, ClosingEnds, sql, id.as_str(), now.0)
}

/// Ends the invitations, the suggestions, the requests to join and the questions to people of a pursuance.
pub async fn end_open(tx: &mut WriteTx, id: &ActorId, now: Time) -> StoreResult<()> {
    const INVITES: &str = "update invite set revoked_at = $2 where pursuance = $1 and revoked_at is null";
    const SUGGESTIONS: &str =
        "update proposal set state = 'closed', decided_at = $2 where pursuance = $1 and state = 'open'";
    const ASKED: &str =
        "update recruit_ask set state = 'declined', answered_at = $2 where pursuance = $1 and state = 'open'";
    const TOLD: &str = "insert into declined_request (actor, pursuance, at)
        select actor, pursuance, $2 from member where pursuance = $1 and state = 'pending'
        on conflict (actor, pursuance) do update set at = excluded.at, reason = null";
    const ASKING: &str = "delete from member where pursuance = $1 and state = 'pending'";
    for sql in [INVITES, SUGGESTIONS, ASKED, TOLD] {
        run!(tx, sql, id.as_str(), now.0)?;
    }
    sealed::suggestions::forget_all(tx, id, now).await?;
    run!(tx, ASKING, id.as_str()).map(drop)
}

/// The next delegations of a pursuance that it can end by itself, after one: its offers and those made to it, and work
/// under way on either side.
pub async fn to_wind_up(
    tx: &mut ReadTx,
    id: &ActorId,
    after: Option<&DelegationId>,
    limit: i64,
) -> StoreResult<Vec<Delegation>> {
    let sql = with_states!(
        "select id from (
          select id from delegation where origin = $1 and side = 'origin' and (state in {open} or state in {at_work})
          union all
          select id from delegation where delegate = $1 and side = 'delegate' and (state in {open} or state in {at_work})
        ) d where id > $2 order by id limit +$3"
    );
    let after = after.map_or("", DelegationId::as_str);
    let ids = all!(tx, (String,), sql, id.as_str(), after, limit)?;
    in_order(tx, ids).await
}

/// The next live delegations with a pursuance as a party, on either side.
pub async fn live_with(tx: &mut ReadTx, id: &ActorId, limit: i64) -> StoreResult<Vec<Delegation>> {
    let sql = with_states!(
        "select id from delegation where origin = $1 and state in {live}
        union select id from delegation where delegate = $1 and state in {live} order by 1 limit +$2"
    );
    let ids = all!(tx, (String,), sql, id.as_str(), limit)?;
    in_order(tx, ids).await
}

async fn in_order(tx: &mut ReadTx, ids: Vec<(String,)>) -> StoreResult<Vec<Delegation>> {
    let ids: Vec<DelegationId> = ids.into_iter().map(|(id,)| DelegationId(id)).collect();
    let mut found = by_ids(tx, &ids).await?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Counts the delegations of a pursuance that still hold a task.
pub async fn count_holding(tx: &mut ReadTx, id: &ActorId) -> StoreResult<i64> {
    let sql = with_states!(
        "select (select count(*) from delegation where origin = $1 and side = 'origin' and state in {held})
          + (select count(*) from delegation where delegate = $1 and side = 'delegate' and state in {held})"
    );
    Ok(one!(tx, (i64,), sql, id.as_str())?.0)
}

/// Deletes a pursuance: from now on nobody finds it. What it holds is removed step by step (`erase`).
pub async fn delete(tx: &mut WriteTx, id: &ActorId, now: Time) -> StoreResult<()> {
    const PURSUANCE: &str = "update pursuance set deleted_at = $2, founder = null, heir = null, heir_asked_at = null where actor = $1";
    // Its name stays taken, and what it called itself goes.
    const ACTOR: &str = "update actor set gone_at = $2, updated = $2, display = name, summary = '' where id = $1 and host is null";
    // The other side learns by the farewell; what else waits to be said, nobody needs.
    const DELIVERIES: &str = "update delivery set state = 'given_up' where sender = $1 and channel is not null and state in ('waiting', 'stopped')";
    run!(tx, PURSUANCE, id.as_str(), now.0)?;
    run!(tx, ACTOR, id.as_str(), now.0)?;
    fulltext::put_again(tx, id.as_str()).await?;
    run!(tx, DELIVERIES, id.as_str()).map(drop)
}

/// The delegate of a delegation that was deleted with the pursuance it came from.
pub async fn delegate_of_buried(tx: &mut ReadTx, id: &str) -> StoreResult<Option<ActorId>> {
    const SQL: &str = "select reader from tombstone where id = $1 and reader is not null";
    Ok(optional!(tx, (String,), SQL, id)?.map(|(reader,)| ActorId(reader)))
}

/// Whether a task with this id was deleted that anyone could read.
pub async fn is_buried(tx: &mut ReadTx, id: &str) -> StoreResult<bool> {
    Ok(optional!(tx, (i32,), "select 1 from tombstone where id = $1 and reader is null", id)?.is_some())
}
