//! People in a pursuance, and their roles.

pub mod closing;
pub mod credential;
pub mod digest;
pub mod invite;
pub mod keys;
pub mod limits;
pub mod membership;
pub mod parting;
pub mod role;
