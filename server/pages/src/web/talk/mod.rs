//! Rooms: those of a pursuance, one of them, and where all of one's pursuances speak.

pub mod everywhere;
pub mod files;
pub mod list;
pub mod message;
pub mod room;
pub mod settings;
