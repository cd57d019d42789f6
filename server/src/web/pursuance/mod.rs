//! The pages of a pursuance.

pub mod enter;
pub mod files;
pub mod graph;
pub mod head;
pub mod incoming;
pub mod leave;
pub mod list;
pub mod log;
pub mod member;
pub mod members;
pub mod new;
pub mod offer_card;
pub mod outline;
pub mod page;
pub mod remote;
pub mod settings;
