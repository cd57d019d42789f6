//! People in a pursuance, and their roles.

pub mod role;
