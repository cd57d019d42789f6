//! A mirror asks for help by itself once the origin has confirmed it (RULES §4).

use pursuance_domain::task::phase::Phase;
use serde_json::{Value, json};

use crate::support::between::Between;
use crate::support::groups::Group;
use crate::support::peers::World;

const FRENCH: &str = "Language:French";

/// A task for people with French that the wasps accepted, with a wasp who knows it.
async fn accepted(skills: Value, ask: Value) -> (World, Between, Group) {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let wim = wasps.with_member("wim", pursuance_domain::people::role::Role::Normal).await;
    wim.act("profile.edit", json!({ "skills": [FRENCH] })).await;
    let task = bees.task_with(json!({ "title": "Translate", "skills": skills, "ask": false })).await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    between.delegate_does("accept", ask).await;
    assert_eq!(between.mirror().await.phase, Phase::New, "it is not confirmed yet");
    world.settle().await;
    (world, between, wim)
}

async fn asked(world: &World) -> i64 {
    world.instances[1].inspect.count("offer where state = 'open'").await
}

#[tokio::test]
async fn members_are_asked_about_a_mirror_once_it_is_confirmed() {
    let (world, between, wim) = accepted(json!([FRENCH]), json!({})).await;
    assert_eq!(between.mirror().await.phase, Phase::HelpWanted);
    assert_eq!(asked(&world).await, 1);
    world.calm_down().await;
    assert_eq!(between.task().await.phase, Phase::Started, "nobody has begun there");
    let told =
        between.delegate_copy().await.told_phase.map(pursuance_domain::task::phase::WirePhase::as_wire);
    assert_eq!(told, Some("helpWanted"), "the origin reads that people are looked for");
    let number = between.mirror().await.number;
    wim.on_task("task.take", number, json!({})).await;
    world.calm_down().await;
    assert_eq!(between.mirror().await.phase, Phase::Started);
    world.assert_agreement().await;
}

#[tokio::test]
async fn whoever_accepts_may_say_that_nobody_is_asked_yet_and_without_skills_nobody_is() {
    for (skills, ask, phase) in [
        (json!([FRENCH]), json!({ "ask": false }), Phase::New),
        (json!([]), json!({}), Phase::New),
        (json!([]), json!({ "ask": true }), Phase::HelpWanted),
    ] {
        let (world, between, _) = accepted(skills, ask).await;
        assert_eq!(between.mirror().await.phase, phase);
        assert_eq!(asked(&world).await, 0);
    }
}

#[tokio::test]
async fn an_acceptance_that_came_too_late_asks_nobody() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let wim = wasps.with_member("wim", pursuance_domain::people::role::Role::Normal).await;
    wim.act("profile.edit", json!({ "skills": [FRENCH] })).await;
    let task = bees.task_with(json!({ "title": "Translate", "skills": [FRENCH], "ask": false })).await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    world.instances[1].way_in.set(crate::support::transport::Weather::Down);
    bees.on_task("task.take", task, json!({ "withdraw": true })).await;
    between.delegate_does("accept", json!({})).await;
    world.instances[1].way_in.set(crate::support::transport::Weather::Fair);
    world.calm_down().await;
    assert_eq!(asked(&world).await, 0);
}
