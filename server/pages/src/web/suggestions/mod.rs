//! Suggestions of members: seeing, changing and deciding them.

pub mod amend;
pub mod list;
pub mod suggested;
