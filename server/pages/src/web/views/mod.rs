//! The views of the tasks of a pursuance: outline, list, board, calendar, agenda, graph of dependencies; archived tasks, saved
//! searches, and the changes made from a view.

pub mod add;
pub mod agenda;
pub mod archived;
pub mod board;
pub mod builder;
pub mod bulk;
pub mod calendar;
pub mod columns;
pub mod filter;
pub mod graph;
pub mod lanes;
pub mod order;
pub mod outline;
pub mod searches;
pub mod tabs;
pub mod task_list;
pub mod tree;
