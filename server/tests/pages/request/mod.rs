//! Requests: the proof that each needs, the parts that are kept, and the news for open pages.

mod forms;
mod live;
mod lost_sessions;
mod page_cache;
mod static_files;
mod unplaced;
