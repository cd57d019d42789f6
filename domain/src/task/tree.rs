//! The tree of tasks: a task goes under any other, never under itself, and only to a bounded depth.

use crate::id::TaskId;
use crate::task::phase::Phase;
use crate::wording::{Wording, refusals};

/// The most levels of a tree: each change is summed up to the top, level by level.
pub const LEVELS_MAX: usize = 64;

/// The reason why a task was not moved in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeRefusal {
    /// The task would be below itself. `path` leads from the task down to the wanted place.
    Cycle { path: Vec<TaskId> },
    /// Its lowest subtask would be below the last level.
    TooDeep,
    /// It is open, or something below it, and the task with this number above it is done.
    BelowDone { number: i64 },
    /// Its place is told twice: before one task and behind another one.
    TwoPlaces,
    /// The task with this number, which names the place, has another parent, or is the moved task itself.
    NotASibling { number: i64 },
}

refusals!(TreeRefusal);

impl TreeRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Cycle { .. } => "cycle",
            Self::TooDeep => "too-deep",
            Self::BelowDone { .. } => "below-done",
            Self::TwoPlaces => "two-places",
            Self::NotASibling { .. } => "not-a-sibling",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Cycle { .. } => Wording::new("refusal-tree-cycle"),
            Self::TooDeep => Wording::new("refusal-tree-too-deep").set("max", LEVELS_MAX),
            Self::BelowDone { number } => Wording::new("refusal-tree-below-done").set("number", *number),
            Self::TwoPlaces => Wording::new("refusal-tree-two-places"),
            Self::NotASibling { number } => Wording::new("refusal-tree-not-a-sibling").set("number", *number),
        }
    }
}

/// Decides whether `task` may be put under the first of `chain`: the new parent, its parent, and so on up to the top.
/// `levels_below`: the levels of tasks below it.
///
/// # Errors
/// [`TreeRefusal::Cycle`] when the task itself is in that chain, [`TreeRefusal::TooDeep`] when it is too long.
pub fn may_hang_under(task: &TaskId, levels_below: usize, chain: &[TaskId]) -> Result<(), TreeRefusal> {
    match chain.iter().position(|ancestor| ancestor == task) {
        None if chain.len().saturating_add(1).saturating_add(levels_below) > LEVELS_MAX => {
            Err(TreeRefusal::TooDeep)
        }
        None => Ok(()),
        Some(place) => Err(TreeRefusal::Cycle { path: chain[..=place].iter().rev().cloned().collect() }),
    }
}

/// A place among siblings, told by one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiblingPlace {
    /// Right before the task with this number.
    Before(i64),
    /// Right behind the task with this number.
    Behind(i64),
}

impl SiblingPlace {
    /// Reads the place of `task` where `before` or `after` tells one.
    ///
    /// # Errors
    /// [`TreeRefusal::TwoPlaces`] when both do, [`TreeRefusal::NotASibling`] when it is the task itself.
    pub fn of(task: i64, before: Option<i64>, after: Option<i64>) -> Result<Option<Self>, TreeRefusal> {
        let place = match (before, after) {
            (Some(_), Some(_)) => return Err(TreeRefusal::TwoPlaces),
            (Some(number), None) => Self::Before(number),
            (None, Some(number)) => Self::Behind(number),
            (None, None) => return Ok(None),
        };
        if place.number() == task { Err(place.is_no_sibling()) } else { Ok(Some(place)) }
    }

    /// The number of the task that tells the place.
    pub fn number(self) -> i64 {
        match self {
            Self::Before(number) | Self::Behind(number) => number,
        }
    }

    /// The refusal when the task that names the place is somewhere else.
    pub fn is_no_sibling(self) -> TreeRefusal {
        TreeRefusal::NotASibling { number: self.number() }
    }
}

/// Decides whether a task may be open below these tasks, given with their numbers: nothing below a task that is done is open
/// (RULES §1).
///
/// # Errors
/// [`TreeRefusal::BelowDone`] with the first of them that is done.
pub fn may_be_open_below(above: impl IntoIterator<Item = (i64, Phase)>) -> Result<(), TreeRefusal> {
    match above.into_iter().find(|(_, phase)| *phase == Phase::Done) {
        Some((number, _)) => Err(TreeRefusal::BelowDone { number }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn ids(names: &[&str]) -> Vec<TaskId> {
        names.iter().map(|name| TaskId((*name).to_owned())).collect()
    }

    #[test]
    fn a_task_is_not_put_under_its_own_part_and_the_way_is_shown() {
        let chain = ids(&["grandchild", "child", "task", "top"]);
        assert_eq!(
            may_hang_under(&TaskId("task".into()), 0, &chain),
            Err(TreeRefusal::Cycle { path: ids(&["task", "child", "grandchild"]) })
        );
        assert_eq!(may_hang_under(&TaskId("other".into()), 0, &chain), Ok(()));
        assert_eq!(may_hang_under(&TaskId("task".into()), 0, &[]), Ok(()));
    }

    #[test]
    fn a_tree_grows_to_the_last_level_and_no_deeper() {
        let chain: Vec<TaskId> = (1..LEVELS_MAX).map(|level| TaskId(level.to_string())).collect();
        let task = TaskId("task".into());
        assert_eq!(may_hang_under(&task, 0, &chain), Ok(()));
        assert_eq!(may_hang_under(&task, 1, &chain), Err(TreeRefusal::TooDeep), "what is below it counts");
        assert_eq!(may_hang_under(&task, 1, &chain[1..]), Ok(()));
        let full: Vec<TaskId> = (0..LEVELS_MAX).map(|level| TaskId(level.to_string())).collect();
        assert_eq!(may_hang_under(&task, 0, &full), Err(TreeRefusal::TooDeep));
    }

    #[test]
    fn a_place_is_told_by_one_other_task() {
        assert_eq!(SiblingPlace::of(3, None, None), Ok(None));
        assert_eq!(SiblingPlace::of(3, Some(4), None), Ok(Some(SiblingPlace::Before(4))));
        assert_eq!(SiblingPlace::of(3, None, Some(4)), Ok(Some(SiblingPlace::Behind(4))));
        assert_eq!(SiblingPlace::of(3, Some(4), Some(5)), Err(TreeRefusal::TwoPlaces));
        assert_eq!(SiblingPlace::of(3, None, Some(3)), Err(TreeRefusal::NotASibling { number: 3 }));
    }

    #[test]
    fn nothing_is_open_below_a_task_that_is_done() {
        for phase in Phase::ALL {
            let may = may_be_open_below([(7, Phase::Dropped), (4, phase), (1, Phase::New)]);
            let refused = (phase == Phase::Done).then_some(TreeRefusal::BelowDone { number: 4 });
            assert_eq!(may.err(), refused, "{phase:?}");
        }
        assert_eq!(may_be_open_below([]), Ok(()), "on top of the tree");
    }

    proptest! {
        #[test]
        fn moving_tasks_about_never_makes_a_cycle(moves in prop::collection::vec((0_u8..12, 0_u8..12), 0..200)) {
            let mut parent: HashMap<u8, u8> = HashMap::new();
            for (task, to) in moves {
                let mut chain = Vec::new();
                let mut at = Some(to);
                while let Some(here) = at {
                    prop_assert!(chain.len() <= 12, "a cycle");
                    chain.push(TaskId(here.to_string()));
                    at = parent.get(&here).copied();
                }
                if may_hang_under(&TaskId(task.to_string()), 0, &chain).is_ok() {
                    parent.insert(task, to);
                }
            }
        }
    }
}
