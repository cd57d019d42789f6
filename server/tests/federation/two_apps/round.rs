//! The whole way of a task: offered, accepted, worked on, handed in, sent back, handed in again, done.

use pursuance::store::delegations::{self, Verdict};
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::MINUTE;
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::groups::Group;
use crate::support::peers::{On, World};

const WORK: &[u8] = b"Twelve contracts, translated.\n";

#[tokio::test]
async fn a_task_goes_there_and_comes_back_done() {
    whole_round(&[On::Sqlite, On::Sqlite]).await;
}

#[tokio::test]
async fn a_task_goes_from_sqlite_to_postgres_and_comes_back_done() {
    whole_round(&[On::Sqlite, On::Postgres]).await;
}

#[tokio::test]
async fn a_task_goes_from_postgres_to_sqlite_and_comes_back_done() {
    whole_round(&[On::Postgres, On::Sqlite]).await;
}

async fn whole_round(on: &[On]) {
    let world = World::of(on).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let task = bees
        .task_with(json!({ "title": "Translate the contracts", "deliverables": "One file per *contract*.",
        "skills": ["Language:French"], "size": "l", "due": "2030-01-15" }))
        .await;
    let between =
        Between::offered(&world, &bees, &wasps, task, json!({ "note": "Could you?", "discussion": true }))
            .await;

    // The offer says everything that is asked for, and nobody has anything yet.
    between.assert_states(State::Offered, State::Offered).await;
    let offered = between.offered_there().await;
    assert_eq!(offered["task"]["name"], "Translate the contracts");
    assert_eq!(offered["task"]["skills"], json!(["Language:French"]));
    assert_eq!((between.task().await.assignee, between.there().await.task), (None, None));

    // Accepting makes a mirror at once; the task is theirs once the origin has said so.
    between.delegate_does("accept", json!({})).await;
    assert_eq!(between.there().await.state, State::Accepting);
    world.settle().await;
    between.assert_states(State::Active, State::Active).await;
    assert_eq!(between.task().await.phase, Phase::Started);
    assert_eq!(between.task().await.assignee.as_ref(), Some(between.here().await.peer()));
    let mirror = between.mirror().await;
    assert_eq!(mirror.title, "Translate the contracts");
    assert_eq!(mirror.asked.due, between.task().await.asked.due);
    assert_eq!(mirror.mirror_of.as_deref(), Some(bees.app.addresses.task(&between.task().await.id).as_str()));

    work_and_talk(&world, &between, &wasps, mirror.number).await;
    hand_in(&world, &between, &wasps, mirror.number).await;

    between.origin_does("accept_work", json!({ "comment": "Thank you!" })).await;
    world.settle().await;
    between.assert_states(State::Completed, State::Completed).await;
    assert_eq!((between.task().await.phase, between.mirror().await.phase), (Phase::Done, Phase::Done));
    let submissions = submissions(&between, Side::Origin).await;
    assert_eq!(submissions, [(1, Some(Verdict::SentBack)), (2, Some(Verdict::Accepted))]);
    assert_eq!(submissions, self::submissions(&between, Side::Delegate).await);
    world.assert_agreement().await;
}

/// The work is split up, its progress is seen at the origin, and both talk about it.
async fn work_and_talk(world: &World, between: &Between, wasps: &Group, mirror: i64) {
    let mut parts = Vec::new();
    for title in ["First half", "Second half"] {
        parts.push(wasps.task_with(json!({ "title": title, "parent": mirror })).await);
    }
    wasps.on_task("task.assign", parts[0], json!({ "assignee": "wasps-lead" })).await;
    wasps.on_task("task.assign", mirror, json!({ "assignee": "wasps-lead" })).await;
    wasps.on_task("task.set_phase", mirror, json!({ "phase": "in_progress" })).await;
    for phase in ["in_progress", "done"] {
        wasps.on_task("task.set_phase", parts[0], json!({ "phase": phase })).await;
    }
    world.settle().await;
    assert_eq!(between.task().await.phase, Phase::InProgress);
    world.advance(MINUTE).await;
    let told = snapshot(between).await;
    assert_eq!(told["progress"], json!({ "subtasksDone": 1, "subtasksTotal": 2, "percent": 50 }));

    between.delegate_does("progress", json!({ "note": "One half is done." })).await;
    wasps.on_task("task.comment", mirror, json!({ "body": "Is page seven complete?" })).await;
    world.settle().await;
    between.origin.on_task("task.comment", between.task, json!({ "body": "It is." })).await;
    world.advance(MINUTE).await;
    assert_eq!(snapshot(between).await["progressNote"], "One half is done.");
    let said = ["Is page seven complete?", "It is."];
    assert_eq!(between.origin.comments(between.task).await, said);
    assert_eq!(wasps.comments(mirror).await, said);
    for phase in ["in_progress", "done"] {
        if phase == "in_progress" {
            wasps.on_task("task.assign", parts[1], json!({ "assignee": "wasps-lead" })).await;
        }
        wasps.on_task("task.set_phase", parts[1], json!({ "phase": phase })).await;
    }
}

