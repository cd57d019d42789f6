//! The timers of a delegation (PROTOCOL §3.2, §3.3).
//!
//! The server asks `due`, decides what it says, and asks again until the answer is nothing.

use super::delegate::{DelegateCopy, DelegateDecision, NEWS_EVERY, PUT_AWAY_AFTER};
use super::origin::{FORCED_RECALL_AFTER, Missed, NUDGE_EVERY, OriginCopy, OriginDecision};
use super::state::State;
use crate::time::{DAY, HOUR, MINUTE, Time};

/// The tolerance between two clocks, in favour of the other side (PROTOCOL §2.5).
pub const ANSWER_GRACE: i64 = 10 * MINUTE;
/// The longest extension of an offer for outages.
pub const OUTAGE_EXTENSION_MAX: i64 = 14 * DAY;
/// The time without an answer after which a server counts as down (PROTOCOL §3.6).
pub const PEER_DOWN_AFTER: i64 = HOUR;
/// The time after which a Grant is missing.
pub const GRANT_WITHIN: i64 = DAY;

/// An outage of the other side's server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// The beginning.
    pub from: Time,
    /// The end; now, if the outage goes on.
    pub until: Time,
}

/// The facts for the origin's timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginClocks<'a> {
    /// The time at the origin.
    pub now: Time,
    /// Whether the channel is suspended.
    pub is_suspended: bool,
    /// Whether the other server is down.
    pub is_peer_down: bool,
    /// Its outages, one after the other.
    pub outages: &'a [Outage],
}

impl OriginClocks<'_> {
    /// The sum of outages since a moment, in the unit of [`Time`].
    fn outage_since(&self, since: Time) -> i64 {
        let length = |outage: &Outage| outage.until.min(self.now).0 - outage.from.max(since).0;
        self.outages.iter().map(|outage| length(outage).max(0)).sum()
    }
}

/// The facts for the delegate's timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelegateClocks {
    /// The time at the delegate.
    pub now: Time,
    /// Whether the channel is suspended.
    pub is_suspended: bool,
}

/// A step that the origin's clock takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginDue {
    /// Nobody answered the offer in time.
    Expire,
    /// No sign of the delegate for a heartbeat.
    HeartbeatMissed(Missed),
    /// The review takes too long.
    ReviewOverdue,
    /// The recall ends without the delegate's answer.
    ForceRecall,
}

impl From<OriginDue> for OriginDecision {
    fn from(due: OriginDue) -> Self {
        match due {
            OriginDue::Expire => Self::Expire,
            OriginDue::HeartbeatMissed(missed) => Self::HeartbeatMissed(missed),
            OriginDue::ReviewOverdue => Self::ReviewOverdue,
            OriginDue::ForceRecall => Self::ForceRecall,
        }
    }
}

/// A step that the delegate's clock takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelegateDue {
    /// A change that waited is told.
    Report,
    /// A sign of life, with or without news.
    Heartbeat,
    /// The origin's log is asked for missing messages.
    AskForLog,
    /// The origin must have ended the offer.
    Expire,
    /// The return ends without the origin's answer.
    ForceReturn,
    /// The finished mirror is put away.
    PutAway,
}

impl From<DelegateDue> for DelegateDecision {
    fn from(due: DelegateDue) -> Self {
        match due {
            DelegateDue::Report => Self::Report,
            DelegateDue::Heartbeat => Self::Heartbeat,
            DelegateDue::AskForLog => Self::AskForLog,
            DelegateDue::Expire => Self::Expire,
            DelegateDue::ForceReturn => Self::ForceReturn,
            DelegateDue::PutAway => Self::PutAway,
        }
    }
}

impl OriginCopy {
    /// The first moment at which a timer may be due. An outage, or another obstacle then, makes the server ask again.
    pub fn wakes_at(&self) -> Option<Time> {
        let owed = self.owes_block.filter(|_| matches!(self.state, State::Active | State::Submitted));
        [self.timer_at(), owed.map(|at| at.plus(NEWS_EVERY))].into_iter().flatten().min()
    }

    fn timer_at(&self) -> Option<Time> {
        match self.state {
            State::Offered | State::Countered => {
                self.newest().map(|offer| offer.terms.respond_by.plus(ANSWER_GRACE + 1))
            }
            State::Active if self.reminders < 2 => {
                let silence = self.standing()?.terms.heartbeat.0.max(1);
                let silent = self.last_activity?.plus(silence.saturating_mul(i64::from(self.reminders) + 1));
                Some(self.nudged_at.map_or(silent, |at| silent.max(at.plus(NUDGE_EVERY))))
            }
            State::Submitted if self.review_reminders < 2 => {
                let within = self.standing()?.terms.review_within.0.max(1);
                Some(self.submitted_at?.plus(within.saturating_mul(i64::from(self.review_reminders) + 1)))
            }
            State::Recalling => self.recalled_at.map(|at| at.plus(FORCED_RECALL_AFTER)),
            State::Accepting
            | State::Active
            | State::Submitted
            | State::Returning
            | State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost
            | State::Completed
            | State::Refused
            | State::Recalled
            | State::Returned
            | State::Void => None,
        }
    }

