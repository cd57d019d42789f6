//! Agreement of two servers: in this process, as processes, killed at any moment, and with peers that lie.

mod addresses;
mod documents;
mod examples;
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
mod streams;
mod two_apps;
mod workers;
