//! Signs of life of other servers: when each was heard of last, by the clock of this one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pursuance_domain::time::{SECOND, Time};

use crate::bounds::keep;

/// How often the signs of one server are looked at.
const FRESH: i64 = SECOND;
/// More than this many names are not remembered.
const NAMES_MAX: usize = 10_000;

/// The signs that were heard of other servers in this process.
#[derive(Debug, Default)]
pub struct LastHeard(Mutex<HashMap<String, DomainSign>>);

#[derive(Debug)]
struct DomainSign {
    heard: Time,
    /// When a sign was looked at last.
    looked: Option<Time>,
}

impl LastHeard {
    /// Notes a sign of life. Whether it is to be looked at: one a moment ago was.
    pub fn hear(&self, host: &str, now: Time) -> bool {
        let mut signs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sign) = signs.get_mut(host) {
            sign.heard = now;
            if sign.looked.is_some_and(|at| at <= now && now < at.plus(FRESH)) {
                return false;
            }
            sign.looked = Some(now);
            return true;
        }
        keep(&mut signs, NAMES_MAX, host.to_owned(), DomainSign { heard: now, looked: Some(now) });
        true
    }

    /// Whether a host has been heard of since a moment: asked when its lane has gone to sleep, which a sign that came while it
    /// did so could not see. The next sign is looked at, however soon it comes.
    pub fn heard_since(&self, host: &str, since: Time) -> bool {
        let mut signs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(sign) = signs.get_mut(host) else { return false };
        sign.looked = None;
        since <= sign.heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_come_close_together_are_looked_at_once() {
        let signs = LastHeard::default();
        assert!(signs.hear("b.example", Time(0)));
        assert!(!signs.hear("b.example", Time(SECOND - 1)));
        assert!(signs.hear("c.example", Time(SECOND - 1)));
        assert!(signs.hear("b.example", Time(SECOND)));
    }

    #[test]
    fn a_sign_that_follows_a_failure_is_looked_at_however_soon() {
        let signs = LastHeard::default();
        assert!(signs.hear("b.example", Time(1)));
        assert!(!signs.heard_since("b.example", Time(2)));
        assert!(signs.hear("b.example", Time(3)));
    }

    #[test]
    fn a_sign_that_comes_while_a_lane_fails_is_remembered() {
        let signs = LastHeard::default();
        assert!(!signs.heard_since("b.example", Time(0)), "never heard of");
        signs.hear("b.example", Time(1));
        signs.hear("b.example", Time(2));
        assert!(signs.heard_since("b.example", Time(2)));
    }
}
