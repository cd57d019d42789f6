//! Coming in and going out: opening an account, signing in, setting up the server, signing out.

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::{CreateAccount, EndSession};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::value::Name;

use crate::actions::{Refused, limits};
use crate::client_ip::ClientIp;
use crate::credentials::Passphrase;
use crate::state::hash_secret;
use crate::store::instance;
use crate::web::frame::layout::Nav;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::view::Field;
use crate::web::join::{JoinForm, JoinPage};
use crate::web::request::cookies::Cookie;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, OpenForm, Query, Reader};
use crate::web::request::refusal::{said, words_of};
use crate::web::request::session::{Visit, begin, local, see, see_with, sign_in};
use crate::web::setup::SetupPage;
use crate::web::signin::{SigninForm, SigninPage};

/// `GET /join`
pub async fn join_form(visit: Visit, query: Query) -> Result<Response, PageError> {
    let next = query.0.text("next");
    if visit.person().is_some() {
        return Ok(see(local(next)));
    }
    join_page(&visit, StatusCode::OK, JoinForm::default(), next, String::new()).await
}

/// `POST /join`
pub async fn join(client: ClientIp, posted: OpenForm) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    let (next, refused) = (form.text("next"), StatusCode::UNPROCESSABLE_ENTITY);
    let typed = match typed(&visit, &form) {
        Ok(typed) => typed,
        Err(fields) => return join_page(&visit, refused, *fields, next, String::new()).await,
    };
    // Not for slips, which cost nothing: people who learn it together in one room share an address.
    limits::join(&visit.app, &client.bucket().to_string()).await?;
    match open(&visit, typed, None).await? {
        Ok(account) => {
            let notice = if next.is_empty() { Notice::Welcome } else { Notice::WelcomeBack };
            enter(&visit, &account, local(next), Some(notice), client).await
        }
        Err((fields, problem)) => join_page(&visit, refused, fields, next, problem).await,
    }
}

async fn join_page(
    visit: &Visit,
    status: StatusCode,
    form: JoinForm,
    next: &str,
    problem: String,
) -> Result<Response, PageError> {
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Elsewhere).await?;
    page(status, &JoinPage { l, form, next: onward(next), problem })
}

/// A name and a passphrase that may become an account.
struct Typed {
    name: Name,
    passphrase: Passphrase,
}

/// Reads the form of a new account. Passphrases are not sent back.
fn typed(visit: &Visit, form: &Fields) -> Result<Typed, Box<JoinForm>> {
    let mut fields = JoinForm { name: form.field("name"), is_emptied: true, ..JoinForm::default() };
    let name = Reader::new(visit.t).need(&mut fields.name, Name::parse);
    let passphrase = Passphrase::typed(form.text("passphrase").to_owned());
    if let Err(refusal) = passphrase.check_strength(form.text("name")) {
        fields.passphrase.error = visit.t.say_and_advise(&refusal.wording());
    }
    if form.text("passphrase") != form.text("passphrase_again") {
        visit.t.s("passphrase-differs").clone_into(&mut fields.passphrase_again.error);
    }
    match name {
        Some(name) if fields.refused().is_empty() => Ok(Typed { name, passphrase }),
        _ => Err(Box::new(fields)),
    }
}

/// Opens the account, or says why not: beside the name, or on top of the page.
async fn open(
    visit: &Visit,
    typed: Typed,
    setup: Option<String>,
) -> Result<Result<ActorId, (JoinForm, String)>, PageError> {
    let verifier = visit.app.credentials.verifier(typed.passphrase).await?;
    let create = CreateAccount { name: typed.name.clone(), display: None, verifier, operator: false, setup };
    let refused = match said(visit.app.perform(&Principal::Visitor, create.into()).await)? {
        Ok(done) => {
            let id = done.result.get("id").and_then(|id| id.as_str()).unwrap_or_default();
            return Ok(Ok(ActorId(id.to_owned())));
        }
        Err(refused) => refused,
    };
    let refill = JoinForm { name: Field::of(typed.name.as_str()), is_emptied: true, ..JoinForm::default() };
    Ok(Err(match refused {
        Refused::NameTaken(_) => {
            (JoinForm { name: refill.name.refused(words_of(visit.t, &refused)), ..refill }, String::new())
        }
        other => (refill, words_of(visit.t, &other)),
    }))
}

/// Signs the browser in and leads it on.
async fn enter(
    visit: &Visit,
    account: &ActorId,
    to: &str,
    notice: Option<Notice>,
    client: ClientIp,
) -> Result<Response, PageError> {
    let began = begin(visit, account, client).await?;
    let mut response = match notice {
        Some(notice) => see_with(&visit.app, to, notice),
        None => see(to),
    };
    for cookie in began.cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `GET /signin`
pub async fn signin_form(visit: Visit, query: Query) -> Result<Response, PageError> {
    if visit.person().is_some() {
        return Ok(see(local(query.0.text("next"))));
    }
    signin_page(&visit, StatusCode::OK, Field::default(), query.0.text("next"), String::new()).await
}

/// `POST /signin`. Whatever is wrong, the answer is the same and takes as long: nobody learns which names exist.
pub async fn signin(client: ClientIp, posted: OpenForm) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    match sign_in(&visit, client, form.text("name"), form.text("passphrase")).await? {
        Ok(account) => enter(&visit, &account, local(form.text("next")), None, client).await,
        Err(no) => {
            let (name, next) = (form.field("name"), form.text("next"));
            let mut response = signin_page(&visit, no.status(), name, next, no.words(visit.t)).await?;
            if let Some(seconds) = no.retry_after() {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            Ok(response)
        }
    }
}

async fn signin_page(
    visit: &Visit,
    status: StatusCode,
    name: Field,
    next: &str,
    problem: String,
) -> Result<Response, PageError> {
    let l = visit.layout(&mut visit.app.db.read().await?, Nav::Elsewhere).await?;
    let form = SigninForm { name, passphrase: Field::default() };
    page(status, &SigninPage { l, form, next: onward(next), problem })
}

/// Where somebody was on their way to, if anywhere.
fn onward(next: &str) -> String {
    if next.is_empty() { String::new() } else { local(next).to_owned() }
}

/// `POST /signout`
pub async fn signout(posted: OpenForm) -> Result<Response, PageError> {
    let visit = posted.visit;
    if let Some(session) = visit.session() {
        visit.app.perform(&visit.who, EndSession { session: session.id.clone() }.into()).await?;
    }
    let mut response = see_with(&visit.app, links::home(), Notice::SignedOut);
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.end(&visit.app.config.base_url));
    // The next person at this browser finds no private page in its cache.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}

/// `GET /setup`
pub async fn setup_form(visit: Visit, query: Query) -> Result<Response, PageError> {
    setup_page(&visit, StatusCode::OK, query.0.text("code"), JoinForm::default(), String::new()).await
}

/// `POST /setup`
pub async fn setup(client: ClientIp, posted: OpenForm) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    limits::join(&visit.app, &client.bucket().to_string()).await?;
    let code = form.text("code");
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let typed = match typed(&visit, &form) {
        Ok(typed) => typed,
        Err(fields) => return setup_page(&visit, refused, code, *fields, String::new()).await,
    };
    match open(&visit, typed, Some(hash_secret(code))).await? {
        Ok(account) => enter(&visit, &account, links::home(), Some(Notice::Welcome), client).await,
        Err((fields, problem)) => setup_page(&visit, refused, code, fields, problem).await,
    }
}

async fn setup_page(
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
