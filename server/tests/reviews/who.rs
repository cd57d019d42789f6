//! The reviewer of a task: named when it is written or later, and never the person who does it.

use serde_json::{Value, json};

use super::{begin, on, read};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_reviewer_is_named_when_the_task_is_written,
    a_reviewer_is_named_later_and_taken_away_again,
    only_those_may_review_whose_role_allows_it_and_who_are_there,
    whoever_does_a_task_is_its_reviewer_at_no_way_in,
    a_review_is_suggested_by_nobody,
);

async fn a_reviewer_is_named_when_the_task_is_written(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let new = of(json!({ "title": "Count", "reviewer": "cleo" }));
    ana.perform("task.create", new).await.ok();
    assert_eq!(read(&ana, 1).await["reviewer"], "cleo");
    // The person who has a task names the reviewer of its parts.
    begin(&people[0], 1).await;
    let part = of(json!({ "title": "North", "parent": 1, "reviewer": "ana" }));
    people[0].perform("task.create", part).await.ok();
    assert_eq!(read(&ana, 2).await["reviewer"], "ana");
    let nobody = of(json!({ "title": "South", "parent": 1, "reviewer": "zoe" }));
    people[0].perform("task.create", nobody).await.problem(422, "invalid-input");
    ana.read(&format!("{BEES}/tasks/3")).await.problem(404, "not-found");
}

async fn a_reviewer_is_named_later_and_taken_away_again(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let number = task(&ana, "Count").await;
    let before = read(&ana, number).await;
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    let named = read(&ana, number).await;
    assert_eq!((&named["reviewer"], &named["needs_review"]), (&json!("cleo"), &json!(true)));
    assert!(named["revision"].as_i64() > before["revision"].as_i64());
    // The same once more changes nothing, and nobody is told again.
    let again = ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    assert_eq!(again["events"], json!([]));
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": null }))).await.ok();
    assert_eq!(read(&ana, number).await["reviewer"], Value::Null);
    // A person who may not edit the task says nothing about its review, and learns nothing of who is a member.
    for named in ["cleo", "nobody-here"] {
        let refused = people[0].perform("task.set_reviewer", on(number, json!({ "reviewer": named }))).await;
        refused.problem(403, "not-allowed");
    }
}

async fn only_those_may_review_whose_role_allows_it_and_who_are_there(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("gone", "normal")]).await;
    people[1].perform("pursuance.leave", of(json!({}))).await.ok();
    let number = task(&ana, "Count").await;
    for named in ["val", "gone"] {
        let set = ana.perform("task.set_reviewer", on(number, json!({ "reviewer": named }))).await;
        set.problem(422, "invalid-input");
        let new = of(json!({ "title": "Draw", "reviewer": named }));
        ana.perform("task.create", new).await.problem(422, "invalid-input");
    }
}

/// A task that cleo is to review.
async fn for_cleo(ana: &Person) -> i64 {
    let new = of(json!({ "title": "Count", "reviewer": "cleo" }));
    ana.perform("task.create", new).await.ok()["result"]["task"].as_i64().unwrap()
}

async fn whoever_does_a_task_is_its_reviewer_at_no_way_in(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "normal"), ("cleo", "normal"), ("val", "viewer")]).await;
    let (ben, cleo, val) = (&people[0], &people[1], &people[2]);
    let is_alone = async |number: i64, way: &str| {
        let task = read(&ana, number).await;
        assert_eq!((&task["assignee"], &task["reviewer"]), (&json!("cleo"), &Value::Null), "{way}");
    };
    // Taken, and assigned.
    let number = for_cleo(&ana).await;
    cleo.perform("task.take", on(number, json!({}))).await.ok();
    is_alone(number, "take").await;
    let number = for_cleo(&ana).await;
    ana.perform("task.assign", on(number, json!({ "assignee": "cleo" }))).await.ok();
    is_alone(number, "assign").await;
    // Named, while they have it.
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" })))
        .await
        .problem(422, "invalid-input");
    let revision = read(&ana, number).await["revision"].clone();
    let edit = on(number, json!({ "revision": revision, "reviewer": "cleo" }));
    ana.perform("task.edit", edit).await.problem(422, "invalid-input");
    is_alone(number, "edit").await;
    // Accepted, where it was suggested.
    let number = for_cleo(&ana).await;
    let assign = of(json!({ "action": "task.assign", "input": on(number, json!({ "assignee": "cleo" })) }));
    let made = val.perform("suggestion.make", assign).await.ok();
    let accept = of(json!({ "suggestion": made["result"]["suggestion"] }));
    ana.perform("suggestion.accept", accept).await.ok();
    is_alone(number, "suggestion").await;
    // Inherited.
    let number = for_cleo(&ana).await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    ben.perform("pursuance.leave", of(json!({ "tasks_to": "cleo" }))).await.ok();
    is_alone(number, "inherit").await;
    // Come with, by an invitation: a newcomer whose role takes no tasks gets it.
    let number = task(&ana, "Draw").await;
    let invite = of(json!({ "role": "untrusted", "expires": "7d", "uses": 1, "task": number }));
    let made = ana.perform("invite.create", invite).await.ok();
    let zoe = app.person("zoe").await;
    zoe.perform("invite.accept", json!({ "secret": made["result"]["link"] })).await.ok();
    let came = read(&ana, number).await;
    assert_eq!((&came["assignee"], &came["reviewer"]), (&json!("zoe"), &Value::Null));
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "zoe" })))
        .await
        .problem(422, "invalid-input");
    // Split, a part has no reviewer and nobody who does it.
    let number = for_cleo(&ana).await;
    cleo.perform("task.take", on(number, json!({}))).await.ok();
    let parts = cleo.perform("task.split", on(number, json!({ "into": ["North"] }))).await.ok();
    let part = read(&ana, parts["result"]["into"][0]["task"].as_i64().unwrap()).await;
    assert_eq!((&part["assignee"], &part["reviewer"]), (&Value::Null, &Value::Null));
}

async fn a_review_is_suggested_by_nobody(app: TestApp) {
    let (_, people) = bees(&app, "public", &[("val", "viewer"), ("cleo", "normal")]).await;
    for new in
        [json!({ "title": "Count", "reviewer": "cleo" }), json!({ "title": "Count", "needs_review": false })]
    {
        let refused = people[0].perform("task.create", of(new.clone())).await;
        assert!(!refused.text().contains("suggest-instead"), "{}", refused.text());
        let make = of(json!({ "action": "task.create", "input": of(new) }));
        people[0].perform("suggestion.make", make).await.problem(422, "invalid-input");
    }
}
