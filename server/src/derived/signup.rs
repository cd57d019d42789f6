//! Opening an account whose passphrase stays on its device: by an open door, an invitation, the yes to a request, or the link of the
//! first operator.

use axum::response::Response;
use http::{StatusCode, header};
use pursuance_domain::action::{Action, ConfigureInstance, CreateAccount, UseAccountRequest};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::keys::NewKeys;
use pursuance_domain::value::{DisplayName, Door, Label, Name, Purpose};
use serde::Deserialize;
use serde_json::{Value, json};

use super::page_json::{Said, hash, need, value};
use super::signin::signed_in;
use crate::actions::{AccountKeyRefusal, PerformError, limits};
use crate::api::ApiError;
use crate::state::hash_secret;
use crate::web::frame::notice::FormNotice;
use crate::web::people::invite::came_to;
use crate::web::people::private_invite::{Coming, coming_by};
use crate::web::request::failure::PageError;
use crate::web::request::session::{Proven, Visit};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAccount {
    /// Not needed for a request, which has one.
    name: Option<String>,
    display: Option<String>,
    verifier: String,
    slot: String,
    recovery_slot: String,
    recovery_verifier: String,
    idbox: String,
    card: String,
    /// The secret of an invitation.
    invite: Option<String>,
    /// The secret of the page of a request.
    request: Option<String>,
    /// The secret of the first operator's link, and what the server is called, who may come in, what it is for and who runs it.
    setup: Option<String>,
    server: Option<String>,
    door: Option<String>,
    about: Option<String>,
    run_by: Option<String>,
}

/// `POST /api/v1/accounts`
pub(super) async fn open(said: Said<NewAccount>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let card = input.card.clone();
    let sets_up = input.setup.is_some();
    let coming = coming_by(&mut visit.app.db.read().await?, input.invite.as_deref()).await?;
    let action = read(input, coming)?;
    // A request that cannot be read does not count towards the limit: people in one room share an address.
    limits::join(&visit.app, client).await?;
    let done = visit.app.perform_from(client, action).await?.result;
    let text = |name: &str| done.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let account = ActorId(text("id"));
    let who = Principal::Person { actor: account.clone(), via: Via::Session };
    let mut notice = if sets_up { "notice-server-set-up" } else { "notice-welcome" };
    let mut answer =
        json!({ "name": text("account"), "realm": visit.app.addresses.authority(), "card": card });
    if let Some(came) = done.get("came").filter(|came| came.is_object()) {
        answer["came"] = came_in(&visit, &who, came).await?.into();
        notice = "notice-came-in";
    }
    let proven = Proven::by_opening(account);
    let mut response = signed_in(&visit, client, &proven, (StatusCode::CREATED, answer)).await?;
    // The next page says so.
    let cookie = FormNotice::good(notice).cookie(&visit.app.config.base_url);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// The account that is opened, with the settings of a server that is set up by it.
fn read(input: NewAccount, coming: Coming) -> Result<Action, ApiError> {
    let NewAccount { name, display, request, setup, server: called, door, about, run_by, .. } = &input;
    let name = name.as_deref().map(|name| value("name", Name::parse(name))).transpose()?;
    let display = display.as_deref().filter(|display| !display.trim().is_empty());
    let display = display.map(|display| value("display", DisplayName::parse(display))).transpose()?;
    let hashed = |secret: &Option<String>| secret.as_deref().map(hash_secret);
    let Coming { invite, private_invite } = coming;
    let (request, setup) = (hashed(request), hashed(setup));
    let server = match &setup {
        Some(_) => {
            let name = value("server", DisplayName::parse(&need("server", called.clone())?))?;
            let door = value("door", Door::parse(&need("door", door.clone())?))?;
            let about = about.as_deref().map(|about| value("about", Purpose::parse(about))).transpose()?;
            let run_by = run_by.as_deref().filter(|who| !who.trim().is_empty());
            let run_by = run_by.map(|who| value("run_by", Label::parse(who))).transpose()?;
            Some(ConfigureInstance { name, door, about, run_by })
        }
        None => None,
    };
    let keys = NewKeys {
        verifier: hash(&input.verifier, AccountKeyRefusal::Verifier)?,
        slot: input.slot,
        recovery_verifier: hash(&input.recovery_verifier, AccountKeyRefusal::RecoveryVerifier)?,
        recovery_slot: input.recovery_slot,
        idbox: input.idbox,
        card: input.card,
    };
    let credential = keys.into();
    let action = match request {
        Some(secret) => UseAccountRequest { secret, name, credential }.into(),
        None => {
            let name = need("name", name)?;
            CreateAccount {
                name,
                display,
                credential,
                operator: false,
                setup,
                server,
                invite,
                private_invite,
            }
            .into()
        }
    };
    Ok(action)
}

/// The page into which an invitation led.
async fn came_in(visit: &Visit, who: &Principal, came: &Value) -> Result<String, ApiError> {
    came_to(visit, who, came).await.map_err(|error| match error {
        PageError::Perform(error) => error.into(),
        PageError::Store(error) => error.into(),
        PageError::Refused(refused) => PerformError::from(refused).into(),
        // Nothing else goes wrong there.
        _ => PerformError::Interrupted.into(),
    })
}
