//! Refusals of requests: a status, a word for programs and a sentence for people.

use http::StatusCode;

use super::{Check, environment::KeyLookupError};
use crate::{
    json::JsonRefusal,
    proof::ProofRefusal,
    reach::ReachRefusal,
    sign::{DigestRefusal, SignatureRefusal},
    vocab::VocabRefusal,
};

/// The reason why a delivery, or a signed GET, was refused.
///
/// `Display` is the sentence for the `detail` of an RFC 9457 problem, [`slug`](Self::slug) the end of its `type`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InboxRefusal {
    #[error("activities are delivered by POST")]
    Method,
    #[error("this is not the server that the request was meant for")]
    Host,
    #[error("activities are sent as application/activity+json")]
    ContentType,
    #[error("activities are sent without compression")]
    ContentEncoding,
    #[error("the activity is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("there were too many requests from this address; try again in {retry_after} seconds")]
    ClientBudget { retry_after: u32 },
    #[error("the key's address is of no use: {0}")]
    KeyIdForm(#[source] ReachRefusal),
    #[error("this server does not talk to “{host}”")]
    HostPolicy { host: String },
    #[error(transparent)]
    Signature(#[from] SignatureRefusal),
    #[error(transparent)]
    Digest(#[from] DigestRefusal),
    #[error("there were too many keys to fetch; try again in {retry_after} seconds")]
    KeyFetchBudget { retry_after: u32 },
    #[error(transparent)]
    Key(#[from] KeyLookupError),
    #[error(transparent)]
    Json(#[from] JsonRefusal),
    #[error("the activity has no usable “{member}”")]
    Malformed { member: &'static str },
    #[error("the activity has more than one actor")]
    SeveralActors,
    #[error("“{member}” is too long, or has a user name, a space or a fragment in it")]
    IdForm { member: &'static str },
    #[error("“{member}” is outside of this server's network: {refusal}")]
    IdReach { member: &'static str, refusal: ReachRefusal },
    #[error("the activity is not from its actor's server")]
    OtherOrigin,
    #[error("the activity claims to be from this server")]
    OwnId,
    #[error("the activity is handed over as ours and is not")]
    NotOurs,
    #[error("the activity is signed by another than its actor")]
    SignedByAnother,
    #[error("the activity's place in its channel cannot be read: {0}")]
    Envelope(#[from] VocabRefusal),
    #[error("the channel is not of the actor's server")]
    OtherChannel,
    #[error("the activity is not addressed to the owner of this inbox, and to nobody else")]
    Addressee,
    #[error("an activity of this kind needs a proof")]
    ProofMissing,
    #[error("the proof is by another than the actor")]
    ProofByAnother,
    #[error(transparent)]
    Proof(#[from] ProofRefusal),
}

impl InboxRefusal {
    /// The status to answer with (PROTOCOL §2.1 point 13).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::ContentType | Self::ContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ClientBudget { .. } | Self::KeyFetchBudget { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::KeyIdForm(_)
            | Self::Signature(_)
            | Self::Digest(_)
            | Self::Key(KeyLookupError::Refused(_) | KeyLookupError::Gone(_)) => StatusCode::UNAUTHORIZED,
            Self::Key(KeyLookupError::Temporary { .. }) => StatusCode::SERVICE_UNAVAILABLE,
            // A sender repeats after a 400 in another signature form, which does no harm for unreadable JSON.
            Self::Json(_) => StatusCode::BAD_REQUEST,
            // The sender is admitted, the activity is not, and never will be. It must not hold up the ones behind it:
            // senders wait after a 401 or 403, and go on after a 422 (PROTOCOL §4.6).
            Self::Malformed { .. }
            | Self::SeveralActors
            | Self::IdForm { .. }
            | Self::IdReach { .. }
            | Self::OtherOrigin
            | Self::Envelope(_)
            | Self::OtherChannel
            | Self::Addressee
            | Self::ProofMissing
            | Self::ProofByAnother
            | Self::Proof(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::HostPolicy { .. } | Self::OwnId | Self::NotOurs | Self::SignedByAnother => {
                StatusCode::FORBIDDEN
            }
        }
    }

    /// Whether the refusal is about the content: another sender or another time changes nothing.
    #[must_use]
    pub fn is_of_content(&self) -> bool {
        match self {
            Self::TooLarge { .. }
            | Self::Json(_)
            | Self::Malformed { .. }
            | Self::SeveralActors
            | Self::IdForm { .. }
            | Self::IdReach { .. }
            | Self::OtherOrigin
            | Self::Envelope(_)
            | Self::OtherChannel
            | Self::Addressee
            | Self::ProofMissing
            | Self::ProofByAnother
            | Self::Proof(_) => true,
            Self::Method
            | Self::Host
            | Self::ContentType
            | Self::ContentEncoding
            | Self::ClientBudget { .. }
            | Self::KeyIdForm(_)
            | Self::HostPolicy { .. }
            | Self::Signature(_)
            | Self::Digest(_)
            | Self::KeyFetchBudget { .. }
            | Self::Key(_)
            | Self::OwnId
            | Self::NotOurs
            | Self::SignedByAnother => false,
        }
    }

    /// The stable word for programs.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Host => "wrong-host",
            Self::ContentType => "content-type",
            Self::ContentEncoding => "content-encoding",
            Self::TooLarge { .. } => "too-large",
            Self::ClientBudget { .. } => "too-many-requests",
            Self::KeyIdForm(_) => "key-id",
            Self::HostPolicy { .. } => "blocked",
            Self::Signature(refusal) => match refusal {
                SignatureRefusal::Missing => "not-signed",
                SignatureRefusal::Unreadable(_)
                | SignatureRefusal::CoveredTwice { .. }
                | SignatureRefusal::UnknownComponent { .. } => "signature-unreadable",
                SignatureRefusal::NotCovered { .. } | SignatureRefusal::Absent { .. } => "not-covered",
                SignatureRefusal::NoTime | SignatureRefusal::UnreadableTime => "no-time",
                SignatureRefusal::Stale | SignatureRefusal::Expiry => "stale",
                SignatureRefusal::Future => "future",
                SignatureRefusal::Algorithm { .. } => "algorithm",
                SignatureRefusal::Wrong => "bad-signature",
            },
            Self::Digest(_) => "bad-digest",
            Self::KeyFetchBudget { .. } => "too-many-keys",
            Self::Key(KeyLookupError::Temporary { .. }) => "key-unreachable",
            Self::Key(KeyLookupError::Refused(_) | KeyLookupError::Gone(_)) => "bad-key",
            Self::Json(_) => "bad-json",
            Self::Malformed { .. } | Self::SeveralActors => "bad-activity",
            Self::IdForm { .. } => "bad-id",
            Self::IdReach { .. } => "id-out-of-reach",
            Self::OtherOrigin => "other-origin",
            Self::OwnId => "own-id",
            Self::NotOurs => "not-ours",
            Self::SignedByAnother => "not-the-actor",
            Self::Envelope(_) | Self::OtherChannel => "bad-envelope",
            Self::Addressee => "wrong-addressee",
            Self::ProofMissing => "no-proof",
            Self::ProofByAnother | Self::Proof(_) => "bad-proof",
        }
    }

    /// The failed check, if it can be left out: an unreadable activity is refused in any case.
    #[must_use]
    pub fn check(&self) -> Option<Check> {
        Some(match self {
            Self::Method => Check::Method,
            Self::Host => Check::Host,
            Self::ContentType => Check::ContentType,
            Self::ContentEncoding => Check::ContentEncoding,
            Self::TooLarge { limit } if *limit == super::CLASS_D_LIMIT => Check::ClassDSize,
            Self::TooLarge { .. } => Check::BodySize,
            Self::ClientBudget { .. } => Check::ClientBudget,
            Self::KeyIdForm(_) => Check::KeyIdForm,
            Self::HostPolicy { .. } => Check::HostPolicy,
            Self::Signature(refusal) => match refusal {
                SignatureRefusal::Missing
                | SignatureRefusal::Unreadable(_)
                | SignatureRefusal::CoveredTwice { .. }
                | SignatureRefusal::UnknownComponent { .. } => Check::SignaturePresent,
                SignatureRefusal::NotCovered { .. } => Check::CoveredComponents,
                SignatureRefusal::NoTime
                | SignatureRefusal::UnreadableTime
                | SignatureRefusal::Stale
                | SignatureRefusal::Future
                | SignatureRefusal::Expiry => Check::Freshness,
                SignatureRefusal::Algorithm { .. } => Check::Algorithm,
                SignatureRefusal::Absent { .. } | SignatureRefusal::Wrong => Check::Signature,
            },
            Self::Digest(_) => Check::Digest,
            Self::KeyFetchBudget { .. } => Check::KeyFetchBudget,
            Self::Json(refusal) => match refusal {
                JsonRefusal::Utf8 => Check::Utf8,
                JsonRefusal::Depth { .. } => Check::Depth,
                JsonRefusal::Nodes { .. } => Check::Nodes,
                JsonRefusal::DuplicateKey => Check::DuplicateKeys,
                JsonRefusal::Integer => Check::Integers,
                JsonRefusal::Nul | JsonRefusal::Syntax(_) => return None,
            },
            Self::SeveralActors => Check::SingleActor,
            Self::IdForm { .. } => Check::IdForm,
            Self::IdReach { .. } => Check::IdReach,
            Self::OtherOrigin => Check::SameOrigin,
            Self::OwnId => Check::OwnId,
            Self::SignedByAnother => Check::KeyOwnerIsActor,
            Self::Envelope(_) | Self::OtherChannel => Check::Envelope,
            Self::Addressee => Check::Addressee,
            Self::ProofMissing => Check::ProofPresent,
            Self::ProofByAnother => Check::ProofOwner,
            Self::Proof(_) => Check::ProofValid,
            Self::Key(_) | Self::Malformed { .. } | Self::NotOurs => return None,
        })
    }

    /// For `Retry-After`, in seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::ClientBudget { retry_after } | Self::KeyFetchBudget { retry_after } => Some(*retry_after),
            Self::Key(KeyLookupError::Temporary { retry_after, .. }) => Some(*retry_after),
            _ => None,
        }
    }
}
