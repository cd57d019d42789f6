//! Work that needs no review: where the pursuance allows it, whoever has the task finishes it.

use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use super::{allow, begin, hand_in, on, read};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    without_a_review_whoever_has_the_task_finishes_it,
    a_pursuance_that_does_not_allow_it_has_every_work_reviewed,
    a_reviewer_who_is_named_is_needed,
    work_that_waits_for_its_verdict_gets_one,
    a_right_to_edit_one_task_takes_no_review_away,
    a_finished_task_settles_its_subtasks,
);

async fn without_a_review_whoever_has_the_task_finishes_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    allow(&ana, true).await;
    assert_eq!(ana.read(BEES).await.ok()["may_skip_review"], true);
    ana.perform("task.create", of(json!({ "title": "Count", "needs_review": false }))).await.ok();
    assert_eq!(read(&ana, 1).await["needs_review"], false);
    begin(&people[0], 1).await;
    // Handing in would wait for nobody.
    let ready = people[0].perform("task.set_phase", on(1, json!({ "phase": "ready_for_review" }))).await;
    ready.problem(409, "no-review-needed");
    let done = || on(1, json!({ "phase": "done" }));
    people[1].perform("task.set_phase", done()).await.problem(403, "not-yours");
    people[0].perform("task.set_phase", done()).await.ok();
    assert_eq!(read(&ana, 1).await["phase"], "done");
    // One that needs a review is not finished this way.
    let number = task(&ana, "Draw").await;
    begin(&people[0], number).await;
    let refused = people[0].perform("task.set_phase", on(number, json!({ "phase": "done" }))).await;
    refused.problem(409, "no-such-move");
}

async fn a_pursuance_that_does_not_allow_it_has_every_work_reviewed(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let new = || of(json!({ "title": "Count", "needs_review": false }));
    ana.perform("task.create", new()).await.problem(422, "review-always");
    let number = task(&ana, "Count").await;
    let skip = || on(number, json!({ "needs_review": false }));
    ana.perform("task.set_reviewer", skip()).await.problem(422, "review-always");
    allow(&ana, true).await;
    ana.perform("task.set_reviewer", skip()).await.ok();
    begin(&people[0], number).await;
    // Taken back, it holds for tasks that said otherwise, too.
    allow(&ana, false).await;
    assert_eq!(read(&ana, number).await["needs_review"], true);
    people[0]
        .perform("task.set_phase", on(number, json!({ "phase": "done" })))
        .await
        .problem(409, "no-such-move");
    people[0].perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    people[0]
        .perform("pursuance.edit", of(json!({ "may_skip_review": true })))
        .await
        .problem(403, "not-allowed");
}

async fn a_reviewer_who_is_named_is_needed(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("cleo", "normal")]).await;
    allow(&ana, true).await;
    let number = task(&ana, "Count").await;
    let both = json!({ "reviewer": "cleo", "needs_review": false });
    ana.perform("task.set_reviewer", on(number, both)).await.problem(422, "reviewer-named");
    let new = of(json!({ "title": "Draw", "reviewer": "cleo", "needs_review": false }));
    ana.perform("task.create", new).await.problem(422, "reviewer-named");
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    ana.perform("task.set_reviewer", on(number, json!({ "needs_review": false }))).await.ok();
    let task = read(&ana, number).await;
    assert_eq!((&task["reviewer"], &task["needs_review"]), (&Value::Null, &json!(false)));
    // An edit that names one asks for the review again.
    let edit = on(number, json!({ "revision": task["revision"], "reviewer": "cleo" }));
    ana.perform("task.edit", edit).await.ok();
    let task = read(&ana, number).await;
    assert_eq!((&task["reviewer"], &task["needs_review"]), (&json!("cleo"), &json!(true)));
}

async fn work_that_waits_for_its_verdict_gets_one(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    allow(&ana, true).await;
    let number = task(&ana, "Count").await;
    hand_in(&people[0], number).await;
    for phase in ["ready_for_review", "in_review"] {
        if phase == "in_review" {
            ana.perform("task.set_phase", on(number, json!({ "phase": phase }))).await.ok();
        }
        let skip = ana.perform("task.set_reviewer", on(number, json!({ "needs_review": false }))).await;
        skip.problem(409, "under-review");
    }
    ana.perform("task.review", on(number, json!({ "verdict": "send_back", "comment": "Hm." }))).await.ok();
    ana.perform("task.set_reviewer", on(number, json!({ "needs_review": false }))).await.ok();
    people[0].perform("task.set_phase", on(number, json!({ "phase": "done" }))).await.ok();
}

async fn a_right_to_edit_one_task_takes_no_review_away(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    allow(&ana, true).await;
    let number = task(&ana, "Count").await;
    ana.perform("grant.set", on(number, json!({ "member": "ben", "may": ["edit"] }))).await.ok();
    begin(&people[0], number).await;
    let skip = people[0].perform("task.set_reviewer", on(number, json!({ "needs_review": false }))).await;
    skip.problem(403, "not-allowed");
    let role = of(json!({ "member": "ben", "role": Role::AssistantAdmin }));
    ana.perform("member.set_role", role).await.ok();
    people[0].perform("task.set_reviewer", on(number, json!({ "needs_review": false }))).await.ok();
}

async fn a_finished_task_settles_its_subtasks(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    allow(&ana, true).await;
    ana.perform("task.create", of(json!({ "title": "Count", "needs_review": false }))).await.ok();
    begin(&people[0], 1).await;
    people[0].perform("task.split", on(1, json!({ "into": ["North"] }))).await.ok();
    let done = |more: Value| on(1, crate::support::groups::merged(json!({ "phase": "done" }), more));
    people[0].perform("task.set_phase", done(json!({}))).await.problem(409, "open-subtasks");
    people[0].perform("task.set_phase", done(json!({ "subtasks": "finish" }))).await.ok();
    assert_eq!(read(&ana, 2).await["phase"], "done");
}
