//! Files in pieces: `POST /api/v1/uploads` announces one, `PATCH /api/v1/uploads/{id}` sends its pieces, each from where the last one
//! ended. The whole is kept as by `POST /api/v1/files`. With a token here; the same with a session at the doors of pages
//! (`crate::uploads`).

use std::future::ready;
use std::pin::pin;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, StatusCode};
use pursuance_domain::action::AddFile;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::value::{FileName, Sha256};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::problem::{ApiError, UPLOAD_OFFSET};
use super::query::At;
use super::sealed::demand_json;
use super::token::Bearer;
use crate::actions::uploads::{self, PIECE_MAX};
use crate::actions::{PerformError, Refused, Thing};
use crate::attachment::UNKNOWN;
use crate::bounds::bodies::Whose;
use crate::bounds::uploads::{TooManyUploads, paced};
use crate::client_ip::client_of;
use crate::platform::files::{FileError, Pieces};
use crate::state::App;
use crate::store::uploads::Upload;

/// The most bytes of an announcement: a name and a number.
pub const MOST: usize = 8 * 1024;

/// The announcement of a file. The name is only looked at, so that one that cannot be is refused before its file is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Announced {
    #[serde(rename = "name")]
    _name: FileName,
    bytes: u64,
}

/// An upload that has begun.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct BegunUpload {
    /// Its name in the path.
    pub upload: String,
    pub offset: i64,
}

/// How far an upload is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct UploadOffset {
    /// How many bytes are safe here: where the next piece begins.
    pub offset: i64,
    /// Of the whole file, for `task.attach`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Sha256>,
}

impl UploadOffset {
    fn of(upload: &Upload) -> Result<Self, PerformError> {
        let file = upload.sha256.as_deref().map(Sha256::parse).transpose()?;
        Ok(Self { offset: upload.arrived, file })
    }

    fn answer(self) -> Response {
        let headers = [(UPLOAD_OFFSET, HeaderValue::from(self.offset))];
        (headers, Json(self)).into_response()
    }
}

/// `POST /api/v1/uploads`
pub(super) async fn begin(
    State(app): State<App>,
    bearer: Bearer,
    request: Request,
) -> Result<Response, ApiError> {
    announce(&app, &bearer.principal(), request).await
}

/// `GET /api/v1/uploads/{id}`, and `HEAD`
pub(super) async fn show(
    State(app): State<App>,
    bearer: Bearer,
    At(id): At<String>,
) -> Result<Response, ApiError> {
    tell(&app, &bearer.principal(), &id).await
}

/// `PATCH /api/v1/uploads/{id}`
pub(super) async fn add(
    State(app): State<App>,
    bearer: Bearer,
    At(id): At<String>,
    request: Request,
) -> Result<Response, ApiError> {
    take(&app, &bearer.principal(), &id, request).await
}

/// `DELETE /api/v1/uploads/{id}`
pub(super) async fn forget(
    State(app): State<App>,
    bearer: Bearer,
    At(id): At<String>,
) -> Result<StatusCode, ApiError> {
    give_up(&app, &bearer.principal(), &id).await
}

fn person(who: &Principal) -> Result<&ActorId, ApiError> {
    Ok(who.person().ok_or(PerformError::Refused(Refused::SignInFirst))?)
}

fn gone() -> ApiError {
    PerformError::from(Refused::NotFound(Thing::File)).into()
}

/// Takes an announcement.
///
/// # Errors
/// When it cannot be read, or there is no room.
pub async fn announce(app: &App, who: &Principal, request: Request) -> Result<Response, ApiError> {
    let (parts, body) = request.into_parts();
    demand_json(&parts)?;
    let client = client_of(&parts, &app.config.trusted_proxies);
    let mut held = app.bodies.forms.hold(client);
    let read = held.read(body, MOST, ready(Whose::Known)).await;
    let read = read.map_err(|why| ApiError::unread(&why, MOST))?;
    let Announced { bytes, .. } = serde_json::from_slice(&read).map_err(|error| match error.classify() {
        Category::Data => ApiError::Input { field: None, message: error.to_string() },
        Category::Io | Category::Syntax | Category::Eof => ApiError::Syntax(error.to_string()),
    })?;
    let max = app.config.max_upload;
    let Some(bytes) =
        i64::try_from(bytes).ok().filter(|bytes| usize::try_from(*bytes).is_ok_and(|n| n <= max))
    else {
        return Err(FileError::TooLarge { max }.into());
    };
    let upload = uploads::begin(app, who, bytes).await?;
    let headers = [(UPLOAD_OFFSET, HeaderValue::from_static("0"))];
    Ok((StatusCode::CREATED, headers, Json(BegunUpload { upload, offset: 0 })).into_response())
}

/// Tells how far an upload is.
///
/// # Errors
/// When this person has none of that name.
pub async fn tell(app: &App, who: &Principal, id: &str) -> Result<Response, ApiError> {
    let upload = uploads::find(app, person(who)?, id).await?;
    Ok(UploadOffset::of(&upload)?.answer())
}

