//! The first operator: the page behind the one-time link that `serve` prints.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::value::Door;

use super::join::{JoinForm, Way, open, typed};
use super::server::ServerForm;
use super::signin::enter;
use crate::actions::limits;
use crate::bounds::client::Client;
use crate::state::hash_secret;
use crate::store::instance;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, OpenForm};
use crate::web::request::session::{Proven, Visit};

/// `GET /setup?code=` and, when refused, `POST /setup`: `code, name, passphrase, passphrase_again`, and of the
/// server `server`, `door`, `about` and `run_by`.
#[derive(Template)]
#[template(path = "account/setup.html")]
pub struct SetupPage {
    pub l: Layout,
    pub code: String,
    /// Whether the code still works.
    pub is_valid: bool,
    pub form: JoinForm,
    /// The name of the server, its door, and who runs it.
    pub server: ServerForm,
    pub problem: String,
}

/// `GET /setup`
pub async fn form(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    let server = ServerForm { door: Door::Invited, ..ServerForm::default() };
    shown(&visit, StatusCode::OK, query.0.text("code"), (JoinForm::default(), server), String::new()).await
}

/// `POST /setup`
pub async fn setup(client: Client, posted: OpenForm) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    limits::join(&visit.app, client).await?;
    let code = form.text("code");
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let mut server = ServerForm::typed(&form, "server");
    let settings = server.read(visit.t);
    let typed = match typed(&visit, &form) {
        Ok(typed) => typed,
        Err(fields) => return shown(&visit, refused, code, (*fields, server), String::new()).await,
    };
    let Some(settings) = settings else {
        let fields = JoinForm { name: form.field("name"), is_emptied: true, ..JoinForm::default() };
        return shown(&visit, refused, code, (fields, server), String::new()).await;
    };
    let way =
        Way { setup: Some(hash_secret(code)), server: Some(settings), invite: None, private_invite: None };
    match open(&visit, typed, way).await? {
        Ok(opened) => {
            let proven = Proven::by_opening(opened.account);
            let notice = FormNotice::good("notice-server-set-up");
            enter(&visit, &proven, links::pursuance_new(), Some(notice), client).await
        }
        Err((fields, problem)) => shown(&visit, refused, code, (fields, server), problem).await,
    }
}

async fn shown(
    visit: &Visit,
    status: StatusCode,
    code: &str,
    (form, server): (JoinForm, ServerForm),
    problem: String,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let kept = instance::find(&mut tx).await?.and_then(|row| row.setup_hash);
    let is_valid = kept.is_some_and(|kept| kept == hash_secret(code));
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    page(status, &SetupPage { l, code: code.to_owned(), is_valid, form, server, problem })
}
