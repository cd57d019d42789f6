//! Tasks: phases, assignees, reviews, progress, the tree, the order in it, dependencies, ends, the way back from what one did.

pub mod asks;
pub mod assign;
pub mod dependency;
pub mod edges;
pub mod ending;
pub mod free;
pub mod graph;
pub mod listed;
pub mod order;
pub mod pasted;
pub mod phase;
pub mod progress;
pub mod quick;
pub mod review;
pub mod tree;
pub mod undo;

pub use self::asks::{Ask, Asks, Changed};
