//! Requests of other servers.
//!
//! | file | what it does |
//! |---|---|
//! | `deliver` | activities that are posted to an inbox |
//! | `follow` | activities about no delegation: follows, and actors that changed or ended |
//! | `farewell` | actors that announce their end, and whose keys are gone |
//! | `succession` | keys that a known key vouches for |
//! | `skill_offers` | what pursuances elsewhere offer to do |
//! | `documents` | the documents that may be fetched, and by whom |
//! | `negotiate` | redirects from pages to documents |
//! | `refuse` | refusals of requests |
//!
//! Messages about delegations are processed by [`crate::actions::receive`]; admission is decided in [`crate::peers`].

mod deliver;
mod documents;
mod farewell;
mod follow;
mod negotiate;
mod refuse;
mod skill_offers;
mod succession;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use http::StatusCode;
use http::request::Parts;
use pursuance_federation::verify::{Checks, RequestHead};

pub use self::deliver::BODY_TIME;
pub use self::follow::FOLLOW_LIMIT;
pub use self::negotiate::{negotiate, wants_activity};
use crate::client_ip::client_of;
use crate::peers::{Allowances, Gate};
use crate::route::routes;
use crate::state::App;

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
    get "/ap/p/{id}/skill-offers" => documents::collections::skill_offers,
    get "/ap/p/{id}/log/{channel}" => documents::log::sent,
    get "/ap/p/{id}/received/{channel}" => documents::log::received,
    get "/ap/u/{id}" => documents::actor::person,
    get "/ap/u/{id}/outbox" => documents::collections::person_outbox,
    get "/ap/u/{id}/followers" => documents::collections::person_followers,
    get "/ap/t/{id}" => documents::task::task,
    get "/ap/so/{id}" => documents::skill_offer::skill_offer,
    get "/ap/d/{id}" => documents::delegation::delegation,
    get "/ap/act/{id}" => documents::delegation::activity,
    get "/ap/file/{id}" => documents::file::file,
    get "/ns" => documents::discovery::context,
    get "/.well-known/webfinger" => documents::discovery::webfinger,
    get "/.well-known/nodeinfo" => documents::discovery::nodeinfo_links,
    get "/nodeinfo/2.0" => documents::discovery::nodeinfo_2_0,
    get "/nodeinfo/2.1" => documents::discovery::nodeinfo_2_1,
}

/// The door for other servers.
pub fn router(app: App) -> Router {
    router_with(app, Checks::all())
}

/// The door with one check left out; for tests, which show the purpose of that check.
pub fn router_with(app: App, checks: Checks) -> Router {
    let allowances = Allowances::within(app.fetcher.reach());
    router_of(Gate::new(app, checks, &allowances))
}

/// The door behind a gate.
pub fn router_of(gate: Gate) -> Router {
    let app = gate.app.clone();
    table(Router::new()).layer(Extension(Arc::new(gate))).with_state(app)
}

/// A refusal, instead of the answer.
struct RefusedActivity {
    response: Box<Response>,
    /// Whether it counts among those of its client, who caused it.
    counts: bool,
}

impl RefusedActivity {
    /// A message that is taken in only to be refused, with a message of ours.
    fn by_message(response: Response) -> Self {
        Self { response: Box::new(response), counts: true }
    }
}

impl From<Response> for RefusedActivity {
    fn from(response: Response) -> Self {
        let status = response.status();
        // 429 is not the fault of one client alone, and its request was let in no further.
        let counts = status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS;
        Self { response: Box::new(response), counts }
    }
}

impl IntoResponse for RefusedActivity {
    fn into_response(self) -> Response {
        *self.response
    }
}

/// The head of a request, for the verifier.
fn head(parts: &Parts, app: &App) -> RequestHead {
    let path_and_query = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    RequestHead {
        method: parts.method.clone(),
        path_and_query: path_and_query.to_owned(),
        headers: parts.headers.clone(),
        client: client_of(parts, &app.config.trusted_proxies).address(),
    }
}
