//! The inbox: the notices of a person, and the settings for them. A notice has no text of its own: `bundle` makes it of
//! the event each time it is shown.

pub(in crate::web) mod bundle;
pub mod forms;
pub mod mail;
pub mod page;
pub mod push;
pub mod settings;
