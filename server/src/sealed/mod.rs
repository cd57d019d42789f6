//! The doors of private pursuances for open pages: with the session's cookie, and so a POST has to come from a page of ours
//! (DATA 16). Bodies, answers and problems are those of the API (`api::sealed`).
//!
//! Adding an address: its handler, its line in `routes!`, its place in docs/api.md.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use pursuance_domain::allowed::Principal;

use crate::actions::{PerformError, Refused};
use crate::api::ApiError;
use crate::api::sealed::{self as api, Take};
use crate::reads::private::Named;
use crate::route::routes;
use crate::state::App;
use crate::unread;
use crate::web::request::form::check_origin;
use crate::web::request::session::Visit;

routes! {
    get "/p/{slug}/sealed/log" => log,
    post "/p/{slug}/sealed/log" => append,
    get "/p/{slug}/sealed/seals" => seals,
    post "/p/{slug}/sealed/seals" => hand_in,
    get "/p/{slug}/sealed/objects" => objects,
    post "/p/{slug}/sealed/put" => put,
    post "/sealed/{pid}/log" => found,
}

/// Every address of these doors.
pub fn router(app: App) -> Router {
    table(Router::new())
        .method_not_allowed_fallback(async || ApiError::Method)
        .layer(from_fn(unread::read_to_the_end))
        .with_state(app)
}

/// Who asks: somebody who is signed in.
async fn reader(app: &App, headers: &HeaderMap) -> Result<Principal, ApiError> {
    let visit = Visit::read(app, headers).await?;
    if visit.session().is_some() {
        Ok(visit.who)
    } else {
        Err(PerformError::from(Refused::SignInFirst).into())
    }
}

/// Who sends something, from a page of this server.
async fn sender(app: &App, headers: &HeaderMap) -> Result<Principal, ApiError> {
    check_origin(app, headers).map_err(|_| ApiError::NotFromHere)?;
    reader(app, headers).await
}

/// An answer that no cache keeps: a session is asked for each.
fn fresh(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn ask(app: &App, request: Request) -> Result<(Principal, Parts), ApiError> {
    let (parts, _) = request.into_parts();
    Ok((reader(app, &parts.headers).await?, parts))
}

async fn send(app: &App, named: Named<'_>, how: Take, request: Request) -> Result<Response, ApiError> {
    let who = sender(app, request.headers()).await?;
    Ok(fresh(api::take(app, &who, named, how, request).await?))
}

/// `GET /p/{slug}/sealed/log`
async fn log(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let (who, parts) = ask(&app, request).await?;
    Ok(fresh(api::show_log(&app, &who, Named::Slug(&slug), &parts).await?))
}

/// `POST /p/{slug}/sealed/log`
async fn append(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    send(&app, Named::Slug(&slug), Take::Log, request).await
}

/// `GET /p/{slug}/sealed/seals`
async fn seals(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let (who, parts) = ask(&app, request).await?;
    Ok(fresh(api::show_seals(&app, &who, Named::Slug(&slug), &parts).await?))
}

/// `POST /p/{slug}/sealed/seals`
async fn hand_in(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    send(&app, Named::Slug(&slug), Take::Seals, request).await
}

/// `GET /p/{slug}/sealed/objects`
async fn objects(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let (who, parts) = ask(&app, request).await?;
    Ok(fresh(api::show_objects(&app, &who, Named::Slug(&slug), &parts).await?))
}

/// `POST /p/{slug}/sealed/put`
async fn put(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    send(&app, Named::Slug(&slug), Take::Put, request).await
}

/// `POST /sealed/{pid}/log`: a new pursuance, whose slug nobody knows yet.
async fn found(
    State(app): State<App>,
    Path(pid): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    send(&app, Named::Pid(&pid), Take::Log, request).await
}
