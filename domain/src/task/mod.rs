//! Tasks: phases, assignees, progress, the tree, dependencies.

pub mod asks;
pub mod assign;
pub mod dependency;
pub mod graph;
pub mod phase;
pub mod progress;
pub mod tree;

pub use self::asks::{Asks, Changed};
