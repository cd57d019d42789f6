//! Rules of the storage, each on SQLite and on Postgres.

mod answers;
mod channels;
mod comments;
mod damaged;
mod deliveries;
mod dependencies;
mod erase;
mod events;
mod invites;
mod jobs;
mod key_slots;
mod keys_at_rest;
mod mentors;
mod notices;
mod order;
mod pages;
mod query;
mod reached;
pub mod rows;
mod sealed;
mod speakers;
mod statistics;
mod sums;
mod tasks;
mod transactions;
mod walk;
mod words;
