//! Accounts: opening one, signing in and out, setting up the server, one's own account, and people as others see them.

pub mod account_request;
pub mod ask;
pub mod display;
pub mod edit;
pub mod feeds;
mod folds;
pub mod join;
pub mod keys;
pub mod me;
pub mod picture;
pub mod profile;
pub mod reset;
pub mod server;
pub mod setup;
pub mod signin;
pub mod words;
pub mod work;
