//! Other servers: who they are, how we ask them, and whether we believe them.
//!
//! | file | what it does |
//! |---|---|
//! | `directory` | finds actors by what people type, and keeps what their servers say of them |
//! | `signing` | signs our requests in the form each server understands |
//! | `host_policy` | which servers this one talks to |
//! | `gate`, `keys`, `budgets` | who is let in: what [`pursuance_federation::verify`] asks of this server |
//! | `stored` | verifies activities that do not come by a request |

mod budgets;
mod directory;
mod gate;
pub mod host_policy;
mod keys;
pub mod signing;
mod stored;

pub use self::budgets::Allowances;
pub(crate) use self::directory::{is_believed, listed, pinned, public_key};
pub use self::gate::Gate;
pub use self::stored::{StoredRefusal, verify_stored, verify_stored_at};
