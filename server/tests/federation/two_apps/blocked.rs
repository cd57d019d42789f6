//! A task that is blocked on either side of a delegation, or on both (PROTOCOL §3.4): each side says only its own blocks.

use pursuance_domain::delegation::{Side, State};
use pursuance_domain::task::phase::{Phase, ShownPhase};
use serde_json::json;

use crate::support::Caller;
use crate::support::between::Between;
use crate::support::browser::{Browser, Page};
use crate::support::groups::Group;
use crate::support::peers::{Instance, On, World};
use crate::support::transport::Weather;

/// Opens the page of a task as the one who leads there.
async fn page(instance: &Instance, group: &Group, task: i64) -> Page {
    let mut browser = Browser::at(instance, &group.who).await;
    browser.open(&format!("/p/{}/t/{task}", group.slug)).await.shown()
}

/// How many tasks of a pursuance its list of the blocked ones has, and its answer for programs.
async fn listed(instance: &Instance, group: &Group) -> (usize, usize) {
    let mut browser = Browser::at(instance, &group.who).await;
    let page = browser.open(&format!("/p/{}?phase=blocked", group.slug)).await.shown();
    let reader = Caller::at(&group.app, &group.who).await;
    let tasks = reader.read(&format!("/api/v1/pursuances/{}/tasks", group.slug)).await.items();
    let answered = tasks.iter().filter(|task| task["phase"] == "blocked").count();
    (page.html.matches("class=\"phase blocked\"").count(), answered)
}

/// As it is shown at the origin, and at the delegate.
async fn shown(between: &Between) -> (ShownPhase, ShownPhase) {
    (between.task().await.shown(), between.mirror().await.shown())
}

fn count(said: &[String], word: &str) -> usize {
    said.iter().filter(|said| *said == word).count()
}

const BOTH: (ShownPhase, ShownPhase) = (ShownPhase::Blocked, ShownPhase::Blocked);

#[tokio::test]
async fn what_blocks_a_task_at_the_origin_is_shown_at_the_delegate_until_nothing_does() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    wasps.on_task("task.assign", mirror, json!({ "assignee": "wasps-lead" })).await;
    world.settle().await;
    let other = bees.task("The secret of the bees").await;
    assert_eq!(shown(&between).await, (ShownPhase::Is(Phase::Started), ShownPhase::Is(Phase::Started)));
    assert_eq!(listed(there, &wasps).await, (0, 0));

    bees.on_task("task.depend", between.task, json!({ "on": other })).await;
    world.settle().await;

    assert_eq!(shown(&between).await, BOTH);
    assert_eq!(listed(there, &wasps).await, (1, 1));
    let seen = page(there, &wasps, mirror).await;
    let seen = seen.saying("It waits for another task.").saying("On the side of");
    assert!(!seen.says("The secret of the bees"), "no title leaves its pursuance");
    // A block of the other side is ended by the other side alone.
    assert_eq!(wasps.try_on_task("task.unblock", mirror, json!({})).await, Err("not-blocked"));
    assert!(!seen.has_form(&format!("/p/wasps/t/{mirror}/unblock")), "and nobody is offered to");
    assert_eq!(between.said(Side::Delegate).await.last().unwrap(), "<TaskBlocked");
    let told = bees.verbs().await;
    assert_eq!(count(&told, "task.blocked"), 0, "the bees know why: {told:?}");
    page(here, &bees, between.task).await.saying("said that the task is blocked");

    bees.on_task("task.set_phase", other, json!({ "phase": "dropped" })).await;
    world.settle().await;

    assert_eq!(shown(&between).await, (ShownPhase::Is(Phase::Started), ShownPhase::Is(Phase::Started)));
    assert_eq!(listed(there, &wasps).await, (0, 0));
    let seen = page(there, &wasps, mirror).await.saying("said that the task is no longer blocked");
    assert!(!seen.says("On the side of"), "{seen:?}");
    let told = wasps.verbs().await;
    assert_eq!((count(&told, "task.blocked"), count(&told, "task.unblocked")), (1, 1), "{told:?}");
    assert_eq!(count(&told, "delegation.updated"), 0, "what is asked for is the same: {told:?}");
    world.assert_agreement().await;
}

