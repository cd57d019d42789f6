//! The search over everything, and the completion of a search.

pub mod complete;
pub mod jump;
pub mod page;
