//! News of other servers about their actors: they follow ours, no longer do, changed or ended. Nobody here sees it, so it is no
//! action and leaves no event.

use pursuance_domain::time::Time;
use pursuance_domain::value::Visibility;
use pursuance_federation::verify::{Verified, one_address};
use serde_json::{Value, json};

use super::unnumbered::{self, received};
use crate::state::App;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::channels;
use crate::store::db::{ReadTx, WriteTx};
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::{accounts, followers, pursuances};

/// The object of an activity: an address, or an object with one, alone or in a list of one.
pub fn object(verified: &Verified) -> Option<&str> {
    one_address(verified.value().get("object")?)
}

/// Adds a follower of a local actor, and answers. False where there is no such actor.
///
/// # Errors
/// When the database fails.
pub async fn follow(app: &App, verified: &Verified, follower: &Actor) -> StoreResult<bool> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    // A Follow is accepted without a person.
    let Some(ours) = actor_here(&mut tx, object(verified)).await? else { return Ok(false) };
    if !channels::add_activity(&mut tx, &received(verified, now)).await? {
        return Ok(true);
    }
    let welcome = is_open(&mut tx, &ours).await?;
    if welcome {
        followers::add(&mut tx, &ours.id, &follower.id, verified.id().as_str(), now).await?;
        if actors::takes_offers(&mut tx, &follower.id).await? {
            Job::ReadSkillOffers { actor: follower.id.clone() }.write(&mut tx, &app.clock, now).await?;
        }
    }
    let kind = if welcome { "Accept" } else { "Reject" };
    answer(app, &mut tx, verified, &ours, follower, kind, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Removes a follower. The activity names the undone Follow, or contains it.
///
/// # Errors
/// When the database fails.
pub async fn unfollow(app: &App, verified: &Verified) -> StoreResult<()> {
    let Some(undone) = verified.value().get("object") else { return Ok(()) };
    let undone = alone(undone);
    let mut tx = app.db.write().await?;
    let Some(follower) = actors::by_uri(&mut tx, verified.actor().as_str()).await? else { return Ok(()) };
    let is_undone = if undone.get("type").and_then(one_word) == Some("Follow") {
        match actor_here(&mut tx, undone.get("object").and_then(one_address)).await? {
            Some(ours) => followers::remove(&mut tx, &ours.id, &follower.id).await?,
            None => false,
        }
    } else if let Some(uri) = one_address(undone) {
        followers::remove_by_uri(&mut tx, &follower.id, uri).await?
    } else {
        false
    };
    // An Undo without effect is not stored: repeated, it has no effect either.
    if is_undone {
        channels::add_activity(&mut tx, &received(verified, app.clock.now())).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// A text that is alone or in a list of one.
fn one_word(value: &Value) -> Option<&str> {
    alone(value).as_str()
}

/// A value that may be wrapped in a list of one.
fn alone(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([one]) => one,
        Some(_) | None => value,
    }
}

/// A known actor says that it changed or ended: its document is fetched anew.
///
/// # Errors
/// When the database fails.
pub async fn look_again(app: &App, verified: &Verified) -> StoreResult<()> {
    let uri = verified.actor().to_string();
    if actors::by_uri(&mut app.db.read().await?, &uri).await?.is_none() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    Job::RefreshActor { uri }.write(&mut tx, &app.clock, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// A local person or pursuance.
async fn actor_here(tx: &mut ReadTx, uri: Option<&str>) -> StoreResult<Option<Actor>> {
    let Some(uri) = uri else { return Ok(None) };
    Ok(actors::by_uri(tx, uri).await?.filter(|actor| actor.is_here() && actor.kind != ActorKind::Instance))
}

/// Whether anybody may follow it: not when only members may read it.
async fn is_open(tx: &mut ReadTx, ours: &Actor) -> StoreResult<bool> {
    if let Some(pursuance) = pursuances::by_id(tx, &ours.id).await? {
        return Ok(pursuance.closed_at.is_none()
            && match pursuance.visibility {
                Visibility::Public | Visibility::Unlisted => true,
                Visibility::Members | Visibility::Sealed => false,
            });
    }
    Ok(accounts::by_actor(tx, &ours.id).await?.is_some_and(|account| account.suspended_at.is_none()))
}

/// Queues the answer to a Follow.
async fn answer(
    app: &App,
    tx: &mut WriteTx,
    verified: &Verified,
    ours: &Actor,
    follower: &Actor,
    kind: &str,
    now: Time,
) -> StoreResult<()> {
    let uri = app.addresses.activity(&app.clock.new_id_at(now));
    // Some servers look for the Follow by its id, others by its two actors: it has both.
    let follow = json!({"id": verified.id(), "type": "Follow", "actor": follower.uri, "object": ours.uri});
    let activity = json!({
        "@context": ["https://www.w3.org/ns/activitystreams"], "id": uri, "type": kind, "actor": ours.uri,
        "to": [follower.uri], "object": follow, "published": now.rfc3339(),
    });
    unnumbered::send(app, tx, ours, &activity, &[unnumbered::place_of(app, follower)], now).await
}
