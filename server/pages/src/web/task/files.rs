//! The files of a task, and the form that adds one.

use std::pin::Pin;

use axum::body::Body;
use axum::extract::multipart::{self, Multipart};
use axum::extract::{FromRequest, Path, Request, State};
use axum::response::Response;
use bytes::Bytes;
use futures::{Stream, stream};
use http::{HeaderMap, StatusCode, header};
use pursuance_domain::action::{AddFile, AttachFile};
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::ActorId;
use pursuance_domain::value::{FileName, Sha256};

use super::forms::At;
use super::scene::Scene;
use super::show::load;
use crate::actions::{Refused, access};
use crate::attachment::UNKNOWN;
use crate::bounds::client::Client;
use crate::bounds::uploads::{self, FileBegun, UploadSlot};
use crate::platform::files::FileError;
use crate::state::App;
use crate::store::discussions::TaskFile;
use crate::store::error::StoreResult;
use crate::text::Text;
use crate::web::cards::file::file_view;
use crate::web::frame::csrf;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, FileView, limit};
use crate::web::request::carried_forms::{Carried, Tray};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Posted, Reader, check_origin, check_token};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::suggest::send_for;

/// The files of a task, and the forms that add one: POST `at, file, original` (multipart); or, for a file that was uploaded in pieces
/// before (`crate::uploads`), `at, sent` (its SHA-256), `name` and `original`.
pub struct Files {
    /// The largest size of one, and the same in bytes.
    pub most: String,
    pub most_bytes: usize,
    pub files: Vec<FileView>,
    pub may_add: bool,
    /// The bytes that the viewer's files use, and their quota.
    pub taken: i64,
    pub may_take: i64,
    /// The error of a file just sent, and the place of its form.
    pub field: Field,
    pub at: &'static str,
}

/// The ids of the parts of the page with a form that adds a file. The first is the list.
const PLACES: [&str; 3] = ["files", "step", "hand-in"];

/// The name of the form field for a file.
pub(super) const FILE: &str = "file";
/// The value of a ticked checkbox.
const YES: &str = "yes";

/// The task to which a file is attached, and the form that attaches it.
#[derive(Clone, Copy)]
struct Place<'a> {
    slug: &'a str,
    number: i64,
    at: &'static str,
}

impl<'a> Place<'a> {
    fn new(slug: &'a str, number: i64) -> Self {
        Self { slug, number, at: PLACES[0] }
    }

    /// The same with the form that `named` names.
    fn at(self, named: &str) -> Self {
        Self { at: PLACES.into_iter().find(|place| *place == named).unwrap_or(self.at), ..self }
    }

    fn attach(self, file: Sha256, name: FileName, original: bool) -> AttachFile {
        AttachFile { pursuance: self.slug.to_owned(), task: self.number, file, name, original }
    }
}

impl Files {
    /// Reads the files of a task, each with the link to remove it if the viewer may.
    pub(super) async fn of(s: &mut Scene<'_>, attached: Vec<TaskFile>) -> Result<Self, PageError> {
        let mut files = Vec::new();
        for file in attached {
            let is_own = s.visit.person() == Some(&file.added_by);
            let may = s.may(if is_own { Permission::Discuss } else { Permission::Moderate });
            let at = (&s.access.pursuance.slug, s.task.number);
            let remove = may.then(|| links::file_remove(at.0, at.1, file.id.as_str()));
            let view = file_view(s.visit, s.tx, &s.l, &mut s.actors, file, None).await?;
            files.push(FileView { remove, ..view });
        }
        let config = &s.visit.app.config;
        Ok(Self {
            most: limit(config.max_upload),
            most_bytes: config.max_upload,
            files,
            may_add: s.may(Permission::Discuss),
            taken: s.beside.room,
            may_take: config.quotas.person,
            field: Field::default(),
            at: PLACES[0],
        })
    }

    /// The id of the field that was refused, and the key of its label.
    pub fn refused_field(&self) -> (&'static str, &'static str) {
        if self.at == PLACES[0] { ("file", "files-file") } else { ("hand-in-file", "hand-in-file") }
    }

    /// The field of the form at that place.
    pub fn field_at(&self, at: &str) -> Field {
        if self.at == at { self.field.clone() } else { Field::default() }
    }

