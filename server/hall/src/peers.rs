//! Other servers: their actors, our requests to them, and the checks of theirs.
//!
//! | file | what it does |
//! |---|---|
//! | `directory` | finds actors by the text that people type, and caches remote documents |
//! | `signing` | signs our requests in the form that each server accepts |
//! | `host_policy` | the servers that this one talks to |
//! | `gate`, `keys`, `budgets` | admission: the answers to [`pursuance_federation::verify`] about this server |
//! | `stored` | verifies activities that do not come by a request |

mod budgets;
mod directory;
mod gate;
pub mod host_policy;
mod keys;
mod refusals;
pub mod signing;
mod stored;

pub use self::budgets::Allowances;
pub use self::directory::{is_believed, listed, pinned, public_key};
pub use self::gate::{ASKED_FOR_ONE, Gate};
pub use self::stored::{StoredRefusal, verify_stored, verify_stored_at};
