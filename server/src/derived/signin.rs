//! Signing in with the key that a browser derived.

use axum::response::Response;
use http::{StatusCode, header};
use pursuance_domain::refusal::Refusal;
use serde::Deserialize;
use serde_json::Value;

use super::answer::{fresh, opened};
use super::page_json::Said;
use crate::actions::PerformError;
use crate::api::ApiError;
use crate::bounds::client::Client;
use crate::store::key_slots::SlotKind;
use crate::web::request::session::{NotLetIn, Proven, Visit, begin};
use crate::web::request::signin;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    name: String,
    auth_key: String,
}

/// `POST /api/v1/session`
pub(super) async fn sign_in(said: Said<SignIn>) -> Result<Response, ApiError> {
    let Said { visit, client, input } = said;
    let proven = prove(&visit, client, &input.name, &input.auth_key, SlotKind::Passphrase).await?;
    let answer = opened(&mut visit.app.db.read().await?, &proven.account, SlotKind::Passphrase).await?;
    signed_in(&visit, client, &proven, (StatusCode::OK, answer)).await
}

/// Signs the browser in, with the answer and in it the public name of the session: what a browser keeps open ends with it.
pub(super) async fn signed_in(
    visit: &Visit,
    client: Client,
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

/// The account with this name whose key that is: of its passphrase, or of its recovery code.
pub(super) async fn prove(
    visit: &Visit,
    client: Client,
    name: &str,
    key: &str,
    by: SlotKind,
) -> Result<Proven, ApiError> {
    signin::prove(visit, client, name, key, by).await?.map_err(|no| match no {
        NotLetIn::Wrong => ApiError::WrongKey,
        NotLetIn::Suspended => ApiError::Suspended,
        NotLetIn::TooMany(retry_after) => PerformError::from(Refusal::TooMany { retry_after }).into(),
    })
}
