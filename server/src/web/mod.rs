//! Pages: what people see, one file per family.
//!
//! Each file holds the structs of its pages, filled from plain values; their templates are in `templates/`, their words in
//! `locales/`, every address in [`links`]. Adding a page: 1. its address in `links`, 2. the struct and its template,
//! 3. its words, 4. a `sample()` in `samples/`, 5. its handler and the line in the router.

pub mod account;
pub mod delegation;
pub mod discussion;
pub mod errors;
pub mod files;
pub mod hand_over;
pub mod home;
pub mod incoming;
pub mod join;
pub mod landing;
pub mod layout;
pub mod links;
pub mod members;
pub mod operator;
pub mod profile;
pub mod pursuance;
pub mod pursuance_settings;
pub mod pursuances;
pub mod remote;
pub mod setup;
pub mod signin;
pub mod task;
pub mod task_edit;
pub mod text;
pub mod view;
pub mod when;
pub mod words;

#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
