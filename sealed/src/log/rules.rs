//! Why an entry may not stand where it stands.

use crate::error::{DecodeError, RelayRefusal};

/// The first rule of the log that an entry breaks. All implementations find the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    #[error("it cannot be read: {0}")]
    Decode(#[from] DecodeError),
    #[error("a log has no more entries than this")]
    TooMany,
    #[error("it belongs to another pursuance")]
    Pid,
    #[error("its number is not the next")]
    Seq,
    #[error("it does not follow the entry before")]
    Prev,
    #[error("a log begins with its genesis, and has no other")]
    Genesis,
    #[error("whoever acts is no member")]
    Actor,
    #[error("a card does not hold")]
    Card,
    #[error("its signature does not hold")]
    Sig,
    #[error("a new epoch has to follow")]
    MustBeEpoch,
    #[error("it ends before the new epoch that has to follow")]
    EpochMissing,
    #[error("whoever acts may not")]
    Authority,
    #[error("nobody of this identity is a member, or somebody is already")]
    Member,
    #[error("the last admin stays one")]
    LastAdmin,
    #[error("the number of the epoch is not the next")]
    Epoch,
    #[error("the previous epoch's box is missing, or must not be there")]
    HasPrev,
    #[error("there is no such open invitation, or there was one already")]
    Invite,
    #[error("the invitation is used up")]
    InviteUsed,
    #[error("the invitation has expired")]
    Expired,
    #[error("the invitation's signature does not hold")]
    InviteSig,
    #[error("the signature of the new keys does not hold")]
    RekeySig,
    #[error("there is no such delegation, it has ended, or it is another")]
    Delegation,
    #[error("a generation only rises")]
    Generation,
    #[error("the floor only rises, up to the epoch")]
    Floor,
    #[error("the history does not go back to full")]
    History,
}

impl FoldError {
    /// The stable name of the reason.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Decode(error) => error.reason(),
            Self::TooMany => "too-many",
            Self::Pid => "pid",
            Self::Seq => "seq",
            Self::Prev => "prev",
            Self::Genesis => "genesis",
            Self::Actor => "actor",
            Self::Card => "card",
            Self::Sig => "sig",
            Self::MustBeEpoch => "must-be-epoch",
            Self::EpochMissing => "epoch-missing",
            Self::Authority => "authority",
            Self::Member => "member",
            Self::LastAdmin => "last-admin",
            Self::Epoch => "epoch",
            Self::HasPrev => "has-prev",
            Self::Invite => "invite",
            Self::InviteUsed => "invite-used",
            Self::Expired => "expired",
            Self::InviteSig => "invite-sig",
            Self::RekeySig => "rekey-sig",
            Self::Delegation => "delegation",
            Self::Generation => "generation",
            Self::Floor => "floor",
            Self::History => "history",
        }
    }

    /// The answer of a server (docs/sealed.md §3.13). Whether the log has only gone on (`stale-log`) it sees before,
    /// from the head that was sent.
    #[must_use]
    pub const fn refusal(self) -> RelayRefusal {
        match self {
            Self::Decode(error) => error.refusal(),
            Self::TooMany => RelayRefusal::TooMany,
            Self::Sig => RelayRefusal::BadSignature,
            _ => RelayRefusal::DoesNotFold,
        }
    }
}

/// The first entry of a batch that is not right, counted from 0, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entry {at} of the batch: {error}")]
pub struct BatchError {
    pub at: usize,
    pub error: FoldError,
}
