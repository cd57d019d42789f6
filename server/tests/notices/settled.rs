//! A question that several people are told of is answered by one of them for all.

use pursuance::jobs::Worker;
use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use super::Bees;
use crate::support::pair::Pair;
use crate::support::peers::{On, World, until};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_lets_somebody_in_has_done_it_for_all_who_were_asked,
    whoever_decides_a_suggestion_has_done_it_for_all_who_were_asked,
    whoever_answers_whether_they_join_has_read_the_question,
    of_what_is_settled_before_anybody_was_told_nobody_is_told,
);

fn of(mut input: Value) -> Value {
    input["pursuance"] = json!("bees");
    input
}

async fn whoever_lets_somebody_in_has_done_it_for_all_who_were_asked(app: TestApp) {
    let bees = Bees::of(app).await;
    bees.role("ben", Role::Recruiter).await;
    bees.ana.perform("pursuance.edit", of(json!({ "joining": "approval" }))).await.ok();
    bees.read_all().await;
    let (dora, eve) = (bees.app.person("dora").await, bees.app.person("eve").await);
    for person in [&dora, &eve] {
        person.perform("pursuance.join", of(json!({}))).await.ok();
    }
    assert_eq!((bees.unread(&bees.ana).await, bees.unread(&bees.ben).await), (1, 1), "a row for both");
    bees.ana.perform("member.decide", of(json!({ "member": "dora", "accept": true }))).await.ok();
    let inbox = bees.ben.read("/api/v1/me/inbox").await.items();
    let unread = |by: &str| {
        let is = |item: &&Value| item["event"]["object"].as_str() == Some(by) && item["read"] == false;
        inbox.iter().filter(is).count()
    };
    assert_eq!((unread(dora.id.as_str()), unread(eve.id.as_str())), (0, 1), "{inbox:?}");
    bees.ben.perform("member.decide", of(json!({ "member": "eve", "accept": false }))).await.ok();
    assert_eq!((bees.unread(&bees.ana).await, bees.unread(&bees.ben).await), (0, 0));
}

async fn whoever_decides_a_suggestion_has_done_it_for_all_who_were_asked(app: TestApp) {
    let bees = Bees::of(app).await;
    bees.role("ben", Role::AssistantAdmin).await;
    bees.read_all().await;
    for (action, more) in [
        ("suggestion.decline", json!({ "reason": "Not now." })),
        ("suggestion.accept", json!({})),
        ("suggestion.withdraw", json!({})),
    ] {
        let task = json!({ "action": "task.create", "input": of(json!({ "title": "Count" })) });
        let made = bees.cleo.perform("suggestion.make", of(task)).await.ok();
        assert_eq!((bees.unread(&bees.ana).await, bees.unread(&bees.ben).await), (1, 1), "{action}");
        let mut input = of(json!({ "suggestion": made["result"]["suggestion"] }));
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let by = if action == "suggestion.withdraw" { &bees.cleo } else { &bees.ana };
        by.perform(action, input).await.ok();
        assert_eq!((bees.unread(&bees.ana).await, bees.unread(&bees.ben).await), (0, 0), "{action}");
    }
}

async fn whoever_answers_whether_they_join_has_read_the_question(app: TestApp) {
    let bees = Bees::of(app).await;
    let zoe = bees.app.person("zoe").await;
    zoe.perform("profile.edit", json!({ "askable": true })).await.ok();
    let ask = of(json!({ "person": "zoe", "role": "normal", "note": "Please." }));
    let asked = bees.ana.perform("recruit.ask", ask).await.ok();
    assert_eq!(bees.unread(&zoe).await, 1);
    let answer = json!({ "ask": asked["result"]["ask"], "accept": false });
    zoe.perform("recruit.answer", answer).await.ok();
    assert_eq!(bees.unread(&zoe).await, 0);
}

