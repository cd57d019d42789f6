//! The media types of ActivityPub documents (PROTOCOL §4.5, GHSA-jhrq-qvrm-qr36).

use http::{HeaderMap, header};

/// The type of every document and delivery from here, in exactly this spelling.
pub const ACTIVITY_JSON: &str = "application/activity+json";
const LD_JSON: &str = "application/ld+json";

/// Whether a `Content-Type` is one of the two of ActivityPub, with any parameters.
///
/// `application/json` is not: uploads and APIs answer with it, and would become documents.
pub fn is_activity_json(content_type: &str) -> bool {
    let essence = essence(content_type);
    essence == ACTIVITY_JSON || essence == LD_JSON
}

/// Whether a `Content-Type` is JSON of any kind (RFC 6839 §3.1).
pub(super) fn is_json(content_type: &str) -> bool {
    let essence = essence(content_type);
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// The `Content-Type` as it was sent, or nothing if it is missing or not text.
pub(super) fn content_type(headers: &HeaderMap) -> String {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_types_are_documents_with_any_parameters_and_nothing_else_is() {
        for good in [
            "application/activity+json",
            "application/activity+json; charset=utf-8",
            "Application/Activity+JSON",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json;profile=\"https://www.w3.org/ns/activitystreams\"; charset=utf-8",
            "application/ld+json",
        ] {
            assert!(is_activity_json(good), "{good}");
        }
        for bad in ["", "application/json", "text/html", "application/octet-stream", "x; application/ld+json"]
        {
            assert!(!is_activity_json(bad), "{bad}");
        }
        assert!(is_json("application/jrd+json; charset=utf-8"));
        assert!(is_json("application/json"));
        assert!(!is_json("text/json"));
        assert!(!is_json("text/html"));
    }
}
