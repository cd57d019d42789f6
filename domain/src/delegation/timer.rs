//! What a delegation does when time passes and nobody does anything (PROTOCOL §3.2, §3.3).
//!
//! The server asks `due` now and then and decides what it is told; asking again after that answers the next, or nothing.

use super::delegate::{DelegateCopy, DelegateDecision};
use super::origin::{FORCED_RECALL_AFTER, Missed, NUDGE_EVERY, OriginCopy, OriginDecision};
use super::state::State;
use crate::time::{DAY, HOUR, MINUTE, Time};

/// Clocks differ; this much is given in favour of the other side (§2.5).
pub const ANSWER_GRACE: i64 = 10 * MINUTE;
/// An offer that could not be delivered waits at most this much longer.
pub const OUTAGE_EXTENSION_MAX: i64 = 14 * DAY;
/// A Grant is missed after this time.
pub const GRANT_WITHIN: i64 = DAY;

/// What the origin's clock needs to know besides its copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginClocks {
    /// The time at the origin.
    pub now: Time,
    /// When the newest Offer reached the other server.
    pub offer_delivered_at: Option<Time>,
    /// Whether the other server does not answer now.
    pub is_peer_down: bool,
    /// For how long it did not answer since the last act of a person there, in the unit of [`Time`].
    pub peer_down_for: i64,
    /// Whether a task without news is taken back by itself (off unless agreed).
    pub auto_recall: bool,
}

/// What the delegate's clock needs to know besides its copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelegateClocks {
    /// The time at the delegate.
    pub now: Time,
}

impl OriginCopy {
    /// What is due at the origin.
    pub fn due(&self, clocks: &OriginClocks) -> Option<OriginDecision> {
        match self.state {
            State::Recalling => self.forced_recall_due(clocks),
            _ if self.flags.suspended => None,
            State::Offered | State::Countered => {
                (clocks.now > self.answer_until(clocks)?).then_some(OriginDecision::Expire)
            }
            State::Active => self.heartbeat_due(clocks),
            State::Submitted => self.review_due(clocks),
            _ => None,
        }
    }

    /// Until when an answer is waited for. An offer that was not delivered by the date for an answer is given the time
    /// of the outage once more, at most two weeks: an outage must not punish.
    fn answer_until(&self, clocks: &OriginClocks) -> Option<Time> {
        let newest = self.newest()?;
        let respond_by = newest.terms.respond_by;
        let delivered = clocks.offer_delivered_at.unwrap_or(clocks.now);
        let extension = if delivered > respond_by {
            (delivered.0 - newest.offered_at.0).clamp(0, OUTAGE_EXTENSION_MAX)
        } else {
            0
        };
        Some(respond_by.plus(extension).plus(ANSWER_GRACE))
    }

    fn heartbeat_due(&self, clocks: &OriginClocks) -> Option<OriginDecision> {
        let heartbeat = self.standing()?.terms.heartbeat.0.max(1);
        // While the other server is down its silence says nothing.
        let silent = clocks.now.0 - self.last_activity?.0 - clocks.peer_down_for;
        if clocks.is_peer_down || self.nudged_at.is_some_and(|at| clocks.now < at.plus(NUDGE_EVERY)) {
            return None;
        }
        match (silent / heartbeat, self.reminders) {
            (..=0, _) => None,
            (_, 0) => Some(OriginDecision::HeartbeatMissed(Missed::Once)),
            (2.., 1) => Some(OriginDecision::HeartbeatMissed(Missed::Twice)),
            (3.., 2..) if clocks.auto_recall => Some(OriginDecision::HeartbeatMissed(Missed::Thrice)),
            (1.., _) => None,
        }
    }

    fn review_due(&self, clocks: &OriginClocks) -> Option<OriginDecision> {
        let within = self.standing()?.terms.review_within.0.max(1);
        let waited = (clocks.now.0 - self.submitted_at?.0) / within;
        let told = i64::from(self.review_reminders);
        (told < 2 && waited > told).then_some(OriginDecision::ReviewOverdue)
    }

    fn forced_recall_due(&self, clocks: &OriginClocks) -> Option<OriginDecision> {
        let since = self.recalled_at?;
        (clocks.now >= since.plus(FORCED_RECALL_AFTER)).then_some(OriginDecision::ForceRecall)
    }
}

impl DelegateCopy {
    /// What is due at the delegate. Nothing expires here: the origin's clock decides (§2.5).
    pub fn due(&self, clocks: &DelegateClocks) -> Option<DelegateDecision> {
        if self.flags.suspended {
            return None;
        }
        match self.state {
            State::Accepting => {
                let since = self.log_asked_at.or(self.accepted_at)?;
                (clocks.now >= since.plus(GRANT_WITHIN)).then_some(DelegateDecision::AskForLog)
            }
            State::Active => {
                // Terms come from another server; nobody makes us report more often than hourly.
                let heartbeat = self.standing()?.terms.heartbeat.0.max(HOUR);
                let early = heartbeat / 5 * 4;
                (clocks.now >= self.told_at?.plus(early)).then_some(DelegateDecision::Heartbeat)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
