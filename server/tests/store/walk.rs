//! The walk through what is below a task.

use std::collections::BTreeSet;

use pursuance::store::actors::Actor;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::tasks::{self, Task, Walked};
use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use crate::support::rows::{a_pursuance, a_task};

crate::store::on_both!(
    stretches_pass_every_open_task_once_and_the_parts_before_the_whole,
    a_walk_whose_last_task_is_elsewhere_now_begins_anew,
);

/// A tree of so many tasks: families of many sizes, some of them deep, and closed tasks in between.
async fn a_tree(tx: &mut WriteTx, bees: &Actor, size: usize) -> Vec<Task> {
    let mut made = vec![a_task(tx, bees, None, "Top", Size::M).await];
    for number in 1..size {
        let parent =
            made[if number % 3 == 0 { number - 1 } else { number * number % number.min(40) }].clone();
        made.push(a_task(tx, bees, Some(&parent), "Part", Size::M).await);
    }
    for task in made.iter().skip(1).step_by(4) {
        tasks::set_state(tx, &task.id, Phase::Dropped, None, Time(2)).await.unwrap();
    }
    made
}

/// The open tasks that a walk passes, in its order.
async fn walked(tx: &mut WriteTx, top: &Task, most: usize) -> Vec<TaskId> {
    let (mut passed, mut behind) = (Vec::new(), None);
    loop {
        let Walked { mut open, mirrors, last } =
            tasks::walk_below(tx, &top.id, behind.as_ref(), most).await.unwrap();
        assert!(mirrors.is_empty());
        assert!(open.len() <= most);
        open.reverse();
        passed.extend(open);
        assert!(last.is_none() || last != behind, "it goes on");
        behind = last;
        if behind.is_none() {
            return passed;
        }
    }
}

async fn stretches_pass_every_open_task_once_and_the_parts_before_the_whole(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let tree = a_tree(&mut tx, &bees, 150).await;
    let beside = a_task(&mut tx, &bees, None, "Beside", Size::M).await;
    a_task(&mut tx, &bees, Some(&beside), "Part", Size::M).await;
    for (top, least) in [(&tree[0], 100), (&tree[1], 10), (&tree[9], 0)] {
        let all = tasks::ids_open_below(&mut tx, &top.id).await.unwrap();
        assert!(all.len() >= least, "{}", all.len());
        for most in [1, 7, 50, 1_000] {
            let passed = walked(&mut tx, top, most).await;
            assert_eq!(passed.len(), all.len(), "each once, {most} at a time");
            assert_eq!(passed.iter().collect::<BTreeSet<_>>(), all.iter().collect::<BTreeSet<_>>());
            for (place, id) in passed.iter().enumerate() {
                let below = tasks::ids_open_below(&mut tx, id).await.unwrap();
                assert!(below.iter().all(|part| passed[..place].contains(part)), "{most} at a time");
            }
        }
    }
    let leaf = tasks::walk_below(&mut tx, &tree[149].id, None, 5).await.unwrap();
    assert_eq!(leaf, Walked::default());
}

async fn a_walk_whose_last_task_is_elsewhere_now_begins_anew(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let tree = a_tree(&mut tx, &bees, 40).await;
    let last = tasks::walk_below(&mut tx, &tree[0].id, None, 5).await.unwrap().last.unwrap();
    let moved = tasks::by_id(&mut tx, &last).await.unwrap().unwrap();
    tasks::set_parent(&mut tx, &moved, None, Time(3)).await.unwrap();
    let anew = tasks::walk_below(&mut tx, &tree[0].id, Some(&last), 1_000).await.unwrap();
    let open = tasks::ids_open_below(&mut tx, &tree[0].id).await.unwrap();
    assert_eq!(anew.open.iter().collect::<BTreeSet<_>>(), open.iter().collect::<BTreeSet<_>>());
    let gone = TaskId("gone".to_owned());
    assert_eq!(tasks::walk_below(&mut tx, &tree[0].id, Some(&gone), 1_000).await.unwrap(), anew);
}
