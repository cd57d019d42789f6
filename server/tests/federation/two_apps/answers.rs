//! The ways of an offer: declined, countered, withdrawn, forgotten, overtaken.

use pursuance_domain::delegation::State;
use pursuance_domain::task::phase::Phase;
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::groups::merged;
use crate::support::peers::{On, World};

#[tokio::test]
async fn a_declined_offer_says_why_and_leaves_the_task_free() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;

    between.delegate_does("decline", json!({ "reason": "We sting, we do not count." })).await;
    world.settle().await;

    between.assert_states(State::Declined, State::Declined).await;
    assert_eq!(between.task().await.assignee, None);
    assert!(heard(&between).await.iter().any(|said| said.contains("We sting, we do not count.")));
    world.assert_agreement().await;
    // A new try is a new delegation.
    Between::active(&world, &bees, &wasps, task, json!({})).await;
    world.assert_agreement().await;
}

/// Comments that the origin has received, as text.
async fn heard(between: &Between) -> Vec<String> {
    let mut tx = between.origin.app.db.read().await.unwrap();
    let id = between.here().await.id;
    let timeline = pursuance::store::delegations::timeline(&mut tx, &id, 100).await.unwrap();
    timeline.iter().map(|entry| entry.document().unwrap().to_string()).collect()
}

