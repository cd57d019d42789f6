//! The operators' pages: overview, other servers, deliveries and what else is on its way, accounts, tokens, settings. They refuse everybody else.

pub mod accounts;
pub mod block;
pub mod deliveries;
pub mod head;
pub mod log;
pub mod outbox;
pub mod overview;
pub mod peer;
pub mod peers;
pub mod primaries;
pub mod settings;
pub mod tokens;
