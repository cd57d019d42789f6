//! The ends of work that is not accepted: taken back, given back, refused for good.

use pursuance::store::events;
use pursuance_domain::delegation::State;
use pursuance_domain::event::Verb;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::DAY;
use serde_json::json;

use crate::support::between::Between;
use crate::support::peers::World;
use crate::support::transport::Weather;

#[tokio::test]
async fn work_that_is_recalled_stops_there_and_the_task_is_free_here() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;

    between.origin_does("recall", json!({ "reason": "The swarm has moved." })).await;
    assert_eq!(between.here().await.state, State::Recalling);
    world.settle().await;

    between.assert_states(State::Recalled, State::Recalled).await;
    assert_eq!((between.task().await.phase, between.task().await.assignee), (Phase::HelpWanted, None));
    assert!(between.mirror().await.phase.is_closed(), "the mirror is frozen");
    assert_eq!(between.delegate_tries("return", json!({})).await, Err("wrong-state"));
    let mirror = between.mirror().await.number;
    let work = json!({ "pursuance": "wasps", "task": mirror, "phase": "in_progress" });
    assert!(wasps.attempt("task.set_phase", work).await.is_err(), "nobody works on it any more");
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_was_done_may_be_handed_in_for_a_week_after_a_recall() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    between.origin_does("recall", json!({})).await;
    world.settle().await;

    between.delegate_does("submit", json!({ "body": "Half of them: four." })).await;
    world.settle().await;

    between.assert_states(State::Recalled, State::Recalled).await;
    assert_eq!(between.origin_copy().await.late.len(), 1, "it is kept");
    world.assert_agreement().await;
    world.advance(8 * DAY).await;
    assert_eq!(between.delegate_tries("submit", json!({ "body": "Too late." })).await, Err("too-late"));
}

#[tokio::test]
async fn work_that_is_given_back_is_free_here_and_put_away_there() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;

    between.delegate_does("return", json!({ "reason": "Too many of them." })).await;
    assert_eq!(between.there().await.state, State::Returning);
    world.settle().await;

    between.assert_states(State::Returned, State::Returned).await;
    assert_eq!((between.task().await.phase, between.task().await.assignee), (Phase::HelpWanted, None));
    assert!(between.mirror().await.archived_at.is_some());
    world.assert_agreement().await;
}

#[tokio::test]
async fn work_handed_in_may_still_be_given_back_or_recalled() {
    for (side, state) in [("return", State::Returned), ("recall", State::Recalled)] {
        let (world, bees, wasps) = World::bees_and_wasps().await;
        let task = bees.task("Count").await;
        let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
        between.delegate_does("submit", json!({ "body": "Seven." })).await;
        world.settle().await;

        match side {
            "return" => between.delegate_does("return", json!({})).await,
            _ => between.origin_does("recall", json!({})).await,
        };
        world.settle().await;

        between.assert_states(state, state).await;
        assert_eq!(between.task().await.phase, Phase::HelpWanted);
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn work_that_is_refused_for_good_ends_it_on_both_sides() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    between.delegate_does("submit", json!({ "body": "Some." })).await;
    world.settle().await;

    between.origin_does("refuse_work", json!({ "comment": "“Some” is no number." })).await;
    world.settle().await;

    between.assert_states(State::Refused, State::Refused).await;
    assert_eq!((between.task().await.phase, between.task().await.assignee), (Phase::HelpWanted, None));
    assert_ne!(between.mirror().await.phase, Phase::Done);
    world.assert_agreement().await;
}

#[tokio::test]
async fn nothing_can_be_judged_before_it_is_handed_in_nor_after_it_is_over() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    for verdict in ["accept_work", "start_review"] {
        assert_eq!(between.origin_tries(verdict, json!({})).await, Err("nothing-submitted"), "{verdict}");
    }
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    between.origin_does("accept_work", json!({})).await;
    world.settle().await;

    for verdict in ["accept_work", "recall"] {
        assert_eq!(between.origin_tries(verdict, json!({})).await, Err("wrong-state"), "{verdict}");
    }
    assert_eq!(between.delegate_tries("return", json!({})).await, Err("wrong-state"));
    assert_eq!(between.delegate_tries("submit", json!({ "body": "Eight." })).await, Err("wrong-state"));
}

#[tokio::test]
async fn a_finished_task_that_is_opened_again_can_be_handed_over_again() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    between.origin_does("accept_work", json!({})).await;
    world.settle().await;
    bees.on_task("task.set_phase", task, json!({ "phase": "help_wanted" })).await;

    let again = Between::active(&world, &bees, &wasps, task, json!({})).await;

    assert_ne!(again.here().await.uri, between.here().await.uri);
    assert_ne!(again.mirror().await.number, between.mirror().await.number);
    world.assert_agreement().await;
}

