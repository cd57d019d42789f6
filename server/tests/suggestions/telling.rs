//! Receivers of the notice of a suggestion and of its answer.

use pursuance::jobs::Worker;
use serde_json::{Value, json};

use super::{named, suggest};
use crate::support::bees::{bees, of, task};
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    those_who_may_decide_are_told_and_the_author_of_the_answer,
    whoever_wrote_a_task_hears_of_suggestions_about_it_and_nobody_who_may_not_decide,
);

/// Notices of suggestions to somebody: the kind of event, and the reason.
async fn told(person: &Person) -> Vec<(Value, Value)> {
    let items = person.read("/api/v1/me/inbox?limit=200").await.items();
    let of_kind = items.into_iter().filter(|item| item["kind"] == "suggestion");
    of_kind.map(|item| (item["event"]["verb"].clone(), item["reason"].clone())).collect()
}

async fn those_who_may_decide_are_told_and_the_author_of_the_answer(app: TestApp) {
    let others = [("val", "viewer"), ("ivo", "assigner"), ("aga", "assistant_admin"), ("vic", "viewer")];
    let (ana, people) = bees(&app, "public", &others).await;
    let [val, ivo, aga, vic] = &people[..] else { panic!() };
    let number = task(&ana, "Count").await;
    let worker = Worker::spawn(&app);
    let asked = (json!("suggestion.made"), json!("able"));
    let create = suggest(val, "task.create", json!({ "title": "Draw" })).await;
    until("both who may do it are told", async || told(&ana).await.len() + told(aga).await.len() == 2).await;
    assert_eq!((told(&ana).await, told(aga).await), (vec![asked.clone()], vec![asked.clone()]));
    let role = suggest(val, "member.set_role", json!({ "member": "vic", "role": "normal" })).await;
    until("the Primary is told", async || told(&ana).await.len() == 2).await;
    let assign = suggest(val, "task.assign", json!({ "task": number, "assignee": "vic" })).await;
    until("those who assign are told", async || !told(ivo).await.is_empty()).await;
    until("and those above them", async || told(&ana).await.len() == 3 && told(aga).await.len() == 2).await;
    assert_eq!(told(ivo).await, [asked]);
    assert!(told(val).await.is_empty() && told(vic).await.is_empty());

    ana.perform("suggestion.accept", named(&create, json!({}))).await.ok();
    ana.perform("suggestion.decline", named(&role, json!({ "reason": "Later." }))).await.ok();
    ana.perform("suggestion.accept", named(&assign, json!({}))).await.ok();
    let mut answers = told(val).await;
    answers.sort_by_key(|(verb, _)| verb.to_string());
    let answer = |verb: &str| (json!(verb), json!("about"));
    let accepted = answer("suggestion.accepted");
    assert_eq!(answers, [accepted.clone(), accepted, answer("suggestion.declined")]);
    worker.stop().await;
}

async fn whoever_wrote_a_task_hears_of_suggestions_about_it_and_nobody_who_may_not_decide(app: TestApp) {
    let others = [
        ("ben", "normal"),
        ("val", "viewer"),
        ("aga", "assistant_admin"),
        ("ada", "admin"),
        ("ivo", "assigner"),
        ("cay", "normal"),
    ];
    let (ana, people) = bees(&app, "members", &others).await;
    let [ben, val, aga, ada, ivo, cay] = &people[..] else { panic!() };
    let worker = Worker::spawn(&app);
    let number = task(&ana, "Count").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
    let part = of(json!({ "title": "Count the north", "parent": number }));
    let part = ben.perform("task.create", part).await.ok()["result"]["task"].clone();
    let edit = json!({ "task": part, "revision": 1, "title": "Count the south" });
    suggest(val, "task.edit", edit).await;
    until("those above him are told", async || told(&ana).await.len() + told(aga).await.len() == 2).await;
    let made = (json!("suggestion.made"), json!("able"));
    assert_eq!(told(ben).await, [made], "he wrote it, and decides");
    assert!(told(ivo).await.is_empty() && told(cay).await.is_empty());
    let inbox = ben.read("/api/v1/me/inbox?unread=true&limit=200").await;
    assert_eq!(inbox.ok()["unread"], inbox.items().len(), "{inbox:?}");

    let ban = json!({ "member": "ada", "reason": "Rudeness.", "until": null });
    suggest(ivo, "member.ban", ban).await;
    until("the Primary is told", async || told(&ana).await.len() == 2).await;
    assert_eq!((told(aga).await.len(), told(ada).await.len()), (1, 1), "neither decides about an Admin");
    worker.stop().await;
}
