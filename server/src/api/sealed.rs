//! Private pursuances: what the devices of their members ask for, and send (docs/sealed.md §3.17). With a token here; the same with
//! a session at the doors of pages (`crate::sealed`).

use std::collections::BTreeMap;
use std::future::ready;

use axum::Json;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderName, HeaderValue};
use pursuance_domain::action::{Action, AppendToLog, FoundSealed, HandInSeals, PutSealed, TagSealed};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ProposalId;
use pursuance_domain::sealed::{RecordBytes, Tags, Unopened};
use pursuance_domain::task::phase::Subtasks;
use pursuance_sealed::invite::ShownInvite;
use serde::Deserialize;
use serde_json::error::Category;

use super::actions::is_json;
use super::problem::ApiError;
use super::query::At;
use super::token::Bearer;
use crate::actions::{PerformError, Performed, Refused, Thing};
use crate::bounds::bodies::{Held, Whose};
use crate::client_ip::client_of;
use crate::reads::private::{self as reads, Named, RecordsView, SuggestedView, TagsView, TakenView};
use crate::reads::seats::KeptView;
use crate::records;
use crate::state::App;

/// The most bytes of a body.
pub const MOST: usize = 8 * 1024 * 1024;

/// The most bytes of tags: of 200 objects with 32 each.
pub const MOST_TAGS: usize = 512 * 1024;

/// An invitation that is shown to read a log.
pub const INVITE: HeaderName = HeaderName::from_static("pursuance-invite");

/// `?after=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    #[serde(default)]
    after: Option<i64>,
}

fn after(parts: &Parts) -> Result<Option<i64>, ApiError> {
    let read = Query::<After>::try_from_uri(&parts.uri);
    let Query(After { after }) = read.map_err(|rejection| ApiError::Query(rejection.body_text()))?;
    Ok(after)
}

/// The body of a request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    #[serde(deserialize_with = "records::list")]
    records: RecordBytes,
    /// Beside messages: which other ones they give another wording, and which they end.
    #[serde(default, deserialize_with = "records::edits")]
    edits: BTreeMap<String, String>,
    #[serde(default, deserialize_with = "records::ends")]
    ends: BTreeMap<String, Vec<String>>,
    /// Beside revisions: the act that they take back.
    #[serde(default)]
    undo: Option<i64>,
    /// Beside revisions: the fate of the open subtasks of a task that is finished.
    #[serde(default)]
    subtasks: Option<Subtasks>,
    /// Whether the revision is only suggested, or which suggestion is answered.
    #[serde(default)]
    suggests: bool,
    #[serde(default)]
    suggestion: Option<ProposalId>,
    /// Beside what is put: it is given back to a server that lost it.
    #[serde(default)]
    given_back: bool,
    /// In place of seals: which of those to oneself do not open.
    #[serde(default)]
    unopened: Option<Unopened>,
}

impl Sent {
    /// Whether something is told beside messages.
    fn tells(&self) -> bool {
        !self.edits.is_empty() || !self.ends.is_empty()
    }
}

/// Demands JSON: a page of another origin cannot send this form without asking first.
///
/// # Errors
/// When a request says that it sends something else, or does not say what.
pub fn demand_json(parts: &Parts) -> Result<(), ApiError> {
    if parts.headers.get(CONTENT_TYPE).is_some_and(|form| is_json(form.as_bytes())) {
        Ok(())
    } else {
        Err(ApiError::MediaType("not application/json"))
    }
}

/// Reads what a body sends.
async fn read(held: &mut Held<'_>, body: Body, how: RecordUse) -> Result<Sent, ApiError> {
    let bytes = held.read(body, MOST, ready(Whose::Known)).await;
    let bytes = bytes.map_err(|why| ApiError::unread(&why, MOST))?;
    let sent: Sent = serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
        Category::Data => {
            // The text that was sent is long, and not repeated.
            let message = format!(
                "It is a list of records, each in base64url without padding, at most {} of them. With `put`, `edits` \
                 names another message for each, and `ends` at most {}.",
                records::MOST,
                records::ENDED
            );
            ApiError::Input { field: Some("records".to_owned()), message }
        }
        Category::Io | Category::Syntax | Category::Eof => ApiError::Syntax(error.to_string()),
    })?;
    let told = [
        (sent.tells(), RecordUse::Put, "edits", "Only messages have it, which go to put."),
        (sent.given_back, RecordUse::Put, "given_back", "Only what goes to put has it."),
        (sent.subtasks.is_some(), RecordUse::Put, "subtasks", "Only revisions have it, which go to put."),
        (sent.unopened.is_some(), RecordUse::Seals, "unopened", "Only what goes to seals has it."),
    ];
    let misplaced = told.into_iter().find(|(is_told, door, ..)| *is_told && how != *door);
    if let Some((_, _, field, why)) = misplaced {
        return Err(ApiError::Input { field: Some(field.to_owned()), message: why.to_owned() });
    }
    let is_about_revisions = sent.undo.is_some() || sent.suggests || sent.suggestion.is_some();
    if how != RecordUse::Put && is_about_revisions {
        let message = "Only revisions take something back or are suggested, which go to put.".to_owned();
        return Err(ApiError::Input { field: Some("undo".to_owned()), message });
    }
    Ok(sent)
}

