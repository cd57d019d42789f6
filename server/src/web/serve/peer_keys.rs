//! Keys of pursuances elsewhere that changed, for operators to compare.

use axum::extract::Path;
use axum::response::Response;
use pursuance_domain::action::AcceptKey;
use pursuance_domain::id::ActorId;
use pursuance_federation::sign::Ed25519PublicKey;

use crate::store::actor_keys;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::operator::ChangedKey;
use crate::web::request::failure::PageError;
use crate::web::request::form::Posted;
use crate::web::request::session::see_with;

/// The key an actor was known by, and the one that stands in its place.
pub(super) fn changed_key(changed: actor_keys::Changed) -> ChangedKey {
    let before = changed.pinned.as_deref().and_then(|key| Ed25519PublicKey::from_slice(key).ok());
    ChangedKey {
        actor: changed.actor,
        name: changed.name,
        uri: changed.uri,
        before: before.map(|key| key.to_multikey()).unwrap_or_default(),
        now: changed.key,
    }
}

/// `POST /admin/peers/{host}/key`
pub async fn accept_key(Path(host): Path<String>, posted: Posted) -> Result<Response, PageError> {
    posted.visit.operator()?;
    let text = |name: &str| posted.form.text(name).to_owned();
    let action = AcceptKey { actor: ActorId(text("actor")), key: text("key") };
    posted.visit.app.perform(&posted.visit.who, action.into()).await?;
    Ok(see_with(&posted.visit.app, &links::operator_peer(&host), Notice::KeyAccepted))
}
