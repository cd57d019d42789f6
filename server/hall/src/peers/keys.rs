//! Public keys of others: cached, or fetched with suspicion (PROTOCOL §4.3).
//!
//! The Ed25519 key of a peer that once sent us a message about a delegation is pinned: no other one replaces it.

use std::sync::Arc;
use std::time::Duration;

use pursuance_domain::time::{DAY, MINUTE, SECOND, Time};
use pursuance_federation::proof::PROOF_KEY_FRAGMENT;
use pursuance_federation::reach::Origin;
use pursuance_federation::sign::{Ed25519PublicKey, PublicKey};
use pursuance_federation::verify::{KeyLookupError, ResolvedKey};
use pursuance_federation::vocab::Actor as WireActor;
use serde_json::Value;
use url::Url;

use crate::lookup::DirectoryError;
use crate::peers::signing::MAIN_KEY_FRAGMENT;
use crate::peers::{is_believed, pinned};
use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::error::StoreError;
use crate::store::keys;

/// How long a key is believed without asking.
const FRESH: i64 = DAY;
/// How long a key is not fetched again after an answer that was not the key; the longest wait after a missing answer.
const NEGATIVE_FRESH: i64 = 5 * MINUTE;
/// How long a key is not fetched again after its server failed; doubled each time in a row. Short, because some senders
/// repeat a request once, without its body, and then stop.
const NEGATIVE_FIRST: i64 = 15 * SECOND;

/// How long a key is not fetched again after a failure: the first, second … in a row for a passing reason.
pub(super) fn left_alone(failures: Option<i64>) -> i64 {
    let Some(failures) = failures else { return NEGATIVE_FRESH };
    let doublings = u32::try_from(failures.saturating_sub(1)).unwrap_or(u32::MAX).min(10);
    NEGATIVE_FIRST.saturating_mul(1 << doublings).min(NEGATIVE_FRESH)
}

/// Whole seconds from now until a time, at least one.
pub(super) fn seconds_until(at: Time, now: Time) -> u32 {
    u32::try_from(at.0.saturating_sub(now.0) / SECOND).unwrap_or(0).saturating_add(1)
}

fn refused(why: &str) -> KeyLookupError {
    KeyLookupError::Refused(why.to_owned())
}

fn ours(error: &StoreError) -> KeyLookupError {
    tracing::error!(error = error as &dyn std::error::Error, "A key could not be looked up");
    KeyLookupError::Temporary { why: "this server's database did not answer".to_owned(), retry_after: 60 }
}

/// The key, if it is our own, pinned, or was fetched within a day.
pub(super) async fn known(app: &App, key_id: &str) -> Result<Option<Arc<ResolvedKey>>, KeyLookupError> {
    let mut tx = app.db.read().await.map_err(|error| ours(&error))?;
    let now = app.clock.now();
    let (owner, fragment) = split(key_id);
    let actor = actors::by_uri(&mut tx, owner).await.map_err(|error| ours(&error))?;
    if let Some(actor) = &actor {
        if actor.is_here() {
            return Ok(own_key(actor, key_id, fragment, now));
        }
        if let (Some(key), PROOF_KEY_FRAGMENT) = (pinned(actor), fragment) {
            return Ok(Some(resolved(
                key_id,
                &actor.uri,
                PublicKey::Ed25519(key),
                actor.pinned_at.unwrap_or(now),
            )));
        }
    }
    let Some(kept) = keys::find(&mut tx, key_id).await.map_err(|error| ours(&error))? else {
        return Ok(None);
    };
    let fetched_at = Time(kept.fetched_at);
    if kept.owner.is_empty() || fetched_at.plus(FRESH) <= now {
        return Ok(None);
    }
    let Some(key) = read(&kept.key) else { return Ok(None) };
    check_pinned(&mut tx, &kept.owner, &key, now).await?;
    Ok(Some(resolved(key_id, &kept.owner, key, fetched_at)))
}

