//! A file as an answer: a download for the API and the pages.

use std::fmt::Write;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, header};
use pursuance_domain::value::Sha256;

use crate::actions::{PerformError, Refused, Thing};
use crate::state::App;
use crate::store::discussions::File;
use crate::store::shown::NotShown;

/// The media type of every download, whatever type the file claims.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

/// A file as a download. Nothing in it runs in a browser, whatever type it claims.
///
/// # Errors
/// When the bytes are not available.
async fn attachment(app: &App, file: &File) -> Result<Response, PerformError> {
    let sha256 = Sha256::parse(&file.sha256)?;
    if !app.files.has(&sha256).await {
        return Err(Refused::NotFound(Thing::File).into());
    }
    let lost = |source| PerformError::Damaged { what: "a file", source: Box::new(source) };
    let bytes = app.files.read(&sha256).await.map_err(lost)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(UNKNOWN));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.bytes));
    headers.insert(header::CONTENT_DISPOSITION, disposition("attachment", &file.name));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok((headers, Body::from_stream(bytes)).into_response())
}

/// The queries behind the address of a file that ask for what is shown of it.
const WHOLE: &str = "show=picture";
const THUMBNAIL: &str = "show=thumbnail";
pub const PDF: &str = "show=pdf";

/// A file as a download, or what is shown of it where the query asks for that.
///
/// # Errors
/// When the bytes are not available, or nothing is shown of the file.
pub async fn answer(app: &App, file: &File, query: Option<&str>) -> Result<Response, PerformError> {
    match (query, &file.shown, file.not_shown) {
        (Some(WHOLE), Some(shown), _) => shown_picture(app, &shown.whole).await,
        (Some(THUMBNAIL), Some(shown), _) => shown_picture(app, &shown.thumbnail).await,
        (Some(PDF), _, Some(NotShown::Pdf)) => pdf(app, file).await,
        (Some(WHOLE | THUMBNAIL | PDF), ..) => Err(Refused::NotFound(Thing::File).into()),
        (Some(_) | None, ..) => attachment(app, file).await,
    }
}

/// A picture that was made here, as PNG or JPEG.
async fn shown_picture(app: &App, sha256: &str) -> Result<Response, PerformError> {
    let sha256 = Sha256::parse(sha256)?;
    if !app.files.has(&sha256).await {
        return Err(Refused::NotFound(Thing::File).into());
    }
    let lost = |source| PerformError::Damaged { what: "a picture", source: Box::new(source) };
    let mut bytes = app.files.read(&sha256).await.map_err(lost)?.boxed();
    let lost = |source| PerformError::Damaged { what: "a picture", source: Box::new(source) };
    let first = bytes.next().await.transpose().map_err(lost)?.unwrap_or_default();
    let form = if first.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    let all = stream::once(async move { Ok(first) }).chain(bytes);
    Ok((shown_as(form, "default-src 'none'; sandbox"), Body::from_stream(all)).into_response())
}

/// A PDF for a tab of its own, apart from all pages: a policy of more words would keep the browser's reader from it.
async fn pdf(app: &App, file: &File) -> Result<Response, PerformError> {
    let sha256 = Sha256::parse(&file.sha256)?;
    if !app.files.has(&sha256).await {
        return Err(Refused::NotFound(Thing::File).into());
    }
    let lost = |source| PerformError::Damaged { what: "a file", source: Box::new(source) };
    let bytes = app.files.read(&sha256).await.map_err(lost)?;
    let mut headers = shown_as("application/pdf", "sandbox");
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.bytes));
    headers.insert(header::CONTENT_DISPOSITION, disposition("inline", &file.name));
    Ok((headers, Body::from_stream(bytes)).into_response())
}

/// What stands above a file that a browser shows.
fn shown_as(form: &'static str, policy: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers
}

/// How a file is to be taken, with its name in ASCII for old programs and in the form of RFC 8187 for the others (RFC 6266 §4.3).
fn disposition(how: &'static str, name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    let mut full = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            full.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(full, "%{byte:02X}");
        }
    }
    let text = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{full}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(how))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let told = disposition("attachment", "a\"b\r\nSet-Cookie: x=1; ü%.txt");
        assert_eq!(
            told.to_str().unwrap(),
            "attachment; filename=\"a_b__Set-Cookie: x=1; __.txt\"; filename*=UTF-8''a%22b%0D%0ASet-Cookie%3A%20x%3D1%3B%20%C3%BC%25.txt"
        );
    }
}
