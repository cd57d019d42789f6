//! A delegation on the page of its task, for either side.

mod delegations;
mod mirror;
mod questions;
mod readers;
mod skill_offers;
