//! One's own keys: as they are kept, and another passphrase.

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use pursuance_domain::action::{Action, DeriveAccount, ReplaceKeys, SetKeys};
use pursuance_domain::people::keys::NewKeys;
use pursuance_domain::time::Time;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::{Hashing, formers, fresh, of};
use super::page_json::{Said, hash, need};
use super::signin::prove;
use crate::actions::limits::{self, Try};
use crate::actions::{AccountKeyRefusal, PerformError, Refused};
use crate::api::ApiError;
use crate::bounds::client::Client;
use crate::credentials::TypedPassphrase;
use crate::state::App;
use crate::store::accounts::{self, Credential};
use crate::store::key_slots::{self, KeySlot, SlotKind};
use crate::store::sealed::{self, Place};
use crate::web::request::session::{Proven, SignedIn, Visit};

/// The session of somebody who is signed in.
pub(super) fn session_of(visit: &Visit) -> Result<&SignedIn, ApiError> {
    visit.signed_in().map_err(|_| PerformError::from(Refused::SignInFirst).into())
}

#[derive(Debug, Serialize)]
struct Keys {
    /// The public name of the session.
    marker: String,
    name: String,
    realm: String,
    slot: String,
    recovery_slot: String,
    idbox: String,
    card: String,
    ksalt: String,
    m: u32,
    t: u32,
    p: u8,
    former: Vec<Value>,
}

/// `GET /api/v1/account/keys`
pub(super) async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let visit = Visit::read(&app, &headers).await?;
    let SignedIn { account, session, .. } = session_of(&visit)?;
    let account = &account.actor;
    let mut tx = app.db.read().await?;
    let no_keys = || PerformError::from(AccountKeyRefusal::NoKeys);
    let (slot, identity) = of(&mut tx, account, SlotKind::Passphrase).await?.ok_or_else(no_keys)?;
    let recovery = key_slots::find(&mut tx, account, SlotKind::Recovery).await?.ok_or_else(no_keys)?;
    let hashing = Hashing::of(&slot).ok_or_else(no_keys)?;
    let former = formers(&mut tx, account).await?;
    let KeySlot { realm, name, body, verifier: _ } = slot;
    Ok(fresh(Keys {
        marker: session.id.to_string(),
        name,
        realm,
        slot: body,
        recovery_slot: recovery.body,
        idbox: identity.idbox,
        card: identity.card,
        ksalt: hashing.ksalt(),
        m: hashing.cost.memory_kib,
        t: hashing.cost.passes,
        p: hashing.cost.lanes,
        former,
    }))
}

/// `GET /api/v1/account/pursuances`: the private ones, and under which identity somebody is a member of each.
pub(super) async fn pursuances(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let visit = Visit::read(&app, &headers).await?;
    let account = &session_of(&visit)?.account.actor;
    let found = sealed::of_member(&mut app.db.read().await?, account).await?;
    let listed = found.into_iter().map(
        |Place { slug, pid, iid }| json!({ "slug": slug, "pid": pid.to_string(), "iid": iid.to_string() }),
    );
    Ok(fresh(json!({ "pursuances": listed.collect::<Vec<_>>() })))
}

/// Another passphrase; or the first one that stays on its device, with all keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    auth_key: Option<String>,
    passphrase: Option<String>,
    verifier: String,
    slot: String,
    recovery_slot: Option<String>,
    recovery_verifier: Option<String>,
    idbox: Option<String>,
    card: Option<String>,
    #[serde(default)]
    end_tokens: bool,
}

/// `POST /api/v1/account/keys`
pub(super) async fn set(said: Said<Change>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let SignedIn { account, session, .. } = session_of(&visit)?;
    let (account, name) = (account.actor.clone(), account.name.clone());
    let keep_session = Some(session.id.clone());
    let kept = accounts::credential(&mut visit.app.db.read().await?, &account).await?;
    let kept = kept.ok_or_else(|| PerformError::from(Refused::SignInFirst))?;
    let verifier = hash(&input.verifier, AccountKeyRefusal::Verifier)?;
    let action: Action = if kept.verifier.clone().derived().is_some() {
        let key = need("auth_key", input.auth_key)?;
        let proven = prove(&visit, client, &name, &key, SlotKind::Passphrase).await?;
        let (verifier_of, end_tokens) = (since(&proven)?, input.end_tokens);
        SetKeys { account, verifier, slot: input.slot, verifier_of, keep_session, end_tokens }.into()
    } else {
        let keys = NewKeys {
            verifier,
            slot: input.slot,
            recovery_verifier: hash(
                &need("recovery_verifier", input.recovery_verifier)?,
                AccountKeyRefusal::RecoveryVerifier,
            )?,
            recovery_slot: need("recovery_slot", input.recovery_slot)?,
            idbox: need("idbox", input.idbox)?,
            card: need("card", input.card)?,
        };
        let former = need("passphrase", input.passphrase)?;
        let verifier_of = prove_plain(&visit, client, kept, former).await?;
        DeriveAccount { account, keys, verifier_of, keep_session }.into()
    };
    visit.app.perform(&visit.who, action).await?;
    Ok(fresh(json!({ "name": name, "realm": visit.app.addresses.authority() })))
}

/// Other keys, below another root key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replacement {
    auth_key: String,
    verifier: String,
    slot: String,
    recovery_slot: String,
    recovery_verifier: String,
    idbox: String,
    card: String,
    rootbox: String,
}

/// `POST /api/v1/account/replacement`: the other sessions end, and all tokens.
pub(super) async fn replace(said: Said<Replacement>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let SignedIn { account, session, .. } = session_of(&visit)?;
    let (account, name) = (account.actor.clone(), account.name.clone());
    let keep_session = Some(session.id.clone());
    let keys = NewKeys {
        verifier: hash(&input.verifier, AccountKeyRefusal::Verifier)?,
        slot: input.slot,
        recovery_verifier: hash(&input.recovery_verifier, AccountKeyRefusal::RecoveryVerifier)?,
        recovery_slot: input.recovery_slot,
        idbox: input.idbox,
        card: input.card,
    };
    let proven = prove(&visit, client, &name, &input.auth_key, SlotKind::Passphrase).await?;
    let verifier_of = since(&proven)?;
    let action = ReplaceKeys { account, keys, rootbox: input.rootbox, verifier_of, keep_session };
    visit.app.perform(&visit.who, action.into()).await?;
    Ok(fresh(json!({ "name": name, "realm": visit.app.addresses.authority() })))
}

/// Since when the account signs in as it was proved.
pub(super) fn since(proven: &Proven) -> Result<Time, ApiError> {
    proven.verifier_of.ok_or_else(|| PerformError::from(Refused::SignInFirst).into())
}

/// Checks the passphrase of an account once more that the server knows; since when it is that.
async fn prove_plain(
    visit: &Visit,
    client: Client,
    kept: Credential,
    passphrase: String,
) -> Result<Time, ApiError> {
    let account = &session_of(visit)?.account;
    let tried = Try { name: &account.name, account: Some(&account.actor), client, browser: visit.browser() };
    let known = limits::sign_in(&visit.app, tried).await?;
    let passphrase = TypedPassphrase::typed(passphrase);
    let matches = visit.app.credentials.matches((client, known), passphrase, kept.verifier.plain()).await;
    if matches.map_err(PerformError::from)? { Ok(kept.set_at) } else { Err(ApiError::WrongKey) }
}
