//! The stored sums of tasks equal a full count, after any changes: checked on random trees.

use std::collections::HashMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use pursuance::store::actors::Actor;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::tasks::{self, Task};
use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::task::progress::roll_up;
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use crate::support::rows::{a_pursuance, a_task, set_size};

crate::store::on_both!(
    sums_carried_up_are_those_of_a_full_count_of_any_tree,
    closing_many_tasks_together_adds_up_whatever_lies_between_them,
);

/// Steps with a tree. Tasks are chosen among those there are.
#[derive(Debug, Clone)]
enum TreeStep {
    Add { under: Option<usize>, size: Size },
    Phase { task: usize, phase: Phase },
    Size { task: usize, size: Size },
    Move { task: usize, under: Option<usize> },
    Settle { below: usize, phase: Phase },
}

fn any_change() -> impl Strategy<Value = TreeStep> {
    let size = || prop::sample::select(Size::ALL);
    let phase = || prop::sample::select(&Phase::ALL[..]);
    let task = 0_usize..1_000;
    prop_oneof![
        4 => (prop::option::weighted(0.9, task.clone()), size())
            .prop_map(|(under, size)| TreeStep::Add { under, size }),
        6 => (task.clone(), phase()).prop_map(|(task, phase)| TreeStep::Phase { task, phase }),
        1 => (task.clone(), size()).prop_map(|(task, size)| TreeStep::Size { task, size }),
        3 => (task.clone(), prop::option::weighted(0.8, task.clone()))
            .prop_map(|(task, under)| TreeStep::Move { task, under }),
        1 => (task, prop::sample::select(vec![Phase::Done, Phase::Dropped]))
            .prop_map(|(below, phase)| TreeStep::Settle { below, phase }),
    ]
}

/// A tree as it is in the database.
struct Tree(Vec<Task>);

impl Tree {
    async fn read(tx: &mut WriteTx, ids: &[TaskId]) -> Self {
        let mut found = tasks::by_ids(tx, ids).await.unwrap();
        Self(ids.iter().map(|id| found.remove(id).unwrap()).collect())
    }

    /// Those directly below a task that are not dropped.
    fn below<'a>(&'a self, id: &'a TaskId) -> impl Iterator<Item = &'a Task> {
        self.0.iter().filter(move |task| task.parent.as_ref() == Some(id) && task.phase != Phase::Dropped)
    }

    /// The leaves that a task counts: itself, when nothing below it counts.
    fn leaves(&self, task: &Task) -> Vec<(Phase, Size)> {
        let below: Vec<_> = self.below(&task.id).flat_map(|below| self.leaves(below)).collect();
        if below.is_empty() { vec![(task.phase, task.asked.size)] } else { below }
    }

    /// Whether one task is another or stands above it.
    fn holds(&self, above: &TaskId, below: &TaskId) -> bool {
        let parents: HashMap<_, _> = self.0.iter().map(|task| (&task.id, task.parent.as_ref())).collect();
        std::iter::successors(Some(below), |id| parents[id]).any(|id| id == above)
    }

    fn assert_adds_up(&self, after: &impl std::fmt::Debug) {
        for task in &self.0 {
            let leaves = self.leaves(task);
            let weight = |counts: fn(Phase) -> bool| -> i64 {
                leaves.iter().filter(|leaf| counts(leaf.0)).map(|leaf| i64::from(leaf.1.half_weights())).sum()
            };
            let (total, done) =
                (weight(|phase| phase != Phase::Dropped), weight(|phase| phase == Phase::Done));
            let children = self.below(&task.id).count() as i64;
            let children_done = self.below(&task.id).filter(|task| task.phase == Phase::Done).count() as i64;
            assert_eq!(
                (task.weight_total, task.weight_done, task.children, task.children_done),
                (total, done, children, children_done),
                "task {} after {after:?}",
                task.number
            );
            assert_eq!(task.percent(), i64::from(roll_up(leaves).percent));
        }
    }
}

/// Makes one change, unless it would put a task under itself.
async fn make(tx: &mut WriteTx, bees: &Actor, ids: &mut Vec<TaskId>, change: &TreeStep) {
    let tree = Tree::read(tx, ids).await;
    let chosen = |n: usize| &tree.0[n % tree.0.len()];
    let now = Time(2);
    match *change {
        TreeStep::Add { under, size } => {
            let parent = under.filter(|_| !tree.0.is_empty()).map(chosen);
            ids.push(a_task(tx, bees, parent, "Task", size).await.id);
        }
        _ if tree.0.is_empty() => {}
        TreeStep::Phase { task, phase } => {
            tasks::set_state(tx, &chosen(task).id, phase, None, now).await.unwrap();
        }
        TreeStep::Size { task, size } => {
            set_size(tx, chosen(task), size, now).await.unwrap();
        }
        TreeStep::Move { task, under } => {
            let (task, parent) = (chosen(task), under.map(|under| &chosen(under).id));
            if !parent.is_some_and(|parent| tree.holds(&task.id, parent)) {
                tasks::set_parent(tx, task, parent, now).await.unwrap();
            }
        }
        TreeStep::Settle { below, phase } => {
            let open = tasks::ids_open_below(tx, &chosen(below).id).await.unwrap();
            // As many as there is time for: the deepest.
            tasks::settle(tx, &open[open.len() / 3..], phase, now).await.unwrap();
        }
    }
}

async fn sums_carried_up_are_those_of_a_full_count_of_any_tree(db: Db) {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let history = prop::collection::vec(any_change(), 80);
    for case in 0..12 {
        let changes = history.new_tree(&mut runner).unwrap().current();
        let mut tx = db.write().await.unwrap();
        let bees = a_pursuance(&mut tx, &format!("bees-{case}x")).await;
        let mut ids = Vec::new();
        for (n, change) in changes.iter().enumerate() {
            make(&mut tx, &bees, &mut ids, change).await;
            Tree::read(&mut tx, &ids).await.assert_adds_up(&(case, n, change));
        }
    }
}

async fn closing_many_tasks_together_adds_up_whatever_lies_between_them(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let top = a_task(&mut tx, &bees, None, "Top", Size::M).await;
    let done = a_task(&mut tx, &bees, Some(&top), "Done, with an open part", Size::M).await;
    let part = a_task(&mut tx, &bees, Some(&done), "Open", Size::L).await;
    let dropped = a_task(&mut tx, &bees, Some(&top), "Dropped, with an open part", Size::M).await;
    let lost = a_task(&mut tx, &bees, Some(&dropped), "Open", Size::S).await;
    let open = a_task(&mut tx, &bees, Some(&top), "Open", Size::S).await;
    tasks::set_state(&mut tx, &done.id, Phase::Done, None, Time(2)).await.unwrap();
    tasks::set_state(&mut tx, &dropped.id, Phase::Dropped, None, Time(2)).await.unwrap();

    let ids = tasks::ids_open_below(&mut tx, &top.id).await.unwrap();
    assert_eq!(ids.len(), 3);
    tasks::settle(&mut tx, &ids, Phase::Done, Time(3)).await.unwrap();

    let ids: Vec<_> = [top, done, part, dropped, lost, open].map(|task| task.id).into();
    let tree = Tree::read(&mut tx, &ids).await;
    tree.assert_adds_up(&"closing");
    let top = &tree.0[0];
    assert_eq!((top.weight_done, top.weight_total, top.children, top.children_done), (5, 5, 2, 2));
}
