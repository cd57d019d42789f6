//! The recovery code: another one, and what somebody does with it who has lost the passphrase.

use axum::response::Response;
use pursuance_domain::action::{SetKeys, SetRecovery};
use pursuance_domain::allowed::{Principal, Via};
use serde::Deserialize;
use serde_json::json;

use super::answer::{fresh, opened};
use super::keys::{session_of, since};
use super::page_json::{Said, hash};
use super::signin::prove;
use crate::actions::AccountKeyRefusal;
use crate::api::ApiError;
use crate::store::key_slots::SlotKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRecovery {
    auth_key: String,
    recovery_slot: String,
    recovery_verifier: String,
}

/// `POST /api/v1/account/recovery`
pub(super) async fn set(said: Said<NewRecovery>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let name = session_of(&visit)?.account.name.clone();
    let verifier = hash(&input.recovery_verifier, AccountKeyRefusal::RecoveryVerifier)?;
    let proven = prove(&visit, client, &name, &input.auth_key, SlotKind::Passphrase).await?;
    let verifier_of = since(&proven)?;
    let set = SetRecovery { account: proven.account, verifier, slot: input.recovery_slot, verifier_of };
    visit.app.perform(&visit.who, set.into()).await?;
    Ok(fresh(json!({ "name": name, "realm": visit.app.addresses.authority() })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recover {
    name: String,
    auth_key: String,
}

/// `POST /api/v1/recovery`: the keys, as the code opens them. It signs nobody in.
pub(super) async fn open(said: Said<Recover>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let proven = prove(&visit, client, &input.name, &input.auth_key, SlotKind::Recovery).await?;
    let answer = opened(&mut visit.app.db.read().await?, &proven.account, SlotKind::Recovery).await?;
    Ok(fresh(answer))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPassphrase {
    name: String,
    auth_key: String,
    verifier: String,
    slot: String,
}

/// `POST /api/v1/recovery/passphrase`: every session ends, that of this browser too.
pub(super) async fn set_passphrase(said: Said<NewPassphrase>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let verifier = hash(&input.verifier, AccountKeyRefusal::Verifier)?;
    let proven = prove(&visit, client, &input.name, &input.auth_key, SlotKind::Recovery).await?;
    let verifier_of = since(&proven)?;
    let who = Principal::Person { actor: proven.account.clone(), via: Via::Session };
    let set = SetKeys {
        account: proven.account,
        verifier,
        slot: input.slot,
        verifier_of,
        keep_session: None,
        end_tokens: false,
    };
    let done = visit.app.perform(&who, set.into()).await?;
    Ok(fresh(json!({ "name": done.result.get("account"), "realm": visit.app.addresses.authority() })))
}
