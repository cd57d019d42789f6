//! Asking for an account, where operators let people in: the form, and the page on which its person finds the answer and, after a
//! yes, chooses a passphrase. That page has a secret address, since there is no other way to reach somebody without an account.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::{RequestAccount, UseAccountRequest};
use pursuance_domain::id::ActorId;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::{HOUR, SECOND};
use pursuance_domain::value::{Introduction, Name, Sha256, fold_name};

use super::join::{JoinForm, passphrase};
use super::signin::{enter, onward, task_of};
use crate::actions::{Refused, invite, limits};
use crate::bounds::client::Client;
use crate::state::hash_secret;
use crate::store::account_requests::{self, AccountRequest};
use crate::store::actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, Words, refused};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, OpenForm, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Proven, Visit, see};

/// `GET` and, when refused, `POST /join`, where operators let people in: `name, words, key, next`.
#[derive(Template)]
#[template(path = "account/account_request.html")]
pub struct AskPage {
    pub l: Layout,
    pub form: AskForm,
    /// The secret of the page that a request will have. The form carries it: sent twice, it leads to the same page.
    pub key: String,
    /// Where they wanted to go: a path of this server; empty for the start.
    pub next: String,
    /// The title of the task that they came for, where they may read it now.
    pub task: Option<Words>,
    /// Why it was refused, when that concerns no field.
    pub problem: String,
}

/// The fields of a request.
#[derive(Default)]
pub struct AskForm {
    pub name: Field,
    pub words: Field,
}

impl AskForm {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("name", "join-name", &self.name), ("words", "request-account-words", &self.words)])
    }
}

impl AskPage {
    /// The sign-in page, for people who have an account.
    pub fn signin(&self) -> String {
        links::signin_onward(&self.next)
    }
}

/// `GET` and, when refused, `POST /join/{code}`: `name` (where somebody took theirs), `passphrase, passphrase_again`.
#[derive(Template)]
#[template(path = "account/requested.html")]
pub struct RequestedPage {
    pub l: Layout,
    pub code: String,
    /// The whole address of this page, with where they wanted to go.
    pub address: String,
    /// Where they go with the account: a path of this server; empty for the start.
    pub next: String,
    /// The title of the task that they came for, where they may read it now.
    pub task: Option<Words>,
    pub standing: Standing,
    pub form: JoinForm,
    /// Why it was refused, when that concerns no field.
    pub problem: String,
}

impl RequestedPage {
    /// The sign-in page, for people who have opened their account.
    pub fn signin(&self) -> String {
        links::signin_onward(&self.next)
    }
}

/// How a request stands.
pub enum Standing {
    /// It waits for an answer. `is_taken`: somebody has their name by now.
    Waiting {
        name: String,
        asked: When,
        until: When,
        is_taken: bool,
    },
    /// They are let in.
    LetIn {
        name: String,
        until: When,
        is_taken: bool,
    },
    Declined {
        name: String,
        until: When,
    },
    /// There is none, or it has ended.
    Over,
}

/// `GET /join`, where operators let people in.
pub(super) async fn form(
    visit: &Visit,
    tx: &mut ReadTx,
    l: Layout,
    next: &str,
) -> Result<Response, PageError> {
    let (key, next) = (invite::new_secret().0, onward(next));
    let task = task_of(visit, tx, &next).await?;
    page(StatusCode::OK, &AskPage { l, form: AskForm::default(), key, next, task, problem: String::new() })
}

