//! Everything that can go wrong in this crate, for callers that pass it on.
//!
//! Each part has its own error, which says more and is what callers decide by.

use crate::{
    discover::{AddressRefusal, DiscoverError},
    fetch::FetchError,
    json::JsonRefusal,
    proof::ProofRefusal,
    reach::ReachRefusal,
    sign::{KeyError, KeyRefusal, SignError},
    verify::InboxRefusal,
    vocab::VocabRefusal,
};

/// Why talking with another server failed.
#[derive(Debug, thiserror::Error)]
pub enum FederationError {
    #[error(transparent)]
    Reach(#[from] ReachRefusal),
    #[error(transparent)]
    Address(#[from] AddressRefusal),
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Json(#[from] JsonRefusal),
    #[error(transparent)]
    Vocab(#[from] VocabRefusal),
    #[error(transparent)]
    KeyRefused(#[from] KeyRefusal),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error(transparent)]
    Proof(#[from] ProofRefusal),
    #[error(transparent)]
    Inbox(#[from] InboxRefusal),
}
