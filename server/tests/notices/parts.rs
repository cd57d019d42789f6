//! Receivers of an event, where these are easily too many or too few.

use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use super::Bees;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_never_came_is_told_nothing_by_a_ban,
    a_former_member_with_a_part_in_a_task_is_told_nothing,
    a_grant_is_told_to_an_untrusted_assignee,
    somebody_with_both_tasks_is_told_once_that_one_waits_for_the_other,
    a_verdict_that_names_its_worker_is_one_notice,
    an_answer_that_names_whom_it_answers_is_one_notice,
    what_somebody_did_for_another_pursuance_is_not_told_to_them,
);

async fn ban(bees: &Bees, person: &str, action: &str) {
    let input = json!({ "pursuance": "bees", "member": person, "reason": "Such a bore." });
    bees.ana.perform(action, input).await.ok();
}

/// A ban is a duty, which nobody can turn off: it must not be a way to write to anybody.
async fn whoever_never_came_is_told_nothing_by_a_ban(app: TestApp) {
    let bees = Bees::of(app).await;
    let (zoe, eva) = (bees.app.person("zoe").await, bees.app.person("eva").await);
    ban(&bees, "zoe", "member.ban").await;
    ban(&bees, "zoe", "member.unban").await;
    assert_eq!(bees.notices(&zoe).await, []);
    let approval = json!({ "pursuance": "bees", "joining": "approval" });
    bees.ana.perform("pursuance.edit", approval).await.ok();
    eva.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ban(&bees, "eva", "member.ban").await;
    ban(&bees, "eva", "member.unban").await;
    assert_eq!(bees.kinds(&eva).await, ["ban", "ban"], "she asked to come");
    // A person who is gone already hears of it, too.
    bees.cleo.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    ban(&bees, "cleo", "member.ban").await;
    assert_eq!(bees.kinds(&bees.cleo).await, ["ban"]);
}

async fn a_former_member_with_a_part_in_a_task_is_told_nothing(app: TestApp) {
    let bees = Bees::of(app).await;
    bees.role("ben", Role::AssistantAdmin).await;
    bees.ben.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    bees.ben.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    bees.on(&bees.cleo, "task.take", 1, json!({})).await;
    for phase in ["in_progress", "ready_for_review"] {
        bees.on(&bees.cleo, "task.set_phase", 1, json!({ "phase": phase })).await;
    }
    assert_eq!(bees.kinds(&bees.ben).await, ["role"], "he wrote the task, and reviews nothing here any more");
}

async fn a_grant_is_told_to_an_untrusted_assignee(app: TestApp) {
    let bees = Bees::with(app, "members").await;
    bees.role("cleo", Role::Untrusted).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "cleo" })).await;
    bees.read_all().await;
    bees.on(&bees.ana, "grant.set", task, json!({ "member": "cleo", "may": ["edit"] })).await;
    assert_eq!(bees.notices(&bees.cleo).await.last(), Some(&("role".to_owned(), "about".to_owned())));
    assert_eq!(bees.unread(&bees.cleo).await, 1);
}

async fn somebody_with_both_tasks_is_told_once_that_one_waits_for_the_other(app: TestApp) {
    let bees = Bees::of(app).await;
    for title in ["Count", "Draw"] {
        let task = bees.task(title).await;
        bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    }
    bees.on(&bees.ana, "task.depend", 1, json!({ "on": 2 })).await;
    assert_eq!(bees.kinds(&bees.ben).await, ["assignment", "assignment", "waiting"]);
}

async fn a_verdict_that_names_its_worker_is_one_notice(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.on(&bees.ben, "task.take", task, json!({})).await;
    for phase in ["in_progress", "ready_for_review"] {
        bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": phase })).await;
    }
    let back = json!({ "phase": "in_progress", "comment": "@ben, row 3 is missing. @cleo knows it." });
    bees.on(&bees.ana, "task.set_phase", task, back).await;
    assert_eq!(bees.kinds(&bees.ben).await, ["verdict"]);
    assert_eq!(bees.kinds(&bees.cleo).await, ["mention"]);
}

async fn an_answer_that_names_whom_it_answers_is_one_notice(app: TestApp) {
    let bees = Bees::of(app).await;
    let task = bees.task("Count").await;
    bees.comment(&bees.ben, task, "How many?").await;
    let asked = bees.ben.read(&format!("/api/v1/pursuances/bees/tasks/{task}/comments")).await.items();
    let answer = json!({ "body": "@ben, @cleo: seven.", "reply_to": asked[0]["message"] });
    bees.on(&bees.ana, "task.comment", task, answer).await;
    assert_eq!(bees.notices(&bees.ben).await, [("reply".to_owned(), "answered".to_owned())]);
    assert_eq!(bees.kinds(&bees.cleo).await, ["mention"]);
    assert_eq!(bees.unread(&bees.ben).await, 1);
    // People who answer themselves are not told, nor are those who have left.
    let own = json!({ "body": "Oh.", "reply_to": asked[0]["message"] });
    bees.on(&bees.ben, "task.comment", task, own).await;
    assert_eq!(bees.kinds(&bees.ben).await, ["reply"]);
    bees.ben.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    let late = json!({ "body": "Still seven.", "reply_to": asked[0]["message"] });
    bees.on(&bees.ana, "task.comment", task, late).await;
    let answers = bees.kinds(&bees.ben).await.into_iter().filter(|kind| kind == "reply");
    assert_eq!(answers.count(), 1);
}

/// The kinds of what somebody was told of a pursuance.
async fn of(person: &Person, pursuance: &str) -> Vec<Value> {
    let items = person.read("/api/v1/me/inbox?limit=200").await.items();
    items.into_iter().filter(|item| item["pursuance"] == pursuance).map(|item| item["kind"].clone()).collect()
}

async fn what_somebody_did_for_another_pursuance_is_not_told_to_them(app: TestApp) {
    let bees = Bees::of(app).await;
    bees.role("cleo", Role::Assigner).await;
    let dora = bees.app.person("dora").await;
    let found = json!({ "slug": "wasps", "name": "Wasps", "mission": "", "visibility": "public" });
    bees.ana.perform("pursuance.create", found).await.ok();
    dora.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    bees.ana.perform("task.create", json!({ "pursuance": "wasps", "title": "Count" })).await.ok();
    dora.perform("watch.set", json!({ "object": "wasps#1", "on": true })).await.ok();
    let offer = json!({ "pursuance": "wasps", "task": 1, "to": "bees" });
    bees.ana.perform("delegation.offer", offer).await.ok();
    until("the offer is told", async || of(&bees.cleo, "bees").await.contains(&json!("offer"))).await;
    assert_eq!(of(&bees.ana, "bees").await, [] as [Value; 0], "she made the offer, for the wasps");
    let id = bees.ana.read("/api/v1/pursuances/bees/delegations").await.items()[0]["delegation"].clone();
    bees.ana.perform("delegation.accept", json!({ "delegation": id })).await.ok();
    until("it is accepted", async || {
        bees.ana.read("/api/v1/pursuances/wasps/tasks/1").await.ok()["phase"] == "started"
    })
    .await;
    bees.told().await;
    assert_eq!(of(&bees.ana, "wasps").await, [] as [Value; 0], "and she accepted it, for the bees");
}
