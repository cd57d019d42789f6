//! The search for a way between two tasks.

use pursuance::store::db::{Db, WriteTx};
use pursuance::store::dependencies::{self, Found};
use pursuance::store::tasks::Task;
use pursuance_domain::task::dependency::LOOKED_AT_MAX;
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use super::rows::{a_pursuance, a_task};

crate::support::on_both!(
    a_way_is_found_from_either_end_and_named_task_by_task,
    large_sides_are_given_up_and_one_small_side_answers,
);

async fn tasks(tx: &mut WriteTx, count: usize) -> Vec<Task> {
    let bees = a_pursuance(tx, "bees").await;
    let mut made = Vec::new();
    for _ in 0..count {
        made.push(a_task(tx, &bees, None, "Task", Size::M).await);
    }
    made
}

async fn waits(tx: &mut WriteTx, task: &Task, on: &Task) {
    dependencies::add(tx, task, &on.id, false, &task.creator, Time(1)).await.unwrap();
}

async fn a_way_is_found_from_either_end_and_named_task_by_task(db: Db) {
    let mut tx = db.write().await.unwrap();
    let made = tasks(&mut tx, 260).await;
    // A chain, with a short cut and a dead end beside it.
    for pair in made[..250].windows(2) {
        waits(&mut tx, &pair[0], &pair[1]).await;
    }
    waits(&mut tx, &made[100], &made[240]).await;
    for end in &made[250..] {
        waits(&mut tx, &made[3], end).await;
    }
    let (first, last) = (&made[0].id, &made[249].id);
    assert_eq!(dependencies::is_way(&mut tx, first, last, LOOKED_AT_MAX).await.unwrap(), Found::Way);
    assert_eq!(dependencies::is_way(&mut tx, last, first, LOOKED_AT_MAX).await.unwrap(), Found::NoWay);
    let way = dependencies::way(&mut tx, first, last).await.unwrap();
    let expected: Vec<_> = made[..=100].iter().chain(&made[240..250]).map(|task| task.id.clone()).collect();
    assert_eq!(way, expected, "the shortest");
    assert_eq!(dependencies::way(&mut tx, last, first).await.unwrap(), []);
}

async fn large_sides_are_given_up_and_one_small_side_answers(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (below, above) = (30, 30);
    let made = tasks(&mut tx, below + above + 2).await;
    let (on, waiting) = made.split_at(below + 1);
    for pair in on.windows(2).chain(waiting.windows(2)) {
        waits(&mut tx, &pair[0], &pair[1]).await;
    }
    let (on, task) = (&on[0].id, &waiting[above].id);
    let most = |most: usize| most;
    assert_eq!(dependencies::is_way(&mut tx, on, task, most(31)).await.unwrap(), Found::GivenUp);
    assert_eq!(dependencies::is_way(&mut tx, on, task, most(32)).await.unwrap(), Found::NoWay);
    waits(&mut tx, &made[below + 1], &made[below]).await;
    let (end, start) = (&made[below].id, &made[below + 1].id);
    assert_eq!(dependencies::is_way(&mut tx, end, start, most(2)).await.unwrap(), Found::NoWay);
}

#[tokio::test]
async fn a_search_is_given_up_only_where_both_sides_are_too_large() {
    let kept = crate::support::sqlite().await;
    let mut tx = kept.write().await.unwrap();
    let made = tasks(&mut tx, 2 * LOOKED_AT_MAX).await;
    let (on, waiting) = made.split_at(LOOKED_AT_MAX);
    for pair in on.windows(2).chain(waiting.windows(2)) {
        waits(&mut tx, &pair[0], &pair[1]).await;
    }
    let task = &waiting[LOOKED_AT_MAX - 1].id;
    let answer = dependencies::is_way(&mut tx, &on[0].id, task, LOOKED_AT_MAX).await.unwrap();
    assert_eq!(answer, Found::GivenUp);
    let answer = dependencies::is_way(&mut tx, &on[1].id, task, LOOKED_AT_MAX).await.unwrap();
    assert_eq!(answer, Found::NoWay);
}
