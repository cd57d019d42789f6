//! How somebody signs in under a name: what their browser has to know before it can hash a passphrase.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use http::Uri;
use pursuance_sealed::account::Cost;
use serde::Serialize;

use super::Asked;
use super::answer::{Hashing, fresh};
use crate::api::ApiError;
use crate::bounds::client::Client;
use crate::state::App;
use crate::store::accounts::{self, SignInVerifier};
use crate::store::key_slots::{self, SlotKind};
use crate::web::request::form::FormFields;
use crate::web::request::signin::name_in;

/// How an account signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Derived,
}

#[derive(Debug, Serialize)]
struct Prelogin {
    kind: Kind,
    ksalt: String,
    m: u32,
    t: u32,
    p: u8,
}

/// `GET /api/v1/prelogin?name=`. Unknown names are answered as an account is whose passphrase stays on its device, with a salt that
/// stays the same: nobody learns which of those exist.
pub(super) async fn show(
    State(app): State<App>,
    Extension(asked): Extension<Arc<Asked>>,
    client: Client,
    uri: Uri,
) -> Result<Response, ApiError> {
    asked.count(client).map_err(|retry_after| ApiError::AskedTooOften { retry_after })?;
    let query = FormFields::parse(uri.query().unwrap_or_default().as_bytes());
    let name = name_in(query.text("name"));
    let mut tx = app.db.read().await?;
    let account = accounts::by_name(&mut tx, &name).await?;
    let (mut kind, mut hashing) =
        (Kind::Derived, Hashing { salt: app.keyed_hashes.salt(&name), cost: Cost::DEFAULT });
    if let Some(account) = account {
        let kept = accounts::credential(&mut tx, &account.actor).await?;
        match kept.map(|kept| kept.verifier) {
            Some(SignInVerifier::Plain(_)) => kind = Kind::Plain,
            Some(SignInVerifier::Derived(_)) | None => {
                let slot = key_slots::find(&mut tx, &account.actor, SlotKind::Passphrase).await?;
                hashing = slot.as_ref().and_then(Hashing::of).unwrap_or(hashing);
            }
        }
    }
    let Cost { memory_kib: m, passes: t, lanes: p } = hashing.cost;
    Ok(fresh(Prelogin { kind, ksalt: hashing.ksalt(), m, t, p }))
}
