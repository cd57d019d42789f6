//! The pages of a pursuance.

mod activity;
mod incoming;
mod invites;
mod pursuances;
mod queries;
mod requests;
mod views;
