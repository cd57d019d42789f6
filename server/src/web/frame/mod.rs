//! The parts common to pages: the frame around each of them, every address, and shared rows, labels and times.
pub mod asks;
pub mod counts;
pub mod csv;
pub mod keys;
pub mod labels;
pub mod layout;
// Not public, so that the compiler names an address that no page links to.
pub mod cookies;
pub mod csrf;
pub(crate) mod links;
pub mod mine;
pub mod notice;
pub mod qr;
pub mod undo;
pub mod view;
pub mod when;
