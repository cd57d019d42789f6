//! The page of a task, its forms, and handing it over.

mod around;
mod columns;
mod dependencies;
mod hand_over;
mod history;
mod on_offer;
mod once;
mod parts;
mod picks;
mod tasks;