/// Whether this has the form of the secret in the form.
fn is_key(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

/// `POST /join`, where operators let people in.
pub(super) async fn ask(visit: &Visit, client: Client, form: &FormFields) -> Result<Response, PageError> {
    let mut typed = AskForm { name: form.field("name"), words: form.field("words") };
    let (mut key, next) = (form.text("key").to_owned(), onward(form.text("next")));
    if is_key(&key) {
        let earlier = request(&mut visit.app.db.read().await?, visit, &key).await?;
        match earlier {
            // The button was pressed twice.
            Some(earlier) if earlier.name == typed.name.value.trim() => {
                return Ok(see(&links::account_request_to(&key, &next)));
            }
            // Somebody else at this browser went back to the form.
            Some(_) => key = invite::new_secret().0,
            None => {}
        }
    } else {
        key = invite::new_secret().0;
    }
    let reader = Reader::new(visit.t);
    let name = reader.need(&mut typed.name, Name::parse);
    let words = reader.need(&mut typed.words, Introduction::parse);
    let secret_hash = Sha256::parse(&hash_secret(&key)).ok();
    let (Some(name), Some(words), Some(secret_hash)) = (name, words, secret_hash) else {
        return again(visit, StatusCode::UNPROCESSABLE_ENTITY, (typed, key, &next), String::new()).await;
    };
    let network = client.home();
    let tried = match limits::join(&visit.app, client).await {
        Ok(()) => {
            let ask = RequestAccount { name, words, secret_hash, client: Some(network) };
            visit.app.perform_from(client, ask.into()).await
        }
        Err(too_many) => Err(too_many),
    };
    let Err(refused) = split_refusal(tried)? else {
        return Ok(see(&links::account_request_to(&key, &next)));
    };
    let status = status_of(&refused);
    match &refused {
        // The first of two presses was faster: the name is kept for them.
        Refused::NameTaken(name) if is_theirs(visit, &key, name).await? => {
            Ok(see(&links::account_request_to(&key, &next)))
        }
        Refused::NameTaken(_) => {
            typed.name = typed.name.refused(refusal_text(visit.t, &refused));
            again(visit, status, (typed, key, &next), String::new()).await
        }
        Refused::Rule(Refusal::TooMany { retry_after }) => {
            let seconds = i64::try_from(*retry_after).unwrap_or(i64::MAX);
            let hours = seconds.saturating_add(HOUR / SECOND - 1) / (HOUR / SECOND);
            let why = visit.t.with("request-account-too-many").set("hours", hours).to_string();
            let mut response = again(visit, status, (typed, key, &next), why).await?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
            Ok(response)
        }
        _ => again(visit, status, (typed, key, &next), refusal_text(visit.t, &refused)).await,
    }
}

/// Whether the request with this secret is under that name.
async fn is_theirs(visit: &Visit, key: &str, name: &str) -> StoreResult<bool> {
    let found = request(&mut visit.app.db.read().await?, visit, key).await?;
    Ok(found.is_some_and(|found| found.name == name))
}

/// The form once more, with all that was typed.
async fn again(
    visit: &Visit,
    status: StatusCode,
    (form, key, next): (AskForm, String, &str),
    problem: String,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let task = task_of(visit, &mut tx, next).await?;
    page(status, &AskPage { l, form, key, next: next.to_owned(), task, problem })
}

/// The request whose page has this secret.
async fn request(tx: &mut ReadTx, visit: &Visit, code: &str) -> StoreResult<Option<AccountRequest>> {
    account_requests::by_secret(tx, &hash_secret(code), visit.now).await
}

/// `GET /join/{code}`
pub async fn show(
    visit: Visit,
    Path(code): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    shown(&visit, (&code, onward(query.0.text("next"))), (JoinForm::default(), String::new())).await
}

/// `POST /join/{code}`
pub async fn come_in(
    client: Client,
    Path(code): Path<String>,
    posted: OpenForm,
) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    let next = onward(form.text("next"));
    let found = request(&mut visit.app.db.read().await?, &visit, &code).await?;
    let Some(found) = found.filter(|found| found.let_in == Some(true)) else {
        return shown(&visit, (&code, next), (JoinForm::default(), String::new())).await;
    };
    let mut fields = JoinForm { name: form.field("name"), is_emptied: true, ..JoinForm::default() };
    // The field is there where somebody took their name.
    let other = Reader::new(visit.t).maybe(&mut fields.name, Name::parse);
    let name = other.as_ref().and_then(Option::as_ref).map_or(found.name.as_str(), Name::as_str).to_owned();
    let passphrase = passphrase(&visit, &form, &name, &mut fields);
    let (Some(other), Some(passphrase)) = (other, passphrase) else {
        return shown(&visit, (&code, next), (fields, String::new())).await;
    };
    limits::join(&visit.app, client).await?;
    let credential = visit.app.credentials.verifier(passphrase).await?.into();
    let come = UseAccountRequest { secret: hash_secret(&code), name: other, credential };
    match split_refusal(visit.app.perform_from(client, come.into()).await)? {
        Ok(done) => {
            let id = done.result.get("id").and_then(|id| id.as_str()).unwrap_or_default();
            let proven = Proven::by_opening(ActorId(id.to_owned()));
            let (to, notice) = if next.is_empty() {
                (links::home(), "notice-welcome")
            } else {
                (next.as_str(), "notice-welcome-back")
            };
            enter(&visit, &proven, to, Some(FormNotice::good(notice)), client).await
        }
        Err(refused @ Refused::NameTaken(_)) => {
            fields.name = fields.name.refused(refusal_text(visit.t, &refused));
            shown(&visit, (&code, next), (fields, String::new())).await
        }
        Err(refused) => shown(&visit, (&code, next), (fields, refusal_text(visit.t, &refused))).await,
    }
}

async fn shown(
    visit: &Visit,
    (code, next): (&str, String),
    (form, problem): (JoinForm, String),
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let standing = match request(&mut tx, visit, code).await? {
        None => Standing::Over,
        Some(AccountRequest { name, asked, let_in, until, .. }) => {
            let until = l.day(until);
            let is_taken = actors::by_folded_name(&mut tx, &fold_name(&name)).await?.is_some();
            match let_in {
                None => Standing::Waiting { name, asked: l.moment(asked), until, is_taken },
                Some(true) => Standing::LetIn { name, until, is_taken },
                Some(false) => Standing::Declined { name, until },
            }
        }
    };
    let is_refused = !problem.is_empty() || !form.refused().is_empty();
    let status = match standing {
        Standing::Over => StatusCode::GONE,
        Standing::LetIn { .. } if is_refused => StatusCode::UNPROCESSABLE_ENTITY,
        Standing::LetIn { .. } | Standing::Waiting { .. } | Standing::Declined { .. } => StatusCode::OK,
    };
    let task = task_of(visit, &mut tx, &next).await?;
    let address = visit.app.addresses.at(&links::account_request_to(code, &next));
    page(status, &RequestedPage { l, code: code.to_owned(), address, next, task, standing, form, problem })
}
