//! The search for a way between two tasks.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::dependencies::{self, Found, Side};
use pursuance::store::tasks::Task;
use pursuance::store::ways::Ways;
use pursuance_domain::id::TaskId;
use pursuance_domain::task::dependency::LOOKED_AT_MAX;
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use super::rows::{a_pursuance, a_task};

crate::support::on_both!(
    a_way_is_found_from_either_end_and_named_task_by_task,
    large_sides_are_given_up_and_one_small_side_answers,
    far_searches_have_the_edges_read_into_memory_and_none_is_missing_there,
    what_is_in_memory_says_what_the_database_says_whatever_is_written,
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
    dependencies::add(tx, task, on, false, &task.creator, Time(1)).await.unwrap();
}

/// The answer of the database: nothing is in memory.
async fn is_way(tx: &mut WriteTx, from: &TaskId, to: &TaskId, most: usize) -> Found {
    Ways::default().search(tx, from, to, most).await.unwrap().0
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
    let found = is_way(&mut tx, first, last, LOOKED_AT_MAX).await;
    assert!(matches!(found, Found::Way(_)), "{found:?}");
    assert_eq!(is_way(&mut tx, last, first, LOOKED_AT_MAX).await, Found::NoWay);
    let way = dependencies::way(&mut tx, Side::WaitsFor, first, last).await.unwrap();
    let expected: Vec<_> = made[..=100].iter().chain(&made[240..250]).map(|task| task.id.clone()).collect();
    assert_eq!(way, expected, "the shortest");
    let mut back = dependencies::way(&mut tx, Side::Waiting, last, first).await.unwrap();
    back.reverse();
    assert_eq!(back, expected, "the same from the other end");
    assert_eq!(dependencies::way(&mut tx, Side::WaitsFor, last, first).await.unwrap(), []);
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
    assert_eq!(is_way(&mut tx, on, task, most(31)).await, Found::GivenUp);
    assert_eq!(is_way(&mut tx, on, task, most(32)).await, Found::NoWay);
    waits(&mut tx, &made[below + 1], &made[below]).await;
    let (end, start) = (&made[below].id, &made[below + 1].id);
    assert_eq!(is_way(&mut tx, end, start, most(2)).await, Found::NoWay);
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
    let answer = is_way(&mut tx, &on[0].id, task, LOOKED_AT_MAX).await;
    assert_eq!(answer, Found::GivenUp);
    let answer = is_way(&mut tx, &on[1].id, task, LOOKED_AT_MAX).await;
    assert_eq!(answer, Found::NoWay);
    tx.commit().await.unwrap();

    // In memory there is an answer, whatever the size: after a search that was given up, or since the process began.
    let (ways, begun) = (Ways::default(), Ways::default());
    assert!(!ways.ready(&kept).await.unwrap(), "nobody needs them");
    let search = async |ways: &Ways| {
        let mut tx = kept.write().await.unwrap();
        ways.search(&mut tx, &on[0].id, task, LOOKED_AT_MAX).await.unwrap().0
    };
    assert_eq!(search(&ways).await, Found::GivenUp);
    assert!(ways.ready(&kept).await.unwrap(), "another search is worth while");
    assert_eq!(search(&ways).await, Found::NoWay);
    assert!(!ways.ready(&kept).await.unwrap(), "nothing has changed since");
    begun.begin(&kept).await.unwrap();
    assert_eq!(begun.len(), 2 * (LOOKED_AT_MAX - 1));
    assert_eq!(search(&begun).await, Found::NoWay);
}

/// What is done before each action.
async fn keep_up(ways: &Ways, db: &Db) {
    if ways.keep_up(db).await.unwrap() {
        ways.read(db).await.unwrap();
    }
}

