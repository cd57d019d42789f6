//! The checks of the inbox, by name and in the order they are made.

use std::fmt;

/// One thing that is checked about a request, in the order of PROTOCOL §2.1: what costs least comes first, and
/// nothing is fetched or computed for a request that was refusable before.
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
    // The activity and who may send it.
    SingleActor,
    IdForm,
    IdReach,
    SameOrigin,
    OwnId,
    KeyOwnerIsActor,
    // What only activities about delegations and pacts must have.
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

/// Which checks are made. A server makes [`all`](Self::all).
///
/// The only other choice is to leave out one, so that tests can show that a hostile request is stopped by the check
/// that is meant to stop it, and by nothing else by accident.
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

    /// Every check but one. For tests: nothing that a setting can reach may call it.
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
