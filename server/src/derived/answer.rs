//! The answers about an account's keys: data that its person alone can open.

use axum::Json;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderValue, header};
use pursuance_domain::id::ActorId;
use pursuance_sealed::account::Cost;
use pursuance_sealed::slot::{Kind, RootSlot};
use serde::Serialize;
use serde_json::{Value, json};

use crate::actions::{AccountKeyRefusal, PerformError};
use crate::api::ApiError;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::key_slots::{self, Former, Identity, KeySlot, SlotKind};

/// How a passphrase is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hashing {
    pub salt: [u8; 16],
    pub cost: Cost,
}

impl Hashing {
    /// Reads it from a slot.
    pub fn of(slot: &KeySlot) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(&slot.body).ok()?;
        match RootSlot::decode(&bytes).ok()?.kind {
            Kind::Passphrase { cost, salt } => Some(Self { salt, cost }),
            Kind::Recovery | Kind::Passkey { .. } => None,
        }
    }

    /// The salt in base64url.
    pub fn ksalt(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.salt)
    }
}

/// A slot of an account with its identity, where its passphrase stays on its device.
pub(super) async fn of(
    tx: &mut ReadTx,
    account: &ActorId,
    kind: SlotKind,
) -> StoreResult<Option<(KeySlot, Identity)>> {
    let Some(slot) = key_slots::find(tx, account, kind).await? else { return Ok(None) };
    Ok(key_slots::identity(tx, account).await?.map(|identity| (slot, identity)))
}

/// The same as it is answered, where there has to be one. Name and server are those under which the slot was sealed.
pub(super) async fn opened(tx: &mut ReadTx, account: &ActorId, kind: SlotKind) -> Result<Value, ApiError> {
    let found = of(tx, account, kind).await?;
    let (slot, identity) = found.ok_or_else(|| PerformError::from(AccountKeyRefusal::NoKeys))?;
    let KeySlot { realm, name, body, verifier: _ } = slot;
    let Identity { iid: _, idbox, card } = identity;
    let former = formers(tx, account).await?;
    Ok(json!({
        "name": name, "realm": realm, "slot": body, "idbox": idbox, "card": card, "former": former
    }))
}

/// The keys of an account that were replaced, as they are answered: each root key is sealed with the one before it in this list.
pub(super) async fn formers(tx: &mut ReadTx, account: &ActorId) -> StoreResult<Vec<Value>> {
    let found = key_slots::formers(tx, account).await?;
    let answered =
        |Former { idbox, card, rootbox }: Former| json!({ "idbox": idbox, "card": card, "rootbox": rootbox });
    Ok(found.into_iter().map(answered).collect())
}

/// An answer that no cache keeps.
pub(super) fn fresh(answer: impl Serialize) -> Response {
    let mut response = Json(answer).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
