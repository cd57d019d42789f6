//! The page of a task, its forms, and handing it over.

mod above;
pub mod candidates;
pub mod conflict;
pub mod delegations;
pub mod dependencies;
pub mod discussion;
pub mod edit;
pub mod files;
pub mod forms;
pub mod grants;
pub mod hand_over;
pub mod history;
mod main_button;
pub mod may;
mod merge;
pub mod offer;
pub mod once;
pub mod page;
pub mod parts;
pub mod pick;
mod step;