    /// A sentence about the space that is left for uploads.
    pub fn room(&self, t: Text) -> String {
        let size = |bytes| crate::web::frame::view::bytes(t, bytes);
        t.with("files-room").set("taken", size(self.taken)).set("most", size(self.may_take)).to_string()
    }
}

/// `POST /p/{slug}/t/{number}/files`: a multipart form with the token and the place before the file. The file is streamed, and only if its
/// sender may attach it there. A form without parts names a file that was uploaded before.
pub async fn upload(
    State(app): State<App>,
    Path((slug, number)): At,
    client: Client,
    request: Request,
) -> Result<Response, PageError> {
    if !has_parts(request.headers()) {
        return hang_sent(Posted::from_request(request, &app).await?, &slug, number).await;
    }
    check_origin(&app, request.headers())?;
    if let Some(tray) = request.extensions().get::<Tray>() {
        tray.keep(Carried::with_files(request.uri().path()));
    }
    let visit = Visit::read(&app, request.headers()).await?.with_sums(request.extensions());
    visit.signed_in()?;
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    access.demand(Permission::Discuss, Some(&task))?;
    drop(tx);
    let person = visit.who.person().ok_or(PageError::BadRequest)?;
    let mut place = Place::new(&slug, number);
    // Checked before anything is read: the fields before the file are held in memory, too.
    let _place = match may_begin(&app, person, client).await? {
        Ok(place) => place,
        Err(no) => {
            let field = Field::default().refused(refusal_text(visit.t, &no));
            return refused(&visit, place, status_of(&no), field).await;
        }
    };
    let (request, file_begun) = bounded(request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| PageError::BadRequest)?;
    let token = parts.next_field().await.map_err(|_| PageError::BadRequest)?.ok_or(PageError::BadRequest)?;
    if token.name() != Some(csrf::FIELD) {
        return Err(PageError::ForgedForm);
    }
    check_token(&visit, &short(token).await?)?;
    let mut file =
        parts.next_field().await.map_err(|_| PageError::BadRequest)?.ok_or(PageError::BadRequest)?;
    if file.name() == Some("at") {
        place = place.at(&short(file).await?);
        file = parts.next_field().await.map_err(|_| PageError::BadRequest)?.ok_or(PageError::BadRequest)?;
    }
    if file.name() != Some(FILE) {
        return Err(PageError::BadRequest);
    }
    let (sha256, name) = match arrive(&visit, file, &file_begun).await? {
        Ok(arrived) => arrived,
        Err((status, field)) => return refused(&visit, place, status, field).await,
    };
    let original = match parts.next_field().await.map_err(|_| PageError::BadRequest)? {
        Some(tick) if tick.name() == Some("original") => short(tick).await? == YES,
        Some(_) => return Err(PageError::BadRequest),
        None => false,
    };
    let field = Field::of(name.as_str());
    let attach = place.attach(sha256, name, original);
    let hung = split_refusal(visit.app.perform(&visit.who, attach.into()).await)?;
    hung_or_refused(&visit, place, field, hung.map(drop)).await
}

/// Reserves an upload slot for a person who may store more files.
pub(super) async fn may_begin(
    app: &App,
    person: &ActorId,
    client: Client,
) -> StoreResult<Result<UploadSlot, Refused>> {
    Ok(match app.uploads.begin(person, client) {
        Ok(place) => app.may_upload(person, 0).await?.map(|()| place),
        Err(refused) => Err(refused.into()),
    })
}

