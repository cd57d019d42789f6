//! Remote followers of local actors.

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, one, run};
use super::error::StoreResult;

/// Notes a follower of a local actor, and the activity of the follow.
pub async fn add(
    tx: &mut WriteTx,
    actor: &ActorId,
    follower: &ActorId,
    follow_uri: &str,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into follower (actor, follower, follow_uri, at) values ($1, $2, $3, $4)
        on conflict (actor, follower) do update set follow_uri = excluded.follow_uri";
    run!(tx, SQL, actor.as_str(), follower.as_str(), follow_uri, now.0).map(drop)
}

/// Removes a follower of a local actor; whether there was one.
pub async fn remove(tx: &mut WriteTx, actor: &ActorId, follower: &ActorId) -> StoreResult<bool> {
    const SQL: &str = "delete from follower where actor = $1 and follower = $2";
    Ok(run!(tx, SQL, actor.as_str(), follower.as_str())? > 0)
}

/// Removes the follow with this address; whether there was one.
pub async fn remove_by_uri(tx: &mut WriteTx, follower: &ActorId, follow_uri: &str) -> StoreResult<bool> {
    const SQL: &str = "delete from follower where follower = $1 and follow_uri = $2";
    Ok(run!(tx, SQL, follower.as_str(), follow_uri)? > 0)
}

/// Removes a follower who has ended, everywhere.
pub async fn remove_everywhere(tx: &mut WriteTx, follower: &ActorId) -> StoreResult<()> {
    run!(tx, "delete from follower where follower = $1", follower.as_str()).map(drop)
}

/// The number of followers of a local actor.
pub async fn count(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from follower where actor = $1", actor.as_str())?.0)
}
