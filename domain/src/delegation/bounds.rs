//! Limits on what one side of a delegation sends to the other (PROTOCOL §4.9). The receiver refuses a message over a limit; a
//! sender knows the same limits, and refuses it to its own people before anything leaves.

use super::delegate::{DelegateCopy, NEWS_EVERY};
use super::origin::OriginCopy;
use super::refusal::DelegationRefusal;
use crate::time::{HOUR, Time};

/// The offers of one delegation within an hour, and in all while the delegate has not said yes.
pub const TERMS_AN_HOUR: usize = 20;
/// The offers of one delegation in all while the delegate has not said yes.
pub const TERMS_WITHOUT_ANSWER: usize = 50;
/// The questions whether a third pursuance may join in that wait for an answer.
pub const OPEN_QUESTIONS: usize = 20;
/// The questions whether a third pursuance may join in, in all.
pub const QUESTIONS: usize = 100;
/// How often work is handed in for one round.
pub const WORK_OF_ROUND: usize = 50;
/// How often work of one round is handed in after the recall.
pub const WORK_AFTER_RECALL: usize = 50;
/// The late work of one round that the origin takes: all of it may have crossed the end of the round.
pub const LATE_WORK: usize = WORK_OF_ROUND + WORK_AFTER_RECALL;
/// The comments of one side while the delegate has not said yes.
pub const COMMENTS_WITH_OFFER: usize = 500;
/// The comments of one side in all.
pub const COMMENTS: usize = 5_000;
/// The messages of one side besides comments that the other takes at once.
pub const HEARD_AT_ONCE: i64 = 1_000;
/// After them it takes one more in each span of the delegation's life, so that an outage costs nothing.
pub const HEARD_EVERY: i64 = HOUR / 120;
/// News and changes stay below half of that, so that there is room for everything else that has to be said. News that wait for
/// their minute fit, too.
const TOLD_AT_ONCE: i64 = HEARD_AT_ONCE / 2;
const TOLD_EVERY: i64 = NEWS_EVERY;

/// Whether one more message of the other side fits. `heard`: those so far; `since`: the beginning of the delegation here.
pub fn is_heard(heard: u32, since: Time, now: Time) -> bool {
    fits(heard, since, now, HEARD_AT_ONCE, HEARD_EVERY)
}

fn fits(so_far: u32, since: Time, now: Time, at_once: i64, every: i64) -> bool {
    i64::from(so_far) < at_once.saturating_add((now.0 - since.0).max(0) / every)
}

impl OriginCopy {
    /// Whether the task may be offered once more. `lately`: the offers of this delegation that their server took within the
    /// last hour, or has not taken yet.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when their server would decline it unread.
    pub fn may_offer_again(&self, lately: usize) -> Result<(), DelegationRefusal> {
        if lately >= TERMS_AN_HOUR {
            return Err(DelegationRefusal::OfferedTooOften { most: TERMS_AN_HOUR });
        }
        if self.state.is_open() && self.offers.len() >= TERMS_WITHOUT_ANSWER {
            return Err(DelegationRefusal::OfferedWithoutAnswer { most: TERMS_WITHOUT_ANSWER });
        }
        Ok(())
    }

    /// Whether one more change can be told now.
    pub(super) fn may_tell(&self, now: Time) -> Result<(), DelegationRefusal> {
        let since = self.offers.first().map_or(now, |first| first.offered_at);
        may_tell(self.told, since, now)
    }
}

impl DelegateCopy {
    /// Whether one more change can be told now.
    pub(super) fn may_tell(&self, now: Time) -> Result<(), DelegationRefusal> {
        may_tell(self.told, self.accepted_at.unwrap_or(now), now)
    }

    /// Whether one more question may be asked.
    pub(super) fn may_ask(&self) -> Result<(), DelegationRefusal> {
        let open = self.onward.iter().filter(|question| question.allowed.is_none()).count();
        for (asked, most) in [(open, OPEN_QUESTIONS), (self.onward.len(), QUESTIONS)] {
            if asked >= most {
                return Err(DelegationRefusal::TooManyQuestions { most });
            }
        }
        Ok(())
    }
}

fn may_tell(told: u32, since: Time, now: Time) -> Result<(), DelegationRefusal> {
    if fits(told, since, now, TOLD_AT_ONCE, TOLD_EVERY) {
        Ok(())
    } else {
        Err(DelegationRefusal::ToldTooOften)
    }
}
