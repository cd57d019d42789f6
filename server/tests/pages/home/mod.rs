//! The way from the front page to a task.

mod newcomers;
mod own_tasks;
mod share;
