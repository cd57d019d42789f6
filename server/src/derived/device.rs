//! Another device of the same person: the first one leaves the keys for it, sealed, and it takes them once (docs/sealed.md §3.2).

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_domain::action::AddDevice;
use pursuance_sealed::ids::MailboxId;
use serde::Deserialize;
use serde_json::json;

use super::answer::fresh;
use super::keys::{session_of, since};
use super::page_json::Said;
use super::signin::prove;
use crate::actions::take_box;
use crate::api::ApiError;
use crate::bounds::client::ClientRate;
use crate::store::key_slots::SlotKind;

/// How often each client looked into a mailbox.
pub(super) struct Looked(pub ClientRate);

/// A mailbox as it is sent, in base64url; and as it is kept, in hexadecimal.
fn mailbox_of(text: &str) -> Result<String, ApiError> {
    let id = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| MailboxId::from_slice(&bytes));
    let none = || ApiError::Input {
        field: Some("mailbox".to_owned()),
        message: "It has 16 bytes, in base64url.".to_owned(),
    };
    Ok(id.ok_or_else(none)?.to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Leave {
    auth_key: String,
    mailbox: String,
    #[serde(rename = "box")]
    sealed: String,
}

/// `POST /api/v1/account/device`
pub(super) async fn leave(said: Said<Leave>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let name = session_of(&visit)?.account.name.clone();
    let mailbox = mailbox_of(&input.mailbox)?;
    let proven = prove(&visit, client, &name, &input.auth_key, SlotKind::Passphrase).await?;
    let verifier_of = since(&proven)?;
    let add = AddDevice { account: proven.account, mailbox, sealed: input.sealed, verifier_of };
    visit.app.perform(&visit.who, add.into()).await?;
    Ok(fresh(json!({})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Take {
    mailbox: String,
}

/// `POST /api/v1/device`: what lies in a mailbox, once. Where nothing does, or not yet, or not any more, the answer is the same.
pub(super) async fn take(
    Extension(looked): Extension<Arc<Looked>>,
    said: Said<Take>,
) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    looked.0.count(client).map_err(|retry_after| ApiError::AskedTooOften { retry_after })?;
    let taken = take_box(&visit.app, &mailbox_of(&input.mailbox)?).await?;
    Ok(fresh(json!({ "box": taken })))
}
