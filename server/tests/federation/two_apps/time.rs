//! Time limits: offers without an answer, silence, reminders, and servers that were down.

use pursuance::store::channels::{self, Channel, ChannelState};
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use serde_json::json;

use crate::support::between::Between;
use crate::support::peers::{On, World, until};
use crate::support::transport::Weather;

#[tokio::test]
async fn an_offer_without_an_answer_expires_on_both_sides() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;

    world.advance(6 * DAY).await;
    between.assert_states(State::Offered, State::Offered).await;
    world.advance(DAY + HOUR).await;

    between.assert_states(State::Expired, State::Expired).await;
    assert_eq!(between.delegate_tries("accept", json!({})).await, Err("wrong-state"));
    assert_eq!(between.task().await.assignee, None);
    world.assert_agreement().await;
}

#[tokio::test]
async fn however_many_delegations_are_damaged_time_passes_for_the_others() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    let damaged = "insert into delegation
            (id, uri, side, state, copy, origin, delegate, root_uri, path, offered, last_activity, next_tick, created, updated)
        with recursive n (i) as (select 1 union all select i + 1 from n where i < 100)
        select d.id || i, d.uri || i, d.side, d.state, '{}', d.origin, d.delegate, d.root_uri, d.path, d.offered,
            d.last_activity, 1, d.created, d.updated from delegation d, n";
    world.instances[0].inspect.spoil(damaged).await;
    world.let_pass(8 * DAY);
    until("the sound offer expires", async || between.here().await.state == State::Expired).await;
}

#[tokio::test]
async fn a_yes_in_time_that_arrives_late_is_honoured() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    world.advance(6 * DAY).await;

    // Nothing reaches the origin for two days.
    world.instances[0].way_in.set(Weather::Down);
    between.delegate_does("accept", json!({})).await;
    world.advance(2 * DAY).await;
    assert_eq!(between.here().await.state, State::Expired);
    assert_eq!(between.there().await.state, State::Accepting, "an answer is owed to it");
    world.instances[0].way_in.set(Weather::Fair);
    world.calm_down().await;

    between.assert_states(State::Active, State::Active).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_yes_that_comes_too_late_is_lost_when_somebody_else_has_the_task() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    world.advance(6 * DAY).await;
    world.instances[0].way_in.set(Weather::Down);
    between.delegate_does("accept", json!({})).await;
    world.advance(2 * DAY).await;
    bees.on_task("task.assign", task, json!({ "assignee": "bees-lead" })).await;
    world.instances[0].way_in.set(Weather::Fair);
    world.calm_down().await;

    between.assert_states(State::Lost, State::Lost).await;
    for verbs in [bees.verbs().await, wasps.verbs().await] {
        assert!(verbs.contains(&"delegation.lost".to_owned()), "{verbs:?}");
    }
    assert!(between.mirror().await.archived_at.is_some());
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_outage_of_the_peer_does_not_use_up_the_time_to_answer() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    // They know each other, so that the offer can be written while the other server is away.
    Between::offered(&world, &bees, &wasps, bees.task("Before").await, json!({})).await;
    world.instances[1].way_in.set(Weather::Down);
    let id = bees.offer(task, &wasps, json!({})).await;
    world.settle().await;
    world.advance(8 * DAY).await;
    assert_eq!(bees.delegation(&id).await.state, State::Offered, "it has not even arrived");

    world.instances[1].way_in.set(Weather::Fair);
    world.calm_down().await;
    assert_eq!(bees.delegation(&id).await.state, State::Offered, "now they have some time");
    let uri = bees.delegation(&id).await.uri;
    let there = wasps.delegations().await.into_iter().find(|row| row.uri == uri).unwrap();
    wasps.act("delegation.accept", json!({ "delegation": there.id })).await;
    world.calm_down().await;

    assert_eq!(bees.delegation(&id).await.state, State::Active);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_nudge_may_be_sent_once_a_day() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;

    between.origin_does("nudge", json!({ "note": "Any news?" })).await;
    assert_eq!(between.origin_tries("nudge", json!({})).await, Err("too-soon"));
    world.advance(DAY).await;
    between.origin_does("nudge", json!({})).await;
    world.settle().await;

    let nudges = between.said(Side::Delegate).await.into_iter().filter(|said| said == "<Nudge").count();
    assert_eq!(nudges, 2);
    world.assert_agreement().await;
}

