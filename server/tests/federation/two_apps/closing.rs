//! A pursuance is closed: what it handed out it takes back, what it took it gives back, and both sides end. A deleted one
//! is gone for everybody (PROTOCOL §1.10, §3.5).

use http::HeaderMap;
use pursuance::jobs::Worker;
use pursuance_domain::action::{Action, WindUpPursuance};
use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND};
use serde_json::json;

use super::super::documents::fetch;
use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::Group;
use crate::support::peers::{On, World, until};
use crate::support::transport::Weather;

async fn close(group: &Group) -> serde_json::Value {
    let reason = "The season is over.";
    group.act("pursuance.close", json!({ "pursuance": group.slug, "reason": reason })).await
}

#[tokio::test]
async fn closing_recalls_what_was_handed_out_and_returns_what_was_taken_on_sqlite() {
    closing_ends_both_ways(On::Sqlite).await;
}

#[tokio::test]
async fn closing_recalls_what_was_handed_out_and_returns_what_was_taken_on_postgres() {
    closing_ends_both_ways(On::Postgres).await;
}

async fn closing_ends_both_ways(on: On) {
    let world = World::of(&[on, On::Sqlite]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let handed_out = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let taken = Between::active(&world, &wasps, &bees, wasps.task("Sting").await, json!({})).await;
    let offered = Between::offered(&world, &bees, &wasps, bees.task("Weigh").await, json!({})).await;
    let asked = Between::offered(&world, &wasps, &bees, wasps.task("Buzz").await, json!({})).await;
    let submitted = Between::active(&world, &bees, &wasps, bees.task("Draw").await, json!({})).await;
    submitted.delegate_does("submit", json!({ "body": "A picture." })).await;
    world.settle().await;

    let ends = close(&bees).await;
    assert_eq!((&ends["handed_out"], &ends["taken"]), (&json!(3), &json!(2)));
    world.settle().await;

    handed_out.assert_states(State::Recalled, State::Recalled).await;
    submitted.assert_states(State::Recalled, State::Recalled).await;
    taken.assert_states(State::Returned, State::Returned).await;
    offered.assert_states(State::Withdrawn, State::Withdrawn).await;
    asked.assert_states(State::Declined, State::Declined).await;
    assert_eq!(handed_out.task().await.phase, Phase::HelpWanted);
    assert_eq!(taken.task().await.phase, Phase::HelpWanted, "the others look for somebody else");
    let mut page = Browser::at(&world.instances[1], &wasps.who).await;
    let told = page.open(&format!("/p/wasps/t/{}", taken.task)).await.shown();
    told.saying("The season is over.");

    // A new offer is declined by a rule, so that nobody there waits for people.
    let late = Between::offered(&world, &wasps, &bees, wasps.task("Fly").await, json!({})).await;
    late.assert_states(State::Declined, State::Declined).await;
    let said = late.said(Side::Origin).await;
    assert_eq!(said.len(), 2, "an offer, and the answer at once: {said:?}");
    let offer = json!({ "pursuance": "bees", "task": offered.task, "to": wasps.handle() });
    assert_eq!(bees.attempt("delegation.offer", offer).await.unwrap_err(), "pursuance-closed");
    world.assert_agreement().await;

    // Ended delegations stay ended; a new offer is answered anew.
    bees.act("pursuance.reopen", json!({ "pursuance": "bees" })).await;
    handed_out.assert_states(State::Recalled, State::Recalled).await;
    Between::active(&world, &wasps, &bees, wasps.task("Fly again").await, json!({})).await;
}

#[tokio::test]
async fn an_answer_in_flight_is_taken_in_after_the_closing_and_ends_in_order() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let accepted = Between::offered(&world, &wasps, &bees, wasps.task("Sting").await, json!({})).await;
    let offered = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let working = Between::active(&world, &bees, &wasps, bees.task("Weigh").await, json!({})).await;
    accepted.hold_both(&world);
    accepted.delegate_does("accept", json!({})).await;
    offered.delegate_does("accept", json!({})).await;
    working.delegate_does("submit", json!({ "body": "Heavy." })).await;
    close(&bees).await;
    assert_eq!(accepted.there().await.state, State::Accepting, "the answer to the yes is owed");
    for instance in &world.instances {
        instance.way_in.set(Weather::Fair);
    }
    world.calm_down().await;

    accepted.assert_states(State::Returned, State::Returned).await;
    offered.assert_states(State::Withdrawn, State::Lost).await;
    working.assert_states(State::Recalled, State::Recalled).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_comment_under_way_when_a_pursuance_closes_is_refused_and_its_sender_is_told() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let (number, sting) = (bees.task("Count").await, wasps.task("Sting").await);
    let given = Between::active(&world, &bees, &wasps, number, json!({ "discussion": true })).await;
    let taken = Between::active(&world, &wasps, &bees, sting, json!({ "discussion": true })).await;
    let mirror = given.mirror().await.number;
    given.hold_both(&world);
    // About the work that was taken, and about the work that was handed out.
    wasps.on_task("task.comment", mirror, json!({ "body": "We begin." })).await;
    wasps.on_task("task.comment", sting, json!({ "body": "Be careful." })).await;
    close(&bees).await;
    for instance in &world.instances {
        instance.way_in.set(Weather::Fair);
    }
    world.calm_down().await;

    given.assert_states(State::Recalled, State::Recalled).await;
    assert!(bees.comments(number).await.is_empty(), "nothing is added to a closed pursuance");
    assert!(bees.comments(taken.mirror().await.number).await.is_empty());
    let refused = wasps.verbs().await.into_iter().filter(|verb| verb == "delegation.refused_message").count();
    assert_eq!(refused, 2, "neither is lost without a word");
    let inspect = &world.instances[1].inspect;
    let sql = "select data from event where verb = 'delegation.refused_message'";
    for data in inspect.rows(sql).await.concat() {
        assert!(data.contains("\"reason\":\"not-permitted\""), "{data}");
    }
    for task in [mirror, sting] {
        let mut page = Browser::at(&world.instances[1], &wasps.who).await;
        page.open(&format!("/p/wasps/t/{task}")).await.shown().saying("could not accept a message");
    }
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_suspended_channel_goes_on_and_ends_what_could_not_be_said() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let asked = Between::offered(&world, &wasps, &bees, wasps.task("Sting").await, json!({})).await;
    let here = &world.instances[0];
    here.inspect.spoil("update channel set state = 'suspended'").await;
    close(&bees).await;
    assert_eq!(asked.there().await.state, State::Offered, "nothing is answered in a suspended channel");
    here.inspect.spoil("update channel set state = 'open'").await;
    asked.origin_does("reoffer", json!({ "size": "l" })).await;
    world.calm_down().await;
    asked.assert_states(State::Declined, State::Declined).await;
}

