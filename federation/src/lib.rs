//! The protocol between servers: messages, proofs, requests and refusals.
//!
//! Without a database, a page or a clock; times, keys and decisions come from the caller.

#![forbid(unsafe_code)]

pub mod deliver;
pub mod discover;
pub mod fetch;
pub mod jcs;
pub mod json;
pub mod proof;
pub mod push;
pub mod reach;
pub mod sign;
pub mod verify;
pub mod vocab;
