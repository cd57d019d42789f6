//! The hallway of the server, and what stands in it: actions, listeners, reads, and what is known of other servers.
//!
//! | to change | look in |
//! |---|---|
//! | what a request may do and what follows | `pursuance_domain`, then [`actions`] |
//! | what follows from an event | [`listeners`] |
//! | other servers: who they are, whether we believe them | [`peers`] |
//! | what people and programs read | [`reads`] |
//! | what a mail says | [`letters`] |

#![forbid(unsafe_code)]

pub use pursuance_ground::{
    addresses, bounds, changes, credentials, keyed_hashes, last_heard, markdown, platform, records, store,
    task_wire, text, unread,
};

// A new variant is asked about wherever these match; an exception gives its reason.
#[warn(clippy::wildcard_enum_match_arm)]
pub mod actions;
pub mod attachment;
pub mod client_ip;
pub mod keyring;
pub mod letters;
#[warn(clippy::wildcard_enum_match_arm)]
pub mod listeners;
pub mod lookup;
pub mod peers;
pub mod pictures;
pub mod reads;
pub mod route;
pub mod state;
