//! Rooms (RULES §9): who reads them and who speaks there, what is found of them, and what ends.

mod answers;
mod calls;
mod files;
mod files_found;
pub(crate) mod gone;
mod lifetime;
pub(crate) mod many;
mod news;
mod pages;
mod programs;
pub(crate) mod rooms;
mod unread;
mod unread_model;
mod within;
