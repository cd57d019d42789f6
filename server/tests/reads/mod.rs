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

/// Whether a text has a word in it. The search of the standard library would be compiled with the tests, unoptimised.
fn says(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}
