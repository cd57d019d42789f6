//! Stops calling a host that does not answer, except for one call at a time.

use chrono::{DateTime, TimeDelta, Utc};

/// This many failures in a row …
const FAILURES: u32 = 5;
/// … within this time open the circuit.
const WINDOW: TimeDelta = TimeDelta::minutes(10);

/// Whether a host is being called (PROTOCOL §4.6). Kept per host; times come from the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Circuit {
    /// It answers.
    #[default]
    Closed,
    /// It has failed a few times in a row since `since`, and is still called as usual.
    Failing { failures: u32, since: DateTime<Utc> },
    /// It does not answer: one probe at a time, after the wait that `next_attempt(failures, …)` gives.
    Open { failures: u32 },
}

impl Circuit {
    /// After a call that the host did not answer.
    #[must_use]
    pub fn after_failure(self, now: DateTime<Utc>) -> Self {
        match self {
            Self::Failing { failures, since } if now - since <= WINDOW => {
                let failures = failures + 1;
                if failures >= FAILURES { Self::Open { failures } } else { Self::Failing { failures, since } }
            }
            Self::Closed | Self::Failing { .. } => Self::Failing { failures: 1, since: now },
            Self::Open { failures } => Self::Open { failures: failures.saturating_add(1) },
        }
    }

    /// After a call that the host answered. A request *from* the host does not close its circuit: being
    /// able to send says nothing about being able to receive (mastodon#31118).
    #[must_use]
    pub fn after_answer(self) -> Self {
        Self::Closed
    }

    /// Whether only one call may be under way.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    fn failing_at(minutes: &[i64]) -> Circuit {
        minutes.iter().fold(Circuit::Closed, |circuit, minute| circuit.after_failure(at(*minute)))
    }

    #[test]
    fn five_failures_within_ten_minutes_open_it() {
        assert!(!failing_at(&[0, 1, 2, 3]).is_open());
        assert!(failing_at(&[0, 1, 2, 3, 10]).is_open());
        assert!(!failing_at(&[0, 1, 2, 3, 11]).is_open());
        assert!(failing_at(&[0, 11, 12, 13, 14, 15]).is_open());
    }

    #[test]
    fn failed_probes_are_counted_on_and_an_answer_closes_it() {
        let open = failing_at(&[0, 0, 0, 0, 0]);
        assert_eq!(open, Circuit::Open { failures: 5 });
        assert_eq!(open.after_failure(at(500)), Circuit::Open { failures: 6 });
        assert_eq!(open.after_answer(), Circuit::Closed);
        assert_eq!(failing_at(&[0, 1, 2, 3]).after_answer().after_failure(at(4)), failing_at(&[4]));
    }
}
