//! `/`: what is next for somebody, and what strangers see.

pub mod delegations;
pub mod landing;
pub mod next;
pub mod page;
