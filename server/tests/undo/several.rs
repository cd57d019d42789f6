//! The same change of several tasks, by `task.bulk`.

use serde_json::{Value, json};

use super::{all, did, listed, read, undo};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    each_change_is_made_to_all_of_them_and_taken_back_as_one,
    those_that_may_not_be_changed_are_named_and_the_others_are_changed,
    in_every_role_each_task_is_asked_about_by_itself,
    the_same_key_changes_them_once,
    chosen_tasks_are_finished_from_taken_on_where_nobody_reviews_them,
);

async fn numbers(by: &Person, count: usize) -> Vec<i64> {
    let mut made = Vec::new();
    for at in 0..count {
        made.push(task(by, &format!("Task {at}")).await);
    }
    made
}

async fn each_change_is_made_to_all_of_them_and_taken_back_as_one(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let tasks = numbers(&ana, 4).await;
    let (top, some) = (tasks[0], &tasks[1..]);
    for (change, member, after) in [
        (json!({ "assign": "ben" }), "assignee", json!("ben")),
        (json!("take"), "assignee", json!("ana")),
        (json!({ "phase": "help_wanted" }), "phase", json!("help_wanted")),
        (json!({ "reviewer": "ben" }), "reviewer", json!("ben")),
        (json!({ "move": top }), "parent", json!(top)),
        (json!({ "urgency": "urgent" }), "urgency", json!("urgent")),
        (json!({ "size": "l" }), "size", json!("l")),
        (json!({ "due": "2030-01-02T00:00:00Z" }), "due", json!("2030-01-02T00:00:00Z")),
        (json!({ "add_skill": "Language:French" }), "skills", json!(["Language:French"])),
    ] {
        let before = all(&ana).await;
        let event = did(&ana, "bulk", json!({ "tasks": some, "change": change })).await;
        for number in some {
            assert_eq!(read(&ana, *number).await[member], after, "{change}");
        }
        undo(&ana, event).await.ok();
        assert_eq!(all(&ana).await, before, "{change}");
    }
    let before = all(&ana).await;
    let archived = did(&ana, "bulk", json!({ "tasks": some, "change": "archive" })).await;
    assert_eq!(listed(&ana).await, [top]);
    undo(&ana, archived).await.ok();
    assert_eq!(all(&ana).await, before);
    did(&ana, "bulk", json!({ "tasks": some, "change": { "add_skill": "Language:French" } })).await;
    did(&ana, "bulk", json!({ "tasks": some, "change": { "remove_skill": "language:french" } })).await;
    assert_eq!(all(&ana).await, before);
    // Somebody has built on one of them: all stay as they are.
    let event = did(&ana, "bulk", json!({ "tasks": some, "change": { "size": "s" } })).await;
    let said = of(json!({ "task": some[2], "body": "So small?" }));
    people[0].perform("task.comment", said).await.ok();
    undo(&ana, event).await.problem(409, "built-on");
    assert_eq!(read(&ana, some[0]).await["size"], "s");
}

async fn those_that_may_not_be_changed_are_named_and_the_others_are_changed(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let tasks = numbers(&ana, 4).await;
    ana.perform("task.assign", of(json!({ "task": tasks[1], "assignee": "ana" }))).await.ok();
    ana.perform("task.set_phase", of(json!({ "task": tasks[2], "phase": "dropped" }))).await.ok();
    let before = all(&ana).await;
    let chosen = json!([tasks[0], tasks[1], tasks[2], tasks[3], 99]);
    let answer = ben.perform("task.bulk", of(json!({ "tasks": chosen, "change": "take" }))).await.ok();
    assert_eq!(answer["result"]["done"], json!([tasks[0], tasks[3]]));
    let refused = answer["result"]["refused"].as_array().unwrap();
    let why: Vec<_> = refused.iter().map(|no| (no["task"].clone(), no["problem"].clone())).collect();
    let no = |number: i64, why: &str| (json!(number), json!(why));
    assert_eq!(why, [no(tasks[1], "taken"), no(tasks[2], "task-closed"), no(99, "not-found")]);
    assert_eq!(all(&ana).await[1], before[1], "nothing of what is refused stays");
    undo(ben, answer["undo"]["event"].as_i64().unwrap()).await.ok();
    assert_eq!(all(&ana).await, before);
    // Where none may be changed, the whole is refused, and nothing happens.
    let events = async || ana.read(&format!("{BEES}/events?limit=200")).await.items().len();
    let count = events().await;
    let none = json!({ "tasks": [tasks[1], tasks[2]], "change": "take" });
    ben.perform("task.bulk", of(none)).await.problem(409, "taken");
    assert_eq!(events().await, count);
}

