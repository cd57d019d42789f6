//! The search over everything, and the completion of what is typed into a search.

pub mod complete;
pub mod jump;
pub mod page;
