//! The search for a way between two tasks, in the database and in memory.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::dependencies::{self, Found, SearchSide, Telling};
use pursuance::store::edge_cache::EdgeCache;
use pursuance::store::tasks::Task;
use pursuance_domain::id::TaskId;
use pursuance_domain::task::dependency::LOOKED_AT_MAX;
use pursuance_domain::time::Time;
use pursuance_domain::value::Size;

use crate::support::rows::{a_pursuance, a_task, waits};

crate::store::on_both!(
    a_way_is_found_from_either_end_and_named_task_by_task,
    large_sides_are_given_up_and_one_small_side_answers,
    none_is_missing_in_memory_whoever_wrote_it,
    a_way_over_edges_that_are_gone_is_none,
    people_are_told_of_an_edge_again_after_a_time,
    what_is_in_memory_says_what_is_in_the_database_whatever_is_written,
);

async fn tasks(tx: &mut WriteTx, count: usize) -> Vec<Task> {
    let bees = a_pursuance(tx, "bees").await;
    let mut made = Vec::new();
    for _ in 0..count {
        made.push(a_task(tx, &bees, None, "Task", Size::M).await);
    }
    made
}

/// The answer of the database: nothing is in memory.
async fn is_way(tx: &mut WriteTx, from: &TaskId, to: &TaskId, most: usize) -> Found {
    EdgeCache::of_the_database().search(tx, from, to, most).await.unwrap().0
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
    let way = dependencies::way(&mut tx, SearchSide::WaitsFor, first, last).await.unwrap();
    let expected: Vec<_> = made[..=100].iter().chain(&made[240..250]).map(|task| task.id.clone()).collect();
    assert_eq!(way, expected, "the shortest");
    let mut back = dependencies::way(&mut tx, SearchSide::Waiting, last, first).await.unwrap();
    back.reverse();
    assert_eq!(back, expected, "the same from the other end");
    assert_eq!(dependencies::way(&mut tx, SearchSide::WaitsFor, last, first).await.unwrap(), []);
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

async fn people_are_told_of_an_edge_again_after_a_time(db: Db) {
    let mut tx = db.write().await.unwrap();
    let made = tasks(&mut tx, 2).await;
    let mut told = async |waits: bool, since: i64, now: i64| {
        let telling = Telling { task: &made[0], on: &made[1], waits, stranger: None };
        dependencies::is_told_already(&mut tx, telling, Time(since), Time(now)).await.unwrap()
    };
    assert!(!told(true, 0, 10).await);
    assert!(told(true, 9, 11).await);
    assert!(!told(false, 9, 12).await, "that it waits no longer is something else");
    assert!(!told(true, 10, 20).await, "it is long ago");
    assert!(told(true, 10, 21).await, "and now it is not");
    dependencies::forget_told(&mut tx, Time(19)).await.unwrap();
    let mut told = async |waits: bool| {
        let telling = Telling { task: &made[0], on: &made[1], waits, stranger: None };
        dependencies::is_told_already(&mut tx, telling, Time(0), Time(30)).await.unwrap()
    };
    assert!(told(true).await);
    assert!(!told(false).await, "forgotten");
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
    let (ways, begun, never) = (EdgeCache::default(), EdgeCache::default(), EdgeCache::of_the_database());
    let search = async |ways: &EdgeCache| {
        let mut tx = kept.write().await.unwrap();
        ways.search(&mut tx, &on[0].id, task, LOOKED_AT_MAX).await.unwrap().0
    };
    assert_eq!(search(&ways).await, Found::GivenUp, "nothing was read yet");
    assert!(ways.ready(&kept).await.unwrap(), "another search is worth while");
    assert_eq!(search(&ways).await, Found::NoWay);
    keep_up(&begun, &kept).await;
    assert_eq!(begun.len(), 2 * (LOOKED_AT_MAX - 1));
    assert_eq!(search(&begun).await, Found::NoWay);
    keep_up(&never, &kept).await;
    assert!(!never.ready(&kept).await.unwrap(), "where there are too many, no other search is worth while");
    assert_eq!((search(&never).await, never.len()), (Found::GivenUp, 0));
}

/// Keeps the graph up to date before each action.
async fn keep_up(ways: &EdgeCache, db: &Db) {
    if ways.keep_up(db).await.unwrap() {
        ways.read(db).await.unwrap();
    }
}

async fn none_is_missing_in_memory_whoever_wrote_it(db: Db) {
    let mut tx = db.write().await.unwrap();
    let made = tasks(&mut tx, 260).await;
    let (below, above) = made.split_at(130);
    for pair in below.windows(2).chain(above.windows(2)) {
        waits(&mut tx, &pair[0], &pair[1]).await;
    }
    tx.commit().await.unwrap();
    // Two programs on one database.
    let (ways, others) = (EdgeCache::default(), EdgeCache::default());
    let (from, to) = (&made[0], &made[259]);
    let found = async |ways: &EdgeCache, tx: &mut WriteTx| {
        let (found, way) = ways.search(tx, &from.id, &to.id, LOOKED_AT_MAX).await.unwrap();
        assert_eq!(matches!(found, Found::Way(_)), is_way(tx, &from.id, &to.id, 1_000).await != Found::NoWay);
        if matches!(found, Found::Way(_)) {
            let all: Vec<_> = made.iter().map(|task| task.id.clone()).collect();
            assert_eq!(way, all, "task by task");
        }
        matches!(found, Found::Way(_))
    };
    for ways in [&ways, &others] {
        assert!(
            !found(ways, &mut db.write().await.unwrap()).await,
            "the database answers before they are read"
        );
        assert!(ways.is_empty());
        assert!(!ways.keep_up(&db).await.unwrap(), "whoever needs them waits for the first time");
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
        assert_eq!(ways.len(), 258, "each search adds one for itself");
        assert!(found(ways, &mut db.write().await.unwrap()).await);
    }
    let mut tx = db.write().await.unwrap();
    assert!(dependencies::remove(&mut tx, &made[129].id, &made[130].id).await.unwrap());
    tx.commit().await.unwrap();
    for ways in [&ways, &others] {
        assert!(!found(ways, &mut db.write().await.unwrap()).await, "what was taken away closes no circle");
    }
    let mut tx = db.write().await.unwrap();
    for pair in made.windows(3).take(40) {
        waits(&mut tx, &pair[0], &pair[2]).await;
    }
    tx.commit().await.unwrap();
    for ways in [&ways, &others] {
        assert!(!found(ways, &mut db.write().await.unwrap()).await);
        keep_up(ways, &db).await;
        assert_eq!(ways.len(), 298, "many are added to the memory");
    }
}

async fn a_way_over_edges_that_are_gone_is_none(db: Db) {
    const BETWEEN: usize = 30;
    let mut tx = db.write().await.unwrap();
    let made = tasks(&mut tx, BETWEEN + 2).await;
    let (from, to, between) = (&made[0], &made[1], &made[2..]);
    for one in between {
        waits(&mut tx, from, one).await;
        waits(&mut tx, one, to).await;
    }
    tx.commit().await.unwrap();
    let ways = EdgeCache::default();
    keep_up(&ways, &db).await;
    let search = async |tx: &mut WriteTx| ways.search(tx, &from.id, &to.id, LOOKED_AT_MAX).await.unwrap();

    // In memory each of them is still a way; all but the last are gone in this transaction, here or there.
    let mut tx = db.write().await.unwrap();
    for (place, one) in between.iter().enumerate().take(BETWEEN - 1) {
        let (task, on) = if place % 2 == 0 { (from, one) } else { (one, to) };
        assert!(dependencies::remove(&mut tx, &task.id, &on.id).await.unwrap());
        let (found, way) = search(&mut tx).await;
        assert!(matches!(found, Found::Way(_)), "{place}: {found:?}");
        assert_eq!(way.len(), 3);
        let left = between.iter().skip(place + 1).any(|left| left.id == way[1]);
        assert!(left, "{place}: {way:?}");
    }
    let last = &between[BETWEEN - 1];
    assert!(dependencies::remove(&mut tx, &from.id, &last.id).await.unwrap());
    assert_eq!(search(&mut tx).await, (Found::NoWay, Vec::new()));
    drop(tx);
    let mut tx = db.write().await.unwrap();
    assert!(matches!(search(&mut tx).await.0, Found::Way(_)), "the transaction came to nothing");
    assert_eq!(ways.len(), 2 * BETWEEN, "and changed nothing in memory");
}

async fn what_is_in_memory_says_what_is_in_the_database_whatever_is_written(db: Db) {
    const TASKS: usize = 9;
    let mut tx = db.write().await.unwrap();
    let made = tasks(&mut tx, TASKS).await;
    tx.commit().await.unwrap();
    // Two programs on one database, which take turns.
    let programs = [EdgeCache::default(), EdgeCache::default()];
    let mut runner = TestRunner::new(Config::default());
    let steps = prop::collection::vec((0..TASKS, 0..TASKS, 0..24_u8), 240..250);
    let steps = steps.new_tree(&mut runner).unwrap().current();
    let (mut edges, mut noted, mut refused, mut is_kept) = (BTreeSet::new(), 0, 0, false);
    let of = |edges: &BTreeSet<(usize, usize)>, from: usize, to: usize| -> bool {
        let (mut open, mut seen) = (vec![from], BTreeSet::from([from]));
        while let Some(at) = open.pop() {
            let next = edges.iter().filter(|(task, _)| *task == at).map(|(_, on)| *on);
            open.extend(next.filter(|next| seen.insert(*next)).collect::<Vec<_>>());
        }
        seen.contains(&to)
    };
    for (step, (task, on, kind)) in steps.iter().copied().enumerate().filter(|(_, (task, on, _))| task != on)
    {
        let told = || format!("step {step} of {steps:?}");
        let ways = &programs[usize::from(kind % 2)];
        if kind % 3 == 0 {
            keep_up(ways, &db).await;
        } else if kind % 5 == 0 {
            // As after a search that was given up: those few that were read at the beginning need not be brought up to date.
            ways.read(&db).await.unwrap();
        }
        let mut tx = db.write().await.unwrap();
        let mut after = edges.clone();
        // One in four transactions ends what waits for a task, as one that is deleted, or one edge, before it searches.
        if kind < 3 {
            dependencies::end_of(&mut tx, &made[on].id).await.unwrap();
            after.retain(|(_, end)| *end != on);
        } else if kind < 6 {
            let is_removed = dependencies::remove(&mut tx, &made[task].id, &made[on].id).await.unwrap();
            assert_eq!(is_removed, after.remove(&(task, on)), "{}", told());
        }
        let (from, to) = (&made[on].id, &made[task].id);
        let (found, way) = ways.search(&mut tx, from, to, LOOKED_AT_MAX).await.unwrap();
        let closes = of(&after, on, task);
        assert_eq!(matches!(found, Found::Way(_)), closes, "{}", told());
        assert_eq!(found == Found::NoWay, !closes, "{}", told());
        let place = |id: &TaskId| made.iter().position(|task| task.id == *id).unwrap();
        for pair in way.windows(2) {
            assert!(after.contains(&(place(&pair[0]), place(&pair[1]))), "{}: {way:?}", told());
        }
        if closes {
            refused += 1;
        } else if !after.contains(&(task, on)) {
            waits(&mut tx, &made[task], &made[on]).await;
            after.insert((task, on));
            noted += 1;
        }
        is_kept |= !ways.is_empty();
        // Every fourth comes to nothing.
        if kind % 4 > 0 {
            tx.commit().await.unwrap();
            edges = after;
        }
    }
    assert!(noted > 10 && refused > 10 && is_kept, "{noted}, {refused}");
}
