//! The operators' pages: overview, other servers, deliveries, accounts, tokens, settings. They refuse everybody else.

pub mod accounts;
pub mod block;
pub mod deliveries;
pub mod head;
pub mod log;
pub mod overview;
pub mod peer;
pub mod peers;
pub mod primaries;
pub mod settings;
pub mod tokens;