#[tokio::test]
async fn work_of_a_pursuance_that_has_ended_wants_help_again() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    let open = bees.offer(bees.task("Weigh").await, &wasps, json!({})).await;
    world.settle().await;

    world.instances[1].way_in.set(Weather::Ended);
    between.origin_does("nudge", json!({})).await;
    world.settle().await;

    assert_eq!(between.here().await.state, State::Void);
    assert_eq!(bees.delegation(&open).await.state, State::Void);
    assert_eq!((between.task().await.phase, between.task().await.assignee), (Phase::HelpWanted, None));
    assert_eq!(bees.verbs().await.iter().filter(|verb| *verb == "delegation.voided").count(), 2);
    assert_eq!(world.instances[0].inspect.count("delivery where state = 'waiting'").await, 0);
    let again = json!({ "pursuance": "bees", "task": task, "to": wasps.handle() });
    assert!(bees.attempt("delegation.offer", again).await.is_err(), "there is nobody to ask");
}

#[tokio::test]
async fn work_for_a_pursuance_that_has_ended_becomes_ones_own() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    wasps.on_task("task.assign", mirror, json!({ "assignee": "wasps-lead" })).await;
    world.settle().await;

    world.instances[0].way_in.set(Weather::Ended);
    wasps.on_task("task.set_phase", mirror, json!({ "phase": "in_progress" })).await;
    world.settle().await;

    assert_eq!(between.there().await.state, State::Void);
    let own = between.mirror().await;
    assert_eq!((own.mirror_of, own.delegation, own.phase), (None, None, Phase::InProgress));
    assert_eq!(wasps.verbs().await.iter().filter(|verb| *verb == "delegation.voided").count(), 1);
    wasps.on_task("task.set_phase", mirror, json!({ "phase": "dropped" })).await;
}

#[tokio::test]
async fn what_stands_below_a_mirror_stops_with_it() {
    for end in ["recall", "return", "refuse_work"] {
        let (world, bees, wasps) = World::bees_and_wasps().await;
        let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
        let other = Between::active(&world, &bees, &wasps, bees.task("Weigh").await, json!({})).await;
        let mirror = between.mirror().await.number;
        let part = wasps.task_with(json!({ "title": "Half", "parent": mirror })).await;
        let deeper = wasps.task_with(json!({ "title": "Quarter", "parent": part })).await;
        wasps.on_task("task.assign", deeper, json!({ "assignee": "wasps-lead" })).await;
        wasps.on_task("task.move", other.mirror().await.number, json!({ "parent": part })).await;
        if end == "refuse_work" {
            between.delegate_does("submit", json!({ "body": "Seven.", "waived": true })).await;
            world.settle().await;
        }

        match end {
            "recall" => between.origin_does(end, json!({})).await,
            "return" => between.delegate_does(end, json!({})).await,
            _ => between.origin_does(end, json!({ "comment": "No." })).await,
        };
        world.settle().await;

        for number in [part, deeper] {
            let task = wasps.see(number).await;
            assert_eq!(task.phase, Phase::Dropped, "{end}: #{number}");
            let mut tx = wasps.app.db.read().await.unwrap();
            let told = events::newest_of_tasks(&mut tx, &[task.id], Verb::TaskPhaseSet).await.unwrap();
            assert!(!told.is_empty(), "{end}: whoever has it is told");
        }
        let elsewhere = other.mirror().await;
        assert!(
            !elsewhere.phase.is_closed() && elsewhere.parent.is_none(),
            "{end}: others wait for that one"
        );
        other.assert_states(State::Active, State::Active).await;
        world.assert_agreement().await;
    }
}

#[tokio::test]
async fn a_mirror_is_not_closed_with_the_task_it_was_placed_under() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    let above = wasps.task("Summer").await;
    wasps.on_task("task.move", mirror, json!({ "parent": above })).await;
    wasps.on_task("task.assign", above, json!({ "assignee": "wasps-lead" })).await;
    for what in ["finish", "drop"] {
        let done = json!({ "pursuance": "wasps", "task": above, "phase": "done", "subtasks": what });
        assert_eq!(wasps.attempt("task.set_phase", done).await, Err("delegated-subtasks"));
    }
    assert_eq!(between.mirror().await.phase, Phase::New);
}

#[tokio::test]
async fn a_finished_mirror_is_put_away_after_thirty_days_with_what_was_waived() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let waived = wasps.task_with(json!({ "title": "Twice", "parent": between.mirror().await.number })).await;
    between.delegate_does("submit", json!({ "body": "Seven.", "waived": true })).await;
    world.settle().await;
    between.origin_does("accept_work", json!({})).await;
    world.settle().await;
    assert_eq!(wasps.see(waived).await.phase, Phase::Dropped, "nobody is to do it any more");

    world.advance(29 * DAY).await;
    assert_eq!(between.mirror().await.archived_at, None);
    world.advance(DAY).await;
    assert!(between.mirror().await.archived_at.is_some());
    assert_eq!(between.mirror().await.phase, Phase::Done);
    world.assert_agreement().await;
}
