//! Refusals of documents of other servers.

use super::ReasonCode;

/// The reason why a document was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabRefusal {
    #[error("“{field}” is missing")]
    Missing { field: &'static str },
    #[error("“{field}” is not {expected}")]
    Malformed { field: &'static str, expected: &'static str },
    #[error("“{field}” is larger than {limit}")]
    TooLarge { field: &'static str, limit: usize },
    #[error("“{field}” is a {found} where a {expected} was expected")]
    WrongType { field: &'static str, expected: &'static str, found: String },
    #[error("“{kind}” of this kind says nothing to us")]
    Unknown { kind: String },
}

impl VocabRefusal {
    /// The reason in the answer (PROTOCOL §1.5, §2.4).
    pub fn reason(&self) -> ReasonCode {
        match self {
            Self::TooLarge { .. } => ReasonCode::TooLarge,
            Self::Missing { .. } | Self::Malformed { .. } | Self::WrongType { .. } => ReasonCode::Unparseable,
            // Perhaps a part of the protocol that is not built here (PROTOCOL §1.3).
            Self::Unknown { .. } => ReasonCode::Unsupported,
        }
    }
}
