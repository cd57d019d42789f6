//! The page of a task, its forms, and handing it over.

mod dependencies;
mod hand_over;
mod on_offer;
mod picks;
mod tasks;