#[tokio::test]
async fn more_delegations_than_one_step_ends_are_ended_by_a_job_and_not_after_it_was_opened_again() {
    let mut world = World::of(&[On::Sqlite]).await;
    let bees = world.instances[0].found("bees").await;
    for name in ["wasps", "hornets", "ants"] {
        let other = world.instances[0].found(name).await;
        for number in 0..15 {
            let task = bees.task(&format!("Part {number}")).await;
            bees.offer(task, &other, json!({})).await;
        }
    }
    world.settle().await;
    let live = async || {
        let rows = bees.delegations().await;
        rows.iter().filter(|row| row.side == Side::Origin && row.state.is_live()).count()
    };
    world.instances[0].rest().await;
    close(&bees).await;
    assert_eq!(live().await, 25, "as many as one step ends");
    let go_on: Action = WindUpPursuance { pursuance: bees.id.clone(), after: None }.into();
    let clock = Principal::Clock { job: "test".to_owned() };
    bees.act("pursuance.reopen", json!({ "pursuance": "bees" })).await;
    bees.app.perform(&clock, go_on).await.unwrap();
    assert_eq!(live().await, 25, "an open pursuance keeps what it has");
    close(&bees).await;
    assert_eq!(live().await, 5);
    let worker = Worker::spawn(&bees.app);
    until("the rest is withdrawn", async || live().await == 0).await;
    worker.stop().await;
}