/// Stores the file of a form as it is streamed, and records it. Returns its hash and its name; or the status and the field with the error.
pub(super) async fn arrive(
    visit: &Visit,
    file: multipart::Field<'_>,
    begun: &FileBegun,
) -> Result<Result<(Sha256, FileName), (StatusCode, Field)>, PageError> {
    begun.note();
    let app = &visit.app;
    let mut field = Field::of(file.file_name().unwrap_or_default());
    let form = file.content_type().unwrap_or(UNKNOWN).to_owned();
    let Some(name) = Reader::new(visit.t).need(&mut field, FileName::parse) else {
        return Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, field)));
    };
    let bytes: Pin<Box<dyn Stream<Item = Result<Bytes, _>> + Send>> =
        Box::pin(stream::unfold(file, async |mut file| {
            let part = file.chunk().await.transpose()?;
            Some((part, file))
        }));
    let stored = match app.files.keep(&app.clock.new_id(), app.config.max_upload, bytes).await {
        Ok(stored) => stored,
        Err(FileError::TooLarge { max }) => {
            let most = limit(max);
            let field = field.refused(visit.t.with("file-too-large").set("most", most).to_string());
            return Ok(Err((StatusCode::PAYLOAD_TOO_LARGE, field)));
        }
        Err(error) => return Err(error.into()),
    };
    begun.end();
    let is_sound = form.len() <= 100 && form.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    let media_type = if is_sound { form } else { UNKNOWN.to_owned() };
    let bytes = i64::try_from(stored.bytes).unwrap_or(i64::MAX);
    let add = AddFile { sha256: stored.sha256.clone(), bytes, media_type };
    Ok(match split_refusal(app.perform(&visit.who, add.into()).await)? {
        Ok(_) => Ok((stored.sha256, name)),
        Err(no) => Err((status_of(&no), field.refused(refusal_text(visit.t, &no)))),
    })
}

/// Attaches a file that was uploaded in pieces: `sent`, `name`, `at`, `original`, and `key`, the idempotency key in case the response is
/// lost.
async fn hang_sent(Posted { visit, form }: Posted, slug: &str, number: i64) -> Result<Response, PageError> {
    let place = Place::new(slug, number).at(form.text("at"));
    let mut field = form.field("name");
    let Some(name) = Reader::new(visit.t).need(&mut field, FileName::parse) else {
        return refused(&visit, place, StatusCode::UNPROCESSABLE_ENTITY, field).await;
    };
    let sent = Sha256::parse(form.text("sent")).map_err(|_| PageError::BadRequest)?;
    let attach = place.attach(sent, name, form.text("original") == YES);
    let hung = send_for(&visit, &form, attach.into()).await?;
    hung_or_refused(&visit, place, field, hung.map(drop)).await
}

async fn hung_or_refused(
    visit: &Visit,
    place: Place<'_>,
    field: Field,
    hung: Result<(), Refused>,
) -> Result<Response, PageError> {
    match hung {
        Ok(()) => Ok(see_with(
            &visit.app,
            &format!("{}#{}", links::task(place.slug, place.number), place.at),
            FormNotice::good("notice-file-added"),
        )),
        Err(no) => {
            let field = field.refused(refusal_text(visit.t, &no));
            refused(visit, place, status_of(&no), field).await
        }
    }
}

async fn refused(
    visit: &Visit,
    place: Place<'_>,
    status: StatusCode,
    field: Field,
) -> Result<Response, PageError> {
    let mut shown = load(visit, place.slug, place.number).await?;
    shown.files.field = field;
    // The card may no longer be on the page.
    let is_there = match place.at {
        "step" => shown.steps.may.hand_in,
        "hand-in" => shown.sides.incoming.as_ref().is_some_and(|mirror| mirror.may.submit),
        _ => true,
    };
    shown.files.at = if is_there { place.at } else { PLACES[0] };
    page(status, &shown)
}

/// Whether a form is multipart, and so may contain a file.
pub(super) fn has_parts(headers: &HeaderMap) -> bool {
    let form = headers.get(header::CONTENT_TYPE).map(http::HeaderValue::as_bytes).unwrap_or_default();
    form.trim_ascii_start().to_ascii_lowercase().starts_with(b"multipart/form-data")
}

/// Enforces the minimum speed of an upload on its request; returns also the flag that its file has begun.
pub(in crate::web) fn bounded(request: Request) -> (Request, FileBegun) {
    let (head, body) = request.into_parts();
    let (body, begun) = uploads::form(body.into_data_stream());
    (Request::from_parts(head, Body::from_stream(body)), begun)
}

/// Reads a short text part.
pub(in crate::web) async fn short(
    mut part: axum::extract::multipart::Field<'_>,
) -> Result<String, PageError> {
    let mut text = Vec::new();
    while let Some(more) = part.chunk().await.map_err(|_| PageError::BadRequest)? {
        if text.len() + more.len() > 200 {
            return Err(PageError::BadRequest);
        }
        text.extend_from_slice(&more);
    }
    String::from_utf8(text).map_err(|_| PageError::BadRequest)
}
