//! `/`: the next things for a person, and the page for visitors.

pub mod landing;
pub mod next;
pub mod page;
pub mod reviews;
pub mod share;
pub mod tasks;
