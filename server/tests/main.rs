//! The server's tests: through its doors, on both databases. One binary, so that it is linked once.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod api;
mod architecture;
mod cli;
mod federation;
mod limits;
mod migrations;
mod pages;
mod reads;
mod roles;
mod store;
mod support;
mod tower;
mod trees;
mod upgrade;