#[tokio::test]
async fn words_of_the_origin_are_read_there_only_where_that_was_ticked() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let there = &world.instances[1];
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    let ours = page(&world.instances[0], &bees, between.task).await;
    ours.saying("The pursuance on the other side reads these words.");
    for (block, sentence) in [
        (json!({ "reason": "Ruth is ill." }), "It is blocked."),
        (json!({ "reason": "The river is frozen.", "share": true }), "The river is frozen."),
    ] {
        bees.on_task("task.block", between.task, block).await;
        world.settle().await;
        assert_eq!(between.mirror().await.shown(), ShownPhase::Blocked);
        let seen = page(there, &wasps, mirror).await.saying(sentence);
        assert!(!seen.says("Ruth"), "{seen:?}");
    }
    bees.on_task("task.unblock", between.task, json!({})).await;
    world.settle().await;
    assert_ne!(between.mirror().await.shown(), ShownPhase::Blocked);
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_blocks_the_mirror_is_shown_over_the_phase_at_the_origin() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let here = &world.instances[0];
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;

    wasps.on_task("task.block", mirror, json!({ "on": null, "reason": "Ice", "share": true })).await;
    world.settle().await;

    assert_eq!(shown(&between).await, BOTH);
    assert_eq!(listed(here, &bees).await, (1, 1));
    page(here, &bees, between.task).await.saying("On the side of").saying("Ice");
    assert_eq!(bees.try_on_task("task.unblock", between.task, json!({})).await, Err("not-blocked"));
    let told = bees.verbs().await;
    assert_eq!(count(&told, "task.blocked"), 1, "{told:?}");

    wasps.on_task("task.unblock", mirror, json!({})).await;
    world.settle().await;
    assert_ne!(between.task().await.shown(), ShownPhase::Blocked);
    assert_eq!(listed(here, &bees).await, (0, 0));
    world.assert_agreement().await;
}

/// How many blocks hold on each side, here and there: those said on it, and those the other side told it.
async fn blocks(world: &World) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    for instance in &world.instances {
        let count = async |told: &str| {
            instance.inspect.count(&format!("task_block where lifted_at is null and told_in is {told}")).await
        };
        found.push((count("null").await, count("not null").await));
    }
    found
}

