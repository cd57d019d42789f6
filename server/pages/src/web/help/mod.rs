//! Help: the guide for volunteers and organisers, as pages of this server.

pub mod guide;
pub mod keys;
pub mod page;
