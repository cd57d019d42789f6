//! Changes without an event, for the pages that open meanwhile: their numbers tell nothing of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pursuance_domain::event::StreamId;
use pursuance_domain::time::{SECOND, Time};

/// The time for which a change without an event is remembered. A browser reads the page again after a longer gap by itself (`GAP_MS` of
/// `templates/static/js/live/hearing.js`).
const REMEMBERED: i64 = 30 * SECOND;

/// The recent changes without an event: a stream that begins, or goes on, says that the page may be older. Pages of other processes
/// do not hear of them.
#[derive(Default)]
pub struct RecentChanges(Mutex<HashMap<StreamId, Time>>);

impl RecentChanges {
    /// Remembers one.
    pub fn note(&self, stream: &StreamId, now: Time) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.retain(|_, at| is_recent(*at, now));
        recent.insert(stream.clone(), now);
    }

    /// The time of the last one in a pursuance, where it is remembered.
    pub fn last(&self, stream: &StreamId, now: Time) -> Option<Time> {
        let recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.get(stream).copied().filter(|at| is_recent(*at, now))
    }
}

fn is_recent(at: Time, now: Time) -> bool {
    now.0.saturating_sub(at.0) < REMEMBERED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_remembered_for_half_a_minute() {
        let (bees, owls) = (StreamId("bees".to_owned()), StreamId("owls".to_owned()));
        let changes = RecentChanges::default();
        let then = Time(1_800_000_000 * SECOND);
        changes.note(&bees, then);
        let after = |seconds: i64| Time(then.0 + seconds * SECOND);
        assert_eq!(changes.last(&bees, after(29)), Some(then));
        assert_eq!(changes.last(&bees, after(30)), None);
        assert_eq!(changes.last(&owls, then), None);
        changes.note(&owls, after(30));
        assert_eq!(changes.0.lock().unwrap().len(), 1, "older ones take no room");
    }
}
