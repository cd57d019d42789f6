//! The rules of pursuances: words, values, decisions. Pure: no I/O, no SQL, no HTTP, and no clock (time comes in as an
//! argument).
//!
//! | word | where |
//! |---|---|
//! | a request to change something | [`action::Action`] |
//! | events | [`event::Event`] |
//! | whom an event concerns, and why | [`notice`] |
//! | ids and times | [`id`], [`time::Time`] |
//! | typed input (names, titles, skills …), parsed once | [`value`] |
//! | permissions | [`allowed::allowed`] |
//! | refusals, with the reason and the next step | [`refusal::Refusal`], told by a [`wording::Wording`] |
//! | roles | [`people::role`] |
//! | phases, assigning, progress, the tree of tasks | [`task`] |
//! | the query language of task lists | [`query`] |
//! | words of texts, as searches compare and mark them | [`text`] |
//! | suggestions, and the answers | [`suggestion`] |
//! | later changes to comments | [`discussion`] |
//! | rooms, in which people speak besides the tasks | [`talk`] |
//! | how far somebody has read a discussion | [`reading`] |
//! | silence: reminders, and when a task is handed on | [`silence`] |
//! | people's work for a pursuance | [`karma`] |
//! | private pursuances: what becomes of each action there, and of each level | [`sealed`] |
//! | a task handed to another pursuance | [`delegation`] |
//! | a pursuance's offers to others | [`skill_offer`] |

#![forbid(unsafe_code)]
// A new variant is asked about wherever the rules match; an exception gives its reason.
#![warn(clippy::wildcard_enum_match_arm)]

// Its list of what can be suggested is a macro, in scope for the modules after it.
#[macro_use]
pub mod action;
pub mod allowed;
pub mod delegation;
pub mod discussion;
// Its lists of kinds are macros, in scope for the modules after it.
#[macro_use]
pub mod event;
pub mod health;
pub mod id;
pub mod karma;
pub mod notice;
pub mod pairing;
pub mod people;
pub mod query;
pub mod reading;
pub mod refusal;
pub mod sealed;
pub mod silence;
pub mod skill_offer;
pub mod suggestion;
pub mod talk;
pub mod task;
pub mod text;
pub mod time;
pub mod value;
pub mod wording;
