//! A pursuance in the middle of a chain falls silent, and the first turns to the third directly (PROTOCOL §3.5).

use pursuance_domain::delegation::State;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::DAY;
use serde_json::json;

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::Group;
use crate::support::peers::{On, World};
use crate::support::transport::Weather;

struct Chain {
    world: World,
    bees: Group,
    hornets: Group,
    first: Between,
    second: Between,
}

/// The bees asked the wasps, who handed it on to the hornets.
async fn handed_on() -> Chain {
    let world = World::of(&[On::Sqlite, On::Sqlite, On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    let wasps = world.instances[1].found("wasps").await;
    let hornets = world.instances[2].found("hornets").await;
    let task = bees.task("Count").await;
    let first = Between::active(&world, &bees, &wasps, task, json!({ "redelegation": "yes" })).await;
    let second = Between::active(&world, &wasps, &hornets, first.mirror().await.number, json!({})).await;
    Chain { world, bees, hornets, first, second }
}

/// The hornets work on it when the wasps fall silent.
async fn with_a_silent_middle() -> Chain {
    let Chain { world, bees, hornets, first, second } = handed_on().await;
    let mirror = second.mirror().await.number;
    hornets.on_task("task.assign", mirror, json!({ "assignee": "hornets-lead" })).await;
    world.settle().await;
    world.instances[1].way_in.set(Weather::Down);
    hornets.on_task("task.set_phase", mirror, json!({ "phase": "in_progress" })).await;
    first.origin_does("recall", json!({})).await;
    world.settle().await;
    world.advance(15 * DAY).await;
    assert_eq!(first.here().await.state, State::Recalled, "the bees need not wait for them");
    Chain { world, bees, hornets, first, second }
}

#[tokio::test]
async fn work_is_taken_over_from_a_silent_middleman_as_it_is() {
    let Chain { world, bees, hornets, first, second } = with_a_silent_middle().await;
    let before = second.mirror().await;
    let direct = Between::offered(&world, &bees, &hornets, first.task, json!({})).await;
    assert!(direct.delegate_copy().await.may_adopt);
    let mut asked = Browser::at(&world.instances[2], &hornets.who).await;
    asked.open("/p/hornets/incoming").await.shown().saying("You already work on this for a pursuance whose");
    direct.delegate_does("accept", json!({})).await;
    world.settle().await;

    direct.assert_states(State::Active, State::Active).await;
    let mirror = direct.mirror().await;
    assert_eq!(
        (&mirror.id, mirror.phase, &mirror.assignee),
        (&before.id, Phase::InProgress, &before.assignee)
    );
    assert_eq!(mirror.delegation, Some(direct.there().await.id));
    assert_eq!(direct.task().await.phase, Phase::InProgress, "how far it is was told at once");
    assert_eq!(second.there().await.state, State::Returning);

    // The middleman is back: whatever it says, the work goes on.
    world.instances[1].way_in.set(Weather::Fair);
    world.calm_down().await;
    assert!(second.there().await.state.is_end());
    assert_eq!(direct.mirror().await.phase, Phase::InProgress);
    direct.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    direct.origin_does("accept_work", json!({})).await;
    world.settle().await;
    direct.assert_states(State::Completed, State::Completed).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_yes_that_is_lost_leaves_the_work_where_it_was() {
    let Chain { world, bees, hornets, first, second } = with_a_silent_middle().await;
    let direct = Between::offered(&world, &bees, &hornets, first.task, json!({})).await;
    world.instances[0].way_in.set(Weather::Held);
    direct.delegate_does("accept", json!({})).await;
    bees.on_task("task.assign", first.task, json!({ "assignee": "bees-lead" })).await;
    world.instances[0].way_in.set(Weather::Fair);
    world.settle().await;

    assert!(direct.there().await.state.is_end());
    let mirror = second.mirror().await;
    assert_eq!((mirror.phase, mirror.archived_at), (Phase::InProgress, None));
    assert_eq!(mirror.delegation, Some(second.there().await.id));
    assert_eq!(second.there().await.state, State::Active);
}

#[tokio::test]
async fn past_a_middleman_who_answers_it_is_a_circle() {
    let Chain { world, bees, hornets, first, .. } = handed_on().await;
    // The wasps cannot be told, but the hornets hear from them as ever.
    world.instances[1].way_in.set(Weather::Down);
    first.origin_does("recall", json!({})).await;
    world.advance(15 * DAY).await;
    let direct = bees.offer(first.task, &hornets, json!({})).await;
    world.settle().await;

    assert_eq!(bees.delegation(&direct).await.state, State::Declined);
}
