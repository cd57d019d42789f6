//! What every request has to prove, what is kept of it, and what open pages hear.

mod forms;
mod live;
mod lost_sessions;
mod page_cache;
mod static_files;
