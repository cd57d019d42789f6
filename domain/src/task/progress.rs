//! Progress of a task: its leaves, counted and weighed (RULES §1).

use serde::{Deserialize, Serialize};

use crate::task::phase::Phase;
use crate::value::Size;

/// The progress of the tasks below a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Leaves that are done.
    pub done: u32,
    /// Leaves that are not dropped.
    pub total: u32,
    /// Share of the weight that is done, rounded down: 100 means everything.
    pub percent: u8,
}

/// Rolls up the leaves below a task: done ones weighted ½, 1, 2 by size, over all that were not dropped.
pub fn roll_up(leaves: impl IntoIterator<Item = (Phase, Size)>) -> Progress {
    let (mut done, mut total, mut done_weight, mut total_weight) = (0_u32, 0_u32, 0_u64, 0_u64);
    for (phase, size) in leaves.into_iter().filter(|(phase, _)| *phase != Phase::Dropped) {
        let weight = u64::from(size.half_weights());
        total = total.saturating_add(1);
        total_weight += weight;
        if phase == Phase::Done {
            done = done.saturating_add(1);
            done_weight += weight;
        }
    }
    let percent = (done_weight * 100).checked_div(total_weight).unwrap_or(0);
    Progress { done, total, percent: u8::try_from(percent).unwrap_or(100) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn large_tasks_weigh_more_and_dropped_ones_nothing() {
        let leaves = [
            (Phase::Done, Size::L),
            (Phase::New, Size::S),
            (Phase::InReview, Size::S),
            (Phase::Dropped, Size::L),
        ];
        assert_eq!(roll_up(leaves), Progress { done: 1, total: 3, percent: 66 });
    }

    #[test]
    fn a_task_without_subtasks_has_no_progress_to_show() {
        assert_eq!(roll_up([]), Progress { done: 0, total: 0, percent: 0 });
        assert_eq!(roll_up([(Phase::Dropped, Size::M)]), Progress { done: 0, total: 0, percent: 0 });
    }

    proptest! {
        #[test]
        fn a_hundred_percent_means_everything_is_done(
            leaves in prop::collection::vec((prop::sample::select(&Phase::ALL), prop::sample::select(Size::ALL)), 1..200)
        ) {
            let progress = roll_up(leaves);
            prop_assert!(progress.done <= progress.total);
            prop_assert_eq!(progress.percent == 100, progress.total > 0 && progress.done == progress.total);
        }
    }
}
