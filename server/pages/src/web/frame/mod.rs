//! The parts common to pages, which know no request: the frame around each of them, every address, cookies, labels, times, scripts
//! and style.

pub mod asks;
pub mod cookies;
pub mod counts;
pub mod csrf;
pub mod csv;
pub mod files;
pub mod free;
pub mod keys;
pub mod labels;
pub mod layout;
// Not public, so that the compiler names an address that no page links to.
pub mod links;
pub mod menu;
pub mod mine;
pub mod notice;
pub mod parts;
pub mod private;
pub mod qr;
pub mod scripts;
pub mod sealed;
pub mod undo;
pub mod view;
pub mod when;
pub mod words;
