//! The first operator: the page behind the one-time link that `serve` prints.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::join::{JoinForm, open, typed};
use super::signin::enter;
use crate::actions::limits;
use crate::client_ip::ClientIp;
use crate::state::hash_secret;
use crate::store::instance;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{OpenForm, Query};
use crate::web::request::session::{Proven, Visit};

/// `GET /setup?code=` and, when refused, `POST /setup`: `code, name, passphrase, passphrase_again`.
#[derive(Template)]
#[template(path = "account/setup.html")]
pub struct SetupPage {
    pub l: Layout,
    pub code: String,
    /// Whether the code still works.
    pub is_valid: bool,
    pub form: JoinForm,
    pub problem: String,
}

/// `GET /setup`
pub async fn form(visit: Visit, query: Query) -> Result<Response, PageError> {
    shown(&visit, StatusCode::OK, query.0.text("code"), JoinForm::default(), String::new()).await
}

/// `POST /setup`
pub async fn setup(client: ClientIp, posted: OpenForm) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    limits::join(&visit.app, &client.bucket().to_string()).await?;
    let code = form.text("code");
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let typed = match typed(&visit, &form) {
        Ok(typed) => typed,
        Err(fields) => return shown(&visit, refused, code, *fields, String::new()).await,
    };
    match open(&visit, typed, Some(hash_secret(code))).await? {
        Ok(account) => {
            let proven = Proven::by_opening(account);
            enter(&visit, &proven, links::home(), Some(Notice::good("notice-welcome")), client).await
        }
        Err((fields, problem)) => shown(&visit, refused, code, fields, problem).await,
    }
}

async fn shown(
    visit: &Visit,
    status: StatusCode,
    code: &str,
    form: JoinForm,
    problem: String,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let kept = instance::find(&mut tx).await?.and_then(|row| row.setup_hash);
    let is_valid = kept.is_some_and(|kept| kept == hash_secret(code));
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    page(status, &SetupPage { l, code: code.to_owned(), is_valid, form, problem })
}
