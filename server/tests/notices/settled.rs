//! A question that several people are told of is answered by one of them for all.

use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use super::Bees;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    whoever_lets_somebody_in_has_done_it_for_all_who_were_asked,
    whoever_decides_a_suggestion_has_done_it_for_all_who_were_asked,
    whoever_answers_whether_they_join_has_read_the_question,
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
