//! What a delivery came to, and when to try again (PROTOCOL §4.6). Decides; sends nothing and keeps nothing.

mod backoff;
mod outcome;

pub use self::{
    backoff::{NextAttempt, next_attempt},
    outcome::{Knock, PostOutcome},
};
