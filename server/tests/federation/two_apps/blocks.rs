//! A block, on both sides of a delegation (PROTOCOL §3.6): the blocking side shows it, the blocked side believes it
//! after a day, and a message that cannot leave is not shown as sent.

use pursuance::reads::delivery::{self, DeliveryWord};
use pursuance::store::{delegations, deliveries};
use pursuance_domain::action::{BlockHost, SetOperator};
use pursuance_domain::allowed::Principal;
use pursuance_domain::delegation::{Cut, State};
use pursuance_domain::id::DelegationId;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND};
use serde_json::json;

use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::groups::Group;
use crate::support::peers::{Instance, On, World};
use crate::support::transport::Weather;

/// The operators of one instance block the other, or no longer.
async fn block(world: &World, by: &Instance, other: &Instance, blocked: bool) {
    let action = BlockHost { host: other.authority().to_owned(), blocked, reason: None };
    by.app.perform(&Principal::Operator, action.into()).await.unwrap();
    // Its inbox reads the list anew after a moment.
    world.advance(5 * SECOND).await;
}

async fn word(
    group: &Group,
    between: &pursuance::store::delegations::Delegation,
    peer: &Instance,
) -> DeliveryWord {
    let mut tx = group.app.db.read().await.unwrap();
    delivery::of_delegation(&mut tx, between, Some(peer.authority())).await.unwrap().state
}

#[tokio::test]
async fn a_delegate_that_blocks_keeps_its_work_and_the_origin_has_its_task_back_after_a_day() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let mirror = between.mirror().await.number;
    let (here, there) = (&world.instances[0], &world.instances[1]);

    block(&world, there, here, true).await;

    assert_eq!(between.there().await.state, State::Recalled);
    assert_eq!(between.delegate_copy().await.cut, Some(Cut::WeBlocked));
    let verbs = wasps.verbs().await;
    assert!(verbs.iter().any(|verb| verb == "delegation.cut_off"), "{verbs:?}");
    assert!(!verbs.iter().any(|verb| verb == "delegation.recalled"), "nobody recalled it: {verbs:?}");
    let own = between.mirror().await;
    assert_eq!(
        (own.mirror_of, own.delegation, own.phase),
        (None, None, Phase::New),
        "it is a task of their own"
    );
    assert!(own.archived_at.is_none(), "and goes on");
    assert_eq!(between.delegate_tries("submit", json!({ "body": "Half." })).await, Err("cut-off"));
    assert_eq!(word(&wasps, &between.there().await, here).await, DeliveryWord::Blocked);
    let mut seen = Browser::at(there, &wasps.who).await;
    let page = seen.open(&format!("/p/wasps/t/{mirror}")).await.shown();
    let page =
        page.saying("Your operators blocked the server of The bees").saying("Blocked by your operators");
    for lie in ["recalled the task", "Send your work to", "Up to date"] {
        assert!(!page.says(lie), "{lie}");
    }
    seen.open("/").await.shown().saying("Your operators have blocked the server of");

    between.origin_does("nudge", json!({})).await;
    world.settle().await;
    assert_eq!(word(&bees, &between.here().await, there).await, DeliveryWord::ShutOut);
    let mut asking = Browser::at(here, &bees.who).await;
    let told = asking.open(&format!("/p/bees/t/{}", between.task)).await.shown();
    let told = told.saying("Refused by their server since");
    assert!(!told.says("has not answered") && !told.says("Up to date"));
    world.advance(23 * HOUR).await;
    assert_eq!(between.here().await.state, State::Active, "it may have been a slip");
    world.advance(2 * HOUR).await;

    assert_eq!(between.here().await.state, State::Recalled);
    assert_eq!(between.origin_copy().await.cut, Some(Cut::TheyRefuse));
    assert_eq!((between.task().await.phase, between.task().await.assignee), (Phase::HelpWanted, None));
    asking
        .open(&format!("/p/bees/t/{}", between.task))
        .await
        .shown()
        .saying("Ended: their server refuses this one");
    asking.open("/").await.shown().saying("refuses every message from this one");
    let other = bees.task("Weigh").await;
    let offer = json!({ "pursuance": "bees", "task": other, "to": wasps.handle() });
    assert_eq!(bees.attempt("delegation.offer", offer).await.unwrap_err(), "shut-out");

    block(&world, there, here, false).await;
    world.calm_down().await;
    world.assert_agreement().await;
    let lane =
        deliveries::host(&mut here.app.db.read().await.unwrap(), there.authority()).await.unwrap().unwrap();
    assert_eq!(lane.shut_out_since, None, "they listen again");
}

