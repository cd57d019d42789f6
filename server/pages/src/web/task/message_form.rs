//! The forms for a message on a task or in a room: a text and attached files. With a script, files are uploaded in pieces before
//! (`crate::uploads`), and the form names them; without one, the form has one file itself, after its text.

use std::pin::pin;

use axum::extract::multipart::{self, Multipart};
use axum::extract::{FromRequest, Request};
use http::StatusCode;
use http::request::Parts;
use pursuance_domain::action::HungFile;
use pursuance_domain::value::{FileName, Sha256};
use tokio::time::timeout;

use super::files::{FILE, arrive, bounded, has_parts, may_begin};
use crate::actions::comment::Named;
use crate::actions::{FILES_OF_COMMENT, PerformError, Refused};
use crate::bounds::bodies::{Held, Whose};
use crate::bounds::uploads::{BEFORE_FILE, FileBegun};
use crate::client_ip::client_of;
use crate::reads::message_extras::Place;
use crate::route::REQUEST_TIME;
use crate::state::App;
use crate::web::frame::csrf;
use crate::web::frame::view::{Field, limit};
use crate::web::request::carried_forms::{Carried, Tray};
use crate::web::request::failure::PageError;
use crate::web::request::form::{FormFields, MAX_FIELDS, MAX_FORM, Posted, check_origin, check_token};
use crate::web::request::refusal::{refusal_text, status_of};
use crate::web::request::session::Visit;

/// The field that names an uploaded file: its hash, a blank and its name.
const ALONG: &str = "along";
/// The field of the checkbox that keeps the originals of pictures.
const ORIGINAL: &str = "original";

/// An uploaded file.
#[derive(Debug, Clone)]
struct Sent {
    sha256: Sha256,
    name: FileName,
}

impl Sent {
    fn parse(value: &str) -> Option<Self> {
        let (sha256, name) = value.split_once(' ')?;
        Some(Self { sha256: Sha256::parse(sha256).ok()?, name: FileName::parse(name).ok()? })
    }

    fn value(&self) -> String {
        format!("{} {}", self.sha256.as_str(), self.name.as_str())
    }
}

/// The files attached to a new message.
#[derive(Debug, Clone, Default)]
pub struct Along {
    /// The largest size of one, and the same in bytes.
    pub most: String,
    pub most_bytes: usize,
    /// The field of the file in the form itself, with the error if that file was refused.
    pub field: Field,
    /// Whether the originals of pictures are kept.
    pub original: bool,
    sent: Vec<Sent>,
}

impl Along {
    /// No files yet.
    pub(in crate::web) fn none(app: &App) -> Self {
        let most_bytes = app.config.max_upload;
        Self { most: limit(most_bytes), most_bytes, ..Self::default() }
    }

    /// Reads the files that a form names.
    fn named(app: &App, form: &FormFields) -> Result<Self, PageError> {
        // One more than may come along is refused by the action.
        let named = form.all(ALONG).take(FILES_OF_COMMENT + 1).map(Sent::parse);
        let sent = named.collect::<Option<_>>().ok_or(PageError::BadRequest)?;
        Ok(Self { sent, original: form.is_ticked(ORIGINAL), ..Self::none(app) })
    }

    /// The uploaded files: the value in the form, and the name for people.
    pub fn arrived(&self) -> impl Iterator<Item = (String, &str)> {
        self.sent.iter().map(|file| (file.value(), file.name.as_str()))
    }

    /// Whether the field is unfolded.
    pub fn is_open(&self) -> bool {
        self.field.is_refused() || self.original
    }

    /// The files for the action.
    pub(in crate::web) fn hung(&self) -> Vec<HungFile> {
        let hung = |Sent { sha256, name }: &Sent| HungFile {
            file: sha256.clone(),
            name: name.clone(),
            original: self.original,
        };
        self.sent.iter().map(hung).collect()
    }

    /// The part of them that identifies a repeated form; empty without files.
    pub(in crate::web) fn words(&self) -> Vec<String> {
        let original = self.original && !self.sent.is_empty();
        let words = self.sent.iter().map(Sent::value);
        words.chain(original.then(|| ORIGINAL.to_owned())).collect()
    }
}

/// The form of a new message.
pub(in crate::web) struct MessageForm {
    pub visit: Visit,
    pub form: FormFields,
    pub along: Along,
    /// The status of the response if its file was refused; no message is posted then.
    pub not_taken: Option<StatusCode>,
}

impl MessageForm {
    /// Reads the form of a place. Its file is streamed, and only if its sender may post there.
    ///
    /// # Errors
    /// When it is not from a page of ours, of this session, or too large.
    pub async fn read(app: &App, request: Request, place: &Place) -> Result<Self, PageError> {
        if has_parts(request.headers()) {
            return read_parts(app, request, place).await;
        }
        let posted = pin!(Posted::from_request(request, app));
        let Posted { visit, form } =
            timeout(REQUEST_TIME, posted).await.map_err(|_| PageError::BadRequest)??;
        let along = Along::named(app, &form)?;
        Ok(Self { visit, form, along, not_taken: None })
    }
}

/// The fields of a multipart form that have been read so far.
struct FormReading<'r> {
    held: Held<'r>,
    whose: Whose,
    fields: Vec<(String, String)>,
    bytes: usize,
}

