//! Rounds of work on the page of a task: the newest as far as they have room, older ones a link away.
//!
//! Work may be sent back and handed in again without a limit. The texts and messages of all rounds would not fit on one page, so
//! a page renders only a bounded number of bytes.

use pursuance_domain::delegation::MessageKind;
use pursuance_domain::time::Time;

use crate::store::delegations::TimelineEntry;

/// The most bytes of work handed in on one page.
pub const WORK_MAX: usize = 64 * 1024;

/// The most bytes of messages told in the timelines of one page.
pub const STEPS_MAX: usize = 128 * 1024;

/// The bytes left on a page, for all its delegations.
pub struct Rounds {
    /// Only rounds before this moment are shown.
    before: Time,
    work: usize,
    steps: usize,
}

impl Rounds {
    /// The rounds before a moment.
    pub fn before(before: Time) -> Self {
        Self { before, work: WORK_MAX, steps: STEPS_MAX }
    }

    /// The newest rounds.
    pub fn newest() -> Self {
        Self::before(Time(i64::MAX))
    }

    /// The upper limit of the rounds; none for the newest.
    pub fn limit(&self) -> Option<Time> {
        (self.before < Time(i64::MAX)).then_some(self.before)
    }

    /// Whether a round of that moment may be shown.
    pub fn has(&self, at: Time) -> bool {
        at < self.before
    }

    /// Subtracts the bytes of a text. Returns whether it fits.
    pub fn takes_work(&mut self, bytes: usize) -> bool {
        take(&mut self.work, bytes)
    }

    /// The index of the oldest message that fits. `entries`: the oldest first. The newest message always fits.
    pub fn first_step(&mut self, entries: &[TimelineEntry]) -> usize {
        let mut first = entries.len();
        for (at, entry) in entries.iter().enumerate().rev() {
            // Comments stand in the discussion.
            let bytes = if entry.kind == MessageKind::Note { 0 } else { entry.size() };
            let is_newest = at + 1 == entries.len();
            if !take(&mut self.steps, bytes) && !is_newest {
                break;
            }
            first = at;
        }
        first
    }
}

/// Subtracts `bytes` from `left`. A text that does not fit takes everything, so that no older, shorter text is shown instead.
fn take(left: &mut usize, bytes: usize) -> bool {
    let rest = left.checked_sub(bytes);
    *left = rest.unwrap_or(0);
    rest.is_some()
}

/// The limit for the page of older rounds: just after `moment`, so that no round of the same moment is left out.
pub fn just_after(moment: Time) -> Time {
    Time(moment.0.saturating_add(1))
}