#[tokio::test]
async fn an_origin_that_blocks_has_its_task_back_and_the_delegate_keeps_its_work_after_a_day() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let (here, there) = (&world.instances[0], &world.instances[1]);

    block(&world, here, there, true).await;

    assert_eq!(between.here().await.state, State::Recalled);
    assert_eq!(between.task().await.phase, Phase::HelpWanted);
    let page = Browser::at(here, &bees.who).await.open(&format!("/p/bees/t/{}", between.task)).await.shown();
    let page = page
        .saying("Ended: your operators blocked their server")
        .saying("the operators of this server have blocked");
    assert!(!page.says("recalled the task") && !page.says("Up to date"));

    let mirror = between.mirror().await.number;
    between.delegate_does("progress", json!({ "note": "Half of them." })).await;
    world.settle().await;
    let mut asking = Browser::at(there, &wasps.who).await;
    let told =
        asking.open(&format!("/p/wasps/t/{mirror}")).await.shown().saying("Refused by their server since");
    let handed_in = format!("/p/wasps/d/{}/submit", between.there().await.id);
    let told = asking.fill(&told, &handed_in, &[("body", "Seven.")]).await.shown();
    told.saying("Saved here only");
    world.advance(DAY + HOUR).await;

    assert_eq!(between.there().await.state, State::Recalled);
    assert_eq!(between.delegate_copy().await.cut, Some(Cut::TheyRefuse));
    assert_eq!(between.mirror().await.mirror_of, None, "it is a task of their own");
    let told = asking.open(&format!("/p/wasps/t/{mirror}")).await.shown();
    let told = told.saying("The task is your own now");
    assert!(!told.says("recalled the task"));

    block(&world, here, there, false).await;
    world.calm_down().await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_server_that_listens_again_within_a_day_has_lost_nothing() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let there = &world.instances[1];
    there.way_in.answer_with("/ap/", 403, r#"{"type":"https://w3id.org/pursuance/problems#blocked"}"#);
    between.origin_does("nudge", json!({})).await;
    world.settle().await;
    assert_eq!(word(&bees, &between.here().await, there).await, DeliveryWord::ShutOut);

    there.way_in.answer_nothing();
    world.advance(7 * HOUR).await;
    world.advance(2 * DAY).await;

    between.assert_states(State::Active, State::Active).await;
    assert_ne!(word(&bees, &between.here().await, there).await, DeliveryWord::ShutOut);
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_server_that_refused_once_and_was_away_then_has_lost_nothing() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let there = &world.instances[1];
    there.way_in.answer_with("/ap/", 403, r#"{"type":"https://w3id.org/pursuance/problems#blocked"}"#);
    between.origin_does("nudge", json!({})).await;
    world.settle().await;
    assert_eq!(word(&bees, &between.here().await, there).await, DeliveryWord::ShutOut);

    there.way_in.answer_nothing();
    there.way_in.set(Weather::Down);
    world.advance(7 * HOUR).await;
    world.advance(2 * DAY).await;
    assert_eq!(between.here().await.state, State::Active, "it has not said so for a day");

    there.way_in.set(Weather::Fair);
    world.advance(DAY).await;
    world.calm_down().await;
    between.assert_states(State::Active, State::Active).await;
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_server_that_lets_nobody_in_is_no_block() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    world.instances[1].way_in.answer("/ap/", 403, None);
    between.origin_does("nudge", json!({})).await;
    world.advance(3 * DAY).await;
    assert_eq!(between.here().await.state, State::Active);
    assert_ne!(word(&bees, &between.here().await, &world.instances[1]).await, DeliveryWord::ShutOut);
}

#[tokio::test]
async fn whoever_decides_is_told_of_offers_that_ended_because_the_origins_operators_blocked() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let nora = bees.with_member("nora", Role::Normal).await;
    let task = bees.task("Count").await;
    let between = Between::offered(&world, &bees, &wasps, task, json!({})).await;
    let (here, there) = (&world.instances[0], &world.instances[1]);

    block(&world, here, there, true).await;

    assert_eq!(between.here().await.state, State::Withdrawn);
    let told = "Your operators have blocked the server of";
    let mut asking = Browser::at(here, &bees.who).await;
    asking.open("/").await.shown().saying(told).saying("so your offer has ended").saying("Count");
    assert!(!Browser::at(here, &nora.who).await.open("/").await.shown().says(told), "nora decides nothing");

    between.delegate_does("counter", json!({ "note": "In May?" })).await;
    world.settle().await;
    let mut asked = Browser::at(there, &wasps.who).await;
    assert!(!asked.open("/").await.shown().says("so their offer has ended"), "it may have been a slip");
    world.advance(DAY + HOUR).await;

    assert_eq!(between.there().await.state, State::Withdrawn);
    asked.open("/").await.shown().saying("refuses every message from this one, so their offer has ended");
    bees.on_task("task.take", task, json!({})).await;
    assert!(!asking.open("/").await.shown().says("so your offer has ended"), "somebody went on with it");
    world.advance(7 * DAY).await;
    assert!(!asked.open("/").await.shown().says("so their offer has ended"));
}

