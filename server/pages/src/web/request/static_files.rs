//! The stylesheet, the icons and the scripts ([`files`]).

use axum::body::Bytes;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::failure::PageError;
use crate::actions::Thing;
use crate::web::frame::files::{self, File, MADE, SCRIPTS};
use crate::web::frame::sealed;

/// `GET /static/{file}`. An address with a fingerprint (`?v=`) means these bytes for ever; without one the browser
/// revalidates.
pub async fn show(Path(name): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    answer(&name, query.is_some_and(|query| query.starts_with("v=")), &headers)
}

/// `GET /static/js/{version}/{file}`. A page that was made before the program was replaced names an earlier version, and gets the
/// scripts of now, as it gets the pages of now; they are not kept under that name.
pub async fn script(Path((version, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    answer(&format!("{SCRIPTS}{name}"), version == files::version(), &headers)
}

/// `GET /static/sealed/{file}`: a file that was made of the sources in `sealed/js`. A page that was made before the program was replaced
/// names other bytes, and these are not kept under that name. The worker of Argon2 has a policy of its own.
pub async fn made(Path(name): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let name = format!("{MADE}{name}");
    let is_named = query.is_some_and(|query| sealed::names_its_bytes(&name, &query));
    let mut response = answer(&name, is_named, &headers);
    // Also where nothing has changed: a browser takes the headers of that answer for those of the file (RFC 9111 §3.2).
    if name == sealed::WORKER {
        let policy = HeaderValue::from_static(sealed::WORKER_POLICY);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// `GET /worker.js`, at the root so that its scope is every page; browsers check for a newer version by themselves.
pub async fn worker(headers: HeaderMap) -> Response {
    answer("worker.js", false, &headers)
}

/// A file, or 304 if the browser has it already. `is_for_ever`: the address names these bytes for ever; otherwise the browser asks
/// each time.
fn answer(name: &str, is_for_ever: bool, headers: &HeaderMap) -> Response {
    let Some(file) = files::get(name) else { return PageError::not_found(Thing::File).into_response() };
    let keep = if is_for_ever { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    let known =
        headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == file.tag.as_bytes());
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { whole(name, file) };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::from_str(&file.tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn whole(name: &str, file: &'static File) -> Response {
    ([(header::CONTENT_TYPE, form_of(name))], Bytes::from_static(&file.bytes)).into_response()
}

/// The media type of a file.
pub fn form_of(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
