//! Tasks: where they are on their way, who has them, how they hang together.

pub mod assign;
pub mod phase;
pub mod progress;
pub mod tree;
