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
/// The version of this protocol, in `protocol` of actors.
pub const PROTOCOL_VERSION: &str = "1.0";

/// The inline context, the same bytes in every document.
pub const PURSUANCE_CONTEXT: &str = include_str!("context.json");

const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";
const SECURITY: &str = "https://w3id.org/security/v1";
const DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";
const DID: &str = "https://www.w3.org/ns/did/v1";
const MULTIKEY: &str = "https://w3id.org/security/multikey/v1";

#[expect(clippy::expect_used, reason = "part of this program, read by every test that builds a document")]
static INLINE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(PURSUANCE_CONTEXT).expect("the context is JSON"));

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
