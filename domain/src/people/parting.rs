//! The reasons why a person does not go on with tasks and reviews.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The reason why a person does not go on with tasks or reviews, as events tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Parting {
    /// The person is no member any more.
    Left,
    /// The person was removed or banned, or may not sign in. The first is for the members, the second between the person
    /// and those who run the server. Everybody who may read the task reads this word, so it is one word for all of them,
    /// and it names nobody who decided.
    #[serde(alias = "suspended", alias = "removed")]
    Unavailable,
    /// The person may not review any more, and keeps the own tasks.
    Role,
    /// There was no sign of life for long: somebody else may go on. The person stays a member.
    Silent,
    /// The person lets somebody else go on with a review.
    HandedOn,
    /// Another account goes on in the place of the person, whose key was replaced (docs/sealed.md §4).
    Replaced,
}

impl Parting {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Unavailable => "unavailable",
            Self::Role => "role",
            Self::Silent => "silent",
            Self::HandedOn => "handed_on",
            Self::Replaced => "replaced",
        }
    }

    /// Whether the person who brought it about is told with it.
    pub fn names_who(self) -> bool {
        match self {
            Self::Left | Self::Role | Self::HandedOn | Self::Replaced => true,
            Self::Unavailable | Self::Silent => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stable_word_is_the_one_in_json() {
        for parting in [
            Parting::Left,
            Parting::Unavailable,
            Parting::Role,
            Parting::Silent,
            Parting::HandedOn,
            Parting::Replaced,
        ] {
            assert_eq!(serde_json::to_value(parting).unwrap(), parting.as_str());
        }
        // Jobs that were written before.
        for word in ["suspended", "removed"] {
            assert_eq!(serde_json::from_value::<Parting>(word.into()).unwrap(), Parting::Unavailable);
        }
    }
}
