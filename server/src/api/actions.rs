//! `GET /api/v1/actions` lists what can be done; `POST /api/v1/actions/{name}` does it.

use std::future::ready;

use axum::Json;
use axum::extract::{Request, State};
use http::HeaderName;
use http::header::{CONTENT_TYPE, HeaderMap};
use pursuance_domain::action::{Action, ActionEntry, Doors, InputError};
use pursuance_domain::query::{Bad, SearchText};
use pursuance_federation::json::has_nul;
use serde::Deserialize;
use serde_json::error::Category;
use sha2::Digest;

use super::problem::ApiError;
use super::query::{At, StrictQuery};
use super::secrets;
use super::strict::Strict;
use super::token::Bearer;
use super::{MAX_ACTION, areas};
use crate::actions::{Options, invite};
use crate::bounds::searchers::SearchClient;
use crate::client_ip::client_of;
use crate::reads::events::{self, PerformedView};
use crate::state::App;

/// A key the caller chose; the same key with the same request gives the same answer for a day.
pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The most characters of such a key.
pub const MAX_KEY: usize = 255;

/// The actions that the API takes, in the order of the list.
pub(super) fn open(entries: Vec<ActionEntry>) -> impl Iterator<Item = ActionEntry> {
    entries.into_iter().filter(|entry| entry.card.doors == Doors::Everywhere)
}

/// `GET /api/v1/actions`
pub(super) async fn catalogue() -> Json<Vec<ActionEntry>> {
    Json(open(Action::catalogue()).collect())
}

/// `?dry_run=true`: say what would happen, and leave no trace.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct How {
    #[serde(default)]
    dry_run: bool,
}

/// `POST /api/v1/actions/{name}`
pub(super) async fn perform(
    State(app): State<App>,
    bearer: Bearer,
    At(name): At<String>,
    StrictQuery(how): StrictQuery<How>,
    request: Request,
) -> Result<Json<PerformedView>, ApiError> {
    let (parts, body) = request.into_parts();
    let client = client_of(&parts, &app.config.trusted_proxies);
    let mut held = app.bodies.forms.hold(client);
    let body = held
        .read(body, MAX_ACTION, ready(crate::bounds::bodies::Whose::Known))
        .await
        .map_err(|why| ApiError::unread(&why, MAX_ACTION))?;
    let action = match read(&name, &parts.headers, &body) {
        Ok(Action::AmendSuggestion(_)) | Err(ApiError::Input { .. } | ApiError::BadQuery(_)) => {
            let who = bearer.principal();
            let given = areas::given(&app, (&SearchClient::of(&who, client), &who), &name, &body).await?;
            let given = given.map(|input| input.to_string().into_bytes());
            read(&name, &parts.headers, given.as_deref().unwrap_or(&body))?
        }
        read => read?,
    };
    let idempotency = key(&parts.headers)?.map(|key| (key, fingerprint(&name, &body)));
    let options = Options { dry_run: how.dry_run, idempotency, ..Options::default() };
    let (action, secret) = secrets::hash(action)?;
    let mut performed = app.perform_with(&bearer.principal(), action, options).await?;
    // An answer that was kept is without the link: that is nowhere stored.
    if let (Some(secret), false, false, Some(result)) =
        (secret, how.dry_run, performed.is_kept, performed.result.as_object_mut())
    {
        result.insert("link".to_owned(), app.addresses.at(&invite::path(&secret)).into());
    }
    Ok(Json(events::performed(&app, &bearer.principal(), performed).await?))
}

/// Reads the action with this name from a body. No body is an empty object.
fn read(name: &str, headers: &HeaderMap, body: &[u8]) -> Result<Action, ApiError> {
    let body = if body.is_empty() { b"{}" } else { body };
    if headers.get(CONTENT_TYPE).is_some_and(|form| !is_json(form.as_bytes())) {
        return Err(ApiError::MediaType("not application/json"));
    }
    demand_no_nul(body)?;
    if !Action::is_name(name) {
        return Err(ApiError::NoSuchAction(name.to_owned()));
    }
    let Strict(input) = serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => ApiError::Input { field: None, message: without_place(&error) },
        Category::Io | Category::Syntax | Category::Eof => ApiError::Syntax(error.to_string()),
    })?;
    let read = Action::read(name, input).ok_or_else(|| ApiError::NoSuchAction(name.to_owned()))?;
    let action = read.map_err(|error| wrong(name, body, error))?;
    match action.doors() {
        Doors::Everywhere => Ok(action),
        // An action that the API does not take is not there.
        Doors::Inside => Err(ApiError::NoSuchAction(name.to_owned())),
    }
}

/// Refuses a body with the character NUL: no text has it, and PostgreSQL stores none that does. JSON has it only escaped, so nearly
/// no body is read twice.
fn demand_no_nul(body: &[u8]) -> Result<(), ApiError> {
    const ESCAPED: &[u8] = b"\\u0000";
    if !body.windows(ESCAPED.len()).any(|letters| letters == ESCAPED) {
        return Ok(());
    }
    let read = serde_json::from_slice(body).map_err(|error| ApiError::Syntax(error.to_string()))?;
    if has_nul(&read) { Err(ApiError::Nul) } else { Ok(()) }
}

/// Whether a media type is JSON, whatever parameters follow.
pub(super) fn is_json(form: &[u8]) -> bool {
    let end = form.iter().position(|byte| *byte == b';').unwrap_or(form.len());
    form[..end].trim_ascii().eq_ignore_ascii_case(b"application/json")
}

/// An error of JSON without the place in its text.
fn without_place(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = error.to_string();
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

/// Says what is wrong with an input, and where.
fn wrong(name: &str, body: &[u8], error: InputError) -> ApiError {
    let path = error.path().clone();
    let message = without_place(&error.into_inner());
    let field = if path.iter().next().is_some() { Some(path.to_string()) } else { missing(name, body) };
    match field.as_deref().and_then(|field| bad_query(name, body, field)) {
        Some(bad) => ApiError::BadQuery(Box::new(bad)),
        None => ApiError::Input { field, message },
    }
}

/// The fault in the query of a saved search: its place is counted in the text that was sent.
fn bad_query(name: &str, body: &[u8], field: &str) -> Option<Bad> {
    if !name.starts_with("search.") || field != "query" {
        return None;
    }
    let given: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body).ok()?;
    let text = given.get(field)?.as_str()?;
    let before = text.chars().take_while(|c| c.is_control() || c.is_whitespace()).count();
    let bad = SearchText::parse(text).err()?;
    Some(Bad { position: bad.position + before, ..bad })
}

/// The first member the action needs and the body does not have.
fn missing(name: &str, body: &[u8]) -> Option<String> {
    let given: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body).ok()?;
    let schema = Action::schema(name)?;
    let required = schema.get("required")?.as_array()?;
    required
        .iter()
        .filter_map(|field| field.as_str())
        .find(|field| !given.contains_key(*field))
        .map(str::to_owned)
}

fn key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(key) = headers.get(&IDEMPOTENCY_KEY) else { return Ok(None) };
    let text = key.to_str().ok().filter(|text| {
        (1..=MAX_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    });
    let refused = ApiError::Header { header: "Idempotency-Key", wanted: "1 to 255 visible ASCII characters" };
    text.map(|text| Some(text.to_owned())).ok_or(refused)
}

/// The hash that tells two requests apart that use the same key.
fn fingerprint(name: &str, body: &[u8]) -> String {
    let mut hash = sha2::Sha256::new();
    hash.update(name.as_bytes());
    hash.update([0]);
    hash.update(body);
    hex::encode(hash.finalize())
}
