//! The doors of accounts whose passphrase stays on its device: what the scripts of our pages send and ask for, as JSON. They have the
//! session's cookie, and so a POST has to come from a page of ours (DATA 16); problems are those of the API.
//!
//! Adding an address: its handler in the file of its subject, its line in `routes!` here, its place in docs/api.md.

mod answer;
mod by_key;
mod device;
mod keys;
mod page_json;
mod prelogin;
mod recovery;
mod signin;
mod signup;

use std::sync::Arc;

use axum::middleware::from_fn;
use axum::{Extension, Router};

use self::device::Looked;
pub use self::page_json::MOST as MAX_SAID;
use crate::api::ApiError;
use crate::bounds::client::ClientRate;
use crate::bounds::rate::{MAILBOX, PRELOGIN};
use crate::route::routes;
use crate::state::App;
use crate::unread;

routes! {
    get "/api/v1/prelogin" => prelogin::show,
    post "/api/v1/session" => signin::sign_in,
    get "/api/v1/session/nonce" => by_key::nonce,
    post "/api/v1/session/key" => by_key::sign_in,
    post "/api/v1/accounts" => signup::open,
    get "/api/v1/account/keys" => keys::show,
    post "/api/v1/account/keys" => keys::set,
    post "/api/v1/account/replacement" => keys::replace,
    get "/api/v1/account/pursuances" => keys::pursuances,
    post "/api/v1/account/recovery" => recovery::set,
    post "/api/v1/account/device" => device::leave,
    post "/api/v1/device" => device::take,
    post "/api/v1/recovery" => recovery::open,
    post "/api/v1/recovery/passphrase" => recovery::set_passphrase,
}

/// How often each client asked how to sign in.
type Asked = ClientRate;

/// Every address of these doors. `doors` answers the others below `/api`.
pub fn router(app: App) -> Router {
    let asked: Arc<Asked> = Arc::new(ClientRate::new(&app.clock, PRELOGIN));
    let looked = Arc::new(Looked(ClientRate::new(&app.clock, MAILBOX)));
    table(Router::new())
        .method_not_allowed_fallback(async || ApiError::Method)
        .layer(Extension(asked))
        .layer(Extension(looked))
        .layer(from_fn(unread::read_to_the_end))
        .with_state(app)
}
