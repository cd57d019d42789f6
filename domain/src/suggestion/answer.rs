//! The outcome of a suggestion, and the reasons against it.

use serde::{Deserialize, Serialize};

use crate::wording::{Wording, refusals};

/// The state of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionState {
    /// Nobody has decided.
    Open,
    /// Carried out as it was suggested.
    Accepted,
    /// Carried out with changes.
    Amended,
    /// Not carried out, with a reason.
    Declined,
    /// Taken back by its author.
    Withdrawn,
    /// Its author is no member any more, or may suggest nothing any more.
    Closed,
}

impl SuggestionState {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Accepted, Self::Amended, Self::Declined, Self::Withdrawn, Self::Closed];

    /// The word stored, and used by the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Amended => "amended",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The key of the text that tells somebody it is too late.
    fn key(self) -> &'static str {
        match self {
            Self::Open => "refusal-suggestion-open",
            Self::Accepted | Self::Amended => "refusal-suggestion-accepted",
            Self::Declined => "refusal-suggestion-declined",
            Self::Withdrawn => "refusal-suggestion-withdrawn",
            Self::Closed => "refusal-suggestion-closed",
        }
    }
}

/// Why a suggestion is not made, or not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuggestionRefusal {
    /// This is done or not; nobody suggests it.
    NotSuggestible { action: &'static str },
    /// Nothing would change.
    NothingChanges,
    /// It is not open any more.
    Decided { state: SuggestionState },
    /// Only its author takes it back.
    NotYours,
    /// Something that it changes was changed by somebody else since.
    Outdated,
    /// Changes of a suggestion make something else of it.
    AnotherObject,
}

refusals!(SuggestionRefusal);

impl SuggestionRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::NotSuggestible { .. } => "not-suggestible",
            Self::NothingChanges => "no-change",
            Self::Decided { .. } => "already-decided",
            Self::NotYours => "not-yours",
            Self::Outdated => "stale-revision",
            Self::AnotherObject => "another-object",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::NotSuggestible { action } => {
                Wording::new("refusal-not-suggestible").set("action", (*action).to_owned())
            }
            Self::NothingChanges => Wording::new("refusal-suggestion-changes-nothing"),
            Self::Decided { state } => Wording::new(state.key()),
            Self::NotYours => Wording::new("refusal-suggestion-not-yours"),
            Self::Outdated => Wording::new("refusal-suggestion-outdated"),
            Self::AnotherObject => Wording::new("refusal-suggestion-another-object"),
        }
    }
}

/// Whether a suggestion in this state may still be decided or taken back.
///
/// # Errors
/// [`SuggestionRefusal::Decided`] when it is not open.
pub fn is_open(state: SuggestionState) -> Result<(), SuggestionRefusal> {
    match state {
        SuggestionState::Open => Ok(()),
        SuggestionState::Accepted
        | SuggestionState::Amended
        | SuggestionState::Declined
        | SuggestionState::Withdrawn
        | SuggestionState::Closed => Err(SuggestionRefusal::Decided { state }),
    }
}
