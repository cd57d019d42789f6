//! Tasks: phases, assignees, progress, the tree.

pub mod asks;
pub mod assign;
pub mod phase;
pub mod progress;
pub mod tree;

pub use self::asks::{Asks, Changed};
