//! Pages: what people see, one file per family.
//!
//! Each file holds the structs of its pages, filled from plain values; their templates are in `templates/`, their words in
//! `locales/`, every address in [`frame::links`]; who looks is in [`request::session`], and what answers a request in [`serve`].
//! Adding a page: 1. its address in `frame::links`, 2. the struct and its template, 3. its words, 4. a `sample()` in `samples/`,
//! 5. its handler in `serve` and the line in `routes!` here.

pub mod account;
pub mod delegation;
pub mod discussion;
pub mod enter;
pub mod files;
pub mod frame;
pub mod hand_over;
pub mod history;
pub mod home;
pub mod incoming;
pub mod landing;
pub mod members;
pub mod operator;
pub mod pick;
pub mod pursuance;
pub mod pursuance_settings;
pub mod pursuances;
pub mod remote;
pub mod request;
pub mod serve;
pub mod task;
pub mod task_edit;
pub mod timeline;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};

use self::frame::counts::Sums;
use self::operator::overview::Since;
use self::request::page_cache::{PageCache, unchanged};
use self::request::{failure, live, static_files, unread};
use crate::inbox;
use crate::route::routes;
use crate::state::App;

routes! {
    page get "/" => serve::home::show.layer(from_fn(unchanged)),
    page get "/about" => serve::home::about.layer(from_fn(unchanged)),
    page get "/join" => account::join::form,
    post "/join" => account::join::join,
    page get "/signin" => account::signin::form,
    post "/signin" => account::signin::signin,
    post "/signout" => account::signin::signout,
    page get "/setup" => account::setup::form,
    post "/setup" => account::setup::setup,
    page get "/p" => serve::pursuances::list.layer(from_fn(unchanged)),
    page get "/p/new" => serve::pursuances::new_form,
    post "/p/new" => serve::pursuances::create,
    page get "/p/{slug}" => serve::pursuance::show.layer(from_fn(unchanged)),
    get "/p/{slug}/live" => live::pursuance,
    page get "/p/{slug}/join" => serve::enter::join_form,
    post "/p/{slug}/join" => serve::enter::join,
    post "/p/{slug}/leave" => serve::pursuances::leave,
    page get "/p/{slug}/incoming" => serve::incoming::show,
    page get "/p/{slug}/members" => serve::members::show.layer(from_fn(unchanged)),
    post "/p/{slug}/members/role" => serve::members::set_role,
    post "/p/{slug}/members/decide" => serve::members::decide,
    page get "/p/{slug}/files" => serve::files::list,
    page get "/p/{slug}/settings" => serve::pursuance::settings_form,
    post "/p/{slug}/settings" => serve::pursuance::settings,
    post "/p/{slug}/tasks" => serve::pursuance::add_task,
    page get "/p/{slug}/t/{number}" => serve::task::show.layer(from_fn(unchanged)),
    get "/p/{slug}/t/{number}/live" => live::task,
    page get "/p/{slug}/t/{number}/edit" => serve::task_edit::form,
    post "/p/{slug}/t/{number}/edit" => serve::task_edit::save,
    post "/p/{slug}/t/{number}/move" => serve::task_forms::place,
    post "/p/{slug}/t/{number}/phase" => serve::task_forms::set_phase,
    page get "/p/{slug}/t/{number}/take" => serve::enter::take_form,
    post "/p/{slug}/t/{number}/take" => serve::enter::take,
    post "/p/{slug}/t/{number}/hand-back" => serve::task_forms::hand_back,
    post "/p/{slug}/t/{number}/assign" => serve::task_forms::assign,
    post "/p/{slug}/t/{number}/comments" => serve::task_forms::comment,
    upload post "/p/{slug}/t/{number}/files" => serve::task_forms::upload.layer(DefaultBodyLimit::disable()),
    page get "/p/{slug}/t/{number}/hand-over" => serve::hand_over::form,
    post "/p/{slug}/t/{number}/hand-over" => serve::hand_over::offer,
    get "/p/{slug}/d/{id}" => serve::deal_forms::show_page,
    post "/p/{slug}/d/{id}/{form}" => serve::deal_forms::post,
    upload get "/files/{id}" => serve::files::show,
    page get "/@{name}" => account::profile::show,
    page get "/me" => account::me::show,
    post "/me/profile" => account::me::profile,
    post "/me/theme" => account::me::theme,
    post "/me/passphrase" => account::me::passphrase,
    post "/me/sessions/end" => account::me::end_sessions,
    post "/me/sessions/{id}/end" => account::me::end_session,
    post "/me/tokens" => account::me::make_token,
    post "/me/tokens/{id}/revoke" => account::me::revoke_token,
    page get "/admin" => operator::overview::show,
    page get "/admin/peers" => operator::peers::show,
    page get "/admin/peers/{host}" => operator::peer::show,
    page get "/admin/block" => operator::block::form,
    post "/admin/block" => operator::block::block,
    post "/admin/peers/{host}/unblock" => operator::block::unblock,
    post "/admin/peers/{host}/retry" => operator::peer::try_again,
    post "/admin/peers/{host}/key" => operator::peer::accept_key,
    page get "/admin/deliveries" => operator::deliveries::show,
    post "/admin/deliveries/{id}/retry" => operator::deliveries::try_again,
    page get "/admin/accounts" => operator::accounts::show,
    post "/admin/accounts/{name}/operator" => operator::accounts::set_operator,
    post "/admin/accounts/{name}/suspend" => operator::accounts::suspend,
    post "/admin/accounts/{name}/limits" => operator::accounts::lift_limits,
    page get "/admin/tokens" => operator::tokens::show,
    post "/admin/tokens/{id}/revoke" => operator::tokens::revoke,
    page get "/admin/settings" => operator::settings::form,
    post "/admin/settings" => operator::settings::save,
    get "/static/{file}" => static_files::show,
}

/// Every page and form. What is at no address is answered by `doors`, in the same words.
pub fn router(app: App) -> Router {
    table(Router::new())
        .method_not_allowed_fallback(failure::other_method)
        .layer(Extension(live::Open::default()))
        .layer(Extension(PageCache::new(app.clone())))
        .layer(Extension(Sums::default()))
        .layer(Extension(Since(app.clock.now())))
        .layer(from_fn(unread::read_to_the_end))
        .layer(from_fn_with_state(app.clone(), inbox::negotiate))
        .layer(from_fn_with_state(app.clone(), failure::as_page))
        .with_state(app)
}

#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
