//! The answers to an offer. The first yes gets the task; people who say yes later stand by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::OfferRefusal;
use crate::time::{DAY, Time};
use crate::value::{Skill, Skills};

/// The longest time after which a person may ask to be asked again.
pub const LATER_MOST: i64 = 90 * DAY;

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident $word:literal),+ $(,)?) => {
        /// The state of an offer to a person.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum OfferState { $($(#[$doc])* $name),+ }

        impl OfferState {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Reads that word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

states! {
    /// Not answered.
    Open "open",
    /// A yes that got the task.
    Accepted "accepted",
    /// A yes that came later: whoever says it is the next one.
    StandingBy "standing_by",
    /// Not now.
    NotNow "not_now",
    /// Never for a skill.
    Never "never",
    /// To be asked again on a day.
    Later "later",
    /// They stood by, and do so no more.
    StoodDown "stood_down",
    /// They stood by until the task ended.
    Released "released",
    /// They alone were asked, and did not answer in time: the next one is asked. They may still say yes.
    Lapsed "lapsed",
    /// The task ended before there was an answer.
    Over "over",
}

impl OfferState {
    /// The state once the task has ended.
    pub fn ended(self) -> Self {
        match self {
            Self::StandingBy => Self::Released,
            Self::Open | Self::Later => Self::Over,
            Self::Accepted
            | Self::NotNow
            | Self::Never
            | Self::StoodDown
            | Self::Released
            | Self::Lapsed
            | Self::Over => self,
        }
    }
}

/// An answer to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Yes,
    NotNow,
    Never,
    Later,
    StandDown,
}

/// Whether an offer in this state takes that answer. A no may become a yes, as long as the task is open.
///
/// # Errors
/// [`OfferRefusal`] with the reason.
pub fn may_answer(state: OfferState, answer: Answer) -> Result<(), OfferRefusal> {
    let is_standing_by = state == OfferState::StandingBy;
    match (state, answer) {
        (OfferState::Over | OfferState::Released, _) => Err(OfferRefusal::Over),
        (_, Answer::StandDown) if is_standing_by => Ok(()),
        (_, Answer::StandDown) => Err(OfferRefusal::NotStandingBy),
        (OfferState::Accepted | OfferState::StandingBy, _) => Err(OfferRefusal::SaidYes),
        (
            OfferState::Open
            | OfferState::NotNow
            | OfferState::Never
            | OfferState::Later
            | OfferState::Lapsed
            | OfferState::StoodDown,
            Answer::Yes,
        ) => Ok(()),
        (
            OfferState::Open | OfferState::NotNow | OfferState::Later | OfferState::Lapsed,
            Answer::NotNow | Answer::Never | Answer::Later,
        ) => Ok(()),
        (OfferState::Never | OfferState::StoodDown, Answer::NotNow | Answer::Never | Answer::Later) => {
            Err(OfferRefusal::Answered)
        }
    }
}

/// The moment at which a person is asked again.
///
/// # Errors
/// [`OfferRefusal::When`] for one that is past, or further off than [`LATER_MOST`].
pub fn again_at(wanted: Time, now: Time) -> Result<Time, OfferRefusal> {
    if wanted <= now || wanted > now.plus(LATER_MOST) { Err(OfferRefusal::When) } else { Ok(wanted) }
}

/// The skill for which a person is not asked any more: the one they name, or the only one of the task.
///
/// # Errors
/// [`OfferRefusal::WhichSkill`] when they name none of several, or one that the task does not want.
pub fn skill_refused(wanted: &Skills, named: Option<&Skill>) -> Result<Skill, OfferRefusal> {
    let mut all = wanted.iter();
    match (named, all.next(), all.next()) {
        (None, Some(only), None) => Ok(only.clone()),
        (Some(named), ..) if wanted.contains(named) => Ok(named.clone()),
        (None | Some(_), ..) => Err(OfferRefusal::WhichSkill),
    }
}
