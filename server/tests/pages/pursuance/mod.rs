//! The pages of a pursuance.

mod incoming;
mod invites;
mod pursuances;
mod queries;
mod requests;
