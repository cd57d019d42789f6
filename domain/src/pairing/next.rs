//! The next step for a task that wants help: another wave, and from the fourth wave on, or with nobody left to ask, one
//! more way to find somebody each time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draw::WavePace;
use crate::time::{DAY, Time};

/// The wave from which on other ways are tried beside it.
pub const FALLBACKS_FROM: u32 = 4;

/// The last way that was tried, in this order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// People with every skill are asked.
    #[default]
    Waves,
    /// Members who help learners were asked whether they accompany one.
    Learners,
    /// The person who wrote the task was asked to split it.
    Split,
    /// Those who may hand the task over were told that another pursuance may help.
    Allied,
    /// It stands among the tasks that need help, for everybody.
    Board,
}

impl Reached {
    /// Every one, in order.
    pub const ALL: [Self; 5] = [Self::Waves, Self::Learners, Self::Split, Self::Allied, Self::Board];

    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waves => "waves",
            Self::Learners => "learners",
            Self::Split => "split",
            Self::Allied => "allied",
            Self::Board => "board",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reached| reached.as_str() == word)
    }

    fn after(self, is_lesson: bool) -> Option<Self> {
        match self {
            Self::Waves if is_lesson => Some(Self::Learners),
            Self::Waves | Self::Learners => Some(Self::Split),
            Self::Split => Some(Self::Allied),
            Self::Allied => Some(Self::Board),
            Self::Board => None,
        }
    }
}

/// The progress of the pairing of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stand {
    /// The waves so far.
    pub waves: u32,
    pub reached: Reached,
}

/// How the pairing of a task stood when people were searched for. What was found is of use as long as that is so: whatever asks
/// for a look, a new wave or other skills, writes another moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PairingSeen")]
pub struct Seen {
    /// The wave for which they were searched.
    pub wave: u32,
    /// When the next people were to be asked.
    pub next_at: Option<Time>,
}

impl Stand {
    /// The stand with its moment, for the wave that comes next.
    pub fn seen(self, next_at: Option<Time>) -> Seen {
        Seen { wave: self.waves.saturating_add(1), next_at }
    }
}

/// The step to take now, and the time until the next look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextStep {
    /// The number of the wave that is asked.
    pub wave: Option<u32>,
    /// The way that is tried beside it.
    pub way: Option<Reached>,
    /// The time until the next look.
    pub wait: i64,
}

/// Whether a task that is written down, or accepted from elsewhere, asks for help by itself (RULES §4): as its writer says, else
/// where it names skills. `may_ask`: whether they may ask for help with it, and nobody has it.
pub fn asks_by_itself(wish: Option<bool>, has_skills: bool, may_ask: bool) -> bool {
    may_ask && wish.unwrap_or(has_skills)
}

/// Whether another way is tried beside the coming wave, if one is left.
pub fn is_hard(stand: Stand, is_anybody_left: bool) -> bool {
    stand.waves.saturating_add(1) >= FALLBACKS_FROM || !is_anybody_left
}

/// The next step. `is_anybody_left`: whether somebody is eligible now; `is_lesson`: whether somebody could learn by the task, and
/// somebody could accompany them.
pub fn next(stand: Stand, is_anybody_left: bool, is_lesson: bool, pace: WavePace) -> NextStep {
    let coming = stand.waves.saturating_add(1);
    let wave = is_anybody_left.then_some(coming);
    let way = stand.reached.after(is_lesson).filter(|_| is_hard(stand, is_anybody_left));
    // Everything was tried: only a change of the people helps, and that of a day is soon enough.
    let is_resting = wave.is_none() && way.is_none();
    NextStep { wave, way, wait: if is_resting { DAY } else { pace.wait } }
}
