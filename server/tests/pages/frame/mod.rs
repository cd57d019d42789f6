//! What pages share: how they behave, and their language.

mod languages;
mod manners;