#[tokio::test]
async fn a_deleted_pursuance_is_gone_for_everybody_also_for_those_who_were_down() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    let given = Between::active(&world, &wasps, &bees, wasps.task("Sting").await, json!({})).await;
    let number = bees.task("Count").await;
    let task = here.app.addresses.task(&bees.see(number).await.id);
    let kept = Between::offered(&world, &bees, &wasps, number, json!({})).await;
    let delete = json!({ "pursuance": "bees", "confirm": "bees" });

    there.way_in.set(Weather::Down);
    close(&bees).await;
    world.settle().await;
    assert_eq!(given.there().await.state, State::Returning, "its answer is owed");
    world.advance(14 * DAY - MINUTE).await;
    assert_eq!(bees.attempt("pursuance.delete", delete.clone()).await, Err("closed-too-shortly"));
    world.advance(MINUTE).await;
    world.advance(2 * HOUR).await;
    assert_eq!(given.there().await.state, State::Returned, "nobody waits longer than 14 days");
    bees.act("pursuance.delete", delete).await;
    until("everything is removed", async || {
        world.let_pass(SECOND);
        here.inspect.count("task").await == 0 && here.inspect.count("channel").await == 0
    })
    .await;

    let (id, uri) = (bees.id.as_str().to_owned(), bees.uri());
    let base = uri.split("/ap/").next().unwrap();
    let name = format!("{base}/.well-known/webfinger?resource=acct:bees@{}", here.authority());
    let of = |what: &str| format!("{uri}/{what}");
    for address in [uri.clone(), of("outbox"), of("followers"), of("tasks"), task, name] {
        let (status, _, document) = fetch(&address, HeaderMap::new()).await;
        assert_eq!(status, 410, "{address}");
        assert_eq!(document["type"], "Tombstone", "{address}");
    }
    assert_eq!(given.here().await.state, State::Active, "nobody there has heard of it");
    let farewell = format!("delivery where sender = '{id}' and activity = '{uri}#delete'");
    assert_eq!(here.inspect.count(&farewell).await, 1, "one farewell to the only one who knows it");
    assert_eq!(here.inspect.count(&format!("{farewell} and state = 'waiting'")).await, 1);

    there.way_in.set(Weather::Fair);
    // A server that was away for long is tried once a day.
    world.advance(25 * HOUR).await;
    world.calm_down().await;
    assert_eq!(here.inspect.count(&format!("{farewell} and state = 'delivered'")).await, 1, "they were told");
    assert_eq!(given.here().await.state, State::Void, "they asked, and learnt that it is gone");
    assert_eq!(given.task().await.phase, Phase::HelpWanted);
    assert_eq!(kept.there().await.state, State::Void);
    let offer = json!({ "pursuance": "wasps", "task": given.task, "to": bees.handle() });
    let refused = wasps.attempt("delegation.offer", offer).await.unwrap_err();
    assert!(["not-a-partner", "unreachable"].contains(&refused), "{refused}");
    assert_eq!(here.inspect.count(&format!("delivery where sender = '{id}' and state = 'waiting'")).await, 0);
}

#[tokio::test]
async fn a_neighbour_on_the_same_server_has_its_task_back_when_the_pursuance_is_deleted() {
    let mut world = World::of(&[On::Sqlite]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[0].found("wasps").await);
    let task = wasps.task("Sting").await;
    let given = Between::offered(&world, &wasps, &bees, task, json!({})).await;
    // The yes is never answered: it is lost for good.
    world.instances[0].rest().await;
    given.delegate_does("accept", json!({})).await;
    let inspect = world.instances[0].inspect.clone();
    inspect.spoil("update delivery set state = 'given_up' where state = 'waiting'").await;
    close(&bees).await;
    assert_eq!(given.there().await.state, State::Accepting);
    world.let_pass(14 * DAY);
    bees.act("pursuance.delete", json!({ "pursuance": "bees", "confirm": "bees" })).await;
    let worker = Worker::spawn(&bees.app);
    until("everything is removed", async || {
        world.let_pass(SECOND);
        inspect.count(&format!("task where pursuance = '{}'", bees.id)).await == 0
            && inspect
                .count(&format!("delegation where delegate = '{}' and side = 'delegate'", bees.id))
                .await
                == 0
    })
    .await;
    worker.stop().await;
    assert!(given.here().await.state.is_end());
    let task = wasps.see(task).await;
    assert!(task.assignee.is_none(), "nobody has it: {task:?}");
    let names = wasps.delegations().await;
    assert_eq!(names.len(), 1, "what the neighbour remembers stays with the neighbour");
}
