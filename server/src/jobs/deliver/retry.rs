//! Retries: the effect of an attempt on its delivery and on the lane of its host (PROTOCOL §4.6).
//!
//! A failure closes the whole lane, unless the host accepts other messages meanwhile: then only the later messages of
//! the same channel wait. One bad message never blocks the line (PROTOCOL §2.4).

use pursuance_domain::time::{DAY, HOUR, MINUTE, Time};

use super::super::post::{DeliveryResult, Fault};
use super::super::wait_after;
use crate::store::deliveries::{Attempt, DeliveryState, DueDelivery, Host, LaneOutcome, Trouble};

/// The time until the retry after the answer "forbidden".
pub(super) const HOLD: i64 = 6 * HOUR;
/// The longest wait of a delivery that is about no delegation.
const PATIENCE: i64 = 30 * DAY;
/// An inbox that is missing this often, for this long, is gone when its actor is.
const MISSING: (i64, i64) = (3, 2 * DAY);
/// After a failure a lane is not woken for this long, so that a host that sends us many messages does not get as many
/// attempts.
const CALM: i64 = MINUTE;

/// One run at a lane, with the results of its attempts so far.
pub(super) struct LaneRun {
    pub outcome: LaneOutcome,
    /// When the host took a message last, before this run.
    last_ok: Option<i64>,
    /// The next attempt by the steps, when the lane was woken before it: a woken probe that fails changes nothing.
    scheduled: Option<Time>,
    /// The end of the wait that the host asked for.
    asked_until: Option<Time>,
    /// Whether it has accepted a delivery of this batch.
    takes_others: bool,
}

impl LaneRun {
    /// The beginning of a run.
    pub fn new(host: &Host, now: Time) -> Self {
        Self {
            outcome: LaneOutcome { failures: host.failures, ..LaneOutcome::default() },
            last_ok: host.last_ok,
            scheduled: host.retry_at.map(Time).filter(|at| host.failures > 0 && *at > now),
            asked_until: None,
            takes_others: false,
        }
    }

    /// The next batch is sent.
    pub fn next_batch(&mut self) {
        self.takes_others = false;
    }

    /// Whether only one message is sent, as a probe.
    pub fn is_probing(&self) -> bool {
        self.outcome.failures > 0
    }

    /// Whether the host refuses this server as far as is known: before this run, or in the course of it.
    pub fn may_be_shut_out(&self, host: &Host) -> bool {
        host.shut_out_since.is_some() || self.outcome.forbidden
    }

    /// Whether nothing more is sent in this run.
    pub fn is_over(&self) -> bool {
        self.outcome.retry_at.is_some()
    }

