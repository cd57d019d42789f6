//! The news between the sides while the work is done, and the reminders to their own people.

use pursuance::reads::delivery::{self, DeliveryWord};
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, MINUTE};
use pursuance_domain::value::ProgressNote;
use serde_json::json;

use crate::support::between::Between;
use crate::support::groups::Group;
use crate::support::peers::World;

async fn count(group: &Group, verb: &str) -> usize {
    group.verbs().await.into_iter().filter(|said| said == verb).count()
}

#[tokio::test]
async fn news_of_the_work_travels_once_a_minute_and_a_new_phase_at_once() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    let heard = async || {
        world.settle().await;
        between.said(Side::Origin).await.into_iter().filter(|said| said == "<Progress").count()
    };

    for word in ["One", "Two", "Three"] {
        wasps.on_task("task.comment", mirror, json!({ "body": word, "share": false })).await;
    }
    assert_eq!(heard().await, 1, "the first at once");
    wasps.on_task("task.assign", mirror, json!({ "assignee": "wasps-lead" })).await;
    assert_eq!(heard().await, 2, "a new phase at once");
    between.delegate_does("progress", json!({ "note": "A third." })).await;
    between.delegate_does("progress", json!({ "note": "Half." })).await;
    assert_eq!(heard().await, 2, "the rest waits a minute");
    let is_told = async || {
        let mut tx = wasps.app.db.read().await.unwrap();
        let host = Some(world.instances[0].authority());
        delivery::of_delegation(&mut tx, &between.there().await, host).await.unwrap().state
    };
    assert_eq!(is_told().await, DeliveryWord::Sending, "it is not up to date before");
    world.advance(MINUTE).await;
    assert_eq!(heard().await, 3);
    let told = between.told_here().await;
    assert_eq!(told["progressNote"], "Half.", "what is newest then");
    assert_eq!(is_told().await, DeliveryWord::InStep);
    world.advance(MINUTE).await;
    assert_eq!(heard().await, 3, "there is nothing else to tell");
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_late_review_reminds_the_reviewer_then_the_assigners_and_asks_nobody_there() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;

    world.advance(8 * DAY).await;
    assert_eq!(count(&bees, "delegation.review_reminded").await, 1);
    assert_eq!(count(&bees, "delegation.review_escalated").await, 0);
    world.advance(7 * DAY).await;
    assert_eq!(count(&bees, "delegation.review_escalated").await, 1);
    world.advance(30 * DAY).await;
    assert_eq!(count(&bees, "delegation.review_reminded").await, 1, "once");
    assert_eq!(count(&bees, "delegation.nudged").await, 0);
    for group in [&bees, &wasps] {
        assert_eq!(
            count(group, "task.nudged").await,
            0,
            "not as for a task of their own, too: {}",
            group.slug
        );
    }
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_yes_is_told_by_what_came_of_it() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    for group in [&bees, &wasps] {
        let verbs = group.verbs().await;
        let of_yes: Vec<&str> = verbs
            .iter()
            .map(String::as_str)
            .filter(|verb| ["delegation.accepted", "delegation.granted"].contains(verb))
            .collect();
        assert_eq!(of_yes, ["delegation.accepted", "delegation.granted"], "{}", group.slug);
    }
}

#[tokio::test]
async fn what_was_told_of_the_work_stands_before_the_work_on_both_sides_with_who_told_it() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    between.delegate_does("progress", json!({ "note": "Begun." })).await;
    world.settle().await;
    between.delegate_does("progress", json!({ "note": "Half of them." })).await;
    world.settle().await;
    assert_eq!(between.said(Side::Origin).await.last().unwrap(), "<Progress");
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;

    for (side, arrow) in [(Side::Origin, '<'), (Side::Delegate, '>')] {
        let said = between.said(side).await;
        let wanted = ["Progress", "Progress", "Submit"].map(|kind| format!("{arrow}{kind}"));
        assert_eq!(said[said.len() - 3..], wanted, "{side:?}: {said:?}");
    }
    world.advance(2 * MINUTE).await;
    assert_eq!(between.said(Side::Origin).await.last().unwrap(), "<Submit", "nothing comes after it");
}

#[tokio::test]
async fn words_that_waited_for_their_minute_are_of_whoever_wrote_them() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    for note in ["Begun.", "Half of them."] {
        between.delegate_does("progress", json!({ "note": note })).await;
        world.settle().await;
    }
    let told = "delegation_message where direction = 'out' and kind = 'Progress'";
    let inspect = world.instances[1].inspect.clone();
    assert_eq!(inspect.count(told).await, 1);
    world.advance(2 * MINUTE).await;
    assert_eq!(inspect.count(told).await, 2, "the clock has told it");
    assert_eq!(inspect.count(&format!("{told} and human is null")).await, 0);
}

#[tokio::test]
async fn news_are_read_there_as_long_as_they_were_written_here() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let words = |n: usize| "é".repeat(n);

    assert!(ProgressNote::parse(&words(501)).is_err(), "more is not taken, so nothing is cut");
    between.delegate_does("progress", json!({ "note": words(500) })).await;
    world.advance(MINUTE).await;

    assert_eq!(between.told_here().await["progressNote"], words(500));
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_block_of_the_delegate_reaches_the_origin_at_once_with_a_sentence_that_names_nobody() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    wasps.on_task("task.assign", mirror, json!({ "assignee": "wasps-lead" })).await;
    let other = wasps.task("The secret of the wasps").await;
    let told = async || {
        world.settle().await;
        let told = between.told_here().await;
        (told["phase"].clone(), told["progressNote"].clone())
    };
    between.delegate_does("progress", json!({ "note": "Half." })).await;
    world.advance(MINUTE).await;
    assert_eq!(told().await, (json!("started"), json!("Half.")));

    wasps.on_task("task.depend", mirror, json!({ "on": other })).await;
    assert_eq!(told().await, (json!("blocked"), json!("It waits for another task.")));
    wasps.on_task("task.set_phase", other, json!({ "phase": "dropped" })).await;
    assert_eq!(told().await, (json!("started"), json!("Half.")), "told by what became of the other task");

    for (block, sentence) in [
        (json!({ "reason": "Ruth is ill." }), "It is blocked."),
        (json!({ "reason": "The river is frozen.", "share": true }), "The river is frozen."),
    ] {
        wasps.on_task("task.block", mirror, block).await;
        assert_eq!(told().await, (json!("blocked"), json!(sentence)));
        wasps.on_task("task.unblock", mirror, json!({})).await;
        assert_eq!(told().await.0, json!("started"));
    }
    // The origin's own phase stays what it is, and a blocked mirror can be handed in.
    assert_eq!(between.task().await.phase, Phase::Started);
    wasps.on_task("task.block", mirror, json!({ "reason": "Ice" })).await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    between.assert_states(State::Submitted, State::Submitted).await;
    world.assert_agreement().await;
}
