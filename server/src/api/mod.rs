//! The API: the same Actions as the pages, for programs. Bearer tokens only; cookies are ignored, so that no page of
//! another site can use a session here.
//!
//! Adding an address: its handler in the file of its family, its line in `routes!` here, its description in `openapi`
//! (a test compares the two).

mod actions;
mod areas;
mod events;
mod files;
mod me;
mod openapi;
mod problem;
mod query;
mod reads;
pub mod sealed;
mod secrets;
mod strict;
mod token;
pub mod uploads;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::from_fn;
use axum::{Extension, Router};

pub use self::actions::MAX_KEY;
pub use self::problem::ApiError;
pub use self::query::{BoxQuery, MOST as MOST_ITEMS, StrictQuery};
pub use self::sealed::{MOST as MAX_SEALED, MOST_TAGS as MAX_TAGS};
pub use self::token::CALLS;
use self::token::FloodGuard;
use crate::route::{erased, routes};
use crate::state::App;
use crate::unread;

/// The most bytes of an action.
pub const MAX_ACTION: usize = 1024 * 1024;

routes! {
    get "/api/v1/openapi.json" => openapi::show,
    get "/api/v1/actions" => actions::catalogue,
    post "/api/v1/actions/{name}" => actions::perform,
    get "/api/v1/events" => events::catalogue,
    get "/api/v1/me" => me::show,
    get "/api/v1/me/inbox" => me::inbox,
    get "/api/v1/me/limits" => me::limits,
    get "/api/v1/me/feeds" => me::feeds,
    get "/api/v1/me/searches" => me::searches,
    get "/api/v1/me/boxes" => me::boxes,
    get "/api/v1/me/push" => me::push,
    get "/api/v1/skills" => reads::skills,
    get "/api/v1/search" => reads::search,
    get "/api/v1/pursuances" => reads::pursuances,
    get "/api/v1/pursuances/{slug}" => reads::pursuance,
    get "/api/v1/pursuances/{slug}/members" => reads::members,
    get "/api/v1/pursuances/{slug}/bans" => reads::bans,
    get "/api/v1/pursuances/{slug}/log" => reads::log,
    get "/api/v1/pursuances/{slug}/invites" => reads::invites,
    get "/api/v1/pursuances/{slug}/people" => reads::people,
    get "/api/v1/me/asks" => me::asks,
    get "/api/v1/me/reviews" => me::reviews,
    get "/api/v1/me/offers" => me::offers,
    get "/api/v1/me/mentoring" => me::mentoring,
    get "/api/v1/me/next" => me::next,
    get "/api/v1/me/karma" => me::karma,
    get "/api/v1/pursuances/{slug}/missions" => reads::missions,
    get "/api/v1/pursuances/{slug}/searches" => reads::searches_of,
    get "/api/v1/pursuances/{slug}/skills" => reads::words,
    get "/api/v1/pursuances/{slug}/skill_offers" => reads::skill_offers_of,
    get "/api/v1/skill_offers" => reads::skill_offers,
    get "/api/v1/pursuances/{slug}/suggestions" => reads::suggestions,
    get "/api/v1/pursuances/{slug}/archived" => reads::archived,
    get "/api/v1/pursuances/{slug}/trash" => reads::trash,
    get "/api/v1/pursuances/{slug}/tasks" => reads::tasks,
    get "/api/v1/pursuances/{slug}/tasks/{number}" => reads::task,
    get "/api/v1/pursuances/{slug}/tasks/{number}/comments" => reads::comments,
    get "/api/v1/pursuances/{slug}/tasks/{number}/comments/{comment}" => reads::comment,
    get "/api/v1/pursuances/{slug}/rooms" => reads::rooms,
    get "/api/v1/rooms/{id}/messages" => reads::messages,
    get "/api/v1/rooms/{id}/messages/{message}" => reads::message,
    get "/api/v1/rooms/{id}/files" => reads::files_in,
    get "/api/v1/pursuances/{slug}/tasks/{number}/files" => reads::files,
    get "/api/v1/pursuances/{slug}/tasks/{number}/grants" => reads::grants,
    get "/api/v1/pursuances/{slug}/tasks/{number}/dependencies" => reads::dependencies,
    get "/api/v1/pursuances/{slug}/tasks/{number}/pairing" => reads::pairing,
    get "/api/v1/pursuances/{slug}/tasks/{number}/clock" => reads::clock,
    get "/api/v1/pursuances/{slug}/delegations" => reads::delegations,
    get "/api/v1/pursuances/{slug}/delegations/{id}" => reads::delegation,
    get "/api/v1/pursuances/{slug}/graph" => reads::graph,
    get "/api/v1/pursuances/{slug}/health" => reads::health,
    get "/api/v1/pursuances/{slug}/events" => reads::events,
    get "/api/v1/sealed/{pid}/log" => sealed::log,
    post "/api/v1/sealed/{pid}/log" => sealed::append,
    get "/api/v1/sealed/{pid}/seals" => sealed::seals,
    post "/api/v1/sealed/{pid}/seals" => sealed::hand_in,
    get "/api/v1/sealed/{pid}/objects" => sealed::objects,
    get "/api/v1/sealed/{pid}/seen" => sealed::seen,
    get "/api/v1/sealed/{pid}/suggestions" => sealed::suggestions,
    post "/api/v1/sealed/{pid}/put" => sealed::put,
    get "/api/v1/sealed/{pid}/tags" => sealed::tags,
    post "/api/v1/sealed/{pid}/tags" => sealed::set_tags,
    upload post "/api/v1/files" => erased(files::add).layer(DefaultBodyLimit::disable()),
    upload get "/api/v1/files/{id}" => files::show,
    post "/api/v1/uploads" => uploads::begin,
    get "/api/v1/uploads/{id}" => uploads::show,
    upload patch "/api/v1/uploads/{id}" => uploads::add,
    delete "/api/v1/uploads/{id}" => uploads::forget,
}

/// Every address of the API. `doors` answers the others below `/api`.
pub fn router(app: App) -> Router {
    let guard = Arc::new(FloodGuard::new(&app.clock, CALLS));
    table(Router::new())
        .method_not_allowed_fallback(async || ApiError::Method)
        .layer(Extension(guard))
        .layer(from_fn(unread::read_to_the_end))
        .with_state(app)
}
