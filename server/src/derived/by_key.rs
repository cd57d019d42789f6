//! Signing in with the key of an identity, in place of a passphrase: a device answers a nonce of this server (docs/sealed.md §3.2).

use axum::extract::State;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_sealed::account::Realm;
use pursuance_sealed::identity::IdentityCard;
use pursuance_sealed::signin::Answer;
use serde::Deserialize;
use serde_json::json;

use super::answer::{fresh, opened};
use super::page_json::Said;
use super::signin::signed_in;
use crate::actions::limits::{self, Try};
use crate::api::ApiError;
use crate::bounds::client::Client;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::key_slots::{self, SlotKind};
use crate::store::{accounts, identities, signin_nonces};
use crate::web::request::session::{Proven, Visit};

/// `GET /api/v1/session/nonce`
pub(super) async fn nonce(State(app): State<App>) -> Response {
    fresh(json!({ "nonce": URL_SAFE_NO_PAD.encode(app.keyed_hashes.nonce(app.clock.now())) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answered {
    nonce: String,
    answer: String,
}

/// `POST /api/v1/session/key`
pub(super) async fn sign_in(said: Said<Answered>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let proven = prove(&visit, client, &input).await?;
    let answer = opened(&mut visit.app.db.read().await?, &proven.account, SlotKind::Passphrase).await?;
    signed_in(&visit, client, &proven, (StatusCode::OK, answer)).await
}

/// Somebody whose card says that they have an identity.
struct KeyHolder {
    account: accounts::Account,
    card: IdentityCard,
    verifier_of: Time,
}

/// The account of somebody, where it has an identity and its passphrase stays on its device.
async fn holder(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Option<KeyHolder>> {
    let Some(identity) = key_slots::identity(tx, actor).await? else { return Ok(None) };
    let Some(account) = accounts::by_actor(tx, actor).await? else { return Ok(None) };
    let kept =
        accounts::credential(tx, actor).await?.filter(|kept| kept.verifier.clone().derived().is_some());
    let card =
        URL_SAFE_NO_PAD.decode(&identity.card).ok().and_then(|bytes| IdentityCard::decode(&bytes).ok());
    Ok(card.zip(kept).map(|(card, kept)| KeyHolder { account, card, verifier_of: kept.set_at }))
}

/// The account whose key has answered a nonce of this server. Whatever else came is refused in the same words: another signature, realm or
/// nonce, one that was answered before or too late, and an identity that nobody has.
async fn prove(visit: &Visit, client: Client, sent: &Answered) -> Result<Proven, ApiError> {
    let app = &visit.app;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let answer = bytes(&sent.answer).and_then(|bytes| Answer::decode(&bytes).ok());
    let nonce = bytes(&sent.nonce).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let (answer, nonce) = answer.zip(nonce).ok_or(ApiError::WrongKey)?;
    let iid = answer.iid.to_string();
    let actor = identities::account_of(&mut app.db.read().await?, &answer.iid).await?;
    let tried = Try { name: &iid, account: actor.as_ref(), client, browser: visit.browser() };
    limits::sign_in(app, tried).await?;
    let now = app.clock.now();
    let good_for = signin_nonces::GOOD_FOR;
    // Processes have clocks that differ a little.
    let is_fresh = |made: Time| made < now.plus(good_for) && now < made.plus(good_for);
    if !app.keyed_hashes.nonce_made(&nonce).is_some_and(is_fresh) {
        return Err(ApiError::WrongKey);
    }
    let nonce_text = hex::encode(nonce);
    let mut tx = app.db.read().await?;
    let is_used = signin_nonces::is_used(&mut tx, &nonce_text).await?;
    let found = match &actor {
        Some(actor) if !is_used => holder(&mut tx, actor).await?,
        Some(_) | None => None,
    };
    drop(tx);
    let realm = Realm::parse(app.addresses.authority()).map_err(|_| ApiError::WrongKey)?;
    let KeyHolder { account, verifier_of, .. } = found
        .filter(|holder| answer.verify(&holder.card, &realm, &nonce).is_ok())
        .ok_or(ApiError::WrongKey)?;
    if account.suspended_at.is_some() {
        return Err(ApiError::Suspended);
    }
    Ok(Proven { account: account.actor, verifier_of: Some(verifier_of), nonce: Some(nonce_text) })
}