/// Forgets an upload and what has arrived of it.
///
/// # Errors
/// When this person has none of that name.
pub async fn give_up(app: &App, who: &Principal, id: &str) -> Result<StatusCode, ApiError> {
    let person = person(who)?;
    let upload = uploads::find(app, person, id).await?;
    forget_all(app, person, &upload.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn forget_all(app: &App, person: &ActorId, id: &str) -> Result<(), ApiError> {
    uploads::forget(app, person, id).await?;
    Ok(app.files.forget_pieces(id).await?)
}

/// Takes a piece, and the whole file with the last one.
///
/// # Errors
/// When it is not the next piece, too large, or breaks off; and when there is no room.
pub async fn take(app: &App, who: &Principal, id: &str, request: Request) -> Result<Response, ApiError> {
    let person = person(who)?;
    let (parts, body) = request.into_parts();
    let at = offset(&parts.headers)?;
    if let Some(whole) = goes_on(&uploads::find(app, person, id).await?, at)? {
        return Ok(whole.answer());
    }
    let too_many = |refused: TooManyUploads| PerformError::from(Refused::from(refused));
    let client = client_of(&parts, &app.config.trusted_proxies);
    let _place = app.uploads.begin(person, client).map_err(too_many)?;
    let Some(mut pieces) = app.files.pieces(id).await? else {
        // Another piece of it is arriving.
        return Err(too_many(TooManyUploads::OfPerson).into());
    };
    // Once more, as no other piece comes from here on.
    let upload = match uploads::find(app, person, id).await {
        Ok(upload) => upload,
        // It was given up just now, and its file opened anew.
        Err(refused @ PerformError::Refused(_)) => {
            app.files.forget_pieces(id).await?;
            return Err(refused.into());
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(whole) = goes_on(&upload, at)? {
        app.files.forget_pieces(id).await?;
        return Ok(whole.answer());
    }
    let before = u64::try_from(upload.arrived).unwrap_or(0);
    if pieces.size().await? < before {
        // A backup has the row, and not the bytes.
        forget_all(app, person, id).await?;
        return Err(gone());
    }
    let rest = upload.bytes - upload.arrived;
    app.may_upload(person, rest).await.map_err(PerformError::from)?.map_err(PerformError::from)?;
    let max = PIECE_MAX.min(usize::try_from(rest).unwrap_or(PIECE_MAX));
    let said = parts.headers.get(CONTENT_LENGTH).and_then(|said| said.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|said| said > max) {
        return Err(ApiError::TooLarge { max });
    }
    let bytes = pin!(body.into_data_stream());
    let added = app.files.add_piece(&mut pieces, before, max, pin!(paced(bytes))).await;
    let added = added.map_err(|error| match error {
        FileError::TooLarge { max } => ApiError::TooLarge { max },
        error => error.into(),
    })?;
    let offset = upload.arrived + i64::try_from(added).unwrap_or(0);
    if added > 0 {
        uploads::advance(app, person, &upload, offset).await?;
    }
    if offset < upload.bytes {
        return Ok(UploadOffset { offset, file: None }.answer());
    }
    let file = keep(app, who, &upload, pieces).await?;
    Ok(UploadOffset { offset, file: Some(file) }.answer())
}

/// Whether a piece that begins there can be taken: none if so, and the answer of an upload that is whole already.
fn goes_on(upload: &Upload, at: i64) -> Result<Option<UploadOffset>, ApiError> {
    if at != upload.arrived {
        return Err(ApiError::WrongOffset { at: upload.arrived });
    }
    Ok(if upload.sha256.is_some() { Some(UploadOffset::of(upload)?) } else { None })
}

fn offset(headers: &HeaderMap) -> Result<i64, ApiError> {
    let said = headers.get(UPLOAD_OFFSET).and_then(|said| said.to_str().ok()?.parse().ok());
    said.ok_or(ApiError::Header { header: "Upload-Offset", wanted: "the number of bytes that have arrived" })
}

/// Keeps the whole file and records it. What is killed in between leaves the pieces: an empty one at the end does the rest.
async fn keep(app: &App, who: &Principal, upload: &Upload, pieces: Pieces) -> Result<Sha256, ApiError> {
    // For a moment it is here twice.
    app.disk_has_room(upload.bytes).map_err(|full| PerformError::from(Refused::from(full)))?;
    let person = person(who)?;
    if let Err(full) = uploads::may_finish(app, who, upload.bytes).await? {
        let sha256 = app.files.hash_pieces(&upload.id).await?;
        if !uploads::has(app, person, &sha256).await? {
            return Err(PerformError::from(full).into());
        }
    }
    let whole = app.files.read_pieces(&upload.id).await?;
    let max = usize::try_from(upload.bytes).unwrap_or(0);
    let stored = app.files.keep(&app.clock.new_id(), max, pin!(whole)).await?;
    if stored.bytes != max {
        return Err(FileError::Interrupted(format!("{} of {max} bytes are here", stored.bytes)).into());
    }
    let sha256 = stored.sha256;
    let media_type = UNKNOWN.to_owned();
    let action = AddFile { sha256: sha256.clone(), bytes: upload.bytes, media_type };
    app.perform(who, action.into()).await?;
    uploads::finish(app, person, &upload.id, &sha256).await?;
    app.files.forget_pieces(&upload.id).await?;
    drop(pieces);
    Ok(sha256)
}
