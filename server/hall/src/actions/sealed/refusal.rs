//! Why what comes signed and sealed is not taken (docs/sealed.md §3.13).

use pursuance_domain::sealed::InPrivate;
use pursuance_domain::wording::Wording;
use pursuance_sealed::check;
use pursuance_sealed::error::{DecodeError, RelayRefusal};
use pursuance_sealed::log::BatchError;

use crate::actions::{PerformError, Refused};

/// A refusal, with what its sender needs to try again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRefusal {
    pub why: Why,
    /// The rule of the log that was broken, and by which entry.
    pub broken: Option<BatchError>,
    /// Where the sender came late: what is newer, as records.
    pub newer: Vec<Vec<u8>>,
}

/// The reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A refusal that every server of private pursuances has.
    Rule(RelayRefusal),
    /// It has a place in the formats, and this program does not take it yet.
    NotBuilt,
}

impl SealedRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self.why {
            Why::Rule(RelayRefusal::BadSignature) => "bad-signature",
            Why::Rule(RelayRefusal::BadAuthor) => "bad-author",
            Why::Rule(RelayRefusal::BadEpoch) => "bad-epoch",
            Why::Rule(RelayRefusal::BadPadding) => "bad-padding",
            Why::Rule(RelayRefusal::BadLength) => "bad-length",
            Why::Rule(RelayRefusal::BadNumber) => "bad-number",
            Why::Rule(RelayRefusal::BadFields) => "bad-fields",
            Why::Rule(RelayRefusal::DoesNotFold) => "does-not-fold",
            Why::Rule(RelayRefusal::SealsIncomplete) => "seals-incomplete",
            Why::Rule(RelayRefusal::TooMany) => "too-many",
            Why::Rule(RelayRefusal::TooLarge) => "too-large",
            Why::Rule(RelayRefusal::SignatureNeeded) => "signature-needed",
            Why::Rule(RelayRefusal::ClearTextRefused) => "clear-text-refused",
            Why::Rule(RelayRefusal::StaleLog) => "stale-log",
            Why::Rule(RelayRefusal::StaleRevision) => "stale-revision",
            Why::Rule(RelayRefusal::StaleEpoch) => "stale-epoch",
            Why::Rule(RelayRefusal::EnoughSeals) => "enough-seals",
            Why::NotBuilt => "not-built-yet",
        }
    }

    /// The text for people.
    pub fn wording(&self) -> Wording {
        Wording::new(match self.why {
            Why::Rule(RelayRefusal::BadSignature) => "refusal-bad-signature",
            Why::Rule(RelayRefusal::BadAuthor) => "refusal-bad-author",
            Why::Rule(RelayRefusal::BadEpoch) => "refusal-bad-epoch",
            Why::Rule(RelayRefusal::BadPadding) => "refusal-bad-padding",
            Why::Rule(RelayRefusal::BadLength) => "refusal-bad-length",
            Why::Rule(RelayRefusal::BadNumber) => "refusal-bad-number",
            Why::Rule(RelayRefusal::BadFields) => "refusal-bad-fields",
            Why::Rule(RelayRefusal::DoesNotFold) => "refusal-does-not-fold",
            Why::Rule(RelayRefusal::SealsIncomplete) => "refusal-seals-incomplete",
            Why::Rule(RelayRefusal::TooMany) => "refusal-too-many-sealed",
            Why::Rule(RelayRefusal::TooLarge) => "refusal-too-large-sealed",
            Why::Rule(RelayRefusal::SignatureNeeded) => "refusal-signature-needed",
            Why::Rule(RelayRefusal::ClearTextRefused) => "refusal-clear-text-refused",
            Why::Rule(RelayRefusal::StaleLog) => "refusal-stale-log",
            Why::Rule(RelayRefusal::StaleRevision) => "refusal-stale-sealed",
            Why::Rule(RelayRefusal::StaleEpoch) => "refusal-stale-epoch",
            Why::Rule(RelayRefusal::EnoughSeals) => "refusal-enough-seals",
            Why::NotBuilt => "refusal-not-built-yet",
        })
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self.why {
            Why::Rule(refusal) if refusal.is_stale() => 409,
            Why::Rule(_) | Why::NotBuilt => 422,
        }
    }

    /// The name of the rule of the log that was broken (docs/sealed.md §3.18).
    pub fn rule(&self) -> Option<&'static str> {
        self.broken.map(|broken| broken.error.reason())
    }

    /// The same, with what is newer.
    #[must_use]
    pub fn with(self, newer: Vec<Vec<u8>>) -> Self {
        Self { newer, ..self }
    }
}

impl From<RelayRefusal> for SealedRefusal {
    fn from(refusal: RelayRefusal) -> Self {
        Self { why: Why::Rule(refusal), broken: None, newer: Vec::new() }
    }
}

impl From<check::RefusedBatch> for SealedRefusal {
    fn from(check::RefusedBatch { refusal, broken }: check::RefusedBatch) -> Self {
        Self { broken, ..Self::from(refusal) }
    }
}

impl From<DecodeError> for SealedRefusal {
    fn from(error: DecodeError) -> Self {
        Self::from(error.refusal())
    }
}

impl From<SealedRefusal> for Refused {
    fn from(refusal: SealedRefusal) -> Self {
        match refusal.why {
            Why::Rule(RelayRefusal::SignatureNeeded) => Self::SignatureNeeded,
            Why::Rule(_) | Why::NotBuilt => Self::Sealed(Box::new(refusal)),
        }
    }
}

impl From<SealedRefusal> for PerformError {
    fn from(refusal: SealedRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// A refusal without anything newer.
pub(in crate::actions) fn no(refusal: RelayRefusal) -> PerformError {
    SealedRefusal::from(refusal).into()
}

/// Refuses things that this program does not take yet.
pub(super) fn not_built() -> SealedRefusal {
    SealedRefusal { why: Why::NotBuilt, broken: None, newer: Vec::new() }
}

/// Refuses what is not carried out in a private pursuance as it is. `is_signed`: a signed revision says it.
///
/// # Errors
/// `signature-needed` and `clear-text-refused`.
pub(in crate::actions) fn demand_as_it_is(treated: InPrivate, is_signed: bool) -> Result<(), PerformError> {
    match treated {
        InPrivate::AsItIs => Ok(()),
        InPrivate::OnlyInside if is_signed => Ok(()),
        // With its signed revision it comes through `sealed.put`.
        InPrivate::OnlyInside | InPrivate::SignatureNeeded => Err(no(RelayRefusal::SignatureNeeded)),
        InPrivate::ClearTextRefused => Err(no(RelayRefusal::ClearTextRefused)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_programs_are_those_of_the_formats() {
        for refusal in RelayRefusal::ALL {
            let refused = SealedRefusal::from(refusal);
            assert_eq!(refused.slug(), refusal.reason());
            assert_eq!(refused.status() == 409, refusal.is_stale(), "{refusal}");
        }
    }
}
