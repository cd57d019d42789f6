//! The way in from the front page.

mod newcomers;
