//! Why bytes, signatures and boxes are refused.

/// Bytes that are no object of the kind that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    #[error("it ends too early")]
    Truncated,
    #[error("bytes follow its end")]
    Trailing,
    #[error("its length is none that it can have")]
    Length,
    #[error("its version is not known")]
    Version,
    #[error("a number is greater than 2^53-1")]
    Number,
    #[error("a text is not UTF-8")]
    Utf8,
    #[error("a list is not in order, or names something twice")]
    Order,
    #[error("its padded length is none that it can have")]
    Padding,
    #[error("it is larger than it may be")]
    TooLarge,
    #[error("there are more of them than may be")]
    TooMany,
    /// A value that this version does not have, with the name of its place.
    #[error("{0} has a value that does not exist")]
    Value(&'static str),
}

impl DecodeError {
    /// The stable name of the reason.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Trailing => "trailing-bytes",
            Self::Length => "length",
            Self::Version => "unknown-version",
            Self::Number => "number-too-great",
            Self::Utf8 => "not-utf-8",
            Self::Order => "not-in-order",
            Self::Padding => "padding",
            Self::TooLarge => "too-large",
            Self::TooMany => "too-many",
            Self::Value(_) => "unknown-value",
        }
    }

    /// The answer of a server (docs/sealed.md §3.13).
    #[must_use]
    pub const fn refusal(self) -> RelayRefusal {
        match self {
            Self::Truncated | Self::Trailing | Self::Length => RelayRefusal::BadLength,
            Self::Number => RelayRefusal::BadNumber,
            Self::Padding => RelayRefusal::BadPadding,
            Self::TooLarge => RelayRefusal::TooLarge,
            Self::TooMany => RelayRefusal::TooMany,
            Self::Version | Self::Utf8 | Self::Order | Self::Value(_) => RelayRefusal::BadFields,
        }
    }
}

/// A signature that does not hold, or a key that no signature holds under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not hold")]
pub struct BadSignature;

/// A box that does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Another key, another place, or other bytes than were sealed: these cannot be told apart.
    #[error("another passphrase or key sealed it, or it was changed")]
    Closed,
    #[error("its padding is not zero")]
    Padding,
    /// It opens, and what lies in it belongs to something else.
    #[error("what lies in it is not what was announced")]
    Mismatch,
    #[error(transparent)]
    Signature(#[from] BadSignature),
}

impl OpenError {
    /// The stable name of the reason.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Decode(error) => error.reason(),
            Self::Closed => "does-not-open",
            Self::Padding => "padding",
            Self::Mismatch => "mismatch",
            Self::Signature(BadSignature) => "bad-signature",
        }
    }
}

/// The exact refusals of a server that keeps what it cannot read (docs/sealed.md §3.13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.reason())]
pub enum RelayRefusal {
    /// A signature does not hold.
    BadSignature,
    /// The signer may not do this, or is unknown.
    BadAuthor,
    /// An epoch or generation that is not there yet.
    BadEpoch,
    /// A length that no padding makes.
    BadPadding,
    /// Bytes are missing, or too many.
    BadLength,
    /// A number above 2^53-1, or none that its place can have.
    BadNumber,
    /// Fields that are missing, unknown, out of order, or name what is not there.
    BadFields,
    /// The log, or what hangs on it, breaks its rules.
    DoesNotFold,
    /// Other seals than one for each member.
    SealsIncomplete,
    /// More of them than may come at once, or may be.
    TooMany,
    /// Larger than it may be.
    TooLarge,
    /// Something that needs a signature came without.
    SignatureNeeded,
    /// Clear text, where only ciphertext is taken.
    ClearTextRefused,
    /// The log has gone on.
    StaleLog,
    /// The object has gone on.
    StaleRevision,
    /// The epoch or generation has gone on.
    StaleEpoch,
    /// There are three seals of this epoch for this member.
    EnoughSeals,
}

impl RelayRefusal {
    /// Each of them.
    pub const ALL: [Self; 17] = [
        Self::BadSignature,
        Self::BadAuthor,
        Self::BadEpoch,
        Self::BadPadding,
        Self::BadLength,
        Self::BadNumber,
        Self::BadFields,
        Self::DoesNotFold,
        Self::SealsIncomplete,
        Self::TooMany,
        Self::TooLarge,
        Self::SignatureNeeded,
        Self::ClearTextRefused,
        Self::StaleLog,
        Self::StaleRevision,
        Self::StaleEpoch,
        Self::EnoughSeals,
    ];

    /// The stable name that clients read.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::BadSignature => "bad-signature",
            Self::BadAuthor => "bad-author",
            Self::BadEpoch => "bad-epoch",
            Self::BadPadding => "bad-padding",
            Self::BadLength => "bad-length",
            Self::BadNumber => "bad-number",
            Self::BadFields => "bad-fields",
            Self::DoesNotFold => "does-not-fold",
            Self::SealsIncomplete => "seals-incomplete",
            Self::TooMany => "too-many",
            Self::TooLarge => "too-large",
            Self::SignatureNeeded => "signature-needed",
            Self::ClearTextRefused => "clear-text-refused",
            Self::StaleLog => "stale-log",
            Self::StaleRevision => "stale-revision",
            Self::StaleEpoch => "stale-epoch",
            Self::EnoughSeals => "enough-seals",
        }
    }

    /// Whether the sender is to look at what is newer and try again (409), and not to send the same again (422).
    #[must_use]
    pub const fn is_stale(self) -> bool {
        matches!(self, Self::StaleLog | Self::StaleRevision | Self::StaleEpoch | Self::EnoughSeals)
    }
}

impl From<BadSignature> for RelayRefusal {
    fn from(BadSignature: BadSignature) -> Self {
        Self::BadSignature
    }
}

impl From<DecodeError> for RelayRefusal {
    fn from(error: DecodeError) -> Self {
        error.refusal()
    }
}
