//! The ground floor of the server: SQL, words, bounds, settings. It knows no rule of who may, and no request.
//!
//! | to change | look in |
//! |---|---|
//! | SQL | [`store`] |
//! | words that people read | [`text`], `locales/` |
//! | how much is in progress for somebody | [`bounds`] |

#![forbid(unsafe_code)]

pub mod addresses;
pub mod bounds;
pub mod changes;
pub mod credentials;
pub mod keyed_hashes;
pub mod last_heard;
pub mod markdown;
pub mod platform;
pub mod records;
pub mod store;
pub mod task_wire;
pub mod text;
pub mod unread;
