//! Parcels: the order of a lane, threads, and the last attempts.

use pursuance::platform::clock::Clock;
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::parcels::{self, ATTEMPTS_KEPT, Attempt, Lane, NewParcel, Outcome};
use pursuance_domain::time::Time;

use crate::store::on_both;

on_both!(
    a_lane_gives_its_due_parcels_in_their_order_and_those_of_no_other,
    a_newer_parcel_of_a_thread_takes_the_place_of_those_that_wait_and_no_other_does,
    of_the_attempts_at_a_receiver_the_last_hundred_are_kept,
    what_waits_for_a_receiver_is_counted_over_its_lanes_and_can_be_tried_now,
);

fn lane_of(owner: &str, receiver: &str) -> Lane {
    Lane { carrier: "push".to_owned(), owner: owner.to_owned(), receiver: receiver.to_owned() }
}

async fn put(tx: &mut WriteTx, id: &str, lane: &Lane, thread: &str, due_at: i64) {
    let new = NewParcel { id, lane, thread, body: id, due_at: Time(due_at) };
    parcels::put(tx, &Clock::System, new, Time(1)).await.unwrap();
}

async fn a_lane_gives_its_due_parcels_in_their_order_and_those_of_no_other(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (ana, ben) = (lane_of("ana", "https://p.example"), lane_of("ben", "https://p.example"));
    for (id, lane, due_at) in [("c", &ana, 5), ("b", &ana, 3), ("a", &ben, 1), ("d", &ana, 3)] {
        put(&mut tx, id, lane, "", due_at).await;
    }
    assert_eq!(parcels::next_due(&mut tx, &ana).await.unwrap(), Some(Time(3)));
    assert!(parcels::due(&mut tx, &ana, Time(2)).await.unwrap().is_none());
    for id in ["b", "d"] {
        let due = parcels::due(&mut tx, &ana, Time(4)).await.unwrap().unwrap();
        assert_eq!((due.id.as_str(), due.body.as_str(), due.attempts), (id, id, 0));
        assert!(parcels::begin_try(&mut tx, id, Time(9)).await.unwrap());
    }
    assert!(parcels::due(&mut tx, &ana, Time(4)).await.unwrap().is_none());
    assert_eq!(parcels::due(&mut tx, &ana, Time(9)).await.unwrap().unwrap().id, "c");
    parcels::remove(&mut tx, "b").await.unwrap();
    assert!(!parcels::begin_try(&mut tx, "b", Time(9)).await.unwrap());
    assert_eq!(parcels::lanes(&mut tx).await.unwrap().len(), 2);
}

async fn a_newer_parcel_of_a_thread_takes_the_place_of_those_that_wait_and_no_other_does(db: Db) {
    let mut tx = db.write().await.unwrap();
    let lane = lane_of("ana", "https://p.example");
    let threads =
        [("1:4", "ana:3:4"), ("1:5", "ana:3:5"), ("1:6", "ana:33:4"), ("1:7", "an:3:4"), ("1:8", "")];
    for (id, thread) in threads {
        put(&mut tx, id, &lane, thread, 1).await;
    }
    let oldest = parcels::due(&mut tx, &lane, Time(1)).await.unwrap().unwrap();
    assert!(!parcels::is_overtaken(&mut tx, &oldest).await.unwrap());
    put(&mut tx, "2:4", &lane, "ana:3:4", 1).await;
    assert!(parcels::is_overtaken(&mut tx, &oldest).await.unwrap());
    let mut dropped = parcels::drop_threads(&mut tx, "ana:3:").await.unwrap();
    dropped.sort();
    assert_eq!(dropped, ["1:4", "1:5", "2:4"]);
    assert!(parcels::drop_threads(&mut tx, "ana:3:").await.unwrap().is_empty());
    assert_eq!(parcels::waiting(&mut tx, "push", Time(1), 9).await.unwrap()[0].waiting, 3);
}

