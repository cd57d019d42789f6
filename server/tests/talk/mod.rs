//! Rooms (RULES §9): who reads them and who speaks there, what is found of them, and what ends.

mod answers;
mod lifetime;
mod pages;
mod rooms;
