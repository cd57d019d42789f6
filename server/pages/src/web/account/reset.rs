//! A new passphrase by a link that an operator made: it works once, and for a short time.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::UseAccountLink;

use super::join::{JoinForm, passphrase};
use super::signin::enter;
use crate::actions::limits;
use crate::bounds::client::Client;
use crate::state::hash_secret;
use crate::store::{account_links, accounts};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::OpenForm;
use crate::web::request::refusal::split_refusal;
use crate::web::request::session::{Proven, Visit};

/// `GET` and, when refused, `POST /reset/{code}`: `passphrase, passphrase_again`.
#[derive(Template)]
#[template(path = "account/reset.html")]
pub struct ResetPage {
    pub l: Layout,
    pub code: String,
    /// The name of the account; none where the link does not work.
    pub account: Option<String>,
    /// Whether its passphrase has stayed on its device, so that its keys are gone afterwards.
    pub has_keys: bool,
    pub form: JoinForm,
    /// Why it was refused, when that concerns no field.
    pub problem: String,
}

/// `GET /reset/{code}`
pub async fn form(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    shown(&visit, &code, JoinForm::default()).await
}

/// `POST /reset/{code}`
pub async fn set(client: Client, Path(code): Path<String>, posted: OpenForm) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    let secret = hash_secret(&code);
    let mut tx = visit.app.db.read().await?;
    let Some(account) = account_links::account_of(&mut tx, &secret, visit.now).await? else {
        drop(tx);
        return shown(&visit, &code, JoinForm::default()).await;
    };
    let name = accounts::by_actor(&mut tx, &account).await?.map(|found| found.name).unwrap_or_default();
    drop(tx);
    let mut fields = JoinForm { is_emptied: true, ..JoinForm::default() };
    let Some(passphrase) = passphrase(&visit, &form, &name, &mut fields) else {
        return shown(&visit, &code, fields).await;
    };
    limits::join(&visit.app, client).await?;
    let verifier = visit.app.credentials.verifier(passphrase).await?;
    match split_refusal(visit.app.perform_from(client, UseAccountLink { secret, verifier }.into()).await)? {
        Ok(_) => {
            let notice = FormNotice::good("notice-passphrase-by-link");
            enter(&visit, &Proven::by_opening(account), links::home(), Some(notice), client).await
        }
        // Somebody used it just now.
        Err(_) => shown(&visit, &code, JoinForm::default()).await,
    }
}

async fn shown(visit: &Visit, code: &str, form: JoinForm) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let account = match account_links::account_of(&mut tx, &hash_secret(code), visit.now).await? {
        Some(account) => accounts::by_actor(&mut tx, &account).await?,
        None => None,
    };
    let has_keys = account.as_ref().is_some_and(|account| account.has_keys);
    let account = account.map(|account| account.name);
    let status = match &account {
        None => StatusCode::GONE,
        Some(_) if form.refused().is_empty() => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    page(status, &ResetPage { l, code: code.to_owned(), account, has_keys, form, problem: String::new() })
}
