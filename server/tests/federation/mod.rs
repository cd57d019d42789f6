//! Whether two servers agree: in this process, as processes, killed at any moment, and lied to.

pub mod hostile;
mod interleavings;
mod kills;
mod process;
mod processes;
pub mod scripted;
mod two_apps;
