//! Checkpoints: one hash over the newest revisions of all objects (docs/sealed.md §3.5, type 14).

use crate::frame::hash;
use crate::ids::{Hash, ObjectId};

/// The root over objects by their ids, each with its newest revision and that revision's hash. An odd last node goes up
/// as it is; of no objects it is zero. The order in which they come does not matter.
#[must_use]
pub fn root(objects: impl IntoIterator<Item = (ObjectId, u64, Hash)>) -> Hash {
    let mut objects: Vec<_> = objects.into_iter().collect();
    objects.sort_unstable();
    let leaf = |(object, rev, newest): &(ObjectId, u64, Hash)| {
        hash("pv1/leaf", &[object.as_bytes(), &rev.to_be_bytes(), newest.as_bytes()])
    };
    let mut level: Vec<_> = objects.iter().map(leaf).collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => hash("pv1/node", &[left.as_bytes(), right.as_bytes()]),
                [only, ..] => *only,
                [] => Hash::ZERO,
            })
            .collect();
    }
    level.first().copied().unwrap_or(Hash::ZERO)
}