/// Or whoever chooses a hundred with two thousand below each would keep everybody from writing.
#[tokio::test]
async fn several_that_are_archived_at_once_take_no_more_along_than_one() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let tops = numbers(&ana, 2).await;
    for top in &tops {
        for _ in 0..11 {
            let tasks = vec![json!({ "title": "Count" }); 100];
            ana.perform("task.add_list", of(json!({ "parent": top, "tasks": tasks }))).await.ok();
        }
    }
    let archive = async |tasks: &[i64]| {
        let answer = ana.perform("task.bulk", of(json!({ "tasks": tasks, "change": "archive" }))).await.ok();
        answer["result"].clone()
    };
    let done = archive(&tops[..]).await;
    assert_eq!(done["done"], json!([tops[0]]));
    assert_eq!(done["refused"][0]["task"], json!(tops[1]));
    assert_eq!(done["refused"][0]["problem"], "too-many-tasks");
    assert_eq!(archive(&tops[1..]).await["done"], json!([tops[1]]), "by itself it goes");
}

async fn in_every_role_each_task_is_asked_about_by_itself(app: TestApp) {
    let roles = [
        ("una", "untrusted"),
        ("vic", "viewer"),
        ("nora", "normal"),
        ("asa", "assigner"),
        ("tia", "assistant_admin"),
    ];
    let (ana, people) = bees(&app, "public", &roles).await;
    let changes = [
        json!({ "assign": "ana" }),
        json!("take"),
        json!({ "phase": "help_wanted" }),
        json!({ "move": null }),
        json!({ "urgency": "urgent" }),
        json!("archive"),
    ];
    let single = |change: usize, number: i64, revision: &Value| match change {
        0 => ("assign", json!({ "task": number, "assignee": "ana" })),
        1 => ("take", json!({ "task": number })),
        2 => ("set_phase", json!({ "task": number, "phase": "help_wanted" })),
        3 => ("move", json!({ "task": number })),
        4 => ("edit", json!({ "task": number, "revision": revision, "urgency": "urgent" })),
        _ => ("archive", json!({ "task": number })),
    };
    for who in &people {
        for (at, change) in changes.iter().enumerate() {
            let tasks = numbers(&ana, 2).await;
            let (name, input) = single(at, tasks[0], &json!(1));
            let alone = who.perform(&format!("task.{name}"), of(input)).await;
            let many = json!({ "tasks": [tasks[1]], "change": change });
            let together = who.perform("task.bulk", of(many)).await;
            let is_done = |status: http::StatusCode| status.is_success();
            assert_eq!(
                is_done(alone.status),
                is_done(together.status),
                "{change} by {}: {together:?}",
                who.name
            );
        }
    }
    let stranger = app.person("eve").await;
    let tasks = numbers(&ana, 1).await;
    let many = json!({ "tasks": tasks, "change": "take" });
    stranger.perform("task.bulk", of(many)).await.problem(403, "not-a-member");
}

async fn the_same_key_changes_them_once(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let tasks = numbers(&ana, 2).await;
    let many = of(json!({ "tasks": tasks, "change": "take" }));
    let key = [("idempotency-key", "once")];
    let first = ana.post("/api/v1/actions/task.bulk", &key, many.clone()).await.ok();
    let again = ana.post("/api/v1/actions/task.bulk", &key, many).await.ok();
    assert_eq!(first, again);
    assert_eq!(first["result"]["done"], json!(tasks));
}

async fn chosen_tasks_are_finished_from_taken_on_where_nobody_reviews_them(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    ana.perform("pursuance.edit", of(json!({ "reviews": "named" }))).await.ok();
    let tasks = numbers(&ana, 3).await;
    did(&ana, "bulk", json!({ "tasks": &tasks[..2], "change": "take" })).await;
    ana.perform("task.set_reviewer", of(json!({ "task": tasks[1], "reviewer": "ben" }))).await.ok();
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let chosen: String = tasks.iter().map(|number| format!("&chosen={number}")).collect();
    let asked =
        anas.open(&format!("/p/bees/bulk?change=done{chosen}")).await.shown().saying("Finish 3 tasks");
    let told = anas.fill(&asked, "/p/bees/bulk", &[]).await.shown();
    assert_eq!(read(&ana, tasks[0]).await["phase"], "done", "{told:?}");
    // Ben reviews the second, and nobody has the third.
    assert_eq!(read(&ana, tasks[1]).await["phase"], "started");
    assert_eq!(read(&ana, tasks[2]).await["phase"], "new");
    told.saying("Done with 1 of 3");
}
