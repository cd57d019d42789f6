//! A sender knows how much the other side takes, and says no to its own people before anything leaves; where a bound is
//! exceeded all the same, both sides end in one state (PROTOCOL §4.9).

use pursuance::store::channels::ActivityDirection;
use pursuance::store::delegations::{self, Submission};
use pursuance_domain::delegation::bounds::{
    COMMENTS_WITH_OFFER, TERMS_AN_HOUR, TERMS_WITHOUT_ANSWER, WORK_OF_ROUND,
};
use pursuance_domain::delegation::{MessageKind, State};
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use serde_json::json;

use crate::support::Caller;
use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::Group;
use crate::support::peers::{On, World};
use crate::support::transport::Weather;

/// One on each kind of database.
async fn offered() -> (World, Between) {
    let world = World::of(&[On::Sqlite, On::Postgres]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    (world, between)
}

/// So many messages of a kind were said or heard.
async fn add_said(
    group: &Group,
    row: &delegations::Delegation,
    direction: ActivityDirection,
    kind: MessageKind,
    n: usize,
) {
    let mut tx = group.app.db.write().await.unwrap();
    let at = group.app.clock.now();
    for n in 0..n {
        let uri = format!("https://a.example/ap/act/before-{n}");
        delegations::add_message(&mut tx, &row.id, direction, &uri, kind, None, at).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_twenty_first_offer_within_an_hour_is_refused_before_it_leaves() {
    let (world, between) = offered().await;
    for n in 1..TERMS_AN_HOUR {
        between.origin_does("reoffer", json!({ "note": format!("Wish {n}.") })).await;
    }
    world.settle().await;
    let tries = async || between.origin_tries("reoffer", json!({ "note": "One more." })).await;
    assert_eq!(tries().await, Err("offered-too-often"));
    let task = between.task().await;
    let edit = json!({ "revision": task.revision, "title": "Count twice" });
    let edited = between.origin.try_on_task("task.edit", task.number, edit).await;
    assert_eq!(edited, Err("offered-too-often"), "an edit would offer it again, too");
    world.settle().await;
    between.assert_states(State::Offered, State::Offered).await;

    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    between.assert_states(State::Active, State::Active).await;
    assert_eq!(tries().await, Err("offered-too-often"), "the yes changes nothing of it");
    world.advance(HOUR + MINUTE).await;
    assert!(tries().await.is_ok());
    world.settle().await;
    assert_eq!(between.origin_copy().await.pending, between.delegate_copy().await.pending);
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_offer_counts_from_the_time_their_server_takes_it() {
    let (world, between) = offered().await;
    world.instances[1].way_in.set(Weather::Down);
    for n in 1..TERMS_AN_HOUR {
        between.origin_does("reoffer", json!({ "note": format!("Wish {n}.") })).await;
        world.advance(10 * MINUTE).await;
    }
    between.origin_does("reoffer", json!({ "note": "In place of the first." })).await;
    let tries = async || between.origin_tries("reoffer", json!({ "note": "One more." })).await;
    assert_eq!(tries().await, Err("offered-too-often"), "all of them will arrive at once");
    world.instances[1].way_in.set(Weather::Fair);
    world.advance(DAY).await;
    between.assert_states(State::Offered, State::Offered).await;
    assert_eq!(tries().await, Err("offered-too-often"), "they have arrived just now");
    world.advance(HOUR + MINUTE).await;
    assert!(tries().await.is_ok());
    world.settle().await;
    between.assert_states(State::Offered, State::Offered).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn offers_without_a_yes_have_an_end() {
    let (world, between) = offered().await;
    for _ in 1..TERMS_WITHOUT_ANSWER {
        between.origin_does("reoffer", json!({ "note": "Please." })).await;
        world.advance(4 * MINUTE).await;
    }
    assert_eq!(between.origin_tries("reoffer", json!({})).await, Err("offered-without-answer"));
    world.settle().await;
    between.assert_states(State::Offered, State::Offered).await;
    world.assert_agreement().await;
}

/// Another program may send more than is taken in.
#[tokio::test]
async fn a_yes_that_crosses_one_offer_too_many_ends_declined_on_both_sides() {
    let (world, between) = offered().await;
    let there = between.there().await;
    add_said(&between.delegate, &there, ActivityDirection::In, MessageKind::Offer, TERMS_AN_HOUR).await;
    between.hold_both(&world);
    between.origin_does("reoffer", json!({ "note": "One more." })).await;
    between.delegate_does("accept", json!({})).await;
    for instance in &world.instances {
        instance.way_in.set(Weather::Fair);
    }
    world.settle().await;
    between.assert_states(State::Declined, State::Declined).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn one_offer_too_many_while_the_work_is_done_leaves_the_old_terms_in_force() {
    let (world, between) = offered().await;
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    let before = between.mirror().await;
    let there = between.there().await;
    add_said(&between.delegate, &there, ActivityDirection::In, MessageKind::Offer, TERMS_AN_HOUR).await;
    between.origin_does("reoffer", json!({ "size": "l" })).await;
    world.settle().await;

    between.assert_states(State::Active, State::Active).await;
    let (here, there) = (between.origin_copy().await, between.delegate_copy().await);
    assert!(here.pending.is_none() && there.pending.is_none(), "neither side waits for a yes");
    assert_eq!(between.mirror().await.asked.size, before.asked.size);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_comment_that_they_would_not_take_is_refused_to_its_writer() {
    let (world, between) = offered().await;
    let here = between.here().await;
    add_said(&between.origin, &here, ActivityDirection::Out, MessageKind::Note, COMMENTS_WITH_OFFER).await;
    let say = async |share: bool| {
        let body = json!({ "body": "How many are there?", "share": share });
        between.origin.try_on_task("task.comment", between.task, body).await
    };
    assert_eq!(say(true).await, Err("too-many-comments"));
    assert!(say(false).await.is_ok(), "here it may be said");

    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    assert!(say(true).await.is_ok(), "after the yes there is more room");
    world.settle().await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_comment_that_was_refused_is_marked_and_sent_again_by_one_press() {
    let world = World::of(&[On::Sqlite, On::Postgres]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let agreed = json!({ "discussion": true });
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, agreed).await;
    let mirror = between.mirror().await.number;
    let there = &world.instances[1].inspect;
    there.spoil("update pursuance set archived_at = 1 where slug = 'wasps'").await;
    bees.on_task("task.comment", between.task, json!({ "body": "By hand." })).await;
    world.settle().await;
    there.spoil("update pursuance set archived_at = null where slug = 'wasps'").await;
    assert_eq!(wasps.comments(mirror).await, [] as [&str; 0]);

    let api = Caller::at(&bees.app, &bees.who).await;
    let read = format!("/api/v1/pursuances/bees/tasks/{}/comments", between.task);
    let marks = async || {
        let comment = api.read(&read).await.items()[0].clone();
        (comment["shared"].clone(), comment["refused"].clone())
    };
    assert_eq!(marks().await, (json!(false), json!(true)));
    let address = format!("/p/bees/t/{}", between.task);
    let mut browser = Browser::at(&world.instances[0], &bees.who).await;
    let page = browser.open(&address).await.shown().saying("not taken by");
    let comment = api.read(&read).await.items()[0]["message"].as_str().unwrap().to_owned();
    browser
        .fill(&page, &format!("{address}/comments/{comment}/edit"), &[])
        .await
        .shown()
        .saying("also read by");
    world.settle().await;
    assert_eq!(wasps.comments(mirror).await, ["By hand."]);
    assert_eq!(marks().await, (json!(true), json!(false)));
    assert_eq!(bees.comments(between.task).await.len(), 1, "it is the same comment");
    let page = browser.open(&address).await.shown();
    assert!(!page.has_form(&format!("{address}/comments/{comment}/edit")), "{page:?}");
    world.assert_agreement().await;
}

#[tokio::test]
async fn work_that_they_would_not_take_is_refused_to_those_who_hand_it_in() {
    let (world, between) = offered().await;
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    let id = between.there().await.id;
    let mut tx = between.delegate.app.db.write().await.unwrap();
    for n in 0..WORK_OF_ROUND {
        let submission = Submission {
            uri: format!("https://b.example/ap/s/before-{n}"),
            delegation: id.clone(),
            round: 1,
            at: between.delegate.app.clock.now(),
            late: false,
            verdict: None,
            verdict_at: None,
        };
        delegations::add_submission(&mut tx, &submission).await.unwrap();
    }
    tx.commit().await.unwrap();
    let tries = async || between.delegate_tries("submit", json!({ "body": "Counted." })).await;
    assert_eq!(tries().await, Err("too-much-work"));
    between.origin_does("recall", json!({})).await;
    world.settle().await;
    assert!(tries().await.is_ok(), "what there was at the recall has its own room");
    world.settle().await;
    world.assert_agreement().await;
}
