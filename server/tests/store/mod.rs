//! Rules of the storage, each on SQLite and on Postgres.

mod channels;
mod deliveries;
mod events;
mod pages;
pub mod rows;
mod tasks;
mod transactions;
