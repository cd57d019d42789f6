//! The pages of a pursuance.

mod incoming;
mod pursuances;
mod requests;
