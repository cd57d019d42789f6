//! Tasks: phases, assignees, progress, the tree.

pub mod assign;
pub mod phase;
pub mod progress;
pub mod tree;
