//! Problems, as in RFC 9457: a stable `type`, the reason, and the next step.

use std::error::Error;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use pursuance_domain::delegation::DelegationRefusal;
use pursuance_domain::query::Bad;
use pursuance_domain::refusal::{PROBLEMS, Refusal};
use pursuance_domain::talk::TalkRefusal;
use pursuance_domain::task::dependency::{DependencyRefusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::actions::{Newer, NewerProfile, PerformError, Refused};
use crate::bounds::bodies::{self, NoRoom};
use crate::platform::clock::random;
use crate::platform::files::FileError;
use crate::records;
use crate::store::error::{LostConnection, StoreError, is_away, is_disk_full};
use crate::text::Text;

/// How much of an upload has arrived.
pub(super) const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");

/// The reason why the API refuses or fails.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The action refused or failed.
    #[error(transparent)]
    Perform(#[from] PerformError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be stored or read.
    #[error(transparent)]
    File(#[from] FileError),
    /// Only with a token.
    #[error("This needs a bearer token.")]
    NoToken,
    /// Only for the pages of this server.
    #[error("This was not sent by a page of this server.")]
    NotFromHere,
    /// An unknown name, or a key that is not that of its account: nobody learns which names exist.
    #[error("The name or the passphrase is not right.")]
    WrongKey,
    /// The key is right, and the account may not sign in.
    #[error("This account is suspended.")]
    Suspended,
    /// Not a token that is good here.
    #[error("This bearer token is not valid.")]
    BadToken,
    /// The token may only read, and this would change something.
    #[error("This token may read, not change anything.")]
    ReadOnly,
    /// More requests of one person than anybody needs.
    #[error("Too many requests with tokens of this account.")]
    TooOften { retry_after: u64 },
    /// More requests of one client than anybody needs.
    #[error("Too many requests from this address.")]
    AskedTooOften { retry_after: u64 },
    /// The action does not exist, or not for the API.
    #[error("There is no action called “{0}”.")]
    NoSuchAction(String),
    /// The path names nothing.
    #[error("There is nothing at this address.")]
    NoSuchPlace,
    /// The address has other methods.
    #[error("This address does not take this method.")]
    Method,
    /// The body claims a media type that the address does not accept.
    #[error("The body is {0}.")]
    MediaType(&'static str),
    /// The body is not JSON.
    #[error("The body is not JSON: {0}.")]
    Syntax(String),
    /// The body is JSON, but not of the form of the action.
    #[error("{message}")]
    Input { field: Option<String>, message: String },
    /// A text of the body, or the name of a member, has the character NUL.
    #[error("A text holds the character NUL.")]
    Nul,
    /// The query cannot be read.
    #[error("The query cannot be read: {0}.")]
    Query(String),
    /// The text of a query for tasks is not understood.
    #[error("The query is not understood: {0}.")]
    BadQuery(Box<Bad>),
    /// A header cannot be read.
    #[error("{header} is {wanted}.")]
    Header { header: &'static str, wanted: &'static str },
    /// The body is too large.
    #[error("The body is larger than {max} bytes.")]
    TooLarge { max: usize },
    /// There is no room for the body now.
    #[error("Too much is arriving at once.")]
    NoRoom(NoRoom),
    /// A piece of an upload does not begin where the last one ended.
    #[error("The first {at} bytes of the upload are here.")]
    WrongOffset { at: i64 },
    /// The body ended early.
    #[error("The body did not arrive completely.")]
    Incomplete,
}

/// A problem as programs read it (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// The kind of problem; the same on every instance.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The reason, for a person to read.
    pub detail: String,
    /// The next step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The member of the body that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// For an edit that came late: the present state of the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer: Option<Newer>,
    /// For an edit of your profile that came late: its present state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer_profile: Option<NewerProfile>,
    /// For a hand-over that would go round in a circle: hashes of the pursuances in the chain, the first owner first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<Vec<String>>,
    /// For a dependency that would close a circle: the tasks on the way, from the waiting one back to it; null for one that you
    /// may not see. Of a long way the middle is counted as `left_out`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Vec<Stop>>,
    /// For an action that you may only suggest: the whole body for `suggestion.make`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggest: Option<Value>,
    /// For a private pursuance, where the request came late: what is newer, as records in base64url.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<Vec<String>>,
    /// For an entry that the log of a private pursuance does not take: the rule that it breaks (docs/sealed.md §3.18).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// For a query that is not understood: where, in characters from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// For such a query: what can stand there, and was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meant: Option<String>,
    /// Seconds until a retry makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// For a failure of this server: the number by which its operator finds it in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, slug: &str, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        let advice = advice.into();
        Self {
            kind: format!("{PROBLEMS}{slug}"),
            title: title(slug),
            status: status.as_u16(),
            detail: detail.into(),
            advice: (!advice.is_empty()).then_some(advice),
            field: None,
            newer: None,
            newer_profile: None,
            chain: None,
            path: None,
            suggest: None,
            records: None,
            rule: None,
            position: None,
            meant: None,
            retry_after: None,
            incident: None,
        }
    }
}

/// The slug in words: `not-a-member` is “Not a member”.
fn title(slug: &str) -> String {
    let words = slug.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl ApiError {
    /// The problem that a body was not read. `max`: the most bytes that it may have.
    pub fn unread(why: &bodies::Unread, max: usize) -> Self {
        match why {
            bodies::Unread::TooLarge => Self::TooLarge { max },
            bodies::Unread::NoRoom(full) => Self::NoRoom(*full),
            bodies::Unread::Broken(_) | bodies::Unread::Slow => Self::Incomplete,
        }
    }

    /// The answer to the client. A failure of this server is logged here, once.
    fn problem(&self) -> Problem {
        let detail = self.to_string();
        let say = |status, slug, advice: &str| Problem::new(status, slug, detail.clone(), advice);
        match self {
            Self::Perform(PerformError::Refused(refused)) => refusal(refused),
            Self::Perform(PerformError::Store(error)) | Self::Store(error) => store(error),
            Self::Perform(
                error @ (PerformError::Keys(_)
                | PerformError::Damaged { .. }
                | PerformError::Unrendered(_)
                | PerformError::Interrupted),
            ) => failure(error),
            Self::File(FileError::TooLarge { .. }) => say(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                "Send a smaller file, or ask the operator to allow more.",
            ),
            Self::File(FileError::Interrupted(_)) => Self::Incomplete.problem(),
            Self::File(error @ (FileError::Storage(_) | FileError::Write(_))) => failure(error),
            Self::NoToken => say(
                StatusCode::UNAUTHORIZED,
                "token-needed",
                "Send Authorization: Bearer and a token from your settings.",
            ),
            Self::NotFromHere => say(
                StatusCode::FORBIDDEN,
                "not-from-here",
                "Open the page of this server again, and try there.",
            ),
            Self::WrongKey => say(
                StatusCode::UNPROCESSABLE_ENTITY,
                "wrong-key",
                "Look at the spelling of both. On a new device it takes the same passphrase.",
            ),
            Self::Suspended => {
                say(StatusCode::FORBIDDEN, "account-suspended", "Write to the operators of this server.")
            }
            Self::BadToken => say(
                StatusCode::UNAUTHORIZED,
                "token-invalid",
                "It may have ended or been revoked, or the account suspended. Make a new one in your settings.",
            ),
            Self::ReadOnly => {
                say(StatusCode::FORBIDDEN, "token-reads-only", "Make a token that may act, in your settings.")
            }
            Self::TooOften { retry_after } | Self::AskedTooOften { retry_after } => Problem {
                retry_after: Some(*retry_after),
                ..say(StatusCode::TOO_MANY_REQUESTS, "rate-limit", "Wait, and then ask less often.")
            },
            Self::NoSuchAction(_) => {
                say(StatusCode::NOT_FOUND, "unknown-action", "GET /api/v1/actions lists what there is.")
            }
            Self::NoSuchPlace => {
                say(StatusCode::NOT_FOUND, "not-found", "GET /api/v1/openapi.json lists what there is.")
            }
            Self::Method => say(
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "The header Allow lists what it takes.",
            ),
            Self::MediaType(_) => say(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "Say what the body is in Content-Type.",
            ),
            Self::Syntax(_) => {
                say(StatusCode::BAD_REQUEST, "invalid-json", "Correct the body and try again.")
            }
            Self::Input { field, .. } => Problem {
                field: field.clone(),
                ..say(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "invalid-input",
                    "GET /api/v1/actions has the schema of every action.",
                )
            },
            Self::Nul => say(StatusCode::BAD_REQUEST, "invalid-text", "Leave it out."),
            Self::Query(_) => say(
                StatusCode::BAD_REQUEST,
                "invalid-query",
                "GET /api/v1/openapi.json lists the parameters.",
            ),
            Self::BadQuery(bad) => Problem {
                position: Some(bad.position),
                meant: bad.meant.clone(),
                ..say(
                    StatusCode::BAD_REQUEST,
                    "bad-query",
                    "Correct it at `position`; `meant` can stand there where it was understood.",
                )
            },
            Self::Header { .. } => {
                say(StatusCode::BAD_REQUEST, "invalid-header", "Correct the header and try again.")
            }
            Self::TooLarge { .. } => say(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Send less at once."),
            Self::NoRoom(full) => Problem {
                retry_after: Some(bodies::RETRY_AFTER.into()),
                ..say(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "busy",
                    if full.is_own { "Send less at the same time." } else { "Try again in a moment." },
                )
            },
            Self::WrongOffset { .. } => say(
                StatusCode::CONFLICT,
                "wrong-offset",
                "Go on with the next byte: Upload-Offset has its number.",
            ),
            Self::Incomplete => say(StatusCode::BAD_REQUEST, "incomplete", "Send it again."),
        }
    }
}

fn refusal(refused: &Refused) -> Problem {
    let status = StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let (english, wording) = (Text::english(), refused.wording());
    let (detail, advice) = (english.say(&wording), english.advise(&wording));
    let mut problem = Problem::new(status, refused.slug(), detail, advice);
    match refused {
        Refused::Stale(newer) => problem.newer = Some((**newer).clone()),
        Refused::StaleProfile(newer) => problem.newer_profile = Some((**newer).clone()),
        Refused::SuggestInstead { suggest, .. } => {
            problem.suggest = serde_json::to_value(suggest).ok();
            problem.advice = Some("POST `suggest` to /api/v1/actions/suggestion.make.".to_owned());
        }
        Refused::NoneOf { first, .. } => return refusal(first),
        Refused::Input(input) => problem.field = Some(input.field().to_owned()),
        Refused::Sealed(refusal) => {
            if refusal.status() == 409 {
                problem.records = Some(refusal.newer.iter().map(|record| records::text(record)).collect());
            }
            problem.rule = refusal.rule();
        }
        Refused::Keys(refusal) => problem.field = refusal.field().map(str::to_owned),
        Refused::Rule(Refusal::Offer(offer)) => problem.field = offer.field().map(str::to_owned),
        Refused::Rule(Refusal::Closing(closing)) => problem.field = closing.field().map(str::to_owned),
        Refused::Rule(
            Refusal::TooMany { retry_after } | Refusal::Talk(TalkRefusal::Slowed { retry_after }),
        ) => problem.retry_after = Some(*retry_after),
        Refused::Rule(Refusal::Delegation(DelegationRefusal::Loop { chain })) => {
            problem.chain = Some(chain.iter().map(|hop| hop.as_str().to_owned()).collect());
        }
        Refused::Rule(Refusal::Dependency(DependencyRefusal::Cycle { path })) => {
            problem.path = Some(path.clone());
        }
        Refused::Rule(_)
        | Refused::NotFound(_)
        | Refused::Outdated
        | Refused::NameTaken(_)
        | Refused::RegistrationClosed { .. }
        | Refused::SetupUsed
        | Refused::SignInFirst
        | Refused::KeyReused
        | Refused::Unreachable(_)
        | Refused::NotAPartner(_)
        | Refused::LastOne(_)
        | Refused::Full { .. }
        | Refused::NoRoom(_)
        | Refused::TooManyUploads(_)
        | Refused::NoSuchFile
        | Refused::SignatureNeeded => {}
    }
    problem
}

/// The seconds after which a database that is away may be there again.
const AWAY: u64 = 2;

/// A conflict of two simultaneous requests is no failure of the server.
fn store(error: &StoreError) -> Problem {
    let again = "Look at how it stands now, and try again.";
    match error {
        StoreError::Taken(what) => Problem::new(
            StatusCode::CONFLICT,
            "taken",
            format!("Somebody else was faster: {what} is taken."),
            again,
        ),
        StoreError::Stale(what) => Problem::new(
            StatusCode::CONFLICT,
            "stale-revision",
            format!("Somebody else was faster: {what} has changed."),
            again,
        ),
        StoreError::TooSlow => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "query-too-slow",
            "The search was given up: it takes too long.",
            "Leave parts out, or begin with one that few tasks have.",
        ),
        StoreError::TooManySearches(many) => Problem {
            retry_after: Some(many.retry_after),
            ..Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "rate-limit",
                "The searches of this client keep the server busy for longer than those of one client may.",
                "Wait, and then search less often, or for what few tasks have.",
            )
        },
        StoreError::Busy => Problem {
            retry_after: Some(1),
            ..Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "Too much is looked for at once.",
                "Try again in a moment.",
            )
        },
        StoreError::Unsure(_) => {
            tracing::warn!(error = error as &dyn Error, "A request to the API ended with the database away");
            Problem {
                retry_after: Some(AWAY),
                ..Problem::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "busy",
                    "The database of this server went away while this was written: whether it was done is not known.",
                    "Look at how it stands, or send it again with the same Idempotency-Key.",
                )
            }
        }
        bad if bad.is_bad_text() => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid-input",
            "A text holds the character NUL.",
            "Leave it out.",
        ),
        busy if busy.is_retryable() => Problem {
            retry_after: Some(1),
            ..Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "Too much happened at once.",
                "Try again in a moment.",
            )
        },
        _ => failure(error),
    }
}

