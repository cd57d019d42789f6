//! Lookups of remote actors: the reasons for a failure, and how many requests people may make this server send. The
//! requests themselves are in [`crate::peers`].

mod error;
mod recent;

pub use self::error::DirectoryError;
pub use self::recent::{FAILURE_FRESH, FAILURES_MAX, LOOKUPS, RecentLookups, SPAN};
