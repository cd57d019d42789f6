//! Whether a form was sent from a page of ours (DATA 16): by where the browser says it comes from, and by the token that
//! only the pages of a session hold. Cookies alone prove nothing: another port of localhost is the same site.

use http::{HeaderMap, HeaderName, header};
use subtle::ConstantTimeEq;

/// Where a request comes from, as the browser sees it; pages cannot write it themselves (W3C Fetch Metadata).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The field of a form that holds the session's token.
pub const FIELD: &str = "csrf";

/// Whether the browser says that the request comes from our origin: scheme, host and port.
pub fn comes_from_us(headers: &HeaderMap, ours: &str) -> bool {
    match headers.get(header::ORIGIN).map(http::HeaderValue::as_bytes) {
        Some(origin) if origin != b"null" => origin == ours.as_bytes(),
        _ => headers.get(SEC_FETCH_SITE).is_some_and(|site| site == "same-origin"),
    }
}

/// What the field holds: the session's token, and whose page it stands on, so that a form that outlived its session is not
/// sent in the name of somebody else.
pub fn field_value(token: &str, name: &str) -> String {
    format!("{token}.{name}")
}

/// The token and the name in the field of a form.
pub fn read_field(given: &str) -> (&str, &str) {
    given.split_once('.').unwrap_or((given, ""))
}

/// Whether a form holds the token of the session it was sent in.
pub fn is_token(token: &str, given: &str) -> bool {
    token.as_bytes().ct_eq(given.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn from(lines: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        comes_from_us(&headers, "http://localhost:8001")
    }

    #[test]
    fn another_port_is_another_origin() {
        assert!(from(&[("origin", "http://localhost:8001")]));
        assert!(!from(&[("origin", "http://localhost:8002")]));
        assert!(!from(&[("origin", "http://localhost:8002"), ("sec-fetch-site", "same-origin")]));
        assert!(!from(&[("origin", "https://localhost:8001")]));
    }

    #[test]
    fn without_an_origin_the_browser_has_to_vouch() {
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(from(&[("origin", "null"), ("sec-fetch-site", "same-origin")]));
        for site in ["same-site", "cross-site", "none"] {
            assert!(!from(&[("sec-fetch-site", site)]), "{site}");
        }
        assert!(!from(&[]));
    }
}
