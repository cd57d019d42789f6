//! The `@context` of own documents (PROTOCOL §1.1).
//!
//! Inline in every document instead of a link: a JSON-LD processor would have to fetch the link, and could not read a
//! word while this server is down. Received contexts are never read: compact JSON is enough.

use std::sync::LazyLock;

use serde_json::{Value, json};

/// The namespace of own terms.
pub const NAMESPACE: &str = "https://w3id.org/pursuance/ns#";
/// The capability of class D (FEP-844e).
pub const CAPABILITY_PURSUANCE: &str = "https://w3id.org/pursuance/ns#v1";
/// The capability of skill offers (PROTOCOL §1.8).
pub const CAPABILITY_OFFERS: &str = "https://w3id.org/pursuance/ns#offers";
/// The capability of reading and making RFC 9421 signatures (FEP-844e).
pub const CAPABILITY_RFC9421: &str = "https://datatracker.ietf.org/doc/html/rfc9421";
/// The capability of reading RFC 9421 signatures that are made with Ed25519 (FEP-844e).
pub const CAPABILITY_ED25519: &str =
    "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25";
/// The role in a Grant (ForgeFed).
pub const DELEGATE_ROLE: &str = "https://w3id.org/pursuance/ns#delegateRole";
/// Everybody.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
/// Other spellings of everybody (ActivityPub §5.6).
pub(super) const PUBLIC_TOO: [&str; 2] = ["Public", "as:Public"];
/// The version of this protocol, in `protocol` of actors.
pub const PROTOCOL_VERSION: &str = "1.0";

/// A type that is read and never sent (FEP-0837).
const AGREEMENT: &str = "vf:Agreement";

/// The inline context, the same bytes in every document.
pub const PURSUANCE_CONTEXT: &str = include_str!("context.json");

const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";
const ACTIVITY_STREAMS_NAMESPACE: &str = "https://www.w3.org/ns/activitystreams#";
const SECURITY: &str = "https://w3id.org/security/v1";
const DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";
const DID: &str = "https://www.w3.org/ns/did/v1";
const MULTIKEY: &str = "https://w3id.org/security/multikey/v1";

#[expect(clippy::expect_used, reason = "part of this program, read by every test that builds a document")]
static INLINE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(PURSUANCE_CONTEXT).expect("the context is JSON"));

/// Whether a word is one of the names of a type or of a term: the short one, the same with its prefix, or the whole address.
pub fn is_name_of(word: &str, term: &str) -> bool {
    let prefixed = INLINE.get(term).and_then(Value::as_str).or((term == "Agreement").then_some(AGREEMENT));
    let (prefix, name) = prefixed.and_then(|name| name.split_once(':')).unwrap_or(("as", term));
    let space = match prefix {
        "as" => ACTIVITY_STREAMS_NAMESPACE,
        prefix => INLINE.get(prefix).and_then(Value::as_str).unwrap_or_default(),
    };
    let follows = |start: &str, separator: &str| {
        let rest = word.strip_prefix(start).and_then(|rest| rest.strip_prefix(separator));
        rest.is_some_and(|rest| rest == name)
    };
    word == term || follows(prefix, ":") || follows(space, "")
}

/// The inline context as a document of its own.
pub fn context_document() -> Value {
    json!({"@context": *INLINE})
}

/// For activities and their objects.
pub fn object_context() -> Value {
    json!([ACTIVITY_STREAMS, DATA_INTEGRITY, *INLINE])
}

/// For actors: keys and capabilities (FEP-844e, FEP-2c59).
pub fn actor_context() -> Value {
    let more = json!({
        "implements": {"@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@list"},
        "webfinger": "https://purl.archive.org/socialweb/webfinger#webfinger",
    });
    json!([ACTIVITY_STREAMS, SECURITY, DATA_INTEGRITY, DID, MULTIKEY, *INLINE, more])
}

/// For collections: the order of their items (FEP-1985).
pub fn collection_context() -> Value {
    let more = json!({
        "orderType": {"@id": "https://w3id.org/fep/1985/orderType", "@type": "@vocab"},
        "ForwardChronological": "https://w3id.org/fep/1985/ForwardChronological",
        "ReverseChronological": "https://w3id.org/fep/1985/ReverseChronological",
    });
    json!([ACTIVITY_STREAMS, DATA_INTEGRITY, *INLINE, more])
}

#[cfg(test)]
mod tests {
    use super::is_name_of;

    #[test]
    fn a_type_has_a_short_name_one_with_a_prefix_and_an_address() {
        for (term, names) in [
            ("Proposal", ["Proposal", "vf:Proposal", "https://w3id.org/valueflows/ont/vf#Proposal"]),
            ("Task", ["Task", "pur:Task", "https://w3id.org/pursuance/ns#Task"]),
            ("Review", ["Review", "forge:Review", "https://forgefed.org/ns#Review"]),
            (
                "TaskDependency",
                ["TaskDependency", "forge:TicketDependency", "https://forgefed.org/ns#TicketDependency"],
            ),
            ("Note", ["Note", "as:Note", "https://www.w3.org/ns/activitystreams#Note"]),
        ] {
            for name in names {
                assert!(is_name_of(name, term), "{name}");
            }
        }
        for other in [
            "",
            "proposal",
            "as:Proposal",
            "vf:",
            "vf:Intent",
            "https://w3id.org/valueflows/ont/vf#",
            "xProposal",
        ] {
            assert!(!is_name_of(other, "Proposal"), "{other}");
        }
    }
}
