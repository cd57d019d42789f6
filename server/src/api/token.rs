//! Who calls: a bearer token, or nobody. And how often.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use http::header::AUTHORIZATION;
use http::request::Parts;
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::{ActorId, TokenId};

use super::problem::ApiError;
use crate::actions::seen;
use crate::clock::Clock;
use crate::state::{App, hash_secret};
use crate::store::accounts;

/// What one token may do at once, and how often over time. A guard against runaway programs, in this process only.
pub(crate) const BURST: NonZeroU32 = NonZeroU32::new(500).expect("not zero");
pub(crate) const EVERY: Duration = Duration::from_millis(20);

/// Somebody with a token.
pub(super) struct Bearer {
    pub person: ActorId,
}

impl Bearer {
    /// As `perform` and the permissions know them.
    pub fn principal(&self) -> Principal {
        Principal::Person { actor: self.person.clone(), via: Via::Token }
    }
}

/// Whoever calls: somebody with a token, or a visitor.
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

/// Who holds the token that was sent, if one was.
async fn bearer(parts: &Parts, app: &App) -> Result<Option<Bearer>, ApiError> {
    let Some(secret) = secret(parts)? else { return Ok(None) };
    let mut tx = app.db.read().await?;
    let token = accounts::token_by_hash(&mut tx, &hash_secret(secret)).await?.ok_or(ApiError::BadToken)?;
    drop(tx);
    if let Some(guard) = parts.extensions.get::<Arc<FloodGuard>>() {
        guard.count(&token.id)?;
    }
    seen::token(app, &token);
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

type Limiter = RateLimiter<TokenId, DashMapStateStore<TokenId>, Beat, NoOpMiddleware<Duration>>;

/// Counts requests per token. Only tokens that exist are counted, so strangers cannot fill its memory.
pub(super) struct FloodGuard {
    limiter: Limiter,
    beat: Beat,
}

/// The program's clock in the form the limiter reads.
#[derive(Debug, Clone)]
struct Beat(Clock);

impl governor::clock::Clock for Beat {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().0).unwrap_or(0))
    }
}

impl FloodGuard {
    /// Nothing counted yet.
    pub fn new(clock: &Clock) -> Self {
        let quota =
            Quota::with_period(EVERY).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(BURST);
        let beat = Beat(clock.clone());
        Self { limiter: RateLimiter::new(quota, DashMapStateStore::default(), beat.clone()), beat }
    }

    fn count(&self, token: &TokenId) -> Result<(), ApiError> {
        self.limiter.check_key(token).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.beat.now());
            ApiError::TooOften { retry_after: wait.as_secs() + 1 }
        })
    }
}
