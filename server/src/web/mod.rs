//! Pages: a folder for each family, a file for each page.
//!
//! The file of a page holds its struct, filled from plain values, and the handlers that fill it: they read the data, or
//! make an Action of a form, perform it, and redirect. [`Access`](crate::actions::access::Access) and the rules decide
//! what may be shown or done. The answer to a form is a redirect; the answer to a refused form is its page, with
//! everything typed and the reason (422).
//!
//! What pages share is in [`frame`], what requests share in [`request`]. Templates are in `templates/`, in the same folders;
//! words in `locales/`. How to add a page: docs/contributing.md.

pub mod account;
pub mod delegation;
pub mod frame;
pub mod home;
pub mod operator;
pub mod pursuance;
pub mod request;
pub mod task;

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
    page get "/" => home::page::show.layer(from_fn(unchanged)),
    page get "/about" => home::landing::about.layer(from_fn(unchanged)),
    page get "/join" => account::join::form,
    post "/join" => account::join::join,
    page get "/signin" => account::signin::form,
    post "/signin" => account::signin::signin,
    post "/signout" => account::signin::signout,
    page get "/setup" => account::setup::form,
    post "/setup" => account::setup::setup,
    page get "/p" => pursuance::list::show.layer(from_fn(unchanged)),
    page get "/p/new" => pursuance::new::form,
    post "/p/new" => pursuance::new::create,
    page get "/p/{slug}" => pursuance::page::show.layer(from_fn(unchanged)),
    get "/p/{slug}/live" => live::pursuance,
    page get "/p/{slug}/join" => pursuance::enter::join_form,
    post "/p/{slug}/join" => pursuance::enter::join,
    page get "/p/{slug}/leave" => pursuance::leave::show,
    post "/p/{slug}/leave" => pursuance::leave::leave,
    page get "/p/{slug}/incoming" => pursuance::incoming::show,
    page get "/p/{slug}/members" => pursuance::members::show.layer(from_fn(unchanged)),
    post "/p/{slug}/members/role" => pursuance::members::set_role,
    post "/p/{slug}/members/decide" => pursuance::members::decide,
    post "/p/{slug}/members/take-over" => pursuance::member::answer,
    page get "/p/{slug}/m/{name}" => pursuance::member::show,
    post "/p/{slug}/m/{name}/end" => pursuance::member::end,
    post "/p/{slug}/m/{name}/unban" => pursuance::member::unban,
    post "/p/{slug}/m/{name}/take-over" => pursuance::member::ask,
    page get "/p/{slug}/log" => pursuance::log::show,
    page get "/p/{slug}/files" => pursuance::files::list,
    page get "/p/{slug}/graph" => pursuance::graph::show.layer(from_fn(unchanged)),
    page get "/p/{slug}/settings" => pursuance::settings::form,
    post "/p/{slug}/settings" => pursuance::settings::save,
    post "/p/{slug}/tasks" => pursuance::page::add_task,
    page get "/p/{slug}/t/{number}" => task::page::show.layer(from_fn(unchanged)),
    get "/p/{slug}/t/{number}/live" => live::task,
    page get "/p/{slug}/t/{number}/edit" => task::edit::form,
    post "/p/{slug}/t/{number}/edit" => task::edit::save,
    post "/p/{slug}/t/{number}/move" => task::forms::place,
    post "/p/{slug}/t/{number}/phase" => task::forms::set_phase,
    page get "/p/{slug}/t/{number}/take" => pursuance::enter::take_form,
    post "/p/{slug}/t/{number}/take" => pursuance::enter::take,
    post "/p/{slug}/t/{number}/hand-back" => task::forms::hand_back,
    post "/p/{slug}/t/{number}/assign" => task::forms::assign,
    page get "/p/{slug}/t/{number}/grants" => task::grants::form,
    post "/p/{slug}/t/{number}/grants" => task::grants::save,
    post "/p/{slug}/t/{number}/depend" => task::dependencies::depend,
    post "/p/{slug}/t/{number}/undepend" => task::dependencies::undepend,
    post "/p/{slug}/t/{number}/block" => task::dependencies::block,
    post "/p/{slug}/t/{number}/unblock" => task::dependencies::unblock,
    post "/p/{slug}/t/{number}/comments" => task::forms::comment,
    upload post "/p/{slug}/t/{number}/files" => task::files::upload.layer(DefaultBodyLimit::disable()),
    page get "/p/{slug}/t/{number}/hand-over" => task::hand_over::form,
    post "/p/{slug}/t/{number}/hand-over" => task::hand_over::offer,
    get "/p/{slug}/d/{id}" => delegation::forms::show_page,
    post "/p/{slug}/d/{id}/{form}" => delegation::forms::post,
    upload get "/files/{id}" => pursuance::files::show,
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
    page get "/admin/primaries" => operator::primaries::show,
    post "/admin/primaries/{slug}" => operator::primaries::name,
    page get "/admin/tokens" => operator::tokens::show,
    post "/admin/tokens/{id}/revoke" => operator::tokens::revoke,
    page get "/admin/settings" => operator::settings::form,
    post "/admin/settings" => operator::settings::save,
    get "/static/{file}" => static_files::show,
}

/// Every page and form. `doors` answers the other addresses, in the same words.
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
