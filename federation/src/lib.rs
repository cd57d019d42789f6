#![forbid(unsafe_code)]

pub mod reach;