/// Fetches a key from its server, has its owner confirm it, and caches it in place of the old one.
pub(super) async fn fetch(
    app: &App,
    key_id: &str,
    within: Duration,
) -> Result<Arc<ResolvedKey>, KeyLookupError> {
    let kept = keys::find(&mut app.db.read().await.map_err(|error| ours(&error))?, key_id)
        .await
        .map_err(|error| ours(&error))?;
    let now = app.clock.now();
    let failed = kept.and_then(|key| Some((Time(key.failed_at?), key.failures))).filter(|(at, _)| *at <= now);
    // Another process of this instance may have tried.
    if let Some((at, failures)) = failed
        && now < at.plus(left_alone(failures))
    {
        let retry_after = seconds_until(at.plus(left_alone(failures)), now);
        let why = "it could not be fetched a moment ago".to_owned();
        return Err(KeyLookupError::Temporary { why, retry_after });
    }
    let slow =
        |_| Err(KeyLookupError::Temporary { why: "its server takes too long".to_owned(), retry_after: 0 });
    match tokio::time::timeout(within, fetch_listed(app, key_id)).await.unwrap_or_else(slow) {
        Ok(key) => {
            keep(app, &key).await.map_err(|error| ours(&error))?;
            Ok(Arc::new(key))
        }
        Err(error) => {
            // After a while without a try it is the first failure again.
            let before = failed.filter(|(at, _)| now < at.plus(2 * NEGATIVE_FRESH)).and_then(|(_, n)| n);
            let failures = match &error {
                KeyLookupError::Temporary { .. } => Some(before.unwrap_or(0).saturating_add(1)),
                KeyLookupError::Refused(_) | KeyLookupError::Gone(_) => None,
            };
            // Where all requests were used up, it may be for what was asked before this key.
            if !app.has_asked_enough() {
                note_failure(app, key_id, failures).await.map_err(|error| ours(&error))?;
            }
            Err(match error {
                KeyLookupError::Temporary { why, .. } => KeyLookupError::Temporary {
                    why,
                    retry_after: seconds_until(now.plus(left_alone(failures)), now),
                },
                refused @ (KeyLookupError::Refused(_) | KeyLookupError::Gone(_)) => refused,
            })
        }
    }
}

async fn fetch_listed(app: &App, key_id: &str) -> Result<ResolvedKey, KeyLookupError> {
    let mut url = Url::parse(key_id).map_err(|_| refused("its address cannot be read"))?;
    url.set_fragment(None);
    let found = app.fetch_document(&url).await.map_err(|error| fetching(&error))?;
    // A document may claim an owner for a key; only the owner's own document can confirm it.
    let document = match owner_named(&found) {
        Some(owner) if Origin::of(&owner).ok() == Origin::of(&url).ok() => {
            app.fetch_document(&owner).await.map_err(|error| fetching(&error))?
        }
        Some(_) => return Err(refused("its owner is on another server")),
        None => found,
    };
    let said = WireActor::read(&document).map_err(|refusal| KeyLookupError::Refused(refusal.to_string()))?;
    let now = app.clock.now();
    let key = ResolvedKey::listed_by(&said, key_id, now.unix_seconds())?;
    app.keep_actor(&said).await.map_err(|error| fetching(&error))?;
    check_pinned(&mut app.db.read().await.map_err(|error| ours(&error))?, &key.owner, &key.key, now).await?;
    Ok(key)
}

/// The owner that a document names when it is not an actor but a key.
fn owner_named(document: &Value) -> Option<Url> {
    if document.get("inbox").is_some() {
        return None;
    }
    let owner = document.get("owner").or_else(|| document.get("controller"))?;
    Url::parse(owner.as_str()?).ok()
}

fn fetching(error: &DirectoryError) -> KeyLookupError {
    match error {
        DirectoryError::Gone(_) => KeyLookupError::Gone(error.to_string()),
        error if error.is_temporary() => KeyLookupError::Temporary { why: error.to_string(), retry_after: 0 },
        error => KeyLookupError::Refused(error.to_string()),
    }
}

