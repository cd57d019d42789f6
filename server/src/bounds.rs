//! Bounds that each process counts in its memory, and forgets at its end: how much may be in progress for somebody, and how often.
//! Bounds that must survive are rows in the database.

pub mod bodies;
pub mod places;
pub mod rate;
pub mod searchers;
pub mod uploads;
