//! The caller: a bearer token or a visitor; and the limit on calls.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use http::Method;
use http::header::AUTHORIZATION;
use http::request::Parts;
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::ActorId;
use pursuance_domain::value::TokenScope;

use super::problem::ApiError;
use crate::actions::last_seen;
use crate::bounds::rate::{Allowance, Rate};
use crate::state::{App, hash_secret};
use crate::store::tokens;

/// The limit on calls of one person with all their tokens. A guard against runaway programs, in this process only. Only
/// existing tokens are counted, so that strangers cannot fill its memory.
pub const CALLS: Allowance = Allowance { at_once: 500, then_every: Duration::from_millis(20) };
pub(super) type FloodGuard = Rate<ActorId>;

/// A person with a token.
pub(super) struct Bearer {
    pub person: ActorId,
}

impl Bearer {
    /// As `perform` and the permissions know them.
    pub fn principal(&self) -> Principal {
        Principal::Person { actor: self.person.clone(), via: Via::Token }
    }
}

/// The caller: a person with a token, or a visitor.
pub(super) struct Caller(pub Principal);

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self(bearer(parts, app).await?.map_or(Principal::Visitor, |bearer| bearer.principal())))
    }
}

impl FromRequestParts<App> for Bearer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        bearer(parts, app).await?.ok_or(ApiError::NoToken)
    }
}

/// The person of the token in a request, if it has one.
async fn bearer(parts: &Parts, app: &App) -> Result<Option<Bearer>, ApiError> {
    let Some(secret) = secret(parts)? else { return Ok(None) };
    let mut once = app.db.read_once().await?;
    let found = tokens::by_hash(&mut once, &hash_secret(secret), app.clock.now()).await?;
    drop(once);
    let token = found.ok_or(ApiError::BadToken)?;
    if let Some(guard) = parts.extensions.get::<Arc<FloodGuard>>() {
        guard.count(&token.account).map_err(|retry_after| ApiError::TooOften { retry_after })?;
    }
    let reads = parts.method == Method::GET || parts.method == Method::HEAD;
    match token.scope {
        TokenScope::Read if !reads => return Err(ApiError::ReadOnly),
        TokenScope::Read | TokenScope::Act => {}
    }
    last_seen::token(app, &token);
    Ok(Some(Bearer { person: token.account }))
}

/// The secret in `Authorization: Bearer …`, if the header is there at all.
fn secret(parts: &Parts) -> Result<Option<&str>, ApiError> {
    let mut headers = parts.headers.get_all(AUTHORIZATION).iter();
    let Some(header) = headers.next() else { return Ok(None) };
    let (scheme, secret) =
        header.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(ApiError::BadToken)?;
    if headers.next().is_some() || !scheme.eq_ignore_ascii_case("bearer") {
        return Err(ApiError::BadToken);
    }
    Ok(Some(secret.trim()))
}
