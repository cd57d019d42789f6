//! The parts common to pages: their behaviour, and their language.

mod languages;
mod manners;
mod times;
