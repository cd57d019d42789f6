//! The one rule of reading, held against everything that leaves the program for a reader.

mod blocked;
mod delegations;
mod inbox;
mod leaving;
mod leaving_much;
mod peers;
mod rule;
mod sight;
mod streams;
mod taking;
pub mod world;
