//! Pages: what people see, one file per family.
//!
//! Each file holds the structs of its pages, filled from plain values; their templates are in `templates/`, their words in
//! `locales/`, every address in [`links`]. Adding a page: 1. its address in `links`, 2. the struct and its template,
//! 3. its words, 4. a `sample()` in `samples/`, 5. its handler and the line in the router.

pub mod delegation;
pub mod discussion;
pub mod hand_over;
pub mod incoming;
pub mod layout;
pub mod links;
pub mod pursuance;
pub mod task;
pub mod text;
pub mod view;
pub mod when;
pub mod words;

#[cfg(test)]
pub mod samples;
