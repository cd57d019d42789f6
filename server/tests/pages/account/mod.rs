//! Joining, signing in, and a person's own account.

mod accounts;
mod credentials;
mod person;
mod pictures;
mod requests;
