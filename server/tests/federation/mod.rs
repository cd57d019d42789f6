//! Whether two servers agree: in this process, as processes, killed at any moment, and lied to.

mod documents;
mod foreign;
mod forms;
pub mod hostile;
mod interleavings;
mod keys;
mod kills;
mod process;
mod processes;
pub mod scripted;
mod silent;
mod two_apps;
