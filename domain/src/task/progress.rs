//! Progress of a task: its leaves, counted and weighed (RULES §1), and the sums that tasks keep of them.

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

/// The sums a task keeps of the tasks below it, or a difference of such sums: a change below is carried up as a difference,
/// and nothing is counted anew. Weights are in halves, see [`Size::half_weights`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProgressSums {
    /// Weight of the leaves that are not dropped.
    pub total: i64,
    /// Weight of the leaves that are done.
    pub done: i64,
    /// Tasks directly below that are not dropped.
    pub children: i64,
    /// Tasks directly below that are done.
    pub children_done: i64,
}

impl ProgressSums {
    /// The sums of a leaf: it counts itself.
    pub fn of_leaf(phase: Phase, size: Size) -> Self {
        let weight = i64::from(size.half_weights());
        let (total, done) = match phase {
            Phase::Dropped => (0, 0),
            Phase::Done => (weight, weight),
            Phase::New
            | Phase::HelpWanted
            | Phase::Started
            | Phase::InProgress
            | Phase::ReadyForReview
            | Phase::InReview => (weight, 0),
        };
        Self { total, done, children: 0, children_done: 0 }
    }

    /// The share of a task with these sums in the sums of its parent. A dropped task adds nothing.
    #[must_use]
    pub fn share(self, phase: Phase) -> Self {
        if phase == Phase::Dropped {
            return Self::default();
        }
        Self { children: 1, children_done: i64::from(phase == Phase::Done), ..self }
    }

    /// The sums of a task after a change of the shares below it. Without a task below it that counts, it is a leaf.
    #[must_use]
    pub fn after(self, change: Self, phase: Phase, size: Size) -> Self {
        let below = if self.children == 0 { Self::default() } else { self };
        let sums = below.plus(change);
        if sums.children == 0 { Self::of_leaf(phase, size) } else { sums }
    }

    /// The two sums added.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            total: self.total.saturating_add(other.total),
            done: self.done.saturating_add(other.done),
            children: self.children.saturating_add(other.children),
            children_done: self.children_done.saturating_add(other.children_done),
        }
    }

    /// The difference to other sums.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self {
            total: self.total.saturating_sub(other.total),
            done: self.done.saturating_sub(other.done),
            children: self.children.saturating_sub(other.children),
            children_done: self.children_done.saturating_sub(other.children_done),
        }
    }
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

    #[test]
    fn a_task_whose_last_part_is_dropped_counts_itself_again() {
        let (phase, size) = (Phase::InProgress, Size::L);
        let part = ProgressSums::of_leaf(Phase::Done, Size::S).share(Phase::Done);
        let with_part = ProgressSums::of_leaf(phase, size).after(part, phase, size);
        assert_eq!(with_part, ProgressSums { total: 1, done: 1, children: 1, children_done: 1 });
        let alone = with_part.after(ProgressSums::default().minus(part), phase, size);
        assert_eq!(alone, ProgressSums::of_leaf(phase, size));
        assert_eq!(alone.share(Phase::Dropped), ProgressSums::default());
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
