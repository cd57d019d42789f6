//! Files: `POST /api/v1/files` stores bytes under their SHA-256; `GET /api/v1/files/{id}` sends a file to readers of
//! the object it is attached to, always as a download, never as something a browser would run.

use std::pin::pin;

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::response::Response;
use bytes::Bytes;
use futures::Stream;
use http::StatusCode;
use http::header::{self, HeaderMap};
use pursuance_domain::action::AddFile;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::FileId;
use pursuance_domain::value::Sha256;
use schemars::JsonSchema;
use serde::Serialize;

use super::problem::ApiError;
use super::query::At;
use super::token::{Bearer, Caller};
use crate::actions::{PerformError, Refused};
use crate::attachment::{self, BytesRequest, UNKNOWN};
use crate::bounds::client::Client;
use crate::bounds::uploads::{self, UploadSlot, paced};
use crate::platform::files::FileError;
use crate::reads::discussion;
use crate::state::App;

/// An upload, with its name for actions.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Uploaded {
    /// The SHA-256 of the bytes.
    pub file: Sha256,
    pub bytes: u64,
}

/// `POST /api/v1/files`: the bytes as the body, or as the field `file` of a form.
pub(super) async fn add(
    State(app): State<App>,
    bearer: Bearer,
    client: Client,
    request: Request,
) -> Result<(StatusCode, Json<Uploaded>), ApiError> {
    let (_place, principal) = begin(&app, &bearer, client, request.headers()).await?;
    let form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|form| form.to_str().ok())
        .unwrap_or(UNKNOWN)
        .to_owned();
    let uploaded = if is_form(form.as_bytes()) {
        let (head, body) = request.into_parts();
        let (body, file_begun) = uploads::form(body.into_data_stream());
        let request = Request::from_parts(head, Body::from_stream(body));
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|_| ApiError::MediaType("a form without a boundary"))?;
        let field = file_field(&mut parts).await?;
        file_begun.note();
        let form = field.content_type().unwrap_or(UNKNOWN).to_owned();
        keep(&app, &principal, form, field).await?
    } else {
        keep(&app, &principal, form, request.into_body().into_data_stream()).await?
    };
    Ok((StatusCode::CREATED, Json(uploaded)))
}

/// The first field of a form, which has to be the file: fields before it would have to be read without a limit.
async fn file_field(parts: &mut Multipart) -> Result<Field<'_>, ApiError> {
    let missing = || ApiError::Input {
        field: Some("file".to_owned()),
        message: "The first field of the form has to be “file”.".to_owned(),
    };
    let broken = |_: MultipartError| ApiError::Incomplete;
    let field = parts.next_field().await.map_err(broken)?.ok_or_else(missing)?;
    if field.name() == Some("file") { Ok(field) } else { Err(missing()) }
}

/// Takes a place for an upload, and refuses one that announces too large a size, before it has arrived.
async fn begin(
    app: &App,
    bearer: &Bearer,
    client: Client,
    headers: &HeaderMap,
) -> Result<(UploadSlot, Principal), ApiError> {
    let principal = bearer.principal();
    let person = principal.person().ok_or(PerformError::Refused(Refused::SignInFirst))?.clone();
    let place = app.uploads.begin(&person, client);
    let place = place.map_err(Refused::from).map_err(PerformError::from)?;
    let said =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    // A form has a few lines around the file; it is counted while it arrives.
    let is_form = headers.get(header::CONTENT_TYPE).is_some_and(|form| is_form(form.as_bytes()));
    let max = app.config.max_upload;
    if !is_form && said.is_some_and(|said| said > max) {
        return Err(FileError::TooLarge { max }.into());
    }
    let said = i64::try_from(said.unwrap_or(0)).unwrap_or(i64::MAX);
    app.may_upload(&person, said).await.map_err(PerformError::from)?.map_err(PerformError::from)?;
    Ok((place, principal))
}

fn is_form(content_type: &[u8]) -> bool {
    content_type.trim_ascii_start().to_ascii_lowercase().starts_with(b"multipart/form-data")
}

/// Keeps bytes as they arrive, then records them.
async fn keep<E: std::fmt::Display>(
    app: &App,
    who: &Principal,
    form: String,
    bytes: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Uploaded, ApiError> {
    let stored = app.files.keep(&app.clock.new_id(), app.config.max_upload, pin!(paced(pin!(bytes)))).await?;
    let media_type = if form.len() <= 100 && form.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        form
    } else {
        UNKNOWN.to_owned()
    };
    let size = stored.bytes;
    let action =
        AddFile { sha256: stored.sha256.clone(), bytes: i64::try_from(size).unwrap_or(i64::MAX), media_type };
    app.perform(who, action.into()).await?;
    Ok(Uploaded { file: stored.sha256, bytes: size as u64 })
}

/// `GET /api/v1/files/{id}`
pub(super) async fn show(
    State(app): State<App>,
    Caller(who): Caller,
    At(id): At<FileId>,
    asked: BytesRequest,
) -> Result<Response, ApiError> {
    let mut tx = app.db.read().await?;
    let file = discussion::file(&mut tx, &who, &id, app.clock.now()).await?;
    drop(tx);
    Ok(attachment::answer(&app, &file, &asked).await?)
}