/// A failure of this server: its causes go to the log, the client gets the number to find them.
fn failure(error: &(dyn Error + 'static)) -> Problem {
    if is_away(error) {
        tracing::warn!(error, "A request to the API ended with the database away");
        return Problem {
            retry_after: Some(AWAY),
            ..Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "The database of this server is away for a moment, as in a restart. Nothing was changed.",
                "Try again in a moment.",
            )
        };
    }
    let incident = hex::encode(random::<8>());
    tracing::error!(incident, error, "A request to the API failed");
    if is_disk_full(error) {
        return Problem {
            incident: Some(incident),
            ..Problem::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "disk-full",
                "The disk of this server is full, and nothing was changed.",
                "Tell the operator, and try again once there is room.",
            )
        };
    }
    Problem {
        incident: Some(incident),
        ..Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong on this server, and nothing was changed.",
            "Try again later; if it stays so, tell the operator the incident.",
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = problem.retry_after;
        let mut response = (status, Json(problem)).into_response();
        if LostConnection::caused(&self) {
            response.extensions_mut().insert(LostConnection);
        }
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            // RFC 6750 §3: without a token no error code, with a wrong one `invalid_token`.
            let challenge = match self {
                Self::BadToken => "Bearer realm=\"pursuance\", error=\"invalid_token\"",
                _ => "Bearer realm=\"pursuance\"",
            };
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Self::WrongOffset { at } = self {
            headers.insert(UPLOAD_OFFSET, HeaderValue::from(at));
        }
        if let Some(seconds) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
