//! The server's tests: through its doors, on both databases. Two programs, so that a small machine builds them: [the other](more.rs) has
//! those of storage, of servers among each other, of reading and roles, of talk and of limits.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod api;
mod architecture;
mod cli;
mod dependencies;
mod derived;
mod endings;
mod feeds;
mod glossary;
mod health;
mod karma;
mod migrations;
mod notices;
mod pages;
mod pairing;
mod people;
mod recipes;
mod reviews;
mod sealed;
mod searches;
mod silence;
mod stage;
mod suggestions;
#[expect(dead_code, reason = "the tests of the other program use it")]
mod support;
mod tower;
mod trees;
mod turns;
mod undo;
mod upgrade;
mod words;
mod writing;
