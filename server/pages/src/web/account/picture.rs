//! The picture beside the name of a person: sent by them, made small, and shown to everybody.

use std::convert::Infallible;
use std::pin::Pin;

use axum::body::Body;
use axum::extract::multipart::{Field as Part, Multipart, MultipartError};
use axum::extract::{FromRequest, Path, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use pursuance_domain::action::SetPicture;
use pursuance_domain::id::ActorId;
use pursuance_domain::value::Sha256;

use super::me::{answer, load};
use crate::actions::{PerformError, Thing, limits};
use crate::bounds::client::Client;
use crate::pictures::{SENT_MAX, TYPE, Unusable};
use crate::platform::files::FileError;
use crate::state::App;
use crate::store::pictures;
use crate::web::frame::csrf;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Field;
use crate::web::request::carried_forms::{Carried, Tray};
use crate::web::request::failure::PageError;
use crate::web::request::form::{Posted, check_origin, check_token};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::task::files::{bounded, short};

/// `GET /pictures/{sha256}`: the bytes never change, and browsers treat them only as a picture, whatever they contain.
pub async fn show(State(app): State<App>, Path(sha256): Path<String>) -> Result<Response, PageError> {
    let nothing = || PageError::not_found(Thing::File);
    let picture = Sha256::parse(&sha256).map_err(|_| nothing())?;
    let bytes = pictures::shown(&mut app.db.read().await?, &picture).await?.ok_or_else(nothing)?;
    if !app.files.has(&picture).await {
        return Err(nothing());
    }
    let read = app.files.read(&picture).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(TYPE));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    // No shared cache may keep it: the person can remove the picture.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    Ok((headers, Body::from_stream(read)).into_response())
}

/// `POST /me/picture`: a form of two parts, the token before the file.
pub async fn upload(State(app): State<App>, client: Client, request: Request) -> Result<Response, PageError> {
    check_origin(&app, request.headers())?;
    if let Some(tray) = request.extensions().get::<Tray>() {
        tray.keep(Carried::with_files(request.uri().path()));
    }
    let visit = Visit::read(&app, request.headers()).await?.with_sums(request.extensions());
    let person = visit.signed_in()?.account.actor.clone();
    // Before any of it is read: what comes before the file is held in memory, too.
    let begun = match app.uploads.begin(&person, client) {
        Ok(place) => app.may_upload(&person, 0).await?.map(|()| place),
        Err(no) => Err(no.into()),
    };
    let _place = match begun {
        Ok(place) => place,
        Err(no) => return refused(&visit, status_of(&no), refusal_text(visit.t, &no)).await,
    };
    let (request, file_begun) = bounded(request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| PageError::BadRequest)?;
    let token = parts.next_field().await.map_err(|_| PageError::BadRequest)?.ok_or(PageError::BadRequest)?;
    if token.name() != Some(csrf::FIELD) {
        return Err(PageError::ForgedForm);
    }
    check_token(&visit, &short(token).await?)?;
    let file = parts.next_field().await.map_err(|_| PageError::BadRequest)?.ok_or(PageError::BadRequest)?;
    if file.name() != Some("file") {
        return Err(PageError::BadRequest);
    }
    file_begun.note();
    let sent = match whole(pieces(file)).await? {
        Ok(sent) => sent,
        Err(no) => return refused(&visit, StatusCode::PAYLOAD_TOO_LARGE, no.words(visit.t)).await,
    };
    let allowed = match limits::attempt(&app, &visit.who).await {
        Ok(()) => limits::picture(&app, &person).await,
        refused => refused,
    };
    match allowed {
        Ok(()) => {}
        Err(PerformError::Refused(no)) => {
            return refused(&visit, status_of(&no), refusal_text(visit.t, &no)).await;
        }
        Err(error) => return Err(error.into()),
    }
    let set = match keep(&app, &person, sent).await? {
        Ok(set) => set,
        Err(no) => return refused(&visit, StatusCode::UNPROCESSABLE_ENTITY, no.words(visit.t)).await,
    };
    match split_refusal(app.perform(&visit.who, set.into()).await)? {
        Ok(_) => Ok(see_with(&app, PLACE, FormNotice::good("notice-picture-set"))),
        Err(no) => refused(&visit, status_of(&no), refusal_text(visit.t, &no)).await,
    }
}

/// The address of the picture on the account page.
const PLACE: &str = "/me#picture";

/// The pieces of a file as they arrive.
type PicturePieces<'a> = Pin<Box<dyn Stream<Item = Result<Bytes, MultipartError>> + Send + 'a>>;

fn pieces(file: Part<'_>) -> PicturePieces<'_> {
    Box::pin(stream::unfold(file, async |mut file| {
        let piece = file.chunk().await.transpose()?;
        Some((piece, file))
    }))
}

/// The bytes of a file, unless they are too many.
async fn whole(mut pieces: PicturePieces<'_>) -> Result<Result<Vec<u8>, Unusable>, PageError> {
    let mut sent = Vec::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| PageError::BadRequest)?;
        if sent.len() + piece.len() > SENT_MAX {
            return Ok(Err(Unusable::TooLarge));
        }
        sent.extend_from_slice(&piece);
    }
    Ok(Ok(sent))
}

/// Makes a picture small and stores it. Returns the action that shows it.
async fn keep(app: &App, person: &ActorId, sent: Vec<u8>) -> Result<Result<SetPicture, Unusable>, FileError> {
    let small = match app.pictures.make_small(person, sent).await {
        Ok(small) => Bytes::from(small),
        Err(unusable) => return Ok(Err(unusable)),
    };
    let bytes = i64::try_from(small.len()).unwrap_or(i64::MAX);
    let whole = stream::iter([Ok::<_, Infallible>(small)]);
    let kept = app.files.keep(&app.clock.new_id(), SENT_MAX, whole).await?;
    Ok(Ok(SetPicture { account: person.clone(), picture: Some(kept.sha256), bytes }))
}

/// The account page with the error of the picture beside its field.
async fn refused(visit: &Visit, status: StatusCode, why: String) -> Result<Response, PageError> {
    let mut shown = load(visit).await?;
    shown.picture = Field::default().refused(why);
    answer(status, &shown)
}

/// `POST /me/picture/remove`
pub async fn remove(posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let account = visit.signed_in()?.account.actor.clone();
    let none = SetPicture { account, picture: None, bytes: 0 };
    visit.app.perform(&visit.who, none.into()).await?;
    Ok(see_with(&visit.app, PLACE, FormNotice::good("notice-picture-removed")))
}
