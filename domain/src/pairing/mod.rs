//! Pairing a task with people (RULES §4): who may be asked, in which order, how many at once, what comes when nobody says yes,
//! and the effect of an answer. Pure functions over facts; the draw is a hash, so that everything can be replayed.

mod allied;
mod answer;
mod draw;
mod eligible;
mod mentor;
mod next;
mod refusal;
pub mod simulation;
#[cfg(test)]
mod tests;

pub use allied::{ALLIES_NAMED, AlliedOffer, Allies, allied};
pub use answer::{Answer, LATER_MOST, OfferState, again_at, may_answer, skill_refused};
pub use draw::{Draw, Drawn, Numbers, OfferRecord, WavePace, wave};
pub use eligible::{CAP_MOST, Candidate, Limits, Standing, Unfit};
pub use mentor::{Lesson, MENTORS_ASKED, MentorState, Subject, answered, mentors, taught};
pub use next::{FALLBACKS_FROM, NextStep, Reached, Seen, Stand, asks_by_itself, is_hard, next};
pub use refusal::{AskFacts, OfferRefusal, PairingRefusal, may_pair};
