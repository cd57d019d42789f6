//! Refusals of requests: a status and a problem (RFC 9457), with advice.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, Method, StatusCode, header};
use pursuance_domain::refusal::PROBLEMS;
use pursuance_domain::time::Time;
use pursuance_federation::fetch::ACTIVITY_JSON;
use pursuance_federation::verify::{InboxRefusal, RetryAfter};
use serde_json::json;

use crate::actions::PerformError;
use crate::bounds::bodies::{self, NoRoom};
use crate::lookup::DirectoryError;
use crate::store::error::{LostConnection, StoreError, is_away};

/// A refusal as it is answered.
pub(super) fn problem(status: StatusCode, slug: &str, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Refused");
    let body = json!({"type": format!("{PROBLEMS}{slug}"), "title": title, "status": status.as_u16(), "detail": detail});
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The answer for everything that does not exist, and for everything whose existence the client may not know.
pub(super) fn nothing() -> Response {
    problem(StatusCode::NOT_FOUND, "not-found", "There is nothing here, or nothing for you.")
}

/// The answer for a document of a pursuance that was deleted: a `Tombstone` (PROTOCOL §1.10).
pub(super) fn gone(id: &str) -> Response {
    let body = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": id, "type": "Tombstone"});
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::GONE;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=180"));
    response
}

/// The answer for an object that was deleted, with the moment.
pub(super) fn tombstone(id: &str, deleted: Option<Time>) -> Response {
    let mut said =
        json!({"@context": "https://www.w3.org/ns/activitystreams", "type": "Tombstone", "id": id});
    if let Some(deleted) = deleted {
        said["deleted"] = json!(deleted.rfc3339());
    }
    let mut response = gone(id);
    *response.body_mut() = Body::from(said.to_string());
    response
}

/// The answer to a refusal of the verifier.
pub(super) fn refusal(refusal: &InboxRefusal, method: &Method) -> Response {
    let status = refusal.status();
    tracing::debug!(slug = refusal.slug(), status = status.as_u16(), "Refused: {refusal}");
    let mut response = problem(status, refusal.slug(), &refusal.to_string());
    if status == StatusCode::UNAUTHORIZED {
        response
            .headers_mut()
            .insert("accept-signature", HeaderValue::from_static(accepted_signature(method)));
    }
    retry_after(response, refusal.retry_after())
}

/// The components that a signature has to cover (RFC 9421 §5.1: a `keyid` there would ask for one certain key).
fn accepted_signature(method: &Method) -> &'static str {
    if *method == Method::POST {
        r#"sig=("@method" "@target-uri" "content-digest");created"#
    } else {
        r#"sig=("@method" "@target-uri");created"#
    }
}

/// Too many requests.
pub(super) fn too_many(wait: RetryAfter) -> Response {
    let detail = format!("There were too many requests; try again in {} seconds.", wait.0);
    retry_after(problem(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", &detail), Some(wait.0))
}

/// The activity cannot be processed now: its sender reached a limit, or this server failed.
pub(super) fn failed(error: &PerformError) -> Response {
    match error.retry_after() {
        Some(seconds) => too_many(RetryAfter(u32::try_from(seconds).unwrap_or(u32::MAX))),
        None => failure(error),
    }
}

/// The sender's own document could not be fetched.
pub(super) fn unknown_sender(error: &DirectoryError) -> Response {
    match error {
        DirectoryError::Store(error) => return failure(error),
        DirectoryError::Keys(error) => return failure(error),
        _ => {}
    }
    if error.is_temporary() {
        return retry_after(
            problem(StatusCode::SERVICE_UNAVAILABLE, "actor-unreachable", &error.to_string()),
            Some(60),
        );
    }
    problem(StatusCode::FORBIDDEN, "bad-actor", &error.to_string())
}

/// The sender was forgotten while its message was checked, or the disk of the database is nearly full.
pub(super) fn busy() -> super::RefusedActivity {
    let detail = "This could not be taken in just now. Try again later.";
    retry_after(problem(StatusCode::SERVICE_UNAVAILABLE, "busy", detail), Some(60)).into()
}

/// There is no room for the body.
pub(super) fn no_room(full: NoRoom) -> super::RefusedActivity {
    let detail = if full.is_own {
        "Too much from your address is arriving at once. Send less at the same time."
    } else {
        "Too much is arriving at once. Try again later."
    };
    let response = problem(StatusCode::SERVICE_UNAVAILABLE, "busy", detail);
    let response = retry_after(response, Some(bodies::RETRY_AFTER));
    super::RefusedActivity { response: Box::new(response), counts: full.is_own }
}

/// This server failed; the sender may retry.
pub(super) fn failure(error: &(dyn std::error::Error + 'static)) -> Response {
    if is_away(error) {
        tracing::warn!(error, "A request of another server ended with the database away");
        let detail = "The database of this server is away for a moment. Try again later.";
        let mut response = problem(StatusCode::SERVICE_UNAVAILABLE, "busy", detail);
        if LostConnection::caused(error) {
            response.extensions_mut().insert(LostConnection);
        }
        return retry_after(response, Some(AWAY));
    }
    tracing::error!(error, "A request of another server could not be answered");
    retry_after(
        problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something broke here. Try again later."),
        Some(60),
    )
}

impl From<StoreError> for super::RefusedActivity {
    fn from(error: StoreError) -> Self {
        failure(&error).into()
    }
}

/// The seconds after which a database that is away may be there again.
const AWAY: u32 = 5;

fn retry_after(mut response: Response, seconds: Option<u32>) -> Response {
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

#[cfg(test)]
mod tests {
    use pursuance_federation::sign::SignatureRefusal;

    use super::*;

    #[test]
    fn who_did_not_sign_is_told_how_to() {
        let unsigned = InboxRefusal::Signature(SignatureRefusal::Missing);
        let response = refusal(&unsigned, &Method::POST);
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let wanted = response.headers()["accept-signature"].to_str().unwrap().to_owned();
        assert!(wanted.contains("content-digest") && wanted.contains(";created"), "{wanted}");
        assert!(!wanted.contains("keyid"), "without a value it has no meaning: {wanted}");
        assert!(
            !refusal(&unsigned, &Method::GET).headers()["accept-signature"]
                .to_str()
                .unwrap()
                .contains("digest")
        );
    }

    #[test]
    fn who_comes_too_often_is_told_when_to_come_back() {
        let response = refusal(&InboxRefusal::ClientBudget { retry_after: 7 }, &Method::POST);
        assert_eq!(
            (response.status(), &response.headers()["retry-after"]),
            (StatusCode::TOO_MANY_REQUESTS, &HeaderValue::from(7))
        );
    }
}