#[tokio::test]
async fn neither_side_ends_the_block_of_the_other_one_whoever_ends_their_own_first() {
    for is_origin_first in [true, false] {
        let (world, bees, wasps) = World::bees_and_wasps().await;
        let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
        let (task, mirror) = (between.task, between.mirror().await.number);
        bees.on_task("task.block", task, json!({ "reason": "Ice" })).await;
        wasps.on_task("task.block", mirror, json!({ "reason": "Snow" })).await;
        world.calm_down().await;
        assert_eq!(blocks(&world).await, [(1, 1), (1, 1)]);

        let (first, its_task, left) = if is_origin_first {
            (&bees, task, [(0, 1), (1, 0)])
        } else {
            (&wasps, mirror, [(1, 0), (0, 1)])
        };
        first.on_task("task.unblock", its_task, json!({})).await;
        world.calm_down().await;
        assert_eq!(blocks(&world).await, left, "the origin first: {is_origin_first}");
        assert_eq!(first.try_on_task("task.unblock", its_task, json!({})).await, Err("not-blocked"));
        world.calm_down().await;
        assert_eq!(blocks(&world).await, left, "nor does another try: {is_origin_first}");
        assert_eq!(shown(&between).await, BOTH);

        let (second, its_task) = if is_origin_first { (&wasps, mirror) } else { (&bees, task) };
        second.on_task("task.unblock", its_task, json!({})).await;
        world.calm_down().await;
        assert_eq!(blocks(&world).await, [(0, 0), (0, 0)]);
        assert_eq!(shown(&between).await, (ShownPhase::Is(Phase::Started), ShownPhase::Is(Phase::New)));
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn each_side_ends_only_its_own_block_when_both_have_one() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    between.hold_both(&world);
    bees.on_task("task.block", between.task, json!({ "reason": "Ice" })).await;
    wasps.on_task("task.block", mirror, json!({ "reason": "Snow" })).await;
    for instance in &world.instances {
        instance.way_in.set(Weather::Fair);
    }
    world.calm_down().await;
    assert_eq!(shown(&between).await, BOTH);
    let heard = |side| between.said(side);
    assert_eq!(count(&heard(Side::Delegate).await, "<TaskBlocked"), 1);

    bees.on_task("task.unblock", between.task, json!({})).await;
    world.settle().await;
    assert_eq!(shown(&between).await, BOTH, "the mirror is blocked, and the task is shown so for that");
    assert_eq!(
        between.delegate_copy().await.origin_block,
        None,
        "the bees say nothing of the wasps' own block"
    );

    wasps.on_task("task.unblock", mirror, json!({})).await;
    world.settle().await;
    assert_eq!(shown(&between).await, (ShownPhase::Is(Phase::Started), ShownPhase::Is(Phase::New)));
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_task_that_was_blocked_before_is_told_with_the_grant() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    bees.on_task("task.block", task, json!({ "reason": "Ice" })).await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    assert_eq!(shown(&between).await, BOTH);
    let said = between.said(Side::Delegate).await;
    assert!(said.windows(2).any(|pair| pair == ["<Grant", "<TaskBlocked"]), "{said:?}");
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_block_of_the_other_side_ends_with_the_delegation() {
    for what in ["recall", "return"] {
        let (world, bees, wasps) = World::bees_and_wasps().await;
        let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
        let mirror = between.mirror().await.number;
        bees.on_task("task.block", between.task, json!({ "reason": "Ice" })).await;
        wasps.on_task("task.block", mirror, json!({ "reason": "Snow" })).await;
        world.settle().await;
        assert_eq!(shown(&between).await, BOTH);
        bees.on_task("task.unblock", between.task, json!({})).await;
        world.settle().await;
        assert_eq!(between.task().await.shown(), ShownPhase::Blocked);

        match what {
            "recall" => between.origin_does("recall", json!({})).await,
            _ => between.delegate_does("return", json!({})).await,
        };
        world.settle().await;

        let task = between.task().await;
        assert_eq!((task.shown(), task.assignee), (ShownPhase::Is(Phase::HelpWanted), None), "{what}");
        let left = "task_block where told_in is not null and lifted_at is null";
        for instance in &world.instances {
            assert_eq!(instance.inspect.count(left).await, 0, "{what}");
        }
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn work_that_waits_for_a_review_is_not_shown_as_blocked_by_the_other_side() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    bees.on_task("task.block", between.task, json!({ "reason": "Ice" })).await;
    wasps.on_task("task.block", mirror, json!({ "reason": "Snow" })).await;
    world.settle().await;

    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;

    assert_eq!(
        between.origin_copy().await.told_block,
        None,
        "the wasps read that their work waits for a review"
    );
    let left = "task_block where told_in is not null and lifted_at is null";
    assert_eq!(world.instances[0].inspect.count(left).await, 0);
    between.origin_does("start_review", json!({})).await;
    between.origin_does("send_back", json!({ "comment": "Count again." })).await;
    world.settle().await;

    assert_eq!(between.delegate_copy().await.origin_block.as_deref(), Some("It is blocked."));
    for instance in &world.instances {
        assert_eq!(instance.inspect.count(left).await, 1, "the work goes on, and both still wait");
    }
    between.assert_states(State::Active, State::Active).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_chain_of_three_says_nobody_elses_block() {
    let world = World::of(&[On::Sqlite, On::Postgres, On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let wasps = world.instances[1].found("wasps").await;
    let hornets = world.instances[2].found("hornets").await;
    let task = bees.task("Count").await;
    let first = Between::active(&world, &bees, &wasps, task, json!({ "redelegation": "yes" })).await;
    let middle = first.mirror().await.number;
    let second = Between::active(&world, &wasps, &hornets, middle, json!({})).await;
    let last = second.mirror().await.number;
    let three = async || {
        world.settle().await;
        let is_blocked = |shown: ShownPhase| shown == ShownPhase::Blocked;
        let ((a, b), c) = (shown(&first).await, second.mirror().await.shown());
        (is_blocked(a), is_blocked(b), is_blocked(c))
    };
    assert_eq!(three().await, (false, false, false));

    bees.on_task("task.block", task, json!({ "reason": "Ice" })).await;
    assert_eq!(three().await, (true, true, false), "the hornets hear nothing of the bees");
    bees.on_task("task.unblock", task, json!({})).await;
    hornets.on_task("task.block", last, json!({ "reason": "Snow" })).await;
    assert_eq!(three().await, (false, true, true), "nor the bees of the hornets");
    hornets.on_task("task.unblock", last, json!({})).await;
    wasps.on_task("task.block", middle, json!({ "reason": "Rain" })).await;
    assert_eq!(three().await, (true, true, true), "both neighbours of the wasps hear of theirs");
    wasps.on_task("task.unblock", middle, json!({})).await;
    assert_eq!(three().await, (false, false, false));
    world.assert_agreement().await;
}
