//! Why somebody does not go on with what they had.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why somebody does not go on with their tasks or reviews, as events tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Parting {
    /// They are no member any more.
    Left,
    /// They may not sign in.
    Suspended,
    /// They may not review any more; what they do themselves stays theirs.
    Role,
}

impl Parting {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Suspended => "suspended",
            Self::Role => "role",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stable_word_is_the_one_in_json() {
        for parting in [Parting::Left, Parting::Suspended, Parting::Role] {
            assert_eq!(serde_json::to_value(parting).unwrap(), parting.as_str());
        }
    }
}
