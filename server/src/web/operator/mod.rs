//! The operators' pages: how the server does, other servers, deliveries, accounts, tokens, settings. For anybody else
//! they refuse.

pub mod accounts;
pub mod block;
pub mod deliveries;
pub mod head;
pub mod log;
pub mod overview;
pub mod peer;
pub mod peers;
pub mod settings;
pub mod tokens;
