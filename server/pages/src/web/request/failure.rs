//! Failures: the reason as a status, and then as a page with the reason and the next step.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use pursuance_domain::allowed::Permission;
use pursuance_domain::people::role::Role;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::talk::TalkRefusal;
use pursuance_domain::task::assign::AssignRefusal;
use pursuance_domain::wording::Wording;

use super::carried_forms::{Carried, CarriedPage, Lost, Tray};
use super::form::FormFields;
use super::refused_form::with_mark;
use super::session::{Visit, see};
use super::signin::{Step, step_of};
use crate::actions::{PerformError, Refused, Thing, access};
use crate::bounds::bodies;
use crate::platform::clock::random;
use crate::platform::files::FileError;
use crate::state::App;
use crate::store::error::{LostConnection, StoreError, is_away, is_disk_full};
use crate::store::pursuances::{self, Member};
use crate::text::Text;
use crate::web::frame::cookies::Cookie;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{Party, can_help};
use crate::web::request::errors::{ErrorKind, ErrorPage};

/// The reason why a handler has no page of its own to show.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Only for people who are signed in.
    #[error("sign in first")]
    SignInFirst,
    /// The session of the form is gone, or another one by now.
    #[error("the form was written in another session")]
    Lost(Lost),
    /// The form was not sent from one of our pages, or in another session.
    #[error("the form was not sent from a page of this server")]
    ForgedForm,
    /// The request makes no sense.
    #[error("the request makes no sense")]
    BadRequest,
    /// More than fits.
    #[error("the request is too large")]
    TooLarge,
    /// There is no room for it now.
    #[error("too much is arriving at once")]
    Busy,
    /// This address does not support that method.
    #[error("this address does not take that method")]
    MethodNotAllowed,
    /// A rule refuses, and there is no form to show the refusal beside.
    #[error(transparent)]
    Refused(Refused),
    /// This server failed.
    #[error(transparent)]
    Perform(PerformError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the page could not be written out")]
    Template(#[from] askama::Error),
    #[error("the page could not be taken from where it was written")]
    Body(#[from] axum::Error),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the passphrase could not be hashed: {0}")]
    Credential(argon2::password_hash::Error),
}

impl PageError {
    /// There is no such thing here.
    pub fn not_found(what: Thing) -> Self {
        Self::Refused(Refused::NotFound(what))
    }
}

impl From<Lost> for PageError {
    fn from(lost: Lost) -> Self {
        Self::Lost(lost)
    }
}

impl From<PerformError> for PageError {
    fn from(error: PerformError) -> Self {
        match error {
            PerformError::Refused(Refused::SignInFirst) => Self::SignInFirst,
            PerformError::Refused(refused) => Self::Refused(refused),
            other => Self::Perform(other),
        }
    }
}

impl From<argon2::password_hash::Error> for PageError {
    fn from(error: argon2::password_hash::Error) -> Self {
        Self::Credential(error)
    }
}

/// How long the page of a failure waits for its frame, which is read from the database.
const FRAME: Duration = Duration::from_secs(2);

/// The seconds after which a database that is away may be there again.
const AWAY: u64 = 2;

/// The content of an error page, on its way from the handler to [`as_page`].
#[derive(Debug, Clone)]
struct ErrorContent {
    fault: ErrorKind,
    why: Option<Wording>,
    /// The least role that may do it, where a role would help.
    needed: Option<Role>,
    reference: String,
    retry_after: Option<u64>,
}

impl ErrorContent {
    fn plain(fault: ErrorKind) -> Self {
        Self { fault, why: None, needed: None, reference: String::new(), retry_after: None }
    }

    /// A refusal, which the page shows in the language of the viewer.
    fn refused(refused: &Refused) -> Self {
        let fault = match refused.status() {
            403 => ErrorKind::Forbidden,
            404 => return Self::plain(ErrorKind::NotFound),
            410 => ErrorKind::Gone,
            429 => ErrorKind::TooMany,
            _ => ErrorKind::Refused,
        };
        let retry_after = match refused {
            Refused::Rule(
                Refusal::TooMany { retry_after } | Refusal::Talk(TalkRefusal::Slowed { retry_after }),
            ) => Some(*retry_after),
            _ => None,
        };
        Self { why: Some(refused.wording()), needed: needed(refused), retry_after, ..Self::plain(fault) }
    }

    /// A failure of this server: its causes go to the log, the page names the reference to find them.
    fn broken(error: &(dyn std::error::Error + 'static)) -> Self {
        if is_away(error) {
            tracing::warn!(error, "A page was asked for with the database away");
            return Self { retry_after: Some(AWAY), ..Self::plain(ErrorKind::Unavailable) };
        }
        let reference = hex::encode(random::<8>());
        tracing::error!(incident = reference, error, "A page could not be shown");
        let fault = if is_disk_full(error) { ErrorKind::DiskFull } else { ErrorKind::Broken };
        Self { reference, ..Self::plain(fault) }
    }

    fn of(error: &PageError) -> Self {
        match error {
            PageError::SignInFirst | PageError::Lost(_) => Self::plain(ErrorKind::Forbidden),
            PageError::ForgedForm | PageError::BadRequest => Self::plain(ErrorKind::BadRequest),
            PageError::TooLarge | PageError::File(FileError::TooLarge { .. }) => {
                Self::plain(ErrorKind::TooLarge)
            }
            PageError::File(FileError::Interrupted(_)) => Self::plain(ErrorKind::BadRequest),
            PageError::Busy => {
                Self { retry_after: Some(bodies::RETRY_AFTER.into()), ..Self::plain(ErrorKind::Unavailable) }
            }
            PageError::MethodNotAllowed => Self::plain(ErrorKind::MethodNotAllowed),
            PageError::Refused(refused) => Self::refused(refused),
            PageError::Store(error @ StoreError::Unsure(_))
            | PageError::Perform(PerformError::Store(error @ StoreError::Unsure(_))) => {
                tracing::warn!(
                    error = error as &dyn std::error::Error,
                    "A form was sent with the database away"
                );
                Self { retry_after: Some(AWAY), ..Self::plain(ErrorKind::Unsure) }
            }
            PageError::Store(busy) | PageError::Perform(PerformError::Store(busy)) if busy.is_retryable() => {
                Self { retry_after: Some(1), ..Self::plain(ErrorKind::Unavailable) }
            }
            PageError::Store(StoreError::TooManySearches(many))
            | PageError::Perform(PerformError::Store(StoreError::TooManySearches(many))) => {
                Self { retry_after: Some(many.retry_after), ..Self::plain(ErrorKind::TooManySearches) }
            }
            PageError::Store(StoreError::Busy)
            | PageError::Perform(PerformError::Store(StoreError::Busy)) => {
                Self { retry_after: Some(1), ..Self::plain(ErrorKind::Unavailable) }
            }
            PageError::Store(StoreError::TooSlow)
            | PageError::Perform(PerformError::Store(StoreError::TooSlow)) => Self::plain(ErrorKind::TooSlow),
            PageError::Perform(error) => Self::broken(error),
            PageError::Store(error) => Self::broken(error),
            PageError::Template(error) => Self::broken(error),
            PageError::Body(error) => Self::broken(error),
            PageError::File(error) => Self::broken(error),
            PageError::Credential(_) => Self::broken(error),
        }
    }
}

/// The least role that may do what was refused, where a role would help.
fn needed(refused: &Refused) -> Option<Role> {
    match refused {
        Refused::Rule(Refusal::NotAllowed(no)) => no.needed(),
        Refused::Rule(Refusal::Assign(AssignRefusal::RoleTooLow { needed })) => Some(*needed),
        Refused::SuggestInstead { because: no, .. } | Refused::NoneOf { first: no, .. } => needed(no),
        _ => None,
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let lost = match &self {
            Self::SignInFirst => Some(Lost::SignedOut),
            Self::Lost(lost) => Some(lost.clone()),
            _ => None,
        };
        if let Some(lost) = lost {
            let mut response = lost.status().into_response();
            if let Some(seconds) = lost.retry_after() {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            if response.status() == StatusCode::UNAUTHORIZED {
                // RFC 9110 §15.5.2 demands a scheme; browsers ask for a name only for schemes they know.
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Cookie"));
            }
            response.extensions_mut().insert(lost);
            return response;
        }
        let shown = ErrorContent::of(&self);
        let status = StatusCode::from_u16(shown.fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if LostConnection::caused(&self) {
            response.extensions_mut().insert(LostConnection);
        }
        if let Some(seconds) = shown.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(shown);
        response
    }
}

/// A page as an answer.
///
/// # Errors
/// When the template cannot be rendered.
pub fn page(status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
    Ok(html(status, template.render()?))
}

/// A page on which something of private pursuances may stand. Then no cache keeps it, as none keeps their own pages: an old one would look
/// to the script like a server that shows something old.
///
/// # Errors
/// When the template cannot be rendered.
pub fn page_beside(status: StatusCode, template: &impl Template, l: &Layout) -> Result<Response, PageError> {
    let mut response = page(status, template)?;
    if !l.opens.is_empty() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// The answer with a rendered page.
pub(super) fn html(status: StatusCode, written: String) -> Response {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    (status, [(header::CONTENT_TYPE, html)], written).into_response()
}

/// Turns failures of handlers into pages, and adds the headers of all pages: only this browser may cache them, and a
/// notice is shown once.
pub async fn as_page(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (method, uri, headers) = (request.method().clone(), request.uri().clone(), request.headers().clone());
    let tray = Tray::default();
    request.extensions_mut().insert(tray.clone());
    let back = back(&method, &uri);
    let answer = PageAnswer { app: &app, headers: &headers, tray: &tray, path: uri.path(), back };
    let mut response = next.run(request).await;
    // axum answers with bare text when it cannot read a part of an address, such as the number of a task.
    if response.status() == StatusCode::BAD_REQUEST && is_bare_text(&response) {
        response = PageError::not_found(Thing::Page).into_response();
    }
    // A request that takes too long ends with an empty answer.
    if response.status() == StatusCode::SERVICE_UNAVAILABLE && is_empty(&response) {
        response.extensions_mut().insert(ErrorContent::plain(ErrorKind::Unavailable));
    }
    if let Some(lost) = response.extensions_mut().remove::<Lost>() {
        if method == Method::GET || method == Method::HEAD {
            return see(&links::signin_to(uri.path_and_query().map_or("/", |path| path.as_str())));
        }
        let form = tray.form().unwrap_or_else(|| Carried::new(uri.path(), "", &FormFields::default()));
        let whose = lost.name().unwrap_or(&form.by).to_owned();
        // Where this fails, the name is asked for.
        let step =
            if whose.is_empty() { Step::Name } else { step_of(&app, &whose).await.unwrap_or(Step::Name) };
        response = answer.write(response, "", |l| CarriedPage::new(l, form, lost, step)).await;
    }
    if let Some(shown) = response.extensions_mut().remove::<ErrorContent>() {
        response = answer.show(&shown, response).await;
    } else if method == Method::POST && response.status().is_client_error() && is_page(&response) {
        let sent = tray.form();
        response = match with_mark(response, uri.path(), sent.as_ref()).await {
            Ok(marked) => marked,
            Err(error) => answer.show(&ErrorContent::of(&error), error.into_response()).await,
        };
    }
    answer.finish(response)
}

/// The page for an unknown address.
pub async fn nothing_here(app: &App, headers: &HeaderMap, method: &Method, uri: &Uri) -> Response {
    let back = back(method, uri);
    let answer = PageAnswer { app, headers, tray: &Tray::default(), path: "", back };
    let response =
        answer.show(&ErrorContent::plain(ErrorKind::NotFound), StatusCode::NOT_FOUND.into_response()).await;
    answer.finish(response)
}

/// The answer to a method that an address does not support. A person who reloads the page of a refused form, or who was
/// sent its address, is redirected to the page of the form.
///
/// # Errors
/// Always, unless there is such a page.
pub async fn other_method(method: Method, uri: Uri) -> Result<Response, PageError> {
    let reads = method == Method::GET || method == Method::HEAD;
    match links::page_of(uri.path()).filter(|_| reads) {
        Some(page) => Ok(see(&page)),
        None => Err(PageError::MethodNotAllowed),
    }
}

/// Where signing in leads from an error: the same address, unless a form was sent there, or only programs ask there.
fn back<'a>(method: &Method, uri: &'a Uri) -> Option<&'a str> {
    let reads = method == Method::GET || method == Method::HEAD;
    let is_feed = uri.path().starts_with(links::FEEDS);
    uri.path_and_query().filter(|_| reads && !is_feed).map(PathAndQuery::as_str)
}

/// The link up from an error: the pursuance in the address, if the fault implies that the viewer may read it; or the page that a
/// refused form names.
fn up(fault: ErrorKind, path: &str, form: Option<&Carried>) -> Option<String> {
    match fault {
        ErrorKind::Forbidden | ErrorKind::Gone => slug_of(path).map(links::pursuance),
        ErrorKind::Refused => form?.back().map(str::to_owned),
        _ => None,
    }
}

/// The pursuance that an address is in.
fn slug_of(path: &str) -> Option<&str> {
    Some(path.strip_prefix("/p/")?.split_once('/')?.0)
}

/// The header by which a script asks for a page that somebody points at (`static/js/talk/ahead.js`): its browser may show that for a few
/// seconds without asking again. The script reads such a page again at once, so that nothing old stays.
const AHEAD: &str = "pursuance-ahead";
const KEPT_AHEAD: &str = "private, max-age=10";

/// The most people who are named as able to help.
const HELPERS: i64 = 3;

/// The answer to a request for a page: an error page if the handler failed.
struct PageAnswer<'a> {
    app: &'a App,
    headers: &'a HeaderMap,
    tray: &'a Tray,
    path: &'a str,
    /// The address to which signing in leads back.
    back: Option<&'a str>,
}

impl PageAnswer<'_> {
    /// The page of a failure. It contains everything typed.
    async fn show(&self, shown: &ErrorContent, bare: Response) -> Response {
        let form = self.tray.form();
        let helpers = match shown.needed {
            Some(role) => self.helpers(role).await,
            None => Vec::new(),
        };
        let make = |l: Layout| ErrorPage {
            help: can_help(l.t, &helpers),
            detail: shown.why.as_ref().map(|why| l.t.say(why)).unwrap_or_default(),
            advice: shown.why.as_ref().map(|why| l.t.advise(why)).unwrap_or_default(),
            reference: shown.reference.clone(),
            up: up(shown.fault, self.path, form.as_ref()),
            ..ErrorPage::new(l, shown.fault, form)
        };
        self.write(bare, &shown.reference, make).await
    }

    /// The one who asks.
    async fn visit(&self) -> Result<Visit, StoreError> {
        match self.tray.session() {
            Some(began) => Visit::read_as(self.app, self.headers, Some(&began.secret)).await,
            None => Visit::read(self.app, self.headers).await,
        }
    }

    /// A few people of the pursuance in the address with at least this role, where the viewer may see its members. The page says enough
    /// without them.
    async fn helpers(&self, role: Role) -> Vec<Party> {
        let Some(slug) = slug_of(self.path) else { return Vec::new() };
        let found = async {
            let visit = self.visit().await?;
            let mut tx = self.app.db.read().await?;
            let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
            if !access.may(Permission::SeeMembers, None) {
                return Ok(Vec::new());
            }
            let able: Vec<Role> = Role::ALL.into_iter().filter(|able| *able >= role).collect();
            pursuances::members_in(&mut tx, &access.pursuance.id, &able, HELPERS)
                .await
                .map_err(PerformError::from)
        };
        let members = found.await.unwrap_or_default();
        let party = |member: &Member| Party::person(&member.display).linked(links::actor(&member.name));
        members.iter().map(party).collect()
    }

    /// A page in place of an empty answer with the same status and headers.
    async fn write<T: Template>(
        &self,
        bare: Response,
        reference: &str,
        make: impl FnOnce(Layout) -> T,
    ) -> Response {
        let (head, _) = bare.into_parts();
        let (status, bare, lost) =
            (head.status, head.headers, head.extensions.get::<LostConnection>().copied());
        let layout = async {
            let visit = self.visit().await?;
            visit.layout(&mut self.app.db.read().await?, Nav::Elsewhere).await
        };
        // With the database away, the page is in the frame of nobody, and has what was typed all the same.
        let found = tokio::time::timeout(FRAME, layout).await;
        let mut l = found.ok().and_then(Result::ok).unwrap_or_else(|| self.frame_of_nobody());
        l.back = self.back.map(str::to_owned);
        match page(status, &make(l)) {
            Ok(mut shown) => {
                if let Some(lost) = lost {
                    shown.extensions_mut().insert(lost);
                }
                shown.headers_mut().extend(bare.into_iter().filter_map(|(name, value)| {
                    name.filter(|name| *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH)
                        .map(|name| (name, value))
                }));
                shown
            }
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "The page of a failure could not be shown"
                );
                (status, format!("{status}\nAsk an operator of this server: {reference}\n")).into_response()
            }
        }
    }

    /// A frame that is made without the database.
    fn frame_of_nobody(&self) -> Layout {
        let host = self.app.addresses.authority().to_owned();
        Layout {
            instance: host.clone(),
            host,
            ..Layout::part((Text::asked(self.headers), Tz::UTC), self.app.clock.now(), None, Arc::default())
        }
    }

    fn finish(&self, mut response: Response) -> Response {
        let (is_html, is_shown) = (is_page(&response), response.status() == StatusCode::OK);
        let (base, answer) = (&self.app.config.base_url, response.headers_mut());
        if let Some(began) = self.tray.session() {
            for cookie in began.cookies {
                answer.append(header::SET_COOKIE, cookie);
            }
        }
        // A page that begins a session, or ends what is shown once, is itself shown once.
        let is_plain = is_html && is_shown && !answer.contains_key(header::SET_COOKIE);
        let is_told = [Cookie::Notice, Cookie::Undo].iter().any(|it| it.read(base, self.headers).is_some());
        let is_ahead = is_plain && !is_told && self.headers.contains_key(AHEAD);
        let keep = if is_ahead { KEPT_AHEAD } else { "private, no-cache" };
        if is_ahead {
            // Nobody who signs in, or out, meanwhile is shown it.
            answer.append(header::VARY, HeaderValue::from_static("cookie"));
        }
        answer.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(keep));
        for cookie in [Cookie::Notice, Cookie::Undo] {
            if is_html && cookie.read(base, self.headers).is_some() {
                answer.append(header::SET_COOKIE, cookie.end(base));
            }
        }
        response
    }
}

fn is_page(response: &Response) -> bool {
    let form = response.headers().get(header::CONTENT_TYPE);
    form.is_some_and(|form| form.as_bytes().starts_with(b"text/html"))
}

fn is_bare_text(response: &Response) -> bool {
    let form = response.headers().get(header::CONTENT_TYPE);
    form.is_some_and(|form| form.as_bytes().starts_with(b"text/plain"))
}

fn is_empty(response: &Response) -> bool {
    response.extensions().get::<ErrorContent>().is_none() && response.body().size_hint().exact() == Some(0)
}
