//! Signing in with the key that a browser derived.

use axum::response::Response;
use http::{StatusCode, header};
use pursuance_domain::time::Time;
use serde::Deserialize;
use serde_json::Value;

use super::answer::{fresh, opened};
use super::said::Said;
use crate::actions::limits::{self, Try};
use crate::api::ApiError;
use crate::client_ip::ClientIp;
use crate::credentials::LoginKey;
use crate::store::accounts::{self, Account};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::key_slots::{self, SlotKind};
use crate::web::request::session::{Proven, Visit, begin};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    name: String,
    auth_key: String,
}

/// `POST /api/v1/session`
pub(super) async fn signin(said: Said<SignIn>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let proven = prove(&visit, client, &input.name, &input.auth_key, SlotKind::Passphrase).await?;
    let answer = opened(&mut visit.app.db.read().await?, &proven.account, SlotKind::Passphrase).await?;
    signed_in(&visit, client, &proven, (StatusCode::OK, answer)).await
}

/// Signs the browser in, with the answer and in it the public name of the session: what a browser keeps open ends with it.
pub(super) async fn signed_in(
    visit: &Visit,
    client: ClientIp,
    proven: &Proven,
    (status, mut answer): (StatusCode, Value),
) -> Result<Response, ApiError> {
    let began = begin(visit, proven, client).await?;
    answer["marker"] = began.id.as_str().into();
    let mut response = fresh(answer);
    *response.status_mut() = status;
    for cookie in began.cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What a key is held against, as hexadecimal, and since when the account signs in as it does.
async fn kept(tx: &mut ReadTx, account: &Account, by: SlotKind) -> StoreResult<Option<(String, Time)>> {
    let Some(credential) = accounts::credential(tx, &account.actor).await? else { return Ok(None) };
    let Some(verifier) = credential.verifier.derived() else { return Ok(None) };
    let verifier = match by {
        SlotKind::Passphrase => Some(verifier),
        SlotKind::Recovery => key_slots::find(tx, &account.actor, by).await?.and_then(|slot| slot.verifier),
    };
    Ok(verifier.map(|verifier| (verifier, credential.set_at)))
}

/// The account with this name whose key that is: of its passphrase, or of its recovery code. Counted as any sign-in is, and refused in
/// the same words for every reason but one: whoever has the right key learns that the account is suspended.
pub(super) async fn prove(
    visit: &Visit,
    client: ClientIp,
    name: &str,
    key: &str,
    by: SlotKind,
) -> Result<Proven, ApiError> {
    let (app, name) = (&visit.app, name.trim().to_lowercase());
    let account = accounts::by_name(&mut app.db.read().await?, &name).await?;
    let whose = account.as_ref().map(|account| &account.actor);
    limits::sign_in(app, Try { name: &name, account: whose, client, browser: visit.browser() }).await?;
    let mut tx = app.db.read().await?;
    let found = match &account {
        Some(account) => kept(&mut tx, account, by).await?,
        None => None,
    };
    drop(tx);
    let (verifier, verifier_of) = found.unzip();
    let is_right = LoginKey::sent(key).matches(verifier.as_deref());
    match account {
        Some(account) if is_right && account.suspended_at.is_some() => Err(ApiError::Suspended),
        Some(account) if is_right => Ok(Proven { account: account.actor, verifier_of }),
        Some(_) | None => Err(ApiError::WrongKey),
    }
}