async fn of_the_attempts_at_a_receiver_the_last_hundred_are_kept(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (here, there) = (lane_of("ana", "https://p.example"), lane_of("ana", "https://q.example"));
    let attempt = |number: i64| Attempt {
        id: format!("{number:04}"),
        parcel: "1".to_owned(),
        at: Time(number),
        outcome: Outcome::Later,
        cause: format!("no. {number}"),
    };
    parcels::note_attempt(&mut tx, &there, &attempt(0)).await.unwrap();
    for number in 0..ATTEMPTS_KEPT + 5 {
        parcels::note_attempt(&mut tx, &here, &attempt(number)).await.unwrap();
    }
    let kept = parcels::attempts(&mut tx, "push", "https://p.example", 1_000).await.unwrap();
    assert_eq!(i64::try_from(kept.len()).unwrap(), ATTEMPTS_KEPT);
    assert_eq!((kept[0].cause.as_str(), kept[99].cause.as_str()), ("no. 104", "no. 5"));
    assert_eq!(parcels::attempts(&mut tx, "push", "https://q.example", 9).await.unwrap().len(), 1);
    parcels::forget_attempts(&mut tx, Time(104)).await.unwrap();
    assert_eq!(parcels::attempts(&mut tx, "push", "https://p.example", 9).await.unwrap().len(), 1);
    assert_eq!(
        parcels::tried(&mut tx, 9).await.unwrap(),
        [("push".to_owned(), "https://p.example".to_owned())]
    );
}

async fn what_waits_for_a_receiver_is_counted_over_its_lanes_and_can_be_tried_now(db: Db) {
    let mut tx = db.write().await.unwrap();
    let lanes = [lane_of("ana", "https://p.example"), lane_of("ben", "https://p.example")];
    for (lane, id) in lanes.iter().zip(["a", "b"]) {
        put(&mut tx, id, lane, "", 1).await;
        parcels::begin_try(&mut tx, id, Time(900)).await.unwrap();
    }
    put(&mut tx, "morning", &lanes[0], "", 5_000).await;
    let attempt = Attempt {
        id: "1".to_owned(),
        parcel: "a".to_owned(),
        at: Time(2),
        outcome: Outcome::Unreachable,
        cause: "nobody there".to_owned(),
    };
    parcels::note_attempt(&mut tx, &lanes[0], &attempt).await.unwrap();
    let waiting = parcels::waiting(&mut tx, "push", Time(100), 9).await.unwrap();
    let [one] = waiting.as_slice() else { panic!("{waiting:?}") };
    assert_eq!((one.waiting, one.attempts, one.next_at), (2, 1, Some(900)), "the morning is not waited for");
    assert_eq!(one.cause.as_deref(), Some("nobody there"));
    assert_eq!(
        parcels::retry(&mut tx, &Clock::System, "push", "https://p.example", Time(100)).await.unwrap(),
        2
    );
    for lane in &lanes {
        assert_eq!(parcels::next_due(&mut tx, lane).await.unwrap(), Some(Time(100)));
    }
    assert!(parcels::waiting(&mut tx, "mail", Time(100), 9).await.unwrap().is_empty());
}

mod started {
    use std::sync::Arc;

    use pursuance::jobs::Worker;
    use pursuance::store::parcels::Outcome;
    use pursuance_domain::time::HOUR;

    use crate::on_both_with;
    use crate::parcels::{Hook, Hooks, at};
    use crate::support::ports::free_port;

    on_both_with!(
        crate::parcels::Hooks:
        a_start_asks_no_receiver_before_its_time,
    );

    async fn a_start_asks_no_receiver_before_its_time(mut hooks: Hooks) {
        let down = at(free_port());
        hooks.put(&down, "one").await;
        hooks.pass(0).await;
        let worker = Worker::spawn_with(&hooks.app.app, vec![Arc::new(Hook)]);
        std::mem::replace(&mut hooks.worker, worker).stop().await;
        hooks.pass(0).await;
        assert_eq!(hooks.outcomes(&down).await.0, [Outcome::Unreachable]);
        hooks.pass(HOUR).await;
        assert_eq!(hooks.outcomes(&down).await.0, [Outcome::Unreachable; 2]);
    }
}
