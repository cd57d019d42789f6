//! The doors of private pursuances for open pages: with the session's cookie, and so a POST has to come from a page of ours
//! (DATA 16). Bodies, answers and problems are those of the API (`api::sealed`). Personal boxes are of no pursuance: `/sealed/boxes`.
//!
//! Adding an address: its handler, its line in `routes!`, its place in docs/api.md.

use std::future::ready;

use axum::extract::{Path, Request, State};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use pursuance_domain::action::{Action, ForgetBox, PutBox};
use pursuance_domain::allowed::Principal;
use pursuance_domain::sealed::BoxKind;
use serde::Deserialize;
use serde_json::error::Category;

use crate::actions::{PerformError, Refused};
use crate::api::sealed::{self as api, RecordUse};
use crate::api::{ApiError, BoxQuery, StrictQuery};
use crate::bounds::bodies::Whose;
use crate::client_ip::client_of;
use crate::reads::boxes as kept;
use crate::reads::private::Named;
use crate::route::routes;
use crate::state::App;
use crate::unread;
use crate::web::frame::notice::FormNotice;
use crate::web::request::form::check_origin;
use crate::web::request::session::Visit;

routes! {
    get "/p/{slug}/sealed/log" => log,
    post "/p/{slug}/sealed/log" => append,
    get "/p/{slug}/sealed/seals" => seals,
    post "/p/{slug}/sealed/seals" => hand_in,
    get "/p/{slug}/sealed/objects" => objects,
    get "/p/{slug}/sealed/suggestions" => suggestions,
    post "/p/{slug}/sealed/put" => put,
    get "/p/{slug}/sealed/tags" => tags,
    post "/p/{slug}/sealed/tags" => set_tags,
    post "/sealed/{pid}/log" => found,
    get "/sealed/boxes" => boxes,
    post "/sealed/boxes" => keep,
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

async fn send(app: &App, named: Named<'_>, how: RecordUse, request: Request) -> Result<Response, ApiError> {
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
    send(&app, Named::Slug(&slug), RecordUse::Log, request).await
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
    send(&app, Named::Slug(&slug), RecordUse::Seals, request).await
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

/// `GET /p/{slug}/sealed/suggestions`
async fn suggestions(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let (who, _) = ask(&app, request).await?;
    Ok(fresh(api::show_suggestions(&app, &who, Named::Slug(&slug)).await?))
}

/// `POST /p/{slug}/sealed/put`
async fn put(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    send(&app, Named::Slug(&slug), RecordUse::Put, request).await
}

/// `GET /p/{slug}/sealed/tags`
async fn tags(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let (who, parts) = ask(&app, request).await?;
    Ok(fresh(api::show_tags(&app, &who, Named::Slug(&slug), &parts).await?))
}

/// `POST /p/{slug}/sealed/tags`
async fn set_tags(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let who = sender(&app, request.headers()).await?;
    Ok(fresh(api::tag(&app, &who, Named::Slug(&slug), request).await?))
}

/// `POST /sealed/{pid}/log`: a new pursuance, whose slug nobody knows yet. Its page, which comes next, says that it is ready.
async fn found(
    State(app): State<App>,
    Path(pid): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let mut answer = send(&app, Named::Pid(&pid), RecordUse::Log, request).await?;
    let ready = FormNotice::good("notice-started").cookie(&app.config.base_url);
    answer.headers_mut().append(SET_COOKIE, ready);
    Ok(answer)
}

/// `GET /sealed/boxes`: what somebody keeps for themselves alone.
async fn boxes(
    State(app): State<App>,
    headers: HeaderMap,
    StrictQuery(asked): StrictQuery<BoxQuery>,
) -> Result<Response, ApiError> {
    let who = reader(&app, &headers).await?;
    let mut tx = app.db.read().await?;
    Ok(fresh(Json(kept::list(&mut tx, &who, asked.kind, asked.oid.as_deref()).await?)))
}

/// The most bytes of a personal box as it is sent.
pub const MOST_OF_BOX: usize = 8 * 1024;

/// A personal box; without `sealed` it ends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SentBox {
    kind: BoxKind,
    oid: String,
    #[serde(default)]
    sealed: Option<String>,
}

/// `POST /sealed/boxes`
async fn keep(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let who = sender(&app, request.headers()).await?;
    let (parts, body) = request.into_parts();
    api::demand_json(&parts)?;
    let client = client_of(&parts, &app.config.trusted_proxies);
    let mut held = app.bodies.forms.hold(client);
    let bytes = held.read(body, MOST_OF_BOX, ready(Whose::Known)).await;
    let bytes = bytes.map_err(|why| ApiError::unread(&why, MOST_OF_BOX))?;
    let SentBox { kind, oid, sealed } =
        serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
            Category::Data => ApiError::Input {
                field: None,
                message: "It has a kind, an oid and, unless it ends, what is sealed.".to_owned(),
            },
            Category::Io | Category::Syntax | Category::Eof => ApiError::Syntax(error.to_string()),
        })?;
    let action: Action = match sealed {
        Some(sealed) => PutBox { kind, oid, sealed }.into(),
        None => ForgetBox { kind, oid }.into(),
    };
    Ok(fresh(Json(app.perform(&who, action).await?.result)))
}
