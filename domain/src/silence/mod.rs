//! Silence: how long an assignee or reviewer may be quiet before they are reminded, and before others are asked (RULES §5).
//! Everything is a function of facts and of a given time.
//!
//! | question | where |
//! |---|---|
//! | how often people here write | [`SilencePace`] |
//! | when somebody is reminded, and when the task is handed on | [`Clock`], by [`Terms`] |
//! | the days that a pursuance says itself | [`FixedDays`] |
//! | what is a sign of life | [`Sign`] |
//! | how a silence begins, pauses, goes on and ends | [`Silence`] |
//! | whether the reviewer is asked first | [`asked_first`] |
//! | who is asked to go on with a task, one after the other | [`next_heir`] |
//! | how well the numbers do | [`simulation`] |

mod clock;
mod fixed;
mod heirs;
mod pace;
mod reviewer;
mod sign;
pub mod simulation;
mod watch;

pub use self::clock::{Clock, HAND_ON_AT, LONGEST, NUDGE_AT, PI, Terms, Why, size_weight};
pub use self::fixed::{FixedDays, SilentDays};
pub use self::heirs::{ANSWER_WITHIN, Heir, HeirRule, Heirs, Turn, foremost, next_heir};
pub use self::pace::{LearntPace, SilencePace};
pub use self::reviewer::{AskedReviewer, Judge, asked_first};
pub use self::sign::{Sign, begins, moves, sign};
pub use self::watch::{
    LONGER_MAX, LongerRefusal, Now, Part, Silence, Watched, Would, follow, longer, time_in,
};
