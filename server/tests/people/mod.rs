//! What people say of their skills and their time, and the words of a pursuance for skills.

mod limits;
mod pages;
mod skills;
mod words;
