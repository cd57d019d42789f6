//! Verifies an activity that did not come by a request: held behind a gap, from our own worker, or from a log. Its proof
//! replaces the signature.

use bytes::Bytes;
use pursuance_federation::verify::{InboxRefusal, Verified, one_address};
use serde_json::Value;
use url::Url;

use super::Gate;
use crate::state::App;
use crate::store::error::StoreError;

/// The reason why a stored activity is not believed.
#[derive(Debug, thiserror::Error)]
pub enum StoredRefusal {
    #[error(transparent)]
    Refused(#[from] InboxRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Verifies an activity that did not come by a request: held behind a gap, from our own worker, or from a log. Its proof
/// replaces the signature.
///
/// # Errors
/// The first check that fails.
pub async fn verify_stored(app: &App, bytes: Bytes, owner: &str) -> Result<Verified, StoredRefusal> {
    verify_stored_at(&Gate::for_workers(app), bytes, owner).await
}

/// As [`verify_stored`], with a gate that exists already.
///
/// # Errors
/// As [`verify_stored`].
pub async fn verify_stored_at(gate: &Gate, bytes: Bytes, owner: &str) -> Result<Verified, StoredRefusal> {
    let passage = gate.passage(&gate.app);
    let verifier = passage.verifier().await?;
    let reach = gate.app.fetcher.reach();
    Ok(match actor_of(&bytes) {
        Some(actor) if !Url::parse(&actor).is_ok_and(|url| reach.is_own(&url)) => {
            verifier.receive_pulled(bytes, owner, &actor).await?
        }
        _ => verifier.receive_own(bytes, owner).await?,
    })
}

/// The actor that an activity names, in one spelling. The verifier decides whether that is true.
fn actor_of(bytes: &[u8]) -> Option<String> {
    let activity: Value = serde_json::from_slice(bytes).ok()?;
    let actor = one_address(activity.get("actor")?)?;
    Some(Url::parse(actor).ok()?.to_string())
}
