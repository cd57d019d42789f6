//! What pages share: the frame around each of them, every address, and the parts, labels and times that many of them show.

pub mod counts;
pub mod errors;
pub mod labels;
pub mod layout;
pub mod links;
pub mod notice;
pub mod party;
pub mod rows;
pub mod view;
pub mod when;
