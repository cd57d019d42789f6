//! Lookups of remote actors: the reasons for a failure, and how many requests people may make this server send. The
//! requests themselves are in [`crate::peers`].

mod error;
mod looks;

pub use self::error::DirectoryError;
pub use self::looks::{FAILURE_FRESH, FAILURES_MAX, LOOKS, Looks, SPAN};
