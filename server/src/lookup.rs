//! Looking up actors of other servers: why nobody was found, and how often people may make this server ask.
//! The questions themselves are asked in [`crate::peers`].

mod error;
mod looks;

pub use self::error::DirectoryError;
pub use self::looks::{FAILURE_FRESH, FAILURES_MAX, LOOKS, Looks, SPAN};