/// The tags that a request brings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tagging {
    /// The number of the key that they are made with.
    epoch: u32,
    objects: Vec<Tags>,
}

/// Takes the tags of a request.
///
/// # Errors
/// When they are refused; then none of them are kept.
pub async fn tag(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    request: Request,
) -> Result<Json<TakenView>, ApiError> {
    let (parts, body) = request.into_parts();
    demand_json(&parts)?;
    let client = client_of(&parts, &app.config.trusted_proxies);
    let mut held = app.bodies.sealed.hold(client);
    let bytes = held.read(body, MOST_TAGS, ready(Whose::Known)).await;
    let bytes = bytes.map_err(|why| ApiError::unread(&why, MOST_TAGS))?;
    let sent: Tagging = serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
        Category::Data => {
            let message =
                "It is a list of objects: each with its kind, its id, its revision and its tags.".to_owned();
            ApiError::Input { field: Some("objects".to_owned()), message }
        }
        Category::Io | Category::Syntax | Category::Eof => ApiError::Syntax(error.to_string()),
    })?;
    let mut tx = app.db.read().await?;
    let found = reads::find(&mut tx, named).await?;
    drop(tx);
    let none = || PerformError::from(Refused::NotFound(Thing::Pursuance));
    let pursuance = found.ok_or_else(none)?.0;
    let Tagging { epoch, objects } = sent;
    let performed = app.perform(who, TagSealed { pursuance, epoch, objects }.into()).await?;
    drop(held);
    Ok(Json(taken(&performed)))
}

/// The answer to what was taken.
fn taken(performed: &Performed) -> TakenView {
    TakenView {
        pursuance: performed.result["pursuance"].as_str().unwrap_or_default().to_owned(),
        undo: performed.undo.as_ref().map(|undo| undo.event),
        suggestion: performed.result["suggestion"].as_str().map(|id| ProposalId(id.to_owned())),
    }
}

/// The use of the records of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordUse {
    Log,
    Seals,
    Put,
}

/// Takes the records of a request, in the name of somebody with an account.
///
/// # Errors
/// When they are refused; then nothing of them is kept.
pub async fn take(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    how: RecordUse,
    request: Request,
) -> Result<Json<TakenView>, ApiError> {
    let (parts, body) = request.into_parts();
    demand_json(&parts)?;
    let client = client_of(&parts, &app.config.trusted_proxies);
    // Until all is done with them.
    let mut held = app.bodies.sealed.hold(client);
    let Sent { records, edits, ends, undo, subtasks, suggests, suggestion, given_back, unopened } =
        read(&mut held, body, how).await?;
    let mut tx = app.db.read().await?;
    let found = reads::find(&mut tx, named).await?;
    drop(tx);
    let action: Action = match (found.map(|id| id.0), how, named) {
        (Some(pursuance), RecordUse::Log, _) => AppendToLog { pursuance, records }.into(),
        (Some(pursuance), RecordUse::Seals, _) => HandInSeals { pursuance, records, unopened }.into(),
        (Some(pursuance), RecordUse::Put, _) => {
            PutSealed { pursuance, records, edits, ends, undo, subtasks, suggests, suggestion, given_back }
                .into()
        }
        // One that is not there yet begins with its log.
        (None, RecordUse::Log, Named::Pid(pid)) if reads::read_pid(pid).is_some() => {
            FoundSealed { pid: pid.to_owned(), records }.into()
        }
        (None, RecordUse::Log | RecordUse::Seals | RecordUse::Put, _) => {
            return Err(PerformError::from(Refused::NotFound(Thing::Pursuance)).into());
        }
    };
    let performed = app.perform(who, action).await?;
    drop(held);
    Ok(Json(taken(&performed)))
}

/// Answers the entries of a log.
///
/// # Errors
/// When there is no such log for the reader.
pub async fn show_log(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    parts: &Parts,
) -> Result<Json<RecordsView>, ApiError> {
    let shown = parts.headers.get(&INVITE).map(shown).transpose()?;
    Ok(Json(reads::entries(app, who, named, after(parts)?, shown.as_ref()).await?))
}

