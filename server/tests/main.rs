//! The server's tests: through its doors, on both databases. One binary, so that it is linked once.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod api;
mod architecture;
mod cli;
mod derived;
mod endings;
mod federation;
mod feeds;
mod health;
mod karma;
mod limits;
mod mail;
mod migrations;
mod month;
mod notices;
mod pages;
mod pairing;
mod people;
mod push;
mod reads;
mod recipes;
mod reviews;
mod roles;
mod sealed;
mod searches;
mod silence;
mod stage;
mod store;
mod suggestions;
mod support;
mod talk;
mod tower;
mod trees;
mod undo;
mod upgrade;
mod writing;
