//! The outcome of a delivery and the time of the next try (PROTOCOL §4.6). Pure decisions: nothing is sent or kept
//! here.

/// The header with the receiver's progress in a channel, for the sender's page. A hint, never used for recovery
/// (PROTOCOL §2.4).
pub const ACK: &str = "pursuance-ack";

/// The header by which a receiver tells the state of a channel, and its only value: the message was not processed, since
/// the channel is stopped there until operators resume it (PROTOCOL §2.3).
pub const CHANNEL: &str = "pursuance-channel";
pub const CHANNEL_STOPPED: &str = "stopped";

mod backoff;
mod outcome;

pub use self::{
    backoff::{FAILURES_IN_A_MONTH, wait_after},
    outcome::{PostOutcome, SignatureTry},
};
