//! The doors together: every address this program answers, and what holds for all of them.
//!
//! Adding an address: one line in the `routes!` list of its door (`web`, `api`, `inbox`). The router is built from that
//! list and `pursuance config routes` prints it, so neither can fall behind the other.

mod guard;
mod health;
mod nothing;
#[cfg(test)]
mod tests;
mod watch;

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use http::{Extensions, HeaderMap, StatusCode, Uri, Version, header};
use serde::Serialize;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use tower_http::timeout::TimeoutLayer;

use crate::state::App;
use crate::{api, inbox, web};

/// How long a request may take from its first byte to the answer's.
pub(crate) const REQUEST_TIME: Duration = Duration::from_secs(30);

/// An address this program answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Route {
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path as the router writes it: `/p/{slug}`.
    pub path: &'static str,
    /// Whether people look at it in a browser.
    pub page: bool,
}

/// Registers a door's addresses and lists them.
///
/// ```text
/// routes! {
///     page get "/p/{slug}" => pursuance::show,      // people look at it in a browser
///     post "/p/{slug}/join" => pursuance::join,
///     upload post "/api/v1/files" => files::add,    // a large body may take longer than other requests
/// }
/// ```
///
/// makes `pub const ROUTES: &[Route]` and `fn table(router: Router<App>) -> Router<App>`; the door's own function is then
/// `pub fn router(app: App) -> Router { table(Router::new()).with_state(app) }`.
macro_rules! routes {
    ($($($word:ident)+ $path:literal => $handler:expr),+ $(,)?) => {
        /// Every address of this door.
        pub const ROUTES: &[$crate::doors::Route] = &[$($crate::doors::Route {
            method: $crate::doors::routes!(@method $($word)+),
            path: $path,
            page: $crate::doors::routes!(@page $($word)+),
        }),+];

        /// Adds every address of this door to a router.
        fn table(router: axum::Router<$crate::state::App>) -> axum::Router<$crate::state::App> {
            router$(.route($path, $crate::doors::routes!(@serve [$handler] $($word)+)))+
        }
    };
    (@page page $method:ident) => { true };
    (@page $($word:ident)+) => { false };
    (@method $marker:ident $method:ident) => { $crate::doors::routes!(@method $method) };
    (@method get) => { "GET" };
    (@method post) => { "POST" };
    (@method put) => { "PUT" };
    (@method patch) => { "PATCH" };
    (@method delete) => { "DELETE" };
    (@serve [$handler:expr] upload $method:ident) => { axum::routing::$method($handler) };
    (@serve [$handler:expr] page $method:ident) => { $crate::doors::routes!(@serve [$handler] $method) };
    (@serve [$handler:expr] $method:ident) => { axum::routing::$method($handler).layer($crate::doors::in_time()) };
}
pub(crate) use routes;

/// Ends what takes too long; what `perform` has begun by then is finished all the same.
pub(crate) fn in_time() -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME)
}

/// Every address of every door.
pub fn all_routes() -> Vec<Route> {
    [web::ROUTES, api::ROUTES, inbox::ROUTES, health::ROUTES].concat()
}

/// The program as axum serves it: all doors, and what holds for all of them.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(web::router(app.clone()))
        .merge(api::router(app.clone()))
        .merge(inbox::router(app.clone()))
        .merge(health::router(app.clone()))
        .fallback_service(nothing_here.with_state(app.clone()))
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(256).and(is_text)))
        .layer(from_fn(guard::sensible_address))
        .layer(from_fn_with_state(app.clone(), guard::own_host))
        .layer(from_fn_with_state(app.clone(), guard::protect))
        .layer(from_fn_with_state(app, watch::watch))
}

/// Nobody lives at this address: a problem for programs, a page for people.
async fn nothing_here(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if !nothing::is_for_programs(path) {
        return web::failure::nothing_here(&app, &headers).await;
    }
    let told = nothing::Told {
        status: StatusCode::NOT_FOUND,
        slug: "not-found",
        title: "There is nothing at this address",
        detail: "Check the spelling; it may have been moved or taken away.".to_owned(),
    };
    nothing::tell(path, &told)
}

/// Whether compressing is worth its time: text, but no stream of events, which would be held back.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    const TEXTS: [&str; 6] = [
        "text/html",
        "text/css",
        "text/javascript",
        "image/svg+xml",
        "application/json",
        "application/activity+json",
    ];
    let form = headers.get(header::CONTENT_TYPE).and_then(|form| form.to_str().ok()).unwrap_or_default();
    TEXTS.contains(&form.split(';').next().unwrap_or_default().trim())
}
