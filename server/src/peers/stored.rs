//! Verifies an activity that does not come by a request: one that was held behind a gap, one that our own worker hands
//! over, or one from a log. Its proof stands for the signature.

use bytes::Bytes;
use pursuance_federation::verify::{InboxRefusal, Verified, one_address};
use serde_json::Value;
use url::Url;

use super::Gate;
use crate::state::App;
use crate::store::error::StoreError;

/// Why an activity that was kept is not believed.
#[derive(Debug, thiserror::Error)]
pub enum StoredRefusal {
    #[error(transparent)]
    Refused(#[from] InboxRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Verifies an activity that does not come by a request: one that was held behind a gap, one that our own worker hands
/// over, or one from a log. Its proof stands for the signature.
///
/// # Errors
/// The first check that is not passed.
pub async fn verify_stored(app: &App, bytes: Bytes, owner: &str) -> Result<Verified, StoredRefusal> {
    verify_stored_at(&Gate::for_workers(app), bytes, owner).await
}

/// As [`verify_stored`], at a gate that is there already.
///
/// # Errors
/// As [`verify_stored`].
pub async fn verify_stored_at(gate: &Gate, bytes: Bytes, owner: &str) -> Result<Verified, StoredRefusal> {
    let verifier = gate.verifier().await?;
    let reach = gate.app.fetcher.reach();
    Ok(match actor_of(&bytes) {
        Some(actor) if !Url::parse(&actor).is_ok_and(|url| reach.is_own(&url)) => {
            verifier.receive_pulled(bytes, owner, &actor).await?
        }
        _ => verifier.receive_own(bytes, owner).await?,
    })
}

/// Whose an activity says it is, in one spelling. The verifier decides whether that is so.
fn actor_of(bytes: &[u8]) -> Option<String> {
    let activity: Value = serde_json::from_slice(bytes).ok()?;
    let actor = one_address(activity.get("actor")?)?;
    Some(Url::parse(actor).ok()?.to_string())
}
