//! Limits on lookups, and lookups that failed a moment ago.
//!
//! Each lookup is a request to a server that a person named. Held within one process, and lost at its end.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pursuance_domain::id::ActorId;
use pursuance_domain::time::{MINUTE, SECOND, Time};

use super::DirectoryError;
use crate::bounds::keep;

/// How many lookups a person has in [`SPAN`].
pub const LOOKUPS: u32 = 30;
/// The span in which lookups are counted.
pub const SPAN: i64 = MINUTE;
/// How long a failed lookup is not repeated.
pub const FAILURE_FRESH: i64 = 5 * MINUTE;
/// The most questions that are remembered; then all of them are forgotten.
pub const FAILURES_MAX: usize = 2_000;
/// The most people whose lookups are counted; then the quiet ones are forgotten.
const PEOPLE_MAX: usize = 10_000;

/// The recent lookups.
#[derive(Debug, Default)]
pub struct RecentLookups {
    /// For each person, since when lookups are counted, and their number.
    spent: Mutex<HashMap<ActorId, (Time, u32)>>,
    /// The text, the time and the error of failed lookups.
    failed: Mutex<HashMap<String, (Time, DirectoryError)>>,
}

impl RecentLookups {
    /// Takes one lookup from a person's allowance.
    ///
    /// # Errors
    /// [`DirectoryError::TooManyLookups`] when none is left.
    pub(crate) fn spend(&self, person: &ActorId, now: Time) -> Result<(), DirectoryError> {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let is_counted = |since: Time| since <= now && now < since.plus(SPAN);
        if spent.len() >= PEOPLE_MAX && !spent.contains_key(person) {
            spent.retain(|_, (since, _)| is_counted(*since));
        }
        let (since, lookups) = spent.entry(person.clone()).or_insert((now, 0));
        if !is_counted(*since) {
            (*since, *lookups) = (now, 0);
        }
        if *lookups >= LOOKUPS {
            let left = since.plus(SPAN).0.saturating_sub(now.0) / SECOND;
            let retry_after = u64::try_from(left).unwrap_or(0).saturating_add(1);
            return Err(DirectoryError::TooManyLookups { retry_after });
        }
        *lookups += 1;
        Ok(())
    }

    /// The error, when the same lookup failed a moment ago.
    pub(crate) fn failed_before(&self, asked: &str, now: Time) -> Option<DirectoryError> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, error) = failed.get(asked)?;
        if *at <= now && now < at.plus(FAILURE_FRESH) { error.of_asking() } else { None }
    }

    /// How many failed lookups are remembered.
    pub fn remembered(&self) -> usize {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Remembers a failed lookup, if the reason was another server's answer.
    pub(crate) fn note(&self, asked: &str, error: &DirectoryError, now: Time) {
        let Some(error) = error.of_asking() else { return };
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.len() >= FAILURES_MAX {
            failed.retain(|_, (at, _)| now < at.plus(FAILURE_FRESH));
        }
        keep(&mut failed, FAILURES_MAX, asked.to_owned(), (now, error));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nobody(name: &str) -> DirectoryError {
        DirectoryError::NobodyThere { name: name.to_owned(), host: "b.example".to_owned() }
    }

    #[test]
    fn a_person_has_thirty_looks_a_minute_and_nobody_elses() {
        let lookups = RecentLookups::default();
        let (one, other) = (ActorId("1".to_owned()), ActorId("2".to_owned()));
        for _ in 0..LOOKUPS {
            assert!(lookups.spend(&one, Time(5)).is_ok());
        }
        let refused = lookups.spend(&one, Time(5 + SPAN / 2));
        assert!(matches!(refused, Err(DirectoryError::TooManyLookups { retry_after: 31 })), "{refused:?}");
        assert!(lookups.spend(&other, Time(5)).is_ok());
        assert!(lookups.spend(&one, Time(5 + SPAN)).is_ok());
    }

    #[test]
    fn what_was_not_found_is_remembered_for_five_minutes() {
        let lookups = RecentLookups::default();
        lookups.note("x@b.example", &nobody("x"), Time(0));
        assert!(lookups.failed_before("x@b.example", Time(FAILURE_FRESH - 1)).is_some());
        assert!(lookups.failed_before("x@b.example", Time(FAILURE_FRESH)).is_none());
        assert!(lookups.failed_before("y@b.example", Time(0)).is_none());
    }

    #[test]
    fn failures_take_up_a_bounded_place() {
        let lookups = RecentLookups::default();
        for n in 0..FAILURES_MAX * 2 {
            lookups.note(&format!("{n}@b.example"), &nobody("x"), Time(0));
        }
        assert!(lookups.failed.lock().unwrap().len() <= FAILURES_MAX);
    }
}
