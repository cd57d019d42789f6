//! Reading tasks, and changing them without losing the changes of others.

use pursuance_domain::time::SECOND;
use serde_json::json;

use super::{get_done, join_as, pluck, start_pursuance, start_pursuance_as, write_task};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_late_edit_is_refused_and_shows_what_stands_there_now,
    lists_go_on_where_they_stopped,
    comments_go_on_where_they_stopped,
    an_edit_is_told_with_every_field_as_it_was_and_as_it_is,
    progress_is_rolled_up_from_subtasks,
    an_untrusted_member_sees_only_what_was_given_to_them,
);

const BEES: &str = "/api/v1/pursuances/bees";

#[tokio::test]
async fn a_task_has_everything_a_program_needs() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let parent = write_task(&ana, "bees", "Count").await;
    let made = ana
        .perform("task.create", json!({
            "pursuance": "bees", "title": " Count  the bees ", "deliverables": "A *table*.", "skills": ["Data:Counting", "data:counting"],
            "due": "2030-12-15", "size": "l", "urgency": "urgent", "parent": parent
        }))
        .await
        .ok();
    ana.perform("task.assign", json!({ "pursuance": "bees", "task": 2, "assignee": "ben" })).await.ok();
    let revision = ana.read(&format!("{BEES}/tasks/2")).await.ok()["revision"].clone();
    ana.perform(
        "task.edit",
        json!({ "pursuance": "bees", "task": 2, "revision": revision, "reviewer": "ana" }),
    )
    .await
    .ok();

    let mut task = app.visitor().read(&format!("{BEES}/tasks/2")).await.ok();
    let wanted = json!({
        "number": 2, "id": made["result"]["id"], "title": "Count the bees", "deliverables": "A *table*.", "phase": "started",
        "assignee": "ben", "reviewer": "ana", "creator": "ana", "skills": ["Data:Counting"], "size": "l", "urgency": "urgent",
        "due": "2030-12-15T23:59:59Z", "parent": 1, "delegation": null, "mirror_of": null,
        "progress": { "percent": 0, "subtasks_done": 0, "subtasks_total": 0 }, "url": "http://localhost:8080/p/bees/t/2",
    });
    for (member, value) in wanted.as_object().unwrap() {
        assert_eq!(&task[member], value, "{member}");
    }
    // Lists do not count what is new in each discussion.
    for news in ["unread", "mentions"] {
        assert_eq!(task.as_object_mut().unwrap().remove(news), Some(json!(0)), "{news}");
    }
    assert_eq!(app.visitor().read(&format!("{BEES}/tasks")).await.items()[1], task);
}

async fn a_late_edit_is_refused_and_shows_what_stands_there_now(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    join_as(&ben, "bees", "assistant_admin", &ana).await;
    let task = write_task(&ana, "bees", "Count the bees").await;
    let seen = ana.read(&format!("{BEES}/tasks/{task}")).await.ok()["revision"].clone();
    let edit = |title: &str, text: &str| json!({ "pursuance": "bees", "task": task, "revision": seen, "title": title, "deliverables": text });
    ben.perform("task.edit", edit("Count all bees", "All of them.")).await.ok();

    let late = ana.perform("task.edit", edit("Count no bees", "None.")).await.problem(409, "stale-revision");

    assert_eq!(
        (&late["newer"]["title"], &late["newer"]["deliverables"]),
        (&json!("Count all bees"), &json!("All of them."))
    );
    for (field, value) in [("size", json!("none")), ("urgency", json!("normal")), ("reviewer", json!(null))] {
        assert_eq!(late["newer"][field], value, "{field}");
    }
    assert_eq!(ana.read(&format!("{BEES}/tasks/{task}")).await.ok()["title"], "Count all bees");
    // With the revision it was told, the edit goes through.
    let input = json!({ "pursuance": "bees", "task": task, "revision": late["newer"]["revision"], "title": "Count no bees" });
    ana.perform("task.edit", input).await.ok();
    let task = ana.read(&format!("{BEES}/tasks/{task}")).await.ok();
    assert_eq!((&task["title"], &task["deliverables"]), (&json!("Count no bees"), &json!("All of them.")));
}

async fn an_edit_is_told_with_every_field_as_it_was_and_as_it_is(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    join_as(&ben, "bees", "normal", &ana).await;
    let task = write_task(&ana, "bees", "Count").await;
    let edit = json!({
        "pursuance": "bees", "task": task, "revision": 1, "title": "Count all", "deliverables": "A table.", "skills": ["Data:Maps"],
        "due": "2030-01-01", "size": "l", "urgency": "urgent", "reviewer": "ben",
    });
    ana.perform("task.edit", edit).await.ok();

    let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    let edited = events.iter().find(|event| event["verb"] == "task.edited").unwrap();
    let (before, after) = (&edited["data"]["before"], &edited["data"]["after"]);
    for (field, was, is) in [
        ("title", json!(1), json!(2)),
        ("deliverables", json!(1), json!(2)),
        ("due", json!(null), json!("2030-01-01T23:59:59Z")),
        ("size", json!("none"), json!("l")),
        ("urgency", json!("normal"), json!("urgent")),
        ("reviewer", json!(null), json!(ben.id)),
        ("skills", json!([]), json!(["Data:Maps"])),
    ] {
        assert_eq!((&before[field], &after[field]), (&was, &is), "{field}: {edited}");
    }
    assert!(!edited.to_string().contains("Count all"), "a text is named and not copied");
    // A field that stays as it was is not told.
    let edit = json!({ "pursuance": "bees", "task": task, "revision": 2, "size": "s" });
    ana.perform("task.edit", edit).await.ok();
    let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    let data = &events.last().unwrap()["data"];
    assert_eq!((&data["before"], &data["after"]), (&json!({ "size": "l" }), &json!({ "size": "s" })));
}

