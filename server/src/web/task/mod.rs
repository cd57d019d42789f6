//! The page of a task, its forms, and handing it over.

pub mod candidates;
pub mod delegations;
pub mod discussion;
pub mod edit;
pub mod files;
pub mod forms;
pub mod hand_over;
pub mod history;
pub mod may;
pub mod offer;
pub mod page;
pub mod pick;
