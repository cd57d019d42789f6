//! The server: doors, hallway, listeners, storage, command line.
//!
//! | to change | look in |
//! |---|---|
//! | what a request may do and what follows | `pursuance_domain`, then [`actions`] |
//! | a page | `web/`, `templates/` |
//! | the API | `api/` |
//! | what other servers send | `inbox/` |
//! | what happens later, by itself | [`jobs`] |
//! | SQL | [`store`] |

#![forbid(unsafe_code)]

pub mod clock;
pub mod config;
pub mod credentials;
pub mod store;
pub mod vault;
