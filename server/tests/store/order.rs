//! The order among siblings.

use pursuance::store::actors::Actor;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::outline::{self, NeighbourSide};
use pursuance::store::tasks::order::{self, Siblings};
use pursuance::store::tasks::{self, Task};
use pursuance_domain::task::tree::SiblingPlace;
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use crate::support::rows::{a_pursuance, a_task, anyones};

crate::store::on_both!(
    a_task_is_put_before_and_behind_others,
    what_is_new_or_moved_comes_last,
    one_place_takes_any_number_of_tasks,
    a_neighbour_in_the_outline_is_one_that_is_there,
);

/// The numbers of the tasks at the top, in order.
async fn at_the_top(tx: &mut WriteTx, pursuance: &Actor) -> Vec<i64> {
    let rows = outline::roots(tx, &anyones(pursuance), (i64::MIN, i64::MIN), 1_000).await.unwrap();
    rows.into_iter().map(|row| row.number).collect()
}

/// Puts a task beside one of its siblings.
async fn put(tx: &mut WriteTx, task: &Task, place: SiblingPlace) -> Option<i64> {
    let siblings = Siblings::of(&task.pursuance, task.parent.as_ref());
    let gap = order::room(tx, siblings, task, place).await.unwrap().unwrap();
    order::set_position(tx, &task.id, gap.position).await.unwrap();
    gap.behind
}

async fn a_task_is_put_before_and_behind_others(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let mut all = Vec::new();
    for title in ["One", "Two", "Three", "Four"] {
        all.push(a_task(&mut tx, &bees, None, title, Size::M).await);
    }
    assert_eq!(put(&mut tx, &all[3], SiblingPlace::Before(1)).await, None, "it is the first now");
    assert_eq!(at_the_top(&mut tx, &bees).await, [4, 1, 2, 3]);
    assert_eq!(put(&mut tx, &all[0], SiblingPlace::Behind(3)).await, Some(3));
    assert_eq!(at_the_top(&mut tx, &bees).await, [4, 2, 3, 1]);
    assert_eq!(put(&mut tx, &all[3], SiblingPlace::Behind(2)).await, Some(2));
    assert_eq!(at_the_top(&mut tx, &bees).await, [2, 4, 3, 1]);
    assert_eq!(order::before(&mut tx, &all[2]).await.unwrap(), Some(4));

    let below = a_task(&mut tx, &bees, Some(&all[0]), "Below", Size::M).await;
    let top = Siblings::of(&bees.id, None);
    for stranger in [below.number, 99] {
        let room = order::room(&mut tx, top, &all[1], SiblingPlace::Behind(stranger)).await.unwrap();
        assert_eq!(room, None, "{stranger} is no sibling");
    }
}

async fn what_is_new_or_moved_comes_last(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let one = a_task(&mut tx, &bees, None, "One", Size::M).await;
    let two = a_task(&mut tx, &bees, None, "Two", Size::M).await;
    put(&mut tx, &one, SiblingPlace::Behind(2)).await;
    a_task(&mut tx, &bees, None, "Three", Size::M).await;
    assert_eq!(at_the_top(&mut tx, &bees).await, [2, 1, 3]);

    tasks::set_parent(&mut tx, &two, Some(&one.id), Time(9)).await.unwrap();
    let two = tasks::by_id(&mut tx, &two.id).await.unwrap().unwrap();
    tasks::set_parent(&mut tx, &two, None, Time(9)).await.unwrap();
    assert_eq!(at_the_top(&mut tx, &bees).await, [1, 3, 2]);
}

/// More tasks than fit between two numbers, in the middle of more siblings than are moved apart at first.
async fn one_place_takes_any_number_of_tasks(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    for _ in 0..150 {
        a_task(&mut tx, &bees, None, "Around", Size::S).await;
    }
    let mut wanted: Vec<i64> = (1..=75).collect();
    for _ in 0..45 {
        let task = a_task(&mut tx, &bees, None, "Between", Size::S).await;
        put(&mut tx, &task, SiblingPlace::Behind(75)).await;
        wanted.insert(75, task.number);
    }
    wanted.extend(76..=150);
    assert_eq!(at_the_top(&mut tx, &bees).await, wanted);
}

async fn a_neighbour_in_the_outline_is_one_that_is_there(db: Db) {
    let mut tx = db.write().await.unwrap();
    let bees = a_pursuance(&mut tx, "bees").await;
    let mut all = Vec::new();
    for title in ["One", "Two", "Three"] {
        all.push(a_task(&mut tx, &bees, None, title, Size::M).await);
    }
    let sight = anyones(&bees);
    let mut next = async |task: &Task, side| outline::neighbour(&mut tx, &sight, task, side).await.unwrap();
    assert_eq!(next(&all[0], NeighbourSide::Above).await, None);
    assert_eq!(next(&all[2], NeighbourSide::Above).await, Some(2));
    assert_eq!(next(&all[2], NeighbourSide::Below).await, None);
    tasks::set_archived(&mut tx, &all[1].id, Some(Time(5))).await.unwrap();
    let mut next = async |task: &Task, side| outline::neighbour(&mut tx, &sight, task, side).await.unwrap();
    assert_eq!(next(&all[2], NeighbourSide::Above).await, Some(1), "what is put away is passed over");
    assert_eq!(next(&all[0], NeighbourSide::Below).await, Some(3));
}
