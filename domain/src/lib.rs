//! What a pursuance is: the words, the values, the rules. Pure: no I/O, no SQL, no HTTP, and no clock of its own
//! (time comes in as an argument).
//!
//! | word | where |
//! |---|---|
//! | a request to change something | [`action::Action`] |
//! | what happened | [`event::Event`] |
//! | ids and times | [`id`], [`time::Time`] |
//! | what a person may type (names, titles, skills …), parsed once | [`value`] |
//! | who may do what | [`allowed::allowed`] |
//! | why not, and what to do next | [`refusal::Refusal`] |
//! | roles | [`people::role`] |
//! | phases, assigning, progress, the tree of tasks | [`task`] |
//! | a task handed to another pursuance | [`delegation`] |

#![forbid(unsafe_code)]

pub mod action;
pub mod allowed;
pub mod delegation;
pub mod event;
pub mod id;
pub mod people;
pub mod refusal;
pub mod task;
pub mod time;
pub mod value;
