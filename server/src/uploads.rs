//! The doors of uploads for open pages: with the session's cookie, and so what changes something has to come from a page of ours and
//! bring the token of its forms, in a header (DATA 16). Bodies, answers and problems are those of the API (`api::uploads`).

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use http::{HeaderMap, HeaderName, HeaderValue};
use pursuance_domain::allowed::Principal;

use crate::actions::{PerformError, Refused};
use crate::api::ApiError;
use crate::api::uploads::{announce, give_up, take, tell};
use crate::route::routes;
use crate::state::App;
use crate::unread;
use crate::web::request::form::{check_origin, check_token};
use crate::web::request::session::Visit;

/// The header for the value that the field of that name holds in a form of the page.
const FORM_TOKEN: HeaderName = HeaderName::from_static("pursuance-csrf");

routes! {
    post "/uploads" => begin,
    get "/uploads/{id}" => show,
    upload patch "/uploads/{id}" => go_on,
    delete "/uploads/{id}" => forget,
}

/// Every address of these doors.
pub fn router(app: App) -> Router {
    table(Router::new())
        .method_not_allowed_fallback(async || ApiError::Method)
        .layer(from_fn(unread::read_to_the_end))
        .with_state(app)
}

async fn visit(app: &App, headers: &HeaderMap) -> Result<Visit, ApiError> {
    let visit = Visit::read(app, headers).await?;
    if visit.session().is_some() { Ok(visit) } else { Err(PerformError::from(Refused::SignInFirst).into()) }
}

/// Who sends something, from a page of this server that was made for this session.
async fn sender(app: &App, headers: &HeaderMap) -> Result<Principal, ApiError> {
    check_origin(app, headers).map_err(|_| ApiError::NotFromHere)?;
    let visit = visit(app, headers).await?;
    let token = headers.get(FORM_TOKEN).and_then(|token| token.to_str().ok()).unwrap_or_default();
    check_token(&visit, token).map_err(|_| ApiError::NotFromHere)?;
    Ok(visit.who)
}

/// An answer that no cache keeps: a session is asked for each.
fn fresh(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `POST /uploads`
async fn begin(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let who = sender(&app, request.headers()).await?;
    Ok(fresh(announce(&app, &who, request).await?))
}

/// `GET /uploads/{id}`, and `HEAD`
async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let who = visit(&app, &headers).await?.who;
    Ok(fresh(tell(&app, &who, &id).await?))
}

/// `PATCH /uploads/{id}`
async fn go_on(
    State(app): State<App>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let who = sender(&app, request.headers()).await?;
    Ok(fresh(take(&app, &who, &id, request).await?))
}

/// `DELETE /uploads/{id}`
async fn forget(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let who = sender(&app, &headers).await?;
    Ok(fresh(give_up(&app, &who, &id).await?))
}
