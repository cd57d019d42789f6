//! Answers outside of all doors: nothing at this address, another host, a handler that panicked.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::refusal::PROBLEMS;
use serde_json::json;

/// The answer.
pub(super) struct Problem {
    pub status: StatusCode,
    /// The end of the problem's `type`.
    pub slug: &'static str,
    pub title: &'static str,
    pub detail: String,
}

/// Writes the answer in the form for its client: a problem (RFC 9457) for programs, text for everybody else.
pub(super) fn answer(path: &str, problem: &Problem) -> Response {
    if is_for_programs(path) {
        let body = json!({
            "type": format!("{PROBLEMS}{}", problem.slug),
            "title": problem.title,
            "status": problem.status.as_u16(),
            "detail": problem.detail,
        });
        let form = HeaderValue::from_static("application/problem+json");
        return (problem.status, [(header::CONTENT_TYPE, form)], body.to_string()).into_response();
    }
    (problem.status, format!("{}\n{}\n", problem.title, problem.detail)).into_response()
}

/// Whether the address is only for programs.
pub(super) fn is_for_programs(path: &str) -> bool {
    ["/api", "/ap", "/.well-known", "/nodeinfo"]
        .into_iter()
        .any(|door| path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}
