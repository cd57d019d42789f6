//! Who has tried as often as they may in a slot of time that is counted in the database: what is refused already is refused again
//! without a look there. Each process remembers what it refused itself.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::keep;

/// Above this number all are forgotten: the database knows them.
const REMEMBERED: usize = 20_000;

/// A limit and its subject.
type TriedLimit = (&'static str, String);

/// The subjects that have used up a limit, each with the slot in which they did.
#[derive(Debug, Default)]
pub struct Spent(Mutex<HashMap<TriedLimit, i64>>);

impl Spent {
    fn known(&self) -> MutexGuard<'_, HashMap<TriedLimit, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a subject was refused in a slot.
    pub fn note(&self, scope: &'static str, subject: &str, slot: i64) {
        keep(&mut self.known(), REMEMBERED, (scope, subject.to_owned()), slot);
    }

    /// Whether a subject was refused in this slot before.
    pub fn is(&self, scope: &'static str, subject: &str, slot: i64) -> bool {
        self.known().get(&(scope, subject.to_owned())) == Some(&slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_refused_is_refused_until_the_slot_ends() {
        let spent = Spent::default();
        spent.note("sign-in", "eve", 7);
        assert!(spent.is("sign-in", "eve", 7));
        for (scope, subject, slot) in [("sign-in", "eve", 8), ("sign-in", "ana", 7), ("join", "eve", 7)] {
            assert!(!spent.is(scope, subject, slot), "{scope} {subject} {slot}");
        }
        for n in 0..REMEMBERED {
            spent.note("sign-in", &n.to_string(), 7);
        }
        assert!(spent.known().len() <= REMEMBERED);
    }
}
