//! How servers talk: what they say, how they prove it, whom they ask, and what they refuse.
//!
//! Knows no database, no page and no clock; times, keys and decisions come from the caller.

#![forbid(unsafe_code)]

pub mod deliver;
pub mod discover;
pub mod fetch;
pub mod jcs;
pub mod json;
pub mod proof;
pub mod reach;
pub mod sign;
pub mod verify;
pub mod vocab;
