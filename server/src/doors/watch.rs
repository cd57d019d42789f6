//! One span and one line of log per request, and an answer even when a handler panics.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use http::header::{self, HeaderName};
use http::{HeaderValue, StatusCode};
use tracing::Instrument;

use super::nothing;
use crate::state::App;
use crate::web::frame::links;

/// The id of a request in the log, for people who report a failure.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The path as the log has it: without the secret of an invitation, a feed, a mail, a new passphrase or a request for an account.
fn logged(path: &str) -> String {
    let invitation = links::invite("");
    let secrets = [invitation.as_str(), links::FEEDS, links::MAILS, links::RESETS, links::ACCOUNT_REQUESTS];
    let secret = secrets.into_iter().find(|secret| path.starts_with(secret));
    secret.map_or_else(|| path.to_owned(), |beginning| format!("{beginning}…"))
}

/// Logs a request. Only method, path and status: a query may hold the code of the setup link.
pub(super) async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = app.clock.new_id();
    let path = request.uri().path().to_owned();
    let span =
        tracing::info_span!("request", request.id = %id, method = %request.method(), path = logged(&path));
    let begun = Instant::now();
    let answer = async {
        let response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
            Ok(response) => response,
            Err(panic) => broken(&path, panic.as_ref(), &id),
        };
        let (status, ms) = (response.status(), begun.elapsed().as_millis());
        if status.is_server_error() {
            tracing::warn!(status = status.as_u16(), ms, "Answered {status}");
        } else {
            tracing::debug!(status = status.as_u16(), ms, "Answered {status}");
        }
        response
    };
    let mut response = answer.instrument(span).await;
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    if app.clock.is_moved() {
        // hyper would write the system's time, and peers compare theirs with this one.
        let date = app.clock.now().utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        headers.extend(HeaderValue::from_str(&date).ok().map(|date| (header::DATE, date)));
    }
    response
}

/// The answer after a handler panicked; the process lives on.
fn broken(path: &str, panic: &(dyn std::any::Any + Send), id: &str) -> Response {
    let text =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = text.unwrap_or("without a text"), "A handler panicked");
    let problem = nothing::Problem {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        slug: "internal",
        title: "Something broke here",
        detail: format!(
            "It is not your fault. Tell an operator of this server; it is in the log as request {id}."
        ),
    };
    nothing::answer(path, &problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_does_not_have_the_secret_of_an_invitation_a_feed_or_a_mail() {
        assert_eq!(logged("/i/0f3c5a7b"), "/i/…");
        assert_eq!(logged("/f/0f3c5a7b.ics"), "/f/…");
        assert_eq!(logged("/mail/stop/0f3c5a7b"), "/mail/…");
        assert_eq!(logged("/reset/0f3c5a7b"), "/reset/…");
        assert_eq!(logged("/join/0f3c5a7b"), "/join/…");
        assert_eq!(logged("/p/bees"), "/p/bees");
    }
}
