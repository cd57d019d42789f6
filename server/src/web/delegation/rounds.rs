//! Rounds of work on the page of a task: the newest as far as they have room, older ones a link away.
//!
//! Work may be sent back and handed in again as often as both sides like. Neither the texts of all rounds nor all that was
//! said about them fit on one page: making HTML of them takes a page no longer than it should.

use pursuance_domain::delegation::MessageKind;
use pursuance_domain::time::Time;

use crate::store::delegations::TimelineEntry;

/// The most bytes of work handed in on one page.
pub const WORK_MAX: usize = 64 * 1024;

/// The most bytes of messages told in the timelines of one page.
pub const STEPS_MAX: usize = 128 * 1024;

/// The room that is left on a page, for all its delegations.
pub struct Rounds {
    /// Only rounds before this are shown.
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

    /// The moment before which all are, where the newest are not asked for.
    pub fn limit(&self) -> Option<Time> {
        (self.before < Time(i64::MAX)).then_some(self.before)
    }

    /// Whether something of that moment is shown.
    pub fn has(&self, at: Time) -> bool {
        at < self.before
    }

    /// Whether a text has room; its bytes are taken from it.
    pub fn takes_work(&mut self, bytes: usize) -> bool {
        take(&mut self.work, bytes)
    }

    /// The place of the oldest message that has room, of messages with the oldest first. The newest always has.
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

/// Takes from what is left; what does not fit takes all of it, so that nothing older slips in behind it.
fn take(left: &mut usize, bytes: usize) -> bool {
    let rest = left.checked_sub(bytes);
    *left = rest.unwrap_or(0);
    rest.is_some()
}

/// The address of what comes before a moment begins just after it: of several things of one moment none is left out.
pub fn just_after(moment: Time) -> Time {
    Time(moment.0.saturating_add(1))
}
