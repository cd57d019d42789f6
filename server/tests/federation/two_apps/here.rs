//! Both pursuances on the same instance: the same messages, channels and rules, without a network.

use pursuance_domain::delegation::{Side, State};
use pursuance_domain::task::phase::Phase;
use serde_json::json;

use crate::support::between::Between;
use crate::support::peers::{On, World};

#[tokio::test]
async fn a_task_goes_to_the_neighbour_and_comes_back_done_on_sqlite() {
    neighbours(On::Sqlite).await;
}

#[tokio::test]
async fn a_task_goes_to_the_neighbour_and_comes_back_done_on_postgres() {
    neighbours(On::Postgres).await;
}

async fn neighbours(on: On) {
    let world = World::of(&[on]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[0].found("wasps").await);
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
    let mirror = between.mirror().await.number;

    bees.on_task("task.comment", task, json!({ "body": "Over the fence." })).await;
    world.settle().await;
    wasps.on_task("task.comment", mirror, json!({ "body": "Heard." })).await;
    let sha256 = wasps.attach(mirror, "count.txt", b"7").await;
    between.delegate_does("submit", json!({ "body": "Seven.", "files": [sha256] })).await;
    world.settle().await;
    between.origin_does("send_back", json!({ "comment": "And the drones?" })).await;
    world.settle().await;
    between.delegate_does("submit", json!({ "body": "Nine." })).await;
    world.settle().await;
    between.origin_does("accept_work", json!({})).await;
    world.settle().await;

    between.assert_states(State::Completed, State::Completed).await;
    assert_eq!((between.task().await.phase, between.mirror().await.phase), (Phase::Done, Phase::Done));
    assert_eq!(bees.comments(task).await, ["Over the fence.", "Heard."]);
    assert_eq!(wasps.comments(mirror).await, ["Over the fence.", "Heard."]);
    assert_ne!(between.here().await.id, between.there().await.id, "one row for either side");
    assert_eq!(between.here().await.uri, between.there().await.uri);
    assert_eq!(between.said(Side::Origin).await.len(), between.said(Side::Delegate).await.len());
    world.assert_agreement().await;
}

#[tokio::test]
async fn every_other_end_is_the_same_among_neighbours() {
    for (side, word, end) in
        [(Side::Origin, "recall", State::Recalled), (Side::Delegate, "return", State::Returned)]
    {
        let world = World::of(&[On::Sqlite]).await;
        let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[0].found("wasps").await);
        let task = bees.task("Count").await;
        let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
        match side {
            Side::Origin => between.origin_does(word, json!({})).await,
            Side::Delegate => between.delegate_does(word, json!({})).await,
        };
        world.settle().await;

        between.assert_states(end, end).await;
        assert_eq!(between.task().await.phase, Phase::HelpWanted);
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn a_chain_may_leave_the_instance_and_come_back_to_another_pursuance_on_it() {
    let world = World::two().await;
    let bees = world.instances[0].found("bees").await;
    let ants = world.instances[0].found("ants").await;
    let wasps = world.instances[1].found("wasps").await;
    let task = bees.task("Count").await;
    let first = Between::active(&world, &bees, &wasps, task, json!({ "redelegation": "yes" })).await;

    let second = Between::active(&world, &wasps, &ants, first.mirror().await.number, json!({})).await;

    assert_eq!(second.there().await.root_uri, first.here().await.root_uri);
    first.origin_does("recall", json!({})).await;
    world.settle().await;
    second.assert_states(State::Recalled, State::Recalled).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_a_neighbour_said_goes_along_to_nobody_else() {
    for on in [On::Sqlite, On::Postgres] {
        let world = World::of(&[on]).await;
        let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[0].found("wasps").await);
        let (ants, moths) = (world.instances[0].found("ants").await, world.instances[0].found("moths").await);
        let task = bees.task("Count").await;
        let shared = json!({ "discussion": true, "redelegation": "yes" });
        let first = Between::active(&world, &bees, &wasps, task, shared.clone()).await;
        let mirror = first.mirror().await.number;
        bees.on_task("task.comment", task, json!({ "body": "Of the bees." })).await;
        wasps.on_task("task.comment", mirror, json!({ "body": "Of the wasps." })).await;
        world.settle().await;
        assert_eq!(bees.comments(task).await.len(), 2, "the two have read each other");

        let down = Between::active(&world, &wasps, &ants, mirror, shared.clone()).await;
        assert_eq!(ants.comments(down.mirror().await.number).await, ["Of the wasps."]);
        first.origin_does("recall", json!({})).await;
        world.settle().await;
        let again = Between::active(&world, &bees, &moths, task, shared).await;
        assert_eq!(moths.comments(again.mirror().await.number).await, ["Of the bees."]);
        world.assert_agreement().await;
    }
}
