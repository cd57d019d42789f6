//! Events are numbered without gaps, in commit order, however many write at once.

use pursuance::store::db::Db;
use pursuance::store::events;
use pursuance_domain::allowed::{Facts, Grants, Membership, Principal, Via, sight};
use pursuance_domain::event::happened::Bytes;
use pursuance_domain::event::{Audience, Event, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::Visibility;

crate::store::on_both!(
    events_are_numbered_within_their_stream,
    what_was_rolled_back_leaves_no_gap,
    many_writers_at_once_leave_no_gap_and_no_deadlock,
    readers_do_not_see_what_is_not_for_them,
);

fn an_event(stream: &str, audience: Audience) -> Event {
    Event {
        stream: StreamId(stream.to_owned()),
        actor: None,
        what: Happened::FileAdded(Bytes { bytes: 1 }),
        object: "x".to_owned(),
        task: None,
        audience,
        action: None,
    }
}

async fn numbers(db: &Db, stream: &str) -> Vec<i64> {
    numbers_for(db, stream, Membership::None).await
}

/// The numbers of the events that somebody who stands like that with a public pursuance may read.
async fn numbers_for(db: &Db, stream: &str, membership: Membership) -> Vec<i64> {
    let mut tx = db.read().await.unwrap();
    let facts = Facts::about(Visibility::Public, membership);
    let who = Principal::Person { actor: ActorId("ana".to_owned()), via: Via::Session };
    let sight = sight(&who, &ActorId(stream.to_owned()), &facts, Grants::default()).unwrap();
    let found = events::after(&mut tx, &sight, 0, 1000).await.unwrap();
    found.into_iter().map(|event| event.seq).collect()
}

async fn events_are_numbered_within_their_stream(db: Db) {
    let mut tx = db.write().await.unwrap();
    let mixed = ["b", "a", "b"].map(|stream| an_event(stream, Audience::Readers));
    events::add(&mut tx, mixed.into(), Time(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(numbers(&db, "a").await, [1]);
    assert_eq!(numbers(&db, "b").await, [1, 2]);
}

async fn what_was_rolled_back_leaves_no_gap(db: Db) {
    for keep in [true, false, true] {
        let mut tx = db.write().await.unwrap();
        events::add(&mut tx, vec![an_event("a", Audience::Readers)], Time(1)).await.unwrap();
        if keep {
            tx.commit().await.unwrap();
        }
    }
    assert_eq!(numbers(&db, "a").await, [1, 2]);
}

async fn many_writers_at_once_leave_no_gap_and_no_deadlock(db: Db) {
    let writers = (0..40).map(|writer| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut tx = db.write().await.unwrap();
            let order = if writer % 2 == 0 { ["a", "b"] } else { ["b", "a"] };
            events::add(&mut tx, order.map(|stream| an_event(stream, Audience::Readers)).into(), Time(1))
                .await
                .unwrap();
            // Every fifth changes its mind.
            if writer % 5 != 0 {
                tx.commit().await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let expected: Vec<i64> = (1..=32).collect();
    assert_eq!(numbers(&db, "a").await, expected);
    assert_eq!(numbers(&db, "b").await, expected);
}

async fn readers_do_not_see_what_is_not_for_them(db: Db) {
    let mut tx = db.write().await.unwrap();
    let all =
        [Audience::Readers, Audience::Operators, Audience::Answerers, Audience::Deciders, Audience::Own];
    events::add(&mut tx, all.map(|audience| an_event("a", audience)).into(), Time(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(numbers(&db, "a").await, [1]);
    for (role, expected) in [
        (Role::Untrusted, vec![1]),
        (Role::Normal, vec![1]),
        (Role::Assigner, vec![1, 3]),
        (Role::Recruiter, vec![1, 3, 4]),
        (Role::Primary, vec![1, 3, 4]),
    ] {
        assert_eq!(numbers_for(&db, "a", Membership::Active(role)).await, expected, "{role}");
    }
}
