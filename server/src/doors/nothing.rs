//! Answers where no door has one: nothing at this address, another host, a handler that broke.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::refusal::PROBLEMS;
use serde_json::json;

/// What is to be said.
pub(super) struct Told {
    pub status: StatusCode,
    /// The end of the problem's `type`.
    pub slug: &'static str,
    pub title: &'static str,
    pub detail: String,
}

/// Says it in the form the asker reads: a problem (RFC 9457) for programs, text for everybody else.
pub(super) fn tell(path: &str, told: &Told) -> Response {
    if is_for_programs(path) {
        let problem = json!({
            "type": format!("{PROBLEMS}{}", told.slug),
            "title": told.title,
            "status": told.status.as_u16(),
            "detail": told.detail,
        });
        let form = HeaderValue::from_static("application/problem+json");
        return (told.status, [(header::CONTENT_TYPE, form)], problem.to_string()).into_response();
    }
    (told.status, format!("{}\n{}\n", told.title, told.detail)).into_response()
}

/// Whether people never look there.
pub(super) fn is_for_programs(path: &str) -> bool {
    ["/api", "/ap", "/.well-known", "/nodeinfo"]
        .into_iter()
        .any(|door| path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}
