//! What other servers send and ask.
//!
//! | file | what it does |
//! |---|---|
//! | `gate`, `keys`, `budgets` | who is let in: what [`pursuance_federation::verify`] asks of this server |
//! | `deliver` | activities that are posted to an inbox |
//! | `follow` | those that are about no delegation: follows, and actors that changed or ended |
//! | `farewell` | actors that say they have ended, and whose keys are gone |
//! | `succession` | keys that a known key vouches for |
//! | `documents` | what may be fetched, and by whom |
//! | `negotiate` | leads from pages to documents |
//! | `refuse` | how a request is refused |
//!
//! Delegations are taken in by [`crate::actions::receive`].

mod budgets;
mod deliver;
mod documents;
mod farewell;
mod follow;
mod gate;
mod keys;
mod negotiate;
mod refuse;
mod succession;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use bytes::Bytes;
use http::request::Parts;
use pursuance_federation::verify::{Checks, InboxRefusal, RequestHead, Verified, one_address};
use serde_json::Value;
use url::Url;

pub use self::budgets::{Allowance, Allowances};
pub(crate) use self::deliver::{ACK, BODY_TIME};
pub(crate) use self::follow::FOLLOW_LIMIT;
pub use self::gate::Gate;
pub use self::negotiate::{negotiate, wants_activity};
use crate::client_ip::ClientIp;
use crate::doors::routes;
use crate::state::App;
use crate::store::error::StoreError;

routes! {
    post "/ap/inbox" => deliver::shared,
    post "/ap/p/{id}/inbox" => deliver::group,
    post "/ap/u/{id}/inbox" => deliver::person,
    get "/ap/instance" => documents::actor::instance,
    get "/ap/instance/outbox" => documents::collections::instance_outbox,
    get "/ap/p/{id}" => documents::actor::group,
    get "/ap/p/{id}/outbox" => documents::collections::group_outbox,
    get "/ap/p/{id}/followers" => documents::collections::group_followers,
    get "/ap/p/{id}/tasks" => documents::collections::tasks,
    get "/ap/p/{id}/log/{channel}" => documents::log::sent,
    get "/ap/p/{id}/received/{channel}" => documents::log::received,
    get "/ap/u/{id}" => documents::actor::person,
    get "/ap/u/{id}/outbox" => documents::collections::person_outbox,
    get "/ap/u/{id}/followers" => documents::collections::person_followers,
    get "/ap/t/{id}" => documents::task::task,
    get "/ap/d/{id}" => documents::delegation::delegation,
    get "/ap/act/{id}" => documents::delegation::activity,
    get "/ap/file/{id}" => documents::file::file,
    get "/.well-known/webfinger" => documents::discovery::webfinger,
    get "/.well-known/nodeinfo" => documents::discovery::nodeinfo_links,
    get "/nodeinfo/2.0" => documents::discovery::nodeinfo_2_0,
    get "/nodeinfo/2.1" => documents::discovery::nodeinfo_2_1,
}

/// The door for other servers.
pub fn router(app: App) -> Router {
    router_with(app, Checks::all())
}

/// The door with one check left out; for tests, which show with it what that check is there for.
pub fn router_with(app: App, checks: Checks) -> Router {
    let allowances = Allowances::within(app.fetcher.reach());
    router_of(Gate::new(app, checks, &allowances))
}

/// The door behind a gate.
pub fn router_of(gate: Gate) -> Router {
    let app = gate.app.clone();
    table(Router::new()).layer(Extension(Arc::new(gate))).with_state(app)
}

/// An answer in place of the one that was asked for.
struct Refused(Box<Response>);

impl From<Response> for Refused {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// The head of a request, for the verifier.
fn head(parts: &Parts, app: &App) -> RequestHead {
    let path_and_query = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    RequestHead {
        method: parts.method.clone(),
        path_and_query: path_and_query.to_owned(),
        headers: parts.headers.clone(),
        client: ClientIp::of(parts, &app.config.trusted_proxies).bucket(),
    }
}

/// Why an activity that was kept is not believed.
#[derive(Debug, thiserror::Error)]
pub enum StoredRefusal {
    #[error(transparent)]
    Refused(#[from] InboxRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Verifies an activity that does not come by a request: one that was held behind a gap, one that our own worker hands
/// over, or one from a log. Its proof stands for the signature.
///
/// # Errors
/// The first check that is not passed.
pub async fn verify_stored(app: &App, bytes: Bytes, owner: &str) -> Result<Verified, StoredRefusal> {
    verify_stored_at(&Gate::for_workers(app), bytes, owner).await
}

/// As [`verify_stored`], at a gate that is there already.
///
/// # Errors
/// As [`verify_stored`].
pub async fn verify_stored_at(gate: &Gate, bytes: Bytes, owner: &str) -> Result<Verified, StoredRefusal> {
    let verifier = gate.verifier().await?;
    let reach = gate.app.fetcher.reach();
    Ok(match actor_of(&bytes) {
        Some(actor) if !Url::parse(&actor).is_ok_and(|url| reach.is_own(&url)) => {
            verifier.receive_pulled(bytes, owner, &actor).await?
        }
        _ => verifier.receive_own(bytes, owner).await?,
    })
}

/// Whose an activity says it is, in one spelling. The verifier decides whether that is so.
fn actor_of(bytes: &[u8]) -> Option<String> {
    let activity: Value = serde_json::from_slice(bytes).ok()?;
    let actor = one_address(activity.get("actor")?)?;
    Some(Url::parse(actor).ok()?.to_string())
}
