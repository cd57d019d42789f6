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

pub use pursuance_pages::{
    actions, addresses, attachment, bounds, changes, client_ip, credentials, keyed_hashes, keyring,
    last_heard, letters, listeners, lookup, markdown, peers, pictures, platform, reads, records, route,
    state, store, task_wire, text, unread, web,
};

pub mod api;
pub mod cli;
pub mod connections;
pub mod derived;
pub mod doors;
pub mod inbox;
pub mod jobs;
pub mod sealed;
pub mod uploads;
