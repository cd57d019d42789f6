//! The server: doors, hallway, listeners, storage, command line.
//!
//! | to change | look in |
//! |---|---|
//! | what a request may do and what follows | `pursuance_domain`, then [`actions`] |
//! | a page | [`web`], `templates/` |
//! | the API | [`api`] |
//! | accounts whose passphrase stays on its device | [`derived`] |
//! | what open pages of private pursuances ask and send | [`sealed`] |
//! | files that open pages send in pieces | [`uploads`] |
//! | what other servers send and ask | [`inbox`] |
//! | what happens later, by itself | [`jobs`] |
//! | what follows from an event | [`listeners`] |
//! | commands | [`cli`] |
//! | other servers: who they are, whether we believe them | [`peers`] |
//! | what people and programs read | [`reads`] |
//! | SQL | [`store`] |
//! | words that people read | [`text`], `locales/` |

#![forbid(unsafe_code)]

// A new variant is asked about wherever these match; an exception gives its reason.
#[warn(clippy::wildcard_enum_match_arm)]
pub mod actions;
pub mod addresses;
pub mod api;
pub mod attachment;
pub mod bounds;
pub mod changes;
pub mod cli;
pub mod client_ip;
pub mod clock;
pub mod config;
pub mod connections;
pub mod credentials;
pub mod derived;
pub mod doors;
pub mod files;
pub mod inbox;
pub mod jobs;
pub mod keyring;
pub mod letters;
#[warn(clippy::wildcard_enum_match_arm)]
pub mod listeners;
pub mod lookup;
pub mod markdown;
pub mod marks;
pub mod peers;
pub mod pictures;
pub mod reads;
pub mod records;
pub mod route;
pub mod sealed;
pub mod signs;
pub mod smtp;
pub mod state;
pub mod store;
pub mod task_wire;
pub mod text;
pub mod unread;
pub mod uploads;
pub mod vault;
pub mod web;
