//! Tasks: phases, assignees, reviews, progress, the tree, dependencies, ends.

pub mod asks;
pub mod assign;
pub mod dependency;
pub mod edges;
pub mod ending;
pub mod graph;
pub mod phase;
pub mod progress;
pub mod review;
pub mod tree;

pub use self::asks::{Asks, Changed};
