//! All doors together: every address of this program, and the guards of all of them.
//!
//! Adding an address: one line in the `routes!` list of its door (`web`, `api`, `derived`, `sealed`, `uploads`, `inbox`).
//! The router is built from that list and `pursuance config routes` prints it, so neither can fall behind the other.

mod again;
pub mod assets;
mod guard;
mod health;
mod nothing;
#[cfg(test)]
mod tests;
mod watch;

use axum::Router;
use axum::extract::State;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use crate::addresses::name_on_page;
use crate::route::Route;
use crate::state::App;
use crate::{api, derived, inbox, sealed, uploads, web};

/// Every address of every door.
pub fn all_routes() -> Vec<Route> {
    let others =
        [api::ROUTES, derived::ROUTES, sealed::ROUTES, uploads::ROUTES, inbox::ROUTES, health::ROUTES];
    web::routes().copied().chain(others.concat()).collect()
}

/// The program as axum serves it: all doors, and their guards.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(web::router(app.clone(), |pages| {
            pages.layer(from_fn_with_state(app.clone(), inbox::negotiate))
        }))
        .merge(api::router(app.clone()))
        .merge(derived::router(app.clone()))
        .merge(sealed::router(app.clone()))
        .merge(uploads::router(app.clone()))
        .merge(inbox::router(app.clone()))
        .merge(health::router(app.clone()))
        .fallback_service(nothing_here.with_state(app.clone()))
        .layer(from_fn(again::once_more))
        .layer(compression(CompressionLevel::Fastest, is_sealed))
        .layer(compression(CompressionLevel::Default, is_text))
        .layer(from_fn(guard::sensible_address))
        .layer(from_fn_with_state(app.clone(), guard::own_host))
        .layer(from_fn_with_state(app.clone(), guard::protect))
        .layer(from_fn_with_state(app, watch::watch))
}

/// The answer for an unknown address: a problem for programs, a page for people. A page with a slash behind it is at the address
/// without.
async fn nothing_here(State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if method.is_safe() && path.ends_with('/') && name_on_page(path).is_some() {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::permanent(&format!("{}{query}", path.trim_end_matches('/'))).into_response();
    }
    if !nothing::is_for_programs(path) {
        return web::request::failure::nothing_here(&app, &headers, &method, &uri).await;
    }
    let problem = nothing::Problem {
        status: StatusCode::NOT_FOUND,
        slug: "not-found",
        title: "There is nothing at this address",
        detail: "Check the spelling; it may have been moved or taken away.".to_owned(),
    };
    nothing::answer(path, &problem)
}

/// The layer that compresses some answers, with an effort; it leaves alone those that are compressed.
fn compression(effort: CompressionLevel, which: AnswerFilter) -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().quality(effort).compress_when(SizeAbove::new(256).and(which))
}

/// Decides by status, version, headers and extensions of an answer.
type AnswerFilter = fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool;

/// Whether an answer is text that no cache keeps. Nearly all of these are pages and records of private pursuances: four fifths of them are random
/// bytes, on which more effort takes four times as long and saves a twentieth.
fn is_sealed(status: StatusCode, version: Version, headers: &HeaderMap, extensions: &Extensions) -> bool {
    let no_store = |kept: &HeaderValue| kept.as_bytes() == b"no-store";
    is_text(status, version, headers, extensions) && headers.get(header::CACHE_CONTROL).is_some_and(no_store)
}

/// Whether to compress: text, but no stream of events, because compression would hold it back.
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
