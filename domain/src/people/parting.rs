//! The reasons why a person does not go on with tasks and reviews.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The reason why a person does not go on with tasks or reviews, as events tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Parting {
    /// The person is no member any more.
    Left,
    /// The person was removed or banned; the log says which.
    Removed,
    /// The person may not sign in. That is between the person and those who run the server: readers are told a word that
    /// does not say it.
    #[serde(rename = "unavailable", alias = "suspended")]
    Suspended,
    /// The person may not review any more, and keeps the own tasks.
    Role,
}

impl Parting {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Removed => "removed",
            Self::Suspended => "unavailable",
            Self::Role => "role",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stable_word_is_the_one_in_json() {
        for parting in [Parting::Left, Parting::Removed, Parting::Suspended, Parting::Role] {
            assert_eq!(serde_json::to_value(parting).unwrap(), parting.as_str());
        }
        // Jobs that were written before.
        assert_eq!(serde_json::from_value::<Parting>("suspended".into()).unwrap(), Parting::Suspended);
    }
}
