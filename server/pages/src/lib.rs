//! The pages of the server: see [`web`].

#![forbid(unsafe_code)]

pub use pursuance_hall::{
    actions, addresses, attachment, bounds, changes, client_ip, clock, config, credentials, files,
    keyed_hashes, keyring, last_heard, letters, listeners, lookup, markdown, peers, pictures, reads, records,
    route, smtp, state, store, task_wire, text, unread, vault,
};

pub mod web;
