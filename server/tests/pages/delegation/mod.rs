//! A delegation on the page of its task, seen from either side.

mod delegations;
mod mirror;
mod questions;
mod two;
