//! The parts common to pages: the frame around each of them, every address, and shared rows, labels and times.

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
