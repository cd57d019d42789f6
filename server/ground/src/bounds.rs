//! Bounds that each process counts in its memory, and forgets at its end: how much may be in progress for somebody, and how often.
//! Bounds that must survive are rows in the database.

pub mod bodies;
pub mod client;
pub mod places;
pub mod rate;
pub mod searchers;
pub mod seats;
pub mod spent;
pub mod uploads;

use std::collections::HashMap;
use std::hash::Hash;

/// Keeps a value in a map that has a bound: where it has `most` already, all of them are forgotten first.
pub fn keep<K: Eq + Hash, V>(kept: &mut HashMap<K, V>, most: usize, key: K, value: V) {
    if kept.len() >= most {
        kept.clear();
    }
    kept.insert(key, value);
}
