//! What a delivery came to, and when to try again (PROTOCOL §4.6). Decides; sends nothing and keeps nothing.

mod backoff;
mod outcome;

pub use self::{
    backoff::{FAILURES_IN_A_MONTH, wait_after},
    outcome::{Knock, PostOutcome},
};
