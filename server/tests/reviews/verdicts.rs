//! The verdict on work that waits for one, and opening a task again.

use serde_json::json;

use super::{begin, hand_in, on, read};
use crate::support::bees::{BEES, bees, task};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    work_is_sent_back_with_a_comment_and_accepted_later,
    a_verdict_is_for_the_reviewer_and_never_on_ones_own_work,
    without_work_there_is_no_verdict,
    a_verdict_says_what_becomes_of_open_subtasks,
    a_task_that_is_opened_again_is_told_to_whoever_has_it,
);

async fn work_is_sent_back_with_a_comment_and_accepted_later(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    let number = task(&ana, "Count").await;
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    hand_in(ben, number).await;
    let silent = cleo.perform("task.review", on(number, json!({ "verdict": "send_back" }))).await;
    silent.problem(422, "comment-needed");
    let back = on(number, json!({ "verdict": "send_back", "comment": "Site 4 is missing." }));
    cleo.perform("task.review", back).await.ok();
    assert_eq!(read(&ana, number).await["phase"], "in_progress");
    let said = ben.read(&format!("{BEES}/tasks/{number}/comments")).await.items();
    assert_eq!(said.last().unwrap()["body"], "Site 4 is missing.");
    ben.perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    cleo.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    assert_eq!(read(&ana, number).await["phase"], "done");
}

async fn a_verdict_is_for_the_reviewer_and_never_on_ones_own_work(app: TestApp) {
    let roles = [("ben", "admin"), ("cleo", "normal"), ("dan", "assistant_admin"), ("eve", "admin")];
    let (ana, people) = bees(&app, "public", &roles).await;
    let number = task(&ana, "Count").await;
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    hand_in(&people[0], number).await;
    let accept = || on(number, json!({ "verdict": "accept" }));
    let back = on(number, json!({ "verdict": "send_back", "comment": "No." }));
    people[0].perform("task.review", accept()).await.problem(403, "own-work");
    people[0].perform("task.review", back).await.problem(403, "own-work");
    people[2].perform("task.review", accept()).await.problem(403, "not-the-reviewer");
    // An Admin stands in.
    people[3].perform("task.review", accept()).await.ok();
}

async fn without_work_there_is_no_verdict(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    begin(&people[0], number).await;
    for verdict in ["accept", "send_back"] {
        let said = on(number, json!({ "verdict": verdict, "comment": "Hm." }));
        ana.perform("task.review", said).await.problem(409, "not-under-review");
    }
    let unknown = on(number, json!({ "verdict": "perhaps" }));
    ana.perform("task.review", unknown).await.problem(422, "invalid-input");
}

async fn a_verdict_says_what_becomes_of_open_subtasks(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    begin(&people[0], number).await;
    people[0].perform("task.split", on(number, json!({ "into": ["North"] }))).await.ok();
    people[0].perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    ana.perform("task.review", on(number, json!({ "verdict": "accept" })))
        .await
        .problem(409, "open-subtasks");
    let drop = on(number, json!({ "verdict": "accept", "subtasks": "drop" }));
    ana.perform("task.review", drop).await.ok();
    assert_eq!(read(&ana, 2).await["phase"], "dropped");
}

async fn a_task_that_is_opened_again_is_told_to_whoever_has_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    hand_in(ben, number).await;
    ana.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    // That they have it again is a duty: no mute holds it back.
    let mute = json!({ "object": format!("bees#{number}"), "on": true });
    ben.perform("notice.mute", mute).await.ok();
    ben.perform("task.set_phase", on(number, json!({ "phase": "in_progress" })))
        .await
        .problem(403, "suggest-instead");
    ana.perform("task.set_phase", on(number, json!({ "phase": "in_progress" }))).await.ok();
    let task = read(&ana, number).await;
    assert_eq!((&task["phase"], &task["assignee"]), (&json!("in_progress"), &json!("ben")));
    let told = ben.read("/api/v1/me/inbox").await.items();
    assert_eq!((&told[0]["kind"], &told[0]["reason"]), (&json!("assignment"), &json!("assignee")));
}
