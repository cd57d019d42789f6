//! The handlers of the pages, one file per family: read what was asked, fill the page, or make an Action of a form,
//! perform it, and lead on. What may be shown or done is asked of [`Seat`](crate::actions::seat::Seat) and the rules.
//!
//! A form that worked is answered with "see there"; one that was refused with its page, what was typed, and why (422).

pub mod deal;
pub mod deal_forms;
mod deal_mirror;
mod deal_sides;
pub mod enter;
pub mod files;
pub mod hand_over;
pub mod home;
mod home_deals;
pub mod incoming;
pub mod members;
pub mod people;
mod pick;
pub mod pursuance;
pub mod pursuances;
mod talk;
pub mod task;
pub mod task_edit;
pub mod task_forms;
