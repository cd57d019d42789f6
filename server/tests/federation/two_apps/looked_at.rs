//! A decision belongs to the version that people looked at, and is sent as they made it.

use pursuance::store::delegations::{self, Verdict};
use pursuance_domain::delegation::{MessageKind, Side, State};
use pursuance_domain::time::DAY;
use serde_json::json;

use crate::support::between::Between;
use crate::support::peers::World;

/// Verdicts of the origin and of the delegate on every work that was handed in, the oldest first.
async fn verdicts(between: &Between) -> [Vec<Option<Verdict>>; 2] {
    let mut found = [Vec::new(), Vec::new()];
    let sides = [(&between.origin, between.here().await), (&between.delegate, between.there().await)];
    for (found, (group, row)) in found.iter_mut().zip(sides) {
        let mut tx = group.app.db.read().await.unwrap();
        let works = delegations::submissions(&mut tx, &row.id).await.unwrap();
        *found = works.into_iter().map(|work| work.verdict).collect();
    }
    found
}

/// The addresses of what was handed in, as the origin has them.
async fn works(between: &Between) -> Vec<String> {
    let mut tx = between.origin.app.db.read().await.unwrap();
    let works = delegations::submissions(&mut tx, &between.here().await.id).await.unwrap();
    works.into_iter().map(|work| work.uri).collect()
}

#[tokio::test]
async fn nobody_says_yes_or_no_to_terms_they_have_not_read() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    let read = between.delegate_copy().await.newest().unwrap().uri.clone();
    between.origin_does("reoffer", json!({ "size": "l" })).await;
    world.settle().await;

    for answer in ["accept", "decline", "counter"] {
        let more = json!({ "offer": read, "note": "Why?" });
        let more = if answer == "counter" { more } else { json!({ "offer": read }) };
        assert_eq!(between.delegate_tries(answer, more).await, Err("stale-terms"), "{answer}");
    }
    let newest = between.delegate_copy().await.newest().unwrap().uri.clone();
    between.delegate_does("accept", json!({ "offer": newest })).await;
    world.settle().await;
    between.assert_states(State::Active, State::Active).await;

    between.origin_does("reoffer", json!({ "size": "m" })).await;
    world.settle().await;
    assert_eq!(between.delegate_tries("accept", json!({ "offer": newest })).await, Err("stale-terms"));
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_verdict_is_on_the_version_that_was_looked_at_and_on_no_other() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    for body in ["Seven.", "Eight."] {
        between.delegate_does("submit", json!({ "body": body })).await;
        world.settle().await;
    }
    let works = works(&between).await;

    for verdict in ["accept_work", "send_back", "refuse_work"] {
        let more = json!({ "submission": works[0], "comment": "I see." });
        assert_eq!(between.origin_tries(verdict, more).await, Err("submission-replaced"), "{verdict}");
    }
    between.origin_does("send_back", json!({ "submission": works[1], "comment": "Again." })).await;
    world.settle().await;
    let sent_back = vec![None, Some(Verdict::SentBack)];
    assert_eq!(verdicts(&between).await, [sent_back.clone(), sent_back], "the first was never judged");
    world.assert_agreement().await;
}

#[tokio::test]
async fn work_that_came_after_a_recall_is_thanked_for_once() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    between.origin_does("recall", json!({ "code": "superseded" })).await;
    world.settle().await;
    between.delegate_does("submit", json!({ "body": "Half of them: four." })).await;
    world.settle().await;
    let work = works(&between).await.remove(0);

    between.origin_does("thank", json!({ "submission": work, "comment": "Four is a start." })).await;
    world.settle().await;

    between.assert_states(State::Recalled, State::Recalled).await;
    let thanked = vec![Some(Verdict::Accepted)];
    assert_eq!(verdicts(&between).await, [thanked.clone(), thanked]);
    assert_eq!(between.said(Side::Delegate).await.last().unwrap(), "<AcceptWork");
    let again = between.origin_tries("thank", json!({ "submission": work })).await;
    assert_eq!(again, Err("already-answered"));
    world.advance(8 * DAY).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_was_done_so_far_goes_along_when_a_task_is_given_back() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    let file = wasps.attach(between.mirror().await.number, "half.txt", b"one two three four").await;
    between.delegate_does("submit", json!({ "body": "Half." })).await;
    world.settle().await;

    let back = json!({ "code": "return-capacity", "reason": "The others fly too high.", "files": [file] });
    between.delegate_does("return", back).await;
    world.settle().await;

    between.assert_states(State::Returned, State::Returned).await;
    let mut tx = bees.app.db.read().await.unwrap();
    let files =
        pursuance::store::discussions::hung_on(&mut tx, between.task().await.id.as_str()).await.unwrap();
    let had: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.is_here)).collect();
    assert_eq!(had, [("half.txt", true)]);
    let timeline = delegations::timeline(&mut tx, &between.here().await.id, 100).await.unwrap();
    let leave = timeline.iter().find(|entry| entry.kind == MessageKind::Leave).unwrap();
    let leave = leave.document().unwrap();
    assert_eq!(leave["reasonCode"], "return-capacity");
    drop(tx);
    world.assert_agreement().await;
}

#[tokio::test]
async fn work_is_handed_in_without_open_subtasks_only_when_somebody_says_so() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    let mirror = between.mirror().await.number;
    wasps.task_with(json!({ "title": "The drones", "parent": mirror })).await;

    let work = json!({ "body": "Eight." });
    assert_eq!(between.delegate_tries("submit", work).await, Err("open-subtasks"));
    between.delegate_does("submit", json!({ "body": "Eight.", "waived": true })).await;
    world.settle().await;
    between.assert_states(State::Submitted, State::Submitted).await;
}
