//! The pages of the server: see [`web`].

#![forbid(unsafe_code)]

pub use pursuance_hall::{
    actions, addresses, attachment, bounds, changes, client_ip, credentials, keyed_hashes, keyring,
    last_heard, letters, listeners, lookup, markdown, peers, pictures, platform, reads, records, route,
    state, store, task_wire, text, unread,
};

pub mod web;