    /// The effect of an attempt. `ended`: the receiver has ended.
    pub fn judge<'a>(
        &mut self,
        due: &'a DueDelivery,
        result: &'a DeliveryResult,
        ended: bool,
        now: Time,
    ) -> Attempt<'a> {
        let attempt = |state, next_at: Time, error, trouble| Attempt {
            id: &due.id,
            state,
            next_at,
            status: result.status().map(i64::from),
            error,
            trouble,
        };
        // A delivery about a delegation is never given up.
        let is_old = due.channel.is_none() && Time(due.created).plus(PATIENCE) <= now;
        let kept = if is_old { DeliveryState::GivenUp } else { DeliveryState::Waiting };
        if let Some(offset) = result.clock_offset() {
            self.outcome.clock_offset = Some(offset);
        }
        match result {
            DeliveryResult::Delivered { learnt, .. } => {
                self.taken();
                self.outcome.signature = learnt.map(|learnt| learnt.form.word()).or(self.outcome.signature);
                attempt(DeliveryState::Delivered, now, None, None)
            }
            DeliveryResult::Untaken { .. } => {
                self.taken();
                self.keep_quiet(now.plus(CALM));
                let error = "the channel is stopped there until the operators of that server resume it";
                attempt(kept, now.plus(step(due.attempts)), Some(error), None)
            }
            DeliveryResult::Refused { error, .. } => {
                self.answered();
                attempt(DeliveryState::Refused, now, Some(error.as_str()), None)
            }
            DeliveryResult::Missing { .. } | DeliveryResult::Gone if ended => {
                attempt(DeliveryState::GivenUp, now, Some("the receiver has ended"), None)
            }
            DeliveryResult::Forbidden { error, .. } => {
                self.answered();
                self.outcome.forbidden = true;
                self.outcome.error = Some(error.clone());
                attempt(kept, now.plus(HOLD), Some(error.as_str()), None)
            }
            DeliveryResult::Missing { .. } | DeliveryResult::Gone => {
                self.answered();
                self.keep_quiet(now.plus(CALM));
                let error = "the inbox is not at this address any longer";
                attempt(kept, now.plus(step(due.attempts)), Some(error), Some(Trouble::Missing))
            }
            DeliveryResult::Failed { fault, after, error, .. } => {
                tracing::info!(
                    peer.host = host_of(due),
                    attempt = due.attempts + 1,
                    "Delivery failed, trying again later: {error}"
                );
                let after = after.map(|after| i64::try_from(after.as_micros()).unwrap_or(i64::MAX));
                let next_at = if self.is_its_own(due, *fault) {
                    now.plus(step(due.attempts))
                } else {
                    self.failed(error, after, now);
                    now
                };
                attempt(kept, next_at, Some(error.as_str()), Some(Trouble::Failing))
            }
        }
    }

    /// The host answered, so its lane is healthy, whatever the answer.
    fn answered(&mut self) {
        self.outcome.failures = 0;
        self.scheduled = None;
        // A failure at the same time is no sign that the host is down; a wait it asked for is kept.
        self.outcome.retry_at = self.asked_until;
    }

    fn taken(&mut self) {
        self.answered();
        self.outcome.ok = true;
        self.takes_others = true;
    }

    /// Whether the message causes the failure: the host has accepted others since this one began to fail.
    fn is_its_own(&self, due: &DueDelivery, fault: Fault) -> bool {
        match fault {
            Fault::Ours => true,
            Fault::Host => false,
            Fault::Unclear => {
                self.takes_others
                    || due.failing_since.is_some_and(|since| {
                        self.outcome.ok || self.last_ok.is_some_and(|taken| since <= taken)
                    })
            }
        }
    }

    /// The host failed. Several failures at once count as one; after a woken probe everything stays as it was.
    fn failed(&mut self, error: &str, after: Option<i64>, now: Time) {
        let retry_at = match (self.scheduled, self.outcome.retry_at) {
            (Some(scheduled), _) => scheduled,
            (None, Some(retry_at)) => retry_at,
            (None, None) => {
                self.outcome.failures = self.outcome.failures.saturating_add(1);
                now.plus(step(self.outcome.failures - 1))
            }
        };
        let asked_until = after.map(|after| now.plus(after));
        self.asked_until = self.asked_until.max(asked_until);
        self.outcome.retry_at = Some(retry_at).max(self.asked_until);
        self.keep_quiet(asked_until.unwrap_or(now).max(now.plus(CALM)));
        self.outcome.error = Some(error.to_owned());
    }

    fn keep_quiet(&mut self, until: Time) {
        self.outcome.quiet_until = self.outcome.quiet_until.max(Some(until));
    }
}

/// Whether an inbox has been missing so often and for so long that it is gone when its actor is. This attempt counts.
pub(super) fn is_long_missing(due: &DueDelivery, now: Time) -> bool {
    let (often, long) = MISSING;
    due.missed + 1 >= often && due.missing_since.is_some_and(|since| Time(since).plus(long) <= now)
}

/// The wait after one more failure.
fn step(failures_before: i64) -> i64 {
    wait_after(u32::try_from(failures_before.saturating_add(1)).unwrap_or(u32::MAX))
}

/// The host of an inbox, for the log.
fn host_of(due: &DueDelivery) -> &str {
    due.inbox.split('/').nth(2).unwrap_or_default()
}

#[cfg(test)]
mod tests;