async fn of_what_is_settled_before_anybody_was_told_nobody_is_told(app: TestApp) {
    // Nobody works in the background yet.
    let pair = Pair::begin(app).await;
    let (app, ana, ben) = (&pair.app, &pair.ana, &pair.ben);
    let make = of(json!({ "member": "ben", "role": "assistant_admin" }));
    ana.perform("member.set_role", make).await.ok();
    let (cleo, dora, eve) = (app.person("cleo").await, app.person("dora").await, app.person("eve").await);
    cleo.perform("pursuance.join", of(json!({}))).await.ok();
    ana.perform("pursuance.edit", of(json!({ "joining": "approval" }))).await.ok();
    for person in [&dora, &eve] {
        person.perform("pursuance.join", of(json!({}))).await.ok();
    }
    let mut suggested = Vec::new();
    for title in ["Count", "Mend"] {
        let task = json!({ "action": "task.create", "input": of(json!({ "title": title })) });
        let made = cleo.perform("suggestion.make", of(task)).await.ok();
        suggested.push(made["result"]["suggestion"].clone());
    }
    ana.perform("member.decide", of(json!({ "member": "dora", "accept": true }))).await.ok();
    ana.perform("suggestion.decline", of(json!({ "suggestion": suggested[0], "reason": "Not now." })))
        .await
        .ok();

    let worker = Worker::spawn(&app.app);
    until("everybody is told", async || !pair.is_busy(app.clock.now()).await).await;
    worker.stop().await;
    let told = async |who: &Person| {
        let items = who.read("/api/v1/me/inbox").await.items();
        let asked = items.iter().filter(|item| item["event"]["actor"] != json!(ana.id));
        asked.map(|item| item["event"]["object"].clone()).collect::<Vec<_>>()
    };
    for person in [ana, ben] {
        let told = told(person).await;
        assert_eq!(told, [suggested[1].clone(), json!(eve.id.as_str())], "{}", person.name);
    }
}

/// Two of those who answer are told of each offer, one of them while another answers it, and one after that.
async fn who_accepts_an_offer_has_done_it_for_all_who_may(on: On) {
    let mut world = World::of(&[on, on]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let felix = wasps.with_member("felix", Role::Assigner).await;
    let told =
        "notice n join event e on e.stream = n.stream and e.seq = n.seq where e.verb = 'delegation.offered'";
    let unread = &format!("{told} and n.read_at is null");
    let arrived = async |title: &str| {
        bees.offer(bees.task(title).await, &wasps, json!({})).await;
        let offered = async || wasps.delegations().await.into_iter().find(|row| row.task.is_none());
        until("the offer arrives", async || offered().await.is_some()).await;
        offered().await.unwrap().id
    };
    let first = arrived("Count").await;
    world.settle().await;
    assert_eq!(world.instances[1].inspect.count(unread).await, 2, "both are told");
    felix.act("delegation.accept", json!({ "delegation": first })).await;
    assert_eq!(world.instances[1].inspect.count(unread).await, 0);
    world.settle().await;
    assert_eq!(world.instances[1].inspect.count(unread).await, 0);

    world.instances[1].rest().await;
    let second = arrived("Mend").await;
    felix.act("delegation.accept", json!({ "delegation": second })).await;
    let worker = Worker::spawn(&wasps.app);
    world.settle().await;
    worker.stop().await;
    assert_eq!(world.instances[1].inspect.count(unread).await, 0);
    assert_eq!(world.instances[1].inspect.count(told).await, 2, "of the second one nobody was told");
}

#[tokio::test]
async fn who_accepts_an_offer_has_done_it_for_all_who_may_on_sqlite() {
    who_accepts_an_offer_has_done_it_for_all_who_may(On::Sqlite).await;
}

#[tokio::test]
async fn who_accepts_an_offer_has_done_it_for_all_who_may_on_postgres() {
    who_accepts_an_offer_has_done_it_for_all_who_may(On::Postgres).await;
}
