//! The rules of pursuances: words, values, decisions. Pure: no I/O, no SQL, no HTTP, and no clock (time comes in as an
//! argument).
//!
//! | word | where |
//! |---|---|
//! | a request to change something | [`action::Action`] |
//! | events | [`event::Event`] |
//! | ids and times | [`id`], [`time::Time`] |
//! | typed input (names, titles, skills …), parsed once | [`value`] |
//! | permissions | [`allowed::allowed`] |
//! | refusals, with the reason and the next step | [`refusal::Refusal`], told by a [`wording::Wording`] |
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
pub mod wording;