#[tokio::test]
async fn a_counter_is_answered_with_other_terms_and_those_are_what_is_agreed() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task_with(json!({ "title": "Count", "due": "2030-01-01", "size": "s" })).await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;

    between
        .delegate_does("counter", json!({ "due": "2030-02-01", "size": "l", "note": "After the winter." }))
        .await;
    world.settle().await;
    between.assert_states(State::Countered, State::Countered).await;
    between.origin_does("reoffer", json!({ "due": "2030-02-01", "size": "l" })).await;
    world.settle().await;
    between.assert_states(State::Offered, State::Offered).await;
    between.delegate_does("accept", json!({})).await;
    world.settle().await;

    between.assert_states(State::Active, State::Active).await;
    let (task, mirror) = (between.task().await, between.mirror().await);
    assert_eq!((task.asked.due, task.asked.size), (mirror.asked.due, mirror.asked.size));
    assert_eq!(task.asked.due.unwrap().rfc3339(), "2030-02-01T23:59:59Z");
    assert_eq!(between.origin_copy().await.offers.len(), 2);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_counter_does_not_void_the_offer_it_answers() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    between.delegate_does("counter", json!({ "note": "Do drones count?" })).await;
    world.settle().await;

    between.delegate_does("accept", json!({})).await;
    world.settle().await;

    between.assert_states(State::Active, State::Active).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_offer_taken_back_before_the_answer_is_closed_there() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;

    between.origin_does("recall", json!({ "reason": "Never mind." })).await;
    world.settle().await;

    between.assert_states(State::Withdrawn, State::Withdrawn).await;
    assert_eq!(between.delegate_tries("accept", json!({})).await, Err("wrong-state"));
    assert_eq!(between.task().await.assignee, None);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_task_taken_here_while_it_is_offered_is_offered_no_more() {
    for how in ["take", "finish", "drop"] {
        let (world, bees, wasps) = World::bees_and_wasps().await;
        let task = bees.task("Count").await;
        bees.on_task("task.set_phase", task, json!({ "phase": "help_wanted" })).await;
        let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;

        match how {
            "take" => drop(bees.on_task("task.take", task, json!({ "withdraw": true })).await),
            "drop" => drop(bees.on_task("task.set_phase", task, json!({ "phase": "dropped" })).await),
            _ => {
                bees.on_task("task.take", task, json!({ "withdraw": true })).await;
                for phase in ["in_progress", "done"] {
                    bees.on_task("task.set_phase", task, json!({ "phase": phase })).await;
                }
            }
        }
        world.settle().await;

        between.assert_states(State::Withdrawn, State::Withdrawn).await;
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn of_two_who_are_asked_the_first_to_accept_gets_it_and_the_other_is_told() {
    let world = World::of(&[On::Sqlite, On::Sqlite, On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let wasps = world.instances[1].found("wasps").await;
    let hornets = world.instances[2].found("hornets").await;
    let task = bees.task("Count").await;
    let first = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    let second = Between::offered(&world, &bees, &hornets, task, json!({})).await;

    // Both say yes before either has heard anything.
    first.hold_both(&world);
    first.delegate_does("accept", json!({})).await;
    second.delegate_does("accept", json!({})).await;
    assert_eq!((first.there().await.state, second.there().await.state), (State::Accepting, State::Accepting));
    for instance in &world.instances {
        instance.way_in.set(crate::support::transport::Weather::Fair);
    }
    world.settle().await;

    let mut states = [first.there().await.state, second.there().await.state];
    states.sort();
    assert_eq!(states, [State::Active, State::Lost], "one of them has it, the other lost");
    let winner = if first.there().await.state == State::Active { &first } else { &second };
    let loser = if first.there().await.state == State::Active { &second } else { &first };
    assert_eq!(winner.task().await.assignee.as_ref(), Some(winner.here().await.peer()));
    assert!(loser.mirror().await.archived_at.is_some(), "the mirror made in vain is put away");
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_assigned_task_is_not_offered_and_nobody_is_asked_twice() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let mine = bees.task("Mine").await;
    bees.on_task("task.assign", mine, json!({ "assignee": "bees-lead" })).await;
    let to = json!({ "pursuance": "bees", "to": wasps.handle() });
    assert_eq!(
        bees.attempt("delegation.offer", merged(to.clone(), json!({ "task": mine }))).await,
        Err("assigned")
    );

    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    let again = merged(to, json!({ "task": task }));
    assert_eq!(bees.attempt("delegation.offer", again.clone()).await, Err("already-offered"));
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    assert_eq!(bees.attempt("delegation.offer", again).await, Err("already-delegated"));
}

#[tokio::test]
async fn a_pursuance_is_found_by_handle_and_by_address() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let address = wasps.app.addresses.at("/p/wasps");
    for to in
        [wasps.handle(), format!("@{}", wasps.handle()), format!("!{}", wasps.handle()), wasps.uri(), address]
    {
        let task = bees.task("Count").await;
        let offer = json!({ "pursuance": "bees", "task": task, "to": to });
        let offered = bees.attempt("delegation.offer", offer).await;
        assert!(offered.is_ok(), "{to}: {offered:?}");
    }
    world.settle().await;
    assert_eq!(wasps.delegations().await.len(), 5);
    let nobody = json!({ "pursuance": "bees", "task": bees.task("Count").await, "to": format!("nobody@{}", world.instances[1].authority()) });
    assert_eq!(bees.attempt("delegation.offer", nobody).await, Err("unreachable"));
    let person = json!({ "pursuance": "bees", "task": bees.task("Count").await, "to": format!("wasps-lead@{}", world.instances[1].authority()) });
    assert!(bees.attempt("delegation.offer", person).await.is_err(), "people take no tasks this way");
}

#[tokio::test]
async fn twenty_unanswered_offers_are_enough() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    for number in 0..20 {
        let task = bees.task(&format!("Count {number}")).await;
        bees.offer(task, &wasps, json!({})).await;
    }
    world.settle().await;
    let offer = json!({ "pursuance": "bees", "task": bees.task("One more").await, "to": wasps.handle() });
    assert_eq!(bees.attempt("delegation.offer", offer.clone()).await, Err("too-many-offers"));

    let first: Value = json!({ "delegation": wasps.delegations().await[0].id });
    wasps.act("delegation.decline", first).await;
    world.settle().await;

    bees.act("delegation.offer", offer).await;
    world.settle().await;
    assert_eq!(wasps.delegations().await.len(), 21);
    assert!(wasps.delegations().await.iter().skip(1).all(|row| row.state == State::Offered));
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_offer_of_a_finished_task_is_refused() {
    let (_world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    bees.on_task("task.set_phase", task, json!({ "phase": "dropped" })).await;
    assert_eq!(bees.see(task).await.phase, Phase::Dropped);

    let offer = json!({ "pursuance": "bees", "task": task, "to": wasps.handle() });
    assert_eq!(bees.attempt("delegation.offer", offer).await, Err("task-closed"));
}
