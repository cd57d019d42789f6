//! People in a pursuance, and their roles.

pub mod parting;
pub mod role;
