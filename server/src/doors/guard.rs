//! The guards of all doors: the checks of every request, and the headers of every answer.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};

use super::{health, nothing};
use crate::addresses::Addresses;
use crate::state::App;

/// No script, style, frame or form but our own, and no text becomes a script, whatever goes wrong (docs/architecture.md). Several scripts
/// of a page may make the policy of the one worker.
pub(super) const CONTENT_POLICY: &str = "default-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types pv page 'allow-duplicates'";

/// On every answer, unless the door has set a stricter value.
pub(super) const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// One year; without `includeSubDomains`, because other hosts under the domain are not ours to decide for.
const ONLY_HTTPS: &str = "max-age=31536000";

/// Adds the headers that limit the pages in the browser.
pub(super) async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.config.base_url.scheme() == "https" {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(ONLY_HTTPS));
    }
    response
}

/// Refuses requests for another host: links in the answer, and signatures over the request, would not be ours.
pub(super) async fn own_host(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if [health::ALIVE, health::READY].contains(&path)
        || names_us(&app.addresses, request.uri(), request.headers())
    {
        return next.run(request).await;
    }
    let ours = app.addresses.authority();
    let problem = nothing::Problem {
        status: StatusCode::MISDIRECTED_REQUEST,
        slug: "wrong-host",
        title: "This is another server",
        detail: format!("This server is {ours}. A proxy in front of it has to pass Host on unchanged."),
    };
    nothing::answer(path, &problem).into_response()
}

/// Refuses addresses with the character NUL: no text has it, and Postgres stores none that does.
pub(super) async fn sensible_address(request: Request, next: Next) -> Response {
    if !request.uri().to_string().contains("%00") {
        return next.run(request).await;
    }
    let problem = nothing::Problem {
        status: StatusCode::BAD_REQUEST,
        slug: "bad-address",
        title: "There is no such address",
        detail: "It holds the character NUL.".to_owned(),
    };
    nothing::answer(request.uri().path(), &problem).into_response()
}

/// Whether the request names this server and no other.
fn names_us(addresses: &Addresses, uri: &Uri, headers: &HeaderMap) -> bool {
    let mut named = headers.get_all(header::HOST).iter().map(HeaderValue::as_bytes);
    let host = named.next();
    // Another program may read the other one of two Hosts (RFC 9112 §3.2).
    if named.next().is_some() {
        return false;
    }
    let absolute = uri.authority().map(|authority| authority.as_str().as_bytes());
    match (absolute, host) {
        (Some(absolute), Some(host)) => is_ours(addresses, absolute) && is_ours(addresses, host),
        (Some(one), None) | (None, Some(one)) => is_ours(addresses, one),
        (None, None) => false,
    }
}

/// Whether an authority is ours; a proxy may write out the scheme's own port.
fn is_ours(addresses: &Addresses, named: &[u8]) -> bool {
    let ours = addresses.authority();
    let port: &[u8] = if addresses.base().starts_with("https:") { b":443" } else { b":80" };
    let named = named.strip_suffix(port).filter(|_| !ours.contains(':')).unwrap_or(named);
    named.eq_ignore_ascii_case(ours.as_bytes())
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn named(base: &str, uri: &str, hosts: &[&'static str]) -> bool {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, HeaderValue::from_static(host));
        }
        names_us(&Addresses::new(&Url::parse(base).unwrap()), &uri.parse().unwrap(), &headers)
    }

    #[test]
    fn only_our_own_authority_is_ours() {
        assert!(named("https://commons.example", "/", &["commons.example"]));
        assert!(named("https://commons.example", "/", &["Commons.Example:443"]));
        assert!(!named("https://commons.example", "/", &["commons.example:8443"]));
        assert!(!named("https://commons.example", "/", &["commons.example.evil.example"]));
        assert!(!named("https://commons.example", "/", &[]));
    }

    #[test]
    fn two_ports_of_localhost_are_two_servers() {
        assert!(named("http://localhost:8001", "/", &["localhost:8001"]));
        assert!(!named("http://localhost:8001", "/", &["localhost:8002"]));
        assert!(!named("http://localhost:8001", "/", &["127.0.0.1:8001"]));
        assert!(!named("http://localhost:8001", "/", &["localhost:8001:80"]));
    }

    #[test]
    fn a_request_that_names_two_hosts_is_refused() {
        assert!(!named("https://commons.example", "/", &["commons.example", "commons.example"]));
        assert!(!named("https://commons.example", "https://elsewhere.example/", &["commons.example"]));
        assert!(named("https://commons.example", "https://commons.example/", &["commons.example"]));
    }
}
