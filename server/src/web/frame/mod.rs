//! The parts common to pages: the frame around each of them, every address, and shared rows, labels and times.

pub mod added;
pub mod asks;
pub mod counts;
pub mod csv;
pub mod errors;
pub mod labels;
pub mod layout;
// Not public, so that the compiler names an address that no page links to.
pub(crate) mod links;
pub mod notice;
pub mod party;
pub mod qr;
pub mod rows;
pub mod undo;
pub mod view;
pub mod when;
