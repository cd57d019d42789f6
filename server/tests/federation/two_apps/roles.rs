//! The roles for each decision in a delegation (DATA 4, RULES §2), on both sides.

use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::groups::{Group, merged};
use crate::support::peers::World;

/// Every decision of a side, with what it needs besides the delegation.
const AT_THE_ORIGIN: [&str; 4] = ["reoffer", "recall", "nudge", "answer_onward"];
const VERDICTS: [&str; 4] = ["start_review", "accept_work", "send_back", "refuse_work"];
const AT_THE_DELEGATE: [&str; 6] = ["accept", "decline", "counter", "submit", "return", "ask_onward"];

fn words(what: &str, third: &Group) -> Value {
    match what {
        "send_back" | "refuse_work" => json!({ "comment": "No." }),
        "submit" => json!({ "body": "Here." }),
        "ask_onward" => json!({ "to": third.handle() }),
        "answer_onward" => json!({ "to": third.handle(), "allow": true }),
        "counter" => json!({ "note": "When?" }),
        _ => json!({}),
    }
}

async fn tries(who: &Group, row: &str, what: &str, third: &Group) -> Result<Value, &'static str> {
    who.attempt(&format!("delegation.{what}"), merged(json!({ "delegation": row }), words(what, third))).await
}

#[tokio::test]
async fn whoever_is_no_assigner_decides_nothing_on_either_side() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let third = world.instances[1].found("hornets").await;
    let task = bees.task("Count").await;
    let normal =
        (bees.with_member("nora", Role::Normal).await, wasps.with_member("nils", Role::Normal).await);
    let offer = json!({ "pursuance": "bees", "task": task, "to": wasps.handle() });
    assert_eq!(normal.0.attempt("delegation.offer", offer).await, Err("not-allowed"));

    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    let (here, there) = (between.here().await.id, between.there().await.id);
    for what in ["accept", "decline", "counter"] {
        assert_eq!(tries(&normal.1, there.as_str(), what, &third).await, Err("not-allowed"), "{what}");
    }
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    let before = (between.here().await.copy, between.there().await.copy);
    for (what, why) in AT_THE_ORIGIN
        .map(|what| (what, "not-allowed"))
        .into_iter()
        .chain(VERDICTS.map(|what| (what, "not-the-reviewer")))
    {
        assert_eq!(tries(&normal.0, here.as_str(), what, &third).await, Err(why), "{what}");
    }
    for what in AT_THE_DELEGATE {
        assert_eq!(tries(&normal.1, there.as_str(), what, &third).await, Err("not-allowed"), "{what}");
    }
    world.settle().await;
    assert_eq!(before, (between.here().await.copy, between.there().await.copy), "nothing has changed");
}

#[tokio::test]
async fn to_strangers_a_delegation_is_not_there() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let (one, other) =
        (world.instances[0].person("stranger").await, world.instances[1].person("stranger").await);
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    let third = bees.clone();
    let (here, there) = (between.here().await.id, between.there().await.id);
    let (bee, wasp) = (Group { who: one, ..bees }, Group { who: other, ..wasps });

    for what in AT_THE_ORIGIN.into_iter().chain(VERDICTS) {
        assert!(tries(&bee, here.as_str(), what, &third).await.is_err(), "{what}");
    }
    for what in AT_THE_DELEGATE {
        assert!(tries(&wasp, there.as_str(), what, &third).await.is_err(), "{what}");
    }
    // A side's decisions are taken at that side, and only there.
    for what in AT_THE_DELEGATE {
        let asked = tries(&between.origin, here.as_str(), what, &third).await;
        assert!(matches!(asked, Err("not-found")), "{what}: {asked:?}");
    }
    for what in AT_THE_ORIGIN.into_iter().chain(VERDICTS) {
        let asked = tries(&between.delegate, there.as_str(), what, &third).await;
        assert!(matches!(asked, Err("not-found")), "{what}: {asked:?}");
    }
}

#[tokio::test]
async fn an_assigner_hands_over_and_takes_back_and_only_the_reviewer_judges() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let anna = bees.with_member("anna", Role::Assigner).await;
    let rita = bees.with_member("rita", Role::Normal).await;
    let abel = wasps.with_member("abel", Role::Assigner).await;
    let task = bees.task("Count").await;
    let revision = bees.see(task).await.revision;
    bees.on_task("task.edit", task, json!({ "revision": revision, "reviewer": "rita" })).await;

    let between = Between::active(&world, &anna, &abel, task, json!({})).await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    assert_eq!(
        between.origin_tries("accept_work", json!({})).await,
        Err("not-the-reviewer"),
        "an Assigner is no reviewer"
    );
    let here = between.here().await.id;
    rita.act("delegation.accept_work", json!({ "delegation": here })).await;
    world.settle().await;

    assert_eq!(between.there().await.state, pursuance_domain::delegation::State::Completed);
    world.assert_agreement().await;
}

#[tokio::test]
async fn without_a_reviewer_whoever_wrote_the_task_judges() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let asta = bees.with_member("asta", Role::AssistantAdmin).await;
    let other = bees.with_member("otto", Role::AssistantAdmin).await;
    let task = asta.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;

    let here = json!({ "delegation": between.here().await.id });
    assert_eq!(other.attempt("delegation.accept_work", here.clone()).await, Err("not-the-reviewer"));
    asta.act("delegation.accept_work", here).await;
    world.settle().await;
    world.assert_agreement().await;
}
