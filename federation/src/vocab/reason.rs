//! Reasons that programs read (PROTOCOL §2.7).

use serde::{Serialize, Serializer};

macro_rules! reason_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// The reason of a refusal. Pages have their own words for it; a peer's text stands beside it as a quote.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ReasonCode {
            $($(#[$doc])* $name,)+
        }

        impl ReasonCode {
            /// All of them, for the texts of pages and the schema of the API.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// Reads a code. An unknown one is [`ReasonCode::Other`].
            pub fn read(code: &str) -> Self {
                match code {
                    $($code => Self::$name,)+
                    _ => Self::Other,
                }
            }
        }
    };
}

reason_codes! {
    Capacity = "capacity",
    Skills = "skills",
    DueTooSoon = "due-too-soon",
    NotNow = "not-now",
    DuplicateOffer = "duplicate-offer",
    /// The task would come back to a pursuance that handed it on.
    Loop = "loop",
    Depth = "depth",
    RedelegationForbidden = "redelegation-forbidden",
    NoPact = "no-pact",
    PactLimit = "pact-limit",
    RateLimit = "rate-limit",
    Blocked = "blocked",
    NotMember = "not-member",
    NotPermitted = "not-permitted",
    Expired = "expired",
    Superseded = "superseded",
    Taken = "taken",
    Withdrawn = "withdrawn",
    /// The terms of the answer were replaced.
    StaleTerms = "stale-terms",
    StaleRevision = "stale-revision",
    UnknownDelegation = "unknown-delegation",
    UnknownEpoch = "unknown-epoch",
    /// Two messages under one id or number.
    Equivocation = "equivocation",
    Unparseable = "unparseable",
    TooLarge = "too-large",
    /// Valid, and not built at the refusing server.
    Unsupported = "unsupported",
    SealedUnsupported = "sealed-unsupported",
    KeyUnverified = "key-unverified",
    ActorGone = "actor-gone",
    TaskDeleted = "task-deleted",
    Stalled = "stalled",
    ChangesRequested = "changes-requested",
    NotAcceptable = "not-acceptable",
    ReturnSkills = "return-skills",
    ReturnCapacity = "return-capacity",
    ReturnBlocked = "return-blocked",
    Policy = "policy",
    Other = "other",
}

impl Serialize for ReasonCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written_and_unknown_ones_are_other() {
        for code in ReasonCode::ALL {
            assert_eq!(ReasonCode::read(code.as_str()), *code);
        }
        assert_eq!(ReasonCode::ALL.len(), 38);
        assert_eq!(ReasonCode::read("on-strike"), ReasonCode::Other);
        assert_eq!(ReasonCode::read(""), ReasonCode::Other);
    }
}