    /// The due step at the origin.
    pub fn due(&self, clocks: &OriginClocks<'_>) -> Option<OriginDue> {
        match self.state {
            State::Recalling => self.forced_recall_due(clocks),
            _ if clocks.is_suspended => None,
            State::Offered | State::Countered => {
                (clocks.now > self.answer_until(clocks)?).then_some(OriginDue::Expire)
            }
            State::Active => self.heartbeat_due(clocks),
            State::Submitted => self.review_due(clocks),
            State::Accepting
            | State::Returning
            | State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost
            | State::Completed
            | State::Refused
            | State::Recalled
            | State::Returned
            | State::Void => None,
        }
    }

    /// The last moment for an answer. The time of outages since the offer is added, at most two weeks: an outage must
    /// not punish.
    fn answer_until(&self, clocks: &OriginClocks<'_>) -> Option<Time> {
        let newest = self.newest()?;
        let extension = clocks.outage_since(newest.offered_at).min(OUTAGE_EXTENSION_MAX);
        Some(newest.terms.respond_by.plus(extension).plus(ANSWER_GRACE))
    }

    fn heartbeat_due(&self, clocks: &OriginClocks<'_>) -> Option<OriginDue> {
        let heartbeat = self.standing()?.terms.heartbeat.0.max(1);
        let last_activity = self.last_activity?;
        // Silence during an outage means nothing.
        let silent = clocks.now.0 - last_activity.0 - clocks.outage_since(last_activity);
        if clocks.is_peer_down || self.nudged_at.is_some_and(|at| clocks.now < at.plus(NUDGE_EVERY)) {
            return None;
        }
        match (silent / heartbeat, self.reminders) {
            (..=0, _) => None,
            (_, 0) => Some(OriginDue::HeartbeatMissed(Missed::Once)),
            (2.., 1) => Some(OriginDue::HeartbeatMissed(Missed::Twice)),
            (1.., _) => None,
        }
    }

    fn review_due(&self, clocks: &OriginClocks<'_>) -> Option<OriginDue> {
        let within = self.standing()?.terms.review_within.0.max(1);
        let waited = (clocks.now.0 - self.submitted_at?.0) / within;
        let told = i64::from(self.review_reminders);
        (told < 2 && waited > told).then_some(OriginDue::ReviewOverdue)
    }

    fn forced_recall_due(&self, clocks: &OriginClocks<'_>) -> Option<OriginDue> {
        let since = self.recalled_at?;
        (clocks.now >= since.plus(FORCED_RECALL_AFTER)).then_some(OriginDue::ForceRecall)
    }
}

impl DelegateCopy {
    /// The first moment at which a timer is due.
    pub fn wakes_at(&self) -> Option<Time> {
        let news = self.told_at.filter(|_| self.has_news).map(|at| at.plus(NEWS_EVERY));
        match self.state {
            State::Offered | State::Countered => {
                self.end_asked_at().map(|asked| asked.plus(GRANT_WITHIN)).or(self.ended_there_at())
            }
            State::Accepting => Some(self.log_asked_at.or(self.accepted_at)?.plus(GRANT_WITHIN)),
            State::Active => [news, self.heartbeat_at()].into_iter().flatten().min(),
            State::Submitted => news,
            State::Returning => self.return_is_forced_at(),
            State::Completed if !self.is_put_away => self.ended_at.map(|at| at.plus(PUT_AWAY_AFTER)),
            State::Recalling
            | State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost
            | State::Completed
            | State::Refused
            | State::Recalled
            | State::Returned
            | State::Void => None,
        }
    }

    /// The moment of the next heartbeat, with or without news.
    fn heartbeat_at(&self) -> Option<Time> {
        // Terms come from another server; the shortest heartbeat is an hour.
        let heartbeat = self.standing()?.terms.heartbeat.0.max(HOUR);
        Some(self.told_at?.plus(heartbeat / 5 * 4))
    }

    /// The moment by which the origin's clock has ended an open offer, whatever outages there were.
    fn ended_there_at(&self) -> Option<Time> {
        Some(self.newest()?.terms.respond_by.plus(OUTAGE_EXTENSION_MAX + ANSWER_GRACE + 1))
    }

    /// When the origin's log was asked for the missing end of an open offer: it may have another offer.
    fn end_asked_at(&self) -> Option<Time> {
        self.log_asked_at.filter(|asked| Some(*asked) >= self.ended_there_at())
    }

    /// The due step at the delegate. The origin's clock decides when an offer ends (PROTOCOL §2.5); here it ends when
    /// that must have happened, and nobody said so.
    pub fn due(&self, clocks: &DelegateClocks) -> Option<DelegateDue> {
        if self.wakes_at().is_none_or(|at| clocks.now < at) {
            return None;
        }
        match self.state {
            State::Completed => Some(DelegateDue::PutAway),
            State::Returning => Some(DelegateDue::ForceReturn),
            _ if clocks.is_suspended => None,
            State::Offered | State::Countered if self.end_asked_at().is_some() => Some(DelegateDue::Expire),
            State::Offered | State::Countered | State::Accepting => Some(DelegateDue::AskForLog),
            State::Active if self.heartbeat_at().is_some_and(|at| at <= clocks.now) => {
                Some(DelegateDue::Heartbeat)
            }
            State::Active | State::Submitted => Some(DelegateDue::Report),
            State::Recalling
            | State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost
            | State::Refused
            | State::Recalled
            | State::Returned
            | State::Void => None,
        }
    }
}

#[cfg(test)]
mod tests;
