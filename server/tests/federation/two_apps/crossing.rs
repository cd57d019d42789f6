//! Messages that cross: whatever each side decided before it heard of the other, both end in the same state.

use pursuance_domain::delegation::State;
use pursuance_domain::task::phase::Phase;
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::peers::{World, until};
use crate::support::transport::Weather;

/// Both sides decide before either hears of the other.
async fn cross(world: &World, between: &Between, origin: (&str, Value), delegate: (&str, Value)) {
    between.hold_both(world);
    between.origin_does(origin.0, origin.1).await;
    between.delegate_does(delegate.0, delegate.1).await;
    for instance in &world.instances {
        instance.way_in.set(Weather::Fair);
    }
    world.settle().await;
    world.assert_agreement().await;
}

async fn under_way() -> (World, Between) {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task_with(json!({ "title": "Count", "due": "2030-06-01" })).await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    (world, between)
}

async fn handed_in() -> (World, Between) {
    let (world, between) = under_way().await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    (world, between)
}

async fn offered() -> (World, Between) {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task_with(json!({ "title": "Count", "due": "2030-06-01" })).await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    (world, between)
}

#[tokio::test]
async fn a_recall_that_crosses_the_work_keeps_the_work_and_recalls_it() {
    let (world, between) = under_way().await;
    cross(&world, &between, ("recall", json!({})), ("submit", json!({ "body": "Seven." }))).await;

    between.assert_states(State::Recalled, State::Recalled).await;
    assert_eq!(between.origin_copy().await.late.len(), 1);
    assert_eq!(between.task().await.phase, Phase::HelpWanted);
}

#[tokio::test]
async fn a_recall_that_crosses_a_return_is_a_recall() {
    let (world, between) = under_way().await;
    cross(&world, &between, ("recall", json!({})), ("return", json!({ "reason": "Too many." }))).await;

    between.assert_states(State::Recalled, State::Recalled).await;
    assert_eq!(between.task().await.assignee, None);
}

#[tokio::test]
async fn new_terms_that_cross_a_yes_make_the_yes_stale() {
    let (world, between) = offered().await;
    cross(&world, &between, ("reoffer", json!({ "due": "2030-05-01" })), ("accept", json!({}))).await;

    between.assert_states(State::Offered, State::Offered).await;
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    between.assert_states(State::Active, State::Active).await;
    assert_eq!(between.mirror().await.asked.due, between.task().await.asked.due);
    world.assert_agreement().await;
}

#[tokio::test]
async fn new_terms_that_cross_a_no_do_not_keep_it_open() {
    let (world, between) = offered().await;
    cross(&world, &between, ("reoffer", json!({ "due": "2030-05-01" })), ("decline", json!({}))).await;

    between.assert_states(State::Declined, State::Declined).await;
}

#[tokio::test]
async fn new_terms_that_cross_a_counter_stand_as_the_newest_offer() {
    let (world, between) = offered().await;
    cross(
        &world,
        &between,
        ("reoffer", json!({ "due": "2030-05-01" })),
        ("counter", json!({ "due": "2030-08-01" })),
    )
    .await;

    between.assert_states(State::Offered, State::Offered).await;
    assert_eq!(
        between.origin_copy().await.newest().cloned().map(|offer| offer.uri),
        between.delegate_copy().await.newest().map(|offer| offer.uri.clone())
    );
}

#[tokio::test]
async fn a_withdrawal_that_crosses_a_yes_is_a_withdrawal_and_the_yes_is_answered() {
    let (world, between) = offered().await;
    cross(&world, &between, ("recall", json!({})), ("accept", json!({}))).await;

    between.assert_states(State::Withdrawn, State::Lost).await;
    assert!(between.mirror().await.archived_at.is_some());
    assert_eq!(between.task().await.assignee, None);
}

#[tokio::test]
async fn a_withdrawal_that_crosses_a_counter_or_a_no_closes_it() {
    for word in ["counter", "decline"] {
        let (world, between) = offered().await;
        let note = if word == "counter" { json!({ "note": "Which ones?" }) } else { json!({}) };
        cross(&world, &between, ("recall", json!({})), (word, note)).await;

        assert_eq!(between.here().await.state, State::Withdrawn, "{word}");
        assert!(between.there().await.state.is_end(), "{word}");
    }
}

