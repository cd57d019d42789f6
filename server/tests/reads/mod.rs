//! Who may read what: the one rule, held against everything that leaves the program for a reader.

mod leaving;
mod leaving_much;
mod rule;
mod sight;
mod taking;
mod world;
