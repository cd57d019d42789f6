//! Joining, signing in, and one's own account.

mod accounts;
mod credentials;