#[tokio::test]
async fn a_verdict_that_crosses_a_return_came_first() {
    let cases =
        [("accept_work", State::Completed), ("refuse_work", State::Refused), ("send_back", State::Returned)];
    for (verdict, end) in cases {
        let (world, between) = handed_in().await;
        let word = if verdict == "accept_work" { json!({}) } else { json!({ "comment": "Eight, I think." }) };
        cross(&world, &between, (verdict, word), ("return", json!({}))).await;

        between.assert_states(end, end).await;
        let phase = if end == State::Completed { Phase::Done } else { Phase::HelpWanted };
        assert_eq!(between.task().await.phase, phase, "{verdict}");
    }
}

#[tokio::test]
async fn a_verdict_that_crosses_a_newer_version_is_about_the_one_that_was_seen() {
    let (world, between) = handed_in().await;
    cross(
        &world,
        &between,
        ("send_back", json!({ "comment": "Eight." })),
        ("submit", json!({ "body": "Eight." })),
    )
    .await;

    between.assert_states(State::Active, State::Active).await;
    assert_eq!((between.origin_copy().await.round, between.delegate_copy().await.round), (2, 2));
    assert_eq!(between.origin_copy().await.late.len(), 1, "the newer version is kept");

    let (world, between) = handed_in().await;
    cross(&world, &between, ("accept_work", json!({})), ("submit", json!({ "body": "Eight." }))).await;
    between.assert_states(State::Completed, State::Completed).await;
}

#[tokio::test]
async fn new_terms_that_cross_a_return_or_the_work_change_nothing_but_what_is_pending() {
    let (world, between) = under_way().await;
    cross(&world, &between, ("reoffer", json!({ "due": "2030-05-01" })), ("return", json!({}))).await;
    between.assert_states(State::Returned, State::Returned).await;

    let (world, between) = under_way().await;
    cross(
        &world,
        &between,
        ("reoffer", json!({ "due": "2030-05-01" })),
        ("submit", json!({ "body": "Seven." })),
    )
    .await;
    between.assert_states(State::Submitted, State::Submitted).await;
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    between.assert_states(State::Submitted, State::Submitted).await;
    assert!(between.origin_copy().await.pending.is_none());
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_recall_that_crosses_a_yes_to_new_terms_is_a_recall() {
    let (world, between) = under_way().await;
    between.origin_does("reoffer", json!({ "due": "2030-05-01" })).await;
    world.settle().await;
    cross(&world, &between, ("recall", json!({})), ("accept", json!({}))).await;

    between.assert_states(State::Recalled, State::Recalled).await;
}

#[tokio::test]
async fn what_crosses_the_grant_of_new_terms_is_said_under_the_old_one() {
    for (word, more, end) in
        [("return", json!({}), State::Returned), ("submit", json!({ "body": "Seven." }), State::Submitted)]
    {
        let (world, between) = under_way().await;
        between.origin_does("reoffer", json!({ "due": "2030-05-01" })).await;
        world.settle().await;
        // They say yes; the new grant is on its way while they go on.
        world.instances[1].way_in.set(Weather::Held);
        between.delegate_does("accept", json!({})).await;
        until("it was granted again", async || between.origin_copy().await.pending.is_none()).await;
        between.delegate_does(word, more).await;
        until("it was heard", async || between.here().await.state == end).await;
        world.instances[1].way_in.set(Weather::Fair);
        world.settle().await;

        between.assert_states(end, end).await;
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn two_offers_of_one_task_that_cross_back_are_a_circle_that_is_refused() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "redelegation": "yes" })).await;
    let mirror = between.mirror().await.number;

    let back = json!({ "pursuance": "wasps", "task": mirror, "to": bees.handle() });
    assert_eq!(wasps.attempt("delegation.offer", back).await, Err("loop"));
    let part = wasps.task_with(json!({ "title": "Part", "parent": mirror })).await;
    let back = json!({ "pursuance": "wasps", "task": part, "to": bees.handle() });
    assert_eq!(wasps.attempt("delegation.offer", back).await, Err("loop"), "a part of it is the same work");
}