#[tokio::test]
async fn silence_is_asked_about_then_told_as_stalled_and_work_is_never_taken_away_by_itself() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "heartbeat": 3 })).await;

    // The delegate's server says every now and then that it is there, with the date of the last human act.
    for _ in 0..10 {
        world.advance(DAY).await;
    }
    let said = between.said(Side::Origin).await;
    assert_eq!(said.iter().filter(|said| *said == ">Nudge").count(), 2, "{said:?}");
    assert!(said.iter().any(|said| said == "<Progress"), "the server itself is alive: {said:?}");
    assert!(between.origin_copy().await.is_stalled);
    assert!(bees.verbs().await.iter().any(|verb| verb == "delegation.stalled"));
    between.assert_states(State::Active, State::Active).await;

    // A sign of life, and all is well.
    between.delegate_does("progress", json!({ "note": "Sorry, still on it." })).await;
    world.settle().await;
    assert!(!between.origin_copy().await.is_stalled);
    world.assert_agreement().await;
}

#[tokio::test]
async fn work_that_goes_on_is_never_asked_about() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "heartbeat": 2 })).await;

    for day in 0..8 {
        wasps
            .on_task(
                "task.comment",
                between.mirror().await.number,
                json!({ "body": format!("Day {day}"), "share": false }),
            )
            .await;
        world.settle().await;
        world.advance(DAY).await;
    }

    assert!(!between.said(Side::Origin).await.iter().any(|said| said == ">Nudge"));
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_outage_is_not_taken_for_silence_when_it_is_over() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "heartbeat": 3 })).await;
    let nudges =
        async || between.said(Side::Origin).await.into_iter().filter(|said| said == ">Nudge").count();
    world.instances[1].way_in.set(Weather::Down);
    bees.on_task("task.comment", task, json!({ "body": "Hello?", "share": true })).await;
    world.settle().await;
    for _ in 0..10 {
        world.advance(DAY).await;
    }
    assert_eq!(nudges().await, 0, "their silence says nothing");

    world.instances[1].way_in.set(Weather::Fair);
    world.advance(2 * DAY).await;
    assert_eq!(nudges().await, 0, "they have only just been found to be back");
    world.advance(3 * DAY).await;
    assert_eq!(nudges().await, 1);
    world.assert_agreement().await;
}

#[tokio::test]
async fn nothing_expires_and_nothing_is_judged_while_the_channel_is_frozen() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let open = Between::offered(&world, &bees, &wasps, bees.task("Weigh").await, json!({})).await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let peer = between.here().await.delegate;
    let set = async |state: ChannelState| {
        let mut tx = bees.app.db.write().await.unwrap();
        let channel = channels::find(&mut tx, &bees.id, &peer).await.unwrap().unwrap();
        channels::save(&mut tx, &Channel { state, ..channel }).await.unwrap();
        tx.commit().await.unwrap();
    };
    set(ChannelState::Suspended).await;
    assert_eq!(between.origin_tries("nudge", json!({})).await, Err("suspended"));
    world.advance(8 * DAY).await;
    assert_eq!(open.here().await.state, State::Offered);

    set(ChannelState::Open).await;
    world.advance(HOUR).await;
    assert_eq!(open.here().await.state, State::Expired);
}