#[tokio::test]
async fn the_operators_pages_name_the_block_that_deliveries_wait_for() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    there.way_in.set(Weather::Down);
    between.origin_does("nudge", json!({})).await;
    world.settle().await;
    block(&world, here, there, true).await;

    let account = bees.who.actor().unwrap().clone();
    let made = SetOperator { account, operator: true };
    here.app.perform(&Principal::Operator, made.into()).await.unwrap();
    let mut seen = Browser::at(here, &bees.who).await;
    let overview = seen.open("/admin").await.shown().saying("that you have blocked");
    assert!(!overview.says("All is well"), "{overview:?}");
    assert!(overview.html.contains("Other servers <span class=\"count\">1</span>"), "{overview:?}");
    let list = seen.open("/admin/deliveries?state=waiting").await.shown();
    let list = list.saying("Not sent: you have blocked this server.");
    assert!(!list.says("so that order is kept") && !list.html.contains("/retry\""), "{list:?}");

    block(&world, here, there, false).await;
    let task = seen.open(&format!("/p/bees/t/{}", between.task)).await.shown();
    task.saying("that ended the hand-over");
}

#[tokio::test]
async fn whoever_decides_is_told_of_offers_that_ended_because_the_delegates_operators_blocked() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let nora = wasps.with_member("nora", Role::Normal).await;
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let (here, there) = (&world.instances[0], &world.instances[1]);

    block(&world, there, here, true).await;

    assert_eq!(between.there().await.state, State::Declined);
    let told = "so their offer has ended";
    let home = Browser::at(there, &wasps.who).await.open("/").await.shown();
    home.saying("Your operators have blocked the server of").saying(told).saying("Count");
    assert!(!Browser::at(there, &nora.who).await.open("/").await.shown().says(told));

    between.origin_does("reoffer", json!({ "note": "Or in June?" })).await;
    world.settle().await;
    world.advance(DAY + HOUR).await;
    assert_eq!(between.here().await.state, State::Withdrawn);
    let home = Browser::at(here, &bees.who).await.open("/").await.shown();
    home.saying("refuses every message from this one, so your offer has ended");
}

#[tokio::test]
async fn a_mirror_keeps_the_words_of_then_when_its_server_is_blocked_and_after_that() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let between = Between::active(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    let (here, there) = (&world.instances[0], &world.instances[1]);
    block(&world, there, here, true).await;

    let revision = between.task().await.revision;
    let edit = json!({ "revision": revision, "title": "Buy cheap honey" });
    bees.on_task("task.edit", between.task, edit).await;
    world.settle().await;
    assert_eq!(between.mirror().await.title, "Count");

    block(&world, there, here, false).await;
    world.advance(7 * HOUR).await;
    world.calm_down().await;
    assert_eq!(between.mirror().await.title, "Count", "it is a task of their own");
}

/// Only on Postgres do two write at once.
#[tokio::test]
async fn what_slips_in_while_a_server_is_being_blocked_ends_all_the_same() {
    let world = World::of(&[On::Sqlite, On::Postgres]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let between = Between::offered(&world, &bees, &wasps, bees.task("Count").await, json!({})).await;
    // It is written by somebody who read before the block that their server is not blocked.
    let mut slips_in = wasps.app.db.write().await.unwrap();
    let mut row = between.there().await;
    (row.id, row.uri) = (DelegationId("slips-in".to_owned()), format!("{}x", row.uri));
    delegations::add(&mut slips_in, &row).await.unwrap();
    let blocked = BlockHost { host: world.instances[0].authority().to_owned(), blocked: true, reason: None };
    wasps.app.perform(&Principal::Operator, blocked.into()).await.unwrap();
    slips_in.commit().await.unwrap();
    assert_eq!(between.there().await.state, State::Declined);
    assert_eq!(wasps.delegation("slips-in").await.state, State::Offered);

    world.advance(2 * MINUTE).await;

    assert_eq!(wasps.delegation("slips-in").await.state, State::Declined);
    assert_eq!(wasps.delegation("slips-in").await.copy.delegate().unwrap().cut, Some(Cut::WeBlocked));
}
