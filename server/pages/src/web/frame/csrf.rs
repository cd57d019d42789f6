//! Whether a form was sent from one of our pages (DATA 16): by the origin that the browser names, and by the token that
//! only the pages of a session have. Cookies alone prove nothing: another port of localhost is the same site.

use http::{HeaderMap, HeaderName, header};
use subtle::ConstantTimeEq;

use crate::platform::clock::random;

/// The origin of a request, as the browser sees it; pages cannot set it themselves (W3C Fetch Metadata).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The most characters of a session's token.
const LONGEST: usize = 64;

/// The field of a form that holds the session's token.
pub const FIELD: &str = "csrf";

/// Whether the browser names our origin: scheme, host and port.
pub fn comes_from_us(headers: &HeaderMap, ours: &str) -> bool {
    match headers.get(header::ORIGIN).map(http::HeaderValue::as_bytes) {
        Some(origin) if origin != b"null" => origin == ours.as_bytes(),
        _ => headers.get(SEC_FETCH_SITE).is_some_and(|site| site == "same-origin"),
    }
}

/// The value of the field: the session's token, and the name of the viewer, so that a form from an ended session is not
/// sent in the name of another person.
pub fn field_value(token: &str, name: &str) -> String {
    format!("{token}.{name}")
}

/// The token and the name in the field of a form.
pub fn read_field(given: &str) -> (&str, &str) {
    given.split_once('.').unwrap_or((given, ""))
}

/// A session's token for a page: a random mask, and the token XORed with it. The text differs each time, so that the length
/// of a compressed page that also repeats a text of the request reveals nothing about the token (BREACH).
pub fn masked(token: &str) -> String {
    let mask: [u8; LONGEST] = random();
    let mask = &mask[..token.len().min(LONGEST)];
    let covered: Vec<u8> = token.bytes().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    hex::encode([mask, &covered].concat())
}

/// Whether `given` is the session's token under any mask.
pub fn is_token(token: &str, given: &str) -> bool {
    let Ok(bytes) = hex::decode(given) else { return false };
    let (mask, covered) = bytes.split_at(bytes.len() / 2);
    let bare: Vec<u8> = covered.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    bytes.len().is_multiple_of(2) && token.as_bytes().ct_eq(&bare).into()
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
    fn a_token_looks_different_each_time_and_is_known_all_the_same() {
        let token = "0123456789abcdef0123456789abcdef";
        let (one, other) = (masked(token), masked(token));
        assert_ne!(one, other);
        assert!(!one.contains(token) && is_token(token, &one) && is_token(token, &other));
        let wrong = masked("1123456789abcdef0123456789abcdef");
        for bad in [token, "", "00", &one[..one.len() - 2], &wrong, "not hexadecimal"] {
            assert!(!is_token(token, bad), "{bad}");
        }
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
