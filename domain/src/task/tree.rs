//! The tree of tasks: a task may be put under any other, but never under itself.

use crate::id::TaskId;

/// Why a task was not put there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeRefusal {
    /// It would hang under itself. `path` leads from the task down to where it was to go.
    #[error("A task cannot be part of itself or of one of its own parts.")]
    Cycle { path: Vec<TaskId> },
}

impl TreeRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Cycle { .. } => "cycle",
        }
    }

    /// What to do next.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Cycle { .. } => "Choose a task outside it.",
        }
    }
}

/// Decides whether `task` may be put under the first of `chain`: the new parent, its parent, and so on up to the top.
///
/// # Errors
/// [`TreeRefusal::Cycle`] when the task itself is in that chain.
pub fn may_hang_under(task: &TaskId, chain: &[TaskId]) -> Result<(), TreeRefusal> {
    match chain.iter().position(|ancestor| ancestor == task) {
        None => Ok(()),
        Some(place) => Err(TreeRefusal::Cycle { path: chain[..=place].iter().rev().cloned().collect() }),
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
            may_hang_under(&TaskId("task".into()), &chain),
            Err(TreeRefusal::Cycle { path: ids(&["task", "child", "grandchild"]) })
        );
        assert_eq!(may_hang_under(&TaskId("other".into()), &chain), Ok(()));
        assert_eq!(may_hang_under(&TaskId("task".into()), &[]), Ok(()));
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
                if may_hang_under(&TaskId(task.to_string()), &chain).is_ok() {
                    parent.insert(task, to);
                }
            }
        }
    }
}