async fn far_searches_have_the_edges_read_into_memory_and_none_is_missing_there(db: Db) {
    let mut tx = db.write().await.unwrap();
    let made = tasks(&mut tx, 260).await;
    let (below, above) = made.split_at(130);
    for pair in below.windows(2).chain(above.windows(2)) {
        waits(&mut tx, &pair[0], &pair[1]).await;
    }
    tx.commit().await.unwrap();
    // Two programs on one database.
    let (ways, others) = (Ways::default(), Ways::default());
    let (from, to) = (&made[0], &made[259]);
    let found = async |ways: &Ways, tx: &mut WriteTx| {
        let (found, way) = ways.search(tx, &from.id, &to.id, LOOKED_AT_MAX).await.unwrap();
        assert_eq!(found, is_way(tx, &from.id, &to.id, LOOKED_AT_MAX).await);
        if matches!(found, Found::Way(_)) {
            let all: Vec<_> = made.iter().map(|task| task.id.clone()).collect();
            assert_eq!(way, all, "task by task");
        }
        matches!(found, Found::Way(_))
    };
    for ways in [&ways, &others] {
        ways.begin(&db).await.unwrap();
        keep_up(ways, &db).await;
        assert!(ways.is_empty(), "nobody needs them");
        assert!(!found(ways, &mut db.write().await.unwrap()).await);
        assert!(ways.keep_up(&db).await.unwrap(), "they are wanted");
        assert!(ways.is_empty(), "and the next action does not wait for all of them");
        assert!(!ways.keep_up(&db).await.unwrap(), "one reads them");
        assert!(!found(ways, &mut db.write().await.unwrap()).await, "the database answers meanwhile");
        ways.read(&db).await.unwrap();
        assert_eq!(ways.len(), 258);
    }
    let mut tx = db.write().await.unwrap();
    waits(&mut tx, &made[129], &made[130]).await;
    assert!(found(&ways, &mut tx).await, "what this transaction has noted");
    drop(tx);
    assert!(!found(&ways, &mut db.write().await.unwrap()).await, "and what it took back");

    let mut tx = db.write().await.unwrap();
    waits(&mut tx, &made[129], &made[130]).await;
    tx.commit().await.unwrap();
    assert!(found(&others, &mut db.write().await.unwrap()).await, "what another program has noted");
    for ways in [&ways, &others] {
        keep_up(ways, &db).await;
        assert_eq!(ways.len(), 259);
    }
    let mut tx = db.write().await.unwrap();
    assert!(dependencies::remove(&mut tx, &made[129].id, &made[130].id).await.unwrap());
    tx.commit().await.unwrap();
    for ways in [&ways, &others] {
        assert!(!found(ways, &mut db.write().await.unwrap()).await, "what was taken away closes no circle");
    }
}

async fn what_is_in_memory_says_what_the_database_says_whatever_is_written(db: Db) {
    const TASKS: usize = 9;
    let mut tx = db.write().await.unwrap();
    let made = tasks(&mut tx, TASKS).await;
    tx.commit().await.unwrap();
    let ways = Ways::default();
    ways.want();
    let ways = &ways;
    let mut runner = TestRunner::new(Config::default());
    let steps = prop::collection::vec((0..TASKS, 0..TASKS, 0..8_u8), 150..160);
    let steps = steps.new_tree(&mut runner).unwrap().current();
    let mut noted = 0;
    for (step, (task, on, kind)) in steps.iter().copied().enumerate().filter(|(_, (task, on, _))| task != on)
    {
        if kind % 3 == 0 {
            keep_up(ways, &db).await;
        }
        let mut tx = db.write().await.unwrap();
        let (task, on) = (&made[task], &made[on]);
        let (found, _) = ways.search(&mut tx, &on.id, &task.id, LOOKED_AT_MAX).await.unwrap();
        let known = is_way(&mut tx, &on.id, &task.id, LOOKED_AT_MAX).await;
        assert_eq!(
            matches!(found, Found::Way(_)),
            matches!(known, Found::Way(_)),
            "step {step} of {steps:?}"
        );
        assert_eq!(found == Found::NoWay, known == Found::NoWay, "step {step} of {steps:?}");
        let is_there = dependencies::is_there(&mut tx, &task.id, &on.id).await.unwrap();
        if is_there && kind < 3 {
            dependencies::remove(&mut tx, &task.id, &on.id).await.unwrap();
        } else if !is_there && known == Found::NoWay {
            waits(&mut tx, task, on).await;
            noted += 1;
        }
        // Every fourth transaction comes to nothing.
        if kind % 4 > 0 {
            tx.commit().await.unwrap();
        }
    }
    assert!(noted > 10 && !ways.is_empty(), "{noted}");
}
