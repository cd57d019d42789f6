//! Skills and time of people, and the words of a pursuance for skills.

mod arrival;
mod banned;
mod limits;
mod pages;
mod roster;
mod skills;
mod words;