/// Refuses an Ed25519 key that is not believed: its server may have been taken over (PROTOCOL §3.6).
async fn check_pinned(
    tx: &mut ReadTx,
    owner: &str,
    key: &PublicKey,
    now: Time,
) -> Result<(), KeyLookupError> {
    let PublicKey::Ed25519(key) = key else { return Ok(()) };
    let Some(actor) = actors::by_uri(tx, owner).await.map_err(|error| ours(&error))? else { return Ok(()) };
    if is_believed(tx, &actor, key, now).await.map_err(|error| ours(&error))? {
        return Ok(());
    }
    Err(refused("it is not the one this actor has used before"))
}

/// A key of a local actor.
fn own_key(actor: &Actor, key_id: &str, fragment: &str, now: Time) -> Option<Arc<ResolvedKey>> {
    let key = match fragment {
        PROOF_KEY_FRAGMENT => {
            PublicKey::Ed25519(Ed25519PublicKey::from_slice(actor.ed25519_public.as_deref()?).ok()?)
        }
        MAIN_KEY_FRAGMENT => PublicKey::from_pem(actor.rsa_public.as_deref()?).ok()?,
        _ => return None,
    };
    Some(resolved(key_id, &actor.uri, key, now))
}

fn resolved(key_id: &str, owner: &str, key: PublicKey, fetched_at: Time) -> Arc<ResolvedKey> {
    Arc::new(ResolvedKey {
        key_id: key_id.to_owned(),
        owner: owner.to_owned(),
        key,
        fetched_at: fetched_at.unix_seconds(),
    })
}

/// The address of the document a key is in, and the key's place in it with its `#`.
fn split(key_id: &str) -> (&str, &str) {
    key_id.split_at(key_id.find('#').unwrap_or(key_id.len()))
}

/// Keys are stored as their owners publish them.
fn read(text: &str) -> Option<PublicKey> {
    if text.starts_with('z') {
        Ed25519PublicKey::from_multikey(text).ok().map(PublicKey::Ed25519)
    } else {
        PublicKey::from_pem(text).ok()
    }
}

async fn keep(app: &App, key: &ResolvedKey) -> Result<(), StoreError> {
    let text = match &key.key {
        PublicKey::Ed25519(key) => key.to_multikey(),
        PublicKey::Rsa(key) => key.to_pem().unwrap_or_default(),
    };
    let mut tx = app.db.write().await?;
    keys::save(&mut tx, &key.key_id, &key.owner, &text, app.clock.now()).await?;
    tx.commit().await
}

async fn note_failure(app: &App, key_id: &str, failures: Option<i64>) -> Result<(), StoreError> {
    let mut tx = app.db.write().await?;
    keys::set_failed(&mut tx, key_id, failures, app.clock.now()).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_document_of_a_key_is_what_stands_before_the_fragment() {
        assert_eq!(
            split("https://b.example/ap/p/7#ed25519-key"),
            ("https://b.example/ap/p/7", "#ed25519-key")
        );
        assert_eq!(split("https://b.example/users/x/main-key"), ("https://b.example/users/x/main-key", ""));
    }

    #[test]
    fn trouble_shuts_out_for_seconds_and_longer_only_when_it_goes_on() {
        let waits: Vec<i64> = (1..=7).map(|failures| left_alone(Some(failures)) / SECOND).collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 300, 300]);
        assert_eq!(left_alone(Some(i64::MAX)), NEGATIVE_FRESH);
        assert_eq!(left_alone(None), NEGATIVE_FRESH, "another answer than the key");
    }

    #[test]
    fn a_key_names_its_owner_and_an_actor_does_not() {
        let key = json!({"id": "https://b.example/k", "type": "Key", "owner": "https://b.example/7"});
        assert_eq!(owner_named(&key).unwrap().as_str(), "https://b.example/7");
        let actor = json!({"id": "https://b.example/7", "inbox": "https://b.example/7/inbox", "owner": "https://b.example/8"});
        assert_eq!(owner_named(&actor), None);
    }
}
