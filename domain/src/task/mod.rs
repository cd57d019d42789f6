//! Tasks: phases, assignees, reviews, progress, the tree, the order in it, dependencies, ends.

pub mod asks;
pub mod assign;
pub mod dependency;
pub mod edges;
pub mod ending;
pub mod graph;
pub mod order;
pub mod phase;
pub mod progress;
pub mod review;
pub mod tree;

pub use self::asks::{Asks, Changed};