async fn lists_go_on_where_they_stopped(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    for number in 1..=5 {
        write_task(&ana, "bees", &format!("Task {number}")).await;
    }
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = ana.read(&format!("{BEES}/tasks?limit=2{after}")).await;
        found.extend(pluck(&page.items(), "number"));
        match page.ok()["next"].as_i64() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
        assert!(found.len() <= 5, "{found:?}");
    }
    assert_eq!(found, [json!(1), json!(2), json!(3), json!(4), json!(5)]);
    // Exactly full is not the same as more to come.
    assert_eq!(ana.read(&format!("{BEES}/tasks?limit=5")).await.ok()["next"], json!(null));
    assert_eq!(ana.read(&format!("{BEES}/tasks?after=5")).await.ok(), json!({ "items": [], "next": null }));
}

async fn comments_go_on_where_they_stopped(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let task = write_task(&ana, "bees", "Count").await;
    for word in ["one", "two", "three"] {
        ana.perform("task.comment", json!({ "pursuance": "bees", "task": task, "body": word })).await.ok();
        app.advance(SECOND);
    }
    let first = ana.read(&format!("{BEES}/tasks/{task}/comments?limit=2")).await;
    assert_eq!(pluck(&first.items(), "body"), [json!("one"), json!("two")]);
    assert_eq!(first.items()[0]["author"], "ana");
    let next = first.ok()["next"].as_str().unwrap().to_owned();
    let rest = ana.read(&format!("{BEES}/tasks/{task}/comments?limit=2&after={next}")).await;
    assert_eq!(pluck(&rest.items(), "body"), [json!("three")]);
    assert_eq!(rest.ok()["next"], json!(null));
}

async fn progress_is_rolled_up_from_subtasks(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    let parent = write_task(&ana, "bees", "Count").await;
    for (title, size) in [("Bees", "l"), ("Wasps", "s"), ("Flies", "s")] {
        let input = json!({ "pursuance": "bees", "title": title, "size": size, "parent": parent });
        ana.perform("task.create", input).await.ok();
    }
    join_as(&ben, "bees", "normal", &ana).await;
    get_done(2, "bees", &ben, &ana).await;

    let task = ana.read(&format!("{BEES}/tasks/{parent}")).await.ok();
    assert_eq!(task["progress"], json!({ "percent": 66, "subtasks_done": 1, "subtasks_total": 3 }));
}

async fn an_untrusted_member_sees_only_what_was_given_to_them(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance_as(&ana, "hidden", "members").await;
    // One finds it by its slug only after being let in, so it is opened for a moment.
    let visible = |visibility: &str| json!({ "pursuance": "hidden", "visibility": visibility });
    ana.perform("pursuance.edit", visible("unlisted")).await.ok();
    join_as(&ben, "hidden", "untrusted", &ana).await;
    ana.perform("pursuance.edit", visible("members")).await.ok();
    for title in ["One", "Two", "Three"] {
        write_task(&ana, "hidden", title).await;
    }
    ana.perform("task.assign", json!({ "pursuance": "hidden", "task": 2, "assignee": "ben" })).await.ok();

    let tasks = ben.read("/api/v1/pursuances/hidden/tasks").await.items();
    assert_eq!(pluck(&tasks, "title"), [json!("Two")]);
    ben.read("/api/v1/pursuances/hidden/tasks/2").await.ok();
    ben.read("/api/v1/pursuances/hidden/tasks/1").await.problem(404, "not-found");
    ben.read("/api/v1/pursuances/hidden/tasks/1/comments").await.problem(404, "not-found");
    ben.read("/api/v1/pursuances/hidden/members").await.problem(403, "not-allowed");
    let events = ben.read("/api/v1/pursuances/hidden/events").await.items();
    assert!(!events.is_empty() && events.iter().all(|event| event["task"] == tasks[0]["id"]), "{events:?}");
}

#[tokio::test]
async fn an_address_that_names_no_task_is_nothing() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    for path in ["tasks/1", "tasks/-1", "tasks/one", "tasks/99999999999999999999", "tasks/1/comments"] {
        ana.read(&format!("{BEES}/{path}")).await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn a_query_nobody_can_read_is_refused() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    for query in ["limit=0", "limit=201", "limit=many", "after=first", "befor=1", "limit=1&limit=2"] {
        ana.read(&format!("{BEES}/tasks?{query}")).await.problem(400, "invalid-query");
    }
    ana.post("/api/v1/actions/profile.edit?dry_run=maybe", &[], json!({}))
        .await
        .problem(400, "invalid-query");
}
