//! What a delivery came to, and when to try again (PROTOCOL §4.6). Decides; sends nothing and keeps nothing.

/// The header in which a receiver says how far it has processed a channel, for the sender's page. A hint: nothing is
/// recovered by it (PROTOCOL §2.5).
pub const ACK: &str = "pursuance-ack";

mod backoff;
mod outcome;

pub use self::{
    backoff::{FAILURES_IN_A_MONTH, wait_after},
    outcome::{Knock, PostOutcome},
};
