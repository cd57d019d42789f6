//! Choices from a short list of words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueRefusal;

macro_rules! choice {
    ($($(#[$doc:meta])* $name:ident($what:literal, $choices:literal) { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every choice, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word stored, sent and typed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word.
            ///
            /// # Errors
            /// When it is not one of the choices.
            pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
                match text.trim() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(ValueRefusal::NotAChoice { what: $what, choices: $choices }),
                }
            }
        }
    )+};
}

choice! {
    /// How much work a task is.
    Size("the size", "s, m, l") {
        /// About two hours.
        S = "s",
        /// About a day.
        #[default]
        M = "m",
        /// About a week.
        L = "l",
    }
    /// Whether a task can wait.
    Urgency("the urgency", "normal, urgent") {
        /// It can wait its turn.
        #[default]
        Normal = "normal",
        /// It cannot.
        Urgent = "urgent",
    }
    /// Who may read a pursuance.
    Visibility("the visibility", "public, unlisted, members, sealed") {
        /// Anyone, and it is listed.
        #[default]
        Public = "public",
        /// Anyone who has the address.
        Unlisted = "unlisted",
        /// Members only; the server can read it.
        Members = "members",
        /// Members only; the server cannot read it.
        Sealed = "sealed",
    }
    /// How one becomes a member.
    Joining("joining", "open, approval") {
        /// By asking.
        #[default]
        Open = "open",
        /// By asking, once somebody there agrees.
        Approval = "approval",
    }
    /// What a token opens.
    TokenScope("the scope", "read, act") {
        /// Whatever its person may read.
        #[default]
        Read = "read",
        /// Whatever its person may do, but for what operators do.
        Act = "act",
    }
}

impl Size {
    /// The weight of the size in progress and karma: ½, 1, 2 (RULES §1), in halves.
    pub fn half_weights(self) -> u32 {
        match self {
            Self::S => 1,
            Self::M => 2,
            Self::L => 4,
        }
    }
}
