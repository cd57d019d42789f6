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
            /// When the word is none of the choices.
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
    /// The amount of work of a task.
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
        /// Can wait.
        #[default]
        Normal = "normal",
        /// Cannot wait.
        Urgent = "urgent",
    }
    /// The readers of a pursuance.
    Visibility("the visibility", "public, unlisted, members, sealed") {
        /// Everyone; the pursuance is listed.
        #[default]
        Public = "public",
        /// Everyone who has the address.
        Unlisted = "unlisted",
        /// Members only; the server can read it.
        Members = "members",
        /// Members only; the server cannot read it.
        Sealed = "sealed",
    }
    /// The way to become a member.
    Joining("joining", "open, approval") {
        /// At once.
        #[default]
        Open = "open",
        /// After a Recruiter or above agrees.
        Approval = "approval",
    }
    /// The scope of a token.
    TokenScope("the scope", "read, act") {
        /// Everything that its person may read.
        #[default]
        Read = "read",
        /// Everything that its person may do, without the rights of operators.
        Act = "act",
    }
}

/// The name that other servers are told of a pursuance that only its members may read (PROTOCOL §1.3).
pub const PRIVATE_PURSUANCE: &str = "Private pursuance";

impl Visibility {
    /// Whether everybody may read it.
    pub fn is_open(self) -> bool {
        match self {
            Self::Public | Self::Unlisted => true,
            Self::Members | Self::Sealed => false,
        }
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
