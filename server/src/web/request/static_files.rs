//! The stylesheet, the icons and the script, from within the program.

use crate::actions::Thing;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::{Embed, EmbeddedFile};

use super::failure::PageError;

#[derive(Embed)]
#[folder = "../templates/static"]
struct Static;

/// `GET /static/{file}`. An address with a fingerprint (`?v=`) means these bytes for ever; without one the browser
/// revalidates.
pub async fn show(Path(name): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(file) = Static::get(&name) else { return PageError::not_found(Thing::File).into_response() };
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let keep = if query.is_some_and(|query| query.starts_with("v=")) {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { whole(&name, file).into_response() };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// `GET /worker.js`, at the root so that it is responsible for every page here; browsers look for a newer one by themselves.
pub async fn worker(headers: HeaderMap) -> Response {
    show(Path("worker.js".to_owned()), RawQuery(None), headers).await
}

fn whole(name: &str, file: EmbeddedFile) -> impl IntoResponse {
    let form = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    ([(header::CONTENT_TYPE, form)], file.data.into_owned())
}
