//! What servers say to each other: actors, collections, tasks, delegations, in JSON (PROTOCOL §1).

mod hash;

pub use self::hash::{NotASum, Sha256Sum};
