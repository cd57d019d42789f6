//! People in a pursuance, and their roles.

pub mod membership;
pub mod parting;
pub mod role;