impl FormReading<'_> {
    /// Takes a text.
    async fn take(&mut self, mut part: multipart::Field<'_>) -> Result<(), PageError> {
        let name = part.name().unwrap_or_default().to_owned();
        let mut text = Vec::new();
        self.count(name.len())?;
        while let Some(more) = part.chunk().await.map_err(|_| PageError::BadRequest)? {
            self.count(more.len())?;
            text.extend_from_slice(&more);
        }
        let text = String::from_utf8(text).map_err(|_| PageError::BadRequest)?;
        // No text contains a NUL character, and Postgres cannot store one.
        if name.contains('\0') || text.contains('\0') || self.fields.len() >= MAX_FIELDS {
            return Err(PageError::BadRequest);
        }
        self.fields.push((name, text));
        Ok(())
    }

    fn count(&mut self, more: usize) -> Result<(), PageError> {
        self.bytes += more;
        if self.bytes > MAX_FORM {
            return Err(PageError::TooLarge);
        }
        self.held.hold_more(self.whose, self.bytes, more).map_err(|_| PageError::Busy)
    }

    /// Returns the fields without the token, after checking the token against the session. The texts are kept for the error page.
    fn known(&self, visit: &Visit, head: &Parts, has_file: bool) -> Result<FormFields, PageError> {
        let fields = FormFields::of(self.fields.clone());
        let (_, by) = csrf::read_field(fields.text(csrf::FIELD));
        let form = fields.without(&[csrf::FIELD]);
        if let Some(tray) = head.extensions.get::<Tray>() {
            let carried = Carried::new(head.uri.path(), by, &form);
            tray.keep(if has_file { carried.without_file() } else { carried });
        }
        check_token(visit, fields.text(csrf::FIELD))?;
        Ok(form)
    }
}

async fn read_parts(app: &App, request: Request, place: &Place) -> Result<MessageForm, PageError> {
    check_origin(app, request.headers())?;
    let (head, body) = request.into_parts();
    let client = client_of(&head, &app.config.trusted_proxies);
    let visit = Visit::read(app, &head.headers).await?.with_sums(&head.extensions).from(client);
    let whose = if visit.session().is_some() { Whose::Known } else { Whose::Stranger };
    let mut held = app.bodies.forms.hold(client);
    if visit.session().is_none() {
        // The bytes between the parts are in memory before they can be counted.
        held.hold_more(whose, BEFORE_FILE, BEFORE_FILE).map_err(|_| PageError::Busy)?;
    }
    let mut read = FormReading { held, whose, fields: Vec::new(), bytes: 0 };
    let (request, begun) = bounded(Request::from_parts(head.clone(), body));
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| PageError::BadRequest)?;
    let mut came = None;
    while let Some(part) = parts.next_field().await.map_err(|_| PageError::BadRequest)? {
        // A part without a file name means that no file was chosen.
        if part.name() != Some(FILE) || part.file_name().is_none_or(str::is_empty) {
            read.take(part).await?;
            continue;
        }
        if came.is_some() {
            return Err(PageError::BadRequest);
        }
        read.known(&visit, &head, true)?;
        match bring(&visit, place, part, &begun).await? {
            Ok(sent) => came = Some(sent),
            Err((status, field)) => {
                // Nothing after the file is read: a form has its texts before it.
                let form = read.known(&visit, &head, false)?;
                let along = Along { field, ..Along::named(app, &form)? };
                return Ok(MessageForm { visit, form, along, not_taken: Some(status) });
            }
        }
    }
    let form = read.known(&visit, &head, false)?;
    let mut along = Along::named(app, &form)?;
    along.sent.extend(came);
    Ok(MessageForm { visit, form, along, not_taken: None })
}

/// Stores the file of a form, if its sender may post there; or returns the status and the field with the error.
async fn bring(
    visit: &Visit,
    place: &Place,
    part: multipart::Field<'_>,
    begun: &FileBegun,
) -> Result<Result<Sent, (StatusCode, Field)>, PageError> {
    let refused =
        |no: &Refused| Ok(Err((status_of(no), Field::default().refused(refusal_text(visit.t, no)))));
    match may_say(visit, place).await {
        Ok(()) => {}
        Err(PerformError::Refused(gone @ Refused::NotFound(_))) => {
            return Err(PerformError::Refused(gone).into());
        }
        Err(PerformError::Refused(no)) => return refused(&no),
        Err(broken) => return Err(broken.into()),
    }
    let person = visit.who.person().ok_or(PageError::BadRequest)?;
    let _place = match may_begin(&visit.app, person, visit.client()).await? {
        Ok(place) => place,
        Err(no) => return refused(&no),
    };
    let arrived = arrive(visit, part, begun).await?;
    Ok(arrived.map(|(sha256, name)| Sent { sha256, name }))
}

/// Refuses a viewer who may not post there.
async fn may_say(visit: &Visit, place: &Place) -> Result<(), PerformError> {
    let named = match place {
        Place::Task { slug, number } => Named::Task(slug, *number),
        Place::Room { room, .. } => Named::Room(room),
    };
    named.demand_discuss(&mut visit.app.db.read().await?, &visit.who, visit.now).await
}
