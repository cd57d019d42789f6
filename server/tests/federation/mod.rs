//! Whether two servers agree: in this process, as processes, killed at any moment, and lied to.

mod kills;
mod process;
mod processes;
mod two_apps;