#[tokio::test]
async fn a_server_that_was_away_gets_everything_in_order_when_it_is_back() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task_with(json!({ "title": "Count", "due": "2030-06-01" })).await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;

    world.instances[1].way_in.set(Weather::Down);
    for number in 0..5 {
        bees.on_task("task.comment", task, json!({ "body": format!("Number {number}") })).await;
        world.advance(20 * MINUTE).await;
    }
    assert!(between.delegate.comments(between.mirror().await.number).await.is_empty());
    world.instances[1].way_in.set(Weather::Fair);
    world.calm_down().await;

    let comments = between.delegate.comments(between.mirror().await.number).await;
    assert_eq!(comments, ["Number 0", "Number 1", "Number 2", "Number 3", "Number 4"]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_the_network_lost_is_found_in_the_log_of_the_sender() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;

    world.instances[1].way_in.set(Weather::Lossy);
    for number in 0..3 {
        bees.on_task("task.comment", task, json!({ "body": format!("Lost {number}") })).await;
    }
    world.settle().await;
    world.instances[1].way_in.set(Weather::Fair);
    bees.on_task("task.comment", task, json!({ "body": "Heard" })).await;
    world.settle().await;
    let mirror = between.mirror().await.number;
    assert!(wasps.comments(mirror).await.is_empty(), "nothing is read before what came before it");
    world.advance(MINUTE).await;

    assert_eq!(wasps.comments(mirror).await, ["Lost 0", "Lost 1", "Lost 2", "Heard"]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_grant_that_is_missing_for_a_day_is_looked_for_once_a_day_and_no_oftener() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    // The yes is lost, so that no grant comes.
    world.instances[0].way_in.set(Weather::Lossy);
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    let pulls = async || world.instances[1].inspect.count("channel where pull_at is not null").await;
    for _ in 0..3 {
        world.advance(DAY).await;
        until("the log has been read and asks for nothing more", async || pulls().await == 0).await;
    }

    // The next message shows the origin what it has missed, whatever it says.
    world.instances[0].way_in.set(Weather::Fair);
    let other = Between::offered(&world, &bees, &wasps, bees.task("Weigh").await, json!({})).await;
    other.delegate_does("decline", json!({})).await;
    world.settle().await;
    world.advance(MINUTE).await;
    between.assert_states(State::Active, State::Active).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn messages_that_arrive_backwards_are_read_forwards() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;

    world.instances[1].way_in.set(Weather::Astray);
    for number in 0..4 {
        bees.on_task("task.comment", task, json!({ "body": format!("Word {number}") })).await;
    }
    world.settle().await;
    assert_eq!(world.instances[1].way_in.astray(), 4);
    world.instances[1].way_in.set(Weather::Fair);
    assert_eq!(world.instances[1].way_in.deliver_kept(true).await, 0, "none is too old");
    world.settle().await;

    let mirror = between.mirror().await.number;
    assert_eq!(wasps.comments(mirror).await, ["Word 0", "Word 1", "Word 2", "Word 3"]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn what_arrives_twice_happens_once() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    for instance in &world.instances {
        instance.way_in.set(Weather::Doubled);
    }
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({ "discussion": true })).await;
    bees.on_task("task.comment", task, json!({ "body": "Once." })).await;
    between.delegate_does("submit", json!({ "body": "Seven." })).await;
    world.settle().await;
    between.origin_does("accept_work", json!({})).await;
    world.settle().await;

    between.assert_states(State::Completed, State::Completed).await;
    assert_eq!(wasps.comments(between.mirror().await.number).await, ["Once."]);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_recall_nobody_confirms_is_done_after_two_weeks_and_agreed_when_they_are_back() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, task, json!({})).await;
    world.instances[1].way_in.set(Weather::Down);

    between.origin_does("recall", json!({})).await;
    world.advance(13 * DAY).await;
    assert_eq!(between.here().await.state, State::Recalling);
    world.advance(2 * DAY).await;
    assert_eq!(between.here().await.state, State::Recalled);
    assert_eq!(between.there().await.state, State::Active, "they cannot know");

    world.instances[1].way_in.set(Weather::Fair);
    world.calm_down().await;
    between.assert_states(State::Recalled, State::Recalled).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn an_offer_whose_server_is_gone_for_good_is_put_away_when_it_must_have_ended() {
    for on in [On::Sqlite, On::Postgres] {
        let mut world = World::of(&[on, On::Sqlite]).await;
        let (wasps, bees) = (world.instances[0].found("wasps").await, world.instances[1].found("bees").await);
        let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
        world.instances[0].way_in.set(Weather::Down);
        drop(world.instances.pop());

        world.advance(7 * DAY + 14 * DAY).await;
        assert_eq!(between.delegate_copy().await.log_asked_at, None, "an outage may have moved its end");
        world.advance(HOUR).await;
        assert!(between.delegate_copy().await.log_asked_at.is_some(), "the log is asked for another offer");
        assert_eq!(between.there().await.state, State::Offered);
        world.advance(DAY + HOUR).await;
        assert_eq!(between.there().await.state, State::Expired);
        assert!(wasps.verbs().await.iter().any(|verb| verb == "delegation.expired"));
    }
}

#[tokio::test]
async fn new_terms_that_an_outage_held_up_are_read_before_an_offer_is_put_away() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let patient = json!({ "respond_by": world.now().plus(20 * DAY).rfc3339() });
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, patient).await;
    world.advance(19 * DAY).await;
    world.instances[1].way_in.set(Weather::Down);
    between.origin_does("reoffer", json!({ "note": "As long again." })).await;
    world.advance(16 * DAY).await;

    between.assert_states(State::Offered, State::Offered).await;
    assert_eq!(between.delegate_copy().await.offers.len(), 2, "their log was asked for it");
    world.instances[1].way_in.set(Weather::Fair);
    between.delegate_does("accept", json!({})).await;
    world.calm_down().await;
    between.assert_states(State::Active, State::Active).await;
    world.assert_agreement().await;
}
