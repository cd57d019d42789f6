//! A file as an answer: a download for the API and the pages, whole or from where one broke off (RFC 9110 §14).

use std::convert::Infallible;
use std::fmt::Write;
use std::ops::Range;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use pursuance_domain::value::Sha256;

use crate::actions::{PerformError, Refused, Thing};
use crate::platform::files::FileError;
use crate::state::App;
use crate::store::discussions::TaskFile;
use crate::store::shown_pictures::NotShown;

/// The media type of every download, whatever type the file claims.
pub const UNKNOWN: &str = "application/octet-stream";

/// The parts of a request about the bytes that it wants.
#[derive(Debug, Default)]
pub struct BytesRequest {
    query: Option<String>,
    range: Option<String>,
    if_range: Option<String>,
    /// The tags in `If-None-Match`.
    known: Vec<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for BytesRequest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let text = |name: HeaderName| {
            parts.headers.get(name).and_then(|value| value.to_str().ok()).map(|text| text.trim().to_owned())
        };
        let known = parts.headers.get_all(header::IF_NONE_MATCH).iter();
        let known = known.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        Ok(Self {
            query: parts.uri.query().map(str::to_owned),
            // RFC 9110 §14.2: for other methods it means nothing.
            range: text(header::RANGE).filter(|_| parts.method == Method::GET),
            if_range: text(header::IF_RANGE),
            known: known.map(|tag| tag.trim().trim_start_matches("W/").to_owned()).collect(),
        })
    }
}

/// Which bytes are sent.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// With at least one byte, and within the file.
    One(Range<u64>),
    /// It begins behind the end.
    Beyond,
}

impl BytesRequest {
    /// Whether the one who asks has these bytes already.
    fn knows(&self, tag: &str) -> bool {
        self.known.iter().any(|known| known == tag || known == "*")
    }

    /// The wanted part of a file with `bytes` bytes. A range that is not understood, several ranges, and a range of an earlier
    /// file at this address ask for the whole (RFC 9110 §13.1.5).
    fn part(&self, tag: &str, bytes: u64) -> Part {
        if self.if_range.as_deref().is_some_and(|had| had != tag) {
            return Part::Whole;
        }
        self.range.as_deref().and_then(|range| one_range(range, bytes)).unwrap_or(Part::Whole)
    }
}

/// Reads `bytes=a-b`, `bytes=a-` or `bytes=-n` for a file with `bytes` bytes; none for anything else.
fn one_range(range: &str, bytes: u64) -> Option<Part> {
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
        // One that is too large lies behind every end.
        is_number.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    let (unit, part) = range.split_once('=')?;
    let (first, last) = part.trim().split_once('-').filter(|_| unit.eq_ignore_ascii_case("bytes"))?;
    if first.is_empty() {
        let wanted = number(last)?;
        return match (wanted, bytes) {
            (0, _) => Some(Part::Beyond),
            // An empty part has no way to be told.
            (_, 0) => None,
            _ => Some(Part::One(bytes.saturating_sub(wanted)..bytes)),
        };
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    if last < first {
        return None;
    }
    Some(if first < bytes { Part::One(first..last.saturating_add(1).min(bytes)) } else { Part::Beyond })
}

/// A file as a download. Nothing in it runs in a browser, whatever type it claims.
///
/// # Errors
/// When the bytes are not available.
async fn attachment(app: &App, file: &TaskFile, asked: &BytesRequest) -> Result<Response, PerformError> {
    let sha256 = Sha256::parse(&file.sha256)?;
    if !app.files.has(&sha256).await {
        return Err(Refused::NotFound(Thing::File).into());
    }
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(UNKNOWN));
    headers.insert(header::CONTENT_DISPOSITION, disposition("attachment", &file.name));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    let lost = |source| PerformError::Damaged { what: "a file", source: Box::new(source) };
    send(app, &sha256, file.bytes, asked, headers).await.map_err(lost)
}

/// The tag of these bytes. Strong: the same hash is the same bytes.
fn tag_of(sha256: &Sha256) -> String {
    format!("\"{}\"", sha256.as_str())
}