/// The work is handed in, looked at, sent back, and handed in again.
async fn hand_in(world: &World, between: &Between, wasps: &Group, mirror: i64) {
    let sha256 = wasps.attach(mirror, "contracts.md", WORK).await;
    wasps.on_task("task.set_phase", mirror, json!({ "phase": "ready_for_review" })).await;
    between.delegate_does("submit", json!({ "body": "All of it.", "files": [sha256] })).await;
    world.settle().await;
    between.assert_states(State::Submitted, State::Submitted).await;
    assert_eq!(between.task().await.phase, Phase::ReadyForReview);
    assert_eq!(bytes_at(&between.origin, &sha256).await, WORK, "the origin has a copy of the very bytes");

    between.origin_does("start_review", json!({})).await;
    world.settle().await;
    assert_eq!(between.task().await.phase, Phase::InReview);

    between.origin_does("send_back", json!({ "comment": "Pages 7 and 9 lack the annexes." })).await;
    world.settle().await;
    between.assert_states(State::Active, State::Active).await;
    assert_eq!((between.origin_copy().await.round, between.delegate_copy().await.round), (2, 2));
    assert_eq!(
        (between.task().await.phase, between.mirror().await.phase),
        (Phase::InProgress, Phase::InProgress)
    );

    wasps.on_task("task.set_phase", mirror, json!({ "phase": "ready_for_review" })).await;
    between.delegate_does("submit", json!({ "body": "With the annexes." })).await;
    world.settle().await;
    between.assert_states(State::Submitted, State::Submitted).await;
}

async fn snapshot(between: &Between) -> Value {
    between.told_here().await
}

/// The rounds of what was handed in, with their verdicts, as one side has them.
async fn submissions(between: &Between, side: Side) -> Vec<(i64, Option<Verdict>)> {
    let (group, row) = match side {
        Side::Origin => (&between.origin, between.here().await),
        Side::Delegate => (&between.delegate, between.there().await),
    };
    let mut tx = group.app.db.read().await.unwrap();
    let found = delegations::submissions(&mut tx, &row.id).await.unwrap();
    found.into_iter().map(|submission| (submission.round, submission.verdict)).collect()
}

async fn bytes_at(group: &Group, sha256: &str) -> Vec<u8> {
    use futures::TryStreamExt;
    let sha256 = pursuance_domain::value::Sha256::parse(sha256).unwrap();
    let chunks: Vec<_> = group.app.files.read(&sha256).await.unwrap().try_collect().await.unwrap();
    chunks.concat()
}

#[tokio::test]
async fn work_handed_in_twice_in_one_round_counts_as_the_newer_and_both_are_kept() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;

    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    between.delegate_does("submit", json!({ "body": "Eight." })).await;
    world.settle().await;

    between.assert_states(State::Submitted, State::Submitted).await;
    assert_eq!(submissions(&between, Side::Origin).await.len(), 2);
    assert_eq!(
        between.origin_copy().await.submission,
        between.delegate_copy().await.submissions.last().cloned()
    );
    world.assert_agreement().await;
}

#[tokio::test]
async fn the_accepted_offer_makes_one_mirror_where_the_delegate_wants_it() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let place = wasps.task("What others ask for").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;

    between.delegate_does("accept", json!({ "parent": place })).await;
    world.settle().await;

    assert_eq!(between.mirror().await.parent, Some(wasps.see(place).await.id));
    world.assert_agreement().await;
}

#[tokio::test]
async fn while_it_is_there_its_phase_and_assignee_change_only_by_the_delegation() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;

    let at = json!({ "pursuance": "bees", "task": task });
    let moved = crate::support::groups::merged(at.clone(), json!({ "phase": "done" }));
    assert_eq!(bees.attempt("task.set_phase", moved).await, Err("delegated"));
    assert_eq!(bees.attempt("task.take", at.clone()).await, Err("delegated"));
    let assigned = crate::support::groups::merged(at, json!({ "assignee": "bees-lead" }));
    assert_eq!(bees.attempt("task.assign", assigned).await, Err("delegated"));
    let mirror = between.mirror().await.number;
    let done = json!({ "pursuance": "wasps", "task": mirror, "phase": "done" });
    assert!(wasps.attempt("task.set_phase", done).await.is_err(), "a mirror is done when the origin says so");
    let edited = json!({ "pursuance": "wasps", "task": mirror, "revision": between.mirror().await.revision, "title": "Guess" });
    assert!(wasps.attempt("task.edit", edited).await.is_err(), "what is asked for is the origin's");
}

#[tokio::test]
async fn what_was_said_before_an_offer_goes_along_as_it_is_shown() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    for body in ["The **first** hive.", "The _second_ one."] {
        bees.on_task("task.comment", task, json!({ "body": body })).await;
    }
    Between::offered(&world, &bees, &wasps, task, json!({ "discussion": true, "note": "It is `urgent`." }))
        .await;
    let sent = "select cast(bytes as text) from activity where direction = 'out' order by seq";
    let sent = world.instances[0].inspect.rows(sent).await.concat();
    let html = ["<code>urgent</code>", "<strong>first</strong>", "<em>second</em>"];
    for (message, html) in sent.iter().zip(html) {
        assert!(message.contains(html), "{html}: {message}");
    }
    assert_eq!(sent.len(), html.len());
}
