//! Whether two servers agree: in this process, as processes, killed at any moment, and lied to.

mod hostile;
mod interleavings;
mod kills;
mod process;
mod processes;
mod scripted;
mod two_apps;
