//! Redirects programs that ask for the page of a pursuance, a task or a person as ActivityPub to its document.
//!
//! The page and the document have two addresses, so that no cache can mistake one for the other (PROTOCOL §1.3).

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::documents::is_open;
use crate::addresses::name_on_page;
use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::{actors, pursuances, tasks};

/// Answers 303 to a client that prefers the document over the page. A layer around the pages.
pub async fn negotiate(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    if !reads || !wants_activity(request.headers()) {
        return next.run(request).await;
    }
    match document_of(&app, request.uri().path()).await {
        Ok(Some(uri)) => see_other(&uri),
        Ok(None) => next.run(request).await,
        Err(error) => super::refuse::failure(&error),
    }
}

fn see_other(uri: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(uri) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept"));
    response
}

/// The address of the document for a page.
async fn document_of(app: &App, path: &str) -> StoreResult<Option<String>> {
    let mut tx = app.db.read().await?;
    if let Some(name) = name_on_page(path).filter(|_| path.starts_with("/@")) {
        let actor = actors::by_name_here(&mut tx, name).await?;
        return Ok(actor.map(|actor| actor.uri));
    }
    let Some(rest) = path.strip_prefix("/p/") else { return Ok(None) };
    let mut parts = rest.trim_end_matches('/').split('/');
    let pursuance = pursuances::by_slug(&mut tx, parts.next().unwrap_or_default()).await?;
    let Some(pursuance) = pursuance.filter(|pursuance| !pursuance.is_private()) else { return Ok(None) };
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => Ok(Some(pursuance.uri)),
        (Some("t"), Some(number), None) => {
            let is_open = is_open(pursuance.visibility);
            let Some(number) = number.parse().ok().filter(|_| is_open) else { return Ok(None) };
            let task = tasks::by_number(&mut tx, &pursuance.id, number).await?;
            Ok(task.map(|task| app.addresses.task(&task.id)))
        }
        (Some("t"), ..) => Ok(None),
        // People paste the address of the page that they look at.
        (Some(_), ..) => Ok(Some(pursuance.uri)),
    }
}

/// Whether the request would rather have ActivityPub than a page (PROTOCOL §4.5).
pub fn wants_activity(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let (mut activity, mut page) = (0, 0);
    for range in accepted.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality = thousandths(quality);
        match essence.as_str() {
            "application/activity+json" | "application/ld+json" => activity = activity.max(quality),
            "text/html" | "application/xhtml+xml" => page = page.max(quality),
            _ => {}
        }
    }
    activity > page
}

/// A quality value in thousandths (RFC 9110 §12.4.2). An unreadable one counts as not wanted.
fn thousandths(quality: Option<&str>) -> u32 {
    let Some(text) = quality else { return 1_000 };
    let Ok(quality) = text.parse::<f32>() else { return 0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
    let rounded = (quality.clamp(0.0, 1.0) * 1_000.0) as u32;
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(accept: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, value.parse().unwrap());
        }
        wants_activity(&headers)
    }

    #[test]
    fn programs_of_the_fediverse_get_the_document() {
        assert!(wants(&["application/activity+json"]));
        assert!(wants(&["application/activity+json, application/ld+json"]));
        assert!(wants(&["application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""]));
        assert!(wants(&["text/html;q=0.5", "application/activity+json; q=0.9"]));
    }

    #[test]
    fn browsers_get_the_page() {
        assert!(!wants(&[]));
        assert!(!wants(&["*/*"]));
        assert!(!wants(&["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"]));
        assert!(!wants(&["text/html, application/activity+json"]));
        assert!(!wants(&["application/activity+json;q=0"]));
        assert!(!wants(&["application/activity+json;q=NaN"]));
    }
}
