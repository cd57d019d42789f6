#![forbid(unsafe_code)]

pub mod deliver;
pub mod fetch;
pub mod json;
pub mod reach;
pub mod vocab;
pub mod jcs;
pub mod proof;
pub mod sign;
pub mod verify;
pub mod discover;
