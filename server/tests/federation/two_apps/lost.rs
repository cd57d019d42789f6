//! Messages that do not arrive as they were sent: neither side goes on as if they had.

use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::State;
use pursuance_domain::time::MINUTE;
use serde_json::json;

use crate::support::between::Between;
use crate::support::groups::{Group, perform};
use crate::support::peers::{On, World, until};
use crate::support::transport::Weather;

/// How far the other side has said it is with what a pursuance told it: epoch and number.
async fn read_by_them(world: &World, group: &Group) -> (String, i64) {
    let sql = format!(
        "select case when ack_epoch = out_epoch then 'this' else '' end, cast(ack_seq as text) from channel where local = '{}'",
        group.id
    );
    let row = world.instances[0].inspect.rows(&sql).await.pop().unwrap();
    (row[0].clone(), row[1].parse().unwrap())
}

#[tokio::test]
async fn an_offer_that_was_spoiled_for_good_is_declined_and_what_was_said_after_it_is_heard() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let (bees_at, wasps_at) = (&world.instances[0], &world.instances[1]);
    let spoiled = bees.task("Count the hives").await;
    wasps_at.way_in.set(Weather::Lossy);
    let offer = bees.offer(spoiled, &wasps, json!({})).await;
    world.settle().await;
    let sql = "update activity set bytes = cast(replace(cast(bytes as text), 'Count the hives', 'Burn the hives') as blob)
        where direction = 'out'";
    bees_at.inspect.spoil(sql).await;
    wasps_at.way_in.set(Weather::Fair);

    let task = bees.task("Count the bees").await;
    bees.offer(task, &wasps, json!({})).await;
    world.settle().await;
    assert!(wasps.delegations().await.is_empty(), "there is a gap before it");
    world.advance(MINUTE).await;
    world.calm_down().await;

    let heard = wasps.delegations().await;
    assert_eq!(heard.iter().map(|row| row.state).collect::<Vec<_>>(), [State::Offered]);
    let read = "activity where direction = 'in' and outcome = 'poison' and seq = 1";
    assert_eq!(wasps_at.inspect.count(read).await, 1);
    assert_eq!(bees.delegation(&offer).await.state, State::Declined, "its sender knows");
    assert!(bees.verbs().await.iter().any(|verb| verb == "delegation.declined"), "and so do people");
    world.calm_down().await;
    let open = "channel where state <> 'open'";
    assert_eq!((bees_at.inspect.count(open).await, wasps_at.inspect.count(open).await), (0, 0));
}

#[tokio::test]
async fn the_longest_text_there_may_be_goes_along_in_every_script() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let text = "字".repeat(10_000);
    let task = bees.task_with(json!({ "title": "Read this", "deliverables": text })).await;

    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;

    let offered = between.offered_there().await;
    assert_eq!(offered["task"]["source"]["content"], text);
    world.assert_agreement().await;
}

#[tokio::test]
async fn whoever_hands_over_more_than_others_read_is_told_so() {
    let (_world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task_with(json!({ "title": "Read this", "deliverables": "🐝".repeat(10_000) })).await;

    let offer = json!({ "pursuance": "bees", "task": task, "to": wasps.uri() });
    assert_eq!(bees.attempt("delegation.offer", offer).await, Err("invalid-input"));
    assert!(bees.delegations().await.is_empty());
}

#[tokio::test]
async fn a_page_knows_what_was_read_before_anything_is_said_in_return() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;

    Between::offered(&world, &bees, &wasps, task, json!({})).await;

    assert_eq!(
        world.instances[0].inspect.count("activity where direction = 'in' and channel is not null").await,
        0
    );
    until("the answer to the delivery is noted", async || read_by_them(&world, &bees).await.1 == 1).await;
    assert_eq!(read_by_them(&world, &bees).await, ("this".to_owned(), 1));
}

#[tokio::test]
async fn a_restored_server_and_its_peer_talk_again_although_some_of_it_had_arrived() {
    for on in [On::Sqlite, On::Postgres] {
        let world = World::of(&[on, On::Postgres]).await;
        let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
        let task = bees.task("Count").await;
        let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
        let mirror = between.mirror().await.number;
        for body in ["One.", "Two."] {
            bees.on_task("task.comment", task, json!({ "body": body })).await;
        }
        world.settle().await;
        assert_eq!(wasps.comments(mirror).await, ["One.", "Two."]);

        // The copy that is restored was made while both waited; the peer's word of it has stopped the channel.
        let waiting = "update delivery set state = 'waiting', delivered_at = null where seq > (select max(seq) - 2 from delivery)";
        world.instances[0].inspect.spoil("update channel set state = 'restored'").await;
        world.instances[0].inspect.spoil(waiting).await;
        for (group, other) in [(&bees, &wasps), (&wasps, &bees)] {
            let resume = json!({ "host": other.app.addresses.authority() });
            perform(&group.app, &Principal::Operator, "channel.resume", resume).await.unwrap();
            world.settle().await;
        }
        world.calm_down().await;
        bees.on_task("task.comment", task, json!({ "body": "Three." })).await;
        world.calm_down().await;

        assert_eq!(wasps.comments(mirror).await, ["One.", "Two.", "Three."], "each once");
        for instance in &world.instances {
            assert_eq!(instance.inspect.count("channel where state = 'open'").await, 1);
        }
    }
}
