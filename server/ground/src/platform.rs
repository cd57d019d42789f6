//! The machine around the server: its clock and randomness, the settings it was started with, its files, its mail server, and the key that
//! secrets are sealed with.

pub mod clock;
pub mod config;
pub mod files;
pub mod smtp;
pub mod vault;
