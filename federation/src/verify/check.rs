//! The checks of the inbox, by name and in their order.

use std::fmt;

/// One check of a request, in the order of PROTOCOL §2.1: the cheapest first, and no fetch or computation for a request
/// that an earlier check refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Check {
    // The request line and headers, before the body is read.
    Method,
    Host,
    ContentType,
    ContentEncoding,
    BodySize,
    ClientBudget,
    // The signature.
    SignaturePresent,
    KeyIdForm,
    HostPolicy,
    Freshness,
    CoveredComponents,
    Digest,
    KeyFetchBudget,
    Algorithm,
    Signature,
    // The bytes as JSON.
    Utf8,
    Depth,
    Nodes,
    DuplicateKeys,
    Integers,
    // The activity and its sender.
    SingleActor,
    IdForm,
    IdReach,
    SameOrigin,
    OwnId,
    KeyOwnerIsActor,
    // The duties of class D.
    ClassDSize,
    Envelope,
    Addressee,
    ProofPresent,
    ProofOwner,
    ProofValid,
}

impl Check {
    /// Every check, in order.
    pub const ALL: [Self; 32] = [
        Self::Method,
        Self::Host,
        Self::ContentType,
        Self::ContentEncoding,
        Self::BodySize,
        Self::ClientBudget,
        Self::SignaturePresent,
        Self::KeyIdForm,
        Self::HostPolicy,
        Self::Freshness,
        Self::CoveredComponents,
        Self::Digest,
        Self::KeyFetchBudget,
        Self::Algorithm,
        Self::Signature,
        Self::Utf8,
        Self::Depth,
        Self::Nodes,
        Self::DuplicateKeys,
        Self::Integers,
        Self::SingleActor,
        Self::IdForm,
        Self::IdReach,
        Self::SameOrigin,
        Self::OwnId,
        Self::KeyOwnerIsActor,
        Self::ClassDSize,
        Self::Envelope,
        Self::Addressee,
        Self::ProofPresent,
        Self::ProofOwner,
        Self::ProofValid,
    ];

    fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

/// The set of checks that are made. A server makes [`all`](Self::all).
///
/// The only other choice leaves out one, so that tests can show that exactly the intended check stops a hostile
/// request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Checks {
    left_out: u64,
}

impl Checks {
    /// Every check.
    #[must_use]
    pub const fn all() -> Self {
        Self { left_out: 0 }
    }

    /// Every check but one, for tests only: no setting leads here.
    #[must_use]
    pub fn all_but(check: Check) -> Self {
        Self { left_out: check.bit() }
    }

    /// Whether this check is made.
    #[must_use]
    pub fn makes(self, check: Check) -> bool {
        self.left_out & check.bit() == 0
    }
}

impl fmt::Debug for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(Check::ALL.into_iter().filter(|check| self.makes(*check))).finish()
    }
}
