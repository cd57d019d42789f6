//! The operator's pages.

mod blocks;
mod operators;