/// Reads the header by which an invitation is shown.
fn shown(header: &HeaderValue) -> Result<ShownInvite, ApiError> {
    let bytes = records::read(header.as_bytes());
    let read = bytes.and_then(|bytes| ShownInvite::decode(&bytes).ok());
    read.ok_or(ApiError::Header {
        header: "Pursuance-Invite",
        wanted: "88 bytes in base64url without padding",
    })
}

/// Answers the seals of the reader.
///
/// # Errors
/// When the reader is no member.
pub async fn show_seals(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    parts: &Parts,
) -> Result<Json<RecordsView>, ApiError> {
    Ok(Json(reads::own_seals(app, who, named, after(parts)?).await?))
}

/// Answers the suggestions that wait for the reader, or for others to decide those of the reader.
///
/// # Errors
/// When the reader is no member.
pub async fn show_suggestions(
    app: &App,
    who: &Principal,
    named: Named<'_>,
) -> Result<Json<SuggestedView>, ApiError> {
    Ok(Json(reads::suggested(app, who, named).await?))
}

/// Answers what is sealed.
///
/// # Errors
/// When the reader is no member.
pub async fn show_objects(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    parts: &Parts,
) -> Result<Json<RecordsView>, ApiError> {
    Ok(Json(reads::changed(app, who, named, after(parts)?).await?))
}

/// Answers which tags there are.
///
/// # Errors
/// When the reader is no member.
pub async fn show_tags(
    app: &App,
    who: &Principal,
    named: Named<'_>,
    parts: &Parts,
) -> Result<Json<TagsView>, ApiError> {
    Ok(Json(reads::tags(app, who, named, after(parts)?).await?))
}

/// `GET /api/v1/sealed/{pid}/log`
pub(super) async fn log(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
    request: Request,
) -> Result<Json<RecordsView>, ApiError> {
    show_log(&app, &bearer.principal(), Named::Pid(&pid), &request.into_parts().0).await
}

/// `POST /api/v1/sealed/{pid}/log`
pub(super) async fn append(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
    request: Request,
) -> Result<Json<TakenView>, ApiError> {
    take(&app, &bearer.principal(), Named::Pid(&pid), RecordUse::Log, request).await
}

/// `GET /api/v1/sealed/{pid}/seals`
pub(super) async fn seals(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
    request: Request,
) -> Result<Json<RecordsView>, ApiError> {
    show_seals(&app, &bearer.principal(), Named::Pid(&pid), &request.into_parts().0).await
}

/// `POST /api/v1/sealed/{pid}/seals`
pub(super) async fn hand_in(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
    request: Request,
) -> Result<Json<TakenView>, ApiError> {
    take(&app, &bearer.principal(), Named::Pid(&pid), RecordUse::Seals, request).await
}

/// `GET /api/v1/sealed/{pid}/objects`
pub(super) async fn objects(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
    request: Request,
) -> Result<Json<RecordsView>, ApiError> {
    show_objects(&app, &bearer.principal(), Named::Pid(&pid), &request.into_parts().0).await
}

/// `GET /api/v1/sealed/{pid}/seen`
pub(super) async fn seen(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
) -> Result<Json<KeptView>, ApiError> {
    Ok(Json(reads::kept(&app, &bearer.principal(), Named::Pid(&pid)).await?))
}

/// `GET /api/v1/sealed/{pid}/suggestions`
pub(super) async fn suggestions(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
) -> Result<Json<SuggestedView>, ApiError> {
    show_suggestions(&app, &bearer.principal(), Named::Pid(&pid)).await
}

/// `POST /api/v1/sealed/{pid}/put`
pub(super) async fn put(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
    request: Request,
) -> Result<Json<TakenView>, ApiError> {
    take(&app, &bearer.principal(), Named::Pid(&pid), RecordUse::Put, request).await
}

/// `GET /api/v1/sealed/{pid}/tags`
pub(super) async fn tags(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
    request: Request,
) -> Result<Json<TagsView>, ApiError> {
    show_tags(&app, &bearer.principal(), Named::Pid(&pid), &request.into_parts().0).await
}

/// `POST /api/v1/sealed/{pid}/tags`
pub(super) async fn set_tags(
    State(app): State<App>,
    bearer: Bearer,
    At(pid): At<String>,
    request: Request,
) -> Result<Json<TakenView>, ApiError> {
    tag(&app, &bearer.principal(), Named::Pid(&pid), request).await
}
