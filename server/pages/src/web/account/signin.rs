//! Signing in and out.

use askama::Template;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::EndSession;
use pursuance_domain::refusal::Refusal;

use super::join::is_unset;
use crate::actions::{PerformError, Refused, access, limits};
use crate::bounds::client::Client;
use crate::store::db::ReadTx;
use crate::web::frame::cookies::Cookie;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::sealed;
use crate::web::frame::view::{Field, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, OpenForm};
use crate::web::request::session::{NotLetIn, Proven, Visit, begin, local, see, see_with, sign_in};
use crate::web::request::signin::{Step, name_in, step_of};

/// `GET` and, after a name or a refusal, `POST /signin`: `name, passphrase, next`.
#[derive(Template)]
#[template(path = "account/signin.html")]
pub struct SigninPage {
    pub l: Layout,
    pub step: Step,
    pub form: SigninForm,
    /// Where to go afterwards: a path of this server.
    pub next: String,
    /// The title of the task that they take afterwards.
    pub task: Option<Words>,
    /// Whether nobody runs the server yet.
    pub is_unset: bool,
    /// Why it was refused; empty at first.
    pub problem: String,
}

impl SigninPage {
    /// The page to open an account, for people who have none.
    pub fn join(&self) -> String {
        if self.next.is_empty() { links::join().to_owned() } else { links::join_to(&self.next) }
    }

    /// The page that asks for another name.
    pub fn again(&self) -> String {
        links::signin_onward(&self.next)
    }

    /// Whether a script signs in, with a key that it derives.
    pub fn is_key(&self) -> bool {
        self.step == Step::Key
    }

    /// Whether the passphrase is asked for.
    pub fn is_passphrase(&self) -> bool {
        self.step == Step::Passphrase
    }

    /// The name as accounts have it.
    pub fn name(&self) -> String {
        name_in(&self.form.name.value)
    }
}

/// The typed name. The passphrase is never sent back.
pub struct SigninForm {
    pub name: Field,
    pub passphrase: Field,
}

/// `GET /signin`
pub async fn form(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    if visit.person().is_some() {
        return Ok(see(local(query.0.text("next"))));
    }
    shown(&visit, (StatusCode::OK, Step::Name), Field::default(), query.0.text("next"), String::new()).await
}

/// `POST /signin`. A name alone is answered with the page for its account; nobody learns whether there is one whose passphrase stays on
/// its device. Every failure takes the same time.
pub async fn signin(client: Client, posted: OpenForm) -> Result<Response, PageError> {
    let OpenForm { visit, form } = posted;
    if form.all("passphrase").next().is_none() {
        return named(&visit, client, &form).await;
    }
    match sign_in(&visit, client, form.text("name"), form.text("passphrase")).await? {
        Ok(proven) => enter(&visit, &proven, local(form.text("next")), None, client).await,
        Err(no) => {
            // A passphrase is asked for again where there is one to check. Nobody is to type another one into a form.
            let step = match step_of(&visit.app, form.text("name")).await? {
                Step::Passphrase => Step::Passphrase,
                Step::Name | Step::Key => Step::Name,
            };
            refused(&visit, &form, step, no).await
        }
    }
}

/// The second page, for a name.
async fn named(visit: &Visit, client: Client, form: &FormFields) -> Result<Response, PageError> {
    let (name, next) = (form.field("name"), form.text("next"));
    if visit.person().is_some() {
        return Ok(see(local(next)));
    }
    if name.value.trim().is_empty() {
        return shown(visit, (StatusCode::OK, Step::Name), name, next, String::new()).await;
    }
    match limits::sign_in_kind(&visit.app, client).await {
        Ok(()) => {}
        Err(PerformError::Refused(Refused::Rule(Refusal::TooMany { retry_after }))) => {
            return refused(visit, form, Step::Name, NotLetIn::TooMany(retry_after)).await;
        }
        Err(broken) => return Err(broken.into()),
    }
    let step = step_of(&visit.app, &name.value).await?;
    shown(visit, (StatusCode::OK, step), name, next, String::new()).await
}

async fn refused(visit: &Visit, form: &FormFields, step: Step, no: NotLetIn) -> Result<Response, PageError> {
    let (name, next) = (form.field("name"), form.text("next"));
    let mut response = shown(visit, (no.status(), step), name, next, no.words(visit.t)).await?;
    if let Some(seconds) = no.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

async fn shown(
    visit: &Visit,
    (status, step): (StatusCode, Step),
    name: Field,
    next: &str,
    problem: String,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let form = SigninForm { name, passphrase: Field::default() };
    let next = onward(next);
    let task = task_of(visit, &mut tx, &next).await?;
    let is_unset = is_unset(&l, &mut tx).await?;
    let mut response = page(status, &SigninPage { l, step, form, next, task, is_unset, problem })?;
    if step == Step::Key {
        let policy = HeaderValue::from_static(sealed::NO_FORM_POLICY);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// Signs the browser in and leads it on.
pub(super) async fn enter(
    visit: &Visit,
    proven: &Proven,
    to: &str,
    notice: Option<FormNotice>,
    client: Client,
) -> Result<Response, PageError> {
    let began = begin(visit, proven, client).await?;
    let mut response = match notice {
        Some(notice) => see_with(&visit.app, to, notice),
        None => see(to),
    };
    for cookie in began.cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The page that the person wanted to reach, if any.
pub(super) fn onward(next: &str) -> String {
    if next.is_empty() { String::new() } else { local(next).to_owned() }
}

/// The title of the task that they go on to take, where they may read it now.
pub(super) async fn task_of(visit: &Visit, tx: &mut ReadTx, next: &str) -> Result<Option<Words>, PageError> {
    let Some((slug, number)) = links::task_to_take(next) else { return Ok(None) };
    let found = match access::find(tx, &visit.who, slug, visit.now).await {
        Ok(access) => access::find_task(tx, &access, number).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(task) => Ok(Some(Words::of(&task.title, visit.t))),
        Err(PerformError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// `POST /signout`
pub async fn signout(posted: OpenForm) -> Result<Response, PageError> {
    let visit = posted.visit;
    if let Some(session) = visit.session() {
        visit.app.perform(&visit.who, EndSession { session: session.id.clone() }.into()).await?;
    }
    let mut response = see_with(&visit.app, links::home(), FormNotice::info("notice-signed-out"));
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.end(&visit.app.config.base_url));
    // The next person at this browser finds no private page in its cache.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}