/// Answers the bytes with a hash, or the part that is asked for, with these headers.
///
/// # Errors
/// When the bytes are not available.
pub async fn send(
    app: &App,
    sha256: &Sha256,
    bytes: i64,
    asked: &BytesRequest,
    mut headers: HeaderMap,
) -> Result<Response, FileError> {
    let bytes = u64::try_from(bytes).unwrap_or(0);
    let tag = tag_of(sha256);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.extend(HeaderValue::from_str(&tag).ok().map(|tag| (header::ETAG, tag)));
    if asked.knows(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    match asked.part(&tag, bytes) {
        Part::Whole => {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
            let whole = app.files.read(sha256).await?;
            Ok((headers, Body::from_stream(whole)).into_response())
        }
        Part::One(range) => {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
            let told = format!("bytes {}-{}/{bytes}", range.start, range.end - 1);
            headers.extend(HeaderValue::from_str(&told).ok().map(|told| (header::CONTENT_RANGE, told)));
            let part = app.files.read_part(sha256, range).await?;
            Ok((StatusCode::PARTIAL_CONTENT, headers, Body::from_stream(part)).into_response())
        }
        Part::Beyond => {
            let told = format!("bytes */{bytes}");
            headers.extend(HeaderValue::from_str(&told).ok().map(|told| (header::CONTENT_RANGE, told)));
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response())
        }
    }
}

/// The queries behind the address of a file that ask for what is shown of it.
const WHOLE: &str = "show=picture";
const THUMBNAIL: &str = "show=thumbnail";
pub const PDF: &str = "show=pdf";

/// A file as a download, or what is shown of it where the query asks for that.
///
/// # Errors
/// When the bytes are not available, or nothing is shown of the file.
pub async fn answer(app: &App, file: &TaskFile, asked: &BytesRequest) -> Result<Response, PerformError> {
    match (asked.query.as_deref(), &file.shown, file.not_shown) {
        (Some(WHOLE), Some(shown), _) => shown_picture(app, &shown.whole, asked).await,
        (Some(THUMBNAIL), Some(shown), _) => shown_picture(app, &shown.thumbnail, asked).await,
        (Some(PDF), _, Some(NotShown::Pdf)) => pdf(app, file).await,
        (Some(WHOLE | THUMBNAIL | PDF), ..) => Err(Refused::NotFound(Thing::File).into()),
        (Some(_) | None, ..) => attachment(app, file, asked).await,
    }
}

/// A picture that was made here, as PNG or JPEG; 304 where the one who asks has it. Whether they may read it was asked before.
async fn shown_picture(app: &App, sha256: &str, asked: &BytesRequest) -> Result<Response, PerformError> {
    let sha256 = Sha256::parse(sha256)?;
    if !app.files.has(&sha256).await {
        return Err(Refused::NotFound(Thing::File).into());
    }
    let lost = |source| PerformError::Damaged { what: "a picture", source: Box::new(source) };
    let mut bytes = app.files.read(&sha256).await.map_err(lost)?.boxed();
    let lost = |source| PerformError::Damaged { what: "a picture", source: Box::new(source) };
    let first = bytes.next().await.transpose().map_err(lost)?.unwrap_or_default();
    let form = if first.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    let (mut headers, tag) = (shown_as(form, "default-src 'none'; sandbox"), tag_of(&sha256));
    headers.extend(HeaderValue::from_str(&tag).ok().map(|tag| (header::ETAG, tag)));
    if asked.knows(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let all = stream::once(async move { Ok(first) }).chain(bytes);
    Ok((headers, Body::from_stream(all)).into_response())
}

/// A PDF for a tab of its own, apart from all pages: a policy of more words would keep the browser's reader from it.
async fn pdf(app: &App, file: &TaskFile) -> Result<Response, PerformError> {
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

/// The headers above a file that a browser shows.
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

    #[test]
    fn one_range_is_understood_and_everything_else_is_the_whole() {
        let of = |range: &str, bytes| {
            BytesRequest { range: Some(range.to_owned()), ..BytesRequest::default() }.part("x", bytes)
        };
        for (range, part) in [
            ("bytes=0-0", Part::One(0..1)),
            ("bytes=2-4", Part::One(2..5)),
            ("Bytes= 2-99", Part::One(2..10)),
            ("bytes=9-", Part::One(9..10)),
            ("bytes=-3", Part::One(7..10)),
            ("bytes=-99", Part::One(0..10)),
            ("bytes=0-99999999999999999999999", Part::One(0..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=99999999999999999999999-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=4-2", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=1", Part::Whole),
            ("lines=1-2", Part::Whole),
        ] {
            assert_eq!(of(range, 10), part, "{range}");
        }
        assert_eq!(of("bytes=0-", 0), Part::Beyond);
        assert_eq!(of("bytes=-1", 0), Part::Whole);
    }
}
